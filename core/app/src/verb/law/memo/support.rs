//! What stands behind the answer: basis, claims, exceptions, dissent, positions.

use littoral_geodesy::{Earth, LatLon};
use littoral_model::{Case, Deposit};
use littoral_treaty::{Answer, Basis, LegalFinding, StanceKind};

use super::super::words::{Word, Words};
use super::Asked;
use super::answer::Group;

pub(super) fn basis(groups: &[Group<'_>], words: Words) -> String {
    let mut all: Vec<(&Basis, bool)> = Vec::new();
    for f in groups.iter().map(|g| g.finding) {
        for b in &f.basis {
            if !all.iter().any(|(x, _)| x.instrument == b.instrument && x.article == b.article) {
                all.push((b, f.provisional));
            }
        }
    }
    let one = |(b, provisional): &(&Basis, bool)| {
        let since = if *provisional { Word::AppliedSince } else { Word::Since };
        let since = match b.since.is_empty() {
            true => String::new(),
            false => words.fill(since, &[&words.own(&b.since)]),
        };
        let title = if b.title.is_empty() { String::new() } else { format!(" ({})", b.title) };
        let article = if b.article.is_empty() { String::new() } else { format!(", {}", b.article) };
        let sure =
            if b.confidence == "high" { String::new() } else { format!(" [{}]", b.confidence) };
        // A claim to a deposit is no instrument with a name of its own: its title says all.
        let source = match b.instrument.starts_with("claim:") {
            true => words.own(&b.title),
            false => words.own(&format!("{}{title}{article}", b.instrument)),
        };
        format!("{source}{since}{sure}")
    };
    match all.is_empty() {
        true => words.say(Word::NoBasis).to_owned(),
        false => words.sentence(&all.iter().map(one).collect::<Vec<_>>()),
    }
}

/// Instruments in force that were looked at and say nothing of it: of another place, or of other matters.
pub(super) fn considered(asked: &Asked<'_>, groups: &[Group<'_>]) -> String {
    let (q, words) = (asked.question, asked.words);
    let cited = |id: &str| groups.iter().flat_map(|g| &g.finding.basis).any(|b| b.instrument == id);
    let (mut elsewhere, mut silent): (Vec<&str>, Vec<&str>) = (Vec::new(), Vec::new());
    let held = asked.day.held();
    for h in held.iter().filter(|h| h.standing.applies()) {
        let id = h.instrument.id.as_str();
        if cited(id) {
            continue;
        }
        let speaks =
            held.iter().any(|x| x.instrument.id == id && x.norm.concerns(q.layer, q.activity));
        let list = if speaks { &mut elsewhere } else { &mut silent };
        if !list.contains(&id) {
            list.push(id);
        }
    }
    let mut parts = Vec::new();
    for (word, list) in [(Word::Elsewhere, elsewhere), (Word::Silent, silent)] {
        if !list.is_empty() {
            parts.push(words.fill(word, &[&words.row(&list)]));
        }
    }
    let said = words.sentence(&parts);
    let said = said.trim_end_matches('.');
    if parts.is_empty() { String::new() } else { words.fill(Word::InForceBut, &[said]) }
}

pub(super) fn claims(case: &Case, asked: &Asked<'_>, answer: &Answer) -> String {
    let words = asked.words;
    let one = |a: &littoral_treaty::answer::Assertion| {
        let limit = a.limit_nm.map(|d| words.fill(Word::ItsLimit, &[&words.miles(d)]));
        let (way, by) = (words.own(&a.way), words.list(&a.by));
        words.fill(Word::Asserted, &[&a.holder, &way, &by, &limit.unwrap_or_default()])
    };
    // A claim to a deposit is said of the deposit, with all who claim it.
    let (deposits_claimed, lines): (Vec<_>, Vec<_>) =
        answer.assertions.iter().partition(|a| a.way.starts_with("claim:"));
    let mut parts: Vec<String> = lines.into_iter().map(one).collect();
    let mut named: Vec<&str> = Vec::new();
    for id in deposits_claimed.iter().filter_map(|a| a.way.split(':').nth(1)) {
        if !named.contains(&id) {
            named.push(id);
            let who = words.list(&asked.day.claimants(id));
            parts.push(words.fill(Word::DepositClaimed, &[&words.own(id), &who]));
        }
    }
    if asked.question.deposit.is_none() {
        parts.extend(asked.question.at.into_iter().flat_map(|at| deposits(case, asked, at)));
    }
    words.sentence(&parts)
}

