//! The tables over all rules: shares, and how far each is from each claim; with the chart of shares.

use std::fmt::Write as _;

use super::chart::shares;
use super::escape::escape;
use super::words::Word;
use super::{Page, km2, titled};
use crate::comparison::{Row, common_percent};

/// Rules by shares, with the claims at the foot, the chart, and the gaps to the claims.
pub(super) fn shares(page: &Page<'_>) -> String {
    let w = page.words;
    let mut out = shares::draw(page);
    let _ = write!(
        out,
        "<p class=\"mute\">{}</p>\n<div class=\"scroll\"><table>\n<thead><tr><th scope=\"col\">{}</th><th scope=\"col\">{}</th>",
        w.say(Word::SharesHow),
        w.say(Word::Rule),
        w.say(Word::Layer)
    );
    out.push_str(&codes(page));
    let _ = write!(
        out,
        "<th scope=\"col\">{}</th><th scope=\"col\">{} <span class=\"unit\">{}</span></th><th scope=\"col\">{} <span class=\"unit\">{}</span></th></tr></thead>\n<tbody>\n",
        w.say(Word::Common),
        w.say(Word::Moved),
        w.sign(),
        w.say(Word::Lines),
        w.say(Word::Km)
    );
    for row in &page.c.rows {
        out.push_str(&share_rows(page, row));
    }
    out.push_str("</tbody>\n");
    let _ = writeln!(out, "{}</table></div>", asked(page, 1, 3));
    out.push_str(&gaps(page));
    titled("shares", w.say(Word::SharesByRule), &out)
}

fn codes(page: &Page<'_>) -> String {
    let head = |id: &str| format!("<th scope=\"col\" class=\"plain\">{}</th>", escape(id));
    page.c.case.party_ids().map(head).collect()
}

fn share_rows(page: &Page<'_>, row: &Row) -> String {
    let (c, w) = (page.c, page.words);
    let label = format!("<a href=\"#{}\">{}</a>", escape(&row.stem), page.html_name(row));
    let division = match &row.outcome {
        Ok(division) => division,
        Err(e) => {
            let span = c.case.parties.len() + 4;
            let word = if row.lacks().is_some() { Word::NotApplicable } else { Word::Failed };
            let why = w.fill(word, &[&page.foreign(&escape(&e.text))]);
            return format!(
                "<tr><th scope=\"row\">{label}</th><td colspan=\"{span}\">{why}</td></tr>\n"
            );
        }
    };
    let main = row.shown().map(|(n, _)| n.to_owned());
    let mut out = String::new();
    for (k, (name, layer)) in division.layers.0.iter().enumerate() {
        let label = if k == 0 { label.as_str() } else { "" };
        let _ =
            write!(out, "<tr><th scope=\"row\">{label}</th><td>{}</td>", escape(&w.layer(name)));
        for (k, id) in c.case.party_ids().enumerate() {
            let share = layer.share(id);
            let class = if c.accepts(k, layer) { "met" } else { "plain" };
            let _ = write!(out, "<td class=\"{class}\">{}</td>", w.tenth(share));
        }
        let common = common_percent(layer);
        let common = if common > 0.0 { w.tenth(common) } else { "–".to_owned() };
        let moved = row.moved.filter(|_| main.as_ref() == Some(name));
        let moved = moved.map_or("–".to_owned(), |m| w.tenth(m));
        let lines = km2(w, layer.lines_km());
        let _ = writeln!(out, "<td>{common}</td><td>{moved}</td><td>{lines}</td></tr>");
    }
    out
}

/// The foot: what the parties ask for, with empty cells before and after.
fn asked(page: &Page<'_>, before: usize, after: usize) -> String {
    let mut out = format!(
        "<tfoot><tr><th scope=\"row\">{}</th>{}",
        page.words.say(Word::AsksRow),
        "<td></td>".repeat(before)
    );
    for k in 0..page.c.case.parties.len() {
        let share = page.c.case.asks(k).and_then(|p| p.share_percent);
        let text = share.map_or("–".to_owned(), |x| page.words.tenth(x));
        let _ = write!(out, "<td class=\"plain\">{text}</td>");
    }
    out + &"<td></td>".repeat(after) + "</tr></tfoot>\n"
}

fn gaps(page: &Page<'_>) -> String {
    let (c, w) = (page.c, page.words);
    if (0..c.case.parties.len()).all(|k| c.case.asks(k).is_none()) {
        return String::new();
    }
    let mut out = format!(
        "<details class=\"numbers\"><summary>{}</summary><p class=\"mute\">{}</p><div class=\"scroll\"><table><thead><tr><th scope=\"col\">{}</th>{}</tr></thead><tbody>\n",
        w.say(Word::Gaps),
        w.say(Word::GapsHow),
        w.say(Word::Rule),
        codes(page)
    );
    for row in &c.rows {
        let Some((_, layer)) = row.shown() else { continue };
        let _ = write!(out, "<tr><th scope=\"row\">{}</th>", page.html_name(row));
        for k in 0..c.case.parties.len() {
            out.push_str(&gap(page, k, c.worth_of(layer, k)));
        }
        out.push_str("</tr>\n");
    }
    out + "</tbody>" + &asked(page, 0, 0) + "</table></div></details>\n"
}

fn gap(page: &Page<'_>, party: usize, share: f64) -> String {
    let Some(asked) = page.c.case.asks(party).and_then(|p| p.share_percent) else {
        return "<td class=\"plain\">–</td>".to_owned();
    };
    let class = if page.c.reaches(party, share) { "met" } else { "plain" };
    let size = (share - asked).abs();
    let sign = match share - asked {
        _ if size < 0.05 => "",
        d if d < 0.0 => "−",
        _ => "+",
    };
    format!("<td class=\"{class}\">{sign}{}</td>", page.words.tenth(size))
}
