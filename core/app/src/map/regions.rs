//! A map of what has no traced lines: every place is asked who holds it, coarse squares first, finer ones
//! where neighbours differ. The law of a day is such a map: its limits coincide, which a tracing does not take.

use std::collections::BTreeMap;

use anyhow::{Result, ensure};
use littoral_geodesy::LatLon;
use littoral_model::Case;

use super::base::{self, IslandCoast};
use super::drawing::{self, Drawing, Paint, Subject};
use super::fonts::Fonts;
use super::lang::Lang;
use super::numbering::Numbering;
use super::palette::{self, INK, PAPER};
use super::pen::Pen;
use super::plane::{Pt, Rect, inside};
use super::projection::{Paper, Projection};
use super::screen::{self, Covered, PX_PER_MM, Window, beneath};
use super::svg::{Svg, num, rings_data};
use super::text::{Anchor, Text};

/// Side of the coarse squares, pixels, where there are not more than [`MOST`] of them; larger squares are taken then.
const COARSE: f64 = 8.0;
/// Most coarse squares of one map.
const MOST: f64 = 40_000.0;
/// The finest squares, in parts of a coarse one.
const FINE: f64 = 0.125;
/// Fills from no pair settled to all of them: even steps of lightness.
const RAMP: [&str; 11] = [
    "#F3F7F9", "#D5E3ED", "#B8D0E1", "#9ABDD5", "#7BAAC9", "#6496B7", "#5383A3", "#43708F",
    "#325D7C", "#214B69", "#0F3A57",
];
/// Least room for a label: squares between it and what differs.
const ROOM: usize = 3;

/// What such a map shows.
pub struct RegionsInput<'a> {
    /// The case.
    pub case: &'a Case,
    /// Language of the lettering.
    pub lang: Lang,
    /// Which part.
    pub window: Window,
    /// What the page shows over the window: no label lies beneath it.
    pub covered: &'a [Covered],
    /// Who holds a place: a party, `COMMON`, `JOINT:A+B`, `CONTESTED`, another word, or a count.
    pub holder: &'a dyn Fn(LatLon) -> String,
    /// Holders are counts up to this.
    pub counts: Option<usize>,
}

/// Draws the window.
///
/// # Errors
/// The window is not valid, or the case cannot be projected.
pub fn regions(input: &RegionsInput<'_>) -> Result<String> {
    ensure!(input.window.is_valid(), "the window of the map is out of range");
    let fonts = Fonts::load()?;
    let pen = Pen { fonts: &fonts, lang: input.lang };
    let projection = Projection::of_case(input.case)?;
    let paper = input.window.paper(&projection);
    let frame = input.window.frame();
    let (empty, numbering) = (screen::nothing(), Numbering::default());
    let case = input.case;
    let subject =
        Subject { case, layer: &empty, waters: None, numbering: &numbering, statuses: &[] };
    let map = drawing::draw(&subject, &paper, Some(frame))?;
    let mut svg = Svg::new();
    screen::open(&mut svg, frame, input.lang);
    base::ground(&mut svg, &map, frame, "m");
    let labels = paint(&mut svg, input, &map, &paper, frame);
    screen::graticule(&mut svg, &paper, frame)?;
    base::shores(&mut svg, &map, IslandCoast::Full);
    for text in labels {
        text.draw(&mut svg, pen.fonts);
    }
    svg.close("svg");
    svg.finish()
}

/// Fills of every part of the sea, and the labels that have room; the sea's outline cuts the squares.
pub(super) fn paint(
    svg: &mut Svg,
    input: &RegionsInput<'_>,
    map: &Drawing,
    paper: &Paper<'_>,
    frame: Rect,
) -> Vec<Text> {
    let field = Field { input, paper };
    let grid = Grid::new(&field, map, frame);
    svg.open("defs", &[]);
    svg.open("clipPath", &[("id", "sea")]);
    svg.path(&rings_data(&map.sea), &[("clip-rule", "evenodd")]);
    svg.close("clipPath");
    svg.close("defs");
    svg.open("g", &[("clip-path", "url(#sea)")]);
    for (holder, d) in grid.paths(&field) {
        fill(svg, input, &holder, &d);
    }
    svg.close("g");
    grid.labels(input, map)
}

/// How a holder, or a count, is painted.
pub(super) fn paint_of(case: &Case, counts: Option<usize>, holder: &str) -> Paint {
    match counts {
        Some(of) => Paint::Tone(tone(holder, of)),
        None => Paint::of(case, holder),
    }
}

