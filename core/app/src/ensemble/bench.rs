//! Where scenarios are run: cases read once, coasts moved when asked for, every rule in a worker process as ever.

use std::collections::BTreeMap;
use std::path::Path;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use littoral_delimit::{Bases, Division, Waters};
use littoral_formats::study::Study;
use littoral_model::{FailureKind, RuleError};

use super::design::Scenario;
use super::lattice::Lattice;
use super::plan::resolved;
use crate::cli::{PluginArgs, RunArgs};
use crate::comparison::shown;
use crate::failure::{Failure, Outcome};
use crate::sensitivity::noise::{Field, middle};
use crate::sensitivity::{Noise, vary};
use crate::session::{Chosen, Session};

/// Switches of every case: islands as base points, and base points at the coordinates of coasts alone.
pub const ISLANDS: &str = "islands";
/// See [`ISLANDS`].
pub const VERTICES: &str = "vertices";

/// A case read in one way.
pub struct Reading {
    /// The case and its host.
    pub session: Session,
    /// The engine, where metrics are kept.
    pub waters: Option<Waters>,
    /// Strict equidistance of the unmoved coast, for metrics that compare.
    pub base: Option<Arc<Division>>,
}

/// Which reading: case, states of the switches.
type Key = (usize, Vec<bool>);

/// Everything that scenarios share.
pub struct Bench<'a> {
    study: &'a Study,
    cases: Vec<Session>,
    rules: Vec<String>,
    /// Points whose holder is kept.
    pub lattice: Lattice,
    readings: Mutex<BTreeMap<Key, Arc<Reading>>>,
}

impl<'a> Bench<'a> {
    /// Opens the cases of a study, whose files lie in `folder`; `cases` and `rules` are their names.
    ///
    /// # Errors
    /// A case cannot be read.
    pub fn open(
        study: &'a Study,
        (cases, rules): (&[String], &[String]),
        folder: &Path,
        plugins: &PluginArgs,
    ) -> Outcome<Self> {
        let run = RunArgs {
            tolerance: Some(study.tolerance_m),
            time_limit: study.time_s,
            plugins: plugins.clone(),
            ..RunArgs::default()
        };
        let open = |name: &String| Session::open(&resolved(name, folder), &run);
        let cases: Vec<Session> = cases.iter().map(open).collect::<Outcome<_>>()?;
        let lattice = cases.first().map_or_else(
            || Lattice::new(&littoral_model::Case::empty(""), 0),
            |s| Lattice::new(&s.case, study.keep.places),
        );
        let rules = rules.iter().map(|name| resolved(name, folder)).collect();
        Ok(Self { study, cases, rules, lattice, readings: Mutex::default() })
    }

    /// The cases, as they stand.
    #[must_use]
    pub fn cases(&self) -> &[Session] {
        &self.cases
    }

    /// The rule of a scenario with its settings.
    ///
    /// # Errors
    /// No such rule, or a setting that it refuses.
    pub fn choose(&self, scenario: &Scenario) -> Outcome<Chosen> {
        let rule = &self.study.rules[scenario.rule];
        let varied = rule.vary.iter().zip(&scenario.values);
        let settings = varied.map(|(vary, value)| format!("{}={value}", vary.parameter));
        self.with((scenario.case, scenario.rule), settings)
    }

    /// A rule of the study on a case with its fixed settings and these.
    ///
    /// # Errors
    /// As [`Bench::choose`].
    pub fn with(
        &self,
        (case, rule): (usize, usize),
        settings: impl IntoIterator<Item = String>,
    ) -> Outcome<Chosen> {
        let fixed = self.study.rules[rule].set.iter().cloned();
        let settings: Vec<String> = fixed.chain(settings).collect();
        self.cases[case].choose(&self.rules[rule], &settings)
    }

    /// Are cases and rules still those of the plan?
    ///
    /// # Errors
    /// One has changed since.
    pub fn agrees(&self, plan: &super::plan::Plan) -> Outcome {
        let changed = |what: &str, name: &str| {
            let text = format!("{what} {name} is not what it was when the plan was made");
            Failure::usage(text, "", "use the same files, or make the plan again")
        };
        for (session, (hash, name)) in
            self.cases.iter().zip(plan.body.case_hashes.iter().zip(&plan.cases))
        {
            if session.bundle().hash() != *hash {
                return Err(changed("case", name));
            }
        }
        for (k, (rule, hash)) in self.rules.iter().zip(&plan.body.rule_hashes).enumerate() {
            let chosen =
                self.cases.first().map(|s| s.choose(rule, &self.study.rules[k].set)).transpose()?;
            if chosen.is_some_and(|c| self.hash(&c) != *hash) {
                return Err(changed("rule", rule));
            }
        }
        Ok(())
    }

