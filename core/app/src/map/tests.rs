//! Whole sheets: a lake of four parties with common and joint space, hostile names, odd seas.

use littoral_delimit::division::{
    Area, BoundaryLine, Control, Division, LayerDivision, LayerMap, LinePoint, PointKind,
    Provenance,
};
use littoral_delimit::partition::Holder;
use littoral_delimit::{DistanceOptions, NoFunctions, SolveOptions, Waters};
use littoral_geodesy::LatLon;
use littoral_model::{
    Case, Deposit, EdgeKind, Extent, Names, Party, Shore, ShoreKind, Source, Terminus,
};
use resvg::usvg::roxmltree::{Document, Node};
use serde_json::{Map, json};

use super::fonts::Fonts;
use super::{Lang, MapInput, Page, Status, png, render, sheet};

fn at(lat: f64, lon: f64) -> LatLon {
    LatLon::new(lat, lon)
}

/// A lake 2 degrees high and 2 wide; parties WST, EST and STH meet in one tripoint.
fn lake() -> Case {
    let mut case = Case::empty("lake");
    let named = |en: &str, fa: &str, ru: &str| {
        Names(
            [("en", en), ("fa", fa), ("ru", ru)].map(|(k, v)| (k.to_owned(), v.to_owned())).into(),
        )
    };
    let parties = [
        ("WST", named("Westland", "جمهوری باختر", "Западная")),
        ("EST", named("Eastland", "خاور", "Восточная")),
        ("STH", named("Southern Shore", "کرانهٔ جنوب", "Южный Берег")),
    ];
    case.parties = parties.map(|(id, name)| Party { id: id.into(), name }).to_vec();
    case.sea.outer = vec![at(40.0, 50.0), at(40.0, 52.0), at(42.0, 52.0), at(42.0, 50.0)];
    case.sea.inner = vec![vec![at(41.5, 50.4), at(41.5, 50.5), at(41.6, 50.5)]];
    let shore = |party, kind, line: Vec<LatLon>| Shore {
        party,
        kind,
        lines: vec![line],
        edge: EdgeKind::Geodesic,
        origin: String::new(),
    };
    case.shores = vec![
        shore(0, ShoreKind::Coast, vec![at(40.8, 50.0), at(42.0, 50.0), at(42.0, 51.0)]),
        shore(1, ShoreKind::Coast, vec![at(42.0, 51.0), at(42.0, 52.0), at(40.8, 52.0)]),
        shore(
            2,
            ShoreKind::Coast,
            vec![at(40.8, 52.0), at(40.0, 52.0), at(40.0, 50.0), at(40.8, 50.0)],
        ),
        shore(2, ShoreKind::Baseline, vec![at(40.1, 50.5), at(40.1, 51.5)]),
    ];
    let terminus = |name: &str, between, place| Terminus {
        name: Names::english(name),
        between,
        at: place,
        origin: String::new(),
    };
    case.termini = vec![
        terminus("North Cape", [0, 1], at(42.0, 51.0)),
        terminus("Ford", [0, 2], at(40.8, 50.0)),
    ];
    case.deposits = vec![Deposit {
        id: "d".into(),
        names: vec!["Old Field".into()],
        claimants: vec![0, 1],
        claimed_from: Vec::new(),
        outline: Vec::new(),
        at: Some(at(41.3, 51.2)),
        value: None,
        area_km2: None,
        status: "idle".into(),
        source: Source { cite: Vec::new(), confidence: "high".into() },
    }];
    case.sources = vec!["drawn by hand".into()];
    case
}

fn point(lat: f64, lon: f64, kind: PointKind) -> LinePoint {
    let control = |party: &str, lat: f64, lon: f64| Control {
        party: Holder::new(party),
        distance_km: 83.1,
        base_points: vec![LatLon::new(lat, lon), LatLon::new(lat + 0.2, lon)],
    };
    let controls = vec![control("WST", 41.0, 50.0), control("EST", 41.0, 52.0)];
    LinePoint { lat, lon, kind, controls }
}

fn line(a: &str, b: &str, points: Vec<LinePoint>) -> BoundaryLine {
    BoundaryLine {
        between: [Holder::new(a), Holder::new(b)],
        length_km: 1.0,
        closed: false,
        points,
    }
}

fn cell(ring: &[(f64, f64)]) -> Vec<Area> {
    vec![Area { rings: vec![ring.iter().map(|p| [p.0, p.1]).collect()] }]
}

type Cells<'a> = &'a [(&'a str, f64, &'a [(f64, f64)])];

