//! One rule's section: what it says, its legal basis, what it gives, its map, how to run it.

use std::fmt::Write as _;

use littoral_delimit::{Division, LayerDivision};
use serde_json::Value;

use super::escape::{cite, escape};
use super::words::Word;
use super::{Page, km2};
use crate::comparison::Row;
use crate::said::said;
use crate::table::plain;
use littoral_geodesy::densify::wrap;

/// What the rule does, in the page's language where it is known in that.
fn about(page: &Page<'_>, text: &str) -> String {
    let translated = said(page.words.0, text);
    let sentence = format!("{}.", escape(translated.trim_end_matches('.')));
    if translated == text { page.foreign(&sentence) } else { sentence }
}

/// The section; `map` is the inline SVG.
pub(super) fn section(page: &Page<'_>, (k, row): (usize, &Row), map: Option<&str>) -> String {
    let (w, stem) = (page.words, escape(&row.stem));
    let about = about(page, &row.about);
    let mut out = format!(
        "<section class=\"rule\" id=\"{stem}\">\n<h3 class=\"rule\">{} <span class=\"mute\">{}</span></h3>\n<p>{}</p>\n",
        page.html_name(row),
        if page.name(row) == row.title { String::new() } else { escape(&row.title) },
        about
    );
    if !row.cite.is_empty() {
        let list: String =
            row.cite.iter().map(|s| format!("<li>{}</li>", page.foreign(&cite(s)))).collect();
        let _ = writeln!(
            out,
            "<p class=\"basis\">{}</p><ul class=\"basis\">{list}</ul>",
            w.say(Word::LegalBasis)
        );
    }
    let division = match &row.outcome {
        Ok(division) => division,
        Err(e) => {
            let why = page.foreign(&format!("{} {}", escape(&e.text), escape(&e.hint)));
            let (word, class) = match row.lacks() {
                Some(_) => (Word::NotApplicable, "mute"),
                None => (Word::RuleFailed, "warn"),
            };
            let text = w.fill(word, &[&why]);
            return out + &format!("<p class=\"{class}\">{text}</p>\n</section>\n");
        }
    };
    for warning in &division.warnings {
        let _ = writeln!(out, "<p class=\"warn\">{}</p>", page.foreign(&escape(warning)));
    }
    out.push_str("<div class=\"beside\">\n<div>\n");
    for (name, layer) in &division.layers.0 {
        out.push_str(&layer_table(page, name, layer));
    }
    out.push_str(&flows(page, k));
    out.push_str(&facts(page, division));
    let _ = writeln!(
        out,
        "<pre dir=\"ltr\">{}</pre>",
        escape(&command(division, row, &page.origin.command))
    );
    if let Some(source) = &row.source {
        out.push_str(&listing(page, source));
    }
    out.push_str("</div>\n");
    if let (Some(svg), Some((layer, _))) = (map, row.shown()) {
        let _ = writeln!(
            out,
            "<figure class=\"map\">{svg}<figcaption>{}, {}. <a href=\"{stem}.svg\">SVG</a>, <a href=\"{stem}.png\">PNG</a>, <a href=\"{stem}.geojson\">GeoJSON</a>, <a href=\"turning-points.csv\">{}</a></figcaption></figure>",
            page.html_name(row),
            escape(&w.layer(layer)),
            w.say(Word::TurningPoints)
        );
    }
    out + "</div>\n</section>\n"
}

/// The script with numbered lines, under a fold.
fn listing(page: &Page<'_>, source: &str) -> String {
    let line = |(n, text): (usize, &str)| format!("{:>3}  {}\n", n + 1, escape(text));
    let lines: String = source.lines().enumerate().map(line).collect();
    let title = page.words.say(Word::Source);
    format!(
        "<details class=\"source\"><summary>{title}</summary><pre dir=\"ltr\">{lines}</pre></details>\n"
    )
}

