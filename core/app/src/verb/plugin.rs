//! `littoral plugin`: which native plugins there are, and which may run; beginning, building and
//! checking one. Only a worker ever loads one.

mod build;
mod check;
mod new;

use std::fmt::Write as _;
use std::path::{Path, PathBuf};

use clap::{Args, Subcommand};
use littoral_model::{FailureKind, RuleError};
use littoral_plugin::{Trust, TrustStore, discover, inspect};

use crate::cli::Global;
use crate::failure::{Failure, Outcome};
use crate::number::hash8;
use crate::print;
use crate::style::Style;

/// What to do with plugins.
#[derive(Debug, Subcommand)]
pub enum PluginVerb {
    /// Begin a plugin: a folder that builds and passes the check
    New(new::NewArgs),
    /// Build a plugin's library
    Build(build::BuildArgs),
    /// Check that a plugin keeps the promises of the ABI
    Check(check::CheckArgs),
    /// Plugins in a folder: version, ABI, trust, rules, and why one is missing
    List(ListArgs),
    /// Trust a plugin's library as it is now, by its SHA-256
    Trust(TrustArgs),
    /// Trust a plugin no longer
    Remove(RemoveArgs),
}

/// Plugins in a folder
#[derive(Debug, Args)]
#[command(after_help = "Examples:\n  littoral plugin list\n  littoral plugin list plugins")]
pub struct ListArgs {
    /// Folder that holds one folder a plugin, or a plugin's own
    #[arg(default_value = USUAL)]
    pub dir: PathBuf,
}

/// Trust a plugin's library as it is now
#[derive(Debug, Args)]
#[command(
    after_help = "A native plugin has all the rights of the user who runs it.\n\nExample:\n  littoral plugin trust plugins/equiratio-c"
)]
pub struct TrustArgs {
    /// The plugin's folder
    pub dir: PathBuf,
}

/// Trust a plugin no longer
#[derive(Debug, Args)]
#[command(
    after_help = "Examples:\n  littoral plugin remove org.example.my-plugin\n  littoral plugin remove my-plugin/"
)]
pub struct RemoveArgs {
    /// The plugin's id, as in `plugin list`, or its folder
    pub id: String,
}

/// Where plugins are looked for when no folder is named.
const USUAL: &str = "plugins";

/// Runs the verb.
///
/// # Errors
/// No such plugin, a broken manifest or library, or a trust file that cannot be read or written.
pub fn run(verb: &PluginVerb, global: &Global) -> Outcome {
    match verb {
        PluginVerb::New(args) => new::run(args, global),
        PluginVerb::Build(args) => build::run(args, global),
        PluginVerb::Check(args) => check::run(args, global),
        PluginVerb::List(args) => list(args),
        PluginVerb::Trust(args) => trust(args, global),
        PluginVerb::Remove(args) => remove(args, global),
    }
}

/// Refuses a folder that is no plugin at all.
fn is_plugin(dir: &Path) -> Outcome {
    if dir.join("plugin.toml").is_file() {
        return Ok(());
    }
    let text = format!("there is no plugin.toml in {}", dir.display());
    let help =
        "a plugin is a folder with plugin.toml and a library; littoral plugin new NAME makes one";
    Err(Failure::usage(text, format!("command line: {}", dir.display()), help))
}

fn list(args: &ListArgs) -> Outcome {
    let style = Style::stdout();
    let store = TrustStore::user()?;
    if !args.dir.is_dir() && args.dir != Path::new(USUAL) {
        let text = format!("there is no folder {}", args.dir.display());
        return Err(Failure::usage(
            text,
            "command line: DIR",
            "name a plugin's folder, or one that holds several",
        ));
    }
    // A plugin's own folder is as good as the one that it lies in.
    let dirs = match args.dir.join("plugin.toml").is_file() {
        true => vec![args.dir.clone()],
        false => discover(&args.dir),
    };
    if dirs.is_empty() {
        let text = format!(
            "no plugin in the folder {}\n  next  littoral plugin list DIR\n        littoral plugin new my-plugin\n",
            args.dir.display()
        );
        return print::result(&style.faint(&text));
    }
    let mut out = String::new();
    for dir in dirs {
        let l = inspect(&dir, &store);
        let trust = match &l.trust {
            Trust::Trusted => style.green(&format!("{} trusted", style.tick())),
            Trust::Unknown => format!("not trusted: littoral plugin trust {}", dir.display()),
            Trust::Changed { date, .. } => {
                format!(
                    "changed since it was trusted on {date}: littoral plugin trust {}",
                    dir.display()
                )
            }
        };
        let abi = l.abi.map(|a| format!("ABI {a}")).unwrap_or_default();
        let sha = l.sha256.as_deref().map(hash8).unwrap_or("no library");
        let _ = writeln!(
            out,
            "{} {} {}",
            style.bold(&l.id),
            l.version,
            style.faint(&format!("{abi} · {sha} · {}", dir.display()))
        );
        for (what, ids) in [("rules", &l.rules), ("metrics", &l.metrics)] {
            if !ids.is_empty() {
                let _ = writeln!(out, "  {what} {}", ids.join(", "));
            }
        }
        let _ = writeln!(out, "  {trust}");
        if let Some(problem) = &l.problem {
            let _ = writeln!(out, "  {} {}", style.red("error"), problem.text);
        }
    }
    print::result(&style.fit(&out))
}

fn trust(args: &TrustArgs, global: &Global) -> Outcome {
    is_plugin(&args.dir)?;
    let mut store = TrustStore::user()?;
    let l = inspect(&args.dir, &store);
    if let Some(problem) = l.problem {
        return Err(problem.into());
    }
    let Some(sha256) = l.sha256 else {
        let text = format!("{} has no library to trust", args.dir.display());
        return Err(RuleError::new(l.id, FailureKind::Abi, text)
            .with_hint("build the plugin first")
            .into());
    };
    store.add(&l.id, &sha256, &jiff::Zoned::now().date().to_string())?;
    let dir = args.dir.display();
    let rule = l.rules.first().map_or_else(|| "equidistance --metrics".to_owned(), String::clone);
    let verb = if l.rules.is_empty() { "compare caspian --rules" } else { "divide caspian --rule" };
    let next = format!("  next  littoral {verb} {rule} --plugin {dir}\n");
    say(global, &format!("{} is trusted as sha256 {sha256}\n{next}", l.id))
}

fn remove(args: &RemoveArgs, global: &Global) -> Outcome {
    let mut store = TrustStore::user()?;
    let of_folder = littoral_plugin::Manifest::read(Path::new(&args.id)).ok().map(|m| m.id);
    for id in of_folder.iter().chain([&args.id]) {
        if store.remove(id)? {
            return say(global, &format!("{id} is no longer trusted\n"));
        }
    }
    let known: Vec<String> = store.list().iter().map(|t| t.id.clone()).collect();
    let all = match known.is_empty() {
        true => "none is trusted: there is nothing to take back".to_owned(),
        false => format!("trusted are: {}", known.join(", ")),
    };
    let help =
        littoral_model::params::did_you_mean(&args.id, known.iter().map(String::as_str), &all);
    Err(Failure::usage(format!("no plugin \"{}\" is trusted", args.id), "command line", help))
}

fn say(global: &Global, text: &str) -> Outcome {
    if global.quiet { Ok(()) } else { print::result(text) }
}
