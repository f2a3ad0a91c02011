//! Where a norm applies: a lazy spatial expression, as an instrument says it.
//!
//! Nothing here is computed: [`crate::ground::Ground`] evaluates an extent at a point (signed metres)
//! or turns it into a region of the engine.

use std::fmt;

use littoral_geodesy::LatLon;

/// Whose coast or sector is meant.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Whose {
    /// The bearer's own.
    Own,
    /// That of the other party, where the norm is one of a pair.
    Other,
    /// Anybody's: the nearest coast of all.
    Any,
    /// That of a named state.
    State(String),
}

/// A spatial expression.
#[derive(Debug, Clone, PartialEq)]
pub enum Extent {
    /// The whole sea.
    Whole,
    /// From so many to so many nautical miles off a coast; without `to_nm`, all beyond `from_nm`.
    Belt {
        /// Off whose coast.
        of: Whose,
        /// Inner limit, nautical miles.
        from_nm: f64,
        /// Outer limit, nautical miles.
        to_nm: Option<f64>,
    },
    /// The part that a way of division gives to a party.
    Sector {
        /// Id of the way ([`crate::way::Way`]).
        way: String,
        /// Whose part.
        of: Whose,
        /// Only where this one is the next nearest: the part that two neighbours divide.
        facing: Option<Whose>,
    },
    /// One side of a named line, seen from its first point to its last.
    Side {
        /// Id of the line.
        line: String,
        /// The left side.
        left: bool,
    },
    /// Within so many nautical miles of a named line or point.
    Near {
        /// Id of the line.
        line: String,
        /// Nautical miles.
        within_nm: f64,
    },
    /// Inside a polygon with geodesic edges.
    Polygon(Vec<LatLon>),
    /// At a deposit of the case.
    Deposit(String),
    /// In at least one.
    Either(Vec<Self>),
    /// In all.
    Both(Vec<Self>),
    /// In the first and not in the second.
    Minus(Box<Self>, Box<Self>),
    /// Known to exist, its place not published.
    Unknown(String),
}

impl Extent {
    /// The expression with `own` and `other` put in.
    #[must_use]
    pub fn of(&self, own: &str, other: Option<&str>) -> Self {
        let who = |w: &Whose| match (w, other) {
            (Whose::Own, _) => Whose::State(own.to_owned()),
            (Whose::Other, Some(other)) => Whose::State(other.to_owned()),
            (w, _) => w.clone(),
        };
        let all = |list: &[Self]| list.iter().map(|e| e.of(own, other)).collect();
        match self {
            Self::Belt { of, from_nm, to_nm } => {
                Self::Belt { of: who(of), from_nm: *from_nm, to_nm: *to_nm }
            }
            Self::Sector { way, of, facing } => {
                Self::Sector { way: way.clone(), of: who(of), facing: facing.as_ref().map(who) }
            }
            Self::Either(list) => Self::Either(all(list)),
            Self::Both(list) => Self::Both(all(list)),
            Self::Minus(a, b) => {
                Self::Minus(Box::new(a.of(own, other)), Box::new(b.of(own, other)))
            }
            other => other.clone(),
        }
    }

    /// The deposit, if the expression is one.
    #[must_use]
    pub fn deposit(&self) -> Option<&str> {
        match self {
            Self::Deposit(id) => Some(id),
            _ => None,
        }
    }

    /// Every simple part of the expression, in order.
    pub fn leaves(&self) -> Vec<&Self> {
        match self {
            Self::Either(list) | Self::Both(list) => list.iter().flat_map(Self::leaves).collect(),
            Self::Minus(a, b) => [a.leaves(), b.leaves()].concat(),
            leaf => vec![leaf],
        }
    }
}

impl fmt::Display for Whose {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Own => "its own",
            Self::Other => "the other party's",
            Self::Any => "the nearest",
            Self::State(id) => id,
        })
    }
}

impl fmt::Display for Extent {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let joined = |list: &[Self], word: &str| {
            list.iter().map(ToString::to_string).collect::<Vec<_>>().join(word)
        };
        match self {
            Self::Whole => f.write_str("the whole sea"),
            Self::Belt { of, from_nm, to_nm: Some(to) } if *from_nm == 0.0 => {
                write!(f, "within {to} M of the coast ({of})")
            }
            Self::Belt { of, from_nm, to_nm: Some(to) } => {
                write!(f, "from {from_nm} to {to} M off the coast ({of})")
            }
            Self::Belt { of, from_nm, to_nm: None } => {
                write!(f, "beyond {from_nm} M of the coast ({of})")
            }
            Self::Sector { way, of, facing: Some(q) } => {
                write!(f, "the part of {of} by {way}, facing {q}")
            }
            Self::Sector { way, of, .. } => write!(f, "the sector of {of} by {way}"),
            Self::Side { line, left } => {
                write!(f, "the {} side of {line}", if *left { "left" } else { "right" })
            }
            Self::Near { line, within_nm } => write!(f, "within {within_nm} M of {line}"),
            Self::Polygon(points) => write!(f, "a polygon of {} points", points.len()),
            Self::Deposit(id) => write!(f, "the deposit {id}"),
            Self::Either(list) => f.write_str(&joined(list, " or ")),
            Self::Both(list) => f.write_str(&joined(list, " and ")),
            Self::Minus(a, b) => write!(f, "{a} without {b}"),
            Self::Unknown(what) => write!(f, "a place not published: {what}"),
        }
    }
}
