//! The ledger beside the regime: topics and how far they are agreed, shares as stated and whether they fit.

use std::fmt::Write as _;

use littoral_geodesy::LatLon;
use littoral_treaty::Day;
use littoral_treaty::ledger::{TopicStatus, agreed_part, certificate};

use crate::session::Session;

/// How far each topic of the ledger is agreed on the day, at the ledger's place in mid-sea.
///
/// # Errors
/// A sentence: the place is not in the sea.
pub(super) fn found(session: &Session, day: &Day<'_, '_>) -> Result<Vec<TopicStatus>, String> {
    let Some((lat, lon)) = session.ledger.mid_sea else { return Ok(Vec::new()) };
    session.ledger.topics.iter().map(|t| day.topic(t, LatLon::new(lat, lon))).collect()
}

/// Topics with what is said of them, and whether the stated shares fit into the sea.
pub(super) fn text(session: &Session, found: &[TopicStatus]) -> String {
    let mut out = String::new();
    if found.is_empty() {
        return out;
    }
    out += "\ntopic                        in law   with declarations\n";
    for t in found {
        let (law, all) = (format!("{}/{}", t.in_law, t.of), format!("{}/{}", t.agreed, t.of));
        let _ = writeln!(out, "  {:<27}{law:>6}   {all:>6}", t.topic);
    }
    let is_named =
        |t: &&TopicStatus| session.ledger.topics.iter().any(|x| x.id == t.topic && x.named);
    let named: Vec<TopicStatus> = found.iter().filter(is_named).cloned().collect();
    for (list, what) in
        [(named.as_slice(), "the topics that the source names"), (found, "all topics")]
    {
        let agreed = list.iter().filter(|t| t.is_agreed()).count();
        if agreed_part(list).is_some() {
            let percent = 100.0 * agreed as f64 / list.len() as f64;
            let _ = writeln!(out, "  agreed of {what}: {agreed}/{} = {percent:.0} %", list.len());
        }
    }
    for claim in &session.ledger.agreed {
        let _ = writeln!(
            out,
            "  stated: {} % ({}, {})",
            claim.percent, claim.date, claim.source.confidence
        );
    }
    out + &stated(session)
}

fn stated(session: &Session) -> String {
    let mut out = String::new();
    let mut statements: Vec<&str> = Vec::new();
    for s in &session.ledger.shares {
        if !statements.contains(&s.statement.as_str()) {
            statements.push(&s.statement);
        }
    }
    for id in statements {
        let own = session.ledger.shares.iter().filter(|s| s.statement == id);
        let floors: Vec<(String, f64)> = own.map(|s| (s.party.clone(), s.percent)).collect();
        let c = certificate(&floors, &session.record.parties);
        let said: Vec<String> = floors.iter().map(|(p, f)| format!("{p} {f}")).collect();
        let rest = if c.feasible {
            format!("leave {:.1} % to {}", c.left, c.silent.join(", "))
        } else {
            format!("exceed the sea by {:.1} %", -c.left)
        };
        let _ = writeln!(
            out,
            "  shares stated ({id}): {}: together {:.1} %, {rest}",
            said.join(", "),
            c.demand
        );
    }
    out
}
