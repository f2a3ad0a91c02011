//! Where everything comes from, and the commands that make it again.

use std::fmt::Write as _;

use super::escape::escape;
use super::words::Word;
use super::{Page, titled};
use crate::cli::Language;
use crate::number::hash8;

pub(super) fn section(page: &Page<'_>) -> String {
    let (c, w, case) = (page.c, page.words, &page.origin.command);
    let switches: String = c.case.switched_on.iter().map(|s| format!(" --with {s}")).collect();
    let lang = match w.0 {
        Language::En => String::new(),
        other => format!(" --lang {}", other.code()),
    };
    let commands = [
        format!("littoral compare {case}{switches}{lang} --metrics --sensitivity -o out"),
        format!("littoral decide {case}{switches}"),
        "chromium --headless --no-pdf-header-footer --print-to-pdf=report.pdf out/report.html"
            .into(),
    ];
    let mut out = format!(
        "<p>{}</p>\n<pre dir=\"ltr\">{}</pre>\n<p class=\"mute\">{}</p>\n<table class=\"text\">\n",
        w.say(Word::Again),
        escape(&commands.join("\n")),
        w.say(Word::Pdf)
    );
    let mut fact = |what: Word, text: &str| {
        let text = page.foreign(&escape(text));
        let _ = writeln!(out, "<tr><th scope=\"row\">{}</th><td>{text}</td></tr>", w.say(what));
    };
    fact(Word::Version, env!("CARGO_PKG_VERSION"));
    fact(Word::TheCase, &format!("{}, SHA-256 {}", c.case.id, c.case.hash));
    fact(Word::Figure, &c.case.ellipsoid.name);
    if let Some(level) = &c.case.level {
        fact(Word::LevelOf, &format!("{} m, {}", level.legal_m, level.datum));
    }
    for source in &c.case.sources {
        fact(Word::CoastSource, source);
    }
    fact(Word::Instruments, &page.origin.instruments.to_string());
    let heads = [Word::Rule, Word::Kind, Word::Tolerance, Word::Terminus, Word::MethodHow];
    let heads: Vec<&str> = heads.iter().map(|h| w.say(*h)).collect();
    let _ = writeln!(
        out,
        "</table>\n<div class=\"scroll\"><table class=\"text\">\n<thead><tr><th>{}</th><th>{}</th><th>SHA-256</th><th>{}</th><th>{}</th><th>{}</th></tr></thead><tbody>",
        heads[0], heads[1], heads[2], heads[3], heads[4]
    );
    for row in &c.rows {
        let Ok(d) = &row.outcome else { continue };
        let p = &d.provenance;
        let method = row.shown().map(|(_, l)| l.method.clone()).unwrap_or_default();
        let _ = writeln!(
            out,
            "<tr><th scope=\"row\">{}</th><td>{}</td><td><code title=\"{}\">{}</code></td><td dir=\"ltr\">{} m</td><td>{}</td><td>{}</td></tr>",
            page.html_name(row),
            escape(&p.rule_kind),
            escape(&p.rule_hash),
            escape(hash8(&p.rule_hash)),
            p.tolerance_m,
            page.foreign(&escape(&p.terminus_rule)),
            super::rule::method(page, &method)
        );
    }
    let _ =
        writeln!(out, "</tbody></table></div>\n<p class=\"mute\">{}</p>", w.say(Word::SameBytes));
    titled("provenance", w.say(Word::Provenance), &out)
}
