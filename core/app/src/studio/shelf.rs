//! What the files hold now: the case, and every rule with its header or what is wrong with it.

use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::{Duration, Instant};

use littoral_host::messages::RuleCode;
use littoral_host::{RuleRef, may_pass};
use littoral_model::rule::Place;
use littoral_model::{FailureKind, RuleError, RuleHeader};
use serde_json::{Value, json};

use super::Settings;
use super::events::complaint;
use super::ground::Ground;
use crate::failure::{Complaint, Failure, Outcome};
use crate::session::Rules;

/// Most scripts that are taken from one folder.
const MOST_SCRIPTS: usize = 256;
/// Time for the headers of scripts that are new, before the others are left for later.
const PASS: Duration = Duration::from_millis(500);
/// How many lines of source are shown before the one that is wrong.
const LINES_BEFORE: usize = 2;
/// Where rules are looked for when no folder is named.
const USUAL: &str = "scripts/rules";

/// A rule on the page's list.
#[derive(Debug, Clone)]
pub(crate) struct Entry {
    /// Its name in requests: the id of a built-in rule, the stem of a script's file.
    pub(super) key: String,
    /// The rule.
    pub(super) rule: RuleRef,
    /// What it says of itself, or what is wrong with it.
    pub(super) header: Result<Arc<RuleHeader>, RuleError>,
    /// Hash of its code; empty if it cannot be read.
    pub(super) hash: String,
    /// Name of its file for people.
    pub(super) file: Option<String>,
    /// What is run, if it is a script of the user's: the file may have moved on.
    pub(super) code: Option<Arc<RuleCode>>,
}

impl Entry {
    /// Failed it for what may be the machine's doing and not its own?
    pub(super) fn is_doubtful(&self) -> bool {
        self.header.as_ref().is_err_and(may_pass)
    }

    fn source(&self) -> Option<&str> {
        match self.code.as_deref() {
            Some(RuleCode::Luau { text, .. }) => Some(text),
            _ => None,
        }
    }

    /// What is wrong with it, as the page shows it.
    pub(super) fn trouble(&self) -> Option<Value> {
        self.header.as_ref().err().map(|e| self.blame(e))
    }

    /// A failure of this rule as the page shows it: with the lines before the one that it speaks of.
    pub(super) fn blame(&self, error: &RuleError) -> Value {
        let mut out = complaint(&Complaint::of_rule(error, None));
        let own = |place: &&Place| self.file.as_deref() == Some(place.file.as_str());
        if let (Some(place), Some(source)) = (error.at.as_ref().filter(own), self.source()) {
            let line = place.line as usize;
            let first = line.saturating_sub(1 + LINES_BEFORE);
            let lines = source.lines().enumerate().skip(first).take(line.saturating_sub(1 + first));
            let lines =
                lines.map(|(k, text)| json!({ "line": k + 1, "text": text.replace('\t', " ") }));
            out["before"] = lines.collect();
        }
        out
    }
}

/// Case and rules at one moment.
pub(crate) struct Shelf {
    /// The last case that could be read.
    pub(super) ground: Arc<Ground>,
    /// What is wrong with the case's files now.
    pub(super) trouble: Vec<Value>,
    /// Scripts first, then what is built in, then plugins.
    pub(super) rules: Vec<Entry>,
    others: Vec<Entry>,
}

impl Shelf {
    /// Reads everything.
    ///
    /// # Errors
    /// The case has errors, or the folder of rules is not there.
    pub(super) fn read(settings: &Settings, rules: &Rules) -> Outcome<Self> {
        if let Some(dir) = settings.rules.as_deref().filter(|d| !d.is_dir()) {
            return Err(Failure::usage(
                format!("there is no folder {}", dir.display()),
                format!("command line: --rules {}", dir.display()),
                "name a folder with .luau files; littoral rule new NAME writes a first one",
            ));
        }
        let ground = Ground::read(&settings.case, &settings.run.with)?;
        let others = others(rules);
        let scripts = scripts(settings, rules, &[]);
        Ok(Self { ground, trouble: Vec::new(), rules: merged(scripts, &others), others })
    }

    /// The same after some files have changed. A case that cannot be read leaves the last one.
    pub(super) fn after(&self, settings: &Settings, rules: &Rules, changed: &[PathBuf]) -> Self {
        let (mut ground, mut trouble) = (self.ground.clone(), self.trouble.clone());
        if changed.iter().any(|p| !is_script(p)) {
            trouble.clear();
            match Ground::read(&settings.case, &settings.run.with) {
                Ok(new) if new.input.hash != ground.input.hash => ground = new,
                Ok(_) => {}
                Err(failure) => trouble = complaints(&failure),
            }
        }
        let manifest = |p: &PathBuf| !is_script(p) && !in_case(settings, p);
        let others = match changed.iter().any(manifest) {
            true => others(rules),
            false => self.others.clone(),
        };
        Self { rules: merged(scripts(settings, rules, changed), &others), ground, trouble, others }
    }

    /// The rule of this name.
    pub(super) fn rule(&self, key: &str) -> Option<&Entry> {
        self.rules.iter().find(|e| e.key == key)
    }

