//! The coast file: sea, shores, termini and what is left out, by `kind`.

use littoral_geodesy::LatLon;
use littoral_model::check;
use littoral_model::{
    Case, EdgeKind, Extent, Finding, Names, Port, Sea, Shore, ShoreKind, Terminus,
};

use crate::geojson::read::{self, Feature};
use crate::geojson::shape::{Shape, Vertex};
use crate::tree::{Node, Source, Table};

use super::parties;
use super::places::Places;
use super::turns;

/// What a feature is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Kind {
    Sea(Extent),
    Shore(ShoreKind),
    Terminus,
    Port,
    Excluded,
}

const KINDS: [(&str, Kind); 9] = [
    ("sea", Kind::Sea(Extent::Closed)),
    ("window", Kind::Sea(Extent::Window)),
    ("coast", Kind::Shore(ShoreKind::Coast)),
    ("islands", Kind::Shore(ShoreKind::Islands)),
    ("baseline", Kind::Shore(ShoreKind::Baseline)),
    ("base_points", Kind::Shore(ShoreKind::BasePoint)),
    ("terminus", Kind::Terminus),
    ("port", Kind::Port),
    ("excluded", Kind::Excluded),
];

const EDGES: [(&str, EdgeKind); 2] =
    [("geodesic", EdgeKind::Geodesic), ("loxodrome", EdgeKind::Loxodrome)];

/// Reads the coast into the case, and checks the geometry of the whole.
pub(super) fn read(source: &Source, root: &Node, case: &mut Case, log: &mut Vec<Finding>) {
    let before = log.len();
    let ids: Vec<String> = case.party_ids().map(str::to_owned).collect();
    let mut places = Places::new(source);
    for feature in read::features(source, root, log) {
        let mut reader = Reader { source, ids: &ids, case, places: &mut places, log };
        reader.feature(&feature);
    }
    let broken = log[before..].iter().any(|f| f.severity == littoral_model::Severity::Error);
    if case.sea.outer.is_empty() && !broken {
        let text = "the coast file has no sea";
        let help =
            "add one polygon with \"kind\": \"sea\" (or \"window\" for a frame in open water)";
        log.push(Finding::error("F080", text).at(&source.file, "").help(help));
        return;
    }
    if !broken {
        turns::one_turn(case);
        places.check(case, log);
        check::drop_repeated(case);
        check::drop_nested(case);
        check::drop_twice(case);
        let broken = log[before..].iter().any(|f| f.severity == littoral_model::Severity::Error);
        if !broken {
            check::cut_islands(case);
            check::fit_frame(case);
        }
    }
}

struct Reader<'a, 'c> {
    source: &'a Source,
    ids: &'a [String],
    case: &'c mut Case,
    places: &'c mut Places<'a>,
    log: &'c mut Vec<Finding>,
}

