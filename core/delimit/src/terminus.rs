//! Land-boundary termini and the tie wedge.
//!
//! Where a land boundary meets the sea on a cape, every point of the cone seaward of the terminus has
//! the terminus as nearest point of *both* parties: an area (3600 km2 at KAZ-TKM on the Natural Earth
//! coast), not a line. Whatever an index does with such ties moves shares by up to a point. Rule: the
//! terminus stands for two coincident base points, and the wedge is split by the geodesic ray along the
//! bisector of the two coasts' general directions over their first kilometre. Where that ray lies outside the
//! wedge, all of the wedge is on one side of it and the line is the wedge's rim; so it is where the two first
//! edges are all but in line (a degree of sea more than a half turn is a wedge 17 m wide at 1 km, a microdegree
//! one of 17 um, lost in rounding).
//!
//! In a window of a sea, coasts that meet in a bay have such a cone behind the terminus, on the land: it is split by the
//! geodesic opposite the middle of the sea, and nothing is reported of it.

use std::borrow::Cow;
use std::ops::Range;

use littoral_geodesy::densify::wrap;
use littoral_geodesy::{Earth, LatLon, SurfacePoint, Vec3, many};
use littoral_model::{Case, Shore, ShoreKind};

use crate::waters::Bases;

/// Length of coast that gives its general direction at a terminus, metres.
pub const GENERAL_DIRECTION_M: f64 = 1000.0;

/// The ray of a wedge keeps this far from its rims, radians: 0.1 mm at 100 km, and a thousand times what a direction
/// is known to.
const OFF_RIM_RAD: f64 = 1e-9;
/// A sea that spans a half turn but for this counts as if it did, degrees: of distances to coasts so nearly in line
/// rounding leaves no more than the terminus.
const FLAT_DEG: f64 = 6e-5;

/// A point where the coasts of two parties meet.
#[derive(Debug, Clone)]
pub struct Terminus {
    /// The two parties, in the case's order.
    pub parties: [usize; 2],
    /// Position as the case gives it.
    pub at: LatLon,
    /// The party on the right, looking seaward along the bisector.
    pub right: usize,
    /// Azimuth of the bisector at the terminus, degrees.
    pub bisector_deg: f64,
    /// Angle of the sea between the two first coast edges, degrees.
    pub sea_angle_deg: f64,
    /// Azimuth of the middle of the sea between the two first coast edges, degrees.
    middle_deg: f64,
    /// Azimuth of the ray that parts the wedge: the bisector, or the rim of the wedge nearest to it.
    ray_deg: f64,
    /// Half the angle in which the terminus may be the nearest point of both parties, degrees; not positive where it
    /// is so nowhere. From segments a quarter turn off either coast is excluded; vertices alone exclude nothing.
    half_deg: f64,
    pub(crate) point: SurfacePoint,
}

impl Terminus {
    /// Azimuth of the middle of the cone in which the terminus may be the nearest point.
    pub(crate) fn middle_deg(&self) -> f64 {
        self.middle_deg
    }

    /// Azimuth of the ray that is the line in the sea as long as the terminus is the nearest point of both parties.
    pub(crate) fn ray_deg(&self) -> f64 {
        self.ray_deg
    }

    /// Half the angle of that cone, degrees; not positive where there is none.
    pub(crate) fn half_deg(&self) -> f64 {
        self.half_deg
    }

    /// The terminus with another ray.
    pub(crate) fn with_ray(&self, azimuth_deg: f64) -> Self {
        Self { ray_deg: wrap(azimuth_deg), ..self.clone() }
    }

    /// How far the ray can turn from where it is, degrees: counter-clockwise (negative) and clockwise, a hair short of
    /// the rims of the cone.
    pub(crate) fn room_deg(&self) -> [f64; 2] {
        let off = wrap(self.ray_deg - self.middle_deg);
        let half = (self.half_deg - OFF_RIM_RAD.to_degrees()).max(0.0);
        [(-half - off).min(0.0), (half - off).max(0.0)]
    }

    /// Azimuth of a place from the terminus less that of the ray, degrees, counted within the sea.
    pub(crate) fn off_ray_deg(&self, earth: &Earth, p: &SurfacePoint) -> f64 {
        self.past_ray(earth.inverse(self.at, earth.lat_lon(p)).azimuth1_deg)
    }

    fn past_ray(&self, azimuth_deg: f64) -> f64 {
        wrap(azimuth_deg - self.middle_deg) - wrap(self.ray_deg - self.middle_deg)
    }

