//! A GeoParquet file as one layer.

use std::panic::{self, AssertUnwindSafe};

use bytes::Bytes;
use littoral_model::Finding;
use parquet::file::reader::{FileReader, SerializedFileReader};
use parquet::record::Field;
use serde_json::{Map, Number, Value};

use super::{GEO, GEOMETRY, MADE_BY, scan};
use crate::exchange::feature::{Collection, Feature, Layer};
use crate::exchange::{Reading, SHIFT, wkb};

/// Reads a file. The footer's counts are checked first, since the crate makes room on their word; should
/// the crate still panic on damaged pages, that is a finding like any other.
pub(crate) fn read(file: &str, bytes: &[u8]) -> Reading {
    if let Err(broken) = scan::footer(bytes) {
        return Reading::refused(broken.finding("F360", file, ""));
    }
    let silent = panic::take_hook();
    panic::set_hook(Box::new(|_| {}));
    let found = panic::catch_unwind(AssertUnwindSafe(|| layer(file, bytes)));
    panic::set_hook(silent);
    let text = match found {
        Ok(Ok(reading)) => return reading,
        Ok(Err(text)) => text,
        Err(_) => "a page of the file is damaged".to_owned(),
    };
    let finding = Finding::error("F360", format!("the file cannot be read as GeoParquet: {text}"));
    Reading::refused(finding.at(file, "").help("check it with another program, or export it again"))
}

fn layer(file: &str, bytes: &[u8]) -> Result<Reading, String> {
    let reader =
        SerializedFileReader::new(Bytes::copy_from_slice(bytes)).map_err(|e| e.to_string())?;
    let metadata = reader.metadata().file_metadata();
    let key = |name: &str| {
        let entries = metadata.key_value_metadata()?;
        entries.iter().find(|e| e.key == name)?.value.clone()
    };
    let geo = key(GEO).and_then(|text| serde_json::from_str::<Value>(&text).ok());
    let mut out = Reading::default();
    let column = primary(file, geo.as_ref(), &mut out.findings);
    let mut layer =
        Layer { name: key("layer").unwrap_or_else(|| "features".into()), features: vec![] };
    let mut dropped = Doubts::default();
    for row in reader.get_row_iter(None).map_err(|e| e.to_string())? {
        let row = row.map_err(|e| e.to_string())?;
        let mut feature = Feature::default();
        for (name, cell) in row.get_column_iter() {
            if *name == column {
                let Field::Bytes(blob) = cell else { continue };
                let number = layer.features.len() + 1;
                let (shape, heights) =
                    wkb::read(blob.data()).map_err(|b| format!("row {number}: {}", b.text))?;
                dropped.heights |= heights;
                feature.shape = shape;
            } else {
                feature.properties.insert(name.clone(), value(cell, &mut dropped));
            }
        }
        layer.features.push(feature);
    }
    out.findings.extend(dropped.findings(file));
    out.collection =
        Collection { name: layer.name.clone(), layers: vec![layer], ..Collection::default() };
    out.collection.take_provenance(&key(MADE_BY).unwrap_or_default());
    Ok(out)
}

/// The geometry column; other encodings than WKB and other datums are said.
fn primary(file: &str, geo: Option<&Value>, log: &mut Vec<Finding>) -> String {
    let Some(geo) = geo else {
        let text = "the file has no \"geo\" metadata: it is Parquet, not GeoParquet";
        log.push(Finding::error("F361", text).at(file, "").help("write it with a geometry column"));
        return String::new();
    };
    let name = geo["primary_column"].as_str().unwrap_or(GEOMETRY).to_owned();
    let column = &geo["columns"][&name];
    if column["encoding"].as_str().is_some_and(|e| e != "WKB") {
        let text = format!("the geometry is encoded as {}; WKB is read", column["encoding"]);
        log.push(Finding::error("F361", text).at(file, &name).help("write it with encoding WKB"));
    }
    let code = column["crs"]["id"]["code"].clone();
    let plain = column["crs"].is_null() || code == 4326 || code == "CRS84";
    let projected = column["crs"]["type"].as_str() == Some("ProjectedCRS");
    if projected {
        let text = "the coordinates are projected, not longitude and latitude";
        let help = "reproject the file to WGS 84 first";
        log.push(Finding::error("F324", text).at(file, &name).help(help));
    } else if !plain {
        let text = format!(
            "the file names {}; the coordinates are taken as WGS 84",
            column["crs"]["name"]
        );
        log.push(Finding::warning("F323", text).at(file, &name).help(SHIFT));
    }
    name
}

#[derive(Default)]
struct Doubts {
    heights: bool,
    nested: bool,
}

impl Doubts {
    fn findings(&self, file: &str) -> Vec<Finding> {
        let mut out = Vec::new();
        if self.heights {
            let text = "heights or measures of the shapes are left out";
            out.push(Finding::warning("F310", text).at(file, ""));
        }
        if self.nested {
            let text = "columns of raw bytes are left out";
            out.push(Finding::warning("F342", text).at(file, ""));
        }
        out
    }
}

fn value(cell: &Field, doubts: &mut Doubts) -> Value {
    let real = |v: f64| Number::from_f64(v).map_or(Value::Null, Value::Number);
    match cell {
        Field::Null => Value::Null,
        Field::Bool(b) => Value::Bool(*b),
        Field::Byte(v) => Value::from(*v),
        Field::Short(v) => Value::from(*v),
        Field::Int(v) => Value::from(*v),
        Field::Long(v) => Value::from(*v),
        Field::UByte(v) => Value::from(*v),
        Field::UShort(v) => Value::from(*v),
        Field::UInt(v) => Value::from(*v),
        Field::ULong(v) => Value::from(*v),
        Field::Float(v) => real(f64::from(*v)),
        Field::Double(v) => real(*v),
        Field::Str(s) => Value::String(s.clone()),
        Field::Group(row) => {
            let pairs = row.get_column_iter().map(|(k, v)| (k.clone(), value(v, doubts)));
            Value::Object(pairs.collect::<Map<_, _>>())
        }
        Field::Bytes(_) => {
            doubts.nested = true;
            Value::Null
        }
        other => Value::String(other.to_string()),
    }
}
