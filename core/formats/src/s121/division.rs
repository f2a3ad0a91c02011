//! A division as a register: who holds what, with the lines between, and nothing of law but the computation itself.

use std::collections::BTreeMap;

use littoral_delimit::division::{BoundaryLine, LayerDivision, PointKind};
use littoral_delimit::{Division, Provenance};
use littoral_geodesy::Earth;
use littoral_model::Case;

use super::ids::Ids;
use super::names::{NEED_AGREEMENT, domains_named};
use super::strips::{self, Place};
use super::{Group, Limit, Location, Party, Register, Right, RightKind, Source, Unit, Zone};
use crate::numbering::{Numbering, numbering};

/// The register of one division. Zones need agreement: a rule's result is a proposal.
#[must_use]
pub fn of_division(case: &Case, division: &Division) -> Register {
    let date = case.date.map(|d| d.to_string()).unwrap_or_default();
    let title = format!("{}: {}", case.name.get("en"), division.rule);
    let about = format!(
        "A division by the rule {}; working paper, not a claim. Datum WGS 84 as in the case.",
        division.rule
    );
    let mut build = Build::new(case, Register { title, about, date, ..Register::default() });
    let source = Source {
        id: build.ids.of("S", &division.rule),
        name: format!("rule {} of littoral {}", division.rule, division.provenance.littoral)
            .trim()
            .to_owned(),
        kind: "computation".into(),
        quality: hashes(&division.provenance),
        ..Source::default()
    };
    let sources = vec![source.id.clone()];
    build.register.sources.push(source);
    for (name, layer) in &division.layers.0 {
        let made = Made { name, layer, domains: domains_named(name), status: |_| NEED_AGREEMENT };
        let zones = build.layer(&made);
        for (holder, unit) in zones {
            let what = if case.party(&holder).is_some() { "sovereignRight" } else { "liberty" };
            let own = case.party(&holder).is_some();
            let right = Right {
                id: build.ids.of("R", &format!("{name}.{holder}")),
                kind: RightKind::Right,
                what: what.into(),
                description: format!("{holder} in the layer {name}"),
                share: if own { "1/1".into() } else { String::new() },
                share_check: own,
                status: NEED_AGREEMENT.into(),
                domains: made.domains.clone(),
                holder: build.holder(&holder),
                unit,
                sources: sources.clone(),
                ..Right::default()
            };
            if right.holder.is_some() {
                build.register.rights.push(right);
            }
        }
    }
    build.done()
}

/// A layer to be entered.
pub(super) struct Made<'a> {
    pub(super) name: &'a str,
    pub(super) layer: &'a LayerDivision,
    pub(super) domains: Vec<String>,
    /// Status of a holder's zone.
    pub(super) status: fn(&str) -> &'static str,
}

/// A register as it grows.
pub(super) struct Build<'a> {
    case: &'a Case,
    earth: Earth,
    pub(super) ids: Ids,
    pub(super) register: Register,
}

impl<'a> Build<'a> {
    /// Begins with the parties of the case.
    pub(super) fn new(case: &'a Case, register: Register) -> Self {
        let earth = Earth::new(&case.ellipsoid);
        let mut build = Self { case, earth, ids: Ids::default(), register };
        for p in &case.parties {
            let id = build.ids.of("P", &p.id);
            let name = p.name.get("en").to_owned();
            build.register.parties.push(Party { id, code: p.id.clone(), name });
        }
        build
    }

    /// The element of a holder: a party, or a group of parties; none for `NONE` and names that say nothing of parties.
    pub(super) fn holder(&mut self, holder: &str) -> Option<String> {
        if self.case.party(holder).is_some() {
            return Some(self.ids.of("P", holder));
        }
        let members: Vec<String> = match holder.strip_prefix("JOINT:") {
            Some(list) => list.split('+').map(str::to_owned).collect(),
            None if holder == "COMMON" => self.case.party_ids().map(str::to_owned).collect(),
            None => return None,
        };
        let shares = members.into_iter().map(|m| (m, String::new())).collect();
        Some(self.group(holder, shares))
    }

