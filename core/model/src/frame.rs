//! Islands and the frame of a sea: the part of an island beyond the outer ring is no part of the sea to begin with.
//!
//! A frame cut along a parallel is closed by geodesics, which run poleward of it, so islands beside it may cross it or lie wholly
//! beyond though in the plane of longitude and latitude they do neither. Edges of less than five kilometres leave the plane's by a
//! metre at most and are not looked at. Where an island crosses the frame twice, the outer ring is led round by its shore. An
//! island that crosses it more often may cut bays off the sea, and is left as it is.

mod rim;
mod shore;

use littoral_geodesy::{Earth, LatLon};

use self::rim::Rim;
use self::shore::Shore;
use crate::check::strips::Strips;
use crate::geometry::{Ring, Sea};

/// How islands, by their index, lie to the frame.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Framed {
    /// Wholly beyond it.
    pub beyond: Vec<usize>,
    /// Across it twice, with the first place at which they cross.
    pub across: Vec<(usize, LatLon)>,
    /// Across it in another way.
    pub entangled: Vec<(usize, LatLon)>,
}

/// Where an island's shore passes the frame: edge and way along it of both.
#[derive(Debug, Clone, Copy)]
struct Passage {
    frame: (usize, f64),
    shore: (usize, f64),
    at: LatLon,
    /// Does the shore, with the sea on its left, come into the frame here?
    inward: bool,
}

/// Takes islands beyond the frame out of a sea, and leads its outer ring round those across it; says what they were.
pub fn fit(sea: &mut Sea, earth: &Earth) -> Framed {
    let (mut found, mut gone) = (Framed::default(), Vec::new());
    if sea.outer.len() < 3 || sea.inner.is_empty() {
        return found;
    }
    let mut rim = Rim::new(earth, sea);
    let strips = Strips::new(std::slice::from_ref(&sea.outer));
    let out_of_plane = |island: &Ring| island.first().is_some_and(|p| !strips.hold(*p));
    for (k, island) in sea.inner.iter().enumerate() {
        let shore = Shore::new(earth, island);
        let passages = rim.passages(&shore);
        match passages.as_slice() {
            [] if (out_of_plane(island) || rim.is_near(&shore)) && !rim.holds(&shore.ring) => {
                found.beyond.push(k);
                gone.push(k);
            }
            [] => {}
            [a, b] if a.inward != b.inward => {
                found.across.push((k, a.at));
                gone.push(k);
                let ring = rim.round(&shore.ring, if a.inward { [*a, *b] } else { [*b, *a] });
                rim = Rim::of(earth, rim.kind, ring);
            }
            [a, ..] => found.entangled.push((k, a.at)),
        }
    }
    if !found.across.is_empty() {
        sea.outer = rim.ring;
    }
    let mut k = 0;
    sea.inner.retain(|_| {
        k += 1;
        !gone.contains(&(k - 1))
    });
    found
}
