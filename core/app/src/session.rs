//! One case and the host over it: the only place of the app that talks to the host.

mod rules;

use std::path::Path;
use std::sync::Arc;
use std::time::Duration;

use littoral_delimit::{Bases, Division, LayerDivision};
use littoral_formats::scenario::{Scenario, scenarios};
use littoral_formats::{CaseBundle, read_case};
use littoral_host::messages::RuleCode;
use littoral_host::{CaseInput, OpenCase, RunRequest, open_case};
use littoral_model::{Case, Finding, RuleError, Severity};
use littoral_plugin::Measured;
use littoral_treaty::{Ledger, Record};
use serde_json::{Map, Value};

pub use rules::{Chosen, Rules};

use crate::cli::{BasePoints, RunArgs};
use crate::failure::{Complaint, Failure, Outcome};
use crate::print;
use crate::spare::spare;
use crate::style::Style;

/// Lines for tables and maps: far below what paper shows.
const MAP_TOLERANCE_M: f64 = 0.1;
/// Memory by which a worker may grow.
const MEMORY: u64 = 4 << 30;

/// A case that has been read without errors, and the rules to run on it.
pub struct Session {
    /// The case.
    pub case: Case,
    /// Its law as read: instruments, ways, overlays.
    pub record: Record,
    /// The ledger of the negotiation.
    pub ledger: Ledger,
    /// Warnings and notes of reading.
    pub findings: Vec<Finding>,
    input: CaseInput,
    rules: Arc<Rules>,
    run: RunArgs,
}

impl Session {
    /// Reads a case for runs as `run` says.
    ///
    /// # Errors
    /// The case has errors, or a plugin folder cannot be used.
    pub fn open(name: &str, run: &RunArgs) -> Outcome<Self> {
        // First, because its worker starts while the case is read.
        let rules = Rules::open(&run.plugins);
        let OpenCase { input, reading } = open_case(name, &run.with);
        match (input, reading.case) {
            (Some(input), Some(case)) => Ok(Self {
                case,
                record: reading.record,
                ledger: reading.ledger,
                findings: reading.findings,
                input,
                rules: Arc::new(rules?),
                run: run.clone(),
            }),
            _ => Err(Failure::Findings(reading.findings)),
        }
    }

    /// Says which islands are no holes of the sea: a result is read without the check, and land might count as water.
    pub fn tell_islands(&self) {
        let told = self.findings.iter().filter(|f| matches!(f.code, "M021" | "M022"));
        told.for_each(|f| print::aside(&Complaint::of_finding(f).render(Style::stderr())));
    }

    /// The same sea read another way: other files, switches or base points, by the same rules and workers.
    ///
    /// # Errors
    /// The case so read has errors.
    pub fn varied(&self, bundle: CaseBundle, with: &[String], bases: Bases) -> Outcome<Self> {
        let reading = read_case(&bundle, with);
        let Some(case) = reading.case else { return Err(Failure::Findings(reading.findings)) };
        let base_points = match bases {
            Bases::Segments => BasePoints::Segments,
            Bases::Vertices => BasePoints::Vertices,
        };
        Ok(Self {
            case,
            record: reading.record,
            ledger: reading.ledger,
            findings: reading.findings,
            input: CaseInput::new(bundle, with),
            rules: self.rules.clone(),
            run: RunArgs { with: with.to_vec(), base_points, ..self.run.clone() },
        })
    }

    /// The files of the case.
    #[must_use]
    pub fn bundle(&self) -> &CaseBundle {
        &self.input.bundle
    }

    /// What counts as a base point.
    #[must_use]
    pub fn bases(&self) -> Bases {
        self.run.base_points.into()
    }

    /// Reads a case only to look at it.
    ///
    /// # Errors
    /// The case has errors.
    pub fn read(name: &str, with: &[String]) -> Outcome<Self> {
        Self::open(name, &RunArgs { with: with.to_vec(), ..RunArgs::default() })
    }

    /// All that reading a case has to say, scenarios among it; errors first.
    #[must_use]
    pub fn findings_of(name: &str, with: &[String]) -> Vec<Finding> {
        let OpenCase { input, reading } = open_case(name, with);
        let mut findings = reading.findings;
        findings.extend(input.and_then(|i| scenarios(&i.bundle).err()));
        findings.sort_by_key(|f| std::cmp::Reverse(f.severity));
        findings
    }

    /// The case as a command line names it.
    #[must_use]
    pub fn name(&self) -> String {
        match self.input.bundle.name.as_str() {
            "" => self.case.id.clone(),
            name => name.to_owned(),
        }
    }

