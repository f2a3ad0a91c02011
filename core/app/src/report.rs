//! The report: one HTML file that needs nothing beside it, in English, Persian or Russian.
//!
//! Everything that comes from a case or a rule is escaped. Maps and charts are inline; ids of maps are made unique, since
//! one page holds many sheets. Same input, same bytes: the page reads no clock.

mod agreed;
mod canvas;
mod chart;
mod decided;
mod equity;
pub(crate) mod escape;
mod findings;
mod fonts;
mod lettering;
mod page;
mod parties;
mod provenance;
mod register;
mod rule;
mod shaken;
mod studies;
mod tables;
mod words;

use escape::escape;
use lettering::Words;
use littoral_treaty::ledger::ShareClaim;
use page::Page;

use crate::cli::Language;
use crate::comparison::Comparison;
use crate::number::grouped;
use crate::sensitivity::Sensitivity;
use crate::session::Session;
use crate::verb::decide;

/// What the page is made from, beside the comparison.
pub struct Material<'a> {
    /// The case and where it comes from.
    pub session: &'a Session,
    /// The case read in other ways, if that was done.
    pub sensitivity: Option<&'a Sensitivity>,
    /// The maps by row.
    pub sheets: &'a [(usize, &'a str)],
}

/// The whole page.
#[must_use]
pub fn html(c: &Comparison, with: &Material<'_>, lang: Language) -> String {
    let decision = decide::among(with.session, c).map_err(|e| e.plain());
    let source = Origin {
        command: with.session.name(),
        instruments: with.session.record.instruments.len(),
        studies: studies::read(with.session.bundle()),
        agreed: agreed::read(with.session),
        register: register::read(with.session),
        stated: with.session.ledger.shares.clone(),
    };
    let page = Page {
        c,
        words: Words(lang),
        origin: &source,
        sensitivity: with.sensitivity,
        measured: equity::measured(c),
        decision,
    };
    page.html(with.sheets)
}

/// What the page says of where it comes from.
struct Origin {
    /// The case as a command names it.
    command: String,
    /// Instruments in the case.
    instruments: usize,
    /// Published studies that the case names.
    studies: Vec<studies::Study>,
    /// Topics of the negotiation, where the case lists any.
    agreed: Option<agreed::Agreed>,
    /// Instruments, procedures and meetings.
    register: register::Register,
    /// Shares as somebody stated them.
    stated: Vec<ShareClaim>,
}

/// A section with its heading.
fn titled(id: &str, title: &str, body: &str) -> String {
    format!("<section id=\"{id}\">\n<h2>{}</h2>\n{body}</section>\n", escape(title))
}

