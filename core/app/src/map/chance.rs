//! A map of chances: at every point of a lattice the party that most scenarios give it, the paler the fewer; over it the
//! lines along which a party's chance is 5, 50 and 95 per cent.

use anyhow::{Context, Result};
use littoral_geodesy::LatLon;
use littoral_model::Case;

use super::palette;
use super::plane::{Pt, bounds};
use super::projection::Projection;
use super::svg::{Svg, num};

/// Width of the picture, mm.
const WIDTH: f64 = 150.0;
const MARGIN: f64 = 4.0;

/// What is drawn.
pub struct Chances<'a> {
    /// The case.
    pub case: &'a Case,
    /// Places with the index of the likeliest party (`None`: held by no party alone) and its chance.
    pub places: &'a [(LatLon, Option<usize>, f64)],
    /// Half a mesh, degrees of latitude and of longitude.
    pub half_mesh_deg: [f64; 2],
    /// Party, chance in per cent, and the line where it has that chance.
    pub lines: &'a [(usize, u32, Vec<LatLon>)],
}

/// Draws the picture as SVG, equal-area on the case's ellipsoid.
///
/// # Errors
/// The sea has no outline, or a place lies opposite the map's centre.
pub fn chances(input: &Chances<'_>) -> Result<String> {
    let projection = Projection::of_case(input.case)?;
    let metres = |p: LatLon| projection.metres(p).map(|(x, y)| Pt { x, y: -y });
    let sea: Vec<Pt> = input.case.sea.outer.iter().map(|p| metres(*p)).collect::<Result<_>>()?;
    let frame = bounds(&sea).context("the sea has no outline: nothing to draw")?;
    let scale = (WIDTH - 2.0 * MARGIN) / frame.w.max(1.0);
    let height = frame.h * scale + 2.0 * MARGIN;
    let paper = |p: LatLon| {
        let m = metres(p)?;
        Ok::<Pt, anyhow::Error>(Pt {
            x: MARGIN + (m.x - frame.x) * scale,
            y: MARGIN + (m.y - frame.y) * scale,
        })
    };
    let ring = |points: &[LatLon]| points.iter().map(|p| paper(*p)).collect::<Result<Vec<Pt>>>();
    let mut svg = Svg::new();
    let view = format!("0 0 {} {}", num(WIDTH), num(height));
    svg.open(
        "svg",
        &[
            ("xmlns", "http://www.w3.org/2000/svg"),
            ("viewBox", &view),
            ("role", "img"),
            ("class", "chances"),
        ],
    );
    // The meshes reach over the shore: the sea's own outline cuts them.
    svg.open("clipPath", &[("id", "sea")]);
    svg.path(&path(&ring(&input.case.sea.outer)?, true), &[]);
    svg.close("clipPath");
    svg.open("g", &[("clip-path", "url(#sea)"), ("shape-rendering", "crispEdges")]);
    for (at, party, chance) in input.places {
        let [lat, lon] = input.half_mesh_deg;
        let corners = [(-lat, -lon), (-lat, lon), (lat, lon), (lat, -lon)];
        let mesh: Vec<LatLon> =
            corners.iter().map(|(a, b)| LatLon::new(at.lat + a, at.lon + b)).collect();
        let fill = party.map_or(palette::SEA, palette::party);
        // A sure place has its party's full colour; one that could as well be another's is nearly white.
        let opacity = num((chance * chance).clamp(0.12, 1.0));
        svg.path(&path(&ring(&mesh)?, true), &[("fill", fill), ("fill-opacity", &opacity)]);
    }
    svg.close("g");
    for points in [&input.case.sea.outer].into_iter().chain(&input.case.sea.inner) {
        let look = [("fill", "none"), ("stroke", palette::COAST), ("stroke-width", "0.25")];
        svg.path(&path(&ring(points)?, true), &look);
    }
    for (_, percent, line) in input.lines {
        let (width, dash) = if *percent == 50 { ("0.45", "none") } else { ("0.2", "1 0.7") };
        let look = [
            ("fill", "none"),
            ("stroke", palette::INK),
            ("stroke-width", width),
            ("stroke-dasharray", dash),
        ];
        svg.path(&path(&ring(line)?, false), &look);
    }
    svg.close("svg");
    svg.finish()
}

fn path(points: &[Pt], closed: bool) -> String {
    let mut out = String::new();
    for (k, p) in points.iter().enumerate() {
        out.push(if k == 0 { 'M' } else { 'L' });
        out.push_str(&format!("{} {}", num(p.x), num(p.y)));
    }
    if closed && !points.is_empty() {
        out.push('Z');
    }
    out
}
