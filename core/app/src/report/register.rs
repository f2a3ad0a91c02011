//! The register of the negotiation: what was signed, between whom and since when it binds, who objects, how a new regime is
//! made, and the meetings. As the case's files have it, each with its source: nothing is weighed here.

use std::fmt::Write as _;

use littoral_treaty::ledger::Happening;
use littoral_treaty::record::Procedure;
use littoral_treaty::{Instrument, InstrumentKind, Stance, StanceKind};

use super::escape::escape;
use super::findings::capital;
use super::words::Word;
use super::{Page, titled};
use crate::said::said;
use crate::session::Session;

/// What a case has of it; empty lists for a case without.
#[derive(Default)]
pub(super) struct Register {
    procedures: Vec<Procedure>,
    instruments: Vec<Instrument>,
    events: Vec<Happening>,
}

/// Claims and drafts stand with the parties and as rules: here is what was signed, adopted or done.
pub(super) fn read(session: &Session) -> Register {
    let done =
        |i: &&Instrument| !matches!(i.kind, InstrumentKind::Claim | InstrumentKind::Proposal);
    let mut instruments: Vec<Instrument> =
        session.record.instruments.iter().filter(done).cloned().collect();
    let when = |i: &Instrument| i.signed.as_ref().map(|d| (d.first, d.last));
    instruments.sort_by(|a, b| (when(a), &a.id).cmp(&(when(b), &b.id)));
    Register {
        procedures: session.record.procedures.clone(),
        instruments,
        events: session.ledger.events.clone(),
    }
}

impl Register {
    /// Is there nothing to tell?
    pub(super) fn is_empty(&self) -> bool {
        self.procedures.is_empty() && self.instruments.is_empty() && self.events.is_empty()
    }
}

pub(super) fn section(page: &Page<'_>) -> String {
    let (register, w) = (&page.origin.register, page.words);
    if register.is_empty() {
        return String::new();
    }
    let mut out = format!("<p class=\"mute\">{}</p>\n", w.say(Word::RegisterHow));
    for p in &register.procedures {
        let (since, n) = (w.isolated(&p.from.to_string()), w.count(p.consent_of));
        let rest = w.fill(Word::ProcedureSince, &[&since, &n]);
        let _ = writeln!(
            out,
            "<p>{} {} {}</p>",
            capital(&told(page, &p.text)),
            escape(&capital(&rest)),
            source(page, &p.source)
        );
    }
    out += &instruments(page, &register.instruments);
    out += &meetings(page, &register.events);
    titled("register", w.say(Word::Register), &out)
}

fn instruments(page: &Page<'_>, all: &[Instrument]) -> String {
    if all.is_empty() {
        return String::new();
    }
    let w = page.words;
    let heads = [Word::Signed, Word::Instrument, Word::Between, Word::BindsSince, Word::Objects];
    let heads: String = heads.iter().map(|h| format!("<th>{}</th>", w.say(*h))).collect();
    let row = |i: &Instrument| {
        let signed = i.signed.as_ref().map_or("–".into(), |d| w.isolated(&d.to_string()));
        let stances = said_alike(&i.stances).into_iter().map(|s| stance(page, &s));
        let stances: Vec<String> = stances.collect();
        let parties: Vec<&str> = i.parties.iter().map(String::as_str).collect();
        format!(
            "<tr><td class=\"nobreak\">{}</td><td><code>{}</code> {} {}</td><td>{}</td><td>{}</td><td>{}</td></tr>\n",
            escape(&signed),
            escape(&i.id),
            told(page, &i.title),
            source(page, &i.source),
            escape(&parties.join(w.comma())),
            since(page, i),
            stances.join("<br>")
        )
    };
    let rows: String = all.iter().map(row).collect();
    format!(
        "<div class=\"scroll\"><table class=\"text small\"><thead><tr>{heads}</tr></thead><tbody>\n{rows}</tbody></table></div>\n"
    )
}

/// The day from which an instrument is in force, by party where the days differ, as HTML.
fn since(page: &Page<'_>, i: &Instrument) -> String {
    let w = page.words;
    let mut days: Vec<(String, Vec<&str>)> = Vec::new();
    for party in &i.parties {
        let Some(day) = i.in_force_since(party) else { continue };
        let day = day.to_string();
        match days.iter_mut().find(|(known, _)| *known == day) {
            Some((_, parties)) => parties.push(party),
            None => days.push((day, vec![party])),
        }
    }
    let whole = |text: String| format!("<span class=\"nobreak\">{}</span>", escape(&text));
    match days.as_slice() {
        [] => "–".to_owned(),
        [(day, parties)] if parties.len() == i.parties.len() => whole(w.isolated(day)),
        several => {
            let one = |(day, parties): &(String, Vec<&str>)| {
                whole(w.isolated(&format!("{}: {day}", parties.join(", "))))
            };
            several.iter().map(one).collect::<Vec<_>>().join("<br>")
        }
    }
}

/// What a theory of the case supposes a state to say is no stance of its own.
fn is_told(s: &Stance) -> bool {
    s.overlay.is_none() && s.kind != StanceKind::Silent
}

