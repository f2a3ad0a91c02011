//! The law of a day as a register: the regime of some layers as zones, and every norm in force or pending as a right,
//! a restriction or a responsibility with its source.

use littoral_delimit::LayerDivision;
use littoral_model::Case;
use littoral_treaty::{Day, Held, Instrument, Standing};

use super::division::{Build, Made};
use super::names::{AGREEMENT, NEED_AGREEMENT, UNILATERAL, domains, right};
use super::{Governance, Register, Right, RightKind, Source, Unit};

/// The register of a day. `layers` are traced regimes under the names of their layers.
#[must_use]
pub fn of_law(case: &Case, day: &Day<'_, '_>, layers: &[(&str, LayerDivision)]) -> Register {
    let record = day.law().record();
    let title = format!("{}: the law on {}", case.name.get("en"), day.date());
    let about = "Zones are the regime of the day by area; rights, restrictions and responsibilities \
                 are the norms in force, pending or asserted, with their instruments. Unpublished lines are \
                 stood in for by a rule."
        .to_owned();
    let date = day.date().to_string();
    let mut build = Build::new(case, Register { title, about, date, ..Register::default() });
    let held = day.held();
    for i in &record.instruments {
        let cited = held.iter().any(|h| h.instrument.id == i.id);
        if cited {
            let id = build.ids.of("S", &i.id);
            build.register.sources.push(source(id, i, day));
        }
    }
    for p in record.procedures.iter().filter(|p| p.from.first <= day.date()) {
        build.register.governance.push(Governance {
            id: build.ids.of("GV", &p.id),
            title: format!("consent of {}", p.consent_of),
            description: p.text.clone(),
        });
    }
    for (name, layer) in layers {
        zones(&mut build, day, &held, name, layer);
    }
    for h in &held {
        norm(&mut build, h);
    }
    build.done()
}

fn status(holder: &str) -> &'static str {
    match holder.split(':').next() {
        Some("CONTESTED" | "NONE") => NEED_AGREEMENT,
        _ => AGREEMENT,
    }
}

fn source(id: String, i: &Instrument, day: &Day<'_, '_>) -> Source {
    let since = i.parties.iter().filter(|p| i.in_force(p, day.date()).holds());
    let since = since.filter_map(|p| i.in_force_since(p)).min_by_key(|d| d.first);
    Source {
        id,
        name: i.title.clone(),
        kind: i.kind.word().to_owned(),
        submission: i.signed.as_ref().map(ToString::to_string).unwrap_or_default(),
        acceptance: since.map(|d| d.to_string()).unwrap_or_default(),
        quality: format!("confidence {}: {}", i.source.confidence, i.source.cite.join("; ")),
    }
}

/// Zones of a layer, and for each party's zone the one right that the agreements give it there.
fn zones(
    build: &mut Build<'_>,
    day: &Day<'_, '_>,
    held: &[Held<'_>],
    name: &str,
    layer: &LayerDivision,
) {
    let domains = super::names::domains_named(name);
    let made = Made { name, layer, domains: domains.clone(), status };
    for (holder, unit) in build.layer(&made) {
        let allots = |h: &&Held<'_>| {
            h.norm.modality.allots()
                && h.norm.extent.deposit().is_none()
                && h.norm.layers.iter().any(|l| l.covers_word(name))
                && h.bearers.len() == 1
                && h.bearers[0] == holder
        };
        let agreed: Vec<&Held<'_>> =
            held.iter().filter(allots).filter(|h| h.standing.applies()).collect();
        let asserted: Vec<&Held<'_>> = held
            .iter()
            .filter(allots)
            .filter(|h| h.standing == Standing::Asserted && h.instrument.parties.contains(&holder))
            .collect();
        let contested = unit.contains("CONTESTED");
        let (basis, status) = match (agreed.is_empty(), contested) {
            (false, false) => (agreed, AGREEMENT),
            (_, true) => ([agreed, asserted].concat(), UNILATERAL),
            _ => continue,
        };
        let mut sources: Vec<String> =
            basis.iter().map(|h| build.ids.of("S", &h.instrument.id)).collect();
        sources.dedup();
        let party = build.holder(&holder);
        let since = basis.iter().filter(|_| !contested).filter_map(|h| since_of(h, day)).min();
        build.register.rights.push(Right {
            id: build.ids.of("R", &format!("zone.{unit}")),
            kind: RightKind::Right,
            what: "sovereignRight".into(),
            description: basis.first().map(|h| h.norm.text.clone()).unwrap_or_default(),
            share: if contested { String::new() } else { "1/1".into() },
            share_check: !contested,
            begin: since.unwrap_or_default(),
            status: status.into(),
            domains: domains.clone(),
            holder: party,
            unit,
            sources,
        });
    }
}

fn since_of(h: &Held<'_>, day: &Day<'_, '_>) -> Option<String> {
    let own = h.instrument.parties.iter().filter(|p| h.instrument.in_force(p, day.date()).holds());
    let first = own.filter_map(|p| h.instrument.in_force_since(p)).min_by_key(|d| d.first);
    first.map(|d| d.to_string())
}

/// One norm: a unit that says in words where it applies, and a right a bearer, with exact shares where they are
/// stated.
fn norm(build: &mut Build<'_>, h: &Held<'_>) {
    let key = format!("{}.{}", h.instrument.id, h.norm.id);
    let who = if h.third { "third".to_owned() } else { h.bearers.join("+") };
    let unit = build.ids.of("BA", &format!("{key}.{who}"));
    let context = match h.norm.model.as_str() {
        "" => h.extent.clone(),
        model => format!("{}; {model}", h.extent),
    };
    build.register.units.push(Unit { id: unit.clone(), name: format!("{key} ({who})"), context });
    let (kind, what) = right(h.norm.modality);
    let status = match h.standing {
        s if s.applies() => AGREEMENT,
        Standing::Asserted => UNILATERAL,
        _ => NEED_AGREEMENT,
    };
    let mut over: Vec<String> = Vec::new();
    for d in h.norm.layers.iter().flat_map(|l| domains(*l)) {
        if !over.contains(&d) {
            over.push(d);
        }
    }
    let article =
        if h.norm.article.is_empty() { String::new() } else { format!(" ({})", h.norm.article) };
    let activities: Vec<&str> = h.norm.activities.iter().map(|a| a.word()).collect();
    let one = Right {
        kind,
        what: what.to_owned(),
        description: format!("{}{article}; {}", h.norm.text, activities.join(", ")),
        status: status.to_owned(),
        domains: over,
        unit,
        sources: vec![build.ids.of("S", &h.instrument.id)],
        begin: if h.standing.applies() { h.since.clone() } else { String::new() },
        ..Right::default()
    };
    if h.third {
        let id = build.ids.of("R", &format!("{key}.third"));
        build.register.rights.push(Right { id, ..one });
        return;
    }
    for bearer in &h.bearers {
        let share = h.norm.shares.iter().find(|(p, _)| p == bearer).map(|(_, s)| s.to_string());
        let party = build.state(bearer);
        let id = build.ids.of("R", &format!("{key}.{who}.{bearer}"));
        build.register.rights.push(Right {
            id,
            share_check: share.is_some(),
            share: share.unwrap_or_default(),
            holder: Some(party),
            ..one.clone()
        });
    }
}