    /// Are the two first coast edges so nearly in line that the wedge, if there is one, is lost in rounding?
    pub(crate) fn is_flat(&self) -> bool {
        (self.sea_angle_deg - 180.0).abs() < FLAT_DEG
    }

    /// Is it the terminus of these two, in either order?
    #[must_use]
    pub fn joins(&self, a: usize, b: usize) -> bool {
        self.parties == [a, b] || self.parties == [b, a]
    }

    /// Is a place on the side of `party` of the ray that parts the wedge? Where the normal section at the terminus tells,
    /// no geodesic is asked: the two differ by less than this part of the distance.
    pub(crate) fn is_beside(&self, earth: &Earth, p: &SurfacePoint, party: usize) -> bool {
        const SECTION_RAD: f64 = 1e-4;
        let (east, north) = earth.east_north(&self.point);
        let (sin, cos) =
            (libm::sin(self.ray_deg.to_radians()), libm::cos(self.ray_deg.to_radians()));
        let w = p.p - self.point.p;
        let (ahead, right) = (w.dot(north * cos + east * sin), w.dot(east * cos - north * sin));
        let open = ahead > 0.2 * right.abs() && wrap(self.ray_deg - self.middle_deg).abs() < 90.0;
        if open && right.abs() > SECTION_RAD * w.norm() + 1e-3 {
            return (right > 0.0) == (party == self.right);
        }
        self.lateral(earth, p, party) < 0.0
    }

    /// Distance from the nearer of the rays that part what is nearest to the terminus, metres: negative on the side of
    /// `party`.
    #[must_use]
    pub fn lateral(&self, earth: &Earth, p: &SurfacePoint, party: usize) -> f64 {
        let inverse = earth.inverse(self.at, earth.lat_lon(p));
        let (off, _) = self.off_rays(inverse.azimuth1_deg);
        let to_right = inverse.distance_m * libm::sin(off.to_radians());
        if party == self.right { -to_right } else { to_right }
    }

    /// Angle of an azimuth from the nearer of the two rays, degrees, no more than a right angle (past that the tip of a
    /// ray is nearest), positive to the right of the ray in the sea; and is the other one, behind the terminus, nearer?
    /// In a window of a sea there are places behind: on the land of a cape in a bay, and of vertices alone all about.
    fn off_rays(&self, azimuth_deg: f64) -> (f64, bool) {
        let past = self.past_ray(azimuth_deg);
        let from_back = 180.0 - wrap(azimuth_deg - self.middle_deg).abs();
        let (off, behind) =
            if from_back < past.abs() { (from_back, true) } else { (past.abs(), false) };
        (off.min(90.0).copysign(past), behind)
    }

    /// Azimuths of the rays: that in the sea, and the one behind the terminus.
    pub(crate) fn rays_deg(&self) -> [f64; 2] {
        [self.ray_deg, wrap(self.middle_deg + 180.0)]
    }

    /// Is the ray behind the terminus nearer to a place than the one in the sea?
    pub(crate) fn is_behind(&self, earth: &Earth, p: &SurfacePoint) -> bool {
        self.off_rays(earth.inverse(self.at, earth.lat_lon(p)).azimuth1_deg).1
    }
}