fn layer(cells: Cells<'_>, lines: Vec<BoundaryLine>) -> LayerDivision {
    LayerDivision {
        sea_km2: 37_000.0,
        area_km2: cells.iter().map(|c| (c.0.to_owned(), json!(c.1 * 370.0))).collect(),
        share_percent: cells.iter().map(|c| (c.0.to_owned(), json!(c.1))).collect(),
        lines,
        ties: Vec::new(),
        cells: cells.iter().map(|c| (c.0.to_owned(), cell(c.2))).collect(),
        method: "certified".into(),
        finest_m: 0.1,
    }
}

fn division() -> Division {
    use PointKind::{Terminus, Tripoint, Turning};
    let west = &[(40.8, 50.0), (40.9, 51.0), (42.0, 51.0), (42.0, 50.0)];
    let east = &[(40.9, 51.0), (40.8, 52.0), (42.0, 52.0), (42.0, 51.0)];
    let south = &[(40.0, 50.0), (40.0, 52.0), (40.8, 52.0), (40.9, 51.0), (40.8, 50.0)];
    let tri = || point(40.9, 51.0, Tripoint);
    let seabed = layer(
        &[("WST", 27.5, west), ("EST", 27.5, east), ("STH", 45.0, south)],
        vec![
            line(
                "WST",
                "EST",
                vec![tri(), point(41.5, 51.0, Turning), point(42.0, 51.0, Terminus)],
            ),
            line(
                "WST",
                "STH",
                vec![tri(), point(40.85, 50.5, Turning), point(40.8, 50.0, Terminus)],
            ),
            line("EST", "STH", vec![tri(), point(40.8, 52.0, Terminus)]),
        ],
    );
    let mixed = layer(
        &[("WST", 27.5, west), ("JOINT:WST+EST", 27.5, east), ("COMMON", 45.0, south)],
        vec![line(
            "WST",
            "COMMON",
            vec![point(40.9, 51.0, PointKind::End), point(40.8, 50.0, PointKind::End)],
        )],
    );
    Division {
        case: "lake".into(),
        rule: "by-hand".into(),
        params: Map::from_iter([("islands".to_owned(), json!(0.0))]),
        layers: LayerMap(vec![
            ("seabed".into(), seabed),
            ("water".into(), mixed.clone()),
            ("fishery".into(), mixed),
            ("air <&>".into(), layer(&[], Vec::new())),
        ]),
        notes: Map::new(),
        warnings: Vec::new(),
        provenance: Provenance::default(),
    }
}

fn input<'a>(case: &'a Case, division: &'a Division, layer: &'a str, lang: Lang) -> MapInput<'a> {
    MapInput {
        page: Page::Portrait,
        case,
        division,
        layer,
        lang,
        title: "Lake".into(),
        subtitle: "Drawn by hand.".into(),
        date: "1 January 2000".into(),
        sheet: (1, 2),
        claims: &[Some(30.0)],
        statuses: &[Status::Agreed, Status::Claimed],
    }
}

/// All text of a sheet, without direction marks.
fn words(svg: &str) -> String {
    let doc = Document::parse(svg).unwrap();
    let text = doc.descendants().filter(|n| n.is_text()).filter_map(|n| n.text());
    text.collect::<Vec<_>>().join("\n")
}

/// Pairs of labels whose boxes overlap.
fn overlaps(input: &MapInput<'_>) -> Vec<(String, String)> {
    let fonts = Fonts::load().unwrap();
    let labels = sheet::compose(input).unwrap().labels;
    let boxes: Vec<_> = labels.iter().map(|l| l.bounds(&fonts).grown(-0.05)).collect();
    let mut out = Vec::new();
    for (i, a) in boxes.iter().enumerate() {
        for (j, b) in boxes.iter().enumerate().skip(i + 1) {
            if a.meets(b) {
                out.push((labels[i].text.clone(), labels[j].text.clone()));
            }
        }
    }
    out
}

#[test]
fn every_layer_in_every_language() {
    let (case, division) = (lake(), division());
    for lang in [Lang::En, Lang::Fa, Lang::Ru] {
        for layer in ["seabed", "water", "fishery", "air <&>"] {
            let input = input(&case, &division, layer, lang);
            let svg = render(&input).unwrap();
            assert_eq!(svg, render(&input).unwrap(), "not the same twice");
            let doc = Document::parse(&svg).unwrap();
            assert_eq!(doc.root_element().attribute("viewBox"), Some("0 0 210 297"));
            assert_eq!(overlaps(&input), [], "{layer} {lang:?}");
            assert!(png(&svg, 30.0).unwrap().len() > 5_000);
        }
    }
}

