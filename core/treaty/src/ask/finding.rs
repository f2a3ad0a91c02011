//! Findings: one norm between two states, with its basis, the stances on it and the events it waits for.

use std::collections::BTreeMap;

use jiff::civil::Date;

use super::Candidate;
use crate::answer::{Basis, DyadAnswer, LegalFinding, Place, Subject, Verdict, Voice};
use crate::day::{Between, Day, Standing};
use crate::instrument::Instrument;
use crate::law::{Clause, State};
use crate::norm::{Bearer, RelationKind, StanceKind};
use crate::ratified::Ratification;
use crate::reservation::Effect;

/// Makes findings between two states.
pub(super) struct Make<'d, 'l, 'w> {
    pub(super) day: &'d Day<'l, 'w>,
    pub(super) subject: Subject,
    pub(super) pair: [State; 2],
    pub(super) near_m: f64,
}

impl Make<'_, '_, '_> {
    pub(super) fn finding(&self, c: &Candidate<'_>, standing: Standing) -> LegalFinding {
        let (day, clause) = (self.day, c.clause);
        let norm = day.law.norm(clause);
        let between = day.clause(clause, self.pair[0], self.pair[1]);
        let stances = self.voices(clause);
        let protested = stances.iter().any(|v| v.kind == StanceKind::Protest);
        let verdict = match standing {
            Standing::Pending => Verdict::Pending,
            _ if protested => Verdict::Contested,
            _ => Verdict::Holds,
        };
        LegalFinding {
            bearer: self.bearers(clause),
            third: clause.third,
            modality: Some(norm.modality),
            verdict,
            or: self.other_reading(between, verdict),
            norm: day.name(clause),
            text: norm.text.clone(),
            condition: self.condition(clause),
            subjects: vec![self.subject],
            provisional: between.standing == Standing::Provisional,
            shares: norm.shares.iter().cloned().collect::<BTreeMap<_, _>>(),
            basis: self.basis(clause, standing),
            stances,
            awaits: if standing == Standing::Pending { self.awaits(clause) } else { Vec::new() },
            defeated: Vec::new(),
            place: place(c, &norm.model),
            near_limit: c.is_near(self.near_m),
            stale: between.stale,
            inter_alios: false,
        }
    }

    /// The norm's own condition, and how a reservation of either changes it.
    fn condition(&self, clause: &Clause) -> String {
        let own = &self.day.law.norm(clause).condition;
        let changes = self.day.reservations(clause, self.pair);
        let changes = changes.filter(|r| r.effect == Effect::Modifies);
        let said = changes.map(|r| format!("as reserved by {}: {} (VCLT 21)", r.party, r.text));
        let all = (!own.is_empty()).then(|| own.clone()).into_iter().chain(said);
        all.collect::<Vec<_>>().join("; ")
    }

    /// Whom a finding names: where all parties bear a norm alike, those two between whom it is asked.
    fn bearers(&self, clause: &Clause) -> Vec<String> {
        let alike = self.day.law.norm(clause).bearer == Bearer::Parties;
        let named = |s: &&State| !alike || self.pair.contains(*s);
        clause.bearers.iter().filter(named).map(|s| self.day.law.states[*s].clone()).collect()
    }

    /// In force between others and protested by one of the two.
    pub(super) fn foreign(&self, c: &Candidate<'_>) -> LegalFinding {
        let mut finding = self.finding(c, Standing::Alien);
        finding.inter_alios = true;
        finding
    }

    fn other_reading(&self, between: Between, verdict: Verdict) -> Option<Verdict> {
        let other = match between.or? {
            s if s.applies() => Verdict::Holds,
            Standing::Pending => Verdict::Pending,
            _ => Verdict::Lacuna,
        };
        (other != verdict && verdict != Verdict::Contested).then_some(other)
    }

    /// Its instrument, and those that carry it out or change it and stand as it does.
    fn basis(&self, clause: &Clause, standing: Standing) -> Vec<Basis> {
        let law = self.day.law;
        let own = law.instrument(clause);
        let mut out = vec![self.one_basis(clause.instrument, &law.norm(clause).article)];
        for (k, i) in law.record.instruments.iter().enumerate() {
            let serves = i.relations.iter().find(|r| {
                r.to == own.id && matches!(r.kind, RelationKind::Implements | RelationKind::Amends)
            });
            let Some(r) = serves else { continue };
            let stands = self.day.between(k, self.pair[0], self.pair[1]).standing;
            let alike = stands == standing || stands.applies() && standing.applies();
            if alike {
                out.push(self.one_basis(k, &r.text));
            }
        }
        out
    }

    fn one_basis(&self, k: usize, article: &str) -> Basis {
        let i = &self.day.law.record.instruments[k];
        let binds = self.day.between(k, self.pair[0], self.pair[1]).standing.applies();
        let since = self.day.since(k, self.pair[0], self.pair[1]).filter(|_| binds);
        Basis {
            instrument: i.id.clone(),
            article: article.to_owned(),
            title: i.title.clone(),
            since: since.map(|d| d.to_string()).unwrap_or_default(),
            confidence: i.source.confidence.clone(),
        }
    }

    fn voices(&self, clause: &Clause) -> Vec<Voice> {
        let of = |s| self.day.stances(clause, s, self.subject.layer);
        let voice = |s: &crate::norm::Stance| Voice {
            party: s.party.clone(),
            kind: s.kind,
            target: s.target.clone(),
            from: s.from.as_ref().map(ToString::to_string).unwrap_or_default(),
            text: s.text.clone(),
        };
        self.pair.iter().flat_map(|s| of(*s)).map(voice).collect()
    }

    /// The events by which a signed instrument would begin to bind the two.
    fn awaits(&self, clause: &Clause) -> Vec<String> {
        let i = self.day.law.instrument(clause);
        let dates = self.pair.iter().filter_map(|s| {
            let (origin, _) = self.day.origin(i, *s)?;
            i.in_force_since(&origin)
        });
        let later = dates.filter(|d| d.last > self.day.date).max_by_key(|d| d.last);
        let open = open_ratifications(i, self.day.date);
        let event = match later {
            Some(d) => format!("entry into force of {} ({d})", i.id),
            None if open.is_empty() => format!("entry into force of {}", i.id),
            None => format!("entry into force of {}: {open}", i.id),
        };
        vec![event]
    }
}

