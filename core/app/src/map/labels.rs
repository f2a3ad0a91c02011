//! Placing labels: nothing covers a label, a symbol, a line, or a coast it does not belong to.

use super::plane::{Pt, Rect};

/// What is already on the sheet.
pub(super) struct Obstacles {
    frame: Rect,
    /// Furniture and placed labels.
    boxes: Vec<Rect>,
    symbols: Vec<Rect>,
    /// Boundary lines and coasts.
    pub(super) lines: Segments,
    /// Thin lines that a name may cross if there is no other place.
    pub(super) thin: Segments,
}

impl Obstacles {
    pub(super) fn new(frame: Rect) -> Self {
        let segments = || Segments::new(frame);
        Self { frame, boxes: Vec::new(), symbols: Vec::new(), lines: segments(), thin: segments() }
    }

    pub(super) fn add_box(&mut self, r: Rect) {
        self.boxes.push(r);
    }

    pub(super) fn add_symbol(&mut self, at: Pt, r: f64) {
        self.symbols.push(Rect::around(at, r));
    }

    /// Inside the frame and on no label, furniture or symbol.
    pub(super) fn clear(&self, r: &Rect) -> bool {
        let wide = r.grown(0.25);
        self.frame.grown(-0.5).holds(r)
            && !self.boxes.iter().any(|b| b.meets(&wide))
            && !self.symbols.iter().any(|s| s.meets(r))
    }

    /// Is the place on the map, a symbol's size from its frame?
    pub(super) fn shows(&self, at: Pt) -> bool {
        self.frame.grown(-1.0).has(at)
    }

    /// Does a symbol of half size `r` at `at` touch a placed label?
    pub(super) fn covered(&self, at: Pt, r: f64) -> bool {
        let symbol = Rect::around(at, r);
        self.boxes.iter().any(|b| b.meets(&symbol))
    }

    /// [`Self::clear`], and on no line.
    pub(super) fn free(&self, r: &Rect) -> bool {
        self.clear(r) && !self.lines.meet(r)
    }
}

/// Segments in squares of a grid, so that a box looks only at its neighbours.
pub(super) struct Segments {
    origin: Pt,
    nx: usize,
    ny: usize,
    squares: Vec<Vec<(Pt, Pt)>>,
}

/// Side of a square, mm.
const SQUARE: f64 = 5.0;

impl Segments {
    fn new(frame: Rect) -> Self {
        let count = |v: f64| (v / SQUARE).ceil().clamp(1.0, 1000.0) as usize;
        let (nx, ny) = (count(frame.w), count(frame.h));
        Self { origin: Pt { x: frame.x, y: frame.y }, nx, ny, squares: vec![Vec::new(); nx * ny] }
    }

    /// Adds a path.
    pub(super) fn add(&mut self, path: &[Pt]) {
        for w in path.windows(2) {
            let low = Pt { x: w[0].x.min(w[1].x), y: w[0].y.min(w[1].y) };
            let size = (w[1] - w[0]).x.abs().max(1e-6);
            let high = Rect::new(low.x, low.y, size, (w[1] - w[0]).y.abs().max(1e-6));
            for k in self.under(&high) {
                self.squares[k].push((w[0], w[1]));
            }
        }
    }

    /// Does any segment meet the box?
    pub(super) fn meet(&self, r: &Rect) -> bool {
        self.under(r).any(|k| self.squares[k].iter().any(|(a, b)| r.cut_by(*a, *b)))
    }

    fn under(&self, r: &Rect) -> impl Iterator<Item = usize> + use<> {
        let nx = self.nx;
        let cell = |v: f64, from: f64, n: usize| {
            (((v - from) / SQUARE).floor().max(0.0) as usize).min(n - 1)
        };
        let (x0, x1) = (cell(r.x, self.origin.x, nx), cell(r.right(), self.origin.x, nx));
        let (y0, y1) =
            (cell(r.y, self.origin.y, self.ny), cell(r.bottom(), self.origin.y, self.ny));
        (y0..=y1).flat_map(move |j| (x0..=x1).map(move |i| j * nx + i))
    }
}

/// Centres of a box of size `w` x `h` around a symbol of radius `r`: along the line's normal to
/// the right and left, above, below, then the diagonals, then all a little farther off.
pub(super) fn around(at: Pt, normal: Pt, r: f64, w: f64, h: f64) -> Vec<Rect> {
    let right = if normal.x < 0.0 { Pt { x: -normal.x, y: -normal.y } } else { normal };
    let d = std::f64::consts::FRAC_1_SQRT_2;
    let directions = [
        right,
        Pt { x: -right.x, y: -right.y },
        Pt { x: 1.0, y: 0.0 },
        Pt { x: -1.0, y: 0.0 },
        Pt { x: 0.0, y: -1.0 },
        Pt { x: 0.0, y: 1.0 },
        Pt { x: d, y: -d },
        Pt { x: d, y: d },
        Pt { x: -d, y: -d },
        Pt { x: -d, y: d },
    ];
    let place = |u: Pt, off: f64| {
        let reach = r + off + u.x.abs() * w / 2.0 + u.y.abs() * h / 2.0;
        Rect::new(at.x + u.x * reach - w / 2.0, at.y + u.y * reach - h / 2.0, w, h)
    };
    [0.35, 0.9].into_iter().flat_map(|off| directions.map(|u| place(u, off))).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_line_keeps_a_label_off() {
        let mut o = Obstacles::new(Rect::new(0.0, 0.0, 100.0, 100.0));
        o.lines.add(&[Pt { x: 10.0, y: 0.0 }, Pt { x: 10.0, y: 100.0 }]);
        assert!(!o.free(&Rect::new(9.0, 50.0, 3.0, 2.0)));
        assert!(o.free(&Rect::new(11.0, 50.0, 3.0, 2.0)));
        o.add_box(Rect::new(11.0, 49.0, 3.0, 2.0));
        assert!(!o.free(&Rect::new(11.0, 50.0, 3.0, 2.0)));
    }

    #[test]
    fn the_first_place_is_to_the_right_along_the_normal() {
        let first = around(Pt { x: 0.0, y: 0.0 }, Pt { x: -1.0, y: 0.0 }, 0.74, 2.0, 1.6)[0];
        assert!((first.x - 1.09).abs() < 1e-9 && (first.centre().y).abs() < 1e-9);
    }
}
