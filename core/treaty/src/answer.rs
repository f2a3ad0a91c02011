//! What the law answers.

use std::collections::BTreeMap;

use jiff::civil::Date;
use littoral_geodesy::LatLon;
use serde::Serialize;

use crate::norm::StanceKind;
use crate::share::Fraction;
use crate::terms::{Activity, Layer, Modality};

/// A question.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Question<'a> {
    /// At which point.
    pub at: Option<LatLon>,
    /// At which deposit.
    pub deposit: Option<&'a str>,
    /// In which layer; the root asks of each.
    pub layer: Layer,
    /// Doing what; the root asks of every activity.
    pub activity: Activity,
    /// Between which two states; between all, if none.
    pub between: Option<[&'a str; 2]>,
}

/// A layer and something done in it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
pub struct Subject {
    /// Layer.
    pub layer: Layer,
    /// Activity.
    pub activity: Activity,
}

/// How a norm stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "SCREAMING_SNAKE_CASE")]
pub enum Verdict {
    /// Binds both, undefeated, protested by neither.
    Holds,
    /// Would hold, but one of them protests it, its continuance, or that it can be set up against it.
    Contested,
    /// Signed by both, or waits for a named event.
    Pending,
    /// No norm.
    Lacuna,
    /// Two undefeated norms that cannot both be followed.
    Conflict,
}

impl Verdict {
    /// The word, as documents have it.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Self::Holds => "HOLDS",
            Self::Contested => "CONTESTED",
            Self::Pending => "PENDING",
            Self::Lacuna => "LACUNA",
            Self::Conflict => "CONFLICT",
        }
    }
}

/// An instrument that carries a finding.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Basis {
    /// Instrument.
    pub instrument: String,
    /// Article, if the record has it.
    pub article: String,
    /// Title.
    pub title: String,
    /// In force between the two since; empty if it is not, or the day is not known.
    pub since: String,
    /// Confidence of the record.
    pub confidence: String,
}

/// A stance that bears on a finding.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Voice {
    /// Whose.
    pub party: String,
    /// What.
    pub kind: StanceKind,
    /// To what.
    pub target: String,
    /// From when, as the record has it.
    pub from: String,
    /// In words.
    pub text: String,
}

/// A norm that gave way.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Defeat {
    /// The norm (`1935#own-flag`).
    pub norm: String,
    /// What it gave way to; empty if it simply ended.
    pub to: String,
    /// Why, in words.
    pub why: String,
}

/// Where the place stands to an extent.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Place {
    /// The extent in words.
    pub extent: String,
    /// What stands in for unpublished points, in words.
    pub model: String,
    /// Least distance to its limit, nautical miles; none for the whole sea, a deposit, or no place.
    pub limit_nm: Option<f64>,
}

/// One bearer and modality.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct LegalFinding {
    /// What of all that is asked it speaks of: of a narrow question the question itself, of one that leaves the layer
    /// or the activity open those on which the norm stands so; empty for a lacuna.
    pub subjects: Vec<Subject>,
    /// Who; empty for states that are no parties, and for a lacuna.
    pub bearer: Vec<String>,
    /// States that are no parties, and their ships.
    pub third: bool,
    /// May, must, must not; none for a lacuna.
    pub modality: Option<Modality>,
    /// How it stands.
    pub verdict: Verdict,
    /// The other reading, where the day falls inside an uncertain date.
    pub or: Option<Verdict>,
    /// The norm (`RUKZ1998#sectors`).
    pub norm: String,
    /// In one sentence.
    pub text: String,
    /// Its condition.
    pub condition: String,
    /// Shares of a joint right.
    pub shares: BTreeMap<String, Fraction>,
    /// Instruments and articles.
    pub basis: Vec<Basis>,
    /// Stances of the two states.
    pub stances: Vec<Voice>,
    /// Events still awaited.
    pub awaits: Vec<String>,
    /// Norms that gave way to it.
    pub defeated: Vec<Defeat>,
    /// Place.
    pub place: Place,
    /// The place is so near the limit that the answer could turn.
    pub near_limit: bool,
    /// The day lies after the last on which this is known.
    pub stale: bool,
    /// In force between others and set up against one of the two.
    pub inter_alios: bool,
    /// Not in force, but applied provisionally (VCLT 25).
    pub provisional: bool,
}

