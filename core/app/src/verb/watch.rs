//! `littoral watch`: a rule again at every save of its script, its plugin or the case.

use std::collections::BTreeSet;
use std::path::PathBuf;
use std::sync::Arc;
use std::time::{Duration, Instant};

use clap::Args;
use littoral_host::{
    Changed, Good, Outcome as State, RuleRef, Session as Live, Trouble, Watch as Files,
    WatchOptions,
};
use littoral_model::RuleError;
use littoral_model::params::apply_settings;
use serde_json::Map;

use crate::cli::{CaseArgs, Global, RuleArgs};
use crate::comparison::{Comparison, Row, moved_percent, stem};
use crate::failure::{Failure, Outcome};
use crate::label::label;
use crate::print;
use crate::session::Rules;
use crate::style::Style;
use crate::table;

/// How often the files are read without an event: a file may have been read while it was half written, and be again
/// what it was before.
const GLANCE: Duration = Duration::from_secs(2);

const EXAMPLES: &str = "\
Examples:
  littoral watch caspian --rule my-rule.luau
  littoral watch examples/mylake --rule equity-floor --set floor.IRN=20%";

/// Run a rule again at every save
#[derive(Debug, Args)]
#[command(after_help = EXAMPLES)]
pub struct Watch {
    /// On which case.
    #[command(flatten)]
    pub on: CaseArgs,
    /// By which rule.
    #[command(flatten)]
    pub by: RuleArgs,
    /// Look at the files all the time instead of waiting for events (network disks)
    #[arg(long)]
    pub poll: bool,
    /// Stop after so many results or errors; for scripts and tests
    #[arg(long, value_name = "N")]
    pub stop_after: Option<usize>,
}

/// What is shown beside each new result.
struct Show<'a> {
    args: &'a Watch,
    rules: &'a Rules,
    rule: RuleRef,
    base: Option<Row>,
}

/// Runs the verb, until it is interrupted.
///
/// # Errors
/// No such rule; whatever goes wrong later is shown, and the watch goes on.
pub fn run(args: &Watch, global: &Global) -> Outcome {
    let rules = Rules::live(&args.on.run.plugins)?;
    let rule = rules.find(&args.by.rule)?;
    let mut live = Live::new(rules.host(), &args.on.case, &args.on.run.with, rule.clone());
    live.time = Duration::from_secs_f64(args.on.run.time_limit);
    live.bases = args.on.run.base_points.into();
    let mut files =
        Files::new(&live.files(), WatchOptions { poll: args.poll, ..WatchOptions::default() });
    let mut show = Show { args, rules: &rules, rule, base: None };
    if let (Some(note), false) = (files.note(), global.quiet) {
        print::aside(&format!("note: {note}\n"));
    }
    let (mut saved, mut left) = (Saved::of(&live.files()), args.stop_after.unwrap_or(usize::MAX));
    let mut refused = None;
    while left > 0 {
        let start = Instant::now();
        let (state, newer) = match show.settings() {
            Ok(given) => {
                refused = None;
                live.set_params(given);
                live.refresh_watching(&mut files)
            }
            Err(error) => {
                // Said once a save, not at every look.
                let changed = saved.any() || refused.as_ref() != Some(&error);
                refused = Some(error.clone());
                (State { trouble: Some(Trouble::Rule(error)), changed, ..live.outcome() }, None)
            }
        };
        if state.changed {
            show.state(&state, &saved.take(), start.elapsed(), global)?;
            left -= 1;
        }
        if left > 0 {
            saved.add(newer.or_else(|| files.wait(GLANCE)));
            // Before the files are read: a save from now on is a new event.
            let roots = live.files();
            files.set_roots(&roots);
            saved.watches(&roots);
        }
    }
    Ok(())
}

/// Files that were saved since the last result.
struct Saved {
    roots: BTreeSet<PathBuf>,
    /// Watched since a moment ago: that they are reported does not say that somebody saved them.
    fresh: BTreeSet<PathBuf>,
    paths: Vec<PathBuf>,
}

impl Saved {
    fn of(roots: &[PathBuf]) -> Self {
        let roots = roots.iter().cloned().collect();
        Self { roots, fresh: BTreeSet::new(), paths: Vec::new() }
    }

