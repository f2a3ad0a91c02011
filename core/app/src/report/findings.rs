//! The question, and the report in a few sentences: each a statement with the numbers that carry it.

use super::words::Word;
use super::{Page, titled};
use crate::comparison::Row;
use crate::report::escape::escape;

pub(super) fn section(page: &Page<'_>) -> String {
    let w = page.words;
    let n = w.count(page.c.case.parties.len());
    let mut out = format!("<p>{}</p>\n", w.fill(Word::QuestionText, &[&n]));
    let mut list: Vec<String> =
        super::parties::certificates(page).into_iter().map(|(_, s)| s).collect();
    list.extend(stated(page));
    list.extend(super::agreed::sentences(page));
    list.extend(range_of_rules(page));
    list.extend(super::decided::nearest(page));
    list.extend(area_and_value(page));
    list.extend(deadlock(page));
    let items: String =
        list.iter().map(|s| format!("<li>{}</li>\n", escape(&capital(s)))).collect();
    out += &format!("<h3>{}</h3>\n<ul class=\"short\">\n{items}</ul>\n", w.say(Word::InShort));
    titled("question", w.say(Word::Question), &out)
}

/// The sentence with a capital at its beginning and a stop at its end.
pub(super) fn capital(text: &str) -> String {
    let mut letters = text.chars();
    let first: String = letters.next().into_iter().flat_map(char::to_uppercase).collect();
    let stop = if text.ends_with('.') { "" } else { "." };
    format!("{first}{}{stop}", letters.as_str())
}

/// Shares that somebody stated together as the outcome of agreements, against the rule that comes nearest: do they follow
/// from any principle?
fn stated(page: &Page<'_>) -> Vec<String> {
    let mut statements: Vec<&str> = Vec::new();
    for claim in page.origin.stated.iter().filter(|s| !s.floor) {
        if !statements.contains(&claim.statement.as_str()) {
            statements.push(&claim.statement);
        }
    }
    statements.into_iter().filter_map(|id| nearest_to(page, id)).collect()
}

/// Two shares or fewer fit many rules: they are passed over.
fn nearest_to(page: &Page<'_>, statement: &str) -> Option<String> {
    let w = page.words;
    let own = page.origin.stated.iter().filter(|s| s.statement == statement && !s.floor);
    let claims: Vec<(usize, f64)> =
        own.filter_map(|s| Some((page.c.case.party(&s.party)?, s.percent))).collect();
    let ids: Vec<&str> = page.c.case.party_ids().collect();
    let given = |row: &Row| -> Option<Vec<f64>> {
        let (_, layer) = row.shown()?;
        Some(claims.iter().map(|(k, _)| layer.share(ids[*k])).collect())
    };
    let off = |row: &Row| -> Option<f64> {
        let all = given(row)?;
        Some(all.iter().zip(&claims).map(|(a, (_, b))| (a - b).abs()).fold(0.0, f64::max))
    };
    let rows = page.distinct_rows();
    let nearest = rows.iter().filter_map(|(_, r)| Some((*r, off(r)?)));
    let (row, most) = nearest.min_by(|a, b| a.1.total_cmp(&b.1))?;
    let base = &page.c.rows[page.c.base_row()?];
    let list = |shares: &[f64]| {
        let one =
            |((k, _), x): (&(usize, f64), &f64)| format!("{} {}", page.party(*k), w.tenth(*x));
        claims.iter().zip(shares).map(one).collect::<Vec<_>>().join(w.comma())
    };
    let said: Vec<f64> = claims.iter().map(|(_, x)| *x).collect();
    (claims.len() > 2).then(|| {
        w.fill(
            Word::StatedShares,
            &[
                &list(&said),
                &page.name(base),
                &list(&given(base).unwrap_or_default()),
                &w.count(rows.len()),
                &page.name(row),
                &list(&given(row).unwrap_or_default()),
                &w.tenth(most),
            ],
        )
    })
}

/// How far a share runs over the rules, against how far readings of the case move it.
pub(super) fn range_of_rules(page: &Page<'_>) -> Option<String> {
    let w = page.words;
    let rows = page.distinct_rows();
    let ranges: Vec<(f64, f64)> = page
        .c
        .case
        .party_ids()
        .map(|id| {
            let shares = rows.iter().filter_map(|(_, r)| Some(r.shown()?.1.share(id)));
            shares.fold((f64::INFINITY, f64::NEG_INFINITY), |(a, b), x| (a.min(x), b.max(x)))
        })
        .collect();
    let width = |r: &(f64, f64)| r.1 - r.0;
    let mean = ranges.iter().map(width).sum::<f64>() / ranges.len().max(1) as f64;
    let (widest, range) =
        ranges.iter().enumerate().max_by(|a, b| width(a.1).total_cmp(&width(b.1)))?;
    if rows.len() < 2 || !mean.is_finite() {
        return None;
    }
    let (moved, of) = reread(page)?;
    Some(w.fill(
        Word::HereRule,
        &[
            &w.count(rows.len()),
            &w.tenth(mean),
            &w.tenth(width(range)),
            &page.party(widest),
            &w.tenth(range.0),
            &w.tenth(range.1),
            &of,
            &w.tenth(moved),
        ],
    ))
}