    /// SHA-256 of a rule's source or library; empty if it cannot be read any more.
    #[must_use]
    pub fn hash(&self, chosen: &Chosen) -> String {
        let host = self.cases.first().map(|s| s.rules().host());
        let code = host.and_then(|h| h.registry().code(&chosen.rule).ok());
        code.map(|c| c.hash().to_owned()).unwrap_or_default()
    }

    /// The case of a scenario, read as its switches say, coast unmoved. Read once.
    ///
    /// # Errors
    /// The case so read has errors.
    pub fn reading(&self, scenario: &Scenario) -> Outcome<Arc<Reading>> {
        let key = (scenario.case, scenario.switches.clone());
        let mut known = self.readings.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(reading) = known.get(&key) {
            return Ok(reading.clone());
        }
        let reading = Arc::new(self.read(scenario)?);
        known.insert(key, reading.clone());
        Ok(reading)
    }

    fn read(&self, scenario: &Scenario) -> Outcome<Reading> {
        let stands = &self.cases[scenario.case];
        let mut with = Vec::new();
        let (mut bundle, mut bases) = (stands.bundle().clone(), Bases::Segments);
        for (switch, on) in self.study.switches.iter().zip(&scenario.switches) {
            match (switch.switch.as_str(), on) {
                (ISLANDS, false) => bundle = vary::without_islands(&bundle),
                (VERTICES, true) => bases = Bases::Vertices,
                (ISLANDS | VERTICES, _) | (_, false) => {}
                (id, true) => with.push(id.to_owned()),
            }
        }
        let session = stands.varied(bundle, &with, bases)?;
        let measured = !self.study.keep.measures.is_empty();
        let waters = measured.then(|| waters(&session)).transpose()?;
        let base = match measured {
            true => session.choose("equidistance", &[]).ok().and_then(|c| session.divide(&c).ok()),
            false => None,
        };
        Ok(Reading { session, waters, base: base.map(Arc::new) })
    }

    /// The reading of a scenario with its coast moved; the same one where the coast stands.
    ///
    /// # Errors
    /// As [`Bench::reading`].
    pub fn moved(&self, scenario: &Scenario, stands: &Arc<Reading>) -> Outcome<Arc<Reading>> {
        let (sigma_km, draw) = scenario.coast;
        let (Some(noise), true) = (&self.study.noise, sigma_km > 0.0) else {
            return Ok(stands.clone());
        };
        let noise = Noise {
            sigma_km,
            length_km: noise.length_km,
            draws: usize::try_from(noise.draws).unwrap_or(usize::MAX),
            seed: self.study.seed,
        };
        let session = &stands.session;
        let middle = middle(&self.cases[scenario.case].case.sea.outer);
        let field = Field::draw(&noise, usize::try_from(draw).unwrap_or(usize::MAX), middle);
        let bundle = vary::moved(session.bundle(), |at| field.moved(at));
        let session = session.varied(bundle, &session.case.switched_on, session.bases())?;
        let waters = stands.waters.as_ref().map(|_| waters(&session)).transpose()?;
        Ok(Arc::new(Reading { session, waters, base: stands.base.clone() }))
    }

    /// One run.
    ///
    /// # Errors
    /// The rule failed, or its settings are refused.
    pub fn divide(&self, reading: &Reading, chosen: &Chosen) -> Result<Division, RuleError> {
        let mut request = reading.session.request(chosen);
        // A row has neither notes nor doubts.
        request.notes = false;
        request.time = Duration::from_secs_f64(self.study.time_s);
        request.memory_bytes = self.study.memory_mib << 20;
        // A row is a matter of plan, seed and number alone: not of workers that earlier rows of this process took down.
        request.by_itself = true;
        reading.session.rules().host().run(&request)
    }

    /// Name of the layer whose numbers are kept.
    ///
    /// # Errors
    /// The division has no such layer.
    pub fn layer<'d>(
        &self,
        division: &'d Division,
    ) -> Result<(&'d str, &'d littoral_delimit::LayerDivision), RuleError> {
        let wanted = self.study.layer.as_str();
        let found = match wanted {
            "" => shown(division),
            name => division.layers.0.iter().find(|(n, _)| n == name).map(|(n, l)| (n.as_str(), l)),
        };
        found.ok_or_else(|| {
            let text = format!("the division has no layer \"{wanted}\"");
            RuleError::new(division.rule.clone(), FailureKind::Runtime, text)
        })
    }
}

fn waters(session: &Session) -> Outcome<Waters> {
    Waters::new(session.case.clone())
        .map_err(|e| Failure::usage(e.to_string(), "", "littoral case check says what is missing"))
}
