//! The case as every page of the studio uses it: read once, shared until its files change.

use std::sync::{Arc, OnceLock};

use littoral_delimit::Waters;
use littoral_formats::scenario::{Scenario, scenarios};
use littoral_formats::{CaseReading, read_case};
use littoral_geodesy::{Chain, Earth, Join, Shoreline, neighbours};
use littoral_host::{CaseInput, OpenCase, open_case};
use littoral_model::{Case, EdgeKind, Finding, ShoreKind};
use littoral_treaty::{Ledger, Record};

use super::desk::Desk;
use crate::failure::{Failure, Outcome};
use crate::map::Plane;

/// The engine over a case, or why there is none.
pub(super) type Engine = Result<Arc<Waters>, String>;

/// A case and what is built from it when first asked for.
pub(crate) struct Ground {
    /// Its bytes and their hash.
    pub(super) input: CaseInput,
    /// The case.
    pub(super) case: Case,
    /// Its law.
    pub(super) record: Record,
    /// The ledger of the negotiation.
    pub(super) ledger: Ledger,
    /// Runs that the case proposes.
    pub(super) scenarios: Vec<Scenario>,
    /// Its plane.
    pub(super) plane: Plane,
    waters: OnceLock<Engine>,
    desk: OnceLock<Desk>,
    shores: OnceLock<Vec<Shoreline>>,
}

impl Ground {
    /// Reads the case.
    ///
    /// # Errors
    /// It has errors, or no outline to draw.
    pub(super) fn read(name: &str, switches: &[String]) -> Outcome<Arc<Self>> {
        let OpenCase { input, reading } = open_case(name, switches);
        match input {
            Some(input) => Self::of(input, reading),
            None => Err(Failure::Findings(reading.findings)),
        }
    }

    /// The same files with other switches on.
    ///
    /// # Errors
    /// As [`Self::read`]; or there is no such switch.
    pub(super) fn switched(&self, switches: &[String]) -> Outcome<Arc<Self>> {
        let reading = read_case(&self.input.bundle, switches);
        Self::of(CaseInput { switches: switches.to_vec(), ..self.input.clone() }, reading)
    }

    fn of(input: CaseInput, reading: CaseReading) -> Outcome<Arc<Self>> {
        let Some(case) = reading.case else { return Err(Failure::Findings(reading.findings)) };
        let scenarios = scenarios(&input.bundle).unwrap_or_default();
        let plane = Plane::of_case(&case).map_err(|e| {
            Failure::Findings(vec![Finding::error(
                "H002",
                format!("the case cannot be drawn: {e:#}"),
            )])
        })?;
        Ok(Arc::new(Self {
            input,
            case,
            record: reading.record,
            ledger: reading.ledger,
            scenarios,
            plane,
            waters: OnceLock::new(),
            desk: OnceLock::new(),
            shores: OnceLock::new(),
        }))
    }

    /// The engine over the case, built when first asked for.
    pub(super) fn waters(&self) -> Engine {
        let build = || Waters::new(self.case.clone()).map(Arc::new).map_err(|e| e.to_string());
        self.waters.get_or_init(build).clone()
    }

    /// Where its law is asked.
    pub(super) fn desk(&self) -> &Desk {
        self.desk.get_or_init(|| Desk::open(self.record.clone(), self.waters()))
    }

    /// Coasts and islands of each party, in the case's order.
    pub(super) fn shores(&self) -> &[Shoreline] {
        self.shores.get_or_init(|| {
            let earth = Earth::new(&self.case.ellipsoid);
            (0..self.case.parties.len()).map(|party| self.shore(&earth, party)).collect()
        })
    }

    fn shore(&self, earth: &Earth, party: usize) -> Shoreline {
        let own = self.case.shores.iter().filter(|s| s.party == party);
        let mut chains: Vec<Chain<'_>> = own
            .filter(|s| s.kind != ShoreKind::Baseline)
            .flat_map(|s| {
                let join = match (s.kind, s.edge) {
                    (ShoreKind::BasePoint, _) => Join::Points,
                    (_, EdgeKind::Loxodrome) => Join::Loxodrome,
                    _ => Join::Geodesic,
                };
                let closed = s.kind == ShoreKind::Islands;
                s.lines.iter().map(move |l| Chain { points: l, closed, join })
            })
            .collect();
        neighbours::sort(earth, &mut chains);
        Shoreline::new(earth, &chains)
    }
}
