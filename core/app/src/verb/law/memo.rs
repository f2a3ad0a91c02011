//! An answer as a memorandum: question, short answer, basis, exceptions, dissent.

mod answer;
mod support;

use littoral_formats::dms::{Axis, ddm};
use littoral_model::Case;
use littoral_treaty::{Activity, Answer, Day, Layer, Question};

use self::answer::{groups, short_answer};
use self::support::{basis, claims, considered, dissent, exceptions, positions};
use crate::style::Style;

/// What was asked, and of which law.
pub(super) struct Asked<'a> {
    pub(super) question: &'a Question<'a>,
    /// How the record is read, in words.
    pub(super) read: &'a str,
    pub(super) day: &'a Day<'a, 'a>,
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
    let said = |parts: [String; 2]| {
        parts.into_iter().filter(|p| !p.is_empty()).collect::<Vec<_>>().join(" ")
    };
    line("Question", question(case, asked, answer));
    line("Answer", short_answer(case, answer, &groups));
    line("Basis", said([basis(&groups), considered(asked, &groups)]));
    line("Claims", claims(case, asked, answer));
    line("Exceptions", exceptions(answer, &groups));
    line("Dissent", said([dissent(answer), positions(case, answer)]));
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

fn question(case: &Case, asked: &Asked<'_>, answer: &Answer) -> String {
    let q = asked.question;
    let place = match (q.deposit, q.at) {
        (Some(id), _) => {
            let names = case.deposits.iter().find(|d| d.id == id).map(|d| d.names.join(", "));
            match names.filter(|n| !n.is_empty()) {
                Some(names) => format!("at the deposit {id} ({names})"),
                None => format!("at the deposit {id}"),
            }
        }
        (None, Some(at)) => {
            format!("at {} {}", ddm(at.lat, Axis::Latitude, 1), ddm(at.lon, Axis::Longitude, 1))
        }
        (None, None) => String::new(),
    };
    let between = q.between.map(|[a, b]| format!(" as between {a} and {b}")).unwrap_or_default();
    let what = doing(q.activity);
    let layer = within(q.layer);
    format!(
        "On {}, who may {what} {layer} {place}{between}, and by which instrument{}?",
        answer.date, asked.read
    )
}

/// `drill`, `fish`, as a verb.
pub(super) fn doing(activity: Activity) -> String {
    match activity.word() {
        "all" => "act".into(),
        "boundary" => "draw a boundary".into(),
        "navigation" => "navigate".into(),
        "fishing" => "fish".into(),
        "extraction" => "extract".into(),
        "exploration" => "explore".into(),
        "drilling" => "drill".into(),
        "pipeline" => "lay a pipeline".into(),
        "cable" => "lay a cable".into(),
        "environment" => "act upon the environment".into(),
        "discharge" => "discharge".into(),
        "military" => "act by military means".into(),
        "exercise" => "hold an exercise".into(),
        "outside_forces" => "bring forces from outside".into(),
        "overflight" => "fly over".into(),
        "research" => "do research".into(),
        other => format!("act ({})", other.replace('_', " ")),
    }
}

/// `in the seabed`
fn within(layer: Layer) -> String {
    match layer.word() {
        "all" => "in any layer".into(),
        "surface" => "on the surface".into(),
        "column" => "in the water column".into(),
        "bed" => "in seabed and subsoil".into(),
        "air" => "in the air".into(),
        other => format!("in the {other}"),
    }
}

pub(super) fn list<S: AsRef<str>>(names: &[S]) -> String {
    let names: Vec<&str> = names.iter().map(AsRef::as_ref).collect();
    match &names[..] {
        [] => String::new(),
        [one] => (*one).to_owned(),
        [first @ .., last] => format!("{} and {last}", first.join(", ")),
    }
}
