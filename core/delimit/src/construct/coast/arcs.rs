//! A survey in arcs: stretches of lines and rings between the places at which they part, each simplified once, whoever has it.
//!
//! A land boundary belongs to two rings. Simplified for each of them by itself it would be two lines, that cross. So rings and lines are cut
//! where they do not go the same way on both sides: where three of them meet, where coast becomes land boundary or the cut of a flat map, and
//! at the ends of lines; these places are kept.

use littoral_geodesy::densify::wrap;
use littoral_geodesy::{Earth, LatLon};
use littoral_model::ShoreKind;
use rustc_hash::{FxHashMap, FxHashSet};

use super::simplify::{abreast, between, opposite, ring, turned};
use crate::construct::base::{Bases, place_key};

/// A place, however its longitude is said.
pub(super) type Key = [u64; 2];

/// Along a cut of a flat map coordinates run to this, degrees.
const ON_CUT_DEG: f64 = 1e-9;

/// A stretch, and what is kept of it.
pub(super) struct Arc {
    /// Its places; a ring begins at one of its anchors, which it has again at its end.
    pub places: Vec<LatLon>,
    /// Indices, the first and the last among them.
    pub kept: Vec<usize>,
    /// Where its first place stood in what was given.
    first: usize,
    /// Is it a ring that is narrower than the tolerance?
    pub narrow: bool,
}

impl Arc {
    /// A line, or a ring that does not repeat its first place, by Douglas and Peucker; of what comes back to its first place within the
    /// tolerance three coordinates.
    pub(super) fn new(earth: &Earth, line: &[LatLon], closed: bool, tolerance_m: f64) -> Self {
        let (first, places) = match closed && line.len() > 2 {
            true => turned(earth, line),
            false => (0, line.to_vec()),
        };
        let last = places.len() - 1;
        let comes_back = last > 2 && place_key(places[0]) == place_key(places[last]);
        let Some(middle) = comes_back.then(|| opposite(earth, &places, closed)) else {
            let kept = between(earth, &places, (0, last), tolerance_m);
            return Self { places, kept, first, narrow: false };
        };
        let mut kept = ring(earth, &places, middle, tolerance_m);
        let narrow = kept.len() < 4;
        if narrow {
            kept.extend(abreast(earth, &places, middle));
            kept.sort_unstable();
        }
        Self { places, kept, first, narrow }
    }

    /// What is kept, as indices of the line or ring of so many places that was given, in its order.
    pub(super) fn kept_of(&self, count: usize, closed: bool) -> Vec<usize> {
        let kept = if closed && self.kept.len() > 1 { &self.kept[1..] } else { &self.kept };
        let mut kept: Vec<usize> = kept.iter().map(|k| (k + self.first) % count).collect();
        kept.sort_unstable();
        kept
    }
}

/// A line or ring of a survey; rings do not repeat their first place, and nothing its neighbour.
struct Chain {
    places: Vec<LatLon>,
    keys: Vec<Key>,
    closed: bool,
}

impl Chain {
    fn new(line: &[LatLon], closed: bool) -> Option<Self> {
        let mut places = line.to_vec();
        places.dedup_by(|b, a| place_key(*a) == place_key(*b));
        let ends_meet = places.len() > 1
            && places.first().map(|p| place_key(*p)) == places.last().map(|p| place_key(*p));
        if ends_meet {
            places.pop();
        }
        let closed = (closed || ends_meet) && places.len() > 2;
        let keys = places.iter().map(|p| place_key(*p)).collect();
        (places.len() > 1).then_some(Self { places, keys, closed })
    }

    fn edges(&self) -> impl Iterator<Item = [usize; 2]> + '_ {
        let n = self.places.len();
        (0..if self.closed { n } else { n - 1 }).map(move |k| [k, (k + 1) % n])
    }

    fn edge(&self, [a, b]: [usize; 2]) -> [Key; 2] {
        ordered(self.keys[a], self.keys[b])
    }
}

fn ordered(a: Key, b: Key) -> [Key; 2] {
    if a < b { [a, b] } else { [b, a] }
}

