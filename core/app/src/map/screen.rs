//! The map of a window on a screen: the sheet's own drawing and lettering without its furniture.
//!
//! User unit 1 mm of a sheet that is [`PX_PER_MM`] pixels a millimetre, so lines and letters have the
//! sheet's proportions at every zoom. What is drawn reaches beyond the window, so that it can be
//! dragged before the next drawing arrives.

use anyhow::{Result, ensure};
use littoral_delimit::{Division, LayerDivision};
use littoral_geodesy::LatLon;
use littoral_model::{Case, EdgeKind};

use super::base::{self, IslandCoast};
use super::brush::Brush;
use super::drawing::{self, Subject};
use super::fonts::{Family, Fonts};
use super::graticule::Graticule;
use super::lang::Lang;
use super::lettering::{Ground, Lettering, letter};
use super::lines::{self, Status};
use super::numbering::numbering;
use super::palette::INK;
use super::pen::Pen;
use super::plane::{Pt, Rect, bounds};
use super::points::{self, Points};
use super::projection::{Paper, Projection};
use super::svg::{Svg, num, path_data};
use super::symbols;

/// Screen pixels of one millimetre of the sheet.
pub const PX_PER_MM: f64 = 4.6;
/// Tolerance of lines on a screen, mm: a quarter of a pixel.
const TOLERANCE: f64 = 0.055;
/// How far the drawing reaches beyond the window, in parts of its width and height.
const BEYOND: f64 = 0.25;

/// What part of the plane a screen shows: metres of the case's projection, pixels of the screen.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub struct Window {
    /// East of the projection's centre, metres, of the middle of the window.
    pub east: f64,
    /// North of it.
    pub north: f64,
    /// Ground metres a pixel.
    pub metres_per_px: f64,
    /// Size in pixels.
    pub width: f64,
    /// Size in pixels.
    pub height: f64,
}

impl Window {
    /// Is it a window that can be drawn?
    #[must_use]
    pub fn is_valid(&self) -> bool {
        let near = |v: f64| v.is_finite() && v.abs() < 2e7;
        let size = |v: f64| (16.0..=8192.0).contains(&v);
        near(self.east)
            && near(self.north)
            && (0.05..=100_000.0).contains(&self.metres_per_px)
            && size(self.width)
            && size(self.height)
    }

    fn metres_per_mm(&self) -> f64 {
        self.metres_per_px * PX_PER_MM
    }

    /// The window itself, mm: labels stay in it.
    pub(super) fn pane(&self) -> Rect {
        Rect::new(0.0, 0.0, self.width / PX_PER_MM, self.height / PX_PER_MM)
    }

    /// The box that is drawn, mm: the window and what lies beyond it.
    pub(super) fn frame(&self) -> Rect {
        let Rect { w, h, .. } = self.pane();
        Rect::new(-w * BEYOND, -h * BEYOND, w * (1.0 + 2.0 * BEYOND), h * (1.0 + 2.0 * BEYOND))
    }

    pub(super) fn paper<'a>(&self, projection: &'a Projection) -> Paper<'a> {
        let (w, h) = (self.width / PX_PER_MM, self.height / PX_PER_MM);
        let mm = self.metres_per_mm();
        let origin = Pt { x: w / 2.0 - self.east / mm, y: h / 2.0 + self.north / mm };
        Paper { projection, scale: mm * 1000.0, origin, tolerance: TOLERANCE }
    }
}

/// A box that a control of the page covers: left, top, width and height in pixels of the window. No label lies
/// beneath it.
pub type Covered = [f64; 4];

/// Boxes of the page on the sheet.
pub(super) fn beneath(covered: &[Covered]) -> Vec<Rect> {
    let rect = |b: &Covered| {
        let [x, y, w, h] = b.map(|v| v / PX_PER_MM);
        Rect::new(x, y, w, h)
    };
    covered.iter().map(rect).collect()
}

/// What a screen shows.
#[derive(Debug, Clone)]
pub struct ScreenInput<'a> {
    /// The case.
    pub case: &'a Case,
    /// The division; without it coasts and sea alone.
    pub division: Option<&'a Division>,
    /// Layer to draw.
    pub layer: &'a str,
    /// The layer as it was before: its lines are drawn thin.
    pub before: Option<&'a LayerDivision>,
    /// Language of the lettering.
    pub lang: Lang,
    /// Which part.
    pub window: Window,
    /// What the page shows over the window.
    pub covered: &'a [Covered],
    /// Status of each line, as in [`super::MapInput`].
    pub statuses: &'a [Status],
}

/// Draws the window as SVG. Its `viewBox` is what is drawn, not the window.
///
/// # Errors
/// The window is not valid, or the case cannot be projected.
pub fn screen(input: &ScreenInput<'_>) -> Result<String> {
    ensure!(input.window.is_valid(), "the window of the map is out of range");
    let fonts = Fonts::load()?;
    let pen = Pen { fonts: &fonts, lang: input.lang };
    let projection = Projection::of_case(input.case)?;
    let paper = input.window.paper(&projection);
    let frame = input.window.frame();
    let empty = nothing();
    let layer = input.division.and_then(|d| d.layers.get(input.layer)).unwrap_or(&empty);
    let numbering = numbering(layer);
    let waters = input
        .division
        .filter(|_| input.layer == "fishery")
        .and_then(|d| ["water", "waters", "surface"].into_iter().find_map(|n| d.layers.get(n)));
    let case = input.case;
    let subject = Subject { case, layer, waters, numbering: &numbering, statuses: input.statuses };
    let map = drawing::draw(&subject, &paper, Some(frame))?;
    let furniture = beneath(input.covered);
    let ground = Ground {
        map: &map,
        paper: &paper,
        frame: input.window.pane(),
        furniture: &furniture,
        windows: &[],
    };
    let lettering = lettering(&subject, &ground, &pen)?;
    let islands = input.division.map_or(IslandCoast::Full, |d| IslandCoast::of(&d.params));
    let mut svg = Svg::new();
    open(&mut svg, frame, input.lang);
    base::ground(&mut svg, &map, frame, "m");
    graticule(&mut svg, &paper, frame)?;
    base::shores(&mut svg, &map, islands);
    if let Some(before) = input.before {
        former(&mut svg, before, &paper, frame)?;
    }
    lines::draw(&mut svg, &map.lines);
    marks(&mut svg, &lettering, &pen);
    svg.close("svg");
    svg.finish()
}

