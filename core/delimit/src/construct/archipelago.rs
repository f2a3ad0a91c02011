//! Archipelagic baselines: the tests of UNCLOS article 47, each with its figures and PASS or FAIL.
//!
//! Definition: straight baselines that join the outermost points of the outermost islands. Tests: they close; the water
//! within is at least as much as the land and at most nine times as much (art. 47 para. 1); no segment is longer than 125 M,
//! and at most 3 per cent of their number are longer than 100 M (para. 2). Whether main islands are within, the general
//! configuration is kept and low-tide elevations have lighthouses is for the lawyer; waters within fringing reefs may
//! count as land (para. 7) where their rings are given as land. Units metres and square metres, areas by Karney's polygon.
//!
//! Land is rings with geodesic edges. Of a ring that reaches beyond the baselines by more than [`BEYOND_M`] the part within
//! counts (`archipelago/plane.rs`), and that it does is said. Lakes and lagoons within the rings count as land
//! (`archipelago/lakes.rs`), and so do islands in them, which are not to be given again ([`in_lakes`]). Degenerate: fewer than three distinct points, baselines that
//! cross themselves, and rings of land that overlap or cross themselves are refused; baselines that do not close have no
//! ratio, and no land makes an infinite one.
//!
//! ```
//! use littoral_delimit::construct::archipelago::article_47;
//! use littoral_geodesy::{Earth, Ellipsoid, LatLon, curve::LineKind};
//! let earth = Earth::new(&Ellipsoid::wgs84());
//! let at = LatLon::new;
//! let line = [at(0.0, 0.0), at(1.0, 0.0), at(1.0, 1.0), at(0.0, 1.0), at(0.0, 0.0)];
//! let island = vec![at(0.2, 0.2), at(0.8, 0.2), at(0.8, 0.8), at(0.2, 0.8)];
//! let found = article_47(&earth, &line, LineKind::Geodesic, &[island]).unwrap();
//! assert!(found.tests.iter().all(|t| t.pass));
//! ```

mod lakes;
mod plane;

pub use self::lakes::in_lakes;

use littoral_geodesy::curve::LineKind;
use littoral_geodesy::{Curve, Earth, LatLon};
use littoral_model::{EdgeKind, ShoreKind};

use self::plane::{Plane, common_m2, doubled_m2};
use super::base::{BaseLine, BaseNode, BaseSet, Bases, Land};
use super::bay::{BayTest as Test, area};
use super::densify::{Drawn, densify};
use super::{NAUTICAL_MILE_M, check_places, invalid};
use crate::error::DelimitError;

/// Land this far beyond the baselines still counts as within: base points are rounded, metres.
pub const BEYOND_M: f64 = 100.0;
/// Loxodromes are followed within this for their area, metres.
const DRAWN_M: f64 = 0.01;
/// Ends nearer to each other than this are one, metres.
const CLOSED_M: f64 = 1.0;

/// What the article says of a system of baselines.
#[derive(Debug, Clone, PartialEq)]
pub struct Archipelago {
    /// The criteria.
    pub tests: Vec<Test>,
    /// Area within the baselines, m2; `None` if they do not close.
    pub within_m2: Option<f64>,
    /// Land within, m2.
    pub land_m2: f64,
    /// Doubts.
    pub findings: Vec<String>,
}

/// Holds baselines against article 47; `land` is rings of the islands, none if the ratio is not to be tested.
///
/// # Errors
/// [`DelimitError::Invalid`]: places that are none, or fewer than three that differ; baselines that cross themselves; land
/// that is given twice.
pub fn article_47(
    earth: &Earth,
    points: &[LatLon],
    kind: LineKind,
    land: &[Vec<LatLon>],
) -> Result<Archipelago, DelimitError> {
    check_places(points)?;
    land.iter().try_for_each(|ring| check_places(ring))?;
    let edges: Vec<Curve> =
        points.windows(2).filter_map(|w| Curve::between(earth, kind, w[0], w[1])).collect();
    let (Some(first), Some(last), true) = (points.first(), points.last(), edges.len() > 1) else {
        return invalid("archipelagic baselines need three distinct points");
    };
    let apart_m = earth.karney_m(*first, *last);
    let closed = apart_m < CLOSED_M && edges.len() > 2;
    let mut out =
        Archipelago { tests: Vec::new(), within_m2: None, land_m2: 0.0, findings: Vec::new() };
    out.tests.push(Test {
        article: "47 (1)",
        asks: "the baselines enclose the archipelago",
        figures: match closed {
            true => "they close".into(),
            false => format!("their ends are {:.4} M apart", apart_m / NAUTICAL_MILE_M),
        },
        pass: closed,
    });
    if closed {
        let ring = drawn(earth, &edges);
        let plane = Plane::new(earth, ring[0]);
        if doubled_m2(&[plane.polygon(&ring)]).is_some() {
            return invalid(
                "the baselines cross themselves: give their points in order round the archipelago",
            );
        }
        out.within_m2 = Some(area(earth, &ring));
        out.ratio(&plane, (points, kind, &ring), land)?;
    } else if !land.is_empty() {
        out.findings.push("the ratio of water to land needs baselines that close".into());
    }
    out.lengths(&edges);
    Ok(out)
}

