//! An answer as a memorandum: question, short answer, basis, exceptions, dissent.

use littoral_formats::dms::{Axis, ddm};
use littoral_geodesy::{Earth, LatLon};
use littoral_model::{Case, Deposit};
use littoral_treaty::{Answer, Basis, LegalFinding, Modality, Question, Verdict};

use crate::style::Style;

/// What was asked, for the first line.
pub(super) struct Asked<'a> {
    pub(super) question: &'a Question<'a>,
    pub(super) overlays: &'a [String],
    pub(super) suppose: &'a [String],
}

/// A finding, and between whom it stands.
struct Group<'a> {
    finding: &'a LegalFinding,
    pairs: Vec<&'a [String; 2]>,
    bearers: Vec<&'a str>,
}

/// The memorandum: a label and a paragraph each, wrapped.
pub(super) fn memorandum(case: &Case, asked: &Asked<'_>, answer: &Answer, style: Style) -> String {
    let groups = groups(answer);
    let mut out = String::new();
    let mut line = |label: &str, text: String| {
        if !text.is_empty() {
            out += &paragraph(label, &text, style);
        }
    };
    line("Question", question(case, asked, answer));
    line("Answer", short_answer(case, answer, &groups));
    line("Basis", basis(&groups));
    line("Claims", claims(case, asked, answer));
    line("Exceptions", exceptions(answer, &groups));
    line("Dissent", dissent(answer));
    line("Positions", positions(case, answer));
    style.fit(&out)
}

fn paragraph(label: &str, text: &str, style: Style) -> String {
    const MARGIN: usize = 12;
    let mut lines = vec![String::new()];
    for word in text.split_whitespace() {
        let last = lines.last_mut();
        match last {
            Some(l) if l.is_empty() => l.push_str(word),
            Some(l) if MARGIN + l.chars().count() + 1 + word.chars().count() <= style.width => {
                l.push(' ');
                l.push_str(word);
            }
            _ => lines.push(word.to_owned()),
        }
    }
    let head = format!("{label:<MARGIN$}");
    let body = lines.join(&format!("\n{:MARGIN$}", ""));
    format!("{}{body}\n", style.bold(&head))
}

/// Findings that say the same of several pairs, once.
fn groups(answer: &Answer) -> Vec<Group<'_>> {
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

fn question(case: &Case, asked: &Asked<'_>, answer: &Answer) -> String {
    let q = asked.question;
    let place = match (q.deposit, q.at) {
        (Some(id), _) => {
            let names = case.deposits.iter().find(|d| d.id == id).map(|d| d.names.join(", "));
            format!("the deposit {id} ({})", names.unwrap_or_default())
        }
        (None, Some(at)) => {
            format!("{} {}", ddm(at.lat, Axis::Latitude, 1), ddm(at.lon, Axis::Longitude, 1))
        }
        (None, None) => String::new(),
    };
    let between = q.between.map(|[a, b]| format!(", between {a} and {b}")).unwrap_or_default();
    let read = match asked.overlays {
        [] => String::new(),
        list => format!(", read with {}", list.join(" and ")),
    };
    let suppose = match asked.suppose {
        [] => String::new(),
        list => format!(", supposing {} in force", list.join(" and ")),
    };
    format!(
        "who may, and on what basis: {}, {}, at {place}, on {}{between}{read}{suppose}?",
        q.activity.word(),
        q.layer.word(),
        answer.date
    )
}

