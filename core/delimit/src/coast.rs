//! Who holds the coast: breakpoints and runs along the rings of the sea.
//!
//! On a party's own coast its distance is 0, so with equidistance the holder changes exactly at the
//! land-boundary termini; with additive weights lines may land on another party's shore. Each stretch
//! of a ring is certified by the enclosure of the scores over its half-length; what is not certain is
//! halved, and changes are located by root finding along the ring.

use std::ops::Range;

use littoral_geodesy::{Green, LatLon, SurfacePoint, many};

use crate::basis::{self, Basis, SeaRing, TerminusId};
use crate::error::DelimitError;
use crate::eval::{Evaluator, Label, OnMesh};
use crate::root::bracket;

/// Rings that are walked one after another.
const RINGS: usize = 128;

/// A long ring is walked in so many parts at most, of so many pieces at least.
const PARTS: usize = 32;
const PIECES: usize = 256;

/// A breakpoint this close to a terminus is the terminus, metres.
const SNAP_M: f64 = 1e-3;

/// Stretches with a longer half are asked whether one base point serves them, metres.
const LONG_M: f64 = 100.0;

/// Two breakpoints lie so much of a piece apart at least.
const LEAST_STATION: Station = 1e-9;

/// Where holders change so often one after another, without a stretch between that is certain, there is a line along the
/// coast: on which side of it the coast lies is a matter of rounding.
const MOST_CHANGES: usize = 64;

/// A geodesic exceeds its chord by less than this up to 900 km on an earth, which is so much of its polar radius.
const STRETCH: f64 = 1.001;
const FAR: f64 = 0.14;

/// A ring of the sea, and whose shore it is if that is known.
type Ring<'a> = (&'a SeaRing, Option<Label>);

/// A place on a ring: number of the piece plus the fraction along it.
pub(crate) type Station = f64;

/// Where the holder of the coast changes.
#[derive(Debug, Clone)]
pub(crate) struct Breakpoint {
    pub(crate) at: SurfacePoint,
    pub(crate) station: Station,
    /// Holder before and after, walking with the sea on the left.
    pub(crate) before: Label,
    pub(crate) after: Label,
    pub(crate) terminus: Option<TerminusId>,
}

/// A stretch of coast with one holder.
#[derive(Debug, Clone)]
pub(crate) struct Run {
    pub(crate) holder: Label,
    /// Breakpoints at its ends; `None` for a whole ring.
    pub(crate) ends: Option<(u32, u32)>,
    pub(crate) green: Green,
    /// Where it begins and ends, unless it is a whole ring.
    tips: Option<[LatLon; 2]>,
    /// Vertices of the sea in between, which may go on from the first of the ring.
    vertices: [Range<u32>; 2],
}

impl Run {
    /// Coordinates from its beginning on, without its end; of a whole ring all.
    pub(crate) fn points<'a>(&'a self, basis: &'a Basis) -> impl Iterator<Item = LatLon> + 'a {
        let sea = &basis.sea;
        let between = self.vertices.iter().cloned().flatten();
        // Edges without length have their first vertex's place once.
        let kept = between.filter(|v| self.tips.is_none() || !sea.pieces_of(*v).is_empty());
        self.tips.iter().map(|tips| tips[0]).chain(kept.map(|v| sea.vertex(v)))
    }

    /// Where it begins and ends, unless it is a whole ring, and the vertices in between.
    pub(crate) fn path(&self) -> (Option<[LatLon; 2]>, &[Range<u32>; 2]) {
        (self.tips, &self.vertices)
    }

    /// Where it ends, unless it is a whole ring.
    pub(crate) fn end(&self) -> Option<LatLon> {
        self.tips.map(|tips| tips[1])
    }

