//! Lakes and lagoons within land: why nothing is measured from their shores.

use littoral_delimit::construct::Bases;
use littoral_geodesy::densify::wrap;

/// What is said of rings of water within the land of parties; `None` where there are none.
///
/// The baseline is the low-water line along the coast (UNCLOS art. 5), of an atoll the seaward one of its reef (art. 6);
/// waters on its landward side are internal (art. 8).
pub(super) fn note(bases: &Bases, parties: &[usize]) -> Option<String> {
    let mut of_them = bases.enclosed.iter().filter(|(k, _)| parties.contains(k));
    let (party, ring) = of_them.next()?;
    let at = ring.first()?;
    let (id, lat, lon) = (&bases.parties[*party], at.lat, wrap(at.lon));
    let what = match of_them.count() {
        0 => format!("a lake or lagoon within the land of {id}, near {lat:.4}, {lon:.4}, is"),
        more => {
            let n = more + 1;
            format!(
                "{n} lakes and lagoons within land, the first of {id} near {lat:.4}, {lon:.4}, are"
            )
        }
    };
    Some(format!(
        "{what} no shore: water that land encloses lies landward of the baseline and is internal waters (UNCLOS art. 5, 6 and 8); if it opens to the sea, draw its shore as part of the coast and not as a hole"
    ))
}
