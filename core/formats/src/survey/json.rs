//! Surveys in GeoJSON: lines, points and land.

use littoral_delimit::construct::{BaseLine, BaseNode, Bases};
use littoral_geodesy::LatLon;
use littoral_model::{EdgeKind, Extent, Finding, ShoreKind};

use super::nameless::Nameless;
use super::shapes::{self, ON_CUT_DEG};
use super::twice::{self, Twice};
use super::{Options, Reading, Stated, stated};
use crate::dms::short;
use crate::geojson::read::{self, Feature};
use crate::geojson::shape::{Shape, Vertex};
use crate::tree::{Node, Source, Value, json};

/// Properties that name a party, as data sets in use spell them.
pub(super) const PARTY: [&str; 10] = [
    "party", "ADM0_A3", "adm0_a3", "ISO_A3", "iso_a3", "SOV_A3", "sov_a3", "state", "country",
    "ADMIN",
];
const NAME: [&str; 4] = ["name", "NAME", "NAME_EN", "id"];

pub(super) fn bases(source: &Source, options: &Options, out: &mut Reading<Bases>) {
    let root = match json::parse(source) {
        Ok(root) => root,
        Err(finding) => return out.findings.push(*finding),
    };
    out.stated = Stated::of_geojson(source, &root);
    let mut bases = Bases::default();
    let mut holes = Vec::new();
    let mut parties = Nameless::default();
    let features = read::asking(source, &root, &mut out.findings);
    stated::at_odds(source, &features, &out.stated, &mut out.findings);
    let twice = Twice::of(source, &root, &features, &mut out.findings);
    for feature in features.into_iter().filter(|f| !twice.leaves_out(f)) {
        let word = |names: &[&str]| property(&feature, names);
        let named = options.party_property.as_deref().map_or_else(|| word(&PARTY), |p| word(&[p]));
        let kind = word(&["kind"]).unwrap_or_default();
        if shapes_of(&feature).next().is_none() {
            continue;
        }
        for shape in shapes_of(&feature) {
            shapes::places(source, &feature, shape, &mut out.findings);
        }
        if kind == "window" || kind == "sea" {
            for shape in shapes_of(&feature) {
                if let (Shape::Polygons(p), true) = (shape, bases.window.is_empty()) {
                    bases.window = p.iter().flatten().next().map(|r| places(r)).unwrap_or_default();
                    // The coasts of an enclosed sea make its rim; a window's rim is drawn in open water.
                    let closed = kind == "sea";
                    bases.extent = if closed { Extent::Closed } else { Extent::Window };
                }
            }
            continue;
        }
        if matches!(kind.as_str(), "terminus" | "excluded") {
            continue;
        }
        let Some(edge) = edge(source, &feature, &mut out.findings) else { continue };
        let edge = edge.unwrap_or_default();
        parties.count(&feature, named.is_some());
        let party = bases.party(named.as_deref().unwrap_or("base"));
        let name = word(&NAME).filter(|n| Some(n) != named.as_ref()).unwrap_or_default();
        let origin =
            format!("{}: {}", source.file, read::label(feature.number, feature.properties));
        let of_places = |kind: ShoreKind, v: Vec<LatLon>| BaseLine {
            party,
            name: name.clone(),
            kind,
            edge,
            nodes: v.into_iter().map(|at| BaseNode { at, name: String::new() }).collect(),
            origin: origin.clone(),
        };
        let line = |kind: ShoreKind, v: &[Vertex]| of_places(kind, places(v));
        for shape in shapes_of(&feature) {
            match shape {
                Shape::Points(v) => {
                    for p in v.iter().filter(|_| !twice.marks()) {
                        let mut base = line(ShoreKind::BasePoint, &[*p]);
                        base.nodes.iter_mut().for_each(|n| n.name.clone_from(&name));
                        bases.lines.push(base);
                    }
                }
                Shape::Lines(lines) => {
                    let shore =
                        if kind == "baseline" { ShoreKind::Baseline } else { ShoreKind::Coast };
                    let lines = twice::lines(&feature, lines);
                    bases.lines.extend(lines.iter().map(|v| line(shore, v)));
                }
                // The holes of land are lakes, lagoons or enclaves: no shore of the sea.
                Shape::Polygons(polygons) => {
                    let inner = polygons.iter().flat_map(|p| p.iter().skip(1));
                    holes.extend(inner.map(|v| (party, places(v))));
                    let rings =
                        polygons.iter().filter_map(|p| p.first()).map(|v| shapes::of_ring(v));
                    bases.lines.extend(rings.map(|(kind, v)| of_places(kind, v)));
                }
            }
        }
    }
    out.findings.extend(parties.doubt(source, options));
    shapes::short_rings(&mut out.findings);
    bases.enclosed = shapes::waters(&holes, &bases.lines);
    without_borders(&mut bases, &holes, source, &mut out.findings);
    out.value = bases;
}

