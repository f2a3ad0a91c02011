//! The parties, what they ask for, and what their claims say together.

use std::fmt::Write as _;

use littoral_delimit::metric::COAST_SCALE_M;
use littoral_delimit::metric::coast_length::coast_length_m;
use littoral_delimit::metric::relaxation::certificate;
use littoral_geodesy::Earth;
use littoral_model::Position;

use super::escape::{cite, escape};
use super::words::Word;
use super::{Page, titled};

pub(super) fn section(page: &Page<'_>) -> String {
    let mut out = table(page);
    let _ = writeln!(out, "<h3>{}</h3>", page.words.say(Word::ClaimsTogether));
    for (title, text) in certificates(page) {
        let _ = writeln!(out, "<p><strong>{}</strong>. {}</p>", escape(&title), escape(&text));
    }
    let _ = writeln!(out, "<p class=\"mute\">{}</p>", page.words.say(Word::Contradict));
    for k in 0..page.c.case.parties.len() {
        out.push_str(&statements(page, k));
    }
    titled("parties", page.words.say(Word::PartiesClaims), &out)
}

fn table(page: &Page<'_>) -> String {
    let (c, w) = (page.c, page.words);
    let earth = Earth::new(&c.case.ellipsoid);
    let equidistance = c.base_row().and_then(|k| c.rows[k].shown());
    let mut out = format!(
        "<table class=\"text\"><thead><tr><th>{}</th><th></th><th>{} <span class=\"unit\">{}</span></th><th>{} <span class=\"unit\">{5}</span></th><th>{} <span class=\"unit\">{5}</span></th></tr></thead><tbody>\n",
        w.say(Word::Party),
        w.say(Word::CoastAt),
        w.say(Word::Km),
        w.say(Word::Asks),
        w.say(Word::Gives),
        w.sign()
    );
    for (k, party) in c.case.parties.iter().enumerate() {
        let coast = coast_length_m(&earth, &c.case, k, COAST_SCALE_M) / 1000.0;
        let asks =
            c.case.asks(k).and_then(|p| p.share_percent).map_or("–".into(), |x| w.tenth(x));
        let given = equidistance.map_or("–".into(), |(_, l)| w.tenth(l.share(&party.id)));
        let _ = writeln!(
            out,
            "<tr><th scope=\"row\"><span class=\"key\" style=\"background:var(--p{})\"></span>{}</th><td>{}</td><td>{}</td><td>{asks}</td><td>{given}</td></tr>",
            k % 8 + 1,
            escape(&page.party(k)),
            escape(&party.id),
            w.number(coast, 0)
        );
    }
    out + "</tbody></table>\n"
}

/// Sets of claims that stand together, each with what it says: title and sentence.
pub(super) fn certificates(page: &Page<'_>) -> Vec<(String, String)> {
    let case = &page.c.case;
    let w = page.words;
    let marked: Vec<&Position> = (0..case.parties.len()).filter_map(|k| case.asks(k)).collect();
    let mut out = Vec::new();
    let mut seen: Vec<Vec<(usize, f64)>> = Vec::new();
    let mut add = |title: String, set: Vec<(usize, f64)>| {
        if !set.is_empty() && !seen.contains(&set) {
            out.extend(sentences(page, &title, &set));
            seen.push(set);
        }
    };
    let claims = |list: &[&Position]| -> Vec<(usize, f64)> {
        list.iter().filter_map(|p| Some((p.party, p.share_percent?))).collect()
    };
    for source in sources(page) {
        let together =
            |p: &&Position| p.share_percent.is_some() && p.source.cite.first() == Some(&source);
        let mut list: Vec<&Position> = case.positions.iter().filter(together).collect();
        list.sort_by_key(|p| p.party);
        list.dedup_by_key(|p| p.party);
        // All but one of the parties or more: fewer say nothing about the rest.
        if list.len() + 1 >= case.parties.len().max(3) {
            add(w.fill(Word::AsStatedBy, &[&source]), claims(&list));
        }
    }
    add(w.say(Word::MarkedClaims).to_owned(), claims(&marked));
    out
}

/// Sources in the order of positions, each once.
fn sources(page: &Page<'_>) -> Vec<String> {
    let mut out: Vec<String> = Vec::new();
    for position in page.c.case.positions.iter().filter(|p| p.source.confidence != "unverified") {
        if let Some(source) = position.source.cite.first()
            && !out.contains(source)
        {
            out.push(source.clone());
        }
    }
    out
}

