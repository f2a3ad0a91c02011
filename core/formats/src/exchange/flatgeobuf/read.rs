//! A FlatGeobuf file as one layer.

use littoral_geodesy::LatLon;
use littoral_model::Finding;
use serde_json::{Map, Number, Value};

use super::{MAGIC, geometry, header};
use crate::exchange::cursor::{Broken, Cursor, Read};
use crate::exchange::feature::{Collection, Feature, Layer, Shape};
use crate::exchange::flatbuffer::Table;
use crate::exchange::wkb::opened;
use crate::exchange::{Reading, SHIFT};

/// Longest name of a column, bytes, and most columns.
const NAME: usize = 1024;
const COLUMNS: usize = 4096;

/// Reads a file with or without its index.
pub(crate) fn read(file: &str, bytes: &[u8]) -> Reading {
    let mut out = Reading::default();
    let mut layer = Layer::default();
    let mut made = String::new();
    if let Err((number, broken)) = features(file, bytes, &mut layer, &mut made, &mut out.findings) {
        let place = if number > 0 { format!("feature {number}") } else { "header".to_owned() };
        out.findings.push(broken.finding("F350", file, &place));
    }
    if layer.name.is_empty() {
        layer.name = "features".into();
    }
    out.collection =
        Collection { name: layer.name.clone(), layers: vec![layer], ..Collection::default() };
    out.collection.take_provenance(&made);
    out
}

struct Head {
    code: u8,
    columns: Vec<(String, u8)>,
    count: u64,
    node: u16,
}

type Step = Result<(), (usize, Broken)>;

fn features(
    file: &str,
    bytes: &[u8],
    layer: &mut Layer,
    made: &mut String,
    log: &mut Vec<Finding>,
) -> Step {
    let mut c = Cursor::new(bytes);
    let head = head(file, &mut c, layer, made, log).map_err(|b| (0, b))?;
    index(&mut c, &head).map_err(|b| (0, b))?;
    let mut heights = false;
    while c.left() > 0 {
        let number = layer.features.len() + 1;
        let (feature, dropped) = feature(&mut c, &head).map_err(|b| (number, b))?;
        heights |= dropped;
        layer.features.push(feature);
    }
    if head.count > 0 && head.count != layer.features.len() as u64 {
        let text =
            format!("{} features are announced, {} are there", head.count, layer.features.len());
        return Err((0, Broken::new(0, text)));
    }
    if heights {
        let text = "heights or measures of the shapes are left out";
        log.push(Finding::warning("F310", text).at(file, ""));
    }
    Ok(())
}

/// A buffer with its length in front.
fn buffer<'a>(c: &mut Cursor<'a>) -> Read<&'a [u8]> {
    let length = c.u32_le()?;
    let length = c.fits(length, 1, "bytes")?;
    c.take(length)
}

fn head(
    file: &str,
    c: &mut Cursor<'_>,
    layer: &mut Layer,
    made: &mut String,
    log: &mut Vec<Finding>,
) -> Read<Head> {
    let magic = c.take(8)?;
    if magic[..7] != MAGIC[..7] {
        return Err(Broken::new(0, "the file does not begin like FlatGeobuf 3 (fgb 3 fgb)"));
    }
    let t = Table::root(buffer(c)?)?;
    layer.name = t.text(header::NAME)?.unwrap_or_default();
    *made = t.text(header::METADATA)?.unwrap_or_default();
    let columns = t.tables(header::COLUMNS)?;
    if columns.len() > COLUMNS || layer.name.len() > NAME {
        return Err(Broken::new(
            12,
            format!("{} columns; at most {COLUMNS} are read", columns.len()),
        ));
    }
    let column = |t: &Table<'_>| -> Read<(String, u8)> {
        let name = t.text(0)?.unwrap_or_default();
        match name.len() <= NAME {
            true => Ok((name, t.u8(1, 0)?)),
            false => Err(Broken::new(12, format!("a column has a name of {} bytes", name.len()))),
        }
    };
    let columns = columns.iter().map(column).collect::<Read<Vec<_>>>()?;
    if let Some(crs) = t.table(header::CRS)? {
        datum(file, crs.i32(1, 0)?, log);
    }
    Ok(Head {
        code: t.u8(header::GEOMETRY, 0)?,
        columns,
        count: t.u64(header::COUNT, 0)?,
        node: t.u16(header::NODE, 16)?,
    })
}

fn datum(file: &str, code: i32, log: &mut Vec<Finding>) {
    // 0 is unknown; codes of geographic systems lie between 4000 and 4999 and beyond 9000.
    match code {
        0 | 4326 => {}
        4000..=4999 | 7000..=9999 => {
            let text = format!("the file names EPSG:{code}; the coordinates are taken as WGS 84");
            log.push(Finding::warning("F323", text).at(file, "header").help(SHIFT));
        }
        _ => {
            let text = format!("the coordinates are in EPSG:{code}, not longitude and latitude");
            let help = "reproject the file to WGS 84 (EPSG:4326) first";
            log.push(Finding::error("F324", text).at(file, "header").help(help));
        }
    }
}

/// Steps over the packed R-tree: 40 bytes a node.
fn index(c: &mut Cursor<'_>, head: &Head) -> Read<()> {
    if head.node < 2 || head.count == 0 {
        return Ok(());
    }
    let (mut level, mut nodes) = (head.count, head.count);
    while level > 1 {
        level = level.div_ceil(u64::from(head.node));
        nodes = nodes.saturating_add(level);
    }
    let length = usize::try_from(nodes.saturating_mul(40)).unwrap_or(usize::MAX);
    c.take(length).map(|_| ())
}

