use littoral_model::{FailureKind, RuleError};

use super::*;
use crate::fixtures;

/// The lines of the drawing of the terminal, but for the footnotes.
#[test]
fn columns_end_where_the_drawing_has_them() {
    let text = comparison(&fixtures::comparison(), Style::plain());
    let lines: Vec<&str> = text.lines().collect();
    assert_eq!(
        lines[0],
        "                                      share of the sea, per cent           moved    lines   time"
    );
    assert_eq!(
        lines[1],
        "rule                             AZE      IRN      KAZ      RUS      TKM       %       km     ms"
    );
    assert_eq!(lines[2], "─".repeat(96));
    assert_eq!(
        lines[3],
        "equidistance                    19.9 ✓   14.4     30.9 ✓   16.4     18.5       –    1 755     38"
    );
    assert_eq!(
        lines[4],
        "equity-floor IRN 20 %           17.3     20.0     30.9 ✓   16.4     15.4     5.7    1 758     41"
    );
    assert_eq!(
        lines[5],
        "belt-and-commons 15 M            4.7 ✓    4.3     10.9      5.9 ✓    5.7       –    2 914     52"
    );
    assert_eq!(
        lines[7],
        "what the party asks for         18.0     20.4     27.0     19.0        –"
    );
    assert_eq!(lines[8], "✓ reaches it, common and joint space counted in equal parts.");
    assert!(
        lines[9].starts_with("belt-and-commons 15 M (water) leaves 68.4 % common; its seabed"),
        "{}",
        lines[9]
    );
}

#[test]
fn narrow_terminals_drop_columns_from_the_right() {
    let at = |width| comparison(&fixtures::comparison(), Style { width, ..Style::plain() });
    for (width, gone, kept) in
        [(90, "time", "lines"), (82, "lines", "moved"), (75, "moved", "rule")]
    {
        let text = at(width);
        assert!(!text.contains(gone) && text.contains(kept), "{width}: {text}");
        assert!(text.lines().take(8).all(|l| l.chars().count() <= width), "{width}: {text}");
    }
    assert!(at(50).contains("equidistance\n   19.9 ✓"), "{}", at(50));
}

#[test]
fn ascii_when_the_terminal_has_no_more() {
    let style = Style { unicode: false, ..Style::plain() };
    let text = comparison(&fixtures::comparison(), style);
    assert!(text.is_ascii(), "{text}");
    assert!(text.contains("19.9 *"));
}

#[test]
fn green_only_with_the_tick() {
    let style = Style { colour: true, ..Style::plain() };
    let text = comparison(&fixtures::comparison(), style);
    assert!(text.contains("\u{1b}[32m   19.9\u{1b}[0m\u{1b}[32m ✓\u{1b}[0m"), "{text:?}");
    assert!(!text.contains("\u{1b}[32m   14.4"));
}

#[test]
fn a_failed_rule_keeps_its_row() {
    let mut c = fixtures::comparison();
    c.rows[1].outcome = Err(RuleError::new("x", FailureKind::Crash, "the worker died"));
    let text = comparison(&c, Style::plain());
    assert!(text.contains("equity-floor IRN 20 %          error the worker died"), "{text}");
}

/// What a case lacks for a rule stands below the table, with a next step that several rules share once.
#[test]
fn rules_that_do_not_apply_stand_apart() {
    let mut c = fixtures::comparison();
    for (rule, text) in [("bisector", "no party \"AZE\""), ("sectoral", "no pole")] {
        let error = RuleError::new(rule, FailureKind::Lacking, text).with_hint("Set it.");
        let row = fixtures::row(rule, fixtures::division(rule, vec![], 1.0), None);
        c.rows.push(Row { outcome: Err(error), ..row });
    }
    let text = comparison(&c, Style::plain());
    let (table, below) = text.split_once("\nnot applicable to this case\n").unwrap();
    assert!(!table.contains("bisector") && !text.contains("error"), "{text}");
    let lines: Vec<&str> = below.lines().collect();
    assert_eq!(lines[0], format!("{:29}no party \"AZE\"", "bisector"));
    assert_eq!(lines[2], "bisector, sectoral: Set it.");
    assert!(masthead(&c, "en", Style::plain()).contains("3 results"));
}
