//! Plane geometry on paper, in millimetres: boxes, clipping, distances.

use geo::Coord;

/// A point on paper, mm from the top left corner.
pub(super) type Pt = Coord<f64>;

/// A box on paper, mm.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Rect {
    pub(super) x: f64,
    pub(super) y: f64,
    pub(super) w: f64,
    pub(super) h: f64,
}

impl Rect {
    pub(super) const fn new(x: f64, y: f64, w: f64, h: f64) -> Self {
        Self { x, y, w, h }
    }

    pub(super) fn around(c: Pt, half: f64) -> Self {
        Self::new(c.x - half, c.y - half, 2.0 * half, 2.0 * half)
    }

    pub(super) fn right(&self) -> f64 {
        self.x + self.w
    }

    pub(super) fn bottom(&self) -> f64 {
        self.y + self.h
    }

    pub(super) fn centre(&self) -> Pt {
        Pt { x: self.x + self.w / 2.0, y: self.y + self.h / 2.0 }
    }

    pub(super) fn grown(&self, by: f64) -> Self {
        Self::new(self.x - by, self.y - by, self.w + 2.0 * by, self.h + 2.0 * by)
    }

    pub(super) fn has(&self, p: Pt) -> bool {
        p.x >= self.x && p.x <= self.right() && p.y >= self.y && p.y <= self.bottom()
    }

    pub(super) fn holds(&self, o: &Self) -> bool {
        o.x >= self.x && o.y >= self.y && o.right() <= self.right() && o.bottom() <= self.bottom()
    }

    pub(super) fn meets(&self, o: &Self) -> bool {
        self.x < o.right() && o.x < self.right() && self.y < o.bottom() && o.y < self.bottom()
    }

    /// Does the segment touch the box? (Liang and Barsky 1984.)
    pub(super) fn cut_by(&self, a: Pt, b: Pt) -> bool {
        self.clip(a, b).is_some()
    }

    /// The part of the segment inside the box, if any.
    pub(super) fn clip(&self, a: Pt, b: Pt) -> Option<(Pt, Pt)> {
        let d = b - a;
        let (mut t0, mut t1) = (0.0_f64, 1.0_f64);
        let sides = [
            (-d.x, a.x - self.x),
            (d.x, self.right() - a.x),
            (-d.y, a.y - self.y),
            (d.y, self.bottom() - a.y),
        ];
        for (p, q) in sides {
            if p == 0.0 {
                if q < 0.0 {
                    return None;
                }
            } else if p < 0.0 {
                t0 = t0.max(q / p);
            } else {
                t1 = t1.min(q / p);
            }
        }
        (t0 <= t1).then(|| (a + d * t0, a + d * t1))
    }

    /// A run of segments that meet the box, without what of the first and the last lies beyond it.
    pub(super) fn without_ends(&self, mut run: Vec<Pt>) -> Vec<Pt> {
        if let [a, b, ..] = run[..]
            && !self.has(a)
        {
            run[0] = self.clip(a, b).map_or(a, |part| part.0);
        }
        if let [.., a, b] = run[..]
            && !self.has(b)
        {
            let last = run.len() - 1;
            run[last] = self.clip(a, b).map_or(b, |part| part.1);
        }
        run
    }

    /// The part of a polygon inside the box (Sutherland and Hodgman 1974); parts may stay joined
    /// along the box's rim.
    pub(super) fn clip_ring(&self, ring: &[Pt]) -> Vec<Pt> {
        let inside: [&dyn Fn(Pt) -> f64; 4] =
            [&|p| p.x - self.x, &|p| self.right() - p.x, &|p| p.y - self.y, &|p| {
                self.bottom() - p.y
            }];
        let mut out = ring.to_vec();
        for side in inside {
            let input = std::mem::take(&mut out);
            for (k, &b) in input.iter().enumerate() {
                let a = input[(k + input.len() - 1) % input.len()];
                let (da, db) = (side(a), side(b));
                if (da < 0.0) != (db < 0.0) {
                    out.push(a + (b - a) * (da / (da - db)));
                }
                if db >= 0.0 {
                    out.push(b);
                }
            }
        }
        out
    }
}

/// Distance of two points.
pub(super) fn distance(a: Pt, b: Pt) -> f64 {
    (a.x - b.x).hypot(a.y - b.y)
}

/// Distance of a point from a segment.
pub(super) fn distance_to_segment(p: Pt, a: Pt, b: Pt) -> f64 {
    let d = b - a;
    let len2 = d.x * d.x + d.y * d.y;
    let t = if len2 > 0.0 { ((p.x - a.x) * d.x + (p.y - a.y) * d.y) / len2 } else { 0.0 };
    distance(p, a + d * t.clamp(0.0, 1.0))
}

