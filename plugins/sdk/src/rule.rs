//! What a plugin author sees: a rule that scores points.

use crate::abi::HostRef;

/// Done, or a sentence for the user.
pub type Outcome = Result<(), String>;

/// A rule that gives every point one score a party; the lowest holds the point.
///
/// Equal scores go to the earlier party of the case. `f64::INFINITY` means "never"; NaN is a fault.
/// The host looks for the boundary between points, so scores must be continuous wherever the line
/// is to be smooth, and the same point must give the same bits in every block. `score` is called
/// by many threads at once.
pub trait ScoreRule: Sized + Send + Sync + 'static {
    /// Id in lower case with hyphens; listed in `plugin.toml`.
    const ID: &'static str;
    /// One sentence.
    const ABOUT: &'static str;
    /// Case, treaty or paper; several separated by `; `.
    const CITE: &'static str = "";
    /// Parameters as a JSON array (README); empty for none.
    const PARAMS: &'static str = "";
    /// Does the rule need the distances to the coasts ([`Block::dist`])?
    const WANTS_DIST: bool = true;
    /// A promise: a party's score depends on the point and on that party's own distance, and on no
    /// other party's. Then littoral asks for one party at a time (the other distances hold any
    /// finite number), prints only the base points that control a line, and splits ties at
    /// land-boundary termini by the bisector. Without it, ties go to the earlier party.
    const OWN_DIST: bool = false;

    /// Makes the rule for one run.
    ///
    /// # Errors
    /// A sentence for the user: which parameter is wrong and what it may be.
    fn new(params: &Params<'_>) -> Result<Self, String>;

    /// How much a party's score can change at most along a metre of sea; a distance changes by 1. Where
    /// every party's score has such a bound, boundaries are certified and found with a small part of the
    /// points; without one they are sampled. A bound that is too small divides wrongly.
    fn lipschitz(&self, _party: usize) -> Option<f64> {
        None
    }

    /// Scores a block of points.
    ///
    /// # Errors
    /// A sentence for the user.
    fn score(&self, block: &Block<'_>, out: &mut Scores<'_>) -> Outcome;
}

/// The parameters of a run, checked by the host against what the rule has declared.
pub struct Params<'a> {
    host: HostRef<'a>,
    json: &'a str,
}

impl<'a> Params<'a> {
    pub(crate) fn new(host: HostRef<'a>, json: &'a str) -> Self {
        Self { host, json }
    }

    /// Every parameter with its value as one JSON object; lengths are metres.
    #[must_use]
    pub fn json(&self) -> &'a str {
        self.json
    }

    /// Parties of the case.
    #[must_use]
    pub fn parties(&self) -> usize {
        self.host.parties()
    }

    /// Id of a party (ISO 3166 alpha-3); empty past the last.
    #[must_use]
    pub fn party_id(&self, party: usize) -> String {
        self.host.party_id(party)
    }

    /// A number (`"weights.IRN"` reaches into a per-party one); flags are 1 or 0, lengths metres.
    #[must_use]
    pub fn number(&self, name: &str, fallback: f64) -> f64 {
        self.host.number(name, fallback)
    }

    /// A per-party parameter, one number a party in the case's order.
    #[must_use]
    pub fn per_party(&self, name: &str, fallback: f64) -> Vec<f64> {
        (0..self.parties()).map(|party| self.host.of_party(name, party, fallback)).collect()
    }

    /// A text or choice.
    #[must_use]
    pub fn text(&self, name: &str, fallback: &str) -> String {
        self.host.text(name, fallback)
    }

    /// Tells the user something that is no failure.
    pub fn warn(&self, text: &str) {
        self.host.log(true, text);
    }
}

/// Points of the sea.
pub struct Block<'a> {
    pub(crate) host: HostRef<'a>,
    pub(crate) parties: usize,
    pub(crate) lon: &'a [f64],
    pub(crate) lat: &'a [f64],
    pub(crate) dist: &'a [f64],
}

impl<'a> Block<'a> {
    /// Parties of the case.
    #[must_use]
    pub fn parties(&self) -> usize {
        self.parties
    }

    /// Points in the block.
    #[must_use]
    pub fn len(&self) -> usize {
        self.lon.len()
    }

    /// True for a block without points.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.lon.is_empty()
    }

    /// Longitudes, degrees.
    #[must_use]
    pub fn lon(&self) -> &'a [f64] {
        self.lon
    }

    /// Latitudes, degrees.
    #[must_use]
    pub fn lat(&self) -> &'a [f64] {
        self.lat
    }

    /// Geodesic distance of each point to a party's coast, metres. Empty for a party that the case
    /// does not have, or if the rule has said that it needs no distances.
    #[must_use]
    pub fn dist(&self, party: usize) -> &'a [f64] {
        let n = self.len();
        self.dist.get(party * n..(party + 1) * n).unwrap_or(&[])
    }

    /// True when the run should stop; ask in blocks that take long.
    #[must_use]
    pub fn cancelled(&self) -> bool {
        self.host.cancelled()
    }
}

/// Where the scores go.
pub struct Scores<'a> {
    pub(crate) points: usize,
    pub(crate) out: &'a mut [f64],
}

impl Scores<'_> {
    /// The scores of one party, one a point; empty for a party that the case does not have.
    pub fn of(&mut self, party: usize) -> &mut [f64] {
        let n = self.points;
        self.out.get_mut(party * n..(party + 1) * n).unwrap_or(&mut [])
    }
}
