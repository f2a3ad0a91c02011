//! How far shares move when the case is read another way: a range of each share, not one number.

use std::fmt::Write as _;

use littoral_model::ParamKind;
use serde_json::Value;

use crate::cli::{Global, RunArgs};
use crate::comparison::Comparison;
use crate::failure::Outcome;
use crate::number::tenth;
use crate::session::{Chosen, Session};
use crate::style::Style;
use crate::sweep;

/// One other reading of the case.
struct Variant {
    name: String,
    /// The same rows as the comparison, in its order.
    comparison: Comparison,
}

/// The table: least and greatest share by rule and party over every switch of the case, and islands left out where a
/// rule lets them be.
///
/// # Errors
/// A variant cannot be planned; rules that fail in one are named instead.
pub fn text(
    (case, rules, run): (&str, &[String], &RunArgs),
    session: &Session,
    base: &Comparison,
    global: &Global,
) -> Outcome<String> {
    let mut variants = Vec::new();
    for switch in session.case.switches.iter().filter(|s| !run.with.contains(&s.id)) {
        let mut with = run.clone();
        with.with.push(switch.id.clone());
        let other = Session::open(case, &with)?;
        let comparison = sweep::run(&other, &sweep::plan(&other, rules)?, global);
        variants.push(Variant { name: format!("with {}", switch.id), comparison });
    }
    let plan: Vec<Chosen> = sweep::plan(session, rules)?.into_iter().map(mainland_only).collect();
    let comparison = sweep::run(session, &plan, global);
    variants.push(Variant { name: "without islands".into(), comparison });
    Ok(table(base, &variants, Style::stdout()))
}

/// The run with islands left out, if the rule has that parameter.
fn mainland_only(mut chosen: Chosen) -> Chosen {
    let number = |k: &ParamKind| matches!(k, ParamKind::Number { .. });
    if chosen.header.params.iter().any(|p| p.name == "islands" && number(&p.kind)) {
        chosen.given.insert("islands".into(), Value::from(0));
    }
    chosen
}

fn table(base: &Comparison, variants: &[Variant], style: Style) -> String {
    let names: Vec<&str> = variants.iter().map(|v| v.name.as_str()).collect();
    let mut out = format!(
        "\nrange of each share over: as it is; {}\n{:29}",
        names.join("; "),
        style.faint("rule")
    );
    for id in base.case.party_ids() {
        let _ = write!(out, "{:>12}", id);
    }
    out.push('\n');
    for (k, row) in base.rows.iter().enumerate() {
        let short: String = row.label.chars().take(27).collect();
        let _ = write!(out, "{short:29}");
        let all = || variants.iter().filter_map(|v| v.comparison.rows.get(k)).chain([row]);
        for id in base.case.party_ids() {
            let shares = all().filter_map(|r| Some(r.shown()?.1.share(id)));
            let (least, most) =
                shares.fold((f64::INFINITY, f64::NEG_INFINITY), |(a, b), x| (a.min(x), b.max(x)));
            let cell = match (least.is_finite(), most - least < 0.05) {
                (false, _) => style.dash().to_owned(),
                (_, true) => tenth(most),
                _ => format!("{}–{}", tenth(least), tenth(most)),
            };
            let _ = write!(out, "{cell:>12}");
        }
        let failed: Vec<&str> = variants
            .iter()
            .filter(|v| v.comparison.rows.get(k).is_none_or(|r| r.outcome.is_err()))
            .map(|v| v.name.as_str())
            .collect();
        if !failed.is_empty() {
            let _ = write!(out, "   fails {}", failed.join(", "));
        }
        out.push('\n');
    }
    style.fit(&out)
}
