//! What each holder has of a measure.

use super::Density;
use crate::basis::Basis;
use crate::cells::Line;
use crate::edge;
use crate::solve::Solution;

impl Density<'_> {
    /// The measure of each of the first `count` holders' cells.
    pub(crate) fn held(&self, basis: &Basis, solution: &Solution, count: usize) -> Vec<f64> {
        let mut out = vec![0.0; count];
        let mut give = |holder: usize, value: f64| {
            if let Some(sum) = out.get_mut(holder) {
                *sum += value;
            }
        };
        for run in solution.runs() {
            give(run.holder as usize, self.run(basis, run));
        }
        for line in solution.lines() {
            let value = self.line(basis, line);
            give(line.left as usize, value);
            give(line.right as usize, -value);
        }
        out
    }

    /// The integral along a line. What lies between the line as it was followed and its printed points is a few square
    /// metres, known in all: it has the line's mean density. Near a pole, where areas are poor, it is left out.
    fn line(&self, basis: &Basis, line: &Line) -> f64 {
        let (mut sum, mut beside, mut length_m) = (0.0, line.green, 0.0);
        let (mut density, mut told) = (0.0, true);
        let points: Vec<_> = line.points.iter().map(|p| basis.earth.point(*p)).collect();
        for w in points.windows(2) {
            let (p, q) = (&w[0], &w[1]);
            sum += self.along(p, q);
            let (green, from_axis_m) = edge::integral(&basis.earth, &basis.rule, (p, q));
            beside.add(green.reversed());
            told &= from_axis_m > edge::POLE_M;
            let way = (q.p - p.p).norm();
            density += way * 0.5 * (self.at(p) + self.at(q));
            length_m += way;
        }
        if told && length_m > 0.0 { sum - beside.s_dlon * density / length_m } else { sum }
    }
}

#[cfg(test)]
mod tests {
    use littoral_geodesy::{AreaRule, Earth, Ellipsoid, Green, LatLon};

    use super::super::{crossings, quadratic};
    use super::*;

    /// A quadratic by its values, and where it passes whole numbers.
    #[test]
    fn quadratics_and_their_crossings() {
        let [a, b, c] = quadratic([0.5, 1.5, 4.5]);
        assert_eq!([a, b, c], [0.5, 0.0, 4.0]);
        let mut found: Vec<f64> = crossings([a, b, c]).collect();
        found.sort_by(f64::total_cmp);
        let want = [1.0_f64, 2.0, 3.0, 4.0].map(|k| ((k - 0.5) / 4.0).sqrt());
        assert_eq!(found.len(), 4);
        assert!(found.iter().zip(want).all(|(f, w)| (f - w).abs() < 1e-15), "{found:?}");
        assert_eq!(crossings([0.2, 0.0, 0.0]).count(), 0);
        assert_eq!(crossings([0.2, 1.0, 0.0]).count(), 1);
    }

    /// The integral along an edge over a parallel grows with the area below it.
    #[test]
    fn signs_are_those_of_areas() {
        let earth = Earth::new(&Ellipsoid::wgs84());
        let rule = AreaRule::new(&earth, &earth.point(LatLon::new(40.0, 50.0)));
        let ring = [(40.0, 50.0), (40.0, 50.01), (40.01, 50.01), (40.01, 50.0)]
            .map(|(lat, lon)| earth.point(LatLon::new(lat, lon)));
        let mut sum = Green::default();
        for k in 0..4 {
            sum.add(edge::integral(&earth, &rule, (&ring[k], &ring[(k + 1) % 4])).0);
        }
        assert!(-sum.s_dlon > 9e5, "counter-clockwise rings have positive areas by -s_dlon");
    }
}
