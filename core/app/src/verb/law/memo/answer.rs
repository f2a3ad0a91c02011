//! The short answer: findings that say the same of several pairs, once.

use littoral_model::Case;
use littoral_treaty::{Answer, LegalFinding, Modality, Verdict};

use super::{doing, list};

/// A finding, and between whom it stands.
pub(super) struct Group<'a> {
    pub(super) finding: &'a LegalFinding,
    pairs: Vec<&'a [String; 2]>,
    bearers: Vec<&'a str>,
}

/// Findings that say the same of several pairs, once.
pub(super) fn groups(answer: &Answer) -> Vec<Group<'_>> {
    let mut out: Vec<Group<'_>> = Vec::new();
    for dyad in &answer.dyads {
        for f in dyad.findings.iter().filter(|f| f.verdict != Verdict::Lacuna) {
            let alike = |g: &LegalFinding| {
                (g.modality, g.verdict, g.or, g.third, g.inter_alios, &g.text)
                    == (f.modality, f.verdict, f.or, f.third, f.inter_alios, &f.text)
                    && (g.modality.is_some_and(|m| !m.allots()) || g.bearer == f.bearer)
            };
            let group = match out.iter().position(|g| alike(g.finding)) {
                Some(k) => &mut out[k],
                None => {
                    out.push(Group { finding: f, pairs: Vec::new(), bearers: Vec::new() });
                    let last = out.len() - 1;
                    &mut out[last]
                }
            };
            group.pairs.push(&dyad.between);
            for b in f.bearer.iter().map(String::as_str) {
                if !group.bearers.contains(&b) {
                    group.bearers.push(b);
                }
            }
        }
    }
    out.sort_by_key(|g| (g.finding.third, rank(g.finding.verdict)));
    out
}

fn rank(verdict: Verdict) -> u8 {
    match verdict {
        Verdict::Holds => 0,
        Verdict::Conflict => 1,
        Verdict::Contested => 2,
        Verdict::Pending => 3,
        Verdict::Lacuna => 4,
    }
}

pub(super) fn short_answer(case: &Case, answer: &Answer, groups: &[Group<'_>]) -> String {
    let mut parts: Vec<String> = Vec::new();
    for (k, g) in groups.iter().enumerate() {
        let before = groups[..k].iter().any(|h| {
            h.finding.norm == g.finding.norm
                && h.bearers == g.bearers
                && h.finding.third == g.finding.third
        });
        parts.push(if before {
            format!("The same is {}{}.", g.finding.verdict.word(), between(answer, &g.pairs))
        } else {
            sentence(case, answer, g)
        });
    }
    let open: Vec<&[String; 2]> = answer
        .dyads
        .iter()
        .filter(|d| d.findings.iter().all(|f| f.third || f.verdict == Verdict::Lacuna))
        .map(|d| &d.between)
        .collect();
    if !open.is_empty() {
        let what = format!("no norm in force says who may {} here", doing(answer.activity));
        parts.push(format!("LACUNA{}: {what}.", between(answer, &open)));
    }
    if answer.overlap.len() > 1 {
        parts.push(format!(
            "By agreements and assertions together the place goes to {} at once.",
            list(&answer.overlap)
        ));
    }
    match answer.dyads.len() {
        0 | 1 => {}
        n => parts.push(format!("Settled: {} of {n} pairs.", answer.settled)),
    }
    parts.join(" ")
}

/// `HOLDS between KAZ and RUS: KAZ has sovereign rights (...)`
fn sentence(case: &Case, answer: &Answer, g: &Group<'_>) -> String {
    let f = g.finding;
    let or = f.or.map(|v| format!(" or {} (the day of entry into force is not known)", v.word()));
    let who = if f.third {
        "other states".to_owned()
    } else if g.bearers.len() == case.parties.len() {
        format!("all {}", number(case.parties.len()))
    } else {
        list(&g.bearers)
    };
    let many = f.third || g.bearers.len() > 1;
    let does = f.modality.map(|m| can(m, many)).unwrap_or_default();
    let shares: Vec<String> = f.shares.iter().map(|(p, s)| format!("{p} {s}")).collect();
    let shares =
        if shares.is_empty() { String::new() } else { format!(", shares {}", shares.join(", ")) };
    let near = if f.near_limit { ", near a limit" } else { "" };
    format!(
        "{}{}{}: {who} {does}{shares}{near} ({}).",
        f.verdict.word(),
        or.unwrap_or_default(),
        between(answer, &g.pairs),
        f.text
    )
}

fn number(n: usize) -> &'static str {
    ["no", "one", "two", "three", "four", "five", "six", "seven"]
        .get(n)
        .copied()
        .unwrap_or("parties")
}

fn can(modality: Modality, many: bool) -> String {
    let verb = if many { "have" } else { "has" };
    match modality {
        Modality::Sovereign => format!("{verb} sovereign rights"),
        Modality::ExclusiveRight => format!("{verb} the exclusive right"),
        Modality::Liberty => "may".to_owned(),
        Modality::Duty => "must".to_owned(),
        Modality::Prohibition => "must not".to_owned(),
        Modality::Power => format!("{verb} the power"),
    }
}

/// ` between KAZ and RUS`, ` between all 10 pairs`; nothing if only two were asked about.
fn between(answer: &Answer, pairs: &[&[String; 2]]) -> String {
    match (answer.dyads.len(), pairs) {
        (1, _) => String::new(),
        (n, pairs) if pairs.len() == n => format!(" between all {n} pairs"),
        (_, [[a, b]]) => format!(" between {a} and {b}"),
        (n, pairs) if pairs.len() + 3 > n => format!(" between {} of {n} pairs", pairs.len()),
        (_, pairs) => {
            let names: Vec<String> = pairs.iter().map(|[a, b]| format!("{a}-{b}")).collect();
            format!(" between {}", names.join(", "))
        }
    }
}