fn fill(svg: &mut Svg, input: &RegionsInput<'_>, holder: &str, d: &str) {
    let mut paint = |fill: &str| svg.path(d, &[("fill", fill)]);
    match paint_of(input.case, input.counts, holder) {
        Paint::Party(k) => paint(palette::party(k)),
        Paint::Common => paint("url(#common)"),
        Paint::Joint(who) => {
            paint(&palette::mean(who.iter()));
            paint("url(#joint)");
        }
        Paint::Contested(_) => paint("url(#contested)"),
        Paint::Tone(tone) => paint(tone),
        Paint::Nobody if holder.starts_with("JOINT:") => paint("url(#joint)"),
        Paint::Nobody => {}
    }
}

/// The ramp in as many steps as there can be counts.
fn tone(count: &str, of: usize) -> &'static str {
    let count: usize = count.parse().unwrap_or(0);
    RAMP[(10 * count.min(of) + of / 2) / of.max(1)]
}

/// Asks for holders by places on the paper.
struct Field<'a> {
    input: &'a RegionsInput<'a>,
    paper: &'a Paper<'a>,
}

impl Field<'_> {
    fn at(&self, p: Pt) -> Option<String> {
        let (mm, from) = (self.paper.scale / 1000.0, self.paper.origin);
        let place = self.paper.projection.place((p.x - from.x) * mm, (from.y - p.y) * mm)?;
        Some((self.input.holder)(place))
    }
}

/// Coarse squares over the part of the frame where there is sea: holders at their corners.
struct Grid {
    origin: Pt,
    side: f64,
    columns: usize,
    rows: usize,
    names: Vec<Option<String>>,
    corners: Vec<u16>,
}

impl Grid {
    fn new(field: &Field<'_>, map: &Drawing, frame: Rect) -> Self {
        let sea =
            super::plane::bounds(map.sea.iter().flatten()).unwrap_or(Rect::new(0.0, 0.0, 0.0, 0.0));
        let (x, y) = (sea.x.max(frame.x), sea.y.max(frame.y));
        let (w, h) = (sea.right().min(frame.right()) - x, sea.bottom().min(frame.bottom()) - y);
        let side = (COARSE / PX_PER_MM).max((w.max(0.0) * h.max(0.0) / MOST).sqrt());
        let count = |length: f64| (length / side).ceil().clamp(0.0, 4096.0) as usize;
        let (columns, rows) = (count(w), count(h));
        let mut grid = Self {
            origin: Pt { x, y },
            side,
            columns,
            rows,
            names: Vec::new(),
            corners: Vec::new(),
        };
        for j in 0..=rows {
            for i in 0..=columns {
                let name = field.at(grid.corner(i, j));
                let known = grid.index(name);
                grid.corners.push(known);
            }
        }
        grid
    }

    fn corner(&self, i: usize, j: usize) -> Pt {
        self.origin + Pt { x: i as f64 * self.side, y: j as f64 * self.side }
    }

    fn index(&mut self, name: Option<String>) -> u16 {
        let at = self.names.iter().position(|n| *n == name).unwrap_or_else(|| {
            self.names.push(name);
            self.names.len() - 1
        });
        u16::try_from(at).unwrap_or(u16::MAX)
    }

    /// The holder of a square whose corners agree.
    fn whole(&self, i: usize, j: usize) -> Option<u16> {
        let at = |i: usize, j: usize| self.corners[j * (self.columns + 1) + i];
        let first = at(i, j);
        [at(i + 1, j), at(i, j + 1), at(i + 1, j + 1)].iter().all(|c| *c == first).then_some(first)
    }

    /// One path a holder, sorted by name: runs of whole squares, and small squares where they differ.
    fn paths(&self, field: &Field<'_>) -> BTreeMap<String, String> {
        let mut out = BTreeMap::<String, String>::new();
        let mut add = |name: &Option<String>, at: Pt, w: f64, h: f64| {
            let Some(name) = name else { return };
            let d = out.entry(name.clone()).or_default();
            *d += &format!("M{} {}h{}v{}h-{}z", num(at.x), num(at.y), num(w), num(h), num(w));
        };
        for j in 0..self.rows {
            let mut i = 0;
            while i < self.columns {
                let Some(holder) = self.whole(i, j) else {
                    split(field, self.corner(i, j), self.side, self.side * FINE, &mut add);
                    i += 1;
                    continue;
                };
                let from = i;
                while i < self.columns && self.whole(i, j) == Some(holder) {
                    i += 1;
                }
                let name = self.names.get(usize::from(holder)).cloned().flatten();
                add(&name, self.corner(from, j), (i - from) as f64 * self.side, self.side);
            }
        }
        out
    }