    /// Adds [`Self::points`], as latitude and longitude, to a list.
    pub(crate) fn add_to(&self, list: &mut Vec<[f64; 2]>, basis: &Basis) {
        let pair = |p: &LatLon| [p.lat, p.lon];
        list.reserve(2 + self.vertices.iter().map(ExactSizeIterator::len).sum::<usize>());
        if basis.sea.has_dropped_edges() {
            return list.extend(self.points(basis).map(|p| pair(&p)));
        }
        list.extend(self.tips.iter().map(|tips| pair(&tips[0])));
        for some in &self.vertices {
            list.extend(basis.sea.vertices(some.clone()).iter().map(pair));
        }
    }
}

/// The coast of the sea under one partition.
#[derive(Debug, Default)]
pub(crate) struct Coast {
    pub(crate) breakpoints: Vec<Breakpoint>,
    pub(crate) runs: Vec<Run>,
}

/// One interval of a ring with the holder of its middle.
#[derive(Clone, Copy)]
struct Stretch {
    middle: Station,
    label: Label,
}

/// The intervals of a ring so far.
struct Stretches {
    list: Vec<Stretch>,
    /// Down to this half-length what is not certain is looked at, metres.
    least_m: f64,
    /// Changes of holder since the last certain interval.
    changes: usize,
}

impl Stretches {
    fn push(&mut self, next: Stretch, certain: bool) {
        let changes = self.list.last().is_some_and(|last| last.label != next.label);
        self.changes = if certain { 0 } else { self.changes + usize::from(changes) };
        self.list.push(next);
    }
}