/// The arcs of a survey: of its lines but for single base points, of its land and of the waters in it.
pub(super) fn arcs(earth: &Earth, bases: &Bases, tolerance_m: f64) -> Vec<Arc> {
    let land = bases.land.iter().chain(&bases.enclosed);
    let rings: Vec<Chain> = land.filter_map(|(_, ring)| Chain::new(ring, true)).collect();
    let lines = bases.lines.iter().filter(|l| l.kind != ShoreKind::BasePoint);
    let lines: Vec<Chain> = lines.filter_map(|l| Chain::new(&l.points(), l.closed())).collect();
    let shore: FxHashSet<[Key; 2]> =
        lines.iter().flat_map(|c| c.edges().map(|e| c.edge(e))).collect();
    let mut net = Net { shore, ..Net::default() };
    rings.iter().chain(&lines).for_each(|c| net.take(c));
    let mut out = Vec::new();
    for chain in rings.iter().chain(&lines) {
        net.cut(chain, |line, closed| out.push(Arc::new(earth, line, closed, tolerance_m)));
    }
    out
}

/// How places are joined.
#[derive(Default)]
struct Net {
    shore: FxHashSet<[Key; 2]>,
    /// The places next to each, and whether the way there is shore.
    beside: FxHashMap<Key, Vec<(Key, bool)>>,
    /// Places that stay in any case.
    stands: FxHashSet<Key>,
    /// Edges of arcs that are made.
    done: FxHashSet<[Key; 2]>,
}

impl Net {
    fn take(&mut self, chain: &Chain) {
        for edge in chain.edges() {
            let [a, b] = edge.map(|k| chain.keys[k]);
            let shore = self.shore.contains(&ordered(a, b));
            for (from, to) in [(a, b), (b, a)] {
                let beside = self.beside.entry(from).or_default();
                if !beside.contains(&(to, shore)) {
                    beside.push((to, shore));
                }
            }
            // The cut of a flat map is led along meridians and over the pole: each of its coordinates is needed.
            if !shore && on_cut(edge.map(|k| chain.places[k])) {
                self.stands.extend([a, b]);
            }
        }
        if let (false, Some(first), Some(last)) =
            (chain.closed, chain.keys.first(), chain.keys.last())
        {
            self.stands.extend([*first, *last]);
        }
    }

    /// Do the lines part at a place, or does it stay in any case?
    fn parts(&self, at: &Key) -> bool {
        let two = |b: &Vec<(Key, bool)>| b.len() == 2 && b[0].1 == b[1].1;
        self.stands.contains(at) || !self.beside.get(at).is_some_and(two)
    }

    /// Hands over the arcs of a chain that are not made yet.
    fn cut(&mut self, chain: &Chain, mut made: impl FnMut(&[LatLon], bool)) {
        let new = |net: &mut Self, a: usize, b: usize| net.done.insert(chain.edge([a, b]));
        let n = chain.places.len();
        let Some(start) = (0..n).find(|k| self.parts(&chain.keys[*k])) else {
            if new(self, 0, 1) {
                chain.edges().for_each(|[a, b]| {
                    new(self, a, b);
                });
                made(&chain.places, true);
            }
            return;
        };
        let mut arc = vec![chain.places[start]];
        let mut fresh = true;
        for step in 0..chain.edges().count() {
            let [a, b] = [(start + step) % n, (start + step + 1) % n];
            fresh &= new(self, a, b);
            arc.push(chain.places[b]);
            if self.parts(&chain.keys[b]) {
                if fresh {
                    made(&arc, false);
                }
                (arc, fresh) = (vec![chain.places[b]], true);
            }
        }
    }
}

/// Does an edge lie along a meridian of the cut of a flat map, or in a pole?
fn on_cut([a, b]: [LatLon; 2]) -> bool {
    let pole = |p: LatLon| p.lat.abs() >= 90.0 - ON_CUT_DEG;
    let along = |lon: f64| [a, b].iter().all(|p| pole(*p) || wrap(p.lon - lon).abs() <= ON_CUT_DEG);
    along(180.0) || along(0.0)
}
