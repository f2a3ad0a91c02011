//! The judge of outer limits: brute force with Karney's geodesics over all base points and edges.

#![allow(unreachable_pub, reason = "shared by test files")]

use littoral_delimit::construct::envelope::{Envelope, Options, envelope};
use littoral_delimit::construct::{BaseLine, Bases};
use littoral_geodesy::{Curve, Earth, Ellipsoid, LatLon};
use littoral_model::EdgeKind;

/// The same random numbers on every machine.
pub struct Random(pub u64);

impl Random {
    /// A number from 0 to 1.
    pub fn unit(&mut self) -> f64 {
        self.0 =
            self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 33) as f64 / f64::from(1_u32 << 31)
    }

    pub fn below(&mut self, n: usize) -> usize {
        ((self.unit() * n as f64) as usize).min(n - 1)
    }

    pub fn from(&mut self, low: f64, high: f64) -> f64 {
        low + (high - low) * self.unit()
    }
}

/// All base points and edges of a survey.
pub struct Judge {
    pub earth: Earth,
    points: Vec<LatLon>,
    edges: Vec<(Curve, LatLon)>,
    /// What an index of loxodromes may be off.
    bent: bool,
}

impl Judge {
    pub fn new(bases: &Bases) -> Self {
        let earth = Earth::new(&Ellipsoid::wgs84());
        let points = bases.lines.iter().flat_map(BaseLine::points).collect();
        let edges = |l: &BaseLine| {
            let of = |k: usize| l.curve(&earth, k).map(|c| (c, l.nodes[k].at));
            (0..l.nodes.len()).filter_map(of).collect::<Vec<_>>()
        };
        let edges = bases.lines.iter().flat_map(edges).collect();
        let bent = bases.lines.iter().any(|l| l.edge == EdgeKind::Loxodrome);
        Self { earth, points, edges, bent }
    }

    /// Distance to the nearest of all; where something is nearer than `enough_m` any such distance.
    pub fn nearest_m(&self, p: LatLon, enough_m: f64) -> f64 {
        let mut best = f64::INFINITY;
        for q in &self.points {
            best = best.min(self.earth.karney_m(p, *q));
            if best < enough_m {
                return best;
            }
        }
        for (edge, from) in &self.edges {
            // An edge is no nearer than its ends by more than its length.
            if self.earth.karney_m(p, *from) - edge.length() < best {
                best = best.min(edge.nearest(&self.earth, p).1);
            }
            if best < enough_m {
                return best;
            }
        }
        best
    }

    /// Closed rings, every piece at the distance and nearer to nothing, corners that meet; and the limit wherever
    /// circles about base points and parallels of edges, sampled, are nearer to nothing else.
    pub fn judged(
        &self,
        bases: &Bases,
        distance_m: f64,
        random: &mut Random,
    ) -> Result<Envelope, String> {
        let found = envelope(&self.earth, bases, 0, &Options::at(distance_m))
            .map_err(|e| format!("refused: {e}"))?;
        if let Some(r) = found.rings.iter().find(|r| !r.closed) {
            return Err(format!("open: {} pieces, {} m", r.pieces.len(), r.length_m));
        }
        if found.worst_gap_m > 1e-3 {
            return Err(format!("a gap of {} m", found.worst_gap_m));
        }
        let off = if self.bent { 3e-3 } else { 2e-5 };
        for piece in found.rings.iter().flat_map(|r| &r.pieces) {
            for k in 0..=4 {
                let s = piece.curve.range[0] + piece.curve.length() * f64::from(k) / 4.0;
                let d = self.nearest_m(piece.curve.at(&self.earth, s), 0.0);
                if (d - distance_m).abs() > off {
                    return Err(format!("off by {} at {s} of {piece:?}", d - distance_m));
                }
            }
        }
        self.complete(&found, distance_m, random)?;
        Ok(found)
    }

    fn complete(&self, found: &Envelope, t: f64, random: &mut Random) -> Result<(), String> {
        let mut samples = Vec::new();
        for q in &self.points {
            samples.extend((0..8).map(|_| self.earth.direct(*q, random.from(0.0, 360.0), t)));
        }
        for (edge, _) in &self.edges {
            for side in [-90.0, 90.0] {
                let foot = edge.spot(&self.earth, random.from(0.0, edge.length()));
                samples.push(self.earth.direct(foot.at, foot.azimuth_deg + side, t));
            }
        }
        let pieces = || found.rings.iter().flat_map(|r| &r.pieces);
        let slack = if self.bent { 1e-7 } else { 1e-9 };
        for p in samples {
            if self.nearest_m(p, t - slack) < t - slack {
                continue;
            }
            let near = |c: &&littoral_delimit::construct::envelope::Piece| {
                self.earth.karney_m(c.ends[0], p) < c.length_m * 1.01 + 1.0
            };
            let on = |c: &Curve| c.nearest(&self.earth, p).1;
            let gap = pieces().filter(near).map(|c| on(&c.curve)).fold(f64::INFINITY, f64::min);
            if gap > if self.bent { 3e-3 } else { 1e-4 } {
                return Err(format!("no limit within {gap} m of {p:?}"));
            }
        }
        Ok(())
    }
}

/// A survey in few words.
pub fn said(bases: &Bases) -> String {
    let line = |l: &BaseLine| {
        let at: Vec<String> =
            l.nodes.iter().map(|n| format!("({}, {})", n.at.lat, n.at.lon)).collect();
        format!("{:?} {:?} [{}]", l.kind, l.edge, at.join(", "))
    };
    bases.lines.iter().map(line).collect::<Vec<_>>().join("; ")
}
