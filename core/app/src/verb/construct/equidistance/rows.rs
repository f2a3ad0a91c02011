//! The points of an equidistance line as rows, and the base points that control them.

use littoral_delimit::PointKind;
use littoral_delimit::construct::equidistance::{Equidistance as Found, EquidistancePoint};
use littoral_delimit::construct::{Bases, Control, NAUTICAL_MILE_M};
use littoral_delimit::thin::thin;
use littoral_formats::points::kind_word;
use littoral_geodesy::curve::LineKind;
use littoral_geodesy::{Earth, LatLon};
use serde_json::json;

use crate::verb::construct::drawn::{Joined, position};
use crate::verb::construct::sheet::{Cell, Sheet, Table};

/// What may be listed of a line.
#[derive(Clone, Copy)]
pub(super) enum Listed {
    /// Turning points, tripoints and ends.
    Turning,
    /// Those, and of the points that only keep the curve those without which the line would depart from it by this, metres.
    Within(f64),
}

/// The points of each line that are listed, with their numbers. A closed line has its first again at its end.
fn numbered<'a>(
    earth: &Earth,
    found: &'a Found,
    listed: Listed,
) -> impl Iterator<Item = Vec<(usize, &'a EquidistancePoint)>> {
    let mut number = 0;
    found.lines.iter().map(move |line| {
        let stands = |k: usize| line.points[k].kind != PointKind::Curve;
        let kept: Vec<usize> = match listed {
            Listed::Turning => (0..line.points.len()).filter(|k| stands(*k)).collect(),
            Listed::Within(departure_m) => {
                let places: Vec<LatLon> = line.points.iter().map(|p| p.at).collect();
                thin(earth, &places, stands, departure_m).kept
            }
        };
        let listed = kept.into_iter().map(|k| &line.points[k]);
        let numbered = listed.map(|p| {
            number += 1;
            (number, p)
        });
        let mut numbered: Vec<_> = numbered.collect();
        numbered.extend(numbered.first().copied().filter(|_| line.closed));
        numbered
    })
}

/// A row for each point listed; the points and the lines go to the sheet as well. The distance is what is equal; where it is
/// `reckoned` from those to the base points, by effects or weights, these are told too.
pub(super) fn points(
    sheet: &mut Sheet,
    earth: &Earth,
    found: &Found,
    (listed, reckoned): (Listed, bool),
) -> Table {
    let bases = &found.bases;
    let columns = vec![
        ("no", true),
        ("between", false),
        ("kind", false),
        ("latitude", true),
        ("longitude", true),
        ("distance, km", true),
        ("controlling base points", false),
        ("residual, mm", true),
        ("to the next, M", true),
    ];
    let mut table = Table { columns, ..Table::default() };
    if reckoned {
        table.columns[5].0 = "reckoned distance, km";
        table.columns.insert(7, ("to these, km", false));
    }
    let names = names(found);
    if names.is_some() {
        table.columns.insert(2, ("line", false));
    }
    for (k, (line, listed)) in found.lines.iter().zip(numbered(earth, found, listed)).enumerate() {
        let pair = line.between.map(|p| bases.parties[p].clone()).join("-");
        for (j, (number, p)) in listed.iter().enumerate() {
            let to_next = listed.get(j + 1).map(|(_, q)| earth.karney_m(p.at, q.at));
            let [lat, lon] = sheet.at(p.at);
            let mut row = vec![
                Cell::number(*number as f64, 0),
                Cell::word(&pair),
                Cell::word(kind_word(p.kind)),
                lat,
                lon,
                match p.equal_m.is_finite() {
                    true => Cell::number(p.equal_m / 1000.0, 6),
                    false => Cell::none(),
                },
                Cell::word(controls(bases, p)),
                Cell::number(p.residual_m * 1000.0, 4),
                to_next.map_or_else(Cell::none, |m| Cell::number(m / NAUTICAL_MILE_M, 3)),
            ];
            if reckoned {
                row.insert(7, Cell::word(to_controls(bases, p)));
            }
            if let Some(names) = &names {
                row.insert(2, Cell::word(&names[k]));
            }
            table.rows.push(row);
            let list: Vec<serde_json::Value> = p
                .controls
                .iter()
                .map(|(party, c)| {
                    json!({ "party": bases.parties[*party], "name": bases.name(c.source),
                            "at": position(c.at), "distance_m": c.distance_m })
                })
                .collect();
            sheet.point(
                p.at,
                json!({ "kind": "point", "point": kind_word(p.kind), "number": number, "between": pair,
                        "distance_m": p.equal_m, "base_points": list, "residual_m": p.residual_m }),
            );
        }
        let points: Vec<LatLon> = line.points.iter().map(|p| p.at).collect();
        let what = json!({ "kind": "line", "between": pair, "part": k + 1,
                           "length_km": line.length_m / 1000.0, "closed": line.closed });
        sheet.line(earth, &points, Joined::By(LineKind::Geodesic), what);
    }
    table
}