/// Square kilometres of a table in English; other languages by their own signs.
fn km2(words: Words, value: f64) -> String {
    if words.0 == Language::En { grouped(value) } else { words.number(value, 0) }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::fixtures;

    fn sample(lang: Language) -> String {
        let svg = "<svg xmlns=\"http://www.w3.org/2000/svg\"><defs><clipPath id=\"a\"/></defs><g clip-path=\"url(#a)\"/></svg>";
        with_page(&fixtures::comparison(), lang, |page| page.html(&[(0, svg), (2, svg)]))
    }

    fn with_page<T>(c: &Comparison, lang: Language, work: impl FnOnce(&Page<'_>) -> T) -> T {
        let origin = Origin {
            command: "caspian".into(),
            instruments: 25,
            studies: Vec::new(),
            agreed: Some(agreed::sample()),
            register: register::sample(),
            stated: [("AZE", 20.0), ("KAZ", 29.0), ("RUS", 19.0)].map(claim).to_vec(),
        };
        work(&Page {
            measured: c.rows.iter().map(|_| None).collect(),
            c,
            words: Words(lang),
            origin: &origin,
            sensitivity: None,
            decision: Err("no worker in a test".into()),
        })
    }

    fn claim((party, percent): (&str, f64)) -> ShareClaim {
        ShareClaim {
            statement: "article".into(),
            party: party.into(),
            percent,
            floor: false,
            date: littoral_treaty::DateSpan::day(jiff::civil::date(2008, 1, 1)),
            source: littoral_model::Source {
                cite: vec!["an article".into()],
                confidence: "high".into(),
            },
        }
    }

    /// How much is said to be agreed stands beside the count, with articles; shares stated as the outcome of agreements beside
    /// the rule that comes nearest.
    #[test]
    fn statements_of_the_source_are_weighed() {
        let page = sample(Language::En);
        assert!(page.contains("1/2 = 50 %; of all topics, 2/3 = 67 %"), "{page}");
        assert!(page.contains("<td>1/10</td><td>10/10</td>") && page.contains("art. 4 &lt;b&gt;"));
        let nearest = "equidistance comes nearest with";
        assert!(page.contains(nearest) && page.contains("off by 2.6 points at most"), "{page}");
        assert!(sample(Language::Fa).contains("href=\"#agreed\""));
    }

    /// What was signed, since when it binds whom, who objects, and the meetings, in every language; what a theory supposes a
    /// state to say is none of its words.
    #[test]
    fn the_register_tells_of_instruments_and_meetings() {
        let page = sample(Language::En);
        for text in [
            "<h2>Instruments, objections and meetings</h2>",
            "On &lt;the&gt; bed",
            "AZE: 2001-07-06</span><br><span class=\"nobreak\">KAZ: 2003-07-06",
            "IRN, TKM (object, 1999-07-06): objects",
            "(as stated; <a href=\"https://example.org/a?b&amp;c\" rel=\"noreferrer\">example.org</a>)",
            "Made by agreement of all. Since 1996-07-06, by consent of 5.",
            "<summary>1 meetings and incidents</summary>",
            "a session of two days",
            "href=\"#register\"",
        ] {
            assert!(page.contains(text), "{text}: {page}");
        }
        assert!(!page.contains("RUS (object") && !page.contains("RUS, TKM"));
        let persian = sample(Language::Fa);
        assert!(persian.contains("سندها، اعتراض‌ها و نشست‌ها") && persian.contains("۲۴"));
        assert!(sample(Language::Ru).contains("Документы, возражения и встречи"));
    }

    #[test]
    fn nothing_from_outside_is_markup() {
        let page = sample(Language::En);
        assert!(!page.contains("<per cent>") && page.contains("&lt;per cent&gt;"));
        assert!(page.contains("https://example.org/a?b&amp;c"));
        assert!(!page.contains("<script"));
        assert!(!page.contains(" {}"), "every gap of a phrase is filled");
    }

    #[test]
    fn nothing_is_fetched_and_ids_are_unique() {
        let page = sample(Language::Fa);
        for fetch in ["src=\"http", "@import", "url(http", "<link"] {
            assert!(!page.contains(fetch), "{fetch}");
        }
        let mut ids: Vec<&str> =
            page.split(" id=\"").skip(1).filter_map(|s| s.split('"').next()).collect();
        let all = ids.len();
        ids.sort_unstable();
        ids.dedup();
        assert_eq!(ids.len(), all);
        assert!(page.contains("url(#m0-a)") && page.contains("url(#m2-a)"));
    }

    #[test]
    fn the_table_has_shares_and_claims_in_every_language() {
        let pages = [Language::En, Language::Fa, Language::Ru].map(sample);
        for (page, numbers) in
            pages.iter().zip([["19.9", "68.4"], ["۱۹٫۹", "۶۸٫۴"], ["19,9", "68,4"]])
        {
            for text in numbers.into_iter().chain(["<svg", "id=\"provenance\""]) {
                assert!(page.contains(text), "{text}");
            }
        }
        assert!(pages[1].contains("dir=\"rtl\""));
    }

    /// A rule that comes to what equidistance gives is counted once with it.
    #[test]
    fn statements_count_each_division_once() {
        let mut c = fixtures::comparison();
        let whole = |c: &Comparison| {
            with_page(c, Language::En, |p| (p.whole_rows().count(), p.distinct_rows().len()))
        };
        let before = whole(&c);
        c.rows.push(c.rows[0].clone());
        assert_eq!(whole(&c), (before.0 + 1, before.1));
    }

    /// The claims of the fixture add up to 84.4: Turkmenistan would be left with 15.6.
    #[test]
    fn the_claims_leave_a_rest() {
        assert!(sample(Language::En).contains("15.6"));
    }
}
