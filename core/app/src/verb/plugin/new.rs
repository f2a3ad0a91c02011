//! `littoral plugin new`: a folder that builds and passes `plugin check` untouched.

use std::fs;
use std::path::{Path, PathBuf};

use clap::{Args, ValueEnum};

use crate::cli::Global;
use crate::failure::{Failure, Outcome};
use crate::{output, print};

const C: &str = include_str!("template/plugin.c");
const RUST: &str = include_str!("template/lib.rs");
const CARGO: &str = include_str!("template/Cargo.toml.txt");
const SDK_CARGO: &str = include_str!("template/sdk.toml.txt");
const MANIFEST: &str = include_str!("template/plugin.toml.txt");
const HEADER: &str = include_str!("../../../../../plugins/sdk/include/littoral.h");
/// The SDK goes along, so that the folder builds anywhere.
const SDK: [(&str, &str); 13] = [
    ("lib.rs", include_str!("../../../../../plugins/sdk/src/lib.rs")),
    ("rule.rs", include_str!("../../../../../plugins/sdk/src/rule.rs")),
    ("run.rs", include_str!("../../../../../plugins/sdk/src/run.rs")),
    ("sea.rs", include_str!("../../../../../plugins/sdk/src/sea.rs")),
    ("sea/field.rs", include_str!("../../../../../plugins/sdk/src/sea/field.rs")),
    ("sea/partition.rs", include_str!("../../../../../plugins/sdk/src/sea/partition.rs")),
    ("abi.rs", include_str!("../../../../../plugins/sdk/src/abi.rs")),
    ("abi/guard.rs", include_str!("../../../../../plugins/sdk/src/abi/guard.rs")),
    ("abi/host.rs", include_str!("../../../../../plugins/sdk/src/abi/host.rs")),
    ("abi/make.rs", include_str!("../../../../../plugins/sdk/src/abi/make.rs")),
    ("abi/ops.rs", include_str!("../../../../../plugins/sdk/src/abi/ops.rs")),
    ("abi/run.rs", include_str!("../../../../../plugins/sdk/src/abi/run.rs")),
    ("abi/score.rs", include_str!("../../../../../plugins/sdk/src/abi/score.rs")),
];

/// Begin a native plugin
#[derive(Debug, Args)]
#[command(
    after_help = "Example:\n  littoral plugin new my-plugin --language c\n  littoral plugin build my-plugin\n  littoral plugin check my-plugin"
)]
pub struct NewArgs {
    /// Its name and that of its rule: lower case, digits, hyphens
    pub name: String,
    /// Language of the source
    #[arg(long, value_enum, default_value_t = Lang::Rust)]
    pub language: Lang,
    /// Folder to make, else NAME here
    #[arg(short = 'o', long = "out", value_name = "DIR")]
    pub out: Option<PathBuf>,
}

/// Languages of plugins.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum Lang {
    /// Rust, with the SDK
    Rust,
    /// C99, with the header alone
    C,
}

/// Runs the verb.
///
/// # Errors
/// A bad name, a folder that exists, or one that cannot be written.
pub(super) fn run(args: &NewArgs, global: &Global) -> Outcome {
    let name = &args.name;
    let plain = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '-';
    if name.len() > 60
        || !name.starts_with(|c: char| c.is_ascii_lowercase())
        || !name.chars().all(plain)
        || name.ends_with('-')
        || name.contains("--")
    {
        return Err(Failure::usage(
            format!("\"{name}\" cannot name a plugin"),
            "command line",
            "begin with a letter; use lower case, digits and hyphens: my-plugin",
        ));
    }
    let dir = args.out.clone().unwrap_or_else(|| PathBuf::from(name));
    if dir.exists() {
        let text = format!("{} exists already", dir.display());
        return Err(Failure::usage(text, dir.display().to_string(), "choose another name or -o"));
    }
    write(&dir, name, args.language)?;
    let shown = dir.display();
    let next = format!(
        "  wrote {shown}\n  next  littoral plugin build {shown}\n        littoral plugin check {shown}\n        littoral divide caspian --rule {name} --dev {shown}\n"
    );
    if global.quiet { Ok(()) } else { print::result(&next) }
}

fn write(dir: &Path, name: &str, lang: Lang) -> Outcome {
    let fill = |text: &str| {
        let stem = name.replace('-', "_");
        text.replace("SDK_VERSION", env!("CARGO_PKG_VERSION"))
            .replace("NAME", name)
            .replace("STEM", &stem)
    };
    let mut files = vec![("plugin.toml".to_owned(), fill(MANIFEST))];
    match lang {
        Lang::C => {
            files.push((format!("{}.c", name.replace('-', "_")), fill(C)));
            files.push(("littoral.h".to_owned(), HEADER.to_owned()));
        }
        Lang::Rust => {
            files.push(("Cargo.toml".to_owned(), fill(CARGO)));
            files.push(("src/lib.rs".to_owned(), fill(RUST)));
            files.push(("sdk/Cargo.toml".to_owned(), fill(SDK_CARGO)));
            // What follows tests the manual, which does not go along.
            let own = |text: &str| {
                text.split("\n/// The plugins of the manual").next().map(str::to_owned)
            };
            let sdk =
                SDK.map(|(file, text)| (format!("sdk/src/{file}"), own(text).unwrap_or_default()));
            files.extend(sdk);
        }
    }
    for (file, text) in files {
        let path = dir.join(file);
        let parent = path.parent().unwrap_or(dir);
        fs::create_dir_all(parent).map_err(|e| {
            let text = format!("{} cannot be made: {e}", parent.display());
            Failure::usage(text, parent.display().to_string(), "choose another folder with -o")
        })?;
        output::publish(&path, text.as_bytes())?;
    }
    Ok(())
}
