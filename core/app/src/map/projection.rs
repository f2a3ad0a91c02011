//! From the ellipsoid to paper: Lambert azimuthal equal-area, geodesics densified before projecting.

use anyhow::{Context, Result};
use geo::{LineString, Simplify};
use geographiclib_rs::{DirectGeodesic, Geodesic, InverseGeodesic};
use littoral_geodesy::{Ellipsoid, LatLon};
use littoral_model::{Case, EdgeKind};
use proj4rs::proj::Proj;

use super::plane::Pt;

/// Tolerance of printed lines, mm.
pub(super) const TOLERANCE: f64 = 0.02;

/// A projection of one case: metres east and north of its centre.
pub(super) struct Projection {
    geographic: Proj,
    plane: Proj,
    geodesic: Geodesic,
    /// Centre, whole degrees.
    pub(super) centre: LatLon,
    /// Equatorial radius, metres.
    radius: f64,
}

impl Projection {
    /// Equal-area on the case's ellipsoid, centred on the middle of the bounding box of the sea and
    /// its lagoons, rounded to whole degrees.
    pub(super) fn of_case(case: &Case) -> Result<Self> {
        let shown: Vec<LatLon> =
            case.sea.outer.iter().chain(case.excluded.iter().flatten()).copied().collect();
        let centre = centre(&shown).context("the sea has no outline: nothing to draw")?;
        Self::new(&case.ellipsoid, centre)
    }

    /// Equal-area with a given centre.
    pub(super) fn new(ellipsoid: &Ellipsoid, centre: LatLon) -> Result<Self> {
        let figure = format!("+a={} +b={} +no_defs", ellipsoid.a_m, ellipsoid.b_m());
        let of = |text: &str| {
            Proj::from_proj_string(text).with_context(|| format!("projection {text} is not valid"))
        };
        Ok(Self {
            geographic: of(&format!("+proj=longlat {figure}"))?,
            plane: of(&format!("+proj=laea +lat_0={} +lon_0={} {figure}", centre.lat, centre.lon))?,
            geodesic: Geodesic::new(ellipsoid.a_m, ellipsoid.f),
            centre,
            radius: ellipsoid.a_m,
        })
    }

    /// Metres east and north of the centre.
    pub(super) fn metres(&self, at: LatLon) -> Result<(f64, f64)> {
        let mut p = (at.lon.to_radians(), at.lat.to_radians(), 0.0);
        proj4rs::transform::transform(&self.geographic, &self.plane, &mut p)
            .with_context(|| format!("{}, {} cannot be shown on this map", at.lat, at.lon))?;
        Ok((p.0, p.1))
    }

    /// The place so many metres east and north of the centre; `None` beyond the map's edge.
    pub(super) fn place(&self, east: f64, north: f64) -> Option<LatLon> {
        let mut p = (east, north, 0.0);
        proj4rs::transform::transform(&self.plane, &self.geographic, &mut p).ok()?;
        let at = LatLon::new(p.1.to_degrees(), p.0.to_degrees());
        at.check().is_ok().then_some(at)
    }
}

/// Middle of the bounding box, rounded to whole degrees; longitudes are unwrapped around the first.
fn centre(ring: &[LatLon]) -> Option<LatLon> {
    let first = ring.first()?.lon;
    let unwrapped = |lon: f64| first + (lon - first + 180.0).rem_euclid(360.0) - 180.0;
    let fold = |f: fn(f64, f64) -> f64, of: &dyn Fn(&LatLon) -> f64| ring.iter().map(of).reduce(f);
    let lat = (fold(f64::min, &|p| p.lat)? + fold(f64::max, &|p| p.lat)?) / 2.0;
    let lon =
        (fold(f64::min, &|p| unwrapped(p.lon))? + fold(f64::max, &|p| unwrapped(p.lon))?) / 2.0;
    Some(LatLon::new(lat.round(), (lon.round() + 180.0).rem_euclid(360.0) - 180.0))
}

/// A projection at one scale, in one place on the sheet.
pub(super) struct Paper<'a> {
    pub(super) projection: &'a Projection,
    /// Scale denominator: 5 500 000 for 1 : 5 500 000.
    pub(super) scale: f64,
    /// Where the projection's centre lies on the sheet, mm.
    pub(super) origin: Pt,
    /// Greatest distance of a drawn line from the true one, mm.
    pub(super) tolerance: f64,
}

