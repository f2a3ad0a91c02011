//! A set of shapefiles as one layer.

use littoral_geodesy::LatLon;
use littoral_model::Finding;
use serde_json::Map;

use super::code;
use crate::exchange::cursor::{Broken, Cursor, Read};
use crate::exchange::feature::{Collection, Feature, Layer, Shape, contains, twice_area};
use crate::exchange::wkb::opened;
use crate::exchange::{Input, Reading, SHIFT, dbf, wkt};

/// Reads `.shp` with the `.dbf`, `.prj` and `.cpg` beside it. The index is not needed.
pub(crate) fn read(input: &Input) -> Reading {
    let mut out = Reading::default();
    let file = &input.name;
    let mut reader = Reader { heights: false, stray: 0 };
    let shapes = match reader.shapes(&input.bytes) {
        Ok(shapes) => shapes,
        Err((record, broken)) => {
            let place = if record > 0 { format!("record {record}") } else { String::new() };
            return Reading::refused(broken.finding("F320", file, &place));
        }
    };
    out.findings.extend(reader.doubts(file));
    out.findings.extend(datum(input));
    let rows = rows(input, &mut out.findings);
    if !rows.is_empty() && rows.len() != shapes.len() {
        let text = format!("{} shapes, but {} rows of attributes", shapes.len(), rows.len());
        let help = "the .shp and the .dbf do not belong together: export both again";
        out.findings.push(Finding::error("F321", text).at(file, "").help(help));
    }
    let mut rows = rows.into_iter();
    let features = shapes
        .into_iter()
        .map(|shape| Feature {
            shape,
            properties: rows.next().unwrap_or_default(),
            ..Feature::default()
        })
        .collect();
    let name = stem(file);
    let layer = Layer { name: name.clone(), features };
    out.collection = Collection { name, layers: vec![layer], ..Collection::default() };
    out
}

/// `coast` of `data/coast.shp`.
fn stem(file: &str) -> String {
    let name = file.rsplit(['/', '\\', '!']).next().unwrap_or(file);
    name.rsplit_once('.').map_or(name, |(stem, _)| stem).to_owned()
}

fn rows(input: &Input, log: &mut Vec<Finding>) -> Vec<Map<String, serde_json::Value>> {
    let Some(bytes) = input.beside.get("dbf") else {
        let text = "there is no .dbf beside it: the shapes have no attributes";
        log.push(Finding::warning("F322", text).at(&input.name, ""));
        return Vec::new();
    };
    let page = input.beside.get("cpg").map(|b| String::from_utf8_lossy(b).trim().to_owned());
    let file = format!("{}.dbf", input.name.trim_end_matches(".shp").trim_end_matches(".SHP"));
    match dbf::read(&file, bytes, page.as_deref()) {
        Ok((rows, findings)) => {
            log.extend(findings);
            rows
        }
        Err(finding) => {
            log.push(*finding);
            Vec::new()
        }
    }
}

/// Refuses what is not longitude and latitude on WGS 84; doubts where nothing is said.
fn datum(input: &Input) -> Option<Finding> {
    let Some(prj) = input.beside.get("prj") else {
        let text = "there is no .prj beside it: the coordinates are taken as WGS 84";
        return Some(Finding::warning("F323", text).at(&input.name, ""));
    };
    let text = String::from_utf8_lossy(prj);
    let plain = text.trim_start();
    if let Some(text) = wkt::refusal(plain) {
        let help = "reproject the file to WGS 84 (EPSG:4326) first";
        return Some(Finding::error("F324", text).at(&input.name, ".prj").help(help));
    }
    let wgs84 = ["WGS_1984", "WGS 84", "WGS84"].iter().any(|w| plain.contains(w));
    let name: String = plain.split('"').nth(1).unwrap_or("unnamed").chars().take(60).collect();
    let text = format!("the .prj names \"{name}\"; the coordinates are taken as WGS 84");
    (!wgs84).then(|| Finding::warning("F323", text).at(&input.name, ".prj").help(SHIFT))
}

struct Reader {
    heights: bool,
    stray: usize,
}

type Shapes = Result<Vec<Option<Shape>>, (usize, Broken)>;

impl Reader {
    fn doubts(&self, file: &str) -> Vec<Finding> {
        let mut out = Vec::new();
        if self.heights {
            let text = "heights or measures of the shapes are left out";
            out.push(Finding::warning("F310", text).at(file, ""));
        }
        if self.stray > 0 {
            let text = format!(
                "{} rings run like holes but lie in no polygon; taken as polygons",
                self.stray
            );
            out.push(Finding::warning("F325", text).at(file, ""));
        }
        out
    }

    fn shapes(&mut self, bytes: &[u8]) -> Shapes {
        let mut c = Cursor::new(bytes);
        let head = header(&mut c).map_err(|b| (0, b))?;
        let mut out = Vec::new();
        while c.left() > 0 {
            let number = out.len() + 1;
            out.push(self.record(&mut c, head).map_err(|b| (number, b))?);
        }
        Ok(out)
    }