/// Names of the lines where two parties have several between them, `A-B 1`, which the pair does not tell apart.
fn names(found: &Found) -> Option<Vec<String>> {
    let before = |k: usize| {
        let pair = found.lines[k].between;
        found.lines[..k].iter().filter(|l| l.between == pair).count()
    };
    let numbers: Vec<usize> = (0..found.lines.len()).map(|k| before(k) + 1).collect();
    let pair = |between: [usize; 2]| between.map(|p| found.bases.parties[p].clone()).join("-");
    let named = found.lines.iter().zip(&numbers);
    let names = named.map(|(l, n)| format!("{} {n}", pair(l.between))).collect();
    numbers.iter().any(|n| *n > 1).then_some(names)
}

/// Base points that control turning points, tripoints and ends, in the order in which they are met.
pub(super) fn base_points(sheet: &Sheet, earth: &Earth, found: &Found, listed: Listed) -> Table {
    let bases = &found.bases;
    let columns = vec![
        ("party", false),
        ("name", false),
        ("latitude", true),
        ("longitude", true),
        ("read from", false),
        ("controls", false),
    ];
    let mut met: Vec<(usize, Control, Vec<String>)> = Vec::new();
    let listed = numbered(earth, found, listed).flatten();
    for (number, p) in listed.filter(|(_, p)| p.kind != PointKind::Curve) {
        let number = number.to_string();
        for (party, c) in &p.controls {
            let known = |m: &&mut (usize, Control, Vec<String>)| {
                m.0 == *party && m.1.source == c.source && !c.source.on_edge
            };
            match met.iter_mut().find(known) {
                Some(m) => m.2.push(number.clone()),
                None => met.push((*party, *c, vec![number.clone()])),
            }
        }
    }
    met.sort_by_key(|m| m.0);
    let rows = met.iter().map(|(party, c, numbers)| {
        let [lat, lon] = sheet.at(c.at);
        let origin = bases.lines.get(c.source.line).map_or("", |l| l.origin.as_str());
        let (id, name) = (&bases.parties[*party], bases.name(c.source));
        let words = [id.as_str(), &name].map(Cell::word);
        let [id, name] = words;
        vec![id, name, lat, lon, Cell::word(origin), Cell::word(numbers.join(", "))]
    });
    Table { title: "Base points".into(), columns, rows: rows.collect() }
}

/// `NOR 12, 13; GBR Out Skerries`.
fn controls(bases: &Bases, p: &EquidistancePoint) -> String {
    of_parties(bases, p, |c| bases.name(c.source))
}

/// How far these are, in the same order: `NOR 146.775, 150.200; GBR 166.705`.
fn to_controls(bases: &Bases, p: &EquidistancePoint) -> String {
    of_parties(bases, p, |c| format!("{:.6}", c.distance_m / 1000.0))
}

fn of_parties(bases: &Bases, p: &EquidistancePoint, word: impl Fn(&Control) -> String) -> String {
    let mut out: Vec<(usize, Vec<String>)> = Vec::new();
    for (party, c) in &p.controls {
        match out.iter_mut().find(|(k, _)| k == party) {
            Some((_, words)) => words.push(word(c)),
            None => out.push((*party, vec![word(c)])),
        }
    }
    let words = out.iter().map(|(k, n)| format!("{} {}", bases.parties[*k], n.join(", ")));
    words.collect::<Vec<_>>().join("; ")
}
