//! Answering a question: candidates, opposability, priority, verdict (VCLT 18, 30, 34).

use std::collections::BTreeMap;

use crate::answer::{
    Answer, Assertion, Basis, Defeat, DyadAnswer, LegalFinding, Listed, Place, Question, Verdict,
    Voice,
};
use crate::day::{Between, Day, Standing};
use crate::extent::Extent;
use crate::ground::{NM, Spot};
use crate::law::{Clause, State};
use crate::norm::{Bearer, RelationKind, StanceKind};
use crate::priority::{Priority, collide};
use crate::terms::Layer;

/// A clause that speaks of the layer and the activity, with its value at the place.
pub(crate) struct Candidate<'c> {
    pub(crate) clause: &'c Clause,
    /// Signed metres to the limit; `None` where the place is not known.
    value: Option<f64>,
}

impl Candidate<'_> {
    fn is_inside(&self) -> bool {
        self.value.is_some_and(|v| v < 0.0)
    }

    fn limit_nm(&self) -> Option<f64> {
        self.value.filter(|v| v.is_finite()).map(|v| v.abs() / NM)
    }

    fn is_near(&self, near_m: f64) -> bool {
        self.value.is_some_and(|v| v.abs() <= near_m)
    }
}

impl Day<'_, '_> {
    /// Answers a question.
    ///
    /// # Errors
    /// A sentence: a state or deposit that the case does not have, or no place at all.
    pub fn at(&self, q: &Question<'_>) -> Result<Answer, String> {
        let pairs = self.pairs(q)?;
        let place = self.place_of(q)?;
        let spot = self.law.ground.spot(place, q.deposit);
        let candidates = self.candidates(q, &spot);
        let near_m = self.law.record.near_nm * NM;
        let dyads: Vec<DyadAnswer> =
            pairs.iter().map(|p| self.dyad(q, *p, &candidates, near_m)).collect();
        let (assertions, overlap) = self.assertions(&candidates, &dyads);
        Ok(Answer {
            date: self.date,
            layer: q.layer,
            activity: q.activity,
            settled: dyads.iter().filter(|d| d.is_settled()).count(),
            near_limit: candidates.iter().any(|c| c.is_near(near_m) && self.matters(c.clause)),
            stale: dyads.iter().flat_map(|d| &d.findings).any(|f| f.stale),
            dyads,
            assertions,
            overlap,
        })
    }

    fn pairs(&self, q: &Question<'_>) -> Result<Vec<[State; 2]>, String> {
        let state = |id: &str| {
            self.law.state(id).ok_or_else(|| {
                format!("{id} is no state of this case; it has {}", self.law.states.join(" "))
            })
        };
        let Some([a, b]) = q.between else {
            return self.law.dyads().iter().map(|[a, b]| Ok([state(a)?, state(b)?])).collect();
        };
        if a == b {
            return Err(format!("{a} is asked against itself"));
        }
        Ok(vec![[state(a)?, state(b)?]])
    }

    /// The point asked about, or that of the deposit.
    fn place_of(&self, q: &Question<'_>) -> Result<Option<littoral_geodesy::LatLon>, String> {
        let case = self.law.ground.waters().case();
        let Some(id) = q.deposit else {
            let at = q.at.ok_or("name a point or a deposit")?;
            at.check()?;
            return match self.law.ground.waters().in_sea(at) {
                true => Ok(Some(at)),
                false => {
                    Err(format!("{:.4}, {:.4} is not in the sea of this case", at.lat, at.lon))
                }
            };
        };
        let deposit = case.deposits.iter().find(|d| d.id == id).ok_or_else(|| {
            let all: Vec<&str> = case.deposits.iter().map(|d| d.id.as_str()).collect();
            format!("the case has no deposit {id}; it has {}", all.join(", "))
        })?;
        Ok(q.at.or(deposit.at))
    }

