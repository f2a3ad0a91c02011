//! The coast files of a case, changed: without islands, or every place moved.

use littoral_formats::CaseBundle;
use serde_json::Value;

/// The case without its islands as base points; they stay land.
#[must_use]
pub(crate) fn without_islands(bundle: &CaseBundle) -> CaseBundle {
    changed(bundle, |features| {
        features.retain(|f| f["properties"]["kind"] != "islands");
    })
}

/// The case with every place of its coast files moved.
#[must_use]
pub(crate) fn moved(bundle: &CaseBundle, shift: impl Fn([f64; 2]) -> [f64; 2]) -> CaseBundle {
    changed(bundle, |features| {
        for feature in features {
            if let Some(coordinates) = feature.pointer_mut("/geometry/coordinates") {
                walk(coordinates, &shift);
            }
        }
    })
}

/// Changes the features of every file with a coast in it; what does not read stays as it is.
fn changed(bundle: &CaseBundle, change: impl Fn(&mut Vec<Value>)) -> CaseBundle {
    let mut out = bundle.clone();
    for (_, bytes) in out.files.iter_mut().filter(|(n, _)| n.ends_with(".geojson")) {
        let Ok(mut root) = serde_json::from_slice::<Value>(bytes) else { continue };
        let Some(features) = root["features"].as_array_mut() else { continue };
        if features.iter().any(|f| f["properties"]["kind"] == "coast") {
            change(features);
            *bytes = root.to_string().into_bytes();
        }
    }
    out
}

/// Every `[lon, lat]` in nested lists.
fn walk(value: &mut Value, shift: &impl Fn([f64; 2]) -> [f64; 2]) {
    let Some(list) = value.as_array_mut() else { return };
    match (list.first().and_then(Value::as_f64), list.get(1).and_then(Value::as_f64)) {
        (Some(lon), Some(lat)) => {
            let [lat, lon] = shift([lat, lon]);
            (list[0], list[1]) = (lon.into(), lat.into());
        }
        _ => list.iter_mut().for_each(|v| walk(v, shift)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn bundle() -> CaseBundle {
        let coast = r#"{"features":[
            {"properties":{"kind":"coast"},"geometry":{"coordinates":[[[50.0,40.0],[51.0,41.0]]]}},
            {"properties":{"kind":"islands"},"geometry":{"coordinates":[]}}]}"#;
        let files = [
            ("coast.geojson", coast),
            ("deposits.geojson", r#"{"features":[{"geometry":{"coordinates":[1,2]}}]}"#),
        ];
        let files = files.map(|(n, t)| (n.to_owned(), t.as_bytes().to_vec())).into();
        CaseBundle { name: "a".into(), files }
    }

    #[test]
    fn coasts_move_and_deposits_stay() {
        let out = moved(&bundle(), |[lat, lon]| [lat + 1.0, lon - 1.0]);
        let coast: Value = serde_json::from_slice(&out.files["coast.geojson"]).unwrap();
        assert_eq!(
            coast["features"][0]["geometry"]["coordinates"][0][1],
            serde_json::json!([50.0, 42.0])
        );
        assert_eq!(out.files["deposits.geojson"], bundle().files["deposits.geojson"]);
    }

    #[test]
    fn islands_go_and_the_coast_stays() {
        let out = without_islands(&bundle());
        let coast: Value = serde_json::from_slice(&out.files["coast.geojson"]).unwrap();
        assert_eq!(coast["features"].as_array().unwrap().len(), 1);
    }
}
