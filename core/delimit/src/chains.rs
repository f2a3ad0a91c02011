//! Arcs joined into boundary lines and cut at the coast.
//!
//! Labels are defined on land too, so arcs run through land. Each passage of an arc through the coast must
//! be one known breakpoint and every breakpoint one passage: anything else is an error with a place,
//! never a silent snap.

use littoral_geodesy::SurfacePoint;
use rayon::prelude::*;
use rustc_hash::{FxHashMap, FxHashSet};

use crate::basis::Basis;
use crate::coast::Coast;
use crate::error::DelimitError;
use crate::eval::Label;
use crate::topology::{Arc, ArcEnd, Topology};

/// A crossing nearer to the coast than this may be counted to either side of it, metres.
const DOUBTFUL_M: f64 = 50.0;

/// Ends of arcs that are sounded one after another.
const ENDS: usize = 64;

/// An end of a boundary line.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(crate) enum LineEnd {
    /// On the coast or the frame.
    Breakpoint(u32),
    /// Where three meet.
    Junction(u32),
    /// The line closes on itself.
    Loop,
}

/// A boundary line in the sea: coarse points on it, `left < right`.
#[derive(Debug)]
pub(crate) struct Chain {
    pub(crate) left: Label,
    pub(crate) right: Label,
    pub(crate) from: LineEnd,
    pub(crate) to: LineEnd,
    pub(crate) points: Vec<SurfacePoint>,
}

/// A node along a cut arc.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
enum Stop {
    Arc(ArcEnd),
    Breakpoint(u32),
}

struct Cut<'a> {
    basis: &'a Basis,
    topology: &'a Topology,
    coast: &'a Coast,
    /// Signed distance from the coast at each arc end, positive in the sea.
    depth: FxHashMap<ArcEnd, f64>,
    /// Breakpoints on each arc.
    on_arc: Vec<Vec<u32>>,
}

/// Joins and cuts; lines come sorted by pair, then in the order of the mesh. Where that did not do, it is told `thorough`ly what
/// is sea.
pub(crate) fn join(
    basis: &Basis,
    (topology, thorough): (&Topology, bool),
    coast: &Coast,
) -> Result<Vec<Chain>, DelimitError> {
    let mut cut = Cut {
        basis,
        topology,
        coast,
        depth: FxHashMap::default(),
        on_arc: vec![Vec::new(); topology.arcs.len()],
    };
    cut.sound(thorough);
    cut.place_breakpoints()?;
    cut.reconcile()?;
    let pieces = cut.sea_pieces();
    let mut chains = cut.link(&pieces)?;
    chains.sort_by_key(|c| (c.left, c.right));
    Ok(chains)
}