    pub(crate) fn candidates(&self, q: &Question<'_>, spot: &Spot<'_>) -> Vec<Candidate<'_>> {
        let mut known: Vec<Option<Option<f64>>> = vec![None; self.law.sites.len()];
        let mut out = Vec::new();
        for clause in &self.law.clauses {
            let norm = self.law.norm(clause);
            if !norm.speaks_of(q.layer, q.activity)
                || !norm.is_verified()
                || !self.reads(norm.overlay.as_ref())
            {
                continue;
            }
            let value = *known[clause.site]
                .get_or_insert_with(|| self.law.ground.value(&self.law.sites[clause.site], spot));
            out.push(Candidate { clause, value });
        }
        out
    }

    /// Does the clause say anything to anybody today?
    fn matters(&self, c: &Clause) -> bool {
        let n = self.law.record.parties.len();
        let live = |a: usize, b: usize| {
            matches!(
                self.clause(c, a, b).standing,
                Standing::Binds | Standing::Pending | Standing::Asserted
            )
        };
        (0..n).any(|a| (a + 1..n).any(|b| live(a, b)))
    }

    fn dyad(
        &self,
        q: &Question<'_>,
        pair: [State; 2],
        candidates: &[Candidate<'_>],
        near_m: f64,
    ) -> DyadAnswer {
        let mut heap = Heap::default();
        for c in candidates {
            self.sort(q.layer, pair, c, &mut heap);
        }
        let verdicts = Priority::decide(self, pair, &heap.binding);
        let mut dyad = DyadAnswer {
            between: pair.map(|s| self.law.states[s].clone()),
            findings: Vec::new(),
            boundary: heap.boundary.unwrap_or(Verdict::Lacuna),
            inter_alios: heap.inter_alios,
            claims: Vec::new(),
            political: heap.political,
            ended: heap.ended,
        };
        let make = Make { day: self, layer: q.layer, pair, near_m };
        for (k, c) in heap.binding.iter().enumerate() {
            if verdicts.lost(k) {
                continue;
            }
            let mut finding = make.finding(c, Standing::Binds);
            finding.defeated = verdicts.defeated_by(k);
            if verdicts.in_conflict(k) {
                finding.verdict = Verdict::Conflict;
            }
            dyad.findings.push(finding);
        }
        dyad.findings.extend(heap.foreign.iter().map(|c| make.foreign(c)));
        self.claims(&make, &heap.asserted, &heap.binding, &mut dyad);
        dyad.findings.extend(heap.pending.iter().map(|c| make.finding(c, Standing::Pending)));
        dyad.findings = merged(dyad.findings);
        if dyad.findings.iter().all(|f| f.third) {
            dyad.findings.push(LegalFinding::lacuna(&dyad));
        }
        dyad
    }

    /// Puts a candidate where it belongs between two states.
    fn sort<'c>(&self, layer: Layer, pair: [State; 2], c: &'c Candidate<'c>, heap: &mut Heap<'c>) {
        let norm = self.law.norm(c.clause);
        let between = self.clause(c.clause, pair[0], pair[1]);
        let concerns = c.clause.third || pair.iter().any(|s| c.clause.bearers.contains(s));
        if norm.boundary && (c.is_inside() || c.value.is_none()) {
            heap.bound(between.standing);
        }
        if !c.is_inside() || !concerns {
            return;
        }
        match between.standing {
            Standing::Binds => heap.binding.push(c),
            Standing::Pending => heap.pending.push(c),
            Standing::Political => heap.political.push(self.listed(c.clause, "political, not law")),
            Standing::Ended if self.law.instrument(c.clause).kind.asserts() => {}
            Standing::Ended => heap.ended.push(self.over(c.clause)),
            Standing::Asserted => heap.asserted.push(c),
            Standing::Alien => self.alien(layer, pair, c, heap),
            Standing::Nothing | Standing::Draft => {}
        }
    }

    /// In force between others: binds who accepts it, is contested by who protests, else is listed.
    fn alien<'c>(&self, layer: Layer, pair: [State; 2], c: &'c Candidate<'c>, heap: &mut Heap<'c>) {
        let instrument = self.law.instrument(c.clause);
        let party = pair.map(|s| self.origin(instrument, s).is_some());
        let (own, other) = match party {
            [true, false] => (pair[0], pair[1]),
            [false, true] => (pair[1], pair[0]),
            [true, true] => {
                let why = "both stand under one and the same party of it";
                return heap.inter_alios.push(self.listed(c.clause, why));
            }
            [false, false] => return,
        };
        if !c.clause.bearers.contains(&own) {
            return;
        }
        if self.says(c.clause, other, layer, StanceKind::Accept) {
            heap.binding.push(c);
        } else {
            if self.says(c.clause, other, layer, StanceKind::Protest) {
                heap.foreign.push(c);
            }
            heap.inter_alios.push(self.listed(c.clause, "in force between others (VCLT 34)"));
        }
    }

    /// What one of the two asserts: accepted it holds, disputed it is contested, else it is listed.
    fn claims(
        &self,
        make: &Make<'_, '_, '_>,
        asserted: &[&Candidate<'_>],
        binding: &[&Candidate<'_>],
        dyad: &mut DyadAnswer,
    ) {
        for c in asserted {
            let instrument = self.law.instrument(c.clause);
            let by = |s: &State| instrument.parties.contains(&self.law.states[*s]);
            let Some(own) = make.pair.iter().copied().find(by) else { continue };
            let other = make.pair[usize::from(make.pair[0] == own)];
            if !c.clause.bearers.contains(&own)
                || instrument.parties.contains(&self.law.states[other])
            {
                dyad.claims.push(self.listed(c.clause, "asserted; it gives the place to another"));
                continue;
            }
            let agreed = binding.iter().any(|b| collide(self, b.clause, c.clause));
            let joint = binding.iter().any(|b| self.law.norm(b.clause).modality.allots());
            if agreed || joint {
                let why = "asserted; between the two an agreement has settled it";
                dyad.claims.push(self.listed(c.clause, why));
            } else if self.says(c.clause, other, make.layer, StanceKind::Accept) {
                dyad.findings.push(make.finding(c, Standing::Binds));
            } else if self.says(c.clause, other, make.layer, StanceKind::Protest)
                || self.asserts_otherwise(other, own, asserted)
            {
                let mut finding = make.finding(c, Standing::Asserted);
                finding.verdict = Verdict::Contested;
                dyad.findings.push(finding);
            } else {
                dyad.claims.push(self.listed(c.clause, "asserted; the other has not taken it up"));
            }
        }
    }

    /// Does `other` itself say that the place is not `own`'s?
    fn asserts_otherwise(&self, other: State, own: State, asserted: &[&Candidate<'_>]) -> bool {
        asserted.iter().any(|c| {
            self.law.instrument(c.clause).parties.contains(&self.law.states[other])
                && self.law.norm(c.clause).modality.allots()
                && !c.clause.bearers.contains(&own)
        })
    }

    fn listed(&self, c: &Clause, why: &str) -> Listed {
        let norm = self.law.norm(c);
        Listed {
            norm: self.name(c),
            bearer: c.bearers.iter().map(|s| self.law.states[*s].clone()).collect(),
            text: norm.text.clone(),
            why: why.to_owned(),
        }
    }

    /// Why a norm is over.
    fn over(&self, c: &Clause) -> Defeat {
        let (norm, own) = (self.law.norm(c), &self.law.instrument(c).id);
        let all = &self.law.record.instruments;
        let later = all.iter().find(|i| {
            let replaces =
                |r: &crate::norm::Relation| r.kind == RelationKind::Supersedes && r.to == *own;
            i.relations.iter().any(replaces)
        });
        let (to, why) = match (&norm.until_event, later) {
            (Some(id), _) if self.in_force_for_all(id) => {
                (id.clone(), format!("it was to last until {id} is in force"))
            }
            (_, Some(i)) => (i.id.clone(), format!("replaced by {}", i.id)),
            _ => (String::new(), "it has ended".to_owned()),
        };
        Defeat { norm: self.name(c), to, why }
    }

    /// `RUKZ1998#sectors`
    pub(crate) fn name(&self, c: &Clause) -> String {
        format!("{}#{}", self.law.instrument(c).id, self.law.norm(c).id)
    }

    /// Who asserts the place for whom, and the parties between which that is open.
    fn assertions(
        &self,
        candidates: &[Candidate<'_>],
        dyads: &[DyadAnswer],
    ) -> (Vec<Assertion>, Vec<String>) {
        let mut found: Vec<Assertion> = Vec::new();
        let parties = 0..self.law.record.parties.len();
        for c in candidates.iter().filter(|c| c.is_inside()) {
            let instrument = self.law.instrument(c.clause);
            let [holder] = c.clause.bearers[..] else { continue };
            if !instrument.kind.asserts()
                || !self.law.norm(c.clause).modality.allots()
                || self.clause(c.clause, 0, 1).standing != Standing::Asserted
                || instrument.parties.iter().all(|p| self.is_gone(p))
                || !parties.contains(&holder)
            {
                continue;
            }
            let way = match &c.clause.extent {
                Extent::Sector { way, .. } => way.clone(),
                _ => instrument.id.clone(),
            };
            let holder = self.law.states[holder].clone();
            match found.iter_mut().find(|a| a.way == way && a.holder == holder) {
                Some(a) => a.by.extend(instrument.parties.iter().cloned()),
                None => {
                    let limit_nm = c.limit_nm();
                    found.push(Assertion { by: instrument.parties.clone(), way, holder, limit_nm });
                }
            }
        }
        let mut holders: Vec<String> = found.iter().map(|a| a.holder.clone()).collect();
        for f in dyads.iter().flat_map(|d| d.with(Verdict::Holds)) {
            if f.modality.is_some_and(crate::terms::Modality::allots) && f.bearer.len() == 1 {
                holders.extend(f.bearer.iter().cloned());
            }
        }
        let settled = |a: &str, b: &str| {
            let own = |d: &&DyadAnswer| d.between.iter().all(|x| x == a || x == b);
            a == b || dyads.iter().find(own).is_some_and(DyadAnswer::is_settled)
        };
        let open = |p: &&String| holders.contains(p) && holders.iter().any(|h| !settled(p, h));
        let overlap = self.law.record.parties.iter().filter(open).cloned().collect();
        (found, overlap)
    }
}

/// Candidates between two states by how they stand.
#[derive(Default)]
struct Heap<'c> {
    binding: Vec<&'c Candidate<'c>>,
    pending: Vec<&'c Candidate<'c>>,
    asserted: Vec<&'c Candidate<'c>>,
    /// Between others, and protested by one of the two.
    foreign: Vec<&'c Candidate<'c>>,
    inter_alios: Vec<Listed>,
    political: Vec<Listed>,
    ended: Vec<Defeat>,
    boundary: Option<Verdict>,
}

impl Heap<'_> {
    fn bound(&mut self, standing: Standing) {
        match standing {
            Standing::Binds => self.boundary = Some(Verdict::Holds),
            Standing::Pending if self.boundary.is_none() => self.boundary = Some(Verdict::Pending),
            _ => {}
        }
    }
}

/// Makes findings between two states.
struct Make<'d, 'l, 'w> {
    day: &'d Day<'l, 'w>,
    layer: Layer,
    pair: [State; 2],
    near_m: f64,
}