    /// The element of a state; an earlier one is entered when it is first named.
    pub(super) fn state(&mut self, code: &str) -> String {
        let id = self.ids.of("P", code);
        if !self.register.parties.iter().any(|p| p.id == id) {
            let (code, name) = (code.to_owned(), code.to_owned());
            self.register.parties.push(Party { id: id.clone(), code, name });
        }
        id
    }

    /// The element of parties that hold together, entered once.
    pub(super) fn group(&mut self, name: &str, members: Vec<(String, String)>) -> String {
        let shares: Vec<&str> = members.iter().map(|(_, s)| s.as_str()).collect();
        let id = self.ids.of("GP", &format!("{name}.{}", shares.join("-")));
        if !self.register.groups.iter().any(|g| g.id == id) {
            let members = members.into_iter().map(|(m, s)| (self.ids.of("P", &m), s)).collect();
            self.register.groups.push(Group { id: id.clone(), name: name.to_owned(), members });
        }
        id
    }

    /// Enters the limits and zones of a layer. Gives back each holder with its unit; what several contest is one zone
    /// a party, one over the other.
    pub(super) fn layer(&mut self, made: &Made<'_>) -> Vec<(String, String)> {
        let limits = self.limits(made);
        let mut out = Vec::new();
        let holders: Vec<String> = made.layer.holders().map(str::to_owned).collect();
        for holder in holders {
            let Some(areas) = made.layer.cells.get(&holder).filter(|a| !a.is_empty()) else {
                continue;
            };
            let own: Vec<String> = made
                .layer
                .lines
                .iter()
                .zip(&limits)
                .filter(|(l, _)| l.between.iter().any(|h| h.as_str() == holder))
                .map(|(_, id)| id.clone())
                .collect();
            let whose: Vec<String> = match holder.strip_prefix("CONTESTED:") {
                Some(list) => list.split('+').map(str::to_owned).collect(),
                None => vec![holder.clone()],
            };
            for who in whose {
                let key = match who == holder {
                    true => format!("{}.{who}", made.name),
                    false => format!("{}.{holder}.{who}", made.name),
                };
                let unit = self.ids.of("BA", &key);
                let label = if who == holder { who.clone() } else { format!("{who}, contested") };
                let name = format!("{label}, {}", made.name);
                self.register.units.push(Unit {
                    id: unit.clone(),
                    name: name.clone(),
                    context: String::new(),
                });
                let area = made.layer.area_km2.get(&holder).and_then(serde_json::Value::as_f64);
                self.register.zones.push(Zone {
                    id: self.ids.of("Z", &key),
                    label: name,
                    status: (made.status)(&holder).to_owned(),
                    domains: made.domains.clone(),
                    unit: unit.clone(),
                    limits: own.clone(),
                    area_km2: area.map(|a| (a * 1e6).round() / 1e6).unwrap_or_default(),
                    surfaces: areas
                        .iter()
                        .flat_map(|area| strips::surfaces(&self.earth, area))
                        .collect(),
                });
                out.push((who, unit));
            }
        }
        out
    }

    fn limits(&mut self, made: &Made<'_>) -> Vec<String> {
        let names = numbering(made.layer);
        let mut shared: Vec<(&BoundaryLine, usize)> = Vec::new();
        let mut out = Vec::new();
        for (k, line) in made.layer.lines.iter().enumerate() {
            let pair = format!("{}.{}-{}", made.name, line.between[0], line.between[1]);
            let same = shared.iter().filter(|(l, _)| l.between == line.between).count() + 1;
            shared.push((line, k));
            let key = format!("{pair}.{same}");
            let parts = strips::parts(&self.earth, &line.points, line.closed);
            for (part, places) in parts.iter().enumerate() {
                let of = if part == 0 { key.clone() } else { format!("{key}.part.{}", part + 1) };
                let ids = self.locations(made, (line, &names, k), &of, places);
                out.push(self.limit(made, line, &of, ids));
            }
        }
        out
    }