fn short_answer(case: &Case, answer: &Answer, groups: &[Group<'_>]) -> String {
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
    let what = format!("no norm in force speaks of {} here", answer.activity.word());
    if !open.is_empty() {
        parts.push(format!("LACUNA{}: {what}.", between(answer, &open)));
    }
    if answer.dyads.len() > 1 {
        parts.push(format!("{} of {} pairs are settled.", answer.settled, answer.dyads.len()));
    }
    if answer.overlap.len() > 1 {
        parts.push(format!("The place is given to {} at once.", list(&answer.overlap)));
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

fn basis(groups: &[Group<'_>]) -> String {
    let mut all: Vec<&Basis> = Vec::new();
    for b in groups.iter().flat_map(|g| &g.finding.basis) {
        if !all.iter().any(|x| x.instrument == b.instrument && x.article == b.article) {
            all.push(b);
        }
    }
    let one = |b: &&Basis| {
        let since = if b.since.is_empty() {
            String::new()
        } else {
            format!(", in force since {}", b.since)
        };
        let article = if b.article.is_empty() { String::new() } else { format!(", {}", b.article) };
        let sure =
            if b.confidence == "high" { String::new() } else { format!(" [{}]", b.confidence) };
        format!("{} ({}){article}{since}{sure}", b.instrument, b.title)
    };
    if all.is_empty() {
        "none in force, signed or contested".into()
    } else {
        all.iter().map(one).collect::<Vec<_>>().join("; ")
    }
}

fn claims(case: &Case, asked: &Asked<'_>, answer: &Answer) -> String {
    let one = |a: &littoral_treaty::answer::Assertion| {
        let limit = a.limit_nm.map(|d| format!(", its limit {d:.1} M away")).unwrap_or_default();
        format!("to {} by {} (asserted by {}{limit})", a.holder, a.way, list(&a.by))
    };
    let mut parts: Vec<String> = answer.assertions.iter().map(one).collect();
    parts.extend(asked.question.at.into_iter().flat_map(|at| deposits(case, at)));
    parts.join("; ")
}

/// Deposits near the place, with those who claim them.
fn deposits(case: &Case, at: LatLon) -> Vec<String> {
    const NEAR_NM: f64 = 10.0;
    let earth = Earth::new(&case.ellipsoid);
    let near = |d: &Deposit| {
        let far = earth.karney_m(at, d.at?) / 1852.0;
        let who: Vec<&str> = d
            .claimants
            .iter()
            .filter_map(|p| case.parties.get(*p))
            .map(|p| p.id.as_str())
            .collect();
        (far <= NEAR_NM).then(|| {
            format!("the deposit {} (claimed by {}) lies {far:.1} M away", d.id, list(&who))
        })
    };
    case.deposits.iter().filter_map(near).collect()
}

fn exceptions(answer: &Answer, groups: &[Group<'_>]) -> String {
    let mut parts: Vec<String> = Vec::new();
    let mut add = |text: String| {
        if !text.is_empty() && !parts.contains(&text) {
            parts.push(text);
        }
    };
    for f in groups.iter().map(|g| g.finding) {
        add(f.condition.clone());
        f.awaits.iter().for_each(|a| add(format!("waits for {a}")));
        for d in &f.defeated {
            add(format!("{} gives way ({})", d.norm, d.why));
        }
        if !f.place.model.is_empty() {
            let far =
                f.place.limit_nm.map(|d| format!("; limit {d:.1} M away")).unwrap_or_default();
            add(format!("the place is a model: {}{far}", f.place.model));
        }
    }
    for d in answer.dyads.iter().flat_map(|d| &d.ended) {
        let instrument = d.norm.split('#').next().unwrap_or_default();
        add(format!("{instrument}: {}", d.why));
    }
    for p in answer.dyads.iter().flat_map(|d| &d.political) {
        let instrument = p.norm.split('#').next().unwrap_or_default();
        add(format!("{instrument}, political and not law: {}", p.text));
    }
    if answer.near_limit {
        add("the place lies near a limit: the answer could turn".into());
    }
    if answer.stale {
        add("asked after the last day for which the record is known".into());
    }
    parts.join("; ")
}

fn dissent(answer: &Answer) -> String {
    let mut parts: Vec<String> = Vec::new();
    for f in answer.dyads.iter().flat_map(|d| &d.findings) {
        for v in &f.stances {
            let from = if v.from.is_empty() { String::new() } else { format!(" since {}", v.from) };
            let text = if v.text.is_empty() { String::new() } else { format!(": {}", v.text) };
            let verb = match v.kind.word() {
                "protest" => "protests",
                "accept" => "accepts",
                _ => "is silent on",
            };
            let said = format!("{} {verb} {}{from}{text}", v.party, v.target);
            if !parts.contains(&said) {
                parts.push(said);
            }
        }
    }
    let foreign: Vec<&str> = answer
        .dyads
        .iter()
        .flat_map(|d| &d.inter_alios)
        .filter(|l| l.why.contains("VCLT"))
        .map(|l| l.norm.as_str())
        .collect();
    let mut once: Vec<&str> = Vec::new();
    for n in foreign {
        if !once.contains(&n) {
            once.push(n);
        }
    }
    if !once.is_empty() {
        parts.push(format!(
            "between others only, not against the rest (VCLT 34): {}",
            once.join(", ")
        ));
    }
    parts.join("; ")
}

/// What the parties asked for on the day, where no norm that allots the place holds between all.
fn positions(case: &Case, answer: &Answer) -> String {
    if answer.settled == answer.dyads.len() {
        return String::new();
    }
    let day = answer.date.to_string();
    let held = |p: &&littoral_model::Position| {
        p.from.as_str() <= day.as_str() && (p.until == "open" || day.as_str() <= p.until.as_str())
    };
    let mut parts = Vec::new();
    for (k, party) in case.parties.iter().enumerate() {
        let mut kinds: Vec<&str> = Vec::new();
        for p in case.positions.iter().filter(|p| p.party == k).filter(held) {
            kinds.extend(p.kinds.iter().map(String::as_str));
        }
        kinds.dedup();
        let mut once: Vec<String> = Vec::new();
        for kind in kinds.into_iter().filter(|k| *k != "share_claim") {
            let kind = kind.replace('_', " ");
            if !once.contains(&kind) {
                once.push(kind);
            }
        }
        if !once.is_empty() {
            parts.push(format!("{} {}", party.id, once.join(", ")));
        }
    }
    parts.join("; ")
}

fn list<S: AsRef<str>>(names: &[S]) -> String {
    let names: Vec<&str> = names.iter().map(AsRef::as_ref).collect();
    match &names[..] {
        [] => String::new(),
        [one] => (*one).to_owned(),
        [first @ .., last] => format!("{} and {last}", first.join(", ")),
    }
}