impl Make<'_, '_, '_> {
    fn finding(&self, c: &Candidate<'_>, standing: Standing) -> LegalFinding {
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
            condition: norm.condition.clone(),
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

    /// Whom a finding names: where all parties bear a norm alike, those two between whom it is asked.
    fn bearers(&self, clause: &Clause) -> Vec<String> {
        let alike = self.day.law.norm(clause).bearer == Bearer::Parties;
        let named = |s: &&State| !alike || self.pair.contains(*s);
        clause.bearers.iter().filter(named).map(|s| self.day.law.states[*s].clone()).collect()
    }

    /// In force between others and protested by one of the two.
    fn foreign(&self, c: &Candidate<'_>) -> LegalFinding {
        let mut finding = self.finding(c, Standing::Alien);
        finding.inter_alios = true;
        finding
    }

    fn other_reading(&self, between: Between, verdict: Verdict) -> Option<Verdict> {
        let other = match between.or? {
            Standing::Binds => Verdict::Holds,
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
            if stands == standing || (standing == Standing::Alien && stands == Standing::Alien) {
                out.push(self.one_basis(k, &r.text));
            }
        }
        out
    }

    fn one_basis(&self, k: usize, article: &str) -> Basis {
        let i = &self.day.law.record.instruments[k];
        let binds = self.day.between(k, self.pair[0], self.pair[1]).standing == Standing::Binds;
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
        let of = |s| self.day.stances(clause, s, self.layer);
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
        let missing = i.still_missing(self.day.date);
        let event = match later {
            Some(d) => format!("entry into force of {} ({d})", i.id),
            None if missing.is_empty() => format!("entry into force of {}", i.id),
            None => format!(
                "entry into force of {}: ratification not known of {}",
                i.id,
                missing.join(", ")
            ),
        };
        vec![event]
    }
}

fn place(c: &Candidate<'_>, model: &str) -> Place {
    Place { extent: c.clause.extent.to_string(), model: model.to_owned(), limit_nm: c.limit_nm() }
}

impl LegalFinding {
    fn lacuna(dyad: &DyadAnswer) -> Self {
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
fn merged(findings: Vec<LegalFinding>) -> Vec<LegalFinding> {
    let mut out: Vec<LegalFinding> = Vec::new();
    for f in findings {
        let same = |g: &&mut LegalFinding| {
            let key = |x: &LegalFinding| (x.third, x.modality, x.verdict, x.or, x.inter_alios);
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
