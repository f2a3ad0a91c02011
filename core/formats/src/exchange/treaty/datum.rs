//! The datum that the text of a treaty states, and its places brought to WGS 84, on which all formats are.

use littoral_geodesy::{Datum, Earth, Ellipsoid, Helmert, LatLon};
use littoral_model::Finding;

use crate::dms::short;
use crate::exchange::feature::Shape;
use crate::survey;

/// From the datum of a text to WGS 84.
pub(super) struct Way {
    from: Earth,
    to: Earth,
    set: Helmert,
}

impl Way {
    /// Brings the places of a shape there.
    pub(super) fn brings(&self, shape: &mut Shape) {
        let place = |p: &mut LatLon| *p = self.set.forward(&self.from, &self.to, *p);
        match shape {
            Shape::Points(points) => points.iter_mut().for_each(place),
            Shape::Lines(lines) => lines.iter_mut().flatten().for_each(place),
            Shape::Polygons(parts) => parts.iter_mut().flatten().flatten().for_each(place),
        }
    }
}

/// What a text says of its datum: in a line `Datum: ED50` or a comment, in its rows, or as an annex says it (`refer to ED50`).
pub(super) fn stated(text: &str, rows: Option<String>) -> Option<String> {
    let line = || text.lines().find_map(survey::datum_of);
    let annex = || {
        let words =
            text.split("refer to ").nth(1).and_then(|t| t.split([',', '\n', ';']).next())?;
        Some(words.trim().trim_end_matches('.').to_owned())
    };
    rows.or_else(line).or_else(annex)
}

/// How coordinates of the datum stated come to WGS 84: not at all where they are on it, or where none is stated, which is said.
///
/// Fails where the datum is another one, and its name settles no parameters: its numbers are not those of WGS 84.
pub(super) fn way(
    file: &str,
    stated: Option<String>,
    log: &mut Vec<Finding>,
) -> Result<Option<Way>, Box<Finding>> {
    let Some(stated) = stated else {
        let text = "no datum is stated; the coordinates are taken as WGS 84";
        let help = "a line \"# datum: WGS 84\" says it";
        log.push(Finding::warning("F323", text).at(file, "").help(help));
        return Ok(None);
    };
    let known = Datum::named(&stated);
    let set = known.as_ref().and_then(|d| d.to_wgs84.clone());
    let figure = known.as_ref().and_then(|d| Ellipsoid::parse(&d.ellipsoid).ok());
    let (Some(set), Some(from)) = (set, figure) else {
        let text = format!(
            "the datum is stated as \"{}\", and the formats are on WGS 84: its name settles no parameters to it",
            short(&stated)
        );
        let help = "bring it there first: `littoral construct datum FILE --to WGS84 --helmert dx,dy,dz -o FILE.csv`; or state a \
                    set of parameters, as \"# datum: ED50 (mean)\"";
        return Err(Box::new(Finding::error("F323", text).at(file, "").help(help)));
    };
    // WGS 84, or what is taken as it.
    if set.translation_m.iter().chain(&set.rotation_arcsec).all(|v| *v == 0.0) {
        return Ok(None);
    }
    let text =
        format!("brought from {} to WGS 84: {}; {}", short(&stated), set.words(), set.source);
    log.push(Finding::warning("F323", text).at(file, ""));
    Ok(Some(Way { from: Earth::new(&from), to: Earth::new(&Ellipsoid::wgs84()), set }))
}
