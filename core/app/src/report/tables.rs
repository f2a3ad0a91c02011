//! The tables over all rules: shares, claims beside what each rule gives, who would accept.

use std::fmt::Write as _;

use littoral_model::Position;

use super::escape::{cite, escape};
use crate::comparison::{Comparison, Row, common_percent};
use crate::number::{grouped, tenth};

/// Rules by shares, with the claims at the foot.
pub(super) fn shares(c: &Comparison) -> String {
    let mut out = String::from(
        "<section id=\"shares\">\n<h2>Shares of the sea by rule</h2>\n<p class=\"mute\">Per cent of the sea; bold with a tick: at least what the party asks for. Moved: area held by another than under equidistance.</p>\n<div class=\"scroll\"><table>\n<thead><tr><th scope=\"col\">rule</th><th scope=\"col\">layer</th>",
    );
    for id in c.case.party_ids() {
        let _ = write!(out, "<th scope=\"col\" class=\"plain\">{}</th>", escape(id));
    }
    out.push_str("<th scope=\"col\">common</th><th scope=\"col\">moved <span class=\"unit\">%</span></th><th scope=\"col\">lines <span class=\"unit\">km</span></th></tr></thead>\n<tbody>\n");
    for row in &c.rows {
        out.push_str(&share_rows(c, row));
    }
    out.push_str("</tbody>\n");
    out.push_str(&asked(c));
    out + "</table></div>\n</section>\n"
}

fn share_rows(c: &Comparison, row: &Row) -> String {
    let label = format!("<a href=\"#{}\">{}</a>", escape(&row.stem), escape(&row.label));
    let division = match &row.outcome {
        Ok(division) => division,
        Err(e) => {
            let span = c.case.parties.len() + 4;
            return format!(
                "<tr><th scope=\"row\">{label}</th><td colspan=\"{span}\">failed: {}</td></tr>\n",
                escape(&e.text)
            );
        }
    };
    let main = row.shown().map(|(n, _)| n.to_owned());
    let mut out = String::new();
    for (name, layer) in &division.layers.0 {
        let _ = write!(out, "<tr><th scope=\"row\">{label}</th><td>{}</td>", escape(name));
        for (k, id) in c.case.party_ids().enumerate() {
            let share = layer.share(id);
            let class = if c.reaches(k, share) { "met" } else { "plain" };
            let _ = write!(out, "<td class=\"{class}\">{}</td>", tenth(share));
        }
        let common = common_percent(layer);
        let common = if common > 0.0 { tenth(common) } else { "–".to_owned() };
        let moved = row.moved.filter(|_| main.as_ref() == Some(name)).map_or("–".to_owned(), tenth);
        let _ = writeln!(
            out,
            "<td>{common}</td><td>{moved}</td><td>{}</td></tr>",
            grouped(layer.lines_km())
        );
    }
    out
}

fn asked(c: &Comparison) -> String {
    let mut out =
        String::from("<tfoot><tr><th scope=\"row\">what the party asks for</th><td></td>");
    for k in 0..c.case.parties.len() {
        let text = share_of(c.case.asks(k)).map_or("–".to_owned(), tenth);
        let _ = write!(out, "<td class=\"plain\">{text}</td>");
    }
    out + "<td></td><td></td><td></td></tr></tfoot>\n"
}

fn share_of(position: Option<&Position>) -> Option<f64> {
    position.and_then(|p| p.share_percent)
}

/// What each rule gives against what each party asks for, then the statements themselves.
pub(super) fn claims(c: &Comparison, lang: &str) -> String {
    let mut out = String::from(
        "<section id=\"claims\">\n<h2>What the parties ask for, and what each rule gives</h2>\n<p class=\"mute\">Difference from the claim in points of a per cent of the sea; a party that names no number cannot be compared.</p>\n",
    );
    out.push_str(&gaps(c));
    out.push_str("<p class=\"mute\">Statements of one party may contradict each other; each stands with its date, confidence and source.</p>\n");
    for (k, party) in c.case.parties.iter().enumerate() {
        let held =
            c.case.positions.iter().filter(|p| p.party == k && p.source.confidence != "unverified");
        let list: Vec<String> = held.map(position).collect();
        if !list.is_empty() {
            let _ = writeln!(
                out,
                "<details><summary><span class=\"key\" style=\"background:var(--p{})\"></span>{} · {}, {} statements</summary><ul>{}</ul></details>",
                k % 8 + 1,
                escape(party.name.get(lang)),
                escape(&party.id),
                list.len(),
                list.concat()
            );
        }
    }
    out + "</section>\n"
}