fn layer_table(page: &Page<'_>, name: &str, layer: &LayerDivision) -> String {
    let w = page.words;
    let lines = [w.count(layer.lines.len()), km2(w, layer.lines_km())];
    let lines = w.fill(Word::LinesKm, &[&lines[0], &lines[1], &method(page, &layer.method)]);
    let mut out = format!(
        "<h4>{} <span class=\"mute\">{lines}</span></h4>\n<table><thead><tr><th scope=\"col\">{}</th><th scope=\"col\">{}</th><th scope=\"col\">{}</th></tr></thead><tbody>\n",
        escape(&w.layer(name)),
        w.say(Word::Holder),
        w.say(Word::Km2),
        w.sign()
    );
    for holder in layer.holders() {
        let area = layer.area_km2.get(holder).and_then(Value::as_f64).unwrap_or(0.0);
        let key = match page.c.case.party(holder) {
            Some(k) => {
                format!("<span class=\"key\" style=\"background:var(--p{})\"></span>", k % 8 + 1)
            }
            None => "<span class=\"key\"></span>".to_owned(),
        };
        let _ = writeln!(
            out,
            "<tr><th scope=\"row\">{key}{}</th><td>{}</td><td>{}</td></tr>",
            escape(&page.holder(holder)),
            km2(w, area),
            w.number(layer.share(holder), 2)
        );
    }
    out.push_str("</tbody></table>\n");
    for tie in &layer.ties {
        let [a, b] = &tie.between;
        let with = [
            format!("\u{2068}{:.4}, {:.4}\u{2069}", tie.terminus[0], wrap(tie.terminus[1])),
            page.holder(a.as_str()),
            page.holder(b.as_str()),
            w.tenth(tie.area_km2),
            format!("{}°", w.tenth(tie.ray_deg())),
        ];
        let text = w.fill(Word::Tie, &with.each_ref().map(String::as_str));
        let _ = writeln!(out, "<p class=\"mute small\">{}</p>", escape(&text));
    }
    out
}

/// How a layer's lines were found.
pub(super) fn method(page: &Page<'_>, method: &str) -> String {
    match method {
        "certified" => page.words.say(Word::Certified).to_owned(),
        "sampled" => page.words.say(Word::Sampled).to_owned(),
        other => escape(other),
    }
}

/// Who gives what to whom, in a line.
fn flows(page: &Page<'_>, k: usize) -> String {
    let w = page.words;
    let Some((holders, flow)) = page.measured[k].as_ref().and_then(|m| m.flow.as_ref()) else {
        return String::new();
    };
    let arrow = if w.rtl() { "←" } else { "→" };
    let mut list = Vec::new();
    for (party, row) in page.c.case.parties.iter().zip(flow) {
        for (holder, area) in holders.iter().zip(row) {
            // Smaller flows are slivers along coincident lines.
            if *holder != party.id && *area >= 20.0 {
                let text = format!("{} {arrow} {holder} {}", party.id, km2(w, *area));
                list.push(format!("<span class=\"nobreak\">{}</span>", escape(&text)));
            }
        }
    }
    if list.is_empty() {
        return String::new();
    }
    let text = format!("{} {}", list.join(w.comma()), w.say(Word::Km2));
    format!("<p class=\"small\">{}</p>\n", w.fill(Word::FlowLine, &[&text]))
}

fn facts(page: &Page<'_>, d: &Division) -> String {
    let list = |map: &serde_json::Map<String, Value>| {
        let one = |(k, v): (&String, &Value)| {
            let text = page.foreign(&escape(&plain(v)));
            format!("<tr><th scope=\"row\">{}</th><td>{text}</td></tr>\n", escape(k))
        };
        map.iter().map(one).collect::<String>()
    };
    let mut out = String::new();
    for (title, map) in [(Word::Parameters, &d.params), (Word::Reports, &d.notes)] {
        if !map.is_empty() {
            let title = page.words.say(title);
            let _ = writeln!(
                out,
                "<h4>{title}</h4>\n<table class=\"text small\">{}</table>",
                list(map)
            );
        }
    }
    out
}

fn command(d: &Division, row: &Row, case: &str) -> String {
    let set: String = row.settings.iter().map(|s| format!(" --set {}", quoted(s))).collect();
    let with: String = d.provenance.switches.iter().map(|s| format!(" --with {s}")).collect();
    format!("littoral divide {case} --rule {}{set}{with} --format json", d.rule)
}

/// A word as a shell takes it.
fn quoted(text: &str) -> String {
    let plain = |c: char| c.is_ascii_alphanumeric() || "=._-+%".contains(c);
    match !text.is_empty() && text.chars().all(plain) {
        true => text.to_owned(),
        false => format!("'{}'", text.replace('\'', "'\\''")),
    }
}

#[cfg(test)]
mod tests {
    use super::quoted;

    #[test]
    fn a_shell_reads_one_word() {
        assert_eq!(quoted("floor.IRN=0.2"), "floor.IRN=0.2");
        assert_eq!(quoted("points=1 2; 3"), "'points=1 2; 3'");
        assert_eq!(quoted("a=it's"), "'a=it'\\''s'");
    }
}
