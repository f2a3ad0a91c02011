//! A register read back from GML: whatever the text is, a register or findings with a line.

use littoral_model::Finding;

use super::xml::{Element, parse};
use super::{
    Governance, Group, Limit, Location, Party, Register, Right, RightKind, Source, Unit, Zone,
};

/// Reads one document. Elements that this project does not write are passed over.
///
/// # Errors
/// Findings: the text is not XML, is no such data set, or an element lacks what it needs.
pub fn read(file: &str, text: &str) -> Result<Register, Vec<Finding>> {
    let line = |at: u64| {
        let end = (at as usize).min(text.len());
        text.as_bytes()[..end].iter().filter(|b| **b == b'\n').count() + 1
    };
    let finding = |code: &'static str, at: u64, words: String| Finding {
        line: line(at),
        ..Finding::error(code, words).at(file, "")
    };
    let root = parse(text).map_err(|(at, why)| {
        vec![
            finding("F095", at, format!("this is not XML: {why}"))
                .help("take the file as it was written"),
        ]
    })?;
    if root.name != "Dataset" {
        let words = format!("the root element is {}, not an S-121 Dataset", root.name);
        return Err(vec![finding("F096", root.at, words).help("give a file that littoral wrote")]);
    }
    let mut read = Reading { faults: Vec::new() };
    let register = read.dataset(&root);
    read.references(&register, &root);
    match read.faults.is_empty() {
        true => Ok(register),
        false => Err(read.faults.into_iter().map(|(at, w)| finding("F097", at, w)).collect()),
    }
}

struct Reading {
    faults: Vec<(u64, String)>,
}

impl Reading {
    fn fault(&mut self, element: &Element, words: String) {
        self.faults.push((element.at, words));
    }

    fn id(&mut self, e: &Element) -> String {
        let id = e.attribute("id").unwrap_or_default().to_owned();
        if id.is_empty() {
            self.fault(e, format!("a {} has no gml:id", e.name));
        }
        id
    }

    fn numbers(&mut self, e: &Element, text: &str) -> Vec<[f64; 2]> {
        let all: Vec<Option<f64>> = text
            .split_whitespace()
            .map(|t| t.parse().ok().filter(|v: &f64| v.is_finite()))
            .collect();
        let pairs: Vec<[f64; 2]> = all
            .chunks(2)
            .filter_map(|c| match c {
                [Some(lat), Some(lon)] if lat.abs() <= 90.0 => Some([*lat, *lon]),
                _ => None,
            })
            .collect();
        if pairs.len() * 2 != all.len() {
            self.fault(
                e,
                format!("the coordinates of {} are not pairs of latitude and longitude", e.name),
            );
        }
        pairs
    }

    fn positions(&mut self, e: &Element) -> Vec<[f64; 2]> {
        let mut found = Vec::new();
        e.every("posList", &mut found);
        e.every("pos", &mut found);
        found.iter().flat_map(|p| self.numbers(p, &p.text)).collect()
    }

    fn dataset(&mut self, root: &Element) -> Register {
        let mut out = Register::default();
        for head in root.all("DatasetIdentificationInformation") {
            out.title = head.child_text("datasetTitle");
            out.about = head.child_text("datasetAbstract");
            out.date = head.child_text("datasetReferenceDate");
        }
        let mut corners = Vec::new();
        for name in ["lowerCorner", "upperCorner"] {
            root.every(name, &mut corners);
        }
        let corners: Vec<[f64; 2]> =
            corners.iter().flat_map(|c| self.numbers(c, &c.text)).collect();
        if let [[south, west], [north, east]] = corners[..] {
            out.extent = [south, west, north, east];
        }
        for e in root.all("members").flat_map(|m| &m.children) {
            self.member(e, &mut out);
        }
        out
    }

