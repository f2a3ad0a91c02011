//! What stands behind the answer: basis, claims, exceptions, dissent, positions.

use littoral_geodesy::{Earth, LatLon};
use littoral_model::{Case, Deposit};
use littoral_treaty::{Answer, Basis, Standing};

use super::answer::Group;
use super::{Asked, list};

pub(super) fn basis(groups: &[Group<'_>]) -> String {
    let mut all: Vec<&Basis> = Vec::new();
    for b in groups.iter().flat_map(|g| &g.finding.basis) {
        if !all.iter().any(|x| x.instrument == b.instrument && x.article == b.article) {
            all.push(b);
        }
    }
    let one = |b: &&Basis| {
        let since = if b.since.is_empty() {
            String::new()
        } else {
            format!(", in force since {}", b.since)
        };
        let title = if b.title.is_empty() { String::new() } else { format!(" ({})", b.title) };
        let article = if b.article.is_empty() { String::new() } else { format!(", {}", b.article) };
        let sure =
            if b.confidence == "high" { String::new() } else { format!(" [{}]", b.confidence) };
        format!("{}{title}{article}{since}{sure}", b.instrument)
    };
    if all.is_empty() {
        "No instrument in force, signed or contested says so.".into()
    } else {
        format!("{}.", all.iter().map(one).collect::<Vec<_>>().join("; "))
    }
}

/// Instruments in force that were looked at and say nothing of it: of another place, or of other matters.
pub(super) fn considered(asked: &Asked<'_>, groups: &[Group<'_>]) -> String {
    let q = asked.question;
    let cited = |id: &str| groups.iter().flat_map(|g| &g.finding.basis).any(|b| b.instrument == id);
    let (mut elsewhere, mut silent): (Vec<&str>, Vec<&str>) = (Vec::new(), Vec::new());
    let held = asked.day.held();
    for h in held.iter().filter(|h| h.standing == Standing::Binds) {
        let id = h.instrument.id.as_str();
        if cited(id) {
            continue;
        }
        let speaks =
            held.iter().any(|x| x.instrument.id == id && x.norm.speaks_of(q.layer, q.activity));
        let list = if speaks { &mut elsewhere } else { &mut silent };
        if !list.contains(&id) {
            list.push(id);
        }
    }
    let mut parts = Vec::new();
    if !elsewhere.is_empty() {
        parts.push(format!("of another place or between others: {}", elsewhere.join(", ")));
    }
    if !silent.is_empty() {
        parts.push(format!("silent on the matter: {}", silent.join(", ")));
    }
    if parts.is_empty() { String::new() } else { format!("In force but {}.", parts.join("; ")) }
}

pub(super) fn claims(case: &Case, asked: &Asked<'_>, answer: &Answer) -> String {
    let one = |a: &littoral_treaty::answer::Assertion| {
        let limit = a.limit_nm.map(|d| format!(", its limit {d:.1} M away")).unwrap_or_default();
        format!("to {} by {} (asserted by {}{limit})", a.holder, a.way, list(&a.by))
    };
    let mut parts: Vec<String> = answer.assertions.iter().map(one).collect();
    parts.extend(asked.question.at.into_iter().flat_map(|at| deposits(case, at)));
    sentence("", &parts)
}

/// Parts of a sentence, joined; nothing of nothing.
fn sentence(begin: &str, parts: &[String]) -> String {
    if parts.is_empty() { String::new() } else { format!("{begin}{}.", parts.join("; ")) }
}

/// Deposits near the place, with those who claim them.
fn deposits(case: &Case, at: LatLon) -> Vec<String> {
    const NEAR_NM: f64 = 10.0;
    let earth = Earth::new(&case.ellipsoid);
    let near = |d: &Deposit| {
        let far = earth.karney_m(at, d.at?) / 1852.0;
        let who: Vec<&str> = d
            .claimants
            .iter()
            .filter_map(|p| case.parties.get(*p))
            .map(|p| p.id.as_str())
            .collect();
        (far <= NEAR_NM).then(|| {
            format!("the deposit {} (claimed by {}) lies {far:.1} M away", d.id, list(&who))
        })
    };
    case.deposits.iter().filter_map(near).collect()
}