/// The baselines as places, near enough for geodesics between them.
fn drawn(earth: &Earth, edges: &[Curve]) -> Vec<LatLon> {
    let mut out: Vec<LatLon> = Vec::new();
    for edge in edges {
        let stations = densify(earth, edge, Drawn::Geodesic, DRAWN_M);
        out.extend(stations.iter().map(|s| s.at).take(stations.len().saturating_sub(1)));
    }
    out
}

impl Archipelago {
    fn ratio(
        &mut self,
        plane: &Plane<'_>,
        (points, kind, drawn): (&[LatLon], LineKind, &[LatLon]),
        land: &[Vec<LatLon>],
    ) -> Result<(), DelimitError> {
        let Some(within_m2) = self.within_m2.filter(|_| !land.is_empty()) else {
            self.findings.push("no land is given: the ratio of water to land is not tested".into());
            return Ok(());
        };
        let rings: Vec<&Vec<LatLon>> = land.iter().filter(|ring| ring.len() > 2).collect();
        let shapes: Vec<_> = rings.iter().map(|ring| plane.polygon(ring)).collect();
        if let Some(doubled_m2) = doubled_m2(&shapes) {
            return Err(DelimitError::Invalid(format!(
                "rings of land overlap, or cross themselves, over {:.4} km2: give every island once",
                doubled_m2 / 1e6
            )));
        }
        let shore = Enclosure::new(plane.earth, points, kind);
        let baselines = plane.polygon(drawn);
        let (mut across, mut outside) = (0, 0);
        for (ring, shape) in rings.into_iter().zip(&shapes) {
            if !ring.iter().any(|p| shore.beyond(*p)) {
                self.land_m2 += area(plane.earth, ring);
                continue;
            }
            let part_m2 = common_m2(shape, &baselines);
            self.land_m2 += part_m2;
            if part_m2 > 0.0 { across += 1 } else { outside += 1 }
        }
        let ratio = (within_m2 - self.land_m2) / self.land_m2;
        self.tests.push(Test {
            article: "47 (1)",
            asks: "water to land between 1 to 1 and 9 to 1",
            figures: format!(
                "{ratio:.4} to 1: {:.4} km2 within, {:.4} km2 of land",
                within_m2 / 1e6,
                self.land_m2 / 1e6
            ),
            pass: (1.0..=9.0).contains(&ratio),
        });
        let of = |n: usize| if n == 1 { "1 ring".to_owned() } else { format!("{n} rings") };
        if across > 0 {
            self.findings.push(format!(
                "{} of land reaching more than {BEYOND_M} m beyond the baselines: the part within counts",
                of(across)
            ));
        }
        if outside > 0 {
            let text = format!("{} of land outside the baselines, not counted", of(outside));
            self.findings.push(text);
        }
        Ok(())
    }

    fn lengths(&mut self, edges: &[Curve]) {
        let miles = |e: &Curve| e.length() / NAUTICAL_MILE_M;
        let over = |most: f64| edges.iter().filter(|e| miles(e) > most).count();
        let longest = edges.iter().map(miles).fold(0.0, f64::max);
        let (n, long) = (edges.len(), over(100.0));
        let percent = 100.0 * long as f64 / n as f64;
        self.tests.push(Test {
            article: "47 (2)",
            asks: "no segment of more than 125 M",
            figures: format!("{} of {n}; the longest {longest:.4} M", over(125.0)),
            pass: over(125.0) == 0,
        });
        self.tests.push(Test {
            article: "47 (2)",
            asks: "at most 3 per cent of the segments of more than 100 M",
            figures: format!("{long} of {n}, {percent:.2} per cent"),
            pass: 100 * long <= 3 * n,
        });
    }
}

/// What the baselines enclose, for places of land.
struct Enclosure {
    within: Land,
    line: BaseSet,
}

impl Enclosure {
    fn new(earth: &Earth, points: &[LatLon], kind: LineKind) -> Self {
        let within = Land::curved(earth, &[(0, points.to_vec())], kind);
        let edge = match kind {
            LineKind::Geodesic => EdgeKind::Geodesic,
            LineKind::Loxodrome => EdgeKind::Loxodrome,
        };
        let nodes = points.iter().map(|at| BaseNode { at: *at, name: String::new() }).collect();
        let (kind, name, origin) = (ShoreKind::Baseline, String::new(), String::new());
        let lines = vec![BaseLine { party: 0, name, kind, edge, nodes, origin }];
        let bases = Bases { parties: vec![String::new()], lines, ..Bases::default() };
        Self { within, line: BaseSet::new(earth, &bases, false, |_, _| true) }
    }

    fn beyond(&self, p: LatLon) -> bool {
        !self.within.holds(p) && self.line.control(p).is_none_or(|c| c.distance_m > BEYOND_M)
    }
}

#[cfg(test)]
mod tests;
