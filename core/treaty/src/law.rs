//! The law of a sea: its record, bound to its geometry.

mod deposits;

use std::rc::Rc;

use jiff::civil::Date;
use littoral_delimit::Waters;

use crate::day::Day;
use crate::extent::Extent;
use crate::ground::{Ground, Held, Site};
use crate::instrument::Instrument;
use crate::norm::{Bearer, Norm};
use crate::record::Record;

/// Index of a state: parties first, then earlier states.
pub(crate) type State = usize;

/// One norm for one bearer, with its place.
#[derive(Debug)]
pub(crate) struct Clause {
    pub(crate) instrument: usize,
    pub(crate) norm: usize,
    pub(crate) bearers: Vec<State>,
    pub(crate) third: bool,
    /// The extent with its bearer put in.
    pub(crate) extent: Extent,
    /// Index into [`Law::sites`].
    pub(crate) site: usize,
}

/// A record bound to a sea. Built once, asked on many days.
pub struct Law<'w> {
    pub(crate) record: Record,
    pub(crate) states: Vec<String>,
    pub(crate) ground: Ground<'w>,
    pub(crate) clauses: Vec<Clause>,
    pub(crate) sites: Vec<Site>,
}

impl Law<'static> {
    /// The same with waters that others own too.
    ///
    /// # Errors
    /// As [`Law::new`].
    pub fn shared(record: &Record, waters: Rc<Waters>) -> Result<Self, String> {
        Self::over(record, Held::Shared(waters))
    }
}

impl<'w> Law<'w> {
    /// Binds a record to the waters of its case.
    ///
    /// # Errors
    /// A sentence: the record has a fatal flaw, or names what the case does not have.
    pub fn new(record: &Record, waters: &'w Waters) -> Result<Self, String> {
        Self::over(record, Held::Lent(waters))
    }

    fn over(record: &Record, waters: Held<'w>) -> Result<Self, String> {
        let mut record = record.clone();
        record.instruments.sort_by(|a, b| a.id.cmp(&b.id));
        if let Some(flaw) = record.flaws().into_iter().find(|f| f.fatal) {
            return Err(format!("{}: {}", flaw.instrument, flaw.text));
        }
        deposits::claims(&mut record, &waters);
        let lines: Vec<_> = record.all_lines().cloned().collect();
        let ground = Ground::new(waters, &lines, &record.ways)?;
        let states = record.states();
        let mut law = Self { record, states, ground, clauses: Vec::new(), sites: Vec::new() };
        for i in 0..law.record.instruments.len() {
            for n in 0..law.record.instruments[i].norms.len() {
                law.expand(i, n)?;
            }
        }
        Ok(law)
    }

    /// The record.
    #[must_use]
    pub fn record(&self) -> &Record {
        &self.record
    }