impl Coast {
    /// Ring by ring, on as many threads as there are.
    pub(crate) fn walk(eval: &mut Evaluator<'_>, sampled: bool) -> Result<Self, DelimitError> {
        let least_m = if sampled { 250.0 } else { 0.25 };
        let owners = basis::owners(eval.basis, eval.tape);
        let rings: Vec<Ring<'_>> = eval.basis.rings.iter().zip(owners).collect();
        let parts = match eval.sources() {
            Some(sources) => {
                let part = |some: &[Ring<'_>]| Self::of(&mut sources.evaluator(), some, least_m);
                many::list(rings.len().div_ceil(RINGS), 1, |k| {
                    part(&rings[k * RINGS..rings.len().min((k + 1) * RINGS)])
                })
            }
            None => vec![Self::of(eval, &rings, least_m)],
        };
        let mut coast = Self::default();
        parts.into_iter().try_for_each(|part| part.map(|p| coast.add(p)))?;
        Ok(coast)
    }

    fn of(
        eval: &mut Evaluator<'_>,
        rings: &[Ring<'_>],
        least_m: f64,
    ) -> Result<Self, DelimitError> {
        let (mut coast, mut clear) = (Self::default(), None);
        rings.iter().try_for_each(|ring| coast.ring(eval, *ring, least_m, &mut clear))?;
        Ok(coast)
    }

    fn add(&mut self, other: Self) {
        let first = self.breakpoints.len() as u32;
        self.breakpoints.extend(other.breakpoints);
        let moved = |(a, b): (u32, u32)| (first + a, first + b);
        self.runs.extend(other.runs.into_iter().map(|r| Run { ends: r.ends.map(moved), ..r }));
    }

    fn ring(
        &mut self,
        eval: &mut Evaluator<'_>,
        (ring, owner): Ring<'_>,
        least_m: f64,
        clear: &mut Option<Clear>,
    ) -> Result<(), DelimitError> {
        let basis = eval.basis;
        let span = Span::of(basis, ring);
        if let Some(label) = owner.filter(|label| owned(eval, &span, *label, clear)) {
            self.whole_ring(basis, ring, &span, label);
            return Ok(());
        }
        let stretches = stretches(eval, span.first..span.end, least_m)?;
        let first = self.breakpoints.len() as u32;
        for k in 0..stretches.len() {
            let (a, mut b) = (stretches[k], stretches[(k + 1) % stretches.len()]);
            if k + 1 == stretches.len() {
                b.middle += (span.end - span.first) as f64;
            }
            if a.label != b.label {
                changes(eval, &span, (a, b), &mut self.breakpoints);
                eval.check()?;
            }
        }
        let count = self.breakpoints.len() as u32 - first;
        if count == 0 {
            stretches
                .first()
                .into_iter()
                .for_each(|s| self.whole_ring(basis, ring, &span, s.label));
            return Ok(());
        }
        let ends = |k: u32| (first + k, first + (k + 1) % count);
        let runs = many::list(count as usize, 1, |k| self.run(basis, ring, &span, ends(k as u32)));
        self.runs.extend(runs);
        Ok(())
    }

    fn whole_ring(&mut self, basis: &Basis, ring: &SeaRing, span: &Span, holder: Label) {
        let vertices = [ring.vertices(), 0..0];
        let green = span.green(basis, span.first as f64, span.end as f64);
        self.runs.push(Run { holder, ends: None, green, tips: None, vertices });
    }

    fn run(&self, basis: &Basis, ring: &SeaRing, span: &Span, ends: (u32, u32)) -> Run {
        let (a, b) = (&self.breakpoints[ends.0 as usize], &self.breakpoints[ends.1 as usize]);
        let full = (span.end - span.first) as f64;
        let to = if b.station > a.station { b.station } else { b.station + full };
        // The vertices stand in order: those of the run are some neighbours, and on from the first of the ring.
        let vertices = [0.0, full].map(|turn| {
            let first = ring.first_not(basis, |s| s + turn <= a.station);
            first..ring.first_not(basis, |s| s + turn < to)
        });
        let place = |b: &Breakpoint| match b.terminus {
            Some(t) => basis.termini[t as usize].at,
            None => basis.earth.lat_lon(&b.at),
        };
        let green = span.green(basis, a.station, to);
        Run { holder: a.after, ends: Some(ends), green, tips: Some([place(a), place(b)]), vertices }
    }
}

impl SeaRing {
    /// The first of its vertices whose station is not before something.
    fn first_not(&self, basis: &Basis, before: impl Fn(Station) -> bool) -> u32 {
        let (mut lo, mut hi) = (self.first, self.first + self.count);
        while lo < hi {
            let m = lo + (hi - lo) / 2;
            if before(basis.sea.pieces_of(m).start as f64) { lo = m + 1 } else { hi = m }
        }
        lo
    }
}

/// The pieces of one ring.
struct Span {
    first: usize,
    end: usize,
}

impl Span {
    fn of(basis: &Basis, ring: &SeaRing) -> Self {
        let last = ring.first + ring.count - 1;
        Self { first: basis.sea.pieces_of(ring.first).start, end: basis.sea.pieces_of(last).end }
    }

    fn piece(&self, station: Station) -> usize {
        let k = station.floor() as usize;
        if k >= self.end { k - (self.end - self.first) } else { k }
    }

    fn at(&self, basis: &Basis, station: Station) -> SurfacePoint {
        basis.sea.piece(self.piece(station)).at(&basis.earth, station.fract())
    }

    /// Green integral from one station to a later one.
    fn green(&self, basis: &Basis, from: Station, to: Station) -> Green {
        let mut sum = Green::default();
        let mut at = from;
        while at < to {
            if at.fract() == 0.0 && to - at >= 1.0 {
                // Whole pieces, as far as the ring goes on.
                let first = self.piece(at);
                let count = ((to - at) as usize).min(self.end - first);
                sum.add(basis.greens.over(&basis.sea, &basis.rule, first..first + count));
                at += count as f64;
                continue;
            }
            let next = (at.floor() + 1.0).min(to);
            let piece = basis.sea.piece(self.piece(at));
            let (s, e) = (at - at.floor(), next - at.floor());
            let p = |f: f64| piece.at(&basis.earth, f);
            sum.add(basis.rule.arc(&p(s), &p((s + e) / 2.0), &p(e)));
            at = next;
        }
        sum
    }
}

/// The intervals of a ring, whose pieces are told. A long ring has several holders: parts of it are walked each on its own, on
/// as many threads as there are.
fn stretches(
    eval: &mut Evaluator<'_>,
    pieces: Range<usize>,
    least_m: f64,
) -> Result<Vec<Stretch>, DelimitError> {
    let walk = |eval: &mut Evaluator<'_>, pieces: Range<usize>| {
        let mut stretches = Stretches { list: Vec::new(), least_m, changes: 0 };
        eval.on_mesh = OnMesh::Yes;
        let walked = whole(eval, pieces, &mut stretches);
        eval.on_mesh = OnMesh::No;
        walked.map(|()| stretches.list)
    };
    let size = pieces.len().div_ceil(PARTS).max(PIECES);
    match eval.sources() {
        Some(sources) if pieces.len() > 2 * size => {
            let part = |k: usize| {
                let first = pieces.start + k * size;
                walk(&mut sources.evaluator(), first..pieces.end.min(first + size))
            };
            let parts = many::list(pieces.len().div_ceil(size), 1, part);
            parts.into_iter().collect::<Result<Vec<_>, _>>().map(|p| p.concat())
        }
        _ => walk(eval, pieces),
    }
}

/// Where, for whom and how far about there everybody else keeps off a holder's shore, metres.
type Clear = (SurfacePoint, Label, f64);

/// Does everybody else keep off a ring that is a holder's shore? What is known of an island holds of those beside it as well.
fn owned(eval: &mut Evaluator<'_>, span: &Span, label: Label, clear: &mut Option<Clear>) -> bool {
    let sea = &eval.basis.sea;
    let at = sea.start_of(span.first);
    let far = sea.farthest_m(span.first..span.end, &at);
    if far > FAR * eval.earth().b_m() {
        return false;
    }
    let radius_m = STRETCH * far + 2.0;
    let away = |(there, whose, room_m): &Clear| {
        let way = (there.p - at.p).norm();
        *whose == label && way < FAR * eval.earth().b_m() && STRETCH * way + radius_m < *room_m
    };
    if clear.as_ref().is_some_and(away) {
        return true;
    }
    eval.on_mesh = OnMesh::Yes;
    let room_m = eval.others_keep_off(&at, radius_m, label);
    eval.on_mesh = OnMesh::No;
    *clear = Some((at, label, room_m));
    room_m > radius_m
}

/// Certifies many pieces at once where the coast is far from every change; halves where it is not.
fn whole(
    eval: &mut Evaluator<'_>,
    pieces: Range<usize>,
    out: &mut Stretches,
) -> Result<(), DelimitError> {
    if pieces.len() <= 1 {
        if let Some(p) = pieces.clone().next() {
            halve(eval, p as f64, p as f64 + 1.0, out)?;
        }
        return Ok(());
    }
    let middle = pieces.start + pieces.len() / 2;
    let sea = &eval.basis.sea;
    let at = sea.start_of(middle);
    let far = sea.farthest_m(pieces.clone(), &at);
    // What reaches farther is halved.
    if far < FAR * eval.earth().b_m()
        && let Some(label) = eval.certain(&at, STRETCH * far + 2.0)
    {
        out.push(Stretch { middle: middle as f64, label }, true);
        return eval.check();
    }
    // A function that has failed bounds nothing: without a look here every stretch would be halved to its end.
    eval.check()?;
    whole(eval, pieces.start..middle, out)?;
    whole(eval, middle..pieces.end, out)
}

fn halve(
    eval: &mut Evaluator<'_>,
    from: Station,
    to: Station,
    out: &mut Stretches,
) -> Result<(), DelimitError> {
    let piece = eval.basis.sea.piece(from.floor() as usize);
    let middle = (from + to) / 2.0;
    let half = (to - from) * piece.length_m() / 2.0;
    let at = piece.at(eval.earth(), middle - from.floor());
    let certain = eval.certain(&at, half * 1.0005 + 1e-4);
    let basis = eval.basis;
    let ends = || [from, to].map(|s| piece.at(&basis.earth, s - from.floor()));
    let certain = match certain {
        None if eval.tape.plain && half >= LONG_M => served(eval, ends(), half),
        known => known,
    };
    if certain.is_some() || half <= out.least_m {
        let label = certain.unwrap_or_else(|| eval.label(&at));
        out.push(Stretch { middle, label }, certain.is_some());
        if out.changes > MOST_CHANGES {
            let text = "a line runs along the coast".to_owned();
            return Err(DelimitError::Geometry { text, at: eval.earth().lat_lon(&at) });
        }
        return eval.check();
    }
    eval.check()?;
    halve(eval, from, middle, out)?;
    halve(eval, middle, to, out)
}

/// The holder of a long stretch of a piece, if one base point of its serves both ends, and so all between
/// ([`crate::eval::Look::reaches`]): of two parties whose base points lie metres apart a wide window has rims in doubt down
/// to metres.
fn served(eval: &mut Evaluator<'_>, ends: [SurfacePoint; 2], half_m: f64) -> Option<Label> {
    let earth = eval.earth();
    let [a, b] = ends.map(|at| eval.look(&at, half_m));
    let serves = a.reaches(earth, (&ends[1], &b)) || b.reaches(earth, (&ends[0], &a));
    (a.label == b.label && serves).then_some(a.label)
}

/// The breakpoints between two neighbouring stretches: several where somebody else is lower at the first one found.
fn changes(
    eval: &mut Evaluator<'_>,
    span: &Span,
    (a, b): (Stretch, Stretch),
    out: &mut Vec<Breakpoint>,
) {
    let (station, found) = change(eval, span, a, b);
    let inside = station > a.middle + LEAST_STATION && station < b.middle - LEAST_STATION;
    let third = if inside && found.terminus.is_none() { lower(eval, &found) } else { None };
    let Some(label) = third else { return out.push(found) };
    let middle = Stretch { middle: station, label };
    changes(eval, span, (a, middle), out);
    changes(eval, span, (middle, b), out);
}

/// The holder of a breakpoint, if that is a third one, and clearly.
fn lower(eval: &mut Evaluator<'_>, found: &Breakpoint) -> Option<Label> {
    let third = eval.label(&found.at);
    if third == found.before || third == found.after {
        return None;
    }
    eval.load_all(&found.at);
    let least = eval.score(found.before).min(eval.score(found.after));
    (eval.score(third) < least - 1e-9 * (1.0 + least.abs())).then_some(third)
}

/// The breakpoint between two neighbouring stretches, and its station counted on from theirs.
fn change(eval: &mut Evaluator<'_>, span: &Span, a: Stretch, b: Stretch) -> (Station, Breakpoint) {
    let basis = eval.basis;
    let (i, j) = (a.label, b.label);
    let f = |eval: &mut Evaluator<'_>, s: Station| eval.difference(&span.at(basis, s), i, j);
    let (f0, f1) = (f(eval, a.middle), f(eval, b.middle));
    let ends = ((a.middle, f0.min(-f64::MIN_POSITIVE)), (b.middle, f1.max(f64::MIN_POSITIVE)));
    let found = bracket(ends.0, ends.1, 1e-11 + 1e-15 * b.middle, |s| f(eval, s));
    let (mut station, mut at) = (found, span.at(basis, found));
    let close = |t: &crate::terminus::Terminus| (t.point.p - at.p).norm() < SNAP_M;
    let terminus = basis.termini.iter().position(close);
    if let Some(t) = terminus {
        at = basis.termini[t].point;
        station = station.round();
    }
    let full = (span.end - span.first) as f64;
    if station >= span.end as f64 {
        station -= full;
    }
    let terminus = terminus.map(|t| t as TerminusId);
    (found, Breakpoint { at, station, before: i, after: j, terminus })
}
