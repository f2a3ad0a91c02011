//! The ledger of the negotiation: meetings and incidents, topics and how far they are agreed, shares
//! that parties claim, and whether such claims can all be met.

use littoral_geodesy::LatLon;
use littoral_model::Source;
use serde::Serialize;

use crate::answer::Question;
use crate::date::DateSpan;
use crate::day::Day;
use crate::share::Fraction;
use crate::terms::{Activity, Layer};

/// Something that happened, outside any instrument. Events are only added; they never bind.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Happening {
    /// Id, as stances name it (`event:ID`).
    pub id: String,
    /// When.
    pub date: DateSpan,
    /// `session`, `summit`, `ministers`, `incident`, `statement`, `context`.
    pub kind: String,
    /// Number of the session, where there is one.
    pub number: Option<u32>,
    /// Place.
    pub place: String,
    /// In one sentence.
    pub text: String,
    /// What it was about: ids of topics, instruments or positions.
    pub topics: Vec<String>,
    /// Source and confidence.
    pub source: Source,
}

/// A topic of the negotiation.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Topic {
    /// Id.
    pub id: String,
    /// Name.
    pub name: String,
    /// Layer.
    pub layer: Layer,
    /// Activity.
    pub activity: Activity,
    /// The source counts it among its own list.
    pub named: bool,
}

/// A share of the sea that somebody states for a party, per cent.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct ShareClaim {
    /// Id of the statement: shares said together carry one id.
    pub statement: String,
    /// Party.
    pub party: String,
    /// Per cent of the sea.
    pub percent: f64,
    /// "At least", not "exactly".
    pub floor: bool,
    /// When it was said.
    pub date: DateSpan,
    /// Source and confidence.
    pub source: Source,
}

/// A statement how much is agreed.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct AgreedClaim {
    /// Per cent, as said.
    pub percent: f64,
    /// When.
    pub date: DateSpan,
    /// In words.
    pub text: String,
    /// Source and confidence.
    pub source: Source,
}

/// The ledger.
#[derive(Debug, Clone, Default, PartialEq, Serialize)]
pub struct Ledger {
    /// Events in the order of their first possible day.
    pub events: Vec<Happening>,
    /// Topics.
    pub topics: Vec<Topic>,
    /// Where topics are asked about: a place in mid-sea, latitude and longitude.
    pub mid_sea: Option<(f64, f64)>,
    /// Shares.
    pub shares: Vec<ShareClaim>,
    /// How much is said to be agreed.
    pub agreed: Vec<AgreedClaim>,
}

/// How far a topic is agreed on a day.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct TopicStatus {
    /// Topic.
    pub topic: String,
    /// Pairs bound by a norm that holds.
    pub in_law: usize,
    /// Pairs bound in law or by a political commitment.
    pub agreed: usize,
    /// Pairs in all.
    pub of: usize,
}

impl TopicStatus {
    /// Agreed between all pairs, in law or politically.
    #[must_use]
    pub fn is_agreed(&self) -> bool {
        self.agreed == self.of
    }
}

impl Day<'_, '_> {
    /// How far a topic is agreed at a place.
    ///
    /// # Errors
    /// As [`Day::at`].
    pub fn topic(&self, topic: &Topic, at: LatLon) -> Result<TopicStatus, String> {
        let (layer, activity) = (topic.layer, topic.activity);
        let q = Question { at: Some(at), deposit: None, layer, activity, between: None };
        let answer = self.at(&q)?;
        let agreed = answer.dyads.iter().filter(|d| d.is_settled() || !d.political.is_empty());
        Ok(TopicStatus {
            topic: topic.id.clone(),
            in_law: answer.settled,
            agreed: agreed.count(),
            of: answer.dyads.len(),
        })
    }
}

/// The share of topics that are agreed, exactly; `None` for no topic.
#[must_use]
pub fn agreed_part(topics: &[TopicStatus]) -> Option<Fraction> {
    let agreed = topics.iter().filter(|t| t.is_agreed()).count();
    Fraction::new(u32::try_from(agreed).ok()?, u32::try_from(topics.len()).ok()?)
}

/// Whether shares that are asked for can all be given.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Certificate {
    /// They can.
    pub feasible: bool,
    /// Sum of what is asked for, per cent.
    pub demand: f64,
    /// What remains for parties that ask for nothing, per cent; negative is the deficit.
    pub left: f64,
    /// Parties that ask for nothing.
    pub silent: Vec<String>,
    /// If not feasible: a least set of parties whose demands alone exceed the sea.
    pub violated: Vec<String>,
    /// If not feasible: equal cut from each party of the set, per cent of the sea.
    pub equal_cut: f64,
    /// If not feasible: the factor that cuts all in proportion.
    pub factor: f64,
}

/// Checks floors (per cent of the sea by party, in the case's order) against the whole sea.
#[must_use]
pub fn certificate(floors: &[(String, f64)], parties: &[String]) -> Certificate {
    let demand: f64 = floors.iter().map(|(_, f)| f).sum();
    let feasible = demand <= 100.0 + 1e-9;
    let silent = parties.iter().filter(|p| !floors.iter().any(|(q, _)| q == *p)).cloned();
    let mut set: Vec<&(String, f64)> = if feasible { Vec::new() } else { floors.iter().collect() };
    // Smallest demands leave first: what is left exceeds the sea, and no one of it can leave.
    set.sort_by(|a, b| b.1.total_cmp(&a.1));
    let mut sum = demand;
    while let Some(last) = set.last().filter(|l| sum - l.1 > 100.0) {
        sum -= last.1;
        set.pop();
    }
    let violated: Vec<String> =
        parties.iter().filter(|p| set.iter().any(|(q, _)| q == *p)).cloned().collect();
    let equal_cut = if set.is_empty() { 0.0 } else { (sum - 100.0) / set.len() as f64 };
    let factor = if feasible { 1.0 } else { 100.0 / sum };
    let left = 100.0 - demand;
    Certificate { feasible, demand, left, silent: silent.collect(), violated, equal_cut, factor }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn asked(list: &[(&str, f64)]) -> Certificate {
        let parties = ["AZE", "IRN", "KAZ", "RUS", "TKM"].map(str::to_owned);
        let floors: Vec<_> = list.iter().map(|(p, f)| ((*p).to_owned(), *f)).collect();
        certificate(&floors, &parties)
    }

    /// The specification's numbers: four stated shares leave 12; with 20 more the deficit is 8.
    #[test]
    fn four_statements_leave_twelve_and_five_exceed_the_sea() {
        let four = [("AZE", 20.0), ("IRN", 20.0), ("KAZ", 29.0), ("RUS", 19.0)];
        let c = asked(&four);
        assert!(c.feasible && c.violated.is_empty());
        assert_eq!((c.demand, c.left, c.silent), (88.0, 12.0, vec!["TKM".to_owned()]));
        let c = asked(&[&four[..], &[("TKM", 20.0)]].concat());
        assert!(!c.feasible);
        assert_eq!(c.violated, ["AZE", "IRN", "KAZ", "RUS", "TKM"]);
        assert_eq!((c.demand, c.left), (108.0, -8.0));
        assert!((c.equal_cut - 1.6).abs() < 1e-12 && (c.factor - 100.0 / 108.0).abs() < 1e-12);
    }

    #[test]
    fn the_violated_set_is_a_least_one() {
        let c = asked(&[("AZE", 5.0), ("KAZ", 60.0), ("RUS", 55.0)]);
        assert_eq!(c.violated, ["KAZ", "RUS"]);
        assert!(asked(&[]).feasible && asked(&[("KAZ", 100.0)]).feasible);
    }
}
