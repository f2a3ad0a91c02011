//! What GeoJSON says twice: lines as a whole and in pieces, the vertices of lines as points beside them, and crossings of the
//! antimeridian that a line was cut at.

use std::collections::HashSet;

use littoral_model::Finding;

use super::json::{property, shapes_of};
use super::shapes;
use crate::geojson::read::Feature;
use crate::geojson::shape::{Shape, Vertex};
use crate::tree::{Node, Source, Value};

/// Kinds of lines that are read, and kinds that go along them: its arcs and parallels make a limit, the segments a baseline,
/// the moved edges a parallel line; the edge of a shelf is its outer limit and its inner one.
const SAID: [(&str, &[&str]); 4] = [
    ("limit", &["arc", "parallel"]),
    ("outer_limit", &["outer_edge"]),
    ("baseline", &["segment"]),
    ("line", &["parallel"]),
];

/// What is not read of a file, for it is read already.
pub(super) struct Twice {
    kinds: Vec<&'static str>,
    marks: bool,
}

impl Twice {
    /// Looks for lines that are said twice. A file that littoral wrote says so in its head; of another one it is not sure, and
    /// it is refused.
    pub(super) fn of(
        source: &Source,
        root: &Node,
        features: &[Feature<'_>],
        log: &mut Vec<Finding>,
    ) -> Self {
        let own = root.get("littoral").and_then(|head| head.get("construct")).is_some();
        let count = |kind: &str| features.iter().filter(|f| is_line(f) && of_kind(f, kind)).count();
        let mut kinds = Vec::new();
        for (whole, again) in SAID.into_iter().filter(|(whole, _)| count(whole) > 0) {
            let there = again.iter().copied().filter(|k| count(k) > 0 && !kinds.contains(k));
            let there: Vec<&str> = there.collect();
            let n: usize = there.iter().map(|k| count(k)).sum();
            let words = there.join(" or ");
            let (finding, help) = match n {
                0 => continue,
                _ if own => {
                    let text = format!(
                        "lines of kind {whole} are read; {n} of kind {words} beside them say the same again and are left out"
                    );
                    kinds.extend(there);
                    (Finding::note("F209", text), String::new())
                }
                _ => {
                    let text = format!(
                        "are the {n} lines of kind {words} those of kind {whole} again? The head of a file that littoral \
                         wrote would say so, and this one has none"
                    );
                    let help =
                        format!("take the features of kind {words} out, or those of kind {whole}");
                    (Finding::error("F210", text), help)
                }
            };
            log.push(finding.at(&source.file, "").help(help));
        }
        Self { kinds, marks: own && features.iter().any(is_line) }
    }

    /// Is the feature a line that is said again?
    pub(super) fn leaves_out(&self, feature: &Feature<'_>) -> bool {
        is_line(feature) && self.kinds.iter().any(|kind| of_kind(feature, kind))
    }

    /// Are points in the file marks of its lines, which littoral wrote with them?
    pub(super) fn marks(&self) -> bool {
        self.marks
    }
}

fn of_kind(feature: &Feature<'_>, kind: &str) -> bool {
    property(feature, &["kind"]).is_some_and(|k| k == kind)
}

/// Does the feature show a line?
pub(super) fn is_line(feature: &Feature<'_>) -> bool {
    shapes_of(feature).any(|shape| matches!(shape, Shape::Lines(_)))
}

/// The lines of a feature: parts that a cut at the antimeridian made are one, without the vertices that came with the cut as far
/// as the property `cut` names them.
pub(super) fn lines(feature: &Feature<'_>, parts: &[Vec<Vertex>]) -> Vec<Vec<Vertex>> {
    let mut lines = shapes::mended(parts);
    let Some(list) = feature.properties.and_then(|p| p.get("cut")).and_then(Node::list) else {
        return lines;
    };
    let number = |n: &Node| match n.value {
        Value::Number(x) if x >= 0.0 && x.fract() == 0.0 => Some(x as usize),
        _ => None,
    };
    let cut: HashSet<usize> = list.iter().filter_map(number).collect();
    if let [line] = lines.as_mut_slice() {
        let mut k = 0;
        line.retain(|v| {
            k += 1;
            !(cut.contains(&(k - 1)) && (v.at.lon.abs() - 180.0).abs() <= shapes::ON_CUT_DEG)
        });
    }
    lines
}