fn position(p: &Position) -> String {
    let cites: Vec<String> = p.source.cite.iter().map(|s| cite(s)).collect();
    let until = if p.until == "open" {
        "still held when last seen".to_owned()
    } else {
        format!("until {}", p.until)
    };
    format!(
        "<li><strong>{}</strong>, {}: {} <span class=\"mute\">({}; {})</span></li>\n",
        escape(&p.from),
        escape(&until),
        escape(&p.text),
        escape(&p.source.confidence),
        cites.join(", ")
    )
}

fn gaps(c: &Comparison) -> String {
    let mut out =
        String::from("<div class=\"scroll\"><table><thead><tr><th scope=\"col\">rule</th>");
    for id in c.case.party_ids() {
        let _ = write!(out, "<th scope=\"col\" class=\"plain\">{}</th>", escape(id));
    }
    out.push_str("</tr></thead><tbody>\n");
    for row in &c.rows {
        let Some((_, layer)) = row.shown() else { continue };
        let _ = write!(out, "<tr><th scope=\"row\">{}</th>", escape(&row.label));
        for (k, id) in c.case.party_ids().enumerate() {
            out.push_str(&gap(c, k, layer.share(id)));
        }
        out.push_str("</tr>\n");
    }
    out.push_str("</tbody><tfoot><tr><th scope=\"row\">what the party asks for</th>");
    for k in 0..c.case.parties.len() {
        let text = share_of(c.case.asks(k)).map_or("–".to_owned(), tenth);
        let _ = write!(out, "<td class=\"plain\">{text}</td>");
    }
    out + "</tr></tfoot></table></div>\n"
}

fn gap(c: &Comparison, party: usize, share: f64) -> String {
    let Some(asked) = share_of(c.case.asks(party)) else {
        return "<td class=\"plain\">–</td>".to_owned();
    };
    let class = if c.reaches(party, share) { "met" } else { "plain" };
    let size = tenth((share - asked).abs());
    let sign = match size.as_str() {
        "0.0" => "",
        _ if share < asked => "−",
        _ => "+",
    };
    format!("<td class=\"{class}\">{sign}{size}</td>")
}

/// Rank of each rule for each party, ruled where the claim is met.
pub(super) fn acceptance(c: &Comparison) -> String {
    let rows: Vec<&Row> = c.rows.iter().filter(|r| r.shown().is_some()).collect();
    let mut out = String::from(
        "<section id=\"acceptance\">\n<h2>Who would accept what</h2>\n<p class=\"mute\">Rank of each rule for each party by area alone, 1 best, equal within 0.05 points; outlined: at or above what the party asks for. Rules with common space rank by the party's own part.</p>\n<div class=\"scroll\"><table><thead><tr><th scope=\"col\">rule</th>",
    );
    for id in c.case.party_ids() {
        let _ = write!(out, "<th scope=\"col\" class=\"plain\">{}</th>", escape(id));
    }
    out.push_str("<th scope=\"col\">all accept at</th></tr></thead><tbody>\n");
    let ranks: Vec<Vec<usize>> = rows.iter().map(|r| ranks(c, r, &rows)).collect();
    let depth = |k: usize| ranks[k].iter().copied().max().unwrap_or(0);
    let least = (0..rows.len()).map(depth).min().unwrap_or(0);
    for (n, row) in rows.iter().enumerate() {
        let _ = write!(out, "<tr><th scope=\"row\">{}</th>", escape(&row.label));
        for (k, rank) in ranks[n].iter().enumerate() {
            let share = row.shown().map_or(0.0, |(_, l)| l.share(&c.case.parties[k].id));
            let class = if c.reaches(k, share) { " class=\"ruled\"" } else { "" };
            let _ = write!(out, "<td{class}>{rank}</td>");
        }
        let strong = if depth(n) == least { "<strong>" } else { "" };
        let _ =
            writeln!(out, "<td>{strong}rank {}{}</td></tr>", depth(n), strong.replace('<', "</"));
    }
    out + "</tbody></table></div>\n</section>\n"
}

/// One more than the number of rules that give the party more (by over 0.05 points).
fn ranks(c: &Comparison, row: &Row, rows: &[&Row]) -> Vec<usize> {
    let share = |r: &Row, id: &str| r.shown().map_or(0.0, |(_, l)| l.share(id));
    c.case
        .party_ids()
        .map(|id| 1 + rows.iter().filter(|r| share(r, id) > share(row, id) + 0.05).count())
        .collect()
}
