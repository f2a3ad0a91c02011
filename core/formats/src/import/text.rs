//! The files of the new case.

use std::collections::BTreeMap;
use std::fmt::Write as _;

use littoral_geodesy::LatLon;
use littoral_model::ShoreKind;
use serde_json::{Value, json};

use super::{Sketch, Wishes};
use crate::exchange::feature::closed;
use crate::exchange::{Feature, Shape, geometry};

type Files = (BTreeMap<String, Vec<u8>>, Vec<String>);

/// `case.toml` and `coast.geojson` of a sketch; `parties` are `(id, name)` in the order of ids.
pub(super) fn files(sketch: &Sketch, wishes: &Wishes, parties: &[(String, String)]) -> Files {
    let id_of = |name: &String| {
        parties.iter().find(|(_, n)| n == name).map_or_else(String::new, |(id, _)| id.clone())
    };
    let feature = |shape: Shape, properties: Value| Feature {
        shape: Some(shape),
        properties: properties.as_object().cloned().unwrap_or_default(),
        ..Feature::default()
    };
    let kind = if sketch.closed { "sea" } else { "window" };
    let mut features =
        vec![feature(Shape::Polygons(vec![sketch.sea.clone()]), json!({ "kind": kind }))];
    for (party, kind, lines) in &sketch.shores {
        let (word, shape) = match kind {
            ShoreKind::Islands => {
                ("islands", Shape::Polygons(lines.iter().map(|r| vec![r.clone()]).collect()))
            }
            ShoreKind::BasePoint => {
                ("base_points", Shape::Points(lines.iter().flatten().copied().collect()))
            }
            ShoreKind::Baseline => ("baseline", Shape::Lines(lines.clone())),
            ShoreKind::Coast => ("coast", Shape::Lines(lines.clone())),
        };
        features.push(feature(shape, json!({ "kind": word, "party": id_of(party) })));
    }
    for (between, at) in termini(sketch) {
        let mut pair = between.map(|p| id_of(&p));
        pair.sort();
        let name = json!({ "en": format!("{} terminus", pair.join("-")) });
        features.push(feature(
            Shape::Points(vec![at]),
            json!({ "kind": "terminus", "between": pair, "name": name }),
        ));
    }
    of_features(features, wishes, parties)
}

/// Places where the coasts of exactly two parties end.
fn termini(sketch: &Sketch) -> Vec<([String; 2], LatLon)> {
    let mut ends: Vec<(LatLon, Vec<String>)> = Vec::new();
    let coasts = sketch.shores.iter().filter(|s| s.1 == ShoreKind::Coast);
    for (party, line) in coasts.flat_map(|(party, _, lines)| lines.iter().map(move |l| (party, l)))
    {
        for at in line.first().into_iter().chain(line.last()) {
            match ends.iter_mut().find(|(p, _)| p == at) {
                Some((_, parties)) if !parties.contains(party) => parties.push(party.clone()),
                Some(_) => {}
                None => ends.push((*at, vec![party.clone()])),
            }
        }
    }
    let pair =
        |(at, parties): (LatLon, Vec<String>)| Some((<[String; 2]>::try_from(parties).ok()?, at));
    ends.into_iter().filter_map(pair).collect()
}

/// The files of features that are already those of a case. Coordinates keep every digit.
pub(super) fn of_features(
    features: Vec<Feature>,
    wishes: &Wishes,
    parties: &[(String, String)],
) -> Files {
    let line = |f: &Feature| {
        let shape = f.shape.as_ref().map(exact);
        json!({ "type": "Feature", "properties": f.properties, "geometry": shape }).to_string()
    };
    let lines: Vec<String> = features.iter().map(line).collect();
    let coast =
        format!("{{\"type\":\"FeatureCollection\",\"features\":[\n{}\n]}}\n", lines.join(",\n"));
    let files = BTreeMap::from([
        ("case.toml".to_owned(), header(wishes, parties).into_bytes()),
        ("coast.geojson".to_owned(), coast.into_bytes()),
    ]);
    (files, parties.iter().map(|(id, _)| id.clone()).collect())
}

/// The geometry without rounding: what a user surveyed is kept to the last digit.
fn exact(shape: &Shape) -> Value {
    let place = |p: &LatLon| json!([p.lon, p.lat]);
    let run = |l: &Vec<LatLon>| l.iter().map(place).collect::<Value>();
    let mut out = geometry(shape);
    let coordinates: Value = match shape {
        Shape::Points(p) if p.len() == 1 => p.iter().map(place).next().unwrap_or_default(),
        Shape::Points(p) => p.iter().map(place).collect(),
        Shape::Lines(l) if l.len() == 1 => l.iter().map(run).next().unwrap_or_default(),
        Shape::Lines(l) => l.iter().map(run).collect(),
        Shape::Polygons(p) => {
            let rings =
                |p: &Vec<Vec<LatLon>>| p.iter().map(|r| run(&closed(r.clone()))).collect::<Value>();
            match p.as_slice() {
                [one] => rings(one),
                all => all.iter().map(rings).collect(),
            }
        }
    };
    if let Some(table) = out.as_object_mut() {
        table.insert("coordinates".into(), coordinates);
    }
    out
}

fn header(wishes: &Wishes, parties: &[(String, String)]) -> String {
    let quoted = |s: &str| toml::Value::String(s.to_owned()).to_string();
    let mut out = format!(
        "# Made from a coast by littoral case new. Say here what the sea is, what it is for, and where the coast\n\
         # comes from; `littoral case check` says what is missing.\n\n\
         [case]\nid = {}\nname = {{ en = {} }}\nellipsoid = \"WGS84\"\ncoast = \"coast.geojson\"\nsources = [{}]\n",
        quoted(&wishes.id),
        quoted(&wishes.id),
        quoted(&wishes.source)
    );
    for (id, name) in parties {
        let _ =
            write!(out, "\n[[party]]\nid = {}\nname = {{ en = {} }}\n", quoted(id), quoted(name));
    }
    out
}
