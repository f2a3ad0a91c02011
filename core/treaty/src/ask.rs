//! Answering a question: candidates, opposability, priority, verdict (VCLT 18, 30, 34).
//!
//! Candidates are what the record has of the layer and the activity, with their value at the place. Between two
//! states each is put where it belongs (`sort`); of those that bind and cannot both be followed one gives way
//! (`crate::priority`); the rest become findings (`finding`). A question that leaves the layer or the activity open is
//! asked of each (`wide`).

mod assertions;
mod finding;
mod sort;
mod wide;

use self::finding::{Make, merged};
use self::sort::Heap;
use crate::answer::{Answer, DyadAnswer, LegalFinding, Question, Subject, Verdict};
use crate::day::{Day, Standing};
use crate::ground::{NM, Spot};
use crate::law::{Clause, State};
use crate::priority::Priority;
use crate::terms::{Activity, Layer};

/// A clause that speaks of the layer and the activity, with its value at the place.
#[derive(Clone, Copy)]
pub(crate) struct Candidate<'c> {
    pub(crate) clause: &'c Clause,
    /// Signed metres to the limit; `None` where the place is not known.
    pub(crate) value: Option<f64>,
}

impl Candidate<'_> {
    fn is_inside(&self) -> bool {
        self.value.is_some_and(|v| v < 0.0)
    }

    fn limit_nm(&self) -> Option<f64> {
        self.value.filter(|v| v.is_finite()).map(|v| v.abs() / NM)
    }

    fn is_near(&self, near_m: f64) -> bool {
        self.value.is_some_and(|v| v.abs() <= near_m)
    }
}

impl Day<'_, '_> {
    /// Answers a question.
    ///
    /// # Errors
    /// A sentence: a state or deposit that the case does not have, or no place at all.
    pub fn at(&self, q: &Question<'_>) -> Result<Answer, String> {
        let pairs = self.pairs(q)?;
        let q = &Question { deposit: self.deposit_of(q)?, ..*q };
        let place = self.place_of(q)?;
        let spot = self.law.ground.spot(place, q.deposit);
        let candidates = self.candidates(q, &spot);
        Ok(self.answer(q, &pairs, &candidates))
    }

    /// The answer between the pairs, by candidates with their values.
    pub(crate) fn answer(
        &self,
        q: &Question<'_>,
        pairs: &[[State; 2]],
        candidates: &[Candidate<'_>],
    ) -> Answer {
        let near_m = self.law.record.near_nm * NM;
        let dyads = match wide::is_wide(q) {
            true => self.wide(q, pairs, candidates),
            false => {
                let subject = Subject { layer: q.layer, activity: q.activity };
                pairs.iter().map(|p| self.dyad(subject, *p, candidates)).collect()
            }
        };
        let (assertions, overlap) = self.assertions(candidates, &dyads);
        Answer {
            date: self.date,
            layer: q.layer,
            activity: q.activity,
            settled: dyads.iter().filter(|d| d.is_settled()).count(),
            near_limit: candidates.iter().any(|c| c.is_near(near_m) && self.matters(c.clause)),
            stale: dyads.iter().flat_map(|d| &d.findings).any(|f| f.stale),
            dyads,
            assertions,
            overlap,
        }
    }

    pub(crate) fn pairs(&self, q: &Question<'_>) -> Result<Vec<[State; 2]>, String> {
        let state = |id: &str| {
            self.law.state(id).ok_or_else(|| {
                format!("{id} is no state of this case; it has {}", self.law.states.join(" "))
            })
        };
        let Some([a, b]) = q.between else {
            return self.dyads().iter().map(|[a, b]| Ok([state(a)?, state(b)?])).collect();
        };
        if a == b {
            return Err(format!("{a} is asked against itself"));
        }
        Ok(vec![[state(a)?, state(b)?]])
    }

    /// The point asked about, or that of the deposit.
    fn place_of(&self, q: &Question<'_>) -> Result<Option<littoral_geodesy::LatLon>, String> {
        let Some(id) = q.deposit else {
            let at = q.at.ok_or("name a point or a deposit")?;
            at.check()?;
            return match self.law.ground.waters().in_sea(at) {
                true => Ok(Some(at)),
                false => {
                    Err(format!("{:.4}, {:.4} is not in the sea of this case", at.lat, at.lon))
                }
            };
        };
        let deposit = self.law.ground.waters().case().deposit(id);
        Ok(q.at.or(deposit.and_then(|d| d.at)))
    }

    /// The deposit asked about by its id, whatever it was called.
    fn deposit_of(&self, q: &Question<'_>) -> Result<Option<&str>, String> {
        let Some(name) = q.deposit else { return Ok(None) };
        let case = self.law.ground.waters().case();
        let deposit = case.deposit(name).ok_or_else(|| {
            let all: Vec<&str> = case.deposits.iter().map(|d| d.id.as_str()).collect();
            format!("the case has no deposit {name}; it has {}", all.join(", "))
        })?;
        Ok(Some(&deposit.id))
    }

    pub(crate) fn candidates(&self, q: &Question<'_>, spot: &Spot<'_>) -> Vec<Candidate<'_>> {
        let mut known: Vec<Option<Option<f64>>> = vec![None; self.law.sites.len()];
        let mut out = Vec::new();
        for clause in self.speaking(q.layer, q.activity) {
            let value = *known[clause.site]
                .get_or_insert_with(|| self.law.ground.value(&self.law.sites[clause.site], spot));
            out.push(Candidate { clause, value });
        }
        out
    }

