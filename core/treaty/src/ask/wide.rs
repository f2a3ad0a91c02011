//! Questions that leave the layer or the activity open: what holds for each, said once where it is the same.
//!
//! A norm may give way in one matter and stand in another, so every matter is decided by itself, as if it alone had been
//! asked; then findings that differ in nothing else are put together.

use super::Candidate;
use crate::answer::{DyadAnswer, LegalFinding, Question, Subject, Verdict};
use crate::day::Day;
use crate::law::State;
use crate::terms::{Activity, Layer};

/// Does a question leave the layer or the activity open?
pub(super) fn is_wide(q: &Question<'_>) -> bool {
    q.layer == Layer::ALL || q.activity == Activity::ALL
}

/// Matters of one layer of which the same clauses speak.
struct Matter<'c> {
    subjects: Vec<Subject>,
    candidates: Vec<Candidate<'c>>,
}

impl Day<'_, '_> {
    /// The answers between pairs, on every matter of which the law of the place speaks.
    pub(super) fn wide(
        &self,
        q: &Question<'_>,
        pairs: &[[State; 2]],
        candidates: &[Candidate<'_>],
    ) -> Vec<DyadAnswer> {
        let matters = self.matters_of(q, candidates);
        let mut dyads: Vec<DyadAnswer> = pairs.iter().map(|p| self.nothing(*p)).collect();
        for m in &matters {
            let Some(first) = m.subjects.first() else { continue };
            for (pair, dyad) in pairs.iter().zip(&mut dyads) {
                add(dyad, self.dyad(*first, *pair, &m.candidates), &m.subjects);
            }
        }
        for dyad in dyads.iter_mut().filter(|d| d.findings.iter().all(|f| f.third)) {
            // Nothing at all is one lacuna, however many matters it is.
            dyad.open.clear();
            dyad.findings.push(LegalFinding::lacuna(dyad));
        }
        dyads
    }

    /// Matters by the clauses that speak of them, as far as any says something to somebody today.
    fn matters_of<'c>(&self, q: &Question<'_>, candidates: &[Candidate<'c>]) -> Vec<Matter<'c>> {
        let mut out: Vec<Matter<'c>> = Vec::new();
        for subject in subjects(q) {
            let speaks = |c: &&Candidate<'c>| {
                self.law.norm(c.clause).speaks_of(subject.layer, subject.activity)
            };
            let own: Vec<Candidate<'c>> = candidates.iter().filter(speaks).copied().collect();
            let spoken = own.iter().any(|c| c.is_inside() && self.matters(c.clause));
            if !spoken {
                continue;
            }
            // Stances may be held on a layer alone, so layers are kept apart.
            let same = |m: &&mut Matter<'_>| {
                m.subjects.iter().all(|s| s.layer == subject.layer)
                    && m.candidates.len() == own.len()
                    && m.candidates.iter().zip(&own).all(|(a, b)| std::ptr::eq(a.clause, b.clause))
            };
            match out.iter_mut().find(same) {
                Some(m) => m.subjects.push(subject),
                None => out.push(Matter { subjects: vec![subject], candidates: own }),
            }
        }
        out
    }

    fn nothing(&self, pair: [State; 2]) -> DyadAnswer {
        DyadAnswer {
            between: pair.map(|s| self.law.states[s].clone()),
            findings: Vec::new(),
            boundary: Verdict::Lacuna,
            inter_alios: Vec::new(),
            claims: Vec::new(),
            political: Vec::new(),
            ended: Vec::new(),
            reserved: Vec::new(),
            open: Vec::new(),
        }
    }
}

/// Every layer and activity that a question leaves open, with those that it names.
fn subjects(q: &Question<'_>) -> Vec<Subject> {
    let layers: Vec<Layer> = match q.layer == Layer::ALL {
        true => Layer::leaves().collect(),
        false => vec![q.layer],
    };
    let activities: Vec<Activity> = match q.activity == Activity::ALL {
        true => Activity::each().collect(),
        false => vec![q.activity],
    };
    let of = |layer: &Layer| -> Vec<Subject> {
        let done = |a: &&Activity| a.is_done_in(*layer);
        let subject = |a: &Activity| Subject { layer: *layer, activity: *a };
        activities.iter().filter(done).map(subject).collect()
    };
    layers.iter().flat_map(of).collect()
}

/// Adds what holds on some matters to what was found on others.
fn add(all: &mut DyadAnswer, found: DyadAnswer, subjects: &[Subject]) {
    if !found.is_settled() {
        all.open.extend(subjects);
    }
    for mut f in found.findings.into_iter().filter(|f| f.verdict != Verdict::Lacuna) {
        let known = all.findings.iter().position(|g| {
            f.subjects.clone_from(&g.subjects);
            *g == f
        });
        match known {
            Some(k) => all.findings[k].subjects.extend(subjects),
            None => all.findings.push(LegalFinding { subjects: subjects.to_vec(), ..f }),
        }
    }
    all.findings.sort_by_key(|f| (f.third, f.verdict == Verdict::Pending));
    all.boundary = match (all.boundary, found.boundary) {
        (Verdict::Holds, _) | (_, Verdict::Holds) => Verdict::Holds,
        (Verdict::Pending, _) | (_, Verdict::Pending) => Verdict::Pending,
        _ => Verdict::Lacuna,
    };
    once(&mut all.inter_alios, found.inter_alios);
    once(&mut all.claims, found.claims);
    once(&mut all.political, found.political);
    once(&mut all.ended, found.ended);
    once(&mut all.reserved, found.reserved);
}

fn once<T: PartialEq>(all: &mut Vec<T>, more: Vec<T>) {
    for one in more {
        if !all.contains(&one) {
            all.push(one);
        }
    }
}
