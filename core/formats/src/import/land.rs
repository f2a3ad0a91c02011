//! Land as polygons: the sea is what they leave, its coasts are theirs.

mod beyond;
mod owners;
mod weld;
mod window;

use std::collections::{BTreeMap, BTreeSet};

use geo::bool_ops::FillRule;
use geo::{BooleanOps, Coord, LineString, MultiPolygon, Polygon};
use littoral_geodesy::LatLon;
use littoral_model::{Finding, ShoreKind};

use self::owners::{Owners, off_segment};
use self::weld::Weld;
use self::window::Window;
use super::{Sketch, Wishes};
use crate::exchange::feature::{contains, turned, twice_area};

type Land<'a> = [(String, &'a Vec<Vec<LatLon>>)];

/// Grid on which vertices are found again, degrees: 0.1 m.
const GRID: f64 = 1e-6;
/// White space around the land where no window is given, degrees.
const AROUND: f64 = 0.5;

/// Box minus land; the piece with the place asked for, else the largest that touches two parties.
pub(super) fn sketch(
    file: &str,
    land: &Land<'_>,
    wishes: &Wishes,
    log: &mut Vec<Finding>,
) -> Option<Sketch> {
    let frame = frame(file, land, wishes, log)?;
    let window = Window::of(&frame);
    let all = land;
    let mut moved = in_frame(&frame, land);
    for ring in moved.iter_mut().flat_map(|(_, polygon)| polygon) {
        *ring = window.cut(ring);
    }
    let land: Vec<(String, &Vec<Vec<LatLon>>)> =
        moved.iter().map(|(party, polygon)| (party.clone(), polygon)).collect();
    let land = land.as_slice();
    let owners = Owners::new(window, land);
    let water = carve(&frame, land);
    let pieces: Vec<Vec<Vec<LatLon>>> = water.iter().map(|p| rings(p, window, &owners)).collect();
    let sketches = pieces.into_iter().map(|sea| labelled(sea, window, &owners, land));
    let holds = |s: &Sketch, at: LatLon| {
        let mut rings = s.sea.iter();
        rings.next().is_some_and(|r| contains(r, at)) && !rings.any(|r| contains(r, at))
    };
    let size = |s: &Sketch| s.sea.first().map_or(0.0, |r| twice_area(r).abs());
    let turned = wishes.sea.map(|at| {
        let (west, east) = span(&frame);
        let turns = [0.0, 360.0, -360.0].map(|turn| LatLon::new(at.lat, at.lon + turn));
        turns.into_iter().find(|p| (west..=east).contains(&p.lon)).unwrap_or(at)
    });
    let chosen = match turned {
        Some(at) => sketches.map(|(s, _)| s).find(|s| holds(s, at)),
        // Water around the land of all has it for one island that they divide: rather what they enclose.
        None => sketches
            .filter(|(s, _)| touching(s) > 1)
            .max_by(|(a, m), (b, n)| (*m > 1).cmp(&(*n > 1)).then(size(a).total_cmp(&size(b))))
            .map(|(s, _)| s),
    };
    if chosen.is_none() {
        let text = match wishes.sea {
            Some(at) => format!("{}, {} is on land, or outside the window", at.lat, at.lon),
            None => "no water between the polygons touches two parties".to_owned(),
        };
        let help =
            "name a place in the sea with --sea LAT,LON, and its extent with --window S,W,N,E";
        log.push(Finding::error("F402", text).at(file, "").help(help));
    }
    let mut chosen = chosen?;
    left_out(file, &chosen, all, log);
    if !chosen.closed {
        log.push(open_sea(wishes.window.is_some()).at(file, ""));
    }
    if !chosen.closed {
        beyond::add(window, all, &mut chosen);
    }
    Some(chosen)
}

fn touching(s: &Sketch) -> usize {
    s.shores.iter().map(|(party, ..)| party).collect::<BTreeSet<_>>().len()
}

fn left_out(file: &str, s: &Sketch, land: &Land<'_>, log: &mut Vec<Finding>) {
    let inside: BTreeSet<&String> = s.shores.iter().map(|(party, ..)| party).collect();
    let all: BTreeSet<&String> = land.iter().map(|(party, _)| party).collect();
    let others: Vec<&str> = all.difference(&inside).map(|p| p.as_str()).collect();
    if !others.is_empty() {
        let shown = others.iter().take(12).copied().collect::<Vec<_>>().join(", ");
        let text = match others.len() {
            1 => format!("1 party does not touch this sea and is left out: {shown}"),
            n => format!("{n} parties do not touch this sea and are left out: {shown}"),
        };
        log.push(Finding::note("F403", text).at(file, ""));
    }
}