    /// The locations of a part of a line. A point that stands in a part twice, as the first of a closed line, is one.
    fn locations(
        &mut self,
        made: &Made<'_>,
        (line, names, k): (&BoundaryLine, &Numbering, usize),
        key: &str,
        places: &[Place],
    ) -> Vec<String> {
        let mut own: BTreeMap<usize, String> = BTreeMap::new();
        let mut ids = Vec::new();
        for (step, (at, of)) in places.iter().enumerate() {
            if let Some(known) = of.and_then(|n| own.get(&n)) {
                ids.push(known.clone());
                continue;
            }
            let kind = of.and_then(|n| line.points.get(n)).map_or(PointKind::Curve, |p| p.kind);
            // Ends are shared: the three lines of a tripoint have one and the same location.
            let shared = match kind {
                PointKind::Tripoint => Some("tripoint"),
                PointKind::Terminus => Some("terminus"),
                _ => None,
            };
            let id = match shared {
                Some(word) => format!("{}.{word}.{:.9}.{:.9}", made.name, at[0], at[1]),
                None => of.map_or_else(
                    || format!("{key}.cut.{}", step + 1),
                    |n| format!("{key}.{}", n + 1),
                ),
            };
            let id = self.ids.of("L", &id);
            if shared.is_none() || !self.register.locations.iter().any(|l| l.id == id) {
                let name = of.and_then(|n| names.name(k, n));
                let label = name.map(|n| n.to_string()).unwrap_or_default();
                let role = crate::points::kind_word(kind).to_owned();
                self.register.locations.push(Location { id: id.clone(), label, role, at: *at });
            }
            of.iter().for_each(|n| drop(own.insert(*n, id.clone())));
            ids.push(id);
        }
        ids
    }

    fn limit(
        &mut self,
        made: &Made<'_>,
        line: &BoundaryLine,
        key: &str,
        locations: Vec<String>,
    ) -> String {
        let parties = line.between.iter().all(|h| self.case.party(h.as_str()).is_some());
        let id = self.ids.of("M", key);
        self.register.limits.push(Limit {
            id: id.clone(),
            label: format!("{} and {}, {}", line.between[0], line.between[1], made.name),
            kind: if parties { "Boundary" } else { "Limit" }.to_owned(),
            status: (made.status)(line.between[0].as_str()).to_owned(),
            locations,
        });
        id
    }

    /// The finished register, with its extent.
    pub(super) fn done(mut self) -> Register {
        let all = || self.case.sea.outer.iter();
        let fold = |of: fn(&littoral_geodesy::LatLon) -> f64, pick: fn(f64, f64) -> f64, from| {
            rounded(all().map(of).fold(from, pick))
        };
        let (low, high) = (f64::INFINITY, f64::NEG_INFINITY);
        let lons = [fold(|p| p.lon, f64::min, low), fold(|p| p.lon, f64::max, high)];
        // An envelope has its west before its east: of what is cut at 180 degrees it is all round.
        let [west, east] =
            if lons.iter().all(|l| l.abs() <= 180.0) { lons } else { [-180.0, 180.0] };
        let [south, north] = [fold(|p| p.lat, f64::min, low), fold(|p| p.lat, f64::max, high)];
        self.register.extent = [south, west, north, east];
        self.register
    }
}

/// Degrees as they are written.
pub(super) fn rounded(v: f64) -> f64 {
    (v * 1e9).round() / 1e9
}

/// `rule hash 1f, case hash 2e`: what a division carries of them.
fn hashes(of: &Provenance) -> String {
    let both = [("rule hash", &of.rule_hash), ("case hash", &of.case_hash)];
    let known = both.into_iter().filter(|(_, hash)| !hash.is_empty());
    known.map(|(what, hash)| format!("{what} {hash}")).collect::<Vec<_>>().join(", ")
}
