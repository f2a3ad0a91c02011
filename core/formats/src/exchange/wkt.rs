//! What the text of a coordinate reference system (WKT 1 or 2) says that changes what coordinates mean.

/// A degree in radians, as such texts write it to some digits.
const DEGREE: f64 = std::f64::consts::PI / 180.0;

/// Why coordinates of this system are no longitudes from Greenwich and latitudes in degrees, if they are not. An empty
/// text says nothing.
pub(super) fn refusal(wkt: &str) -> Option<String> {
    let upper = wkt.to_ascii_uppercase();
    let names = |word: &str| nodes(&upper, word).next().is_some();
    if names("PROJCS") || names("PROJCRS") || names("PROJECTEDCRS") {
        return Some("the coordinates are projected, not longitude and latitude".into());
    }
    if names("LOCAL_CS") || names("ENGCRS") || names("GEOCCS") {
        return Some("the coordinates are no longitude and latitude".into());
    }
    let prime = nodes(&upper, "PRIMEM").next().and_then(second);
    if let Some(prime) = prime.filter(|p| p.abs() > 1e-9) {
        return Some(format!("the longitudes count from a meridian {prime} east of Greenwich"));
    }
    // The unit of angles: of its own name in WKT 2, in WKT 1 the first unit of the system.
    let unit = nodes(&upper, "ANGLEUNIT").chain(nodes(&upper, "UNIT")).find_map(second);
    let unit = unit.filter(|u| (u / DEGREE - 1.0).abs() > 1e-6)?;
    Some(format!("the coordinates are in units of {unit} radians, not in degrees"))
}

/// What stands behind each `WORD[`, a word of its own.
fn nodes<'a>(text: &'a str, word: &'a str) -> impl Iterator<Item = &'a str> {
    let part = |b: u8| b.is_ascii_alphanumeric() || b == b'_';
    text.match_indices(word).filter_map(move |(at, _)| {
        let rest = text.get(at + word.len()..)?.trim_start();
        let own = !text.as_bytes()[..at].last().is_some_and(|b| part(*b));
        rest.strip_prefix(['[', '(']).filter(|_| own)
    })
}

/// The number behind the name of a node: `"Greenwich",0.0`.
fn second(node: &str) -> Option<f64> {
    let rest = node.trim_start().strip_prefix('"')?.split_once('"')?.1;
    let number = rest.trim_start().strip_prefix(',')?.trim_start();
    let end = number.find([',', ']', ')']).unwrap_or(number.len());
    number[..end].trim().parse().ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_no_degree_from_greenwich_is_refused() {
        let plain = [
            "",
            "nonsense [ \"",
            r#"GEOGCS["GCS_WGS_1984",DATUM["D",SPHEROID["S",6378137.0,298.2]],PRIMEM["Greenwich",0.0],UNIT["Degree",0.0174532925199433]]"#,
            r#"GEOGCRS["WGS 84",ENSEMBLE["e",ELLIPSOID["WGS 84",6378137,298.2,LENGTHUNIT["metre",1]]],PRIMEM["Greenwich",0,ANGLEUNIT["degree",0.0174532925199433]],CS[ellipsoidal,2],ANGLEUNIT["degree",0.0174532925199433]]"#,
        ];
        for text in plain {
            assert_eq!(refusal(text), None, "{text}");
        }
        for (text, word) in [
            (r#"PROJCS["UTM 39N",GEOGCS["x",UNIT["Degree",0.0174532925199433]]]"#, "projected"),
            (r#"COMPD_CS["x",PROJCS["UTM 39N",GEOGCS["x"]]]"#, "projected"),
            (
                r#"GEOGCS["NTF (Paris)",PRIMEM["Paris",2.33722917],UNIT["grad",0.01570796]]"#,
                "Greenwich",
            ),
            (r#"GEOGCS["NTF",PRIMEM["Greenwich",0],UNIT["grad",0.015707963267949]]"#, "radians"),
            (r#"LOCAL_CS["here",UNIT["metre",1]]"#, "no longitude"),
        ] {
            let said = refusal(text).unwrap_or_default();
            assert!(said.contains(word), "{text}: {said}");
        }
    }
}
