//! On which matters a finding stands, where a question leaves the layer or the activity open.

use littoral_treaty::{Activity, Answer, Layer, Subject};

use super::super::words::{Word, Words};

/// ` as to boundary, extraction`, ` in the water` where the layer alone is open; of a narrow question nothing. An activity stands for its parts.
pub(super) fn as_to(answer: &Answer, subjects: &[Subject], words: Words) -> String {
    let (any_layer, any_activity) = (answer.layer == Layer::ALL, answer.activity == Activity::ALL);
    if subjects.is_empty() || !(any_layer || any_activity) {
        return String::new();
    }
    let mut layers: Vec<(Vec<Layer>, Vec<Activity>)> = Vec::new();
    for layer in distinct(subjects.iter().map(|s| s.layer)) {
        let of = subjects.iter().filter(|s| s.layer == layer).map(|s| s.activity);
        let activities = distinct(of);
        match layers.iter_mut().find(|(_, known)| *known == activities) {
            Some((more, _)) => more.push(layer),
            None => layers.push((vec![layer], activities)),
        }
    }
    let part = |(layers, activities): &(Vec<Layer>, Vec<Activity>)| {
        let matters: Vec<String> =
            widest(activities).into_iter().map(|a| words.matter(a)).collect();
        let matters = words.row(&matters);
        match any_layer {
            false => matters,
            true => {
                let places: Vec<String> =
                    whole(layers).into_iter().map(|l| words.within(l)).collect();
                match any_activity {
                    true if places.is_empty() => matters,
                    true => format!("{matters} {}", words.list(&places)),
                    false => words.list(&places),
                }
            }
        }
    };
    let parts: Vec<String> = layers.iter().map(part).filter(|p| !p.is_empty()).collect();
    match (parts.is_empty(), any_activity) {
        (true, _) => String::new(),
        (false, true) => words.fill(Word::AsTo, &[&words.list(&parts)]),
        (false, false) => format!(" {}", words.list(&parts)),
    }
}

/// The layers by their widest names; none where they are all.
fn whole(layers: &[Layer]) -> Vec<Layer> {
    let mut rest = layers.to_vec();
    if Layer::leaves().all(|l| rest.contains(&l)) {
        return Vec::new();
    }
    for wide in ["water", "bed"].iter().filter_map(|w| Layer::named(w)) {
        let part = |l: &Layer| wide.covers(*l);
        if Layer::leaves().filter(part).all(|l| rest.contains(&l)) {
            let at = rest.iter().position(part).unwrap_or(0);
            rest.retain(|l| !part(l));
            rest.insert(at.min(rest.len()), wide);
        }
    }
    rest
}

fn distinct<T: PartialEq>(all: impl Iterator<Item = T>) -> Vec<T> {
    let mut out: Vec<T> = Vec::new();
    for one in all {
        if !out.contains(&one) {
            out.push(one);
        }
    }
    out
}

/// Activities without those that are part of another one among them.
fn widest(all: &[Activity]) -> Vec<Activity> {
    let part = |a: &Activity| all.iter().any(|b| b != a && b.covers(*a));
    all.iter().copied().filter(|a| !part(a)).collect()
}
