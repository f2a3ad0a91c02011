//! A triangle clipped by half-planes on which linear functions are not positive.

/// A corner of what is left: place in the plane, and weights of the triangle's corners.
#[derive(Clone, Copy)]
struct Corner {
    at: (f64, f64),
    part: [f64; 3],
    /// Who is on the other side of the edge that begins here, and the rate of that cut.
    beyond: Option<(usize, f64)>,
}

/// A convex part of a triangle.
#[derive(Clone)]
pub(crate) struct Clipped {
    plane: [(f64, f64); 3],
    corners: Vec<Corner>,
}

impl Clipped {
    /// The whole triangle, corners counter-clockwise in metres.
    pub(crate) fn triangle(plane: &[(f64, f64); 3]) -> Self {
        let corner = |k: usize| {
            let mut part = [0.0; 3];
            part[k] = 1.0;
            Corner { at: plane[k], part, beyond: None }
        };
        Self { plane: *plane, corners: (0..3).map(corner).collect() }
    }

    /// Keeps where `f`, given at the triangle's corners, is not positive.
    pub(crate) fn cut(&mut self, f: [f64; 3]) {
        self.cut_by(f, true, None);
    }

    /// The same; where `f` vanishes altogether the part is kept only if `ours`.
    pub(crate) fn cut_tied(&mut self, f: [f64; 3], ours: bool) {
        self.cut_by(f, ours, None);
    }

    /// The same; the new edge borders on `beyond`.
    pub(crate) fn cut_by(&mut self, f: [f64; 3], ours: bool, beyond: Option<usize>) {
        if f == [0.0; 3] {
            if !ours {
                self.corners.clear();
            }
            return;
        }
        let value = |c: &Corner| f[0] * c.part[0] + f[1] * c.part[1] + f[2] * c.part[2];
        if self.corners.iter().all(|c| value(c) <= 0.0) {
            return;
        }
        let tag = beyond.map(|j| (j, 1.0 / self.steep(f)));
        let mut left = Vec::with_capacity(self.corners.len() + 1);
        for k in 0..self.corners.len() {
            let (p, q) = (self.corners[k], self.corners[(k + 1) % self.corners.len()]);
            let (u, v) = (value(&p), value(&q));
            if u <= 0.0 {
                left.push(p);
            }
            if (u <= 0.0) != (v <= 0.0) {
                let mut m = between(&p, &q, u / (u - v));
                // Leaving: the cut itself begins here. Entering: the old edge goes on.
                m.beyond = if u <= 0.0 { tag } else { p.beyond };
                left.push(m);
            }
        }
        self.corners = left;
    }

    /// Length of the gradient of a linear function, per metre.
    fn steep(&self, f: [f64; 3]) -> f64 {
        let [_, (long, _), (x, y)] = self.plane;
        let east = (f[1] - f[0]) / long;
        let north = (f[2] - f[0] - east * x) / y;
        libm::hypot(east, north)
    }

    /// Area, m2.
    pub(crate) fn area(&self) -> f64 {
        self.fans().map(|(_, area)| area).sum()
    }

    /// Integral of a linear function given at the triangle's corners.
    pub(crate) fn integral(&self, f: [f64; 3]) -> f64 {
        let value = |c: &Corner| f[0] * c.part[0] + f[1] * c.part[1] + f[2] * c.part[2];
        self.fans().map(|(t, area)| area * t.iter().map(|c| value(c)).sum::<f64>() / 3.0).sum()
    }

    /// Each neighbour with the length of the common edge over the steepness of the difference.
    pub(crate) fn rates(&self) -> impl Iterator<Item = (usize, f64)> {
        (0..self.corners.len()).filter_map(|k| {
            let (p, q) = (&self.corners[k], &self.corners[(k + 1) % self.corners.len()]);
            let (j, rate) = p.beyond?;
            Some((j, rate * libm::hypot(q.at.0 - p.at.0, q.at.1 - p.at.1)))
        })
    }

    fn fans(&self) -> impl Iterator<Item = ([&Corner; 3], f64)> {
        (2..self.corners.len()).map(|k| {
            let t = [&self.corners[0], &self.corners[k - 1], &self.corners[k]];
            let (a, b, c) = (t[0].at, t[1].at, t[2].at);
            (t, 0.5 * ((b.0 - a.0) * (c.1 - a.1) - (b.1 - a.1) * (c.0 - a.0)))
        })
    }
}

fn between(p: &Corner, q: &Corner, t: f64) -> Corner {
    let mix = |a: f64, b: f64| a + t * (b - a);
    let part = [0, 1, 2].map(|k| mix(p.part[k], q.part[k]));
    Corner { at: (mix(p.at.0, q.at.0), mix(p.at.1, q.at.1)), part, beyond: None }
}

#[cfg(test)]
mod tests {
    use super::Clipped;

    const UNIT: [(f64, f64); 3] = [(0.0, 0.0), (2.0, 0.0), (0.0, 2.0)];

    /// The right triangle of legs 2 cut at x = 1: a trapezoid of 1.5, its edge of length 1; `f = x - 1`
    /// has slope 1, so moving the cut by dw changes the area by 1 dw.
    #[test]
    fn half_of_a_triangle() {
        let mut t = Clipped::triangle(&UNIT);
        t.cut_by([-1.0, 1.0, -1.0], true, Some(7));
        assert!((t.area() - 1.5).abs() < 1e-12);
        assert_eq!(t.rates().collect::<Vec<_>>(), [(7, 1.0)]);
        // Mean of x over the trapezoid: (1/3 of the corner cut away) by hand, 2/3 - 1/6 * ... = 2/3.
        let whole = 4.0 / 3.0;
        let cut = 0.5 * (1.0 + 1.0 / 3.0);
        assert!((t.integral([0.0, 2.0, 0.0]) - (whole - cut)).abs() < 1e-12);
    }

    #[test]
    fn ties_go_one_way() {
        let mut t = Clipped::triangle(&UNIT);
        t.cut_tied([0.0; 3], true);
        assert!((t.area() - 2.0).abs() < 1e-12);
        t.cut_tied([0.0; 3], false);
        assert_eq!(t.area(), 0.0);
        t.cut([-1.0, -1.0, -1.0]);
        assert_eq!(t.area(), 0.0);
    }
}