    fn record(&mut self, c: &mut Cursor<'_>, head: u32) -> Read<Option<Shape>> {
        c.u32_be()?;
        let length = (c.u32_be()? as usize).saturating_mul(2);
        let at = c.position();
        let content = c.take(length)?;
        let mut c = Cursor::new(content);
        let shift = |b: Broken| b.within(at);
        let code = c.u32_le().map_err(shift)?;
        if code == code::NULL {
            return Ok(None);
        }
        if code != head {
            let text = format!("a shape of type {code} stands in a file of type {head}");
            return Err(Broken::new(at, text));
        }
        self.heights |= code > 10;
        let shape = match code % 10 {
            1 => place(&mut c).map(|p| Shape::Points(vec![p])),
            3 => lines(&mut c).map(Shape::Lines),
            5 => lines(&mut c).map(|rings| self.polygons(rings)),
            8 => points(&mut c).map(Shape::Points),
            _ => Err(Broken::new(0, format!("shapes of type {code} are not read"))),
        };
        shape.map_err(shift).map(|s| Some(s).filter(|s| s.parts() > 0))
    }

    /// Rings sorted into polygons: clockwise ones are outer, the others holes of the first that holds them.
    fn polygons(&mut self, rings: Vec<Vec<LatLon>>) -> Shape {
        let rings: Vec<Vec<LatLon>> =
            rings.into_iter().map(opened).filter(|r| !r.is_empty()).collect();
        let (holes, outers): (Vec<_>, Vec<_>) =
            rings.into_iter().partition(|r| twice_area(r) > 0.0);
        let mut out: Vec<Vec<Vec<LatLon>>> = outers.into_iter().map(|r| vec![r]).collect();
        let boxes: Vec<[f64; 4]> = out.iter().map(|p| bounds(p.first())).collect();
        for hole in holes {
            let [w, s, e, n] = bounds(Some(&hole));
            let within = |b: &[f64; 4]| b[0] <= w && b[1] <= s && b[2] >= e && b[3] >= n;
            // The middle of an edge lies inside even where a vertex touches the outer ring.
            let probe = match hole.as_slice() {
                [a, b, ..] => LatLon::new(f64::midpoint(a.lat, b.lat), f64::midpoint(a.lon, b.lon)),
                _ => continue,
            };
            let home = (0..boxes.len()).find(|&k| within(&boxes[k]) && contains(&out[k][0], probe));
            match home {
                Some(k) => out[k].push(hole),
                None => {
                    self.stray += 1;
                    out.push(vec![hole]);
                }
            }
        }
        Shape::Polygons(out)
    }
}

fn bounds(ring: Option<&Vec<LatLon>>) -> [f64; 4] {
    let lines = ring.cloned().into_iter().collect();
    Shape::Lines(lines).bounds().unwrap_or_default()
}

/// The type of the file's shapes.
fn header(c: &mut Cursor<'_>) -> Read<u32> {
    if c.u32_be()? != 9994 {
        return Err(Broken::new(0, "the file does not begin like a shapefile (9994)"));
    }
    c.take(20)?;
    let announced = (c.u32_be()? as usize).saturating_mul(2);
    c.take(4)?;
    let code = c.u32_le()?;
    c.take(64)?;
    if announced > 100 + c.left() {
        let text = format!("the file should have {announced} bytes, but has {}", 100 + c.left());
        return Err(Broken::new(100 + c.left(), text));
    }
    match (code, code / 10) {
        (code::NULL, _) => Ok(code),
        (_, 0..=2)
            if matches!(code % 10, code::POINT | code::LINE | code::POLYGON | code::MULTIPOINT) =>
        {
            Ok(code)
        }
        _ => Err(Broken::new(32, format!("shapes of type {code} are not read"))),
    }
}

fn place(c: &mut Cursor<'_>) -> Read<LatLon> {
    let lon = c.f64_le()?;
    Ok(LatLon::new(c.f64_le()?, lon))
}

fn points(c: &mut Cursor<'_>) -> Read<Vec<LatLon>> {
    c.take(32)?;
    let n = c.u32_le()?;
    let n = c.fits(n, 16, "points")?;
    (0..n).map(|_| place(c)).collect()
}

fn lines(c: &mut Cursor<'_>) -> Read<Vec<Vec<LatLon>>> {
    c.take(32)?;
    let (parts, total) = (c.u32_le()?, c.u32_le()?);
    let parts = c.fits(parts, 4, "parts")?;
    let mut starts =
        (0..parts).map(|_| c.u32_le().map(|s| s as usize)).collect::<Read<Vec<_>>>()?;
    let total = c.fits(total, 16, "points")?;
    let at = c.position();
    let all = (0..total).map(|_| place(c)).collect::<Read<Vec<_>>>()?;
    starts.push(total);
    let part = |w: &[usize]| match w {
        [a, b] => all.get(*a..*b).map(<[LatLon]>::to_vec),
        _ => None,
    };
    let cut: Option<Vec<_>> = starts.windows(2).map(part).collect();
    cut.ok_or_else(|| Broken::new(at, "the parts of a shape do not follow each other"))
}