/// Coasts that end at the same coordinate, two parties at a time. The sea's rings, with the sea on their left, tell which
/// of the two coasts lies ahead.
pub(crate) fn find(
    earth: &Earth,
    case: &Case,
    bases: Bases,
    rings: &[Cow<'_, [LatLon]>],
) -> Vec<Terminus> {
    let mut ends: Vec<(usize, LatLon, Vec<LatLon>)> = Vec::new();
    for shore in case.shores.iter().filter(|s| s.kind == ShoreKind::Coast) {
        ends.extend(shore.lines.iter().flat_map(|line| line_ends(earth, shore, line)));
    }
    let ahead = ahead_of(rings, ends.iter().map(|e| e.1));
    let mut out = Vec::new();
    for (i, (a, at, line_a)) in ends.iter().enumerate() {
        for (b, other, line_b) in &ends[i + 1..] {
            if a != b && at == other {
                let forward_is_b = ahead.contains(&(*at, line_b[1]));
                let (forward, back) =
                    if forward_is_b { (line_b, line_a) } else { (line_a, line_b) };
                let mut t = terminus(earth, *at, forward, back);
                t.parties = if a < b { [*a, *b] } else { [*b, *a] };
                t.right = if forward_is_b { *b } else { *a };
                if bases == Bases::Vertices {
                    t.half_deg = t.sea_angle_deg / 2.0;
                }
                out.push(t);
            }
        }
    }
    out
}

/// Where some places stand in the rings of a sea, each with the coordinate after it. Rings are long and places few: a table of
/// bits rules nearly every coordinate out.
fn ahead_of(
    rings: &[Cow<'_, [LatLon]>],
    places: impl Iterator<Item = LatLon>,
) -> Vec<(LatLon, LatLon)> {
    // A sum with zero is never the negative one, whose bits are others.
    let sum = |at: &LatLon| at.lat + at.lon + 0.0;
    let bit = |at: &LatLon| sum(at).to_bits().wrapping_mul(0x9e37_79b9_7f4a_7c15) >> 52;
    let mut among = vec![false; 1 << 12];
    let places: Vec<LatLon> = places.inspect(|at| among[bit(at) as usize] = true).collect();
    let of_ring = |ring: &Cow<'_, [LatLon]>| -> Vec<(LatLon, LatLon)> {
        let block = |block: Range<usize>| -> Vec<(LatLon, LatLon)> {
            let stands = |k: &usize| among[bit(&ring[*k]) as usize] && places.contains(&ring[*k]);
            block.filter(stands).map(|k| (ring[k], ring[(k + 1) % ring.len()])).collect()
        };
        many::blocks(ring.len(), block).flatten().collect()
    };
    rings.iter().flat_map(of_ring).collect()
}

/// Both ends of a line, each with the line as walked from that end, as far as its general direction needs.
fn line_ends(earth: &Earth, shore: &Shore, line: &[LatLon]) -> Vec<(usize, LatLon, Vec<LatLon>)> {
    if line.len() < 2 {
        return Vec::new();
    }
    let ahead = beginning(earth, line.iter().copied());
    let back = beginning(earth, line.iter().rev().copied());
    vec![(shore.party, line[0], ahead), (shore.party, line[line.len() - 1], back)]
}

/// The first coordinates of a line: by chords, which are never longer than the geodesics, a little more than the length
/// that gives its direction, and two at least.
fn beginning(earth: &Earth, line: impl Iterator<Item = LatLon>) -> Vec<LatLon> {
    let (mut out, mut last, mut way) = (Vec::new(), None::<Vec3>, 0.0);
    for at in line {
        let here = earth.point(at).p;
        way += last.map_or(0.0, |p| (here - p).norm());
        out.push(at);
        if way > GENERAL_DIRECTION_M + 1.0 {
            break;
        }
        last = Some(here);
    }
    out
}

/// The sea lies to the left when walking along `forward`, so it spans the angle from `forward`
/// counter-clockwise to `back`.
fn terminus(earth: &Earth, at: LatLon, forward: &[LatLon], back: &[LatLon]) -> Terminus {
    let sweep = |ahead: f64, behind: f64| (ahead - behind).rem_euclid(360.0);
    let first = |line: &[LatLon]| earth.inverse(at, line[1]).azimuth1_deg;
    let (ahead, behind) = (general(earth, forward), general(earth, back));
    let bisector_deg = wrap(ahead - sweep(ahead, behind) / 2.0);
    let sea_angle_deg = sweep(first(forward), first(back));
    let middle_deg = wrap(first(forward) - sea_angle_deg / 2.0);
    Terminus {
        parties: [0, 0],
        at,
        right: 0,
        bisector_deg,
        sea_angle_deg,
        middle_deg,
        ray_deg: ray(bisector_deg, middle_deg, sea_angle_deg),
        half_deg: (sea_angle_deg - 180.0) / 2.0,
        point: earth.point(at),
    }
}

/// The bisector, brought into the cone of places that may have the terminus as their nearest point. Without a cone there
/// is nothing to part, and the bisector stands for the ray.
fn ray(bisector_deg: f64, middle_deg: f64, sea_angle_deg: f64) -> f64 {
    let half = (sea_angle_deg - 180.0) / 2.0;
    if half < -FLAT_DEG / 2.0 {
        return bisector_deg;
    }
    let room = (half - OFF_RIM_RAD.to_degrees()).max(0.0);
    let off = wrap(bisector_deg - middle_deg);
    if off.abs() <= room { bisector_deg } else { wrap(middle_deg + off.clamp(-room, room)) }
}

/// Azimuth from a line's start to the point of it [`GENERAL_DIRECTION_M`] along.
fn general(earth: &Earth, line: &[LatLon]) -> f64 {
    let mut left = GENERAL_DIRECTION_M;
    let mut end = line[line.len() - 1];
    for w in line.windows(2) {
        let edge = earth.inverse(w[0], w[1]);
        if edge.distance_m >= left {
            end = earth.direct(w[0], edge.azimuth1_deg, left);
            break;
        }
        left -= edge.distance_m;
    }
    earth.inverse(line[0], end).azimuth1_deg
}