/// Stances in their order, those with the same words together.
fn said_alike(all: &[Stance]) -> Vec<Vec<&Stance>> {
    let mut out: Vec<Vec<&Stance>> = Vec::new();
    for s in all.iter().filter(|s| is_told(s)) {
        let same = |g: &&mut Vec<&Stance>| {
            g.iter().all(|o| (o.kind, &o.from, &o.text) == (s.kind, &s.from, &s.text))
        };
        match out.iter_mut().find(same) {
            Some(group) => group.push(s),
            None => out.push(vec![s]),
        }
    }
    out
}

/// Who says what since when.
fn stance(page: &Page<'_>, group: &[&Stance]) -> String {
    let Some(s) = group.first() else { return String::new() };
    let w = page.words;
    let word = if s.kind == StanceKind::Protest { Word::Protests } else { Word::Accepts };
    let parties: Vec<&str> = group.iter().map(|s| s.party.as_str()).collect();
    let from = s.from.as_ref().map(|d| w.comma().to_owned() + &w.isolated(&d.to_string()));
    let said = format!("{}{}", w.say(word), from.unwrap_or_default());
    let head = format!("{} ({said})", parties.join(w.comma()));
    format!("{}: {}", escape(&head), told(page, &s.text))
}

/// Meetings and incidents in their order, folded up on a screen.
fn meetings(page: &Page<'_>, all: &[Happening]) -> String {
    if all.is_empty() {
        return String::new();
    }
    let w = page.words;
    let row = |e: &Happening| {
        format!(
            "<tr><td class=\"nobreak\">{}</td><td>{}</td><td>{} {}</td></tr>\n",
            escape(&w.isolated(&e.date.to_string())),
            escape(&e.number.map_or(String::new(), |n| w.count(n as usize))),
            told(page, &e.text),
            source(page, &e.source)
        )
    };
    let rows: String = all.iter().map(row).collect();
    format!(
        "<details><summary>{}</summary><table class=\"text small\"><thead><tr><th>{}</th><th>{}</th><th>{}</th></tr></thead><tbody>\n{rows}</tbody></table></details>\n",
        w.fill(Word::Meetings, &[&w.count(all.len())]),
        w.say(Word::When),
        w.say(Word::SessionNumber),
        w.say(Word::What)
    )
}

/// A sentence of the case in the page's language, or in its own where nobody has translated it.
fn told(page: &Page<'_>, text: &str) -> String {
    let own = said(page.words.0, text);
    if own == text { page.foreign(&escape(text)) } else { escape(own) }
}

/// Confidence and the first source, an address of the web by its host: the others stand in the case's file.
fn source(page: &Page<'_>, source: &littoral_model::Source) -> String {
    let link = |text: &String| {
        let web = text.strip_prefix("https://").or_else(|| text.strip_prefix("http://"));
        let host = web.and_then(|rest| rest.split('/').next());
        match host {
            Some(host) => {
                let (to, host) = (escape(text), escape(host.trim_start_matches("www.")));
                format!("; <a href=\"{to}\" rel=\"noreferrer\">{host}</a>")
            }
            None => format!("; {}", escape(text)),
        }
    };
    let first = source.cite.first().map(link).unwrap_or_default();
    let text = format!("({}{first})", escape(&source.confidence));
    format!("<span class=\"mute\">{}</span>", page.foreign(&text))
}

#[cfg(test)]
pub(super) fn sample() -> Register {
    use jiff::civil::date;
    use littoral_treaty::{DateSpan, Event, EventKind};

    let source = littoral_model::Source {
        cite: vec!["https://example.org/a?b&c".into()],
        confidence: "as stated".into(),
    };
    let day = |y| DateSpan::day(date(y, 7, 6));
    let mut signed = Instrument::empty("AB1998", InstrumentKind::Treaty, &["AZE", "KAZ"]);
    signed.title = "On <the> bed".into();
    signed.signed = Some(day(1998));
    let event = |party: Option<&str>, y| Event {
        date: day(y),
        kind: EventKind::InForce,
        party: party.map(str::to_owned),
        text: String::new(),
        known: None,
        confidence: None,
    };
    signed.events = vec![event(Some("AZE"), 2001), event(Some("KAZ"), 2003)];
    let stance = |party: &str, overlay: Option<&str>| Stance {
        party: party.into(),
        target: "AB1998".into(),
        kind: StanceKind::Protest,
        layers: Vec::new(),
        from: Some(day(1999)),
        known: None,
        until: None,
        overlay: overlay.map(str::to_owned),
        text: "objects".into(),
        source: source.clone(),
    };
    signed.stances = vec![stance("IRN", None), stance("RUS", Some("lapse")), stance("TKM", None)];
    let meeting = Happening {
        id: "session-24".into(),
        date: day(2008),
        kind: "session".into(),
        number: Some(24),
        place: "Astana".into(),
        text: "a session of two days".into(),
        topics: Vec::new(),
        source: source.clone(),
    };
    let procedure = Procedure {
        id: "consensus".into(),
        consent_of: 5,
        from: day(1996),
        text: "made by agreement of all".into(),
        source,
    };
    Register { procedures: vec![procedure], instruments: vec![signed], events: vec![meeting] }
}