    fn watches(&mut self, roots: &[PathBuf]) {
        let roots: BTreeSet<PathBuf> = roots.iter().cloned().collect();
        self.fresh.extend(roots.difference(&self.roots).cloned());
        self.roots = roots;
    }

    fn add(&mut self, changed: Option<Changed>) {
        for path in changed.into_iter().flat_map(|c| c.paths) {
            if !self.fresh.remove(&path) && !self.paths.contains(&path) {
                self.paths.push(path);
            }
        }
    }

    fn any(&self) -> bool {
        !self.paths.is_empty()
    }

    fn take(&mut self) -> Vec<PathBuf> {
        std::mem::take(&mut self.paths)
    }
}

impl Show<'_> {
    /// The settings of the command line by the rule as it is now.
    fn settings(&self) -> Result<Map<String, serde_json::Value>, RuleError> {
        match self.args.by.set.is_empty() {
            true => Ok(Map::new()),
            false => apply_settings(&self.rules.host().header(&self.rule)?, &self.args.by.set),
        }
    }

    fn state(
        &mut self,
        state: &State,
        saved: &[PathBuf],
        took: Duration,
        global: &Global,
    ) -> Outcome {
        match (&state.trouble, &state.good) {
            (None, Some(good)) => self.table(good, saved, took, global),
            (Some(trouble), _) => {
                print::aside(&self.trouble(trouble, state.age(), Style::stderr()));
                Ok(())
            }
            (None, None) => Ok(()),
        }
    }

    fn table(
        &mut self,
        good: &Good,
        saved: &[PathBuf],
        took: Duration,
        global: &Global,
    ) -> Outcome {
        let style = Style::stdout();
        let division = &good.division;
        let given = self.settings().unwrap_or_default();
        let name = self
            .rules
            .host()
            .header(&self.rule)
            .map_or(division.rule.clone(), |h| label(&h, &given));
        let mut comparison = Comparison { case: (*good.case).clone(), rows: vec![] };
        comparison.rows.extend(self.base.clone());
        let mut now = row(&name, division.clone(), took);
        let layers = self.base.as_ref().and_then(Row::shown).zip(now.shown());
        now.moved = layers.and_then(|((_, a), (_, b))| moved_percent(a, b));
        comparison.rows.push(now);
        let mut text = table::comparison(&comparison, style);
        if !global.quiet {
            let what = saved.iter().map(|p| p.display().to_string()).collect::<Vec<_>>().join(", ");
            let what = match (what.is_empty(), &self.base) {
                (false, _) => format!("{what} saved"),
                (true, None) => "watching; Ctrl-C ends".to_owned(),
                (true, Some(_)) => "read again".to_owned(),
            };
            text = format!(
                "{}\n{text}\n",
                style.faint(&format!("{what} · {:.0} ms", took.as_secs_f64() * 1000.0))
            );
        }
        print::result(&style.fit(&text))?;
        print::warnings(&division.rule, &division.warnings, Style::stderr());
        // The result before stands above the next one, and "moved" is against it.
        self.base = Some(row(&format!("before: {name}"), division.clone(), took));
        Ok(())
    }

    fn trouble(&self, trouble: &Trouble, age: Option<Duration>, style: Style) -> String {
        let failure = match trouble {
            Trouble::Case(findings) => Failure::Findings(findings.clone()),
            Trouble::Rule(error) => Failure::from(error.clone()),
        };
        let stands = match age {
            Some(age) => format!("the last good result stands, {:.0} s old", age.as_secs_f64()),
            None => "there is no result yet; save a better one".to_owned(),
        };
        format!("{}  {}\n", failure.body(style), style.faint(&stands))
    }
}

fn row(name: &str, division: Arc<littoral_delimit::Division>, took: Duration) -> Row {
    Row {
        label: name.to_owned(),
        stem: stem(name),
        title: name.to_owned(),
        about: String::new(),
        cite: Vec::new(),
        settings: Vec::new(),
        outcome: Ok(division),
        source: None,
        flow: None,
        moved: None,
        wall_ms: took.as_secs_f64() * 1000.0,
    }
}