/// Largest move of a share by reading the case another way, and under which rule.
fn reread(page: &Page<'_>) -> Option<(f64, String)> {
    let s = page.sensitivity?;
    let row = page.c.rows.get(*s.rows.first()?)?;
    let causes = s.causes();
    let parties = 0..page.c.case.parties.len();
    let effects = parties.flat_map(|k| causes.iter().filter_map(move |c| s.effect(c, 0, k)));
    Some((effects.fold(0.0, f64::max), page.name(row)))
}

/// Does value follow area? Who has most of each under equidistance, and how changes of both go together.
pub(super) fn area_and_value(page: &Page<'_>) -> Option<String> {
    let w = page.words;
    let base = page.c.base_row()?;
    let own = page.measured.get(base)?.as_ref()?.value.as_ref()?;
    let layer = page.c.rows[base].shown()?.1;
    let area: Vec<f64> = page.c.case.party_ids().map(|id| layer.share(id)).collect();
    let most = |v: &[f64]| (0..v.len()).max_by(|a, b| v[*a].total_cmp(&v[*b]));
    let (first, richest) = (most(&area)?, most(own)?);
    let mut pairs = Vec::new();
    for (k, row) in page.distinct_rows().into_iter().filter(|(k, _)| *k != base) {
        let Some(value) = page.measured[k].as_ref().and_then(|m| m.value.as_ref()) else {
            continue;
        };
        let Some((_, layer)) = row.shown() else { continue };
        for (n, id) in page.c.case.party_ids().enumerate() {
            pairs.push((layer.share(id) - area[n], value[n] - own[n]));
        }
    }
    let r = correlation(&pairs)?;
    let apart = pairs.iter().filter(|(a, v)| a.abs() >= 0.5 && v.abs() < 0.01).count();
    let (known, all) = super::equity::valued(page);
    Some(w.fill(
        Word::HereValue,
        &[
            &page.name(&page.c.rows[base]),
            &page.party(first),
            &page.party(richest),
            &w.number(r, 2),
            &w.count(pairs.len()),
            &w.count(known),
            &w.count(all),
            &w.count(apart),
        ],
    ))
}

/// Pearson's coefficient; `None` where one side never changes.
fn correlation(pairs: &[(f64, f64)]) -> Option<f64> {
    let n = pairs.len() as f64;
    let mean = |f: fn(&(f64, f64)) -> f64| pairs.iter().map(f).sum::<f64>() / n;
    let (mx, my) = (mean(|p| p.0), mean(|p| p.1));
    let sum =
        |f: &dyn Fn(f64, f64) -> f64| -> f64 { pairs.iter().map(|p| f(p.0 - mx, p.1 - my)).sum() };
    let (xx, yy, xy) = (sum(&|x, _| x * x), sum(&|_, y| y * y), sum(&|x, y| x * y));
    (pairs.len() > 2 && xx > 1e-12 && yy > 1e-12).then(|| xy / (xx * yy).sqrt())
}

/// How many options the veto of all blocks, and how firmly.
pub(super) fn deadlock(page: &Page<'_>) -> Option<String> {
    if super::decided::nobody_asks(page) {
        return None;
    }
    let stable = page.decision.as_ref().ok()?.notes.get("methods")?.get("gmcr")?.get("stable")?;
    let stable = stable.as_object()?;
    let count = |key: &str| {
        let n = stable.values().filter(|s| s[key].as_bool() == Some(true)).count();
        page.words.count(n)
    };
    let all = page.words.count(stable.len());
    let with = [&count("deadlock"), &all, &count("strong_deadlock"), &count("adopted")];
    Some(page.words.fill(Word::HereDeadlock, &with.map(String::as_str)))
}

#[cfg(test)]
mod tests {
    use super::correlation;

    #[test]
    fn correlation_of_a_line_is_one() {
        let line = [(0.0, 1.0), (1.0, 3.0), (2.0, 5.0)];
        assert!((correlation(&line).unwrap() - 1.0).abs() < 1e-12);
        // By hand: deviations -1 0 1 and -1 2 -1, products sum to 0.
        assert!(correlation(&[(0.0, 0.0), (1.0, 3.0), (2.0, 0.0)]).unwrap().abs() < 1e-12);
        assert_eq!(correlation(&[(0.0, 1.0), (1.0, 1.0), (2.0, 1.0)]), None);
    }
}
