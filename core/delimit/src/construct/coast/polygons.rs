//! Land as it was drawn: each ring with the waters and enclaves in it.

use std::collections::{BTreeMap, BTreeSet};

use littoral_geodesy::LatLon;
use littoral_geodesy::densify::wrap;
use littoral_model::ShoreKind;

use super::arcs::Key;
use crate::construct::base::{BaseLine, Bases, inside, place_key};

/// A ring of land with what is not land in it.
#[derive(Debug, Clone, PartialEq)]
pub struct Polygon {
    /// Index of the party.
    pub party: usize,
    /// A line of the survey that is shore of it, by index; none of land without a shore.
    pub line: Option<usize>,
    /// Its outer ring, then lakes, lagoons and land of others in it; none repeats its first place.
    pub rings: Vec<Vec<LatLon>>,
}

type Side = [Key; 2];

fn side(a: LatLon, b: LatLon) -> Side {
    let (a, b) = (place_key(a), place_key(b));
    if a < b { [a, b] } else { [b, a] }
}

fn sides(ring: &[LatLon]) -> impl Iterator<Item = Side> + '_ {
    (0..ring.len()).map(|k| side(ring[k], ring[(k + 1) % ring.len()])).filter(|[a, b]| a != b)
}

fn of_line(line: &BaseLine) -> Vec<Side> {
    let points = line.points();
    let closed = usize::from(!line.closed());
    let all: Vec<Side> = (0..points.len().saturating_sub(closed))
        .map(|k| side(points[k], points[(k + 1) % points.len()]))
        .collect();
    all.into_iter().filter(|[a, b]| a != b).collect()
}

/// The land of a survey as polygons, and which of its lines are no shore of any of them. Land whose parties' boundary is on all sides of it is
/// a hole in the land around: an enclave.
#[must_use]
pub fn polygons(bases: &Bases) -> (Vec<Polygon>, Vec<usize>) {
    let mut shore: BTreeMap<(usize, Side), usize> = BTreeMap::new();
    for (k, line) in bases.lines.iter().enumerate().filter(|(_, l)| l.kind != ShoreKind::BasePoint)
    {
        of_line(line).into_iter().for_each(|s| {
            shore.entry((line.party, s)).or_insert(k);
        });
    }
    let of_land: BTreeSet<(usize, Side)> =
        bases.land.iter().flat_map(|(party, ring)| sides(ring).map(|s| (*party, s))).collect();
    let is_land = |l: &BaseLine| {
        let sides = of_line(l);
        let drawn = matches!(l.kind, ShoreKind::Coast | ShoreKind::Islands) && !sides.is_empty();
        drawn && sides.iter().all(|s| of_land.contains(&(l.party, *s)))
    };
    let (mut out, mut others) = (Vec::new(), Vec::new());
    for (party, ring) in &bases.land {
        let line = sides(ring).find_map(|s| shore.get(&(*party, s)).copied());
        out.push(Polygon { party: *party, line, rings: vec![ring.clone()] });
    }
    for (k, line) in bases.lines.iter().enumerate() {
        match line.kind {
            ShoreKind::BasePoint => others.push(k),
            _ if is_land(line) => {}
            _ if line.closed() => {
                let (party, rings) = (line.party, vec![line.points()]);
                out.push(Polygon { party, line: Some(k), rings });
            }
            _ => others.push(k),
        }
    }
    let shore: BTreeSet<Side> = shore.into_keys().map(|(_, s)| s).collect();
    let enclaves = enclaves(bases, &shore);
    for (party, ring) in &bases.enclosed {
        put(&mut out, ring, |p| p == *party);
    }
    for (party, ring) in &enclaves {
        put(&mut out, ring, |p| p != *party);
    }
    (out, others)
}

/// Puts a hole into the smallest of the rings that hold it.
fn put(out: &mut [Polygon], hole: &[LatLon], of: impl Fn(usize) -> bool) {
    let Some(first) = hole.first() else { return };
    let holds =
        |p: &&mut Polygon| of(p.party) && p.rings[0].len() > 2 && inside(&p.rings[0], *first);
    let small =
        out.iter_mut().filter(holds).min_by(|a, b| size(&a.rings[0]).total_cmp(&size(&b.rings[0])));
    if let Some(polygon) = small {
        polygon.rings.push(hole.to_vec());
    }
}

/// Square degrees of the box about a ring.
fn size(ring: &[LatLon]) -> f64 {
    let span = |of: &dyn Fn(&LatLon) -> f64| {
        let [low, high] = ring
            .iter()
            .map(of)
            .fold([f64::INFINITY, f64::NEG_INFINITY], |[l, h], x| [l.min(x), h.max(x)]);
        high - low
    };
    span(&|p| p.lat) * span(&|p| wrap(p.lon - ring[0].lon))
}

/// Closed runs of sides that one ring of land alone has and that are no shore: the land around has a hole there. Sides along the cut of a flat map do
/// not close.
fn enclaves(bases: &Bases, shore: &BTreeSet<Side>) -> Vec<(usize, Vec<LatLon>)> {
    let mut count: BTreeMap<Side, usize> = BTreeMap::new();
    bases
        .land
        .iter()
        .flat_map(|(_, ring)| sides(ring))
        .for_each(|s| *count.entry(s).or_default() += 1);
    let alone = |s: &Side| !shore.contains(s) && count.get(s) == Some(&1);
    let mut beside: BTreeMap<Key, Vec<(Key, LatLon, usize)>> = BTreeMap::new();
    for (party, ring) in &bases.land {
        for k in 0..ring.len() {
            let (a, b) = (ring[k], ring[(k + 1) % ring.len()]);
            if place_key(a) != place_key(b) && alone(&side(a, b)) {
                beside.entry(place_key(a)).or_default().push((place_key(b), b, *party));
                beside.entry(place_key(b)).or_default().push((place_key(a), a, *party));
            }
        }
    }
    let mut out = Vec::new();
    while let Some((&start, _)) = beside.first_key_value() {
        let (mut at, mut ring, mut party, mut closes) = (start, Vec::new(), 0, false);
        while let Some((next, place, of)) = beside.get_mut(&at).and_then(Vec::pop) {
            if let Some(back) = beside.get_mut(&next) {
                back.retain(|b| b.0 != at);
            }
            ring.push(place);
            (at, party) = (next, of);
            if at == start {
                closes = true;
                break;
            }
        }
        beside.retain(|_, b| !b.is_empty());
        if closes && ring.len() > 2 {
            out.push((party, ring));
        }
    }
    out
}