impl Cut<'_> {
    fn place(&self, end: ArcEnd) -> SurfacePoint {
        match end {
            ArcEnd::Crossing(c) => self.topology.crossings.list[c as usize].at,
            ArcEnd::Junction(j) => self.topology.junctions[j as usize].at,
        }
    }

    /// Signed distances of all ends of arcs. An island that crosses the outer rim of the sea, as the edge of a window that
    /// is no parallel crosses what was cut along one, has sea on all sides by its own coast, and beyond the rim there is none:
    /// where it is looked `thorough`ly the rim is asked as well.
    fn sound(&mut self, thorough: bool) {
        // Where one arc ends the next begins.
        let mut seen = FxHashSet::default();
        let all = self.topology.arcs.iter().flat_map(|arc| [arc.from, arc.to]);
        let ends: Vec<ArcEnd> = all.filter(|end| seen.insert(*end)).collect();
        let rim = thorough.then(|| self.basis.outer_rim());
        let outer = self.basis.rings.first().map_or(0, |ring| ring.count);
        let sounded = |some: &[ArcEnd]| -> Vec<f64> {
            let mut hint = None;
            let depth = |end: &ArcEnd| {
                let at = self.place(*end);
                let (d, near) = self.basis.sea.signed(&at, hint);
                hint = Some(near.piece);
                let by_island = || {
                    let past = outer.checked_sub(1).map(|last| self.basis.sea.pieces_of(last).end);
                    past.is_some_and(|past| near.piece as usize >= past)
                };
                match &rim {
                    Some(rim) if d > 0.0 && by_island() => d.min(rim.signed(&at, None).0),
                    _ => d,
                }
            };
            some.iter().map(depth).collect()
        };
        let depths: Vec<Vec<f64>> = ends.par_chunks(ENDS).map(sounded).collect();
        self.depth.extend(ends.into_iter().zip(depths.concat()));
    }

    fn in_sea(&self, end: ArcEnd) -> bool {
        self.depth.get(&end).is_some_and(|d| *d > 0.0)
    }

    /// Each breakpoint goes to the nearest arc of its pair that has one end in the sea and one on land;
    /// a line may bend so sharply at a terminus that another arc's chord passes nearer. Only a breakpoint
    /// for which there is none (a line that touches land and returns within one arc) takes any arc.
    fn place_breakpoints(&mut self) -> Result<(), DelimitError> {
        for (k, b) in self.coast.breakpoints.iter().enumerate() {
            let pair = (b.before.min(b.after), b.before.max(b.after));
            let arcs =
                || self.topology.arcs.iter().enumerate().filter(|(_, a)| (a.left, a.right) == pair);
            let away = |a: &Arc| off(&b.at, &self.place(a.from), &self.place(a.to));
            let nearer = |x: &(usize, &Arc), y: &(usize, &Arc)| away(x.1).total_cmp(&away(y.1));
            let passes = |(j, a): &(usize, &Arc)| {
                let long = (self.place(a.from).p - self.place(a.to).p).norm();
                self.on_arc[*j].is_empty()
                    && self.in_sea(a.from) != self.in_sea(a.to)
                    && away(a) <= long + DOUBTFUL_M
            };
            let Some((arc, _)) =
                arcs().filter(passes).min_by(nearer).or_else(|| arcs().min_by(nearer))
            else {
                return Err(
                    self.loose(&b.at, "a line ends on the coast but none was found in the sea")
                );
            };
            self.on_arc[arc].push(k as u32);
        }
        for k in 0..self.on_arc.len() {
            let (p, q) =
                (self.place(self.topology.arcs[k].from), self.place(self.topology.arcs[k].to));
            let along = |b: &u32| (self.coast.breakpoints[*b as usize].at.p - p.p).dot(q.p - p.p);
            let mut list = std::mem::take(&mut self.on_arc[k]);
            list.sort_by(|x, y| along(x).total_cmp(&along(y)));
            self.on_arc[k] = list;
        }
        Ok(())
    }

    fn even(&self, arc: usize) -> bool {
        let a = &self.topology.arcs[arc];
        let passes = self.on_arc[arc].len() % 2 == 1;
        (self.in_sea(a.from) != passes) == self.in_sea(a.to)
    }

    /// A crossing next to the coast may have been counted to the wrong side of a breakpoint: if both
    /// arcs that share it have the wrong number of passages, turning its side mends both.
    fn reconcile(&mut self) -> Result<(), DelimitError> {
        let mut at: FxHashMap<ArcEnd, usize> = FxHashMap::default();
        for k in 0..self.topology.arcs.len() {
            if self.even(k) {
                continue;
            }
            for end in [self.topology.arcs[k].from, self.topology.arcs[k].to] {
                let depth = self.depth.get(&end).copied().unwrap_or(f64::INFINITY);
                let partner = at.get(&end).copied().filter(|j| !self.even(*j) && !self.even(k));
                if partner.is_some() && depth.abs() < DOUBTFUL_M {
                    self.depth.insert(end, -depth);
                } else {
                    at.insert(end, k);
                }
            }
        }
        match (0..self.topology.arcs.len()).find(|k| !self.even(*k)) {
            None => Ok(()),
            Some(k) => {
                let p = self.place(self.topology.arcs[k].from);
                Err(self.loose(&p, "a line passes through the coast where no holder changes"))
            }
        }
    }

    /// Pieces of arcs that lie in the sea.
    fn sea_pieces(&self) -> Vec<(Arc, Stop, Stop)> {
        let mut out = Vec::new();
        for (k, arc) in self.topology.arcs.iter().enumerate() {
            let mut stops = vec![Stop::Arc(arc.from)];
            stops.extend(self.on_arc[k].iter().map(|b| Stop::Breakpoint(*b)));
            stops.push(Stop::Arc(arc.to));
            let mut sea = self.in_sea(arc.from);
            for w in stops.windows(2) {
                if sea {
                    out.push((*arc, w[0], w[1]));
                }
                sea = !sea;
            }
        }
        out
    }

    fn link(&self, pieces: &[(Arc, Stop, Stop)]) -> Result<Vec<Chain>, DelimitError> {
        let joint = |s: &Stop| matches!(s, Stop::Arc(ArcEnd::Crossing(_)));
        let mut next: FxHashMap<Stop, usize> = FxHashMap::default();
        for (k, p) in pieces.iter().enumerate().filter(|(_, p)| joint(&p.1)) {
            next.insert(p.1, k);
        }
        let mut used = vec![false; pieces.len()];
        let mut chains = Vec::new();
        let open = (0..pieces.len()).filter(|k| !joint(&pieces[*k].1));
        for start in open.chain(0..pieces.len()) {
            if used[start] {
                continue;
            }
            let (arc, from, mut to) = pieces[start];
            used[start] = true;
            let mut points = vec![self.stop(from), self.stop(to)];
            while let Some(k) = next.get(&to).copied().filter(|k| joint(&to) && !used[*k]) {
                used[k] = true;
                to = pieces[k].2;
                points.push(self.stop(to));
            }
            if joint(&to) != joint(&from) || joint(&to) && to != from {
                return Err(self.loose(&self.stop(to), "a line stops in the open sea"));
            }
            let (from, to) = (end(from), end(to));
            chains.push(Chain { left: arc.left, right: arc.right, from, to, points });
        }
        Ok(chains)
    }

    fn stop(&self, s: Stop) -> SurfacePoint {
        match s {
            Stop::Arc(e) => self.place(e),
            Stop::Breakpoint(b) => self.coast.breakpoints[b as usize].at,
        }
    }

    fn loose(&self, p: &SurfacePoint, text: &str) -> DelimitError {
        DelimitError::Geometry { text: text.to_owned(), at: self.basis.earth.lat_lon(p) }
    }
}

fn end(s: Stop) -> LineEnd {
    match s {
        Stop::Breakpoint(b) => LineEnd::Breakpoint(b),
        Stop::Arc(ArcEnd::Junction(j)) => LineEnd::Junction(j),
        Stop::Arc(ArcEnd::Crossing(_)) => LineEnd::Loop,
    }
}

/// Distance of a point from the chord between two others, metres.
fn off(p: &SurfacePoint, a: &SurfacePoint, b: &SurfacePoint) -> f64 {
    let (w, v) = (p.p - a.p, b.p - a.p);
    let t = if v.dot(v) > 0.0 { (w.dot(v) / v.dot(v)).clamp(0.0, 1.0) } else { 0.0 };
    (w - v * t).norm()
}
