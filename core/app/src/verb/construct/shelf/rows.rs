//! Fixed points, sediment and areas as tables, and as shapes for a map.

use littoral_delimit::construct::NAUTICAL_MILE_M;
use littoral_delimit::construct::shelf::{FixedPoint, Rule, Run, SedimentTest, Shelf};
use littoral_geodesy::curve::LineKind;
use littoral_geodesy::{Earth, LatLon};
use serde_json::json;

use super::super::drawn::Joined;
use super::super::sheet::{Cell, Sheet, Table};

/// Adds everything that was found to a sheet.
pub(super) fn tables(sheet: &mut Sheet, earth: &Earth, found: &Shelf) {
    let isobath = found.runs.iter().flat_map(|r| &r.points).any(|p| p.isobath_m.is_some());
    let mut columns = vec![
        ("no", true),
        ("run", true),
        ("latitude", true),
        ("longitude", true),
        ("art. 76", false),
        ("rule", false),
        ("by", false),
        ("to the next, M", true),
        ("at most 60 M", false),
        ("from the baselines, M", true),
        ("from the foot of the slope, M", true),
    ];
    columns.extend(isobath.then_some(("from the isobath, M", true)));
    let mut table = Table { title: "Fixed points".into(), columns, rows: Vec::new() };
    let mut runs = Table {
        title: "Runs".into(),
        columns: vec![("run", true), ("points", true), ("length, M", true), ("closed", false)],
        rows: Vec::new(),
    };
    for (k, run) in found.runs.iter().enumerate() {
        for p in &run.points {
            let no = table.rows.len() + 1;
            table.rows.push(row(sheet, (no, k + 1), p));
            let what = json!({ "kind": "fixed_point", "number": no, "run": k + 1, "article": article(p.rule),
                "rule": word(p.rule), "by": p.name, "next_m": p.next_m, "baselines_m": p.baselines_m,
                "slope_m": p.slope_m, "isobath_m": p.isobath_m });
            sheet.point(p.at, what);
        }
        line(sheet, earth, k + 1, run);
        runs.rows.push(vec![
            Cell::number(k as f64 + 1.0, 0),
            Cell::number(run.points.len() as f64, 0),
            nautical(run.length_m),
            Cell::word(if run.closed { "yes" } else { "no" }),
        ]);
    }
    for edge in &found.edge {
        let ring: Vec<LatLon> = edge.iter().chain(edge.first()).copied().collect();
        let what = json!({ "kind": "outer_edge" });
        sheet.line(earth, &ring, Joined::By(LineKind::Geodesic), what);
    }
    sheet.tables.push(table);
    sheet.tables.extend(sediment(sheet, &found.sediment));
    sheet.tables.push(runs);
    let area = Table {
        title: "Area".into(),
        columns: vec![("between the 200 M limit and the outer limit, km2", true)],
        rows: vec![vec![Cell::number(found.area_m2 / 1e6, 3)]],
    };
    sheet.tables.push(area);
}

fn nautical(metres: f64) -> Cell {
    Cell::number(metres / NAUTICAL_MILE_M, 6)
}

fn verdict(pass: bool) -> Cell {
    Cell::word(if pass { "PASS" } else { "FAIL" })
}

fn row(sheet: &Sheet, (no, run): (usize, usize), p: &FixedPoint) -> Vec<Cell> {
    let [lat, lon] = sheet.at(p.at);
    let mut out = vec![
        Cell::number(no as f64, 0),
        Cell::number(run as f64, 0),
        lat,
        lon,
        Cell::word(article(p.rule)),
        Cell::word(word(p.rule)),
        Cell::word(&p.name),
        p.next_m.map_or_else(Cell::none, nautical),
        p.next_m.map_or_else(Cell::none, |_| verdict(p.next_ok)),
        nautical(p.baselines_m),
        nautical(p.slope_m),
    ];
    out.extend(p.isobath_m.map(nautical));
    out
}

fn article(rule: Rule) -> &'static str {
    match rule {
        Rule::Slope => "(4)(a)(ii)",
        Rule::Sediment => "(4)(a)(i)",
        Rule::Distance | Rule::Isobath => "(5)",
        Rule::TwoHundred => "(1)",
    }
}

fn word(rule: Rule) -> &'static str {
    match rule {
        Rule::Slope => "60 M from the foot of the slope",
        Rule::Sediment => "sediment of 1 %",
        Rule::Distance => "350 M from the baselines",
        Rule::Isobath => "100 M from the isobath",
        Rule::TwoHundred => "200 M limit",
    }
}

/// A run on the map.
fn line(sheet: &mut Sheet, earth: &Earth, number: usize, run: &Run) {
    let mut points: Vec<LatLon> = run.points.iter().map(|p| p.at).collect();
    points.extend(run.closed.then(|| run.points[0].at));
    let what = json!({ "kind": "outer_limit", "run": number, "closed": run.closed, "length_m": run.length_m });
    sheet.line(earth, &points, Joined::By(LineKind::Geodesic), what);
}

/// One per cent, point by point.
fn sediment(sheet: &Sheet, tests: &[SedimentTest]) -> Option<Table> {
    let columns = vec![
        ("point", false),
        ("latitude", true),
        ("longitude", true),
        ("thickness, m", true),
        ("1 % of the distance, m", true),
        ("distance, M", true),
        ("foot of the slope", false),
        ("result", false),
    ];
    let row = |t: &SedimentTest| {
        let [lat, lon] = sheet.at(t.at);
        vec![
            Cell::word(&t.name),
            lat,
            lon,
            Cell::metres(t.thickness_m),
            Cell::metres(t.needed_m),
            nautical(t.distance_m),
            Cell::word(&t.foot),
            verdict(t.pass),
        ]
    };
    let rows: Vec<_> = tests.iter().map(row).collect();
    (!rows.is_empty()).then(|| Table { title: "Sediment, art. 76 (4)(a)(i)".into(), columns, rows })
}
