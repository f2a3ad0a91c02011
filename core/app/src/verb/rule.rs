//! `littoral rule`: list them, show one, begin a new one, check one.

mod check;

use std::fmt::Write as _;
use std::path::{Path, PathBuf};

use clap::{Args, Subcommand, ValueEnum};
use littoral_host::ListedRule;
use littoral_model::{Param, ParamKind, RuleHeader};
use serde_json::json;

use crate::cli::{Global, Language, PluginArgs};
use crate::failure::{Failure, Outcome};
use crate::output;
use crate::print;
use crate::said::said;
use crate::session::Rules;
use crate::style::Style;
use crate::table::plain;

/// What to do with rules.
#[derive(Debug, Subcommand)]
pub enum RuleVerb {
    /// Every rule that littoral can run, with its parameters
    List(ListArgs),
    /// One rule: parameters, ranges, sources, worked examples
    Show(ShowArgs),
    /// Begin a rule of your own: a script that runs at once
    New(NewArgs),
    /// Check a rule: its head, a run, its own examples
    Check(check::CheckArgs),
}

/// Every rule that littoral can run
#[derive(Debug, Args)]
#[command(
    after_help = "Examples:\n  littoral rule list\n  littoral rule list --plugin plugins/equiratio-c --format json"
)]
pub struct ListArgs {
    /// Where native rules come from.
    #[command(flatten)]
    pub plugins: PluginArgs,
    /// For people, or one JSON document
    #[arg(long, value_enum, default_value_t = Format::Table)]
    pub format: Format,
}

/// One rule
#[derive(Debug, Args)]
#[command(
    after_help = "Examples:\n  littoral rule show equity-floor\n  littoral rule show my-rule.luau"
)]
pub struct ShowArgs {
    /// Rule by id, or the file of a script
    pub rule: String,
    /// Where native rules come from.
    #[command(flatten)]
    pub plugins: PluginArgs,
    /// For people, or one JSON document
    #[arg(long, value_enum, default_value_t = Format::Table)]
    pub format: Format,
}

/// Begin a rule of your own
#[derive(Debug, Args)]
#[command(
    after_help = "Examples:\n  littoral rule new my-rule\n  littoral divide caspian --rule my-rule.luau"
)]
pub struct NewArgs {
    /// Its name: lower case, digits, hyphens
    pub name: String,
    /// File to write, else NAME.luau here
    #[arg(short = 'o', long = "out", value_name = "PATH")]
    pub out: Option<PathBuf>,
}

/// Formats.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum Format {
    /// For people
    Table,
    /// One document
    Json,
}

/// Runs the verb.
///
/// # Errors
/// No such rule, a script that cannot be read, a name or file that cannot be used.
pub fn run(verb: &RuleVerb, global: &Global) -> Outcome {
    match verb {
        RuleVerb::List(args) => list(args, global),
        RuleVerb::Show(args) => show(args, global),
        RuleVerb::New(args) => new(args, global),
        RuleVerb::Check(args) => check::run(args, global),
    }
}

fn list(args: &ListArgs, global: &Global) -> Outcome {
    let rules = Rules::open(&args.plugins)?.list();
    if args.format == Format::Json {
        let one = |l: &ListedRule| match &l.header {
            Ok(header) => json!(header),
            Err(error) => json!({ "id": l.rule.to_string(), "error": error }),
        };
        let list: Vec<_> = rules.iter().map(one).collect();
        return print::result(&format!("{:#}\n", json!(list)));
    }
    let style = Style::stdout();
    let out: String = rules.iter().map(|l| entry(l, global.lang, style)).collect();
    print::result(&style.fit(&out))
}

fn entry(l: &ListedRule, lang: Language, style: Style) -> String {
    let id = style.bold(&format!("{:<20}", l.rule.to_string()));
    let h = match &l.header {
        Ok(h) => h,
        Err(e) => {
            let hint = if e.hint.is_empty() { String::new() } else { format!(" {}", e.hint) };
            return format!("{id}  {} {}{hint}\n", style.red("error"), e.text);
        }
    };
    let about = style.faint(said(lang, &h.about));
    let mut out = format!("{id}  {}\n{:22}{about}\n", h.name.get(lang.code()), "");
    let params: Vec<&str> = h.params.iter().map(|p| p.name.as_str()).collect();
    if !params.is_empty() {
        let _ = writeln!(out, "{:22}{}", "", style.faint(&format!("set: {}", params.join(", "))));
    }
    out
}