/// What a feature shows: its shape, or the members of its collection.
pub(super) fn shapes_of<'a>(feature: &'a Feature<'_>) -> impl Iterator<Item = &'a Shape> {
    feature.shape.iter().chain(&feature.members)
}

/// Land without what is no shore: land boundaries, and the cuts along the antimeridian and at the pole that
/// files on a flat map need.
fn without_borders(
    bases: &mut Bases,
    holes: &[(usize, Vec<LatLon>)],
    source: &Source,
    log: &mut Vec<Finding>,
) {
    let rings = bases.lines.iter().filter(|l| l.kind == ShoreKind::Islands);
    bases.land = rings.map(|l| (l.party, l.points())).collect();
    // Files whose longitudes go from 0 to 360 are cut at Greenwich.
    let all = || bases.land.iter().flat_map(|(_, ring)| ring).map(|p| p.lon);
    let eastward = all().any(|lon| lon > 180.0 + ON_CUT_DEG) && all().all(|lon| lon >= -ON_CUT_DEG);
    let found = bases.without_borders(holes, |a, b| is_cut(a, b, eastward));
    for claim in bases.claims() {
        let [a, b] = claim.parties.map(|p| bases.parties[p].as_str());
        let (LatLon { lat, lon }, edges) = (claim.at, claim.edges);
        let text = format!(
            "{a} and {b} both have the land near {lat:.6}, {lon:.6}: its coast, {edges} edges, is a shore of each, and of neither between the two"
        );
        log.push(Finding::note("F203", text).at(&source.file, ""));
    }
    for (n, what) in [
        (found.borders, "edges shared by two parties are land boundaries, no shore"),
        (found.cuts, "edges along the cut of a flat map or a pole are no shore"),
        (
            found.twice,
            "rings of land are drawn under two parties, as islands that both claim: each has them; of an island that they \
             divide draw the part of each",
        ),
        (
            found.kept,
            "edges of rings that are drawn under two parties border a third party's land, and still count as shore: draw \
             the part of each",
        ),
    ] {
        if n > 0 {
            log.push(Finding::note("F203", format!("{n} {what}")).at(&source.file, ""));
        }
    }
}

fn is_cut(a: LatLon, b: LatLon, eastward: bool) -> bool {
    let on = |p: LatLon, lon: f64| (p.lon.abs() - lon).abs() <= ON_CUT_DEG;
    let flat = |p: LatLon| on(p, 180.0) || eastward && (on(p, 0.0) || on(p, 360.0));
    let pole = |p: LatLon| p.lat.abs() >= 90.0 - ON_CUT_DEG;
    (flat(a) && flat(b)) || (pole(a) && pole(b)) || (flat(a) && pole(b)) || (pole(a) && flat(b))
}

/// What joins the vertices of a feature, where it says so; nothing, and a finding, where it says what no edge is.
pub(super) fn edge(
    source: &Source,
    feature: &Feature<'_>,
    log: &mut Vec<Finding>,
) -> Option<Option<EdgeKind>> {
    match property(feature, &["edge"]).as_deref() {
        None => Some(None),
        Some("geodesic") => Some(Some(EdgeKind::Geodesic)),
        Some("loxodrome") => Some(Some(EdgeKind::Loxodrome)),
        Some(other) => {
            let text = format!("an edge is geodesic or loxodrome, not \"{}\"", short(other));
            let place = read::label(feature.number, feature.properties);
            let finding = Finding::error("F202", text).at(&source.file, place);
            log.push(
                finding.help("write \"edge\": \"geodesic\" or \"loxodrome\", or leave it out"),
            );
            None
        }
    }
}

pub(super) fn property(feature: &Feature<'_>, names: &[&str]) -> Option<String> {
    let table = feature.properties?;
    names.iter().find_map(|n| match table.get(n) {
        Some(Node { value: Value::Text(text), .. }) => Some(text.clone()),
        Some(Node { value: Value::Number(x), .. }) => Some(x.to_string()),
        _ => None,
    })
}

fn places(ring: &[Vertex]) -> Vec<LatLon> {
    ring.iter().map(|v| v.at).collect()
}
