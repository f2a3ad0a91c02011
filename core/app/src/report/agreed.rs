//! What is agreed and what is open: the topics of the negotiation on the day on which somebody said how much is agreed, and
//! on the case's own day, with the articles that settle them.

use std::fmt::Write as _;

use jiff::civil::Date;
use littoral_delimit::Waters;
use littoral_geodesy::LatLon;
use littoral_treaty::ledger::{Topic, TopicStatus};
use littoral_treaty::{Activity, Day, Law, Layer, Verdict};

use super::escape::escape;
use super::words::Word;
use super::{Page, titled};
use crate::session::Session;

/// The topics of a case on some days.
pub(super) struct Agreed {
    days: Vec<String>,
    topics: Vec<One>,
    /// What was said of how much is agreed: per cent, when, by which source.
    said: Vec<(f64, String, String)>,
    /// Where topics are asked about.
    place: String,
}

/// A topic: how far it is agreed by day, and what settles it on the last one.
struct One {
    name: String,
    named: bool,
    by_day: Vec<TopicStatus>,
    articles: Vec<String>,
}

/// Nothing for a case that lists no topics, or whose law cannot be asked there.
pub(super) fn read(session: &Session) -> Option<Agreed> {
    let (lat, lon) = session.ledger.mid_sea.filter(|_| !session.ledger.topics.is_empty())?;
    let at = LatLon::new(lat, lon);
    let mut dates: Vec<Date> = session.ledger.agreed.iter().map(|a| a.date.last).collect();
    dates.extend(session.case.date);
    dates.dedup();
    let waters = Waters::new(session.case.clone()).ok()?;
    let law = Law::new(&session.record, &waters).ok()?;
    let days: Vec<Day<'_, '_>> = dates.iter().map(|d| law.on(*d)).collect();
    let one = |t: &Topic| {
        let by_day = days.iter().map(|d| d.topic(t, at)).collect::<Result<_, _>>().ok()?;
        let articles = articles(days.last()?, (t.layer, t.activity), at)?;
        Some(One { name: t.name.clone(), named: t.named, by_day, articles })
    };
    let said = session.ledger.agreed.iter().map(|a| {
        (a.percent, a.date.to_string(), a.source.cite.first().cloned().unwrap_or_default())
    });
    Some(Agreed {
        days: dates.iter().map(Date::to_string).collect(),
        topics: session.ledger.topics.iter().map(one).collect::<Option<_>>()?,
        said: said.collect(),
        place: format!("{lat} N {lon} E"),
    })
}

/// Articles that hold between a pair at least, then the declarations of both, each once.
fn articles(
    day: &Day<'_, '_>,
    (layer, activity): (Layer, Activity),
    at: LatLon,
) -> Option<Vec<String>> {
    let question =
        littoral_treaty::Question { at: Some(at), deposit: None, layer, activity, between: None };
    let answer = day.at(&question).ok()?;
    let mut out: Vec<String> = Vec::new();
    let mut add = |text: String| {
        if !out.contains(&text) {
            out.push(text);
        }
    };
    for finding in answer.dyads.iter().flat_map(|d| &d.findings) {
        for basis in finding.basis.iter().filter(|_| finding.verdict == Verdict::Holds) {
            add(format!("{} {}", basis.instrument, basis.article).trim_end().to_owned());
        }
    }
    for listed in answer.dyads.iter().flat_map(|d| &d.political) {
        add(listed.norm.split('#').next().unwrap_or_default().to_owned());
    }
    Some(out)
}

pub(super) fn section(page: &Page<'_>) -> String {
    let Some(agreed) = &page.origin.agreed else { return String::new() };
    let w = page.words;
    let pairs = agreed.topics.iter().flat_map(|t| &t.by_day).map(|s| s.of).max().unwrap_or(0);
    let how = w.fill(Word::AgreedHow, &[&w.count(pairs), &w.isolated(&agreed.place)]);
    let mut out = format!("<p class=\"mute\">{}</p>\n", escape(&how));
    out += &format!(
        "<div class=\"scroll\"><table class=\"text\"><thead><tr><th>{}</th>",
        w.say(Word::Topic)
    );
    for day in &agreed.days {
        let _ = write!(
            out,
            "<th>{}<br>{}</th><th>{}</th>",
            w.isolated(day),
            w.say(Word::InLaw),
            w.say(Word::Declared)
        );
    }
    let _ = writeln!(out, "<th>{}</th></tr></thead><tbody>", w.say(Word::Articles));
    for topic in &agreed.topics {
        let _ = write!(out, "<tr><th scope=\"row\">{}</th>", page.foreign(&escape(&topic.name)));
        for status in &topic.by_day {
            let of = |n: usize| format!("{}/{}", w.count(n), w.count(status.of));
            let _ = write!(out, "<td>{}</td><td>{}</td>", of(status.in_law), of(status.agreed));
        }
        let articles =
            if topic.articles.is_empty() { "–".into() } else { topic.articles.join(", ") };
        let _ = writeln!(out, "<td>{}</td></tr>", page.foreign(&escape(&articles)));
    }
    out += "</tbody></table></div>\n";
    for sentence in sentences(page) {
        let _ = writeln!(out, "<p>{}</p>", escape(&super::findings::capital(&sentence)));
    }
    titled("agreed", w.say(Word::Agreed), &out)
}

/// How much is agreed by count, beside what was said of it.
pub(super) fn sentences(page: &Page<'_>) -> Vec<String> {
    let Some(agreed) = &page.origin.agreed else { return Vec::new() };
    let w = page.words;
    let part = |day: usize, named: bool| {
        let of: Vec<&One> = agreed.topics.iter().filter(|t| t.named || !named).collect();
        let settled = |t: &&&One| t.by_day.get(day).is_some_and(TopicStatus::is_agreed);
        (of.iter().filter(settled).count(), of.len())
    };
    let text = |n: usize, of: usize| {
        let percent = 100.0 * n as f64 / of.max(1) as f64;
        format!("{}/{} = {} {}", w.count(n), w.count(of), w.number(percent, 0), w.sign())
    };
    let one = |(day, (percent, when, source)): (usize, &(f64, String, String))| {
        let (named, all) = (part(day, true), part(day, false));
        w.fill(
            Word::AgreedPart,
            &[
                &w.percent(*percent),
                &w.isolated(when),
                &w.isolated(source),
                &text(named.0, named.1),
                &text(all.0, all.1),
            ],
        )
    };
    agreed.said.iter().enumerate().map(one).collect()
}

#[cfg(test)]
pub(super) fn sample() -> Agreed {
    let one = |name: &str, named, agreed| One {
        name: name.into(),
        named,
        by_day: vec![TopicStatus { topic: name.into(), in_law: 1, agreed, of: 10 }],
        articles: vec!["TREATY art. 4 <b>".into()],
    };
    Agreed {
        days: vec!["2009-01-01".into()],
        topics: vec![one("sea", true, 1), one("fish", true, 10), one("ships", false, 10)],
        said: vec![(70.0, "2008".into(), "an article".into())],
        place: "43 N 50 E".into(),
    }
}
