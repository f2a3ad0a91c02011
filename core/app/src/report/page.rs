//! One page on its way: what the sections read, how they name things, and the order in which they stand.

use std::fmt::Write as _;

use super::escape::{escape, unique_ids};
use super::lettering::Words;
use super::words::Word;
use super::{
    Origin, agreed, decided, equity, findings, fonts, parties, provenance, register, rule, shaken,
    studies, tables,
};
use crate::cli::Language;
use crate::comparison::{Comparison, Row, undivided_percent};
use crate::sensitivity::Sensitivity;
use crate::verb::decide::Decision;

/// One page on its way.
pub(super) struct Page<'a> {
    pub(super) c: &'a Comparison,
    pub(super) words: Words,
    pub(super) origin: &'a Origin,
    pub(super) sensitivity: Option<&'a Sensitivity>,
    pub(super) measured: Vec<Option<equity::Measured>>,
    pub(super) decision: Result<Decision, String>,
}

impl Page<'_> {
    pub(super) fn html(&self, sheets: &[(usize, &str)]) -> String {
        let lang = self.words.0;
        let name = escape(self.c.case.name.get(lang.code()));
        let title = self.words.fill(Word::Title, &[&name]);
        let mut out = format!(
            "<!DOCTYPE html>\n<html lang=\"{}\" dir=\"{}\">\n<head>\n<meta charset=\"utf-8\">\n\
             <meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n\
             <meta name=\"color-scheme\" content=\"light dark\">\n<title>{title}</title>\n\
             <style>\n{}\n{}</style>\n</head>\n<body>\n<main>\n<h1>{title}</h1>\n",
            lang.code(),
            self.words.dir(),
            fonts::faces(lang),
            include_str!("report.css")
        );
        let _ = writeln!(out, "<p class=\"mute\">{}</p>", escape(&self.facts()));
        let _ = writeln!(out, "<p class=\"note\">{}</p>", self.words.say(Word::NotAClaim));
        out.push_str(&self.contents());
        out.push_str(&findings::section(self));
        out.push_str(&parties::section(self));
        out.push_str(&agreed::section(self));
        out.push_str(&register::section(self));
        out.push_str(&tables::shares(self));
        out.push_str(&equity::section(self));
        out.push_str(&decided::section(self));
        out.push_str(&shaken::section(self));
        out.push_str(&studies::section(self));
        let _ = writeln!(out, "<h2 id=\"rules\">{}</h2>", self.words.say(Word::Rules));
        for (k, row) in self.c.rows.iter().enumerate() {
            let map = sheets.iter().find(|(r, _)| *r == k);
            let map = map.map(|(_, svg)| unique_ids(svg, &format!("m{k}-")));
            out.push_str(&rule::section(self, (k, row), map.as_deref()));
        }
        out.push_str(&provenance::section(self));
        out.push_str("</main>\n</body>\n</html>\n");
        out
    }

    fn facts(&self) -> String {
        let (c, w) = (self.c, self.words);
        let mut parts = Vec::new();
        let km2 = c.sea_km2().map(|km2| format!("{} {}", w.number(km2, 0), w.say(Word::Km2)));
        parts.extend(km2);
        parts.push(w.fill(Word::Parties, &[&w.count(c.case.parties.len())]));
        parts.push(w.fill(Word::Results, &[&w.count(c.rows.len())]));
        parts.extend(c.case.date.map(|d| w.fill(Word::Known, &[&w.isolated(&d.to_string())])));
        parts.extend(c.case.switched_on.iter().map(|s| w.fill(Word::With, &[s])));
        parts.extend(c.case.sources.first().map(|s| w.fill(Word::Coast, &[&w.isolated(s)])));
        parts.join(" · ")
    }

    fn contents(&self) -> String {
        let item = |r: &Row| format!("<a href=\"#{}\">{}</a>", escape(&r.stem), self.html_name(r));
        let agreed = self.origin.agreed.as_ref().map(|_| ("agreed", Word::Agreed));
        let register = (!self.origin.register.is_empty()).then_some(("register", Word::Register));
        let sections = [
            ("question", Word::Question),
            ("parties", Word::PartiesClaims),
            ("shares", Word::SharesByRule),
            ("equity", Word::Equity),
            ("decision", Word::Accept),
            ("sensitivity", Word::Sensitivity),
            ("rules", Word::Rules),
            ("provenance", Word::Provenance),
        ];
        let link =
            |(id, word): &(&str, Word)| format!("<a href=\"#{id}\">{}</a>", self.words.say(*word));
        let (before, after) = sections.split_at(2);
        let sections: Vec<String> =
            before.iter().chain(&agreed).chain(&register).chain(after).map(link).collect();
        let rules: Vec<String> = self.c.rows.iter().map(item).collect();
        format!(
            "<nav>{}</nav>\n<nav class=\"small\">{}</nav>\n",
            sections.join(" "),
            rules.join(" ")
        )
    }

    /// A row's name in the page's language: in English its label, else the rule's own name and what was set.
    pub(super) fn name(&self, row: &Row) -> String {
        if self.words.0 == Language::En {
            return row.label.clone();
        }
        let id = row.outcome.as_ref().map_or("", |d| d.rule.as_str());
        let rest = row.label.strip_prefix(id).unwrap_or(&row.label);
        match rest.trim_start_matches([',', ' ']) {
            "" => row.title.clone(),
            // An isolate keeps what is Latin in its own direction.
            rest => format!("{} · \u{2068}{rest}\u{2069}", row.title),
        }
    }

    pub(super) fn html_name(&self, row: &Row) -> String {
        escape(&self.name(row))
    }

    /// A party's name.
    pub(super) fn party(&self, k: usize) -> String {
        self.c
            .case
            .parties
            .get(k)
            .map_or(String::new(), |p| p.name.get(self.words.0.code()).to_owned())
    }

    /// The name of a party or of another holder.
    pub(super) fn holder(&self, id: &str) -> String {
        self.c.case.party(id).map_or_else(|| id.to_owned(), |k| self.party(k))
    }

    /// The parties' codes.
    pub(super) fn codes(&self) -> Vec<String> {
        self.c.case.party_ids().map(str::to_owned).collect()
    }

    /// Text of a case or rule, which keeps its own language and direction.
    pub(super) fn foreign(&self, html: &str) -> String {
        match self.words.0 {
            Language::En => html.to_owned(),
            _ => format!("<span lang=\"en\" dir=\"ltr\">{html}</span>"),
        }
    }

    /// A plain table: names at the start, cells under heads.
    pub(super) fn table(&self, heads: &[String], rows: &[(String, Vec<String>)]) -> String {
        let head: String =
            heads.iter().map(|h| format!("<th scope=\"col\">{}</th>", escape(h))).collect();
        let body = rows.iter().map(|(name, cells)| {
            let cells: String = cells.iter().map(|c| format!("<td>{}</td>", escape(c))).collect();
            format!("<tr><th scope=\"row\">{}</th>{cells}</tr>\n", escape(name))
        });
        format!(
            "<table><thead><tr><th scope=\"col\">{}</th>{head}</tr></thead><tbody>\n{}</tbody></table>\n",
            self.words.say(Word::Rule),
            body.collect::<String>()
        )
    }

    /// The rows whose layer is divided among parties alone.
    pub(super) fn whole_rows(&self) -> impl Iterator<Item = (usize, &Row)> {
        let whole =
            |(_, r): &(usize, &Row)| r.shown().is_some_and(|(_, l)| undivided_percent(l) <= 0.0);
        self.c.rows.iter().enumerate().filter(whole)
    }

    /// The same with each division once, for statements that count: rules that come to what another one gives (often
    /// equidistance) say nothing new.
    pub(super) fn distinct_rows(&self) -> Vec<(usize, &Row)> {
        let shares = |row: &Row| -> Vec<f64> {
            let layer = row.shown().map(|(_, l)| l);
            let of = |id: &str| layer.map_or(0.0, |l| l.share(id));
            self.c.case.party_ids().map(of).collect()
        };
        let mut seen: Vec<Vec<f64>> = Vec::new();
        let mut new = |row: &Row| {
            let own = shares(row);
            let alike = |v: &Vec<f64>| v.iter().zip(&own).all(|(a, b)| (a - b).abs() < 1e-6);
            let known = seen.iter().any(alike);
            seen.push(own);
            !known
        };
        // What others are measured against stands for its likes.
        let base = self.c.base_row();
        let mut rows: Vec<(usize, &Row)> = self.whole_rows().collect();
        rows.sort_by_key(|(k, _)| Some(*k) != base);
        rows.retain(|(_, row)| new(row));
        rows.sort_by_key(|(k, _)| *k);
        rows
    }
}