/// Opens the document of a window.
pub(super) fn open(svg: &mut Svg, frame: Rect, lang: Lang) {
    let view = [frame.x, frame.y, frame.w, frame.h].map(num).join(" ");
    let attrs = [
        ("xmlns", "http://www.w3.org/2000/svg"),
        ("viewBox", view.as_str()),
        ("font-family", Family::Sans.stack()),
        ("fill", INK),
        ("xml:lang", lang.code()),
    ];
    svg.open("svg", &attrs);
    svg.open("defs", &[]);
    base::patterns(svg);
    svg.close("defs");
}

/// Parallels and meridians of the window.
pub(super) fn graticule(svg: &mut Svg, paper: &Paper<'_>, frame: Rect) -> Result<()> {
    let mm = paper.scale / 1000.0;
    let middle = frame.centre() - paper.origin;
    let near = paper.projection.place(middle.x * mm, -middle.y * mm);
    let spare = (frame.w.max(frame.h) * mm / 111_000.0 * 0.15).max(0.02);
    let near = near.unwrap_or(paper.projection.centre);
    Graticule::around(paper, frame, near, spare)?.draw(svg, frame);
    Ok(())
}

/// Every label and symbol of the window; construction lines are the page's own, at the cursor.
pub(super) fn lettering(
    subject: &Subject<'_>,
    ground: &Ground<'_>,
    pen: &Pen<'_>,
) -> Result<Lettering> {
    let Ground { map, paper, frame, .. } = *ground;
    let mut tripoints = points::tripoints(subject, paper)?;
    tripoints.retain(|t| frame.has(t.at));
    for t in &mut tripoints {
        t.feet.clear();
    }
    let mut termini = points::termini(subject, map, paper, pen.lang.code())?;
    termini.retain(|(at, _)| frame.has(*at));
    let points = Points { tripoints, termini, ..Points::default() };
    letter(subject, points, ground, pen)
}

/// Symbols and letters, over everything.
pub(super) fn marks(svg: &mut Svg, lettering: &Lettering, pen: &Pen<'_>) {
    for at in &lettering.deposits {
        symbols::deposit(svg, *at);
    }
    points::draw(svg, &lettering.points, pen);
    for text in &lettering.texts {
        text.draw(svg, pen.fonts);
    }
}

/// Lines as they were before.
fn former(svg: &mut Svg, before: &LayerDivision, paper: &Paper<'_>, frame: Rect) -> Result<()> {
    let brush = Brush { paper, clip: Some(frame) };
    let mut d = String::new();
    for line in &before.lines {
        let places: Vec<LatLon> = line.points.iter().map(|p| p.at()).collect();
        for run in brush.stroke(&places, EdgeKind::Geodesic, line.closed)? {
            d += &path_data(&run, false);
        }
    }
    svg.path(&d, &[("fill", "none"), ("stroke", INK), ("stroke-width", "0.11")]);
    Ok(())
}

/// A layer that gives nothing to anybody.
pub(super) fn nothing() -> LayerDivision {
    LayerDivision {
        sea_km2: 0.0,
        area_km2: Default::default(),
        share_percent: Default::default(),
        lines: Vec::new(),
        ties: Vec::new(),
        cells: Default::default(),
        method: String::new(),
        finest_m: 0.0,
    }
}

/// The plane of a case: where places lie on its maps, in metres.
pub struct Plane {
    projection: Projection,
    /// West, south, east and north end of the sea and its lagoons, metres.
    pub bounds: [f64; 4],
}

impl Plane {
    /// The plane of a case's maps.
    ///
    /// # Errors
    /// The sea has no outline.
    pub fn of_case(case: &Case) -> Result<Self> {
        let projection = Projection::of_case(case)?;
        let shown = case.sea.outer.iter().chain(case.excluded.iter().flatten());
        let metres = shown.map(|p| projection.metres(*p).map(|(x, y)| Pt { x, y }));
        let points = metres.collect::<Result<Vec<_>>>()?;
        let b = bounds(&points).unwrap_or(Rect::new(0.0, 0.0, 0.0, 0.0));
        Ok(Self { projection, bounds: [b.x, b.y, b.right(), b.bottom()] })
    }

    /// Centre of the projection.
    #[must_use]
    pub fn centre(&self) -> LatLon {
        self.projection.centre
    }

    /// Metres east and north of the centre; `None` opposite it on the globe.
    #[must_use]
    pub fn metres(&self, at: LatLon) -> Option<[f64; 2]> {
        self.projection.metres(at).ok().map(|(e, n)| [e, n])
    }

    /// The place that lies there; `None` beyond the map's edge.
    #[must_use]
    pub fn place(&self, east: f64, north: f64) -> Option<LatLon> {
        self.projection.place(east, north)
    }
}