    /// Clauses that a question of a layer and an activity is about.
    pub(crate) fn speaking(
        &self,
        layer: Layer,
        activity: Activity,
    ) -> impl Iterator<Item = &Clause> {
        self.law.clauses.iter().filter(move |c| {
            let norm = self.law.norm(c);
            norm.concerns(layer, activity)
                && norm.is_verified()
                && self.reads(norm.overlay.as_ref())
        })
    }

    /// Does the clause say anything to anybody today?
    pub(crate) fn matters(&self, c: &Clause) -> bool {
        let here = self.here();
        let live = |a: usize, b: usize| {
            matches!(
                self.clause(c, a, b).standing,
                Standing::Binds | Standing::Pending | Standing::Asserted
            )
        };
        here.iter().enumerate().any(|(k, a)| here[k + 1..].iter().any(|b| live(*a, *b)))
    }

    fn dyad(&self, subject: Subject, pair: [State; 2], candidates: &[Candidate<'_>]) -> DyadAnswer {
        let mut heap = Heap::default();
        for c in candidates {
            self.sort(subject.layer, pair, c, &mut heap);
        }
        let verdicts = Priority::decide(self, pair, &heap.binding);
        let mut dyad = DyadAnswer {
            between: pair.map(|s| self.law.states[s].clone()),
            findings: Vec::new(),
            boundary: heap.boundary.unwrap_or(Verdict::Lacuna),
            inter_alios: heap.inter_alios,
            claims: Vec::new(),
            political: heap.political,
            ended: heap.ended,
            reserved: heap.reserved,
            open: Vec::new(),
        };
        let make = Make { day: self, subject, pair, near_m: self.law.record.near_nm * NM };
        for (k, c) in heap.binding.iter().enumerate() {
            if verdicts.lost(k) {
                continue;
            }
            let mut finding = make.finding(c, Standing::Binds);
            finding.defeated = verdicts.defeated_by(k);
            if verdicts.in_conflict(k) {
                finding.verdict = Verdict::Conflict;
            }
            dyad.findings.push(finding);
        }
        dyad.findings.extend(heap.foreign.iter().map(|c| make.foreign(c)));
        self.claims(&make, &heap.asserted, &heap.binding, &mut dyad);
        dyad.findings.extend(heap.pending.iter().map(|c| make.finding(c, Standing::Pending)));
        dyad.findings = merged(dyad.findings);
        if dyad.findings.iter().all(|f| f.third) {
            dyad.findings.push(LegalFinding::lacuna(&dyad));
        }
        dyad
    }
}
