//! The case: everything a division starts from.

use jiff::civil::Date;
use littoral_geodesy::{Ellipsoid, LatLon};
use serde::{Deserialize, Serialize};

use crate::geometry::{Sea, Shore};
use crate::names::Names;

/// A littoral state.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Party {
    /// ISO 3166 alpha-3 code, or any short capital code in a teaching case.
    pub id: String,
    /// Name by language.
    pub name: Names,
}

/// The water level to which the coast refers.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Level {
    /// Vertical datum (`Baltic 1977`).
    pub datum: String,
    /// Level of the legal shore, metres in that datum.
    pub legal_m: f64,
}

/// Where a fact comes from.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Source {
    /// Address, citation or file name.
    pub cite: Vec<String>,
    /// `high`, `medium`, `low-medium`, `low`, `as stated`, `derived` or `unverified`.
    pub confidence: String,
}

/// A resource deposit.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Deposit {
    /// Stable id.
    pub id: String,
    /// Names in use.
    pub names: Vec<String>,
    /// Parties that claim it (indices in the case's order).
    pub claimants: Vec<usize>,
    /// First day on which a claimant is known to claim it, by party (`1997-01`); the others always did.
    pub claimed_from: Vec<(usize, String)>,
    /// Position, where one is known; of an outline, a place inside it.
    pub at: Option<LatLon>,
    /// Its outline, where one is known: a ring, not closed.
    pub outline: Vec<LatLon>,
    /// Stated value, in the one unit in which the case counts all of its deposits.
    pub value: Option<f64>,
    /// Stated area of the field, km2.
    pub area_km2: Option<f64>,
    /// Status in words.
    pub status: String,
    /// Source and confidence.
    pub source: Source,
}

impl Deposit {
    /// Is it called so, by its id or by one of its names? Names come as sources print them (`Kyapaz/Kapaz (AZE)`):
    /// each part of them is a name, whatever its case.
    #[must_use]
    pub fn is_called(&self, name: &str) -> bool {
        let wanted = name.trim().to_lowercase();
        let part = |p: &str| p.split(" (").next().unwrap_or_default().trim().to_lowercase();
        let named = |n: &String| n.split(['/', '=']).any(|p| part(p) == wanted);
        !wanted.is_empty() && (self.id == name || self.names.iter().any(named))
    }
}

/// A harbour of a party.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Port {
    /// Index of the party.
    pub party: usize,
    /// Name by language.
    pub name: Names,
    /// Place.
    pub at: LatLon,
}

/// What a party asks for, from a date on.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Position {
    /// Index of the party.
    pub party: usize,
    /// First day it is known to be held.
    pub from: String,
    /// Last day, or `open`.
    pub until: String,
    /// Rules or regimes it names.
    pub kinds: Vec<String>,
    /// The position in one sentence.
    pub text: String,
    /// The share of the sea it asks for, in per cent, if it names one.
    pub share_percent: Option<f64>,
    /// True for the one number to show as "what the party asks for" (see [`Case::asks`]).
    pub claim: bool,
    /// Source and confidence.
    pub source: Source,
}

/// Where the land boundary of two parties meets the sea.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Terminus {
    /// Name by language (`Astara`).
    pub name: Names,
    /// The two parties (indices in the case's order).
    pub between: [usize; 2],
    /// Place, equal to the vertex that the coasts of both parties share.
    pub at: LatLon,
    /// Where it was read from, for findings.
    pub origin: String,
}

/// An alternative state of the case (`garabogazkol`: the lagoon counted as sea).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Switch {
    /// Name on the command line (`--with NAME`).
    pub id: String,
    /// What it changes.
    pub about: String,
}

/// One sea, its parties and shores, and what is known of them.
#[derive(Debug, Clone)]
pub struct Case {
    /// Short id (`caspian`).
    pub id: String,
    /// Name by language.
    pub name: Names,
    /// Figure of the earth for every distance and area.
    pub ellipsoid: Ellipsoid,
    /// Water level, if stated.
    pub level: Option<Level>,
    /// Parties in the case's order: the order of every table and tie.
    pub parties: Vec<Party>,
    /// The water to divide.
    pub sea: Sea,
    /// Waters shown on maps but left out of the division (lagoons).
    pub excluded: Vec<crate::geometry::Ring>,
    /// Shores of every party.
    pub shores: Vec<Shore>,
    /// Named land-boundary termini; the engine itself uses the vertices that two coasts share.
    pub termini: Vec<Terminus>,
    /// Deposits.
    pub deposits: Vec<Deposit>,
    /// Ports, where the case names any.
    pub ports: Vec<Port>,
    /// Positions of the parties.
    pub positions: Vec<Position>,
    /// Heights of the bed, if the case has them.
    pub depths: Option<crate::depths::DepthGrid>,
    /// Date of law used for "what a party asks for" when none is given.
    pub date: Option<Date>,
    /// Switches that this case offers, and those that are on.
    pub switches: Vec<Switch>,
    /// Ids of the switches that are on.
    pub switched_on: Vec<String>,
    /// Source line for maps (`Natural Earth 10 m (public domain)`).
    pub sources: Vec<String>,
    /// SHA-256 over the bytes of every file from which the case is read, in lower-case hex.
    pub hash: String,
}

impl Case {
    /// Index of a party by id.
    #[must_use]
    pub fn party(&self, id: &str) -> Option<usize> {
        self.parties.iter().position(|p| p.id == id)
    }

    /// A deposit by id, or else by one of its names.
    #[must_use]
    pub fn deposit(&self, name: &str) -> Option<&Deposit> {
        let by_id = self.deposits.iter().find(|d| d.id == name);
        by_id.or_else(|| self.deposits.iter().find(|d| d.is_called(name)))
    }

    /// An empty case on WGS 84: for tests and for building a case by hand.
    #[must_use]
    pub fn empty(id: &str) -> Self {
        Self {
            id: id.to_owned(),
            name: Names::english(id),
            ellipsoid: Ellipsoid::wgs84(),
            level: None,
            parties: Vec::new(),
            sea: Sea::default(),
            excluded: Vec::new(),
            shores: Vec::new(),
            termini: Vec::new(),
            deposits: Vec::new(),
            ports: Vec::new(),
            positions: Vec::new(),
            depths: None,
            date: None,
            switches: Vec::new(),
            switched_on: Vec::new(),
            sources: Vec::new(),
            hash: String::new(),
        }
    }

    /// The claim of a party: its position marked as the number to show, if there is one.
    #[must_use]
    pub fn asks(&self, party: usize) -> Option<&Position> {
        self.positions.iter().find(|p| p.party == party && p.claim && p.share_percent.is_some())
    }

    /// Ids of the parties in the case's order.
    pub fn party_ids(&self) -> impl Iterator<Item = &str> {
        self.parties.iter().map(|p| p.id.as_str())
    }
}