    /// Files and folders whose changes matter.
    pub(super) fn files(&self, settings: &Settings, rules: &Rules) -> Vec<PathBuf> {
        let mut out: Vec<PathBuf> = Vec::new();
        out.extend(folder(settings));
        let case = Path::new(&settings.case);
        if case.exists() {
            let parent = case.parent().filter(|_| case.is_file());
            out.push(parent.unwrap_or(case).to_path_buf());
        }
        let own = self.rules.iter().flat_map(|e| rules.host().registry().files(&e.rule));
        out.extend(own);
        out.sort();
        out.dedup();
        out
    }
}

fn in_case(settings: &Settings, path: &Path) -> bool {
    let case = Path::new(&settings.case);
    let dir = if case.is_file() { case.parent().unwrap_or(case) } else { case };
    path.starts_with(dir)
}

/// Built-in rules and those of plugins.
fn others(rules: &Rules) -> Vec<Entry> {
    let entry = |l: littoral_host::ListedRule| Entry {
        key: l.rule.to_string(),
        rule: l.rule,
        header: l.header.map(Arc::new),
        hash: l.hash.unwrap_or_default(),
        file: None,
        code: None,
    };
    rules.list().into_iter().map(entry).collect()
}

/// The folder of rules.
fn folder(settings: &Settings) -> Option<PathBuf> {
    let usual = || Some(PathBuf::from(USUAL)).filter(|d| d.is_dir());
    settings.rules.clone().or_else(usual)
}

/// The scripts of the folder, and without a folder named also those in the working directory. Headers of what has
/// just been saved are read first: among the others may be one that never comes to its end.
fn scripts(settings: &Settings, rules: &Rules, changed: &[PathBuf]) -> Vec<Entry> {
    let mut files = Vec::new();
    if settings.rules.is_none() {
        files.extend(scripts_in(Path::new(".")));
    }
    files.extend(folder(settings).iter().flat_map(|d| scripts_in(d)));
    let code = |path: PathBuf| {
        let rule = RuleRef::Script(path.clone());
        (path, rules.host().registry().code(&rule).map(Arc::new))
    };
    let read: Vec<_> = files.into_iter().map(code).collect();
    let until = Instant::now() + PASS;
    let saved = read.iter().filter(|(path, _)| changed.contains(path));
    for code in saved.filter_map(|(_, code)| code.as_ref().ok()) {
        // Remembered by the host, whatever comes of it.
        let _ = rules.host().header_briefly(code);
    }
    read.into_iter().map(|(path, code)| script(path, code, rules, until)).collect()
}

fn script(
    path: PathBuf,
    code: Result<Arc<RuleCode>, RuleError>,
    rules: &Rules,
    until: Instant,
) -> Entry {
    let key = path.file_stem().map(|s| s.to_string_lossy().into_owned()).unwrap_or_default();
    let file = Some(path.display().to_string());
    let header = code.as_ref().map_err(RuleError::clone).and_then(|code| {
        let known = rules.host().header_known(code);
        known.unwrap_or_else(|| match Instant::now() < until {
            true => rules.host().header_briefly(code),
            false => Err(passed_over(code.name())),
        })
    });
    let code = code.ok();
    let hash = code.as_ref().map(|c| c.hash().to_owned()).unwrap_or_default();
    Entry { key, rule: RuleRef::Script(path), header: header.map(Arc::new), hash, file, code }
}

fn passed_over(file: &str) -> RuleError {
    let text = format!("{file} was not read yet: other rules here take very long");
    RuleError::new(file, FailureKind::TimeLimit, text).with_hint("It is read in a moment.")
}

/// Is it a script by its name?
pub(super) fn is_script(path: &Path) -> bool {
    path.extension().is_some_and(|e| e == "luau" || e == "lua")
}

fn scripts_in(dir: &Path) -> Vec<PathBuf> {
    let Ok(entries) = std::fs::read_dir(dir) else { return Vec::new() };
    let name = |p: &Path| p.file_name().map(|n| n.to_string_lossy().into_owned());
    let wanted =
        |p: &PathBuf| is_script(p) && p.is_file() && name(p).is_some_and(|n| !n.starts_with('.'));
    let mut out: Vec<PathBuf> =
        entries.filter_map(|e| Some(e.ok()?.path())).filter(wanted).collect();
    out.sort();
    out.truncate(MOST_SCRIPTS);
    // `./mine.luau` is shown and named as `mine.luau`.
    out.into_iter().map(|p| p.strip_prefix(".").map(Path::to_path_buf).unwrap_or(p)).collect()
}

/// A script takes the place of a built-in rule of its name; the first of two of a name wins.
fn merged(scripts: Vec<Entry>, others: &[Entry]) -> Vec<Entry> {
    let mut out: Vec<Entry> = Vec::new();
    for entry in scripts.into_iter().chain(others.iter().cloned()) {
        if !out.iter().any(|e| e.key == entry.key) {
            out.push(entry);
        }
    }
    out
}

/// A failure as the page shows it.
pub(super) fn complaints(failure: &Failure) -> Vec<Value> {
    match failure {
        Failure::Findings(list) => list
            .iter()
            .filter(|f| f.severity == littoral_model::Severity::Error)
            .map(|f| complaint(&Complaint::of_finding(f)))
            .collect(),
        Failure::Rule(error, _) => vec![complaint(&Complaint::of_rule(error, None))],
        Failure::Complaint(c) => vec![complaint(c)],
        other => vec![complaint(&Complaint::new(other.body(crate::style::Style::plain())))],
    }
}
