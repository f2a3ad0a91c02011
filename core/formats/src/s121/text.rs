//! The same content as plain text that a lawyer reads unaided.

use std::fmt::Write as _;

use super::{LABEL, Register, Right, RightKind};
use crate::dms::{Axis, dms};

/// The register in words: parties, sources, rights, zones, limits with their points.
#[must_use]
pub fn plain(register: &Register) -> String {
    let mut out = format!("{}\n{LABEL}\n{}\n", register.title, register.about);
    if !register.date.is_empty() {
        let _ = writeln!(out, "as of {}", register.date);
    }
    out += "\nPARTIES\n";
    for p in &register.parties {
        let _ = writeln!(out, "  {}  {}", p.code, p.name);
    }
    for g in &register.groups {
        let member = |(party, share): &(String, String)| {
            let share = if share.is_empty() { "share not stated" } else { share };
            format!("{} ({share})", register.named(party))
        };
        let members: Vec<String> = g.members.iter().map(member).collect();
        let _ = writeln!(out, "  {}: {}", g.name, members.join(", "));
    }
    out += "\nSOURCES\n";
    for s in &register.sources {
        let _ = writeln!(out, "  {}  {} ({})", s.id, s.name, s.kind);
        let force = if s.acceptance.is_empty() { "not in force" } else { &s.acceptance };
        let signed = if s.submission.is_empty() { "-" } else { &s.submission };
        let _ = writeln!(out, "      signed {signed}; force of law {force}; {}", s.quality);
    }
    for g in &register.governance {
        let _ = writeln!(out, "\nHOW IT MAY BE CHANGED\n  {}: {}", g.title, g.description);
    }
    out += "\nRIGHTS, RESTRICTIONS AND RESPONSIBILITIES\n";
    register.rights.iter().for_each(|r| right(&mut out, register, r));
    out += "\nZONES\n";
    for z in &register.zones {
        let _ = writeln!(
            out,
            "  {} ({}), {}: {:.3} km2",
            z.label,
            z.status,
            z.domains.join(", "),
            z.area_km2
        );
    }
    out += "\nLIMITS\n";
    for l in &register.limits {
        limit(&mut out, register, l);
    }
    out
}

fn right(out: &mut String, register: &Register, r: &Right) {
    let kind = match r.kind {
        RightKind::Right => "right",
        RightKind::Restriction => "restriction",
        RightKind::Responsibility => "responsibility",
    };
    let holder = match &r.holder {
        Some(id) => register.named(id),
        None => "states that are no parties".to_owned(),
    };
    let share = if r.share.is_empty() { String::new() } else { format!(", share {}", r.share) };
    let _ = writeln!(out, "  {holder}: {kind}, {}{share} ({})", r.what, r.status);
    let domains = r.domains.join(", ");
    let since = if r.begin.is_empty() { String::new() } else { format!("; since {}", r.begin) };
    let _ = writeln!(out, "      {}; {domains}{since}", r.description);
    let _ = writeln!(out, "      over {}; by {}", r.unit, r.sources.join(", "));
}

fn limit(out: &mut String, register: &Register, l: &super::Limit) {
    let _ = writeln!(
        out,
        "  {} ({}, {}): geodesics joining, in this order,",
        l.label, l.kind, l.status
    );
    let index: std::collections::BTreeMap<&str, &super::Location> =
        register.locations.iter().map(|p| (p.id.as_str(), p)).collect();
    for p in l.locations.iter().filter_map(|id| index.get(id.as_str())) {
        let name = if p.label.is_empty() { "" } else { &p.label };
        let _ = writeln!(
            out,
            "      {name:<5} {}  {}  {}",
            dms(p.at[0], Axis::Latitude, 2),
            dms(p.at[1], Axis::Longitude, 2),
            p.role
        );
    }
}

impl Register {
    /// What a party or group is called.
    fn named(&self, id: &str) -> String {
        let party = self.parties.iter().find(|p| p.id == id).map(|p| p.code.clone());
        let group = || self.groups.iter().find(|g| g.id == id).map(|g| g.name.clone());
        party.or_else(group).unwrap_or_else(|| id.to_owned())
    }
}
