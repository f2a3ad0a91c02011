//! `littoral plugin build`: the library that the manifest names, by cargo or the C compiler.

use std::path::{Path, PathBuf};
use std::process::Command;
use std::{env, fs};

use clap::Args;
use littoral_plugin::Manifest;

use crate::cli::Global;
use crate::failure::{Failure, Outcome};
use crate::print;

/// Build a plugin's library
#[derive(Debug, Args)]
#[command(
    after_help = "Runs cargo where there is a Cargo.toml, else the C compiler ($CC, cc) on all .c files.\n\nExample:\n  littoral plugin build my-plugin"
)]
pub struct BuildArgs {
    /// The plugin's folder
    pub dir: PathBuf,
}

/// Runs the verb.
///
/// # Errors
/// No manifest, no compiler, or what the compiler says.
pub(super) fn run(args: &BuildArgs, global: &Global) -> Outcome {
    let dir = &args.dir;
    let library = library(dir)?;
    match dir.join("Cargo.toml").is_file() {
        true => cargo(dir, &library)?,
        false => compile(dir, &library)?,
    }
    if global.quiet { Ok(()) } else { print::result(&format!("  built {}\n", library.display())) }
}

/// Where the manifest wants the library for this system; it need not exist yet.
fn library(dir: &Path) -> Outcome<PathBuf> {
    super::is_plugin(dir)?;
    let manifest = Manifest::read(dir)?;
    Ok(manifest.library_path(dir)?)
}

fn cargo(dir: &Path, library: &Path) -> Outcome {
    let mut command = Command::new(env::var_os("CARGO").unwrap_or_else(|| "cargo".into()));
    command.args(["build", "--release", "--quiet", "--target-dir", "target"]).current_dir(dir);
    finish(command)?;
    let name = library.file_name().map(PathBuf::from).unwrap_or_default();
    let built = dir.join("target").join("release").join(name);
    // Beside and renamed: the old library may be in use.
    let fresh = library.with_extension("new");
    fs::copy(&built, &fresh).and_then(|_| fs::rename(&fresh, library)).map_err(|e| {
        let text = format!("cargo did not make {}: {e}", built.display());
        Failure::usage(text, dir.display().to_string(), "name the [lib] as the manifest does")
    })
}

fn compile(dir: &Path, library: &Path) -> Outcome {
    let entries = fs::read_dir(dir).map_err(|e| {
        Failure::usage(e.to_string(), dir.display().to_string(), "name the plugin's folder")
    })?;
    let mut sources: Vec<PathBuf> = entries.filter_map(|e| Some(e.ok()?.path())).collect();
    sources.retain(|p| p.extension().is_some_and(|e| e == "c"));
    sources.sort();
    let fresh = library.with_extension("new");
    let mut command = Command::new(env::var_os("CC").unwrap_or_else(|| "cc".into()));
    command.args(["-std=c99", "-O2", "-ffp-contract=off", "-shared", "-fPIC", "-I"]).arg(dir);
    command.arg("-o").arg(&fresh).args(&sources).arg("-lm");
    finish(command)?;
    fs::rename(&fresh, library).map_err(|e| {
        let text = format!("{} cannot be written: {e}", library.display());
        Failure::usage(text, library.display().to_string(), "look at the folder's rights")
    })
}

fn finish(mut command: Command) -> Outcome {
    let program = command.get_program().to_string_lossy().into_owned();
    let out = command.output().map_err(|e| {
        let text = format!("{program} cannot be run: {e}");
        Failure::usage(text, "command line", "install it, or set CC or CARGO")
    })?;
    if out.status.success() {
        return Ok(());
    }
    let said = String::from_utf8_lossy(&out.stderr).into_owned();
    Err(Failure::usage(format!("{program} failed:\n{said}"), "build", "mend the source"))
}
