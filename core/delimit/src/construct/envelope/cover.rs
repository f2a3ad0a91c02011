//! What of an arc or parallel is certainly within the distance of another base point.
//!
//! A disc about a point is convex as long as its radius is small against the earth, so a parallel with both ends
//! in it lies in it; of an arc of the same radius it holds one connected stretch. Places are taken by fast
//! steps on the surface (`trail.rs`) and a margin makes up for them, so only what is covered for certain is dropped.

use littoral_geodesy::{Earth, Nearest, Shoreline, Vec3};

use super::trail::{Step, Trail};

/// Discs remembered for each direction: neighbours on a coast are covered by the same points.
const KEPT: usize = 4;
/// Which of three axes is the greatest, in eight octants.
const DIRECTIONS: usize = 24;
/// Limits farther out than this are left to the exact test, metres.
const FARTHEST_M: f64 = 500_000.0;
/// Halvings before a stretch is left to the exact test.
const DEEPEST: u32 = 6;

/// Arcs that turn by more are halved before a disc is looked for, radians.
const WIDE: f64 = 0.5;

/// Discs about the points of a baseline.
pub(super) struct Cover<'a> {
    earth: &'a Earth,
    shore: &'a Shoreline,
    /// A chord shorter than this is a geodesic shorter than the distance; squared.
    chord2: f64,
    /// The same, where the place may be off by what an arc goes on beyond its edges' normals.
    arc_chord2: f64,
    /// The same for searches.
    bound_m: f64,
    step: Step,
    recent: [Recent; DIRECTIONS],
}

/// The last discs that covered something in a direction.
#[derive(Clone, Copy)]
struct Recent {
    discs: [Vec3; KEPT],
    next: usize,
    /// Where the last of them was found.
    piece: u32,
}

impl Recent {
    const NONE: Self = Self { discs: [Vec3::new(0.0, 0.0, 0.0); KEPT], next: 0, piece: u32::MAX };
}

/// A stretch by fractions, and its ends.
#[derive(Clone, Copy)]
struct Stretch {
    range: [f64; 2],
    ends: [Vec3; 2],
}

impl<'a> Cover<'a> {
    /// None for distances at which discs are not convex enough, or no more than the margin.
    pub(super) fn new(
        earth: &'a Earth,
        shore: &'a Shoreline,
        distance_m: f64,
        longest_slip: f64,
    ) -> Option<Self> {
        let least = earth.ellipsoid().a_m * (1.0 - earth.e2());
        let bend = distance_m * (distance_m / least) * (distance_m / least);
        // Fast steps are off by a part of the flattening of the sphere's bend, directions by 1e-7 and less.
        // Places beside the ends of edges are not pushed onto the surface: they lie off it by the flattening times the
        // square of the distance over the radius, which half of the distance over the radius of chords sees.
        let margin = 0.02 + bend * (0.02 + earth.e2().abs() / 3.0) + distance_m * 2e-6;
        let chord_m = distance_m - bend / 24.0 - margin;
        (distance_m <= FARTHEST_M && chord_m > 0.0).then(|| Self {
            earth,
            shore,
            chord2: chord_m * chord_m,
            arc_chord2: (chord_m - 1.01 * longest_slip * distance_m).max(0.0).powi(2),
            bound_m: distance_m - margin,
            step: Step::new(earth, distance_m),
            recent: [Recent::NONE; DIRECTIONS],
        })
    }

    /// Are both ends of a parallel in one of the discs known in a direction?
    pub(super) fn knows(&self, out: Vec3, [p, q]: [Vec3; 2]) -> bool {
        self.recent[sector(out)].hold([p, q], self.chord2)
    }

    /// Are both ends of an arc, and what it goes on beyond them?
    pub(super) fn knows_arc(&self, out: Vec3, [p, q]: [Vec3; 2]) -> bool {
        self.recent[sector(out)].hold([p, q], self.arc_chord2)
    }

    /// Adds the stretches of a trail that may stand, by fractions, in order.
    pub(super) fn open(&mut self, trail: &Trail, left: &mut Vec<[f64; 2]>) {
        let [p, q] = [0.0, 1.0].map(|t| trail.place(self.earth, self.step, t).0.p);
        self.halve(trail, Stretch { range: [0.0, 1.0], ends: [p, q] }, DEEPEST, left);
    }

    fn halve(&mut self, trail: &Trail, it: Stretch, depth: u32, left: &mut Vec<[f64; 2]>) {
        let ([a, b], [p, q]) = (it.range, it.ends);
        let t = (a + b) / 2.0;
        let (middle, out) = trail.place(self.earth, self.step, t);
        let sector = sector(out);
        let recent = &self.recent[sector];
        if recent.hold([p, q], self.chord2) {
            return;
        }
        // One disc seldom holds a wide arc: its halves may be in those that are known.
        if depth == 0 || trail.turn() * (b - a) < WIDE {
            let near = self.shore.nearest(&middle, Some(recent.piece), self.bound_m);
            let covered = near.distance_m < self.bound_m;
            if covered {
                self.remember(sector, &near);
                if holds(near.at.p, p, self.chord2) && holds(near.at.p, q, self.chord2) {
                    return;
                }
            }
            if depth == 0 || !covered {
                return add(left, it.range);
            }
        }
        self.halve(trail, Stretch { range: [a, t], ends: [p, middle.p] }, depth - 1, left);
        self.halve(trail, Stretch { range: [t, b], ends: [middle.p, q] }, depth - 1, left);
    }

    fn remember(&mut self, sector: usize, near: &Nearest) {
        let recent = &mut self.recent[sector];
        recent.discs[recent.next] = near.at.p;
        recent.next = (recent.next + 1) % KEPT;
        recent.piece = near.piece;
    }
}

impl Recent {
    fn hold(&self, [p, q]: [Vec3; 2], chord2: f64) -> bool {
        self.discs.iter().any(|c| holds(*c, p, chord2) && holds(*c, q, chord2))
    }
}

fn holds(centre: Vec3, p: Vec3, chord2: f64) -> bool {
    let v = p - centre;
    v.dot(v) < chord2
}

/// Stretches that follow each other are one.
fn add(left: &mut Vec<[f64; 2]>, range: [f64; 2]) {
    match left.last_mut() {
        Some(last) if last[1] == range[0] => last[1] = range[1],
        _ => left.push(range),
    }
}

/// Which axis is the greatest, and the octant.
fn sector(v: Vec3) -> usize {
    let (x, y, z) = (v.x.abs(), v.y.abs(), v.z.abs());
    let axis = if x >= y && x >= z { 0 } else { 1 + usize::from(z > y) };
    axis * 8 + usize::from(v.x < 0.0) + 2 * usize::from(v.y < 0.0) + 4 * usize::from(v.z < 0.0)
}