#[test]
fn the_legend_lists_only_what_is_on_the_sheet() {
    let (case, division) = (lake(), division());
    let seabed = words(&render(&input(&case, &division, "seabed", Lang::En)).unwrap());
    for sign in [
        "Agreed line",
        "Claimed line",
        "Computed line",
        "Tripoint",
        "Deposit",
        "North Cape",
        "Ford",
    ] {
        assert!(seabed.contains(sign), "{sign} is missing");
    }
    assert!(!seabed.contains("Common space") && !seabed.contains("Provisional"));
    let water = words(&render(&input(&case, &division, "water", Lang::En)).unwrap());
    assert!(water.contains("Common space") && water.contains("Joint zone"));
    assert!(!water.contains("Tripoint"));
    assert!(seabed.contains("Working paper: not a claim."));
}

#[test]
fn languages_write_their_own_numbers() {
    let (case, division) = (lake(), division());
    let ru = words(&render(&input(&case, &division, "seabed", Lang::Ru)).unwrap());
    assert!(ru.contains("27,5\u{2009}%") && ru.contains("ВОСТОЧНАЯ"));
    let fa = words(&render(&input(&case, &division, "seabed", Lang::Fa)).unwrap());
    assert!(fa.contains("۲۷٫۵٪") && fa.contains("خاور"));
    assert!(fa.contains("40°\u{2009}54′\u{2009}00.00″\u{2009}N"), "positions stay Latin");
}

/// What runs from left to right on a Persian sheet keeps its order and stands where its lines begin; the hashes are
/// never torn from their names, and never cut.
#[test]
fn a_persian_sheet_keeps_dates_and_hashes_whole() {
    let (case, mut division) = (lake(), division());
    for k in 0..40 {
        division.params.insert(format!("parameter {k}"), json!(0.5));
    }
    division.provenance.case_hash = "0123456789abcdef".into();
    division.provenance.rule_hash = "fedcba9876543210".into();
    let input =
        MapInput { date: "2025-12-15".into(), ..input(&case, &division, "seabed", Lang::Fa) };
    let svg = render(&input).unwrap();
    // A change of font parts a line into runs.
    let text = words(&svg).replace('\n', "");
    assert!(text.contains("\u{2066}۲۰۲۵-۱۲-۱۵\u{2069}"), "the date is no island");
    assert!(text.contains("\u{2066}Drawn by hand.\u{2069}"), "the point of a sentence is outside");
    let doc = Document::parse(&svg).unwrap();
    let line = doc.descendants().find(|n| {
        n.tag_name().name() == "text" && n.text().is_some_and(|t| t.contains("case 01234567"))
    });
    let line = line.unwrap();
    assert_eq!(line.text(), Some("case 01234567 · rule fedcba98"));
    assert_eq!((line.attribute("x"), line.attribute("text-anchor")), (Some("198"), Some("end")));
}

/// Where the fonts of the maps are not installed others stand in, and they are wider: the lines of the title block keep
/// the widths that were measured, so that a long description never runs into the number of the sheet.
#[test]
fn a_title_block_keeps_its_measured_widths_in_any_font() {
    let (case, division) = (lake(), division());
    let title = "A very long title of a lake and of the rule that divides it ".repeat(3);
    let about =
        "Every named party gets its floor, the others lose the same fraction of their share ";
    for lang in [Lang::En, Lang::Fa, Lang::Ru] {
        for page in [Page::Portrait, Page::Landscape, Page::Wide] {
            let (title, subtitle) = (title.clone(), about.repeat(3));
            let input =
                MapInput { title, subtitle, page, ..input(&case, &division, "seabed", lang) };
            let svg = render(&input).unwrap();
            let doc = Document::parse(&svg).unwrap();
            let number =
                |n: &Node<'_, '_>, a: &str| n.attribute(a).unwrap().parse::<f64>().unwrap();
            let head = |y: [f64; 2]| -> Vec<[f64; 2]> {
                let texts = doc.descendants().filter(|n| n.tag_name().name() == "text");
                let mut spans: Vec<[f64; 2]> = texts
                    .filter(|n| (y[0]..y[1]).contains(&number(n, "y")))
                    .map(|n| {
                        assert_eq!(n.attribute("lengthAdjust"), Some("spacingAndGlyphs"));
                        let (x, w) = (number(&n, "x"), number(&n, "textLength"));
                        if n.attribute("text-anchor").is_some() { [x - w, x] } else { [x, x + w] }
                    })
                    .collect();
                spans.sort_by(|a, b| a[0].total_cmp(&b[0]));
                spans
            };
            for row in [[12.0, 13.0], [17.0, 18.0], [19.0, 20.0]] {
                let spans = head(row);
                assert_eq!(spans.len(), if row[0] > 18.0 { 1 } else { 2 }, "{lang:?} {page:?}");
                assert!(spans.windows(2).all(|w| w[0][1] + 5.0 < w[1][0]), "{spans:?}");
                assert!(spans.iter().all(|s| s[0] > 11.9 && s[1] < page.sheet().w - 11.9));
            }
        }
    }
}

