//! What no format promises: positions on the earth, lines of two places, rings of three, names that differ.

use littoral_geodesy::LatLon;
use littoral_model::Finding;

use super::Reading;
use super::feature::{Layer, MAX_LAYERS, Shape};

/// Most findings of one kind that are worth reading.
const MOST: usize = 20;

/// Adds findings for impossible geometry; tells layers of the same name apart.
pub(super) fn check(file: &str, reading: &mut Reading) {
    let mut findings = Vec::new();
    for layer in &reading.collection.layers {
        for (k, feature) in layer.features.iter().enumerate() {
            if let Some(shape) = &feature.shape {
                let place = format!("layer {}, feature {}", layer.name, k + 1);
                findings.extend(one(shape).map(|(text, help, vertex)| {
                    let place =
                        vertex.map_or(place.clone(), |v| format!("{place}, vertex {}", v + 1));
                    Finding::error("F301", text).at(file, place).help(help)
                }));
            }
        }
    }
    if findings.len() > MOST {
        let text = format!("{} more features have impossible geometry", findings.len() - MOST);
        findings.truncate(MOST);
        findings.push(Finding::error("F301", text).at(file, ""));
    }
    reading.findings.extend(findings);
    if reading.collection.count() == 0 && !reading.failed() {
        let finding = Finding::error("F302", "the file holds no feature").at(file, "");
        reading.findings.push(finding.help("is this the file you mean?"));
    }
    if reading.collection.layers.len() >= MAX_LAYERS {
        let text = format!("the file has {MAX_LAYERS} layers or more");
        let finding = Finding::error("F303", text).at(file, "");
        reading.findings.push(finding.help("keep only the layers that the case needs"));
    }
    rename(&mut reading.collection.layers);
}

type Doubt = (String, &'static str, Option<usize>);

const REPAIR: &str = "repair the geometry where the file was made";

fn one(shape: &Shape) -> Option<Doubt> {
    for (k, p) in shape.places().into_iter().enumerate() {
        if let Err(text) = p.check() {
            let projected =
                p.lat.is_finite() && p.lon.is_finite() && p.lat.abs().max(p.lon.abs()) > 1000.0;
            let help = match projected {
                true => {
                    "the coordinates look projected: convert them to longitude and latitude on WGS 84"
                }
                false => REPAIR,
            };
            return Some((text, help, Some(k)));
        }
    }
    match shape {
        Shape::Points(_) => None,
        Shape::Lines(lines) => lines
            .iter()
            .any(|l| l.len() < 2)
            .then(|| ("a line has fewer than two positions".to_owned(), REPAIR, None)),
        Shape::Polygons(polygons) => {
            polygons.iter().flatten().any(|r| distinct(r) < 3).then(|| {
                ("a ring has fewer than three distinct positions".to_owned(), REPAIR, None)
            })
        }
    }
}

/// Distinct places of a ring, counted up to three.
fn distinct(ring: &[LatLon]) -> usize {
    let mut seen: Vec<LatLon> = Vec::new();
    for p in ring {
        if !seen.contains(p) {
            seen.push(*p);
        }
        if seen.len() == 3 {
            break;
        }
    }
    seen.len()
}

fn rename(layers: &mut [Layer]) {
    for k in 1..layers.len() {
        let (before, rest) = layers.split_at_mut(k);
        let Some(layer) = rest.first_mut() else { continue };
        let taken = |name: &str| before.iter().any(|l| l.name == name);
        let base = layer.name.clone();
        let mut n = 2;
        while taken(&layer.name) {
            layer.name = format!("{base}-{n}");
            n += 1;
        }
    }
}