/// What is said of a sea that ends at the window.
fn open_sea(given: bool) -> Finding {
    let text = "the sea is open: it ends at the window where no party's land is near";
    let help = match given {
        true => "shares are of what lies inside the window",
        false => "draw the window with --window S,W,N,E; shares are of what lies inside it",
    };
    Finding::note("F404", text).help(help)
}

fn frame(
    file: &str,
    land: &Land<'_>,
    wishes: &Wishes,
    log: &mut Vec<Finding>,
) -> Option<Vec<LatLon>> {
    let all = || land.iter().flat_map(|(_, p)| p.iter().flatten());
    let [s, w, n, e] = wishes.window.unwrap_or_else(|| {
        let start = [90.0, 360.0, -90.0, -360.0];
        let b = all().fold(start, |b: [f64; 4], p| {
            [b[0].min(p.lat), b[1].min(p.lon), b[2].max(p.lat), b[3].max(p.lon)]
        });
        [(b[0] - AROUND).max(-89.0), b[1] - AROUND, (b[2] + AROUND).min(89.0), b[3] + AROUND]
    });
    if e - w > 180.0 {
        let (what, help) = match wishes.window {
            Some(_) => ("window", "draw one of 180 degrees of longitude at most"),
            None => ("land", "cut out the waters in question with --window S,W,N,E"),
        };
        let text = format!("the {what} spans more than half the globe");
        log.push(Finding::error("F405", text).at(file, "").help(help));
        return None;
    }
    Some([(s, w), (s, e), (n, e), (n, w)].map(|(lat, lon)| LatLon::new(lat, lon)).to_vec())
}

/// Least and greatest longitude.
fn span(ring: &[LatLon]) -> (f64, f64) {
    let start = (f64::INFINITY, f64::NEG_INFINITY);
    ring.iter().fold(start, |(w, e), p| (w.min(p.lon), e.max(p.lon)))
}

/// The ring without jumps over the antimeridian. One around a pole does not close so and stays as it is.
fn unwrapped(ring: &[LatLon]) -> Vec<LatLon> {
    let mut out: Vec<LatLon> = Vec::with_capacity(ring.len());
    let nearest = |lon: f64, to: f64| lon - 360.0 * ((lon - to) / 360.0).round();
    for p in ring {
        let lon = out.last().map_or(p.lon, |q| nearest(p.lon, q.lon));
        out.push(LatLon::new(p.lat, lon));
    }
    let closes = out.first().zip(out.last()).is_some_and(|(a, b)| (a.lon - b.lon).abs() <= 180.0);
    if closes { out } else { ring.to_vec() }
}

/// The land as it lies in the frame: a polygon of the other side of the antimeridian is moved by a turn,
/// one that the frame sees twice comes twice.
fn in_frame(frame: &[LatLon], land: &Land<'_>) -> Vec<(String, Vec<Vec<LatLon>>)> {
    let (west, east) = span(frame);
    let (mut out, mut weld) = (Vec::new(), Weld::default());
    for (party, polygon) in land {
        let Some(outer) = polygon.first().map(|r| unwrapped(r)) else { continue };
        let (w, e) = span(&outer);
        for turn in [-720.0, -360.0, 0.0, 360.0, 720.0] {
            if w + turn <= east && e + turn >= west {
                let ring = weld.ring(outer.iter().map(|p| LatLon::new(p.lat, p.lon + turn)));
                // The holes of land are lakes: no part of the sea.
                out.push((party.clone(), vec![ring]));
            }
        }
    }
    out
}

/// Box minus land. Of land that is there twice, as an enclave and what lies about it without its hole, each counts: turned alike, by
/// the number of times that rings go round a place.
fn carve(frame: &[LatLon], land: &Land<'_>) -> MultiPolygon<f64> {
    let ring = |r: &[LatLon]| {
        let turned = turned(r, true);
        LineString::new(turned.iter().map(|p| Coord { x: p.lon, y: p.lat }).collect())
    };
    let frame = MultiPolygon::new(vec![Polygon::new(ring(frame), vec![])]);
    let solid = land.iter().filter_map(|(_, p)| p.first()).map(|r| Polygon::new(ring(r), vec![]));
    frame.difference_with_fill_rule(&MultiPolygon::new(solid.collect()), FillRule::NonZero)
}