fn show(args: &ShowArgs, global: &Global) -> Outcome {
    let header = Rules::open(&args.plugins)?.header(&args.rule)?;
    match args.format {
        Format::Json => print::result(&format!("{:#}\n", json!(header))),
        Format::Table => print::result(&describe(&header, global.lang, Style::stdout())),
    }
}

fn describe(h: &RuleHeader, lang: Language, style: Style) -> String {
    let (name, about) = (h.name.get(lang.code()), said(lang, &h.about));
    let mut out = format!("{}  {name}\n{about}\n", style.bold(&h.id));
    if !h.params.is_empty() {
        let _ = writeln!(out, "\n{}", style.bold("Parameters"));
    }
    for p in &h.params {
        let _ =
            writeln!(out, "  {:<12} {:<28} {}", p.name, kind(p), style.faint(said(lang, &p.about)));
        let _ = writeln!(
            out,
            "  {:<12} {}",
            "",
            style.faint(&format!("default {}", shown(&p.default)))
        );
    }
    if !h.cite.is_empty() {
        let _ = writeln!(out, "\n{}", style.bold("Sources"));
    }
    for cite in &h.cite {
        let _ = writeln!(out, "  {cite}");
    }
    if !h.examples.is_empty() {
        let _ = writeln!(out, "\n{}", style.bold("Examples that run as tests"));
    }
    for e in &h.examples {
        let set = crate::label::settings(&e.params);
        let set: String = set.iter().map(|s| format!(" --set {s}")).collect();
        let _ = writeln!(
            out,
            "  {}",
            style.cyan(&format!("littoral divide {} --rule {}{set}", e.case, h.id))
        );
    }
    style.fit(&out)
}

fn shown(value: &serde_json::Value) -> String {
    match plain(value) {
        text if text.is_empty() => "none".to_owned(),
        text => text,
    }
}

fn kind(p: &Param) -> String {
    let range = |min: &Option<f64>, max: &Option<f64>| match (min, max) {
        (Some(a), Some(b)) => format!(" {a} to {b}"),
        (Some(a), None) => format!(" from {a}"),
        (None, Some(b)) => format!(" up to {b}"),
        (None, None) => String::new(),
    };
    match &p.kind {
        ParamKind::Number { min, max } => format!("number{}", range(min, max)),
        ParamKind::Length { unit, min, max } => {
            format!("length, {}{}", unit.symbol(), range(min, max))
        }
        ParamKind::Choice { options } => options.join(" | "),
        ParamKind::Flag => "yes | no".to_owned(),
        ParamKind::PerParty { unit, min, max } => {
            let unit = if unit.is_empty() { "number" } else { unit };
            format!("{unit} by party{}", range(min, max))
        }
        ParamKind::Text => "text".to_owned(),
    }
}

fn new(args: &NewArgs, global: &Global) -> Outcome {
    let good = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '-';
    let starts = args.name.starts_with(|c: char| c.is_ascii_lowercase());
    if !starts || !args.name.chars().all(good) || args.name.len() > 60 {
        return Err(Failure::usage(
            format!("\"{}\" cannot name a rule", args.name),
            "command line",
            "begin with a letter; use lower case, digits and hyphens: my-rule",
        ));
    }
    let path = args.out.clone().unwrap_or_else(|| PathBuf::from(format!("{}.luau", args.name)));
    if path.exists() {
        let text = format!("{} exists already", path.display());
        return Err(Failure::usage(
            text,
            path.display().to_string(),
            "choose another name, or another file with -o PATH",
        ));
    }
    output::publish(&path, scaffold(&args.name).as_bytes())?;
    if global.quiet { Ok(()) } else { print::result(&next(&path, Style::stdout())) }
}

fn scaffold(name: &str) -> String {
    include_str!("rule/scaffold.luau").replace("RULE_ID", name)
}

fn next(path: &Path, style: Style) -> String {
    let file = path.display();
    let run = style.cyan(&format!("littoral divide caspian --rule {file}"));
    let watch = style.cyan(&format!("littoral watch caspian --rule {file}"));
    let check = style.cyan(&format!("littoral rule check {file}"));
    let next = style.faint("next");
    style.fit(&format!("  wrote {file}\n  {next}  {run}\n        {watch}\n        {check}\n"))
}