pub(super) fn exceptions(answer: &Answer, groups: &[Group<'_>]) -> String {
    let mut parts: Vec<String> = Vec::new();
    let mut add = |text: String| {
        if !text.is_empty() && !parts.contains(&text) {
            parts.push(text);
        }
    };
    for f in groups.iter().map(|g| g.finding) {
        add(f.condition.clone());
        f.awaits.iter().for_each(|a| add(format!("waits for {a}")));
        for d in &f.defeated {
            add(format!("{} gives way ({})", d.norm, d.why));
        }
        if !f.place.model.is_empty() {
            let far =
                f.place.limit_nm.map(|d| format!("; limit {d:.1} M away")).unwrap_or_default();
            add(format!("the place is a model: {}{far}", f.place.model));
        }
    }
    for d in answer.dyads.iter().flat_map(|d| &d.ended) {
        let instrument = d.norm.split('#').next().unwrap_or_default();
        add(format!("{instrument}: {}", d.why));
    }
    for p in answer.dyads.iter().flat_map(|d| &d.political) {
        let instrument = p.norm.split('#').next().unwrap_or_default();
        add(format!("{instrument}, political and not law: {}", p.text));
    }
    if answer.near_limit {
        add("the place lies near a limit: the answer could turn".into());
    }
    if answer.stale {
        add("asked after the last day for which the record is known".into());
    }
    sentence("", &parts)
}

pub(super) fn dissent(answer: &Answer) -> String {
    let mut parts: Vec<String> = Vec::new();
    for f in answer.dyads.iter().flat_map(|d| &d.findings) {
        for v in &f.stances {
            let from = if v.from.is_empty() { String::new() } else { format!(" since {}", v.from) };
            let text = if v.text.is_empty() { String::new() } else { format!(": {}", v.text) };
            let verb = match v.kind.word() {
                "protest" => "protests",
                "accept" => "accepts",
                _ => "is silent on",
            };
            let said = format!("{} {verb} {}{from}{text}", v.party, v.target);
            if !parts.contains(&said) {
                parts.push(said);
            }
        }
    }
    let foreign: Vec<&str> = answer
        .dyads
        .iter()
        .flat_map(|d| &d.inter_alios)
        .filter(|l| l.why.contains("VCLT"))
        .map(|l| l.norm.as_str())
        .collect();
    let mut once: Vec<&str> = Vec::new();
    for n in foreign {
        if !once.contains(&n) {
            once.push(n);
        }
    }
    if !once.is_empty() {
        parts.push(format!(
            "between others only, not against the rest (VCLT 34): {}",
            once.join(", ")
        ));
    }
    sentence("", &parts)
}

/// What the parties asked for on the day, where no norm that allots the place holds between all.
pub(super) fn positions(case: &Case, answer: &Answer) -> String {
    if answer.settled == answer.dyads.len() {
        return String::new();
    }
    let day = answer.date.to_string();
    let held = |p: &&littoral_model::Position| {
        // A year or a month reaches to its last day.
        let last = day.get(..p.until.len().min(day.len())).unwrap_or(&day);
        p.from.as_str() <= day.as_str() && (p.until == "open" || last <= p.until.as_str())
    };
    let mut parts = Vec::new();
    for (k, party) in case.parties.iter().enumerate() {
        let mut kinds: Vec<&str> = Vec::new();
        for p in case.positions.iter().filter(|p| p.party == k).filter(held) {
            kinds.extend(p.kinds.iter().map(String::as_str));
        }
        kinds.dedup();
        let mut once: Vec<String> = Vec::new();
        for kind in kinds.into_iter().filter(|k| *k != "share_claim") {
            let kind = kind.replace('_', " ");
            if !once.contains(&kind) {
                once.push(kind);
            }
        }
        if !once.is_empty() {
            parts.push(format!("{} {}", party.id, once.join(", ")));
        }
    }
    sentence("Positions of that day: ", &parts)
}