fn feature(c: &mut Cursor<'_>, head: &Head) -> Read<(Feature, bool)> {
    let at = c.position();
    let bytes = buffer(c)?;
    let shift = |b: Broken| b.within(at + 4);
    let t = Table::root(bytes).map_err(shift)?;
    let mut reader = Shapes { left: bytes.len() / 16 + 1, dropped: false };
    let shape = match t.table(0).map_err(shift)? {
        Some(g) => reader.read(&g, head.code, 0).map_err(shift)?,
        None => None,
    };
    let properties = t.vector(1, 1).and_then(|b| properties(b, head)).map_err(shift)?;
    Ok((Feature { shape, properties, ..Feature::default() }, reader.dropped))
}

/// Geometry with a budget: parts may be shared between offsets, so that a small file could unfold into
/// a large one; no honest one has more places than its bytes hold.
struct Shapes {
    left: usize,
    dropped: bool,
}

impl Shapes {
    fn read(&mut self, g: &Table<'_>, known: u8, depth: usize) -> Read<Option<Shape>> {
        let own = g.u8(geometry::TYPE, 0)?;
        let code = if own == 0 { known } else { own };
        self.dropped |=
            !g.vector(geometry::Z, 8)?.is_empty() || !g.vector(geometry::M, 8)?.is_empty();
        let shape = match code {
            1 | 4 => Shape::Points(self.runs(g)?.into_iter().flatten().collect()),
            2 | 5 => Shape::Lines(self.runs(g)?),
            3 => Shape::Polygons(
                vec![self.rings(g)?].into_iter().filter(|p| !p.is_empty()).collect(),
            ),
            6 if depth == 0 => {
                let parts = g.tables(geometry::PARTS)?;
                let mut all = Vec::new();
                for p in &parts {
                    all.push(self.rings(p)?);
                }
                all.retain(|p| !p.is_empty());
                Shape::Polygons(all)
            }
            other => {
                return Err(Broken::new(0, format!("geometries of type {other} are not read")));
            }
        };
        Ok(Some(shape).filter(|s| s.parts() > 0))
    }

    fn rings(&mut self, g: &Table<'_>) -> Read<Vec<Vec<LatLon>>> {
        Ok(self.runs(g)?.into_iter().map(opened).collect())
    }

    fn runs(&mut self, g: &Table<'_>) -> Read<Vec<Vec<LatLon>>> {
        let xy = g.vector(geometry::XY, 8)?;
        let count = xy.len() / 16;
        // A part costs one even if it is empty.
        self.left = self.left.checked_sub(count.max(1)).ok_or_else(|| {
            Broken::new(0, "the geometry unfolds to more positions than the file holds")
        })?;
        let mut c = Cursor::new(xy);
        let mut all = Vec::with_capacity(count);
        for _ in 0..count {
            let lon = c.f64_le()?;
            all.push(LatLon::new(c.f64_le()?, lon));
        }
        let ends = g.vector(geometry::ENDS, 4)?;
        if ends.is_empty() {
            return Ok(vec![all].into_iter().filter(|l| !l.is_empty()).collect());
        }
        let mut c = Cursor::new(ends);
        let (mut start, mut out) = (0, Vec::new());
        while c.left() >= 4 {
            let end = c.u32_le()? as usize;
            let run = all.get(start..end).filter(|r| !r.is_empty());
            let run = run.ok_or_else(|| {
                Broken::new(0, "the parts of a geometry do not follow each other")
            })?;
            out.push(run.to_vec());
            start = end;
        }
        Ok(out)
    }
}

fn properties(bytes: &[u8], head: &Head) -> Read<Map<String, Value>> {
    let mut c = Cursor::new(bytes);
    let mut out = Map::new();
    while c.left() > 0 {
        let k = usize::from(c.u16_le()?);
        let (name, kind) = head
            .columns
            .get(k)
            .ok_or_else(|| Broken::new(c.position(), format!("there is no column {k}")))?;
        out.insert(name.clone(), value(&mut c, *kind)?);
    }
    Ok(out)
}

fn value(c: &mut Cursor<'_>, kind: u8) -> Read<Value> {
    let real = |v: f64| Number::from_f64(v).map_or(Value::Null, Value::Number);
    Ok(match kind {
        0 => Value::from(i8::from_le_bytes([c.u8()?])),
        1 => Value::from(c.u8()?),
        2 => Value::Bool(c.u8()? != 0),
        3 => Value::from(c.u16_le()?.cast_signed()),
        4 => Value::from(c.u16_le()?),
        5 => Value::from(c.u32_le()?.cast_signed()),
        6 => Value::from(c.u32_le()?),
        7 => Value::from(c.u64_le()?.cast_signed()),
        8 => Value::from(c.u64_le()?),
        9 => real(f64::from(f32::from_bits(c.u32_le()?))),
        10 => real(c.f64_le()?),
        11..=14 => {
            let n = c.u32_le()?;
            let n = c.fits(n, 1, "bytes of text")?;
            let bytes = c.take(n)?;
            match kind {
                14 => Value::Null,
                _ => Value::String(String::from_utf8_lossy(bytes).into_owned()),
            }
        }
        other => {
            return Err(Broken::new(c.position(), format!("columns of type {other} are not read")));
        }
    })
}