impl Paper<'_> {
    /// Place on the sheet.
    pub(super) fn point(&self, at: LatLon) -> Result<Pt> {
        let (e, n) = self.projection.metres(at)?;
        let k = 1000.0 / self.scale;
        Ok(Pt { x: self.origin.x + e * k, y: self.origin.y - n * k })
    }

    /// A line on the sheet; `closed` adds the edge from the last place to the first, without
    /// repeating the first place. Within the tolerance of the true curve.
    pub(super) fn line(&self, places: &[LatLon], edge: EdgeKind, closed: bool) -> Result<Vec<Pt>> {
        let mut out = Vec::with_capacity(places.len());
        for (k, &b) in places.iter().enumerate() {
            let p = self.point(b)?;
            if k > 0 {
                self.densify(&mut out, places[k - 1], b, p, edge)?;
            }
            out.push(p);
        }
        if let (true, [first, .., last]) = (closed, places) {
            let p = self.point(*first)?;
            self.densify(&mut out, *last, *first, p, edge)?;
        }
        Ok(out)
    }

    /// Adds the places between `a` (already the last point of `out`) and `b`.
    fn densify(
        &self,
        out: &mut Vec<Pt>,
        a: LatLon,
        b: LatLon,
        at: Pt,
        edge: EdgeKind,
    ) -> Result<()> {
        let Some(&from) = out.last() else { return Ok(()) };
        let length = super::plane::distance(from, at) * self.scale / 1000.0;
        // A projected geodesic bends less than a circle of the earth's radius: sagitta s^2 / 8R.
        // Four times that, for safety away from the centre; a loxodrome bends as tan(lat) / R.
        let sagitta = |s: f64| s * s / (2.0 * self.projection.radius);
        let bend = match edge {
            EdgeKind::Geodesic => 1.0,
            EdgeKind::Loxodrome => 1.0 + a.lat.abs().max(b.lat.abs()).to_radians().tan(),
        };
        let excess = sagitta(length) * bend * 1000.0 / self.scale / self.tolerance;
        let steps = excess.sqrt().ceil().clamp(1.0, 500.0) as usize;
        if steps > 1 {
            for p in self.between(a, b, steps, edge) {
                out.push(self.point(p)?);
            }
        }
        Ok(())
    }

    /// `steps - 1` places at even distances along the edge.
    fn between(&self, a: LatLon, b: LatLon, steps: usize, edge: EdgeKind) -> Vec<LatLon> {
        let part = |k: usize| k as f64 / steps as f64;
        let g = &self.projection.geodesic;
        match edge {
            EdgeKind::Geodesic => {
                let (s, azimuth, _, _): (f64, f64, f64, f64) =
                    g.inverse(a.lat, a.lon, b.lat, b.lon);
                let at = |k| {
                    let (lat, lon): (f64, f64) = g.direct(a.lat, a.lon, azimuth, s * part(k));
                    LatLon::new(lat, lon)
                };
                (1..steps).map(at).collect()
            }
            EdgeKind::Loxodrome => {
                let e = (g.f * (2.0 - g.f)).sqrt();
                let (q0, q1) = (isometric(a.lat, e), isometric(b.lat, e));
                let dlon = (b.lon - a.lon + 180.0).rem_euclid(360.0) - 180.0;
                let at = |k| {
                    let lat = a.lat + (b.lat - a.lat) * part(k);
                    let t = if (q1 - q0).abs() > 1e-12 {
                        (isometric(lat, e) - q0) / (q1 - q0)
                    } else {
                        part(k)
                    };
                    LatLon::new(lat, a.lon + dlon * t)
                };
                (1..steps).map(at).collect()
            }
        }
    }
}

/// Isometric latitude: straight loxodromes have it linear in longitude (Snyder 1987, eq. 7-7).
fn isometric(lat: f64, e: f64) -> f64 {
    let s = lat.to_radians().sin();
    s.atanh() - e * (e * s).atanh()
}

/// The line without points that lie within `tolerance` mm of it (Ramer 1972, Douglas and Peucker 1973).
pub(super) fn simplify(points: Vec<Pt>, closed: bool, tolerance: f64) -> Vec<Pt> {
    if points.len() < 3 {
        return points;
    }
    let mut line = LineString::new(points);
    if closed {
        line.close();
    }
    let mut out = line.simplify(tolerance).0;
    if closed {
        out.pop();
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Snyder 1987 (Map Projections: A Working Manual), p. 334: Clarke 1866, centre 40 N 100 W,
    /// point 30 N 110 W: x = -965932.1 m, y = -1056814.9 m.
    #[test]
    fn snyder_s_numerical_example() {
        let clarke =
            Ellipsoid { name: "Clarke 1866".into(), a_m: 6_378_206.4, f: 1.0 / 294.978_698_2 };
        let p = Projection::new(&clarke, LatLon::new(40.0, -100.0)).unwrap();
        let (x, y) = p.metres(LatLon::new(30.0, -110.0)).unwrap();
        assert!((x + 965_932.1).abs() < 0.2 && (y + 1_056_814.9).abs() < 0.2, "{x} {y}");
        // The way back takes latitude from Snyder's series 3-18, which ends at e^6: the next term is about
        // e^8 / 10, 1e-8 degrees or a millimetre.
        let back = p.place(x, y).unwrap();
        assert!((back.lat - 30.0).abs() < 3e-8 && (back.lon + 110.0).abs() < 1e-9, "{back:?}");
        assert!(p.place(2e7, 0.0).is_none());
    }

    #[test]
    fn the_centre_of_a_ring_across_the_date_line() {
        let ring = [(10.0, 178.0), (10.0, -178.0), (16.2, -178.0), (16.2, 178.0)];
        let ring = ring.map(|(lat, lon)| LatLon::new(lat, lon));
        let c = centre(&ring).unwrap();
        assert!((c.lat - 13.0).abs() < 1e-9 && (c.lon.abs() - 180.0).abs() < 1e-9);
    }

    /// The middle of the drawn line is the middle of the geodesic, to the tolerance.
    #[test]
    fn a_long_geodesic_is_drawn_within_the_tolerance() {
        let p = Projection::new(&Ellipsoid::wgs84(), LatLon::new(42.0, 51.0)).unwrap();
        let origin = Pt { x: 0.0, y: 0.0 };
        let paper = Paper { projection: &p, scale: 5_500_000.0, origin, tolerance: TOLERANCE };
        for edge in [EdgeKind::Geodesic, EdgeKind::Loxodrome] {
            let (a, b) = (LatLon::new(47.0, 46.0), LatLon::new(46.0, 58.0));
            let fine: Vec<LatLon> = paper.between(a, b, 1000, edge);
            let line = paper.line(&[a, b], edge, false).unwrap();
            for place in fine {
                let at = paper.point(place).unwrap();
                let off = line
                    .windows(2)
                    .map(|w| super::super::plane::distance_to_segment(at, w[0], w[1]))
                    .fold(f64::INFINITY, f64::min);
                assert!(off < TOLERANCE, "{off} mm off");
            }
        }
    }
}