fn rings(polygon: &Polygon<f64>, window: Window, owners: &Owners) -> Vec<Vec<LatLon>> {
    let place = |c: &Coord| owners.snap(window.snapped(LatLon::new(c.y, c.x)));
    let ring = |r: &LineString<f64>| {
        let mut out: Vec<LatLon> = r.coords().map(place).collect();
        out.dedup();
        if out.len() > 1 && out.first() == out.last() {
            out.pop();
        }
        owners.restored(&out)
    };
    let all = std::iter::once(polygon.exterior()).chain(polygon.interiors());
    all.map(ring).filter(|r| r.len() > 2).collect()
}

/// Every edge of the sea gets its party, every run of edges of one party is a coast. Also how many parties there are where a
/// divided island counts for that of its first edge alone.
fn labelled(
    mut sea: Vec<Vec<LatLon>>,
    window: Window,
    owners: &Owners,
    land: &Land<'_>,
) -> (Sketch, usize) {
    let mut met = BTreeSet::new();
    let mut shores: BTreeMap<(String, bool), Vec<Vec<LatLon>>> = BTreeMap::new();
    let mut closed = true;
    for (k, ring) in sea.iter_mut().enumerate() {
        let labels: Vec<Option<usize>> = (0..ring.len())
            .map(|i| edge_of([ring[i], ring[(i + 1) % ring.len()]], window, owners, land))
            .collect();
        let mut parties = labels.iter().flatten();
        met.extend(labels.iter().flatten().take(if k > 0 { 1 } else { usize::MAX }).copied());
        let first = parties.next().filter(|_| k > 0);
        if let Some(party) = first.filter(|first| parties.all(|p| p == *first)) {
            shores.entry((owners.names[*party].clone(), true)).or_default().push(ring.clone());
            continue;
        }
        // An island that two parties divide has the coast of each.
        closed &= k > 0 || labels.iter().all(Option::is_some);
        for (party, run) in runs(ring, &labels) {
            shores.entry((owners.names[party].clone(), false)).or_default().push(run);
        }
        let free: Vec<bool> = labels.iter().map(Option::is_none).collect();
        *ring = window.followed(ring, &free);
    }
    let kind = |island: bool| if island { ShoreKind::Islands } else { ShoreKind::Coast };
    let shores =
        shores.into_iter().map(|((party, island), lines)| (party, kind(island), lines)).collect();
    (Sketch { sea, closed, shores }, met.len())
}

/// The party of an edge: by its ends, else by the land whose boundary its middle lies on.
fn edge_of([a, b]: [LatLon; 2], window: Window, owners: &Owners, land: &Land<'_>) -> Option<usize> {
    let party = owners.of_edge(a, b);
    if party.is_some() || window.along(a, b) {
        return party;
    }
    let middle = LatLon::new(f64::midpoint(a.lat, b.lat), f64::midpoint(a.lon, b.lon));
    let on = |polygon: &Vec<Vec<LatLon>>| {
        let ring = polygon.first().map_or(&[][..], Vec::as_slice);
        (0..ring.len()).any(|k| off_segment(middle, ring[k], ring[(k + 1) % ring.len()]) < GRID)
    };
    let (party, _) = land.iter().find(|(_, polygon)| on(polygon))?;
    owners.names.binary_search(party).ok()
}

/// Runs of edges of one party along a closed ring.
fn runs(ring: &[LatLon], labels: &[Option<usize>]) -> Vec<(usize, Vec<LatLon>)> {
    let n = ring.len();
    let starts: Vec<usize> = (0..n).filter(|&k| labels[k] != labels[(k + n - 1) % n]).collect();
    if starts.is_empty() {
        // One party all around: a coast that closes on itself.
        let closed = ring.iter().chain(ring.first()).copied().collect();
        return labels.first().copied().flatten().map(|p| (p, closed)).into_iter().collect();
    }
    let run = |&start: &usize| {
        let party = labels[start]?;
        let mut out = vec![ring[start]];
        let mut k = start;
        while labels[k] == Some(party) {
            k = (k + 1) % n;
            out.push(ring[k]);
            if k == start {
                break;
            }
        }
        Some((party, out))
    };
    starts.iter().filter_map(run).collect()
}