impl<'a> Reader<'a, '_> {
    fn feature(&mut self, feature: &Feature<'a>) -> Option<()> {
        let place = read::label(feature.number, feature.properties);
        let table = Table::new(self.source, place.as_str(), feature.properties?, self.log)?;
        let kind = table.choice("kind", &KINDS, self.log)?;
        let edge = match table.get("edge") {
            Some(_) => table.choice("edge", &EDGES, self.log)?,
            None => EdgeKind::default(),
        };
        let Some(shape) = &feature.shape else {
            if feature.node.get("geometry").is_some_and(|g| g.entries().is_none()) {
                let finding = Finding::error("F081", format!("{place} has no geometry"));
                self.log.push(table.finding(finding, "", feature.node.span));
            }
            return None;
        };
        match (kind, shape) {
            (Kind::Sea(extent), Shape::Polygons(polygons)) if polygons.len() == 1 => {
                self.sea(&table, (extent, edge), polygons.first()?);
            }
            (Kind::Shore(kind), shape) if fits(kind, shape) => {
                self.shore(&table, (kind, edge), shape);
            }
            (Kind::Terminus, Shape::Points(points)) if points.len() == 1 => {
                self.terminus(&table, *points.first()?);
            }
            (Kind::Port, Shape::Points(points)) if points.len() == 1 => {
                self.port(&table, *points.first()?);
            }
            (Kind::Excluded, Shape::Polygons(polygons)) => {
                self.case.excluded.extend(polygons.iter().filter_map(|p| Some(at(p.first()?))));
            }
            _ => self.misfit(&table, kind, shape, feature),
        }
        Some(())
    }

    fn misfit(&mut self, table: &Table<'_>, kind: Kind, shape: &Shape, feature: &Feature<'_>) {
        let wanted = match kind {
            Kind::Sea(_) => "one polygon",
            Kind::Shore(ShoreKind::Coast | ShoreKind::Baseline) => "lines",
            Kind::Shore(ShoreKind::Islands) | Kind::Excluded => "polygons",
            Kind::Shore(ShoreKind::BasePoint) => "points",
            Kind::Terminus | Kind::Port => "one point",
        };
        let text = format!("{} should hold {wanted}, not {}", table.place, shape.name());
        let span = feature.node.get("geometry").and_then(|g| g.get("type")).map(|n| n.span);
        self.log.push(table.finding(Finding::error("F082", text), "", span.unwrap_or_default()));
    }

    fn sea(
        &mut self,
        table: &Table<'_>,
        (extent, edge): (Extent, EdgeKind),
        rings: &[Vec<Vertex>],
    ) {
        if !self.case.sea.outer.is_empty() {
            let finding = Finding::error("F083", "the case has two seas")
                .help("a case divides one sea: give each its own case");
            self.log.push(table.finding(finding, "", table.node.span));
            return;
        }
        self.places.sea(&table.place, rings);
        let mut rings = rings.iter().map(|r| at(r));
        let outer = rings.next().unwrap_or_default();
        self.case.sea = Sea { extent, outer, inner: rings.collect(), edge };
    }

    fn shore(&mut self, table: &Table<'_>, (kind, edge): (ShoreKind, EdgeKind), shape: &Shape) {
        if let (None, Some(old)) = (table.get("party"), table.node.get("state")) {
            let finding = Finding::error("F022", format!("{} has no \"party\"", table.place))
                .help("did you mean \"party\" instead of \"state\"?");
            self.log.push(table.finding(finding, "", old.span));
            return;
        }
        let Some(party) = parties::required(table, "party", self.ids, self.log) else { return };
        let lines: Vec<Vec<Vertex>> = match shape {
            Shape::Points(points) => vec![points.clone()],
            Shape::Lines(lines) => lines.clone(),
            // The holes of an island are lakes: no shore of the sea.
            Shape::Polygons(polygons) => {
                polygons.iter().filter_map(|p| p.first().cloned()).collect()
            }
        };
        let origin = format!("{}: {}", self.source.file, table.place);
        self.places.shore(&lines);
        let lines = lines.iter().map(|l| at(l)).collect();
        self.case.shores.push(Shore { party, kind, lines, edge, origin });
    }

    fn port(&mut self, table: &Table<'_>, vertex: Vertex) {
        let Some(party) = parties::required(table, "party", self.ids, self.log) else { return };
        let name = match table.get("name") {
            Some(_) => table.names("name", self.log),
            None => Names::default(),
        };
        match vertex.at.check() {
            Ok(_) => self.case.ports.push(Port { party, name, at: vertex.at }),
            Err(why) => {
                self.log.push(table.finding(Finding::error("F080", why), "", table.node.span));
            }
        }
    }

    fn terminus(&mut self, table: &Table<'_>, vertex: Vertex) {
        let between = parties::list(table, "between", self.ids, self.log);
        let name = match table.get("name") {
            Some(_) => table.names("name", self.log),
            None => Names::default(),
        };
        let &[a, b] = between.as_slice() else {
            let text = format!("{} is not between two parties", table.place);
            let finding = Finding::error("F084", text).help("add \"between\": [\"AZE\", \"IRN\"]");
            self.log.push(table.finding(finding, "between", table.node.span));
            return;
        };
        let origin = format!("{}: {}", self.source.file, table.place);
        self.places.terminus(vertex.span);
        let between = [a.min(b), a.max(b)];
        self.case.termini.push(Terminus { name, between, at: vertex.at, origin });
    }
}

fn fits(kind: ShoreKind, shape: &Shape) -> bool {
    matches!(
        (kind, shape),
        (ShoreKind::Coast | ShoreKind::Baseline, Shape::Lines(_))
            | (ShoreKind::Islands, Shape::Polygons(_))
            | (ShoreKind::BasePoint, Shape::Points(_))
    )
}

fn at(line: &[Vertex]) -> Vec<LatLon> {
    line.iter().map(|v| v.at).collect()
}