    fn member(&mut self, e: &Element, out: &mut Register) {
        let text = |name: &str| e.child_text(name);
        match e.name.as_str() {
            "Party" => {
                let id = self.id(e);
                out.parties.push(Party { id, code: text("pID"), name: text("partyName") });
            }
            "GroupParty" => {
                let member = |m: &Element| Some((m.link("party")?, m.child_text("share")));
                let members = e.all("PartyMember").filter_map(member).collect();
                out.groups.push(Group { id: self.id(e), name: text("groupID"), members });
            }
            "Source" => out.sources.push(Source {
                id: self.id(e),
                name: text("name"),
                kind: text("documentType"),
                submission: text("submission"),
                acceptance: text("acceptance"),
                quality: text("quality"),
            }),
            "Governance" => out.governance.push(Governance {
                id: self.id(e),
                title: text("governanceTitle"),
                description: text("governanceDescription"),
            }),
            "BasicAdministrativeUnit" => {
                out.units.push(Unit {
                    id: self.id(e),
                    name: text("name"),
                    context: text("context"),
                });
            }
            "Right" => self.right(e, RightKind::Right, "rightType", out),
            "Restriction" => self.right(e, RightKind::Restriction, "restrictionType", out),
            "Responsibility" => self.right(e, RightKind::Responsibility, "responsibilityType", out),
            "Location" => {
                let at = self.positions(e);
                let [at] = at[..] else {
                    return self.fault(e, "a Location has not one position".into());
                };
                let (id, label, role) = (self.id(e), text("label"), text("interpolationRole"));
                out.locations.push(Location { id, label, role, at });
            }
            "Limit" => self.limit(e, out),
            "Zone" => self.zone(e, out),
            _ => {}
        }
    }

    fn right(&mut self, e: &Element, kind: RightKind, what: &str, out: &mut Register) {
        let text = |name: &str| e.child_text(name);
        let Some(unit) = e.link("unit") else {
            return self.fault(e, format!("a {} names no unit", e.name));
        };
        out.rights.push(Right {
            id: self.id(e),
            kind,
            what: text(what),
            description: text("description"),
            share: text("rightRestrictionResponsibilityShare"),
            share_check: text("rightRestrictionResponsibilityShareCheck") == "true",
            begin: text("beginLifespanVersion"),
            status: text("status"),
            domains: e.all("jurisdictionDomain").map(|d| d.text.trim().to_owned()).collect(),
            holder: e.link("party"),
            unit,
            sources: e.links("source"),
        });
    }

    fn limit(&mut self, e: &Element, out: &mut Register) {
        let (locations, curve) = (e.links("location"), self.positions(e));
        if !curve.is_empty() && curve.len() != locations.len() {
            self.fault(
                e,
                "the curve of a Limit has not one position for each of its locations".into(),
            );
        }
        out.limits.push(Limit {
            id: self.id(e),
            label: e.child_text("label"),
            kind: e.child_text("limtyp"),
            status: e.child_text("status"),
            locations,
        });
    }

    fn zone(&mut self, e: &Element, out: &mut Register) {
        let mut surfaces = Vec::new();
        let mut patches = Vec::new();
        e.every("PolygonPatch", &mut patches);
        for patch in patches {
            let mut rings = Vec::new();
            for side in patch.all("exterior").chain(patch.all("interior")) {
                let ring = self.positions(side);
                if ring.len() < 4 || ring.first() != ring.last() {
                    self.fault(side, "a ring does not close".into());
                }
                rings.push(ring);
            }
            surfaces.push(rings);
        }
        let area = e.child_text("areaSquareKilometres");
        let Some(unit) = e.link("unit") else {
            return self.fault(e, "a Zone names no unit".into());
        };
        out.zones.push(Zone {
            id: self.id(e),
            label: e.child_text("label"),
            status: e.child_text("status"),
            domains: e.all("jurisdictionDomain").map(|d| d.text.trim().to_owned()).collect(),
            unit,
            limits: e.links("limit"),
            area_km2: area.parse().unwrap_or(0.0),
            surfaces,
        });
    }

    /// Every reference names an element of the document.
    fn references(&mut self, register: &Register, root: &Element) {
        let ids: std::collections::BTreeSet<&str> = register.ids().collect();
        let mut todo = vec![root];
        while let Some(e) = todo.pop() {
            let id = e.attribute("href").map(|h| h.trim_start_matches('#'));
            if let Some(id) = id.filter(|id| !ids.contains(id)) {
                self.faults.push((e.at, format!("{} refers to {id}, which is not there", e.name)));
            }
            todo.extend(&e.children);
        }
        self.faults.sort();
    }
}

impl Register {
    /// Ids of all elements, in the order of the document.
    pub fn ids(&self) -> impl Iterator<Item = &str> {
        let people = self.parties.iter().map(|p| &p.id).chain(self.groups.iter().map(|g| &g.id));
        let papers =
            self.sources.iter().map(|s| &s.id).chain(self.governance.iter().map(|g| &g.id));
        let law = self.units.iter().map(|u| &u.id).chain(self.rights.iter().map(|r| &r.id));
        let places = self.locations.iter().map(|l| &l.id).chain(self.limits.iter().map(|l| &l.id));
        let all = people.chain(papers).chain(law).chain(places);
        all.chain(self.zones.iter().map(|z| &z.id)).map(String::as_str)
    }
}
