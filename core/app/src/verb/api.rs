//! `littoral api`: the script API, generated.

use clap::{Args, ValueEnum};
use littoral_host::api;

use crate::cli::Global;
use crate::failure::Outcome;
use crate::print;

/// Print the script API
#[derive(Debug, Args)]
#[command(after_help = "Examples:\n  littoral api\n  littoral api --format luau > littoral.d.luau")]
pub struct Api {
    /// Manual page, definitions for an editor, one JSON document, or names with their numbers
    #[arg(long, value_enum, default_value_t = Format::Md)]
    pub format: Format,
}

/// Formats.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum Format {
    /// Manual page
    Md,
    /// Definitions for luau-lsp
    Luau,
    /// Stubs for LuaLS
    Luals,
    /// One document
    Json,
    /// Names and permanent numbers
    Names,
}

/// Runs the verb.
///
/// # Errors
/// Standard output is closed.
pub fn run(args: &Api, _: &Global) -> Outcome {
    print::result(&match args.format {
        Format::Md => api::manual(),
        Format::Luau => api::luau_definitions(),
        Format::Luals => api::luals(),
        Format::Json => api::json_document(),
        Format::Names => api::released_names(),
    })
}
