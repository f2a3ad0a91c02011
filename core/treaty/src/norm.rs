//! A norm: who may, must or must not do what, where, while when, by which article.

use serde::{Serialize, Serializer};

use crate::date::DateSpan;
use crate::extent::Extent;
use crate::share::Fraction;
use crate::terms::{Activity, Layer, Modality};

/// Whom a norm gives to or asks of.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Bearer {
    /// All parties of the instrument together.
    Parties,
    /// Each party by itself: its own coast, its own sector.
    Each,
    /// Named states together.
    States(Vec<String>),
    /// States that are no party and their ships.
    Third,
}

/// A norm as its instrument has it.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Norm {
    /// Id within the instrument (`fishery-zone`).
    pub id: String,
    /// Who.
    pub bearer: Bearer,
    /// May, must, must not.
    pub modality: Modality,
    /// Does what.
    pub activities: Vec<Activity>,
    /// In which layers.
    pub layers: Vec<Layer>,
    /// Where.
    #[serde(serialize_with = "shown")]
    pub extent: Extent,
    /// On which condition, in words.
    pub condition: String,
    /// In one sentence, in our own words.
    pub text: String,
    /// Article.
    pub article: String,
    /// Where it begins later than its instrument.
    pub from: Option<DateSpan>,
    /// Where it ends before its instrument does.
    pub until: Option<DateSpan>,
    /// It holds only until this instrument is in force for all its parties.
    pub until_event: Option<String>,
    /// Share of each bearer in a joint right.
    pub shares: Vec<(String, Fraction)>,
    /// Draws a boundary between the parties (a joint field does not).
    pub boundary: bool,
    /// Applies between states that are no parties too (custom, an objective regime).
    pub objective: bool,
    /// Read only under this overlay.
    pub overlay: Option<String>,
    /// What stands in for a place that is not published, in words.
    pub model: String,
    /// Confidence, where it differs from the instrument's. `unverified` norms never apply.
    pub confidence: Option<String>,
}

fn shown<S: Serializer>(extent: &Extent, s: S) -> Result<S::Ok, S::Error> {
    s.collect_str(extent)
}

impl Norm {
    /// False for a recollection without a source.
    #[must_use]
    pub fn is_verified(&self) -> bool {
        self.confidence.as_deref() != Some("unverified")
    }

    /// True if a question is about the norm: it speaks of what is asked, or is part of it, where the question leaves
    /// the layer or the activity open.
    #[must_use]
    pub fn concerns(&self, layer: Layer, activity: Activity) -> bool {
        (layer == Layer::ALL || self.layers.iter().any(|l| l.covers(layer)))
            && (activity == Activity::ALL || self.activities.iter().any(|a| a.covers(activity)))
    }

    /// True if the norm speaks of the activity in the layer.
    #[must_use]
    pub fn speaks_of(&self, layer: Layer, activity: Activity) -> bool {
        self.layers.iter().any(|l| l.covers(layer))
            && self.activities.iter().any(|a| a.covers(activity))
    }
}

/// How instruments and norms bear on one another.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum RelationKind {
    /// Replaces it between common parties, for good.
    Supersedes,
    /// Changes it.
    Amends,
    /// Carries it out: both are cited.
    Implements,
    /// Goes before it where both speak.
    LexSpecialis,
    /// Leaves it untouched.
    WithoutPrejudice,
    /// Takes its place in the succession of states.
    Succeeds,
    /// Is contested by it.
    ContestedBy,
}

impl RelationKind {
    /// Every kind with its word in files.
    pub const WORDS: [(&'static str, Self); 7] = [
        ("supersedes", Self::Supersedes),
        ("amends", Self::Amends),
        ("implements", Self::Implements),
        ("lex_specialis", Self::LexSpecialis),
        ("without_prejudice", Self::WithoutPrejudice),
        ("succeeds", Self::Succeeds),
        ("contested_by", Self::ContestedBy),
    ];
}

/// A relation from one instrument to another.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Relation {
    /// What.
    pub kind: RelationKind,
    /// Target: an instrument.
    pub to: String,
    /// Article or words.
    pub text: String,
}

/// What a party says to a norm, an instrument, a succession or an event.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum StanceKind {
    /// Accepts it.
    Accept,
    /// Protests.
    Protest,
    /// Is silent, though it might have been expected to speak.
    Silent,
}

impl StanceKind {
    /// Every kind with its word in files.
    pub const WORDS: [(&'static str, Self); 3] =
        [("accept", Self::Accept), ("protest", Self::Protest), ("silent", Self::Silent)];

    /// The word in files.
    #[must_use]
    pub fn word(self) -> &'static str {
        Self::WORDS.iter().find(|(_, k)| *k == self).map_or("", |(w, _)| w)
    }
}

/// A stance over time.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Stance {
    /// Whose.
    pub party: String,
    /// To what: `RUKZ1998`, `AKT2018#fishery-zone`, `succession:SUN`, `event:ID`.
    pub target: String,
    /// What.
    pub kind: StanceKind,
    /// Only as far as these layers; all if empty.
    pub layers: Vec<Layer>,
    /// From when; always, if none.
    pub from: Option<DateSpan>,
    /// When the case learned of it, where that is later than its beginning.
    pub known: Option<DateSpan>,
    /// Until when, half-open.
    pub until: Option<DateSpan>,
    /// Read only under this overlay.
    pub overlay: Option<String>,
    /// In words.
    pub text: String,
    /// Source and confidence.
    pub source: littoral_model::Source,
}