    /// Refuses to write to a file of the case, or to the script of the rule that is run.
    ///
    /// # Errors
    /// `out` is one of them.
    pub fn spares(&self, out: &Path, chosen: Option<&Chosen>) -> Outcome {
        let bundle = self.bundle();
        spare(out, bundle.read().map(|file| bundle.shown(file)))?;
        spare(out, chosen.into_iter().filter_map(Chosen::script))
    }

    /// The rules.
    #[must_use]
    pub fn rules(&self) -> &Rules {
        &self.rules
    }

    /// The case's own list of runs.
    ///
    /// # Errors
    /// The list cannot be read.
    pub fn scenarios(&self) -> Outcome<Vec<Scenario>> {
        scenarios(&self.input.bundle).map_err(|f| {
            debug_assert_eq!(f.severity, Severity::Error);
            Failure::Findings(vec![f])
        })
    }

    /// A rule with the settings of a command line, checked against this case.
    ///
    /// # Errors
    /// No such rule, or a setting that it refuses.
    pub fn choose(&self, rule: &str, settings: &[String]) -> Outcome<Chosen> {
        self.rules.choose(rule, settings, &self.parties())
    }

    /// A scenario of the case as a run.
    ///
    /// # Errors
    /// As [`Session::choose`].
    pub fn scenario(&self, s: &Scenario) -> Outcome<Chosen> {
        self.rules.with_params(&s.rule, s.params.clone(), s.label.clone(), &self.parties())
    }

    /// Every rule once with its defaults.
    ///
    /// # Errors
    /// A rule's header cannot be read.
    pub fn every_rule(&self) -> Outcome<Vec<Chosen>> {
        self.rules.all()
    }

    /// One whole run in a worker process.
    ///
    /// # Errors
    /// The rule failed.
    pub fn divide(&self, chosen: &Chosen) -> Result<Division, RuleError> {
        self.rules.host().run(&self.request(chosen))
    }

    /// The same run for its layers alone: no notes, no doubts.
    ///
    /// # Errors
    /// The rule failed.
    pub fn figures(&self, chosen: &Chosen) -> Result<Division, RuleError> {
        self.rules.host().run(&RunRequest { notes: false, ..self.request(chosen) })
    }

    /// Every metric of the plugins at hand on a layer, in a worker process.
    #[must_use]
    pub fn plugin_metrics(
        &self,
        layer: &LayerDivision,
        base: Option<&LayerDivision>,
    ) -> Vec<(String, Result<Measured, RuleError>)> {
        let host = self.rules.host();
        let one = |m: littoral_host::MetricRef| {
            let found = host.measure(&self.input, &m, (layer, base));
            (m.metric, found)
        };
        host.registry().metrics().into_iter().map(one).collect()
    }

    /// Runs a text of our own as a rule, in a worker like any other, and gives back its notes.
    ///
    /// # Errors
    /// No temporary file is to be had, or the script failed.
    pub fn evaluate(&self, name: &str, text: &str) -> Outcome<Map<String, Value>> {
        let broken = |e: std::io::Error| Failure::file("write", Path::new(name), &e);
        let dir = tempfile::tempdir().map_err(broken)?;
        let path = dir.path().join(name);
        std::fs::write(&path, text).map_err(broken)?;
        let chosen = self.choose(&path.display().to_string(), &[])?;
        let division = self.divide(&chosen).map_err(|e| chosen.blame(e))?;
        Ok(division.notes)
    }

    /// The text of a rule's script; `None` for a plugin, or a file that is gone.
    #[must_use]
    pub fn source(&self, chosen: &Chosen) -> Option<String> {
        match self.rules.host().registry().code(&chosen.rule).ok()? {
            RuleCode::Luau { text, .. } => Some(text),
            RuleCode::Plugin { .. } => None,
        }
    }

    /// The run as the host takes it.
    #[must_use]
    pub fn request(&self, chosen: &Chosen) -> RunRequest {
        RunRequest {
            params: chosen.given.clone(),
            tolerance_m: self.run.tolerance.unwrap_or(MAP_TOLERANCE_M),
            time: Duration::from_secs_f64(self.run.time_limit),
            memory_bytes: MEMORY,
            bases: self.bases(),
            ..RunRequest::new(self.input.clone(), chosen.rule.clone())
        }
    }

    fn parties(&self) -> Vec<&str> {
        self.case.party_ids().collect()
    }
}
