//! Points out of their order.

use littoral_geodesy::LatLon;

use super::{AuditPoint, Court};

/// Two points count as exchanged if the line is shorter by this part of their distance once they change places: of a line
/// that runs straight on it is twice the distance.
const SHORTER: f64 = 1.0;

/// Neighbours that look exchanged, and points beyond which a line turns back, in words.
pub(super) fn findings(court: &Court<'_>, points: &[AuditPoint]) -> Vec<String> {
    let at = |k: usize| points[k].subject.at;
    let way = |list: &[LatLon]| -> f64 {
        list.windows(2).map(|w| court.earth.karney_m(w[0], w[1])).sum()
    };
    let label = |k: usize| match points[k].subject.name.as_str() {
        "" => (k + 1).to_string(),
        name => name.to_owned(),
    };
    let mut out = Vec::new();
    let mut k = 1;
    while k + 2 < points.len() {
        let [a, b, c, d] = [k - 1, k, k + 1, k + 2].map(at);
        let saved = way(&[a, b, c, d]) - way(&[a, c, b, d]);
        if b != c && saved > SHORTER * court.earth.karney_m(b, c) {
            let (one, other) = (label(k), label(k + 1));
            out.push(format!("the line runs back from {one} to {other}: are the two exchanged?"));
            k += 1;
        }
        k += 1;
    }
    out
}