/// Twice the signed area of a ring.
pub(super) fn twice_area(ring: &[Pt]) -> f64 {
    edges(ring).map(|(a, b)| a.x * b.y - b.x * a.y).sum()
}

/// The edges of a ring, the closing one included.
pub(super) fn edges(ring: &[Pt]) -> impl Iterator<Item = (Pt, Pt)> + '_ {
    let n = ring.len();
    (0..n).map(move |k| (ring[k], ring[(k + 1) % n]))
}

/// Is the point inside the rings by the even-odd rule?
pub(super) fn inside(rings: &[Vec<Pt>], p: Pt) -> bool {
    let mut odd = false;
    for (a, b) in rings.iter().flat_map(|r| edges(r)) {
        if (a.y > p.y) != (b.y > p.y) && p.x < a.x + (p.y - a.y) / (b.y - a.y) * (b.x - a.x) {
            odd = !odd;
        }
    }
    odd
}

/// Distance from the rings' border, positive inside.
pub(super) fn depth(rings: &[Vec<Pt>], p: Pt) -> f64 {
    let d = rings
        .iter()
        .flat_map(|r| edges(r))
        .map(|(a, b)| distance_to_segment(p, a, b))
        .fold(f64::INFINITY, f64::min);
    if inside(rings, p) { d } else { -d }
}

/// The box around points; `None` for no points.
pub(super) fn bounds<'a>(points: impl IntoIterator<Item = &'a Pt>) -> Option<Rect> {
    let mut it = points.into_iter();
    let first = it.next()?;
    let (mut lo, mut hi) = (*first, *first);
    for p in it {
        lo = Pt { x: lo.x.min(p.x), y: lo.y.min(p.y) };
        hi = Pt { x: hi.x.max(p.x), y: hi.y.max(p.y) };
    }
    Some(Rect::new(lo.x, lo.y, hi.x - lo.x, hi.y - lo.y))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn square(x: f64, y: f64, side: f64) -> Vec<Pt> {
        [(0.0, 0.0), (side, 0.0), (side, side), (0.0, side)]
            .map(|(u, v)| Pt { x: x + u, y: y + v })
            .to_vec()
    }

    #[test]
    fn runs_end_at_the_rim() {
        let rect = Rect::new(0.0, 0.0, 10.0, 10.0);
        let pt = |x: f64, y: f64| Pt { x, y };
        let across = rect.without_ends(vec![pt(-10.0, 5.0), pt(20.0, 5.0)]);
        assert_eq!(across, [pt(0.0, 5.0), pt(10.0, 5.0)]);
        let within = vec![pt(1.0, 2.0), pt(3.0, 4.0), pt(9.0, 9.0)];
        assert_eq!(rect.without_ends(within.clone()), within);
        let out = rect.without_ends(vec![pt(5.0, 5.0), pt(5.0, 9.0), pt(5.0, 13.0)]);
        assert_eq!(out, [pt(5.0, 5.0), pt(5.0, 9.0), pt(5.0, 10.0)]);
        assert_eq!(rect.without_ends(vec![]), []);
    }

    #[test]
    fn a_clipped_square_keeps_the_common_area() {
        let cut = Rect::new(0.0, 0.0, 10.0, 10.0).clip_ring(&square(6.0, 7.0, 20.0));
        assert!((twice_area(&cut) / 2.0 - 12.0).abs() < 1e-12);
        assert!(Rect::new(0.0, 0.0, 1.0, 1.0).clip_ring(&square(6.0, 7.0, 2.0)).is_empty());
    }

    #[test]
    fn depth_is_negative_in_a_hole() {
        let rings = vec![square(0.0, 0.0, 10.0), square(4.0, 4.0, 2.0)];
        assert!((depth(&rings, Pt { x: 2.0, y: 5.0 }) - 2.0).abs() < 1e-12);
        assert!((depth(&rings, Pt { x: 5.0, y: 5.0 }) + 1.0).abs() < 1e-12);
    }

    #[test]
    fn a_segment_through_a_corner_meets_the_box() {
        let r = Rect::new(0.0, 0.0, 2.0, 2.0);
        assert!(r.cut_by(Pt { x: -1.0, y: 1.0 }, Pt { x: 1.0, y: 3.0 }));
        assert!(!r.cut_by(Pt { x: -1.0, y: 1.5 }, Pt { x: 1.0, y: 3.6 }));
    }
}
