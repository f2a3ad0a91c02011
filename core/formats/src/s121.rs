//! S-121-structured, not schema-validated: a division or the law of a day as the parties, rights, units, limits and
//! zones of IHO S-121 (an implementation of LADM, ISO 19152).
//!
//! The normative schema and catalogue of edition 1.0.0 were not at hand, so the spelling of elements may need
//! adjusting: every name stands once, in `names`. A [`Register`] is the content; `gml` writes it and
//! [`read`] reads it back; `text` says the same for people.

mod division;
mod gml;
mod ids;
mod law;
mod names;
mod read;
mod strips;
mod text;
mod xml;

pub use self::division::of_division;
pub use self::gml::write;
pub use self::law::of_law;
pub use self::read::read;
pub use self::text::plain;

/// What every export says of itself.
pub const LABEL: &str = "S-121-structured, not schema-validated";

/// The content of one data set. Coordinates are degrees, latitude first; shares are fractions (`3/10`).
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Register {
    /// Title.
    pub title: String,
    /// What it holds and how it was made, in words.
    pub about: String,
    /// Day for which it holds, year-month-day.
    pub date: String,
    /// South, west, north, east.
    pub extent: [f64; 4],
    /// States.
    pub parties: Vec<Party>,
    /// Parties that hold together.
    pub groups: Vec<Group>,
    /// Instruments, and the computation itself.
    pub sources: Vec<Source>,
    /// How it may be changed, and by whom.
    pub governance: Vec<Governance>,
    /// What rights are about.
    pub units: Vec<Unit>,
    /// Rights, restrictions and responsibilities.
    pub rights: Vec<Right>,
    /// Points.
    pub locations: Vec<Location>,
    /// Lines.
    pub limits: Vec<Limit>,
    /// Areas.
    pub zones: Vec<Zone>,
}

/// A state.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Party {
    /// Id of the element.
    pub id: String,
    /// ISO 3166 alpha-3, or the case's own.
    pub code: String,
    /// Name.
    pub name: String,
}

/// Parties that hold together.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Group {
    /// Id of the element.
    pub id: String,
    /// Name.
    pub name: String,
    /// Parties, each with its share, where one is stated.
    pub members: Vec<(String, String)>,
}

/// An instrument, or the computation.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Source {
    /// Id of the element.
    pub id: String,
    /// Title.
    pub name: String,
    /// `treaty`, `protocol`, `computation`, ...
    pub kind: String,
    /// Day of signature, as far as known.
    pub submission: String,
    /// Day of force of law, as far as known; empty if it is not in force.
    pub acceptance: String,
    /// How sure the record is, and what it rests on.
    pub quality: String,
}

/// How something may be changed.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Governance {
    /// Id of the element.
    pub id: String,
    /// Title.
    pub title: String,
    /// In words.
    pub description: String,
}

/// A basic administrative unit: what rights are about.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Unit {
    /// Id of the element.
    pub id: String,
    /// Name.
    pub name: String,
    /// In words, where it has no geometry.
    pub context: String,
}

/// Which of the three a [`Right`] is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Default)]
pub enum RightKind {
    /// May.
    #[default]
    Right,
    /// Must not.
    Restriction,
    /// Must.
    Responsibility,
}

/// A right, restriction or responsibility.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Right {
    /// Id of the element, unique over all three.
    pub id: String,
    /// Which.
    pub kind: RightKind,
    /// `sovereignRight`, `liberty`, ...
    pub what: String,
    /// In words.
    pub description: String,
    /// Share of the holder; empty if it is not one of several that sum to 1.
    pub share: String,
    /// The shares of its unit, kind and domain sum to 1.
    pub share_check: bool,
    /// Since when, as far as known; empty if it is not in force.
    pub begin: String,
    /// `Agreement`, `Need Agreement`, `Unilateral`.
    pub status: String,
    /// Vertical domains.
    pub domains: Vec<String>,
    /// Party or group; none for states that are no parties.
    pub holder: Option<String>,
    /// Unit.
    pub unit: String,
    /// Sources.
    pub sources: Vec<String>,
}

/// A point.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Location {
    /// Id of the element.
    pub id: String,
    /// `1`, `T1`: as maps and tables number it; empty for a point that only keeps a line on its curve.
    pub label: String,
    /// `terminus`, `turning`, `tripoint`, `given`, `end`, `curve`.
    pub role: String,
    /// Latitude and longitude, degrees.
    pub at: [f64; 2],
}

/// A line.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Limit {
    /// Id of the element.
    pub id: String,
    /// Between whom.
    pub label: String,
    /// `Boundary`, `Limit`, `Construction`.
    pub kind: String,
    /// `Agreement`, `Need Agreement`, `Unilateral`.
    pub status: String,
    /// Its locations in order; a closed line repeats the first.
    pub locations: Vec<String>,
}

/// An area.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Zone {
    /// Id of the element.
    pub id: String,
    /// Name.
    pub label: String,
    /// `Agreement`, `Need Agreement`, `Unilateral`.
    pub status: String,
    /// Vertical domains.
    pub domains: Vec<String>,
    /// Unit.
    pub unit: String,
    /// Its limits.
    pub limits: Vec<String>,
    /// Area, km2.
    pub area_km2: f64,
    /// Polygons: outer ring, then holes; the first vertex is repeated at the end.
    pub surfaces: Vec<Vec<Vec<[f64; 2]>>>,
}

#[cfg(test)]
mod tests;