/// What one set of claims says; and with what the only silent party once named for itself.
fn sentences(page: &Page<'_>, title: &str, set: &[(usize, f64)]) -> Vec<(String, String)> {
    let case = &page.c.case;
    let mut out = vec![(title.to_owned(), sentence(page, set))];
    let silent: Vec<usize> =
        (0..case.parties.len()).filter(|k| !set.iter().any(|(p, _)| p == k)).collect();
    if let [only] = silent[..]
        && let Some(named) =
            case.positions.iter().rev().find(|p| p.party == only && p.share_percent.is_some())
        && let Some(share) = named.share_percent
    {
        let mut all = set.to_vec();
        all.push((only, share));
        all.sort_by_key(|(k, _)| *k);
        let own = page.words.fill(Word::WithOwn, &[&page.party(only), &page.words.percent(share)]);
        out.push((format!("{title}; {}", own), sentence(page, &all)));
    }
    out
}

fn sentence(page: &Page<'_>, set: &[(usize, f64)]) -> String {
    let (w, case) = (page.words, &page.c.case);
    let floors: Vec<(String, f64)> =
        set.iter().map(|(k, x)| (case.parties[*k].id.clone(), *x)).collect();
    let c = certificate(&floors);
    let list: Vec<String> =
        set.iter().map(|(k, x)| format!("{} {}", page.party(*k), w.tenth(*x))).collect();
    let list = list.join(" + ");
    let sum = w.percent(c.demand);
    if c.deficit > 0.0 {
        let cut = c.equal_cuts.iter().map(|(_, x)| *x).fold(0.0, f64::max);
        let part = w.percent(100.0 * c.factor);
        let mut text =
            w.fill(Word::SumTooMuch, &[&list, &sum, &w.tenth(c.deficit), &w.tenth(cut), &part]);
        if c.minimal {
            text = format!("{text} {}", w.say(Word::MinimalSet));
        }
        return text;
    }
    let silent: Vec<usize> =
        (0..case.parties.len()).filter(|k| !set.iter().any(|(p, _)| p == k)).collect();
    if silent.is_empty() {
        return w.fill(Word::SumFits, &[&list, &sum]);
    }
    let names: Vec<String> = silent.iter().map(|k| page.party(*k)).collect();
    let mut with = vec![list, sum, names.join(w.comma()), w.percent(c.rest)];
    // Equidistance may not be among the rules that were run.
    let layer = page.c.base_row().and_then(|k| page.c.rows[k].shown());
    if let Some((_, layer)) = layer {
        with.push(w.percent(silent.iter().map(|k| layer.share(&case.parties[*k].id)).sum()));
    }
    let word = if layer.is_some() { Word::SumLeaves } else { Word::SumLeavesOnly };
    w.fill(word, &with.iter().map(String::as_str).collect::<Vec<_>>())
}

fn statements(page: &Page<'_>, k: usize) -> String {
    let (c, w) = (page.c, page.words);
    let held =
        c.case.positions.iter().filter(|p| p.party == k && p.source.confidence != "unverified");
    let list: Vec<String> = held.map(|p| position(page, p)).collect();
    if list.is_empty() {
        return String::new();
    }
    format!(
        "<details><summary><span class=\"key\" style=\"background:var(--p{})\"></span>{} · {}</summary><ul>{}</ul></details>\n",
        k % 8 + 1,
        escape(&page.party(k)),
        w.fill(Word::Statements, &[&w.count(list.len())]),
        list.concat()
    )
}

fn position(page: &Page<'_>, p: &Position) -> String {
    let cites: Vec<String> = p.source.cite.iter().map(|s| cite(s)).collect();
    let until = match p.until.as_str() {
        "open" => page.words.say(Word::StillHeld).to_owned(),
        day => page.words.fill(Word::Until, &[day]),
    };
    let text = format!(
        "{} <span class=\"mute\">({}; {})</span>",
        escape(&p.text),
        escape(&p.source.confidence),
        cites.join(", ")
    );
    format!(
        "<li><strong>{}</strong>, {}: {}</li>\n",
        escape(&p.from),
        escape(&until),
        page.foreign(&text)
    )
}