/// Parties whose ratification a day does not know, by what it knows of them.
fn open_ratifications(i: &Instrument, on: Date) -> String {
    let say = [
        (Ratification::Unknown, "ratification not known of"),
        (Ratification::InDoubt, "ratified, but perhaps after that day, by"),
        (Ratification::Missing, "not ratified by"),
    ];
    let one = |(what, words): (Ratification, &str)| {
        let is = |p: &&String| i.ratification(p, on) == what;
        let who: Vec<&str> = i.parties.iter().filter(is).map(String::as_str).collect();
        (!who.is_empty()).then(|| format!("{words} {}", who.join(", ")))
    };
    say.into_iter().filter_map(one).collect::<Vec<_>>().join("; ")
}

fn place(c: &Candidate<'_>, model: &str) -> Place {
    Place { extent: c.clause.extent.to_string(), model: model.to_owned(), limit_nm: c.limit_nm() }
}

impl LegalFinding {
    pub(super) fn lacuna(dyad: &DyadAnswer) -> Self {
        let claimed = dyad.claims.iter().any(|c| c.why.starts_with("asserted"));
        let text = match (claimed, dyad.political.is_empty()) {
            (true, _) => "no norm between them; there are claims",
            (false, false) => "no norm of law between them; there is a political commitment",
            (false, true) => "no norm between them",
        };
        Self {
            bearer: Vec::new(),
            third: false,
            modality: None,
            verdict: Verdict::Lacuna,
            or: None,
            norm: String::new(),
            text: text.to_owned(),
            condition: String::new(),
            subjects: Vec::new(),
            provisional: false,
            shares: BTreeMap::new(),
            basis: Vec::new(),
            stances: Vec::new(),
            awaits: Vec::new(),
            defeated: Vec::new(),
            place: Place { extent: String::new(), model: String::new(), limit_nm: None },
            near_limit: false,
            stale: false,
            inter_alios: false,
        }
    }
}

/// One finding a bearer, modality and verdict: norms that say the same stand together.
pub(super) fn merged(findings: Vec<LegalFinding>) -> Vec<LegalFinding> {
    let mut out: Vec<LegalFinding> = Vec::new();
    for f in findings {
        let same = |g: &&mut LegalFinding| {
            let key = |x: &LegalFinding| {
                (x.third, x.modality, x.verdict, x.or, x.inter_alios, x.provisional)
            };
            key(g) == key(&f) && g.bearer == f.bearer && g.shares == f.shares
        };
        match out.iter_mut().find(same) {
            None => out.push(f),
            Some(g) => {
                if !g.text.contains(&f.text) {
                    g.text = format!("{}; {}", g.text, f.text);
                }
                g.basis.extend(
                    f.basis.into_iter().filter(|b| !g.basis.contains(b)).collect::<Vec<_>>(),
                );
                g.stances.extend(
                    f.stances.into_iter().filter(|s| !g.stances.contains(s)).collect::<Vec<_>>(),
                );
                g.awaits.extend(
                    f.awaits.into_iter().filter(|s| !g.awaits.contains(s)).collect::<Vec<_>>(),
                );
                g.defeated.extend(f.defeated);
                g.near_limit |= f.near_limit;
                g.stale |= f.stale;
            }
        }
    }
    out.sort_by_key(|f| (f.third, f.verdict == Verdict::Pending));
    out
}