    /// The name or count of each holder in the middle of its largest part.
    fn labels(&self, input: &RegionsInput<'_>, map: &Drawing) -> Vec<Text> {
        let deep = self.depths(map, &beneath(input.covered));
        let mut best: BTreeMap<u16, (usize, usize)> = BTreeMap::new();
        for (at, depth) in deep.iter().enumerate() {
            let (i, j) = (at % self.columns.max(1), at / self.columns.max(1));
            let Some(holder) = self.whole(i, j) else { continue };
            let known = best.entry(holder).or_insert((0, 0));
            *known = (*known).max((*depth, usize::MAX - at));
        }
        let label = |(holder, (depth, at)): (&u16, &(usize, usize))| {
            let name = self.names.get(usize::from(*holder))?.as_ref()?;
            let at = usize::MAX - at;
            let middle = self.corner(at % self.columns, at / self.columns);
            let text = words(input, name)?;
            (*depth >= ROOM)
                .then(|| mark(input, name, text, middle + Pt { x: self.side / 2.0, y: self.side }))
        };
        best.iter().filter_map(label).collect()
    }

    /// Steps from each square to the next one that differs, or to the rim.
    fn depths(&self, map: &Drawing, covered: &[Rect]) -> Vec<usize> {
        let (w, h) = (self.columns, self.rows);
        let mut deep = vec![0_usize; w * h];
        let half = Pt { x: self.side / 2.0, y: self.side / 2.0 };
        let wet = |i: usize, j: usize| {
            let at = self.corner(i, j) + half;
            inside(&map.sea, at) && !covered.iter().any(|b| b.has(at))
        };
        let same = |i: usize, j: usize, k: usize, l: usize| {
            self.whole(i, j).is_some() && self.whole(i, j) == self.whole(k, l)
        };
        for j in 1..h {
            for i in 1..w {
                let ok = same(i, j, i - 1, j)
                    && same(i, j, i, j - 1)
                    && same(i, j, i - 1, j - 1)
                    && wet(i, j);
                let near =
                    deep[j * w + i - 1].min(deep[(j - 1) * w + i]).min(deep[(j - 1) * w + i - 1]);
                deep[j * w + i] = if ok { near + 1 } else { 0 };
            }
        }
        // The largest square of equal squares ends at its lower right corner: its middle is half its side back.
        let mut out = vec![0; w * h];
        for (at, side) in deep.into_iter().enumerate() {
            let middle = at - (side / 2) * (w + 1);
            out[middle] = out[middle].max(side);
        }
        out
    }
}

/// Quarters of a square until their corners agree or they are fine.
fn split(
    field: &Field<'_>,
    at: Pt,
    side: f64,
    fine: f64,
    add: &mut impl FnMut(&Option<String>, Pt, f64, f64),
) {
    let half = side / 2.0;
    let middle = |p: Pt| field.at(p + Pt { x: half / 2.0, y: half / 2.0 });
    for (x, y) in [(0.0, 0.0), (half, 0.0), (0.0, half), (half, half)] {
        let corner = at + Pt { x, y };
        if half <= fine * 1.001 {
            add(&middle(corner), corner, half, half);
            continue;
        }
        let corners = [(0.0, 0.0), (half, 0.0), (0.0, half), (half, half)];
        let found = corners.map(|(x, y)| field.at(corner + Pt { x, y }));
        match found.iter().all(|f| *f == found[0]) {
            true => add(&found[0], corner, half, half),
            false => split(field, corner, half, fine, add),
        }
    }
}

fn words(input: &RegionsInput<'_>, holder: &str) -> Option<String> {
    if input.counts.is_some() {
        return Some(input.lang.digits(holder));
    }
    let party = input.case.parties.get(input.case.party(holder)?)?;
    Some(super::bidi::plain(party.name.get(input.lang.code())))
}

fn mark(input: &RegionsInput<'_>, holder: &str, words: String, at: Pt) -> Text {
    let dark = input.counts.is_some_and(|of| 10 * holder.parse().unwrap_or(0) >= 7 * of);
    let mut text = Text::new(words, at.x, at.y, 8.5).bold().anchor(Anchor::Middle);
    if dark {
        text.fill = PAPER;
    }
    let halo = if dark { INK } else { PAPER };
    text.halo(halo, 0.8)
}
