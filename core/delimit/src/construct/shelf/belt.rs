//! A limit at a distance as closed lines, and where other lines cross it.

use std::collections::HashMap;
use std::sync::atomic::AtomicBool;

use littoral_geodesy::{Curve, Earth, LatLon};

use super::super::envelope::{self, Options};
use super::super::reach::{self, Crossing, Limit};
use super::super::{Bases, Source};
use super::loops::{Edge, Kind, Loop, Place, Zone};
use crate::error::DelimitError;

/// A crossing lies this near to the limit that it crosses, metres.
const ON_M: f64 = 1e-3;

/// What lies within a distance of base points, and its rim.
pub(super) struct Belt {
    pub limit: Limit,
    pub loops: Vec<Loop>,
    /// Pieces of the rim by what controls them.
    index: HashMap<Source, Vec<(usize, usize)>>,
}

/// What the lines of a case are made of.
#[derive(Clone, Copy)]
pub(super) struct Ground<'a> {
    pub earth: &'a Earth,
    pub cancel: Option<&'a AtomicBool>,
}

impl Belt {
    /// Everything within a distance of a party's base points.
    pub(super) fn new(
        ground: Ground<'_>,
        (bases, party): (&Bases, usize),
        (distance_m, vertices_only): (f64, bool),
        zone: Zone,
    ) -> Result<Self, DelimitError> {
        let earth = ground.earth;
        let options = Options { vertices_only, ..Options::at(distance_m) };
        let found = envelope::envelope_until(earth, bases, party, &options, ground.cancel)?;
        let limit = Limit::new(earth, bases, &[party], distance_m, vertices_only)?;
        let (mut loops, mut index) = (Vec::new(), HashMap::<_, Vec<_>>::new());
        for ring in &found.rings {
            if let (false, Some(last)) = (ring.closed, ring.pieces.last()) {
                let text = format!("the limit at {distance_m} m does not close");
                return Err(DelimitError::Geometry { text, at: last.ends[1] });
            }
            for (k, piece) in ring.pieces.iter().enumerate() {
                index.entry(piece.source).or_default().push((loops.len(), k));
            }
            let edge = |p: &envelope::Piece| Edge {
                curve: p.curve,
                reversed: p.reversed,
                kind: Kind::Limit(zone, p.source),
            };
            loops.push(Loop { edges: ring.pieces.iter().map(edge).collect() });
        }
        Ok(Self { limit, loops, index })
    }

    /// Where closed lines cross the rim: the place on the line, and on the rim.
    pub(super) fn crossed_by(
        &self,
        ground: Ground<'_>,
        loops: &[Loop],
    ) -> Result<Vec<[Place; 2]>, DelimitError> {
        let mut out = Vec::new();
        for (of, line) in loops.iter().enumerate() {
            let mut first = 0;
            while let Some(edge) = line.edges.get(first) {
                // A run of pieces that follow each other forwards is followed as one line.
                let run = line.edges[first..].iter().take_while(|e| !e.reversed).count();
                let n = if edge.reversed { 1 } else { run };
                let curves: Vec<Curve> =
                    line.edges[first..first + n].iter().map(|e| e.curve).collect();
                let found =
                    reach::crossings_until(ground.earth, &curves, &self.limit, ground.cancel)?;
                for x in &found.points {
                    let k = first + x.on.0;
                    out.push([(of, k, line.edges[k].along(x.on.1)), self.place(ground.earth, x)?]);
                }
                first += n;
            }
        }
        Ok(out)
    }

    /// The place of a crossing on the rim.
    fn place(&self, earth: &Earth, x: &Crossing) -> Result<Place, DelimitError> {
        let own = self.index.get(&x.control.source).cloned().unwrap_or_default();
        self.nearest(earth, x.at, own.into_iter())
            .or_else(|| {
                // About a corner another base point is as near.
                let edges = |(l, line): (usize, &Loop)| (0..line.edges.len()).map(move |k| (l, k));
                self.nearest(earth, x.at, self.loops.iter().enumerate().flat_map(edges))
            })
            .ok_or_else(|| DelimitError::Geometry {
                text: "a crossing of a limit lies on none of its pieces".into(),
                at: x.at,
            })
    }

    fn nearest(
        &self,
        earth: &Earth,
        at: LatLon,
        pieces: impl Iterator<Item = (usize, usize)>,
    ) -> Option<Place> {
        let mut best: Option<(f64, Place)> = None;
        for (l, k) in pieces {
            let edge = &self.loops[l].edges[k];
            let (s, off) = edge.curve.nearest(earth, at);
            if off < ON_M && best.is_none_or(|b| off < b.0) {
                best = Some((off, (l, k, edge.along(s))));
            }
        }
        best.map(|b| b.1)
    }

    /// Does a place lie within the distance?
    pub(super) fn holds(&self, at: LatLon) -> bool {
        self.limit.holds(at)
    }
}
