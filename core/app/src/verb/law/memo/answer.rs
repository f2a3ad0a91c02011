//! The short answer: findings that say the same of several pairs, once.

use littoral_model::Case;
use littoral_treaty::{Answer, LegalFinding, Subject, Verdict};

use super::super::words::{Word, Words};
use super::matters::as_to;

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
            let group = match out.iter().position(|g| alike(g.finding, f)) {
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

/// Do two findings say the same, of whatever pair?
fn alike(g: &LegalFinding, f: &LegalFinding) -> bool {
    let key =
        |x: &LegalFinding| (x.modality, x.verdict, x.or, x.third, x.inter_alios, x.provisional);
    key(g) == key(f)
        && (&g.text, &g.subjects) == (&f.text, &f.subjects)
        && (g.modality.is_some_and(|m| !m.allots()) || g.bearer == f.bearer)
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

pub(super) fn short_answer(
    case: &Case,
    answer: &Answer,
    groups: &[Group<'_>],
    words: Words,
) -> String {
    let mut parts: Vec<String> = Vec::new();
    for (k, g) in groups.iter().enumerate() {
        let before = groups[..k].iter().any(|h| {
            h.finding.norm == g.finding.norm
                && h.finding.subjects == g.finding.subjects
                && h.bearers == g.bearers
                && h.finding.third == g.finding.third
        });
        let same = || {
            let verdict = words.fill(Word::SameIs, &[words.verdict(g.finding.verdict)]);
            words.fill(Word::Same, &[&verdict, &between(answer, &g.pairs, words)])
        };
        parts.push(if before { same() } else { sentence(case, answer, g, words) });
    }
    parts.extend(lacunae(answer, words));
    if answer.overlap.len() > 1 {
        parts.push(words.fill(Word::AtOnce, &[&words.list(&answer.overlap)]));
    }
    if answer.dyads.len() > 1 {
        let (settled, all) = (words.count(answer.settled), words.count(answer.dyads.len()));
        parts.push(words.fill(Word::Settled, &[&settled, &all]));
    }
    parts.join(" ")
}

/// Between whom nothing holds at all, and between whom nothing holds on some matters of which the law here speaks.
fn lacunae(answer: &Answer, words: Words) -> Vec<String> {
    let lacuna = words.verdict(Verdict::Lacuna);
    let silent = |d: &&littoral_treaty::DyadAnswer| {
        d.findings.iter().all(|f| f.third || f.verdict == Verdict::Lacuna)
    };
    let mut out = Vec::new();
    let open: Vec<&[String; 2]> = answer.dyads.iter().filter(silent).map(|d| &d.between).collect();
    if !open.is_empty() {
        let doing = words.doing(answer.activity);
        out.push(words.fill(Word::NoNorm, &[lacuna, &between(answer, &open, words), &doing]));
    }
    let mut parts: Vec<(Vec<Subject>, Vec<&[String; 2]>)> = Vec::new();
    for d in answer.dyads.iter().filter(|d| !silent(d)) {
        let subjects = d.silent_on();
        match parts.iter_mut().find(|(known, _)| *known == subjects) {
            _ if subjects.is_empty() => {}
            Some((_, pairs)) => pairs.push(&d.between),
            None => parts.push((subjects, vec![&d.between])),
        }
    }
    for (subjects, pairs) in &parts {
        let between = between(answer, pairs, words);
        out.push(words.fill(Word::NoneOn, &[lacuna, &between, &as_to(answer, subjects, words)]));
    }
    out
}

/// `HOLDS between KAZ and RUS: KAZ has sovereign rights (...)`
fn sentence(case: &Case, answer: &Answer, g: &Group<'_>, words: Words) -> String {
    let f = g.finding;
    let or = f.or.map(|v| words.fill(Word::OrElse, &[words.verdict(v)])).unwrap_or_default();
    let provisional = if f.provisional { words.say(Word::Provisionally) } else { "" };
    let who = if f.third {
        words.say(Word::Others).to_owned()
    } else if g.bearers.len() == case.parties.len() {
        words.fill(Word::AllOf, &[&number(case.parties.len(), words)])
    } else {
        words.list(&g.bearers)
    };
    let many = f.third || g.bearers.len() > 1;
    let does = f.modality.map(|m| words.can(m, many)).unwrap_or_default();
    let shares: Vec<String> = f.shares.iter().map(|(p, s)| format!("{p} {s}")).collect();
    let shares = match shares.is_empty() {
        true => String::new(),
        false => words.fill(Word::Shares, &[&words.row(&shares)]),
    };
    let near = if f.near_limit { words.say(Word::Near) } else { "" };
    let (verdict, between) = (words.verdict(f.verdict), between(answer, &g.pairs, words));
    let matters = as_to(answer, &f.subjects, words);
    let text = words.own(&f.text);
    format!("{verdict}{or}{provisional}{between}{matters}: {who} {does}{shares}{near} ({text}).")
}

/// English writes small numbers out.
fn number(n: usize, words: Words) -> String {
    let written = ["no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine"];
    match (words.0, written.get(n)) {
        (crate::cli::Language::En, Some(word)) => (*word).to_owned(),
        _ => words.count(n),
    }
}

/// ` between KAZ and RUS`, ` between all 10 pairs`; nothing if only two were asked about.
fn between(answer: &Answer, pairs: &[&[String; 2]], words: Words) -> String {
    match (answer.dyads.len(), pairs) {
        (1, _) => String::new(),
        (n, pairs) if pairs.len() == n => words.fill(Word::BetweenAll, &[&words.count(n)]),
        (_, [[a, b]]) => words.fill(Word::Between, &[a, b]),
        (n, pairs) if pairs.len() + 3 > n => {
            words.fill(Word::BetweenSome, &[&words.count(pairs.len()), &words.count(n)])
        }
        (_, pairs) => {
            let names: Vec<String> = pairs.iter().map(|[a, b]| format!("{a}-{b}")).collect();
            words.fill(Word::BetweenList, &[&words.row(&names)])
        }
    }
}