    /// The geometry.
    #[must_use]
    pub fn ground(&self) -> &Ground<'w> {
        &self.ground
    }

    /// The law of one day, by the instruments alone.
    #[must_use]
    pub fn on(&self, date: Date) -> Day<'_, 'w> {
        Day::new(self, date, &[], &[])
    }

    /// The law of one day read with overlays, and as if some instruments were in force.
    ///
    /// # Errors
    /// An unknown overlay or instrument, or two overlays of one group.
    pub fn read(
        &self,
        date: Date,
        overlays: &[String],
        suppose: &[String],
    ) -> Result<Day<'_, 'w>, String> {
        let mut groups: Vec<&str> = Vec::new();
        for id in overlays {
            let known = self.record.overlays.iter().find(|o| o.id == *id).ok_or_else(|| {
                let all: Vec<_> = self.record.overlays.iter().map(|o| o.id.as_str()).collect();
                format!("there is no overlay \"{id}\"; this case has: {}", all.join(", "))
            })?;
            if groups.contains(&known.group.as_str()) {
                return Err(format!(
                    "two overlays of the group {} exclude one another",
                    known.group
                ));
            }
            groups.push(&known.group);
        }
        if let Some(id) = suppose.iter().find(|id| self.record.instrument(id).is_none()) {
            return Err(format!("there is no instrument \"{id}\""));
        }
        Ok(Day::new(self, date, overlays, suppose))
    }

    pub(crate) fn instrument(&self, clause: &Clause) -> &Instrument {
        &self.record.instruments[clause.instrument]
    }

    pub(crate) fn norm(&self, clause: &Clause) -> &Norm {
        &self.record.instruments[clause.instrument].norms[clause.norm]
    }

    pub(crate) fn state(&self, id: &str) -> Option<State> {
        self.states.iter().position(|s| s == id)
    }

    /// Every pair of parties in the case's order.
    #[must_use]
    pub fn dyads(&self) -> Vec<[&str; 2]> {
        let ids: Vec<&str> = self.record.parties.iter().map(String::as_str).collect();
        let mut out = Vec::new();
        for (k, a) in ids.iter().enumerate() {
            out.extend(ids[k + 1..].iter().map(|b| [*a, *b]));
        }
        out
    }

    /// States that stand, or stood, under an instrument: its parties and those who succeeded them.
    fn under(&self, i: &Instrument) -> Vec<State> {
        if i.kind.asserts() {
            return (0..self.record.parties.len()).collect();
        }
        let party = |s: &State| self.stands_for(*s).iter().any(|id| i.parties.contains(id));
        (0..self.states.len()).filter(party).collect()
    }

    /// A state and all whose successor it is.
    pub(crate) fn stands_for(&self, state: State) -> Vec<String> {
        let mut all = vec![self.states[state].clone()];
        let mut k = 0;
        while k < all.len() {
            let before = self.record.successions.iter().filter(|s| s.by == all[k]);
            let new: Vec<String> =
                before.map(|s| s.of.clone()).filter(|of| !all.contains(of)).collect();
            all.extend(new);
            k += 1;
        }
        all
    }

    fn expand(&mut self, i: usize, n: usize) -> Result<(), String> {
        let instrument = &self.record.instruments[i];
        let norm = &instrument.norms[n];
        let under = self.under(instrument);
        let groups: Vec<Vec<State>> = match &norm.bearer {
            Bearer::Parties => vec![under],
            Bearer::Each => under.into_iter().map(|s| vec![s]).collect(),
            Bearer::States(list) => vec![list.iter().filter_map(|id| self.state(id)).collect()],
            Bearer::Third => vec![Vec::new()],
        };
        let (third, extent) = (norm.bearer == Bearer::Third, norm.extent.clone());
        let parties = instrument.parties.clone();
        let place = format!("{}#{}", instrument.id, norm.id);
        for bearers in groups {
            let own = bearers.first().map_or("", |s| self.states[*s].as_str()).to_owned();
            let other = match &parties[..] {
                [a, b] if *a == own => Some(b.as_str()),
                [a, b] if *b == own => Some(a.as_str()),
                _ => None,
            };
            let extent = extent.of(&own, other);
            let site = self.bind(&extent).map_err(|e| format!("{place}: {e}"))?;
            self.clauses.push(Clause { instrument: i, norm: n, bearers, third, extent, site });
        }
        Ok(())
    }

    fn bind(&mut self, extent: &Extent) -> Result<usize, String> {
        let (record, waters) = (&self.record, self.ground.held());
        let coasts = |id: &str| coasts_of(record, &waters, id);
        let site = self.ground.site(extent, &coasts)?;
        if let Some(k) = self.sites.iter().position(|s| *s == site) {
            return Ok(k);
        }
        self.sites.push(site);
        Ok(self.sites.len() - 1)
    }
}

/// Parties whose coasts a state has or had: its own, or those of all who came after it.
fn coasts_of(record: &Record, waters: &Waters, id: &str) -> Vec<usize> {
    if let Some(p) = waters.case().party(id) {
        return vec![p];
    }
    let mut all: Vec<usize> = Vec::new();
    for s in record.successions.iter().filter(|s| s.of == id) {
        all.extend(coasts_of(record, waters, &s.by));
    }
    all.sort_unstable();
    all.dedup();
    all
}