/// On a broad sheet a sea that fills little of it stands in the middle of what the legend leaves, not at the edge.
#[test]
fn a_broad_sheet_is_used() {
    let (case, division) = (lake(), division());
    let input = MapInput { page: Page::Wide, ..input(&case, &division, "seabed", Lang::En) };
    let labels = sheet::compose(&input).unwrap().labels;
    assert_eq!(overlaps(&input), []);
    let x = |name: &str| labels.iter().find(|l| l.text == name).map(|l| l.at.x);
    let middle = x("WESTLAND").zip(x("EASTLAND")).map(|(a, b)| f64::midpoint(a, b)).unwrap();
    // From the frame's left to the legend's.
    assert!((middle - f64::midpoint(12.0, 326.67 - 53.0)).abs() < 12.0, "{middle}");
}

#[test]
fn hostile_names_stay_text() {
    let (mut case, mut division) = (lake(), division());
    let evil =
        "</text><script>alert(1)</script>\u{202e}\u{0}&\"'><image href=\"file:///etc/passwd\"/>";
    for party in &mut case.parties {
        party.name = Names::english(evil);
    }
    case.sources = vec![evil.into()];
    case.termini[0].name = Names::english(evil);
    division.rule = evil.into();
    division.params.insert(evil.into(), json!(evil));
    let input = MapInput {
        title: evil.into(),
        subtitle: evil.into(),
        ..input(&case, &division, "seabed", Lang::En)
    };
    let svg = render(&input).unwrap();
    let doc = Document::parse(&svg).unwrap();
    let known = [
        "svg", "title", "desc", "defs", "pattern", "clipPath", "g", "rect", "path", "circle",
        "text", "tspan",
    ];
    for node in doc.descendants().filter(|n| n.is_element()) {
        assert!(known.contains(&node.tag_name().name()), "{:?}", node.tag_name());
    }
    assert!(!words(&svg).contains('\u{202e}'));
    assert!(png(&svg, 30.0).is_ok());
}

#[test]
fn bad_input_is_an_error_that_says_what() {
    let (mut case, division) = (lake(), division());
    let unknown = render(&input(&case, &division, "sky", Lang::En)).unwrap_err().to_string();
    assert!(unknown.contains("\"sky\"") && unknown.contains("seabed, water"), "{unknown}");
    case.sea.outer = vec![at(41.0, 51.0); 4];
    assert!(render(&input(&case, &division, "seabed", Lang::En)).is_err());
    case.sea.outer.clear();
    assert!(render(&input(&case, &division, "seabed", Lang::En)).is_err());
}

#[test]
fn a_window_across_the_date_line_has_no_casing() {
    let (mut case, division) = (lake(), division());
    case.sea.outer = vec![at(-20.0, 175.0), at(-20.0, -175.0), at(-10.0, -175.0), at(-10.0, 175.0)];
    case.sea.extent = Extent::Window;
    case.sea.edge = EdgeKind::Loxodrome;
    (case.sea.inner, case.shores, case.termini, case.deposits) = Default::default();
    let svg = render(&input(&case, &division, "air <&>", Lang::En)).unwrap();
    assert!(!svg.contains(super::palette::CASING));
    assert!(words(&svg).contains("15° S 180°") || words(&svg).contains("15°\u{2009}S"));
}

/// The real case on the real coast: equidistance, and belts where water is common beyond them.
#[test]
fn no_two_labels_overlap_on_the_caspian() {
    let folder = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("../../examples/caspian");
    let bundle = littoral_formats::CaseBundle::read_dir(&folder).unwrap();
    let case = littoral_formats::read_case(&bundle, &[]).case.unwrap();
    let waters = Waters::new(case.clone()).unwrap();
    let partition = waters.equidistance(DistanceOptions::default()).unwrap();
    let solved = waters.solve(&partition, &NoFunctions, &SolveOptions::default()).unwrap();
    let division = Division { layers: LayerMap(vec![("seabed".into(), solved)]), ..division() };
    for lang in [Lang::En, Lang::Fa, Lang::Ru] {
        let input = input(&case, &division, "seabed", lang);
        let sheet = sheet::compose(&input).unwrap();
        assert_eq!(overlaps(&input), [], "{lang:?}");
        assert_eq!(
            sheet.labels.iter().filter(|l| l.text.starts_with('T') && l.size == 7.5).count(),
            3
        );
        for party in &case.parties {
            let name = party.name.get(lang.code()).to_uppercase();
            let last = name.split(' ').next_back().unwrap_or_default();
            assert!(sheet.labels.iter().any(|l| l.text.ends_with(last)), "{name} is missing");
        }
        assert!(sheet.svg.contains("5\u{2009}500\u{2009}000") || lang == Lang::Fa);
    }
}
