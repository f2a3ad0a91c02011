//! The Green integral along the pieces of a set: from their ends alone where they are short, four at a time.
//!
//! The middle of a piece has the longitude of the middle of its chord and is higher by what the arc rises over it; its `S`
//! follows from those of the ends by Taylor's series: no root and no third `S`, and less than 1e-5 m2 from
//! [`AreaRule::arc`]. That is not enough near a pole (for pieces of 2 km beyond 69 degrees, of 600 m beyond 84), for pieces
//! of more than 2 km and on bodies far from round: there the middle is looked up.

use std::ops::Range;

use wide::f64x4;

use super::{AreaRule, Green};
use crate::piece::Piece;
use crate::shoreline::Shoreline;
use crate::vec3::Vec3;

const WIDTH: usize = 4;

/// Four places, structure of arrays.
#[derive(Clone, Copy)]
struct Places([f64x4; 3]);

impl Places {
    /// Those from one on; beyond the last its own again.
    fn of(points: &[Vec3], first: usize) -> Self {
        let at = |k: usize| points[(first + k).min(points.len() - 1)];
        let four = [at(0), at(1), at(2), at(3)];
        Self([four.map(|p| p.x).into(), four.map(|p| p.y).into(), four.map(|p| p.z).into()])
    }
}

/// Integrals along four pieces, and a bit for each that is short enough for them.
struct Short {
    s_dlon: [f64; WIDTH],
    dlon: [f64; WIDTH],
    holds: i32,
}

impl AreaRule {
    /// `S` minus the origin on an earth, at four heights: the series of [`Self::zone`].
    fn zones(&self, z: f64x4) -> f64x4 {
        let t = z * (1.0 / self.b);
        let y = t * t * self.ep2;
        let tail = 5.0 / 1152.0 - y * (7.0 / 2816.0 - y * (21.0 / 13312.0));
        let sum = 1.0 / 6.0 - y * (1.0 / 40.0 - y * (1.0 / 112.0 - y * tail));
        t * self.ab * (1.0 + y * sum) - self.origin
    }

    /// The integrals between the ends of four pieces, with `S` at both.
    fn short(&self, (a, s0): (Places, f64x4), (b, s1): (Places, f64x4)) -> Short {
        let ([ax, ay, az], [bx, by, bz]) = (a.0, b.0);
        let (dx, dy, dz) = (bx - ax, by - ay, bz - az);
        let (from_axis, along) = (ax * ax + ay * ay, ax * bx + ay * by);
        let bend = dx * dx + dy * dy + dz * dz * self.q;
        let most = (from_axis * 8e-7).fast_min(f64x4::splat(1.05e-7 * self.a2));
        let over = 1.0 / along;
        let t = (ax * dy - ay * dx) * over;
        let t2 = t * t;
        let d = t * (1.0 - t2 * (1.0 / 3.0 - t2 * (1.0 / 5.0)));
        // By how much the middle is past the half of the difference of longitude.
        let grows = (along - from_axis) * over;
        let past = t * (grows * 0.25 * (1.0 + grows * (0.5 + grows * 0.25)) + t2 * 0.125);
        let z = (az + bz) * 0.5;
        let rise = bend * z * (self.q / 8.0) / (self.a2 + z * z * (self.q * self.q - self.q));
        // The first derivative of S by z, and the second.
        let (t, per) = (z * (1.0 / self.b), self.ab / self.b);
        let y = t * t * self.ep2;
        let first = (1.0 + y * (0.5 - y * 0.125)) * per;
        let second = t * (1.0 - y * 0.5) * (per / self.b * self.ep2);
        let bent = first * rise - second * dz * dz * 0.125;
        let s_dlon = d * ((s0 + s1) * 0.5 + bent * (2.0 / 3.0)) - past * (s1 - s0) * (2.0 / 3.0);
        let holds = bend.simd_le(most).to_bitmask() as i32;
        Short { s_dlon: s_dlon.to_array(), dlon: d.to_array(), holds }
    }
}