/// Deposits near the place, with those who claim them on the day.
fn deposits(case: &Case, asked: &Asked<'_>, at: LatLon) -> Vec<String> {
    const NEAR_NM: f64 = 10.0;
    let (earth, words) = (Earth::new(&case.ellipsoid), asked.words);
    let near = |d: &Deposit| {
        let far = earth.karney_m(at, d.at?) / 1852.0;
        let who = asked.day.claimants(&d.id);
        let claimed = match who.is_empty() {
            true => String::new(),
            false => words.fill(Word::ClaimedBy, &[&words.list(&who)]),
        };
        let said = || words.fill(Word::Deposit, &[&words.own(&d.id), &claimed, &words.miles(far)]);
        (far <= NEAR_NM).then(said)
    };
    case.deposits.iter().filter_map(near).collect()
}

pub(super) fn exceptions(answer: &Answer, groups: &[Group<'_>], words: Words) -> String {
    let mut parts: Vec<String> = Vec::new();
    let mut add = |text: String| {
        if !text.is_empty() && !parts.contains(&text) {
            parts.push(text);
        }
    };
    for f in groups.iter().map(|g| g.finding) {
        of_finding(f, words).into_iter().for_each(&mut add);
    }
    for r in answer.dyads.iter().flat_map(|d| &d.reserved) {
        add(words.own(&format!("{}: {}", r.norm, r.why)));
    }
    for d in answer.dyads.iter().flat_map(|d| &d.ended) {
        add(words.own(&format!("{}: {}", instrument(&d.norm), d.why)));
    }
    for p in answer.dyads.iter().flat_map(|d| &d.political) {
        add(words.fill(Word::Political, &[&words.own(instrument(&p.norm)), &words.own(&p.text)]));
    }
    if answer.near_limit {
        add(words.say(Word::NearLimit).into());
    }
    if answer.stale {
        add(words.say(Word::Stale).into());
    }
    words.sentence(&parts)
}

/// Condition, events awaited, norms that gave way, and what stands in for a place that is not published.
fn of_finding(f: &LegalFinding, words: Words) -> Vec<String> {
    let mut out = vec![words.own(&f.condition)];
    out.extend(f.awaits.iter().map(|a| words.fill(Word::WaitsFor, &[&words.own(a)])));
    let gave = |d: &littoral_treaty::answer::Defeat| {
        words.fill(Word::GivesWay, &[&words.own(&d.norm), &words.own(&d.why)])
    };
    out.extend(f.defeated.iter().map(gave));
    if !f.place.model.is_empty() {
        let far = f.place.limit_nm.map(|d| words.fill(Word::LimitAway, &[&words.miles(d)]));
        let model = words.own(&f.place.model);
        out.push(words.fill(Word::Model, &[&model, &far.unwrap_or_default()]));
    }
    out
}

/// `RUKZ1998` of `RUKZ1998#sectors`
fn instrument(norm: &str) -> &str {
    norm.split('#').next().unwrap_or_default()
}

pub(super) fn dissent(answer: &Answer, words: Words) -> String {
    let mut parts: Vec<String> = Vec::new();
    for v in answer.dyads.iter().flat_map(|d| &d.findings).flat_map(|f| &f.stances) {
        let from = match v.from.is_empty() {
            true => String::new(),
            false => words.fill(Word::From, &[&words.own(&v.from)]),
        };
        let text = match v.text.is_empty() {
            true => String::new(),
            false => format!(": {}", words.own(&v.text)),
        };
        let verb = match v.kind {
            StanceKind::Protest => Word::Protests,
            StanceKind::Accept => Word::Accepts,
            StanceKind::Silent => Word::IsSilent,
        };
        let said = words.fill(verb, &[&v.party, &words.own(&v.target), &format!("{from}{text}")]);
        if !parts.contains(&said) {
            parts.push(said);
        }
    }
    let mut foreign: Vec<&str> = Vec::new();
    let listed = answer.dyads.iter().flat_map(|d| &d.inter_alios);
    for l in listed.filter(|l| l.why.contains("VCLT")) {
        if !foreign.contains(&l.norm.as_str()) {
            foreign.push(&l.norm);
        }
    }
    if !foreign.is_empty() {
        parts.push(words.fill(Word::InterAlios, &[&words.row(&foreign)]));
    }
    words.sentence(&parts)
}

/// What the parties asked for on the day, where no norm that allots the place holds between all.
pub(super) fn positions(case: &Case, answer: &Answer, words: Words) -> String {
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
        let mut once: Vec<String> = Vec::new();
        for p in case.positions.iter().filter(|p| p.party == k).filter(held) {
            for kind in p.kinds.iter().filter(|k| *k != "share_claim") {
                let said = words.position(kind);
                if !once.contains(&said) {
                    once.push(said);
                }
            }
        }
        if !once.is_empty() {
            parts.push(format!("{}: {}", party.id, words.row(&once)));
        }
    }
    let said = words.sentence(&parts);
    match parts.is_empty() {
        true => String::new(),
        false => words.fill(Word::Positions, &[said.trim_end_matches('.')]),
    }
}