/// Something listed but not applied.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Listed {
    /// The norm.
    pub norm: String,
    /// Who would have what.
    pub bearer: Vec<String>,
    /// In one sentence.
    pub text: String,
    /// Why it is not applied.
    pub why: String,
}

/// The answer between two states.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct DyadAnswer {
    /// The two.
    pub between: [String; 2],
    /// What there is; a lacuna alone if nothing.
    pub findings: Vec<LegalFinding>,
    /// Is there a boundary between them in this layer, as far as it runs here?
    pub boundary: Verdict,
    /// Norms between others.
    pub inter_alios: Vec<Listed>,
    /// What one of them asserts and the other has not taken up.
    pub claims: Vec<Listed>,
    /// Political commitments of both.
    pub political: Vec<Listed>,
    /// Norms that once applied.
    pub ended: Vec<Defeat>,
    /// Norms that a reservation of one of the two keeps from applying between them (VCLT 21).
    pub reserved: Vec<Listed>,
    /// Of a question that leaves the layer or the activity open: what the law of the place speaks of and is not settled
    /// between these two.
    pub open: Vec<Subject>,
}

impl DyadAnswer {
    /// A norm holds and none that gives the place to somebody is disputed; where several things are asked, on each of
    /// them.
    #[must_use]
    pub fn is_settled(&self) -> bool {
        let holds = |f: &LegalFinding| f.verdict == Verdict::Holds && f.or.is_none() && !f.third;
        let open = |f: &LegalFinding| {
            matches!(f.verdict, Verdict::Contested | Verdict::Conflict)
                && f.modality.is_some_and(Modality::allots)
        };
        self.findings.iter().any(holds) && !self.findings.iter().any(open) && self.open.is_empty()
    }

    /// An agreement gives the place to somebody, and nobody disputes it, whatever else is open between the two.
    #[must_use]
    pub fn is_allotted(&self) -> bool {
        let gives = |f: &&LegalFinding| f.modality.is_some_and(Modality::allots);
        let mut all = self.findings.iter().filter(gives).peekable();
        all.peek().is_some() && all.all(|f| f.verdict == Verdict::Holds && f.or.is_none())
    }

    /// What the law of the place speaks of, though between these two no norm does.
    #[must_use]
    pub fn silent_on(&self) -> Vec<Subject> {
        let said = |s: &&Subject| self.findings.iter().any(|f| !f.third && f.subjects.contains(*s));
        self.open.iter().filter(|s| !said(s)).copied().collect()
    }

    /// Findings with one verdict.
    pub fn with(&self, verdict: Verdict) -> impl Iterator<Item = &LegalFinding> {
        self.findings.iter().filter(move |f| f.verdict == verdict)
    }
}

/// Who gives the place to whom.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Assertion {
    /// Asserted by.
    pub by: Vec<String>,
    /// By which way or claim.
    pub way: String,
    /// The holder that results.
    pub holder: String,
    /// Least distance to the limit of that holder's part, nautical miles; none at a deposit.
    pub limit_nm: Option<f64>,
}

/// The whole answer.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Answer {
    /// The day.
    #[serde(serialize_with = "day")]
    pub date: Date,
    /// Layer.
    pub layer: Layer,
    /// Activity.
    pub activity: Activity,
    /// Between each two.
    pub dyads: Vec<DyadAnswer>,
    /// How many of them are settled.
    pub settled: usize,
    /// What parties assert of the place, one-sidedly.
    pub assertions: Vec<Assertion>,
    /// Parties to which agreements or assertions give the place, if more than one.
    pub overlap: Vec<String>,
    /// The place is near a limit that matters.
    pub near_limit: bool,
    /// Some of this may have changed since it was last known.
    pub stale: bool,
}

fn day<S: serde::Serializer>(date: &Date, s: S) -> Result<S::Ok, S::Error> {
    s.collect_str(date)
}

impl Answer {
    /// The answer between two states, in either order.
    #[must_use]
    pub fn between(&self, a: &str, b: &str) -> Option<&DyadAnswer> {
        let same = |d: &&DyadAnswer| {
            (d.between[0] == a && d.between[1] == b) || (d.between[0] == b && d.between[1] == a)
        };
        self.dyads.iter().find(same)
    }
}