impl Shoreline {
    /// The integral over some neighbouring pieces.
    #[must_use]
    pub fn green(&self, rule: &AreaRule, pieces: Range<usize>) -> Green {
        let mut sum = Green::default();
        let Some((points, is_end)) = self.stations(pieces.start) else { return sum };
        let points = &points[..points.len().min(pieces.len() + 1)];
        if points.is_empty() {
            return sum;
        }
        let round = rule.ep2.abs() <= 0.01;
        let mut last = rule.zones(f64x4::splat(points[0].z)).to_array()[0];
        for first in (0..pieces.len()).step_by(WIDTH) {
            let (a, b) = (Places::of(points, first), Places::of(points, first + 1));
            let s1 = rule.zones(b.0[2]);
            let ahead = s1.to_array();
            let s0 = f64x4::new([last, ahead[0], ahead[1], ahead[2]]);
            last = ahead[3];
            let four = rule.short((a, s0), (b, s1));
            for k in 0..WIDTH.min(pieces.len() - first) {
                let piece = first + k;
                // A line's last point is a piece without length.
                if is_end(pieces.start + piece) {
                    continue;
                }
                sum.add(match round && four.holds >> k & 1 == 1 {
                    true => Green { s_dlon: four.s_dlon[k], dlon: four.dlon[k] },
                    false => self.with_middle(rule, [points[piece], points[piece + 1]]),
                });
            }
        }
        sum
    }

    fn with_middle(&self, rule: &AreaRule, [a, b]: [Vec3; 2]) -> Green {
        let middle = Piece { a, b }.at(self.earth(), 0.5).p;
        rule.through([a, middle, b])
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{Chain, Earth, Ellipsoid, Join, LatLon};

    /// Rings of pieces from centimetres to kilometres, at all latitudes and azimuths, on bodies flat and round: the integral
    /// of each piece from its ends is that with its middle.
    #[test]
    fn short_pieces_by_their_ends() {
        for ellipsoid in [Ellipsoid::wgs84(), Ellipsoid { f: 0.0, ..Ellipsoid::wgs84() }] {
            let e = Earth::new(&ellipsoid);
            for (k, lat) in
                [0.0, 0.3, -12.0, 38.0, -45.0, 57.5, 71.0, 83.0, 89.5].iter().enumerate()
            {
                for (j, length) in [0.02, 5.0, 30.0, 200.0, 620.0, 1900.0].iter().enumerate() {
                    let at = LatLon::new(*lat, 179.99 - 40.0 * k as f64);
                    let corner = |i: u32| e.direct(at, 7.0 + 20.0 * f64::from(i), length / 0.3473);
                    let points: Vec<LatLon> = (0..18).map(corner).collect();
                    let chain = Chain { points: &points, closed: true, join: Join::Geodesic };
                    let set = Shoreline::new(&e, &[chain]);
                    let rule = AreaRule::new(&e, &e.point(at));
                    for i in 0..set.piece_count() {
                        let (p, got) = (set.piece(i), set.green(&rule, i..i + 1));
                        let [a, m, b] = [0.0, 0.5, 1.0].map(|f| p.at(&e, f));
                        let want = rule.arc(&a, &m, &b);
                        let off = (got.s_dlon - want.s_dlon).abs();
                        assert!(off < 1e-5, "{k} {j} {i}: {off}");
                        let slack = 1e-15 / lat.to_radians().cos();
                        assert!((got.dlon - want.dlon).abs() < slack, "{k} {j} {i}");
                    }
                }
            }
        }
    }

    /// Lines of one to nine pieces, one after another in a set: of each range of pieces the sum of each on its own, whatever
    /// stands beside it, and nothing for the way from the end of a line to the next.
    #[test]
    fn any_four_neighbours() {
        let e = Earth::new(&Ellipsoid::wgs84());
        let line = |n: usize| -> Vec<LatLon> {
            let at = |k: usize| {
                let (k, n) = (k as f64, n as f64);
                LatLon::new(40.0 + n + 0.003 * k, 50.0 + 0.01 * (k * k + n).sin())
            };
            (0..=n).map(at).collect()
        };
        let lines: Vec<Vec<LatLon>> = (1..10).map(line).collect();
        let chain = |points| Chain { points, closed: false, join: Join::Geodesic };
        let chains: Vec<Chain<'_>> = lines.iter().map(|l| chain(&l[..])).collect();
        let set = Shoreline::new(&e, &chains);
        let rule = AreaRule::new(&e, &e.point(LatLon::new(42.0, 52.0)));
        let each = |k: usize| {
            let piece = set.piece(k);
            let [a, m, b] = [0.0, 0.5, 1.0].map(|f| piece.at(&e, f));
            if set.is_end(k) { Green::default() } else { rule.arc(&a, &m, &b) }
        };
        let n = set.piece_count();
        for first in 0..n {
            let mut want = Green::default();
            for end in first + 1..=n {
                want.add(each(end - 1));
                let got = set.green(&rule, first..end);
                assert!((got.s_dlon - want.s_dlon).abs() < 1e-3, "{first} {end}");
                assert!((got.dlon - want.dlon).abs() < 1e-13, "{first} {end}");
            }
        }
    }
}
