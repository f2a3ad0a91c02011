//! What states say: stances and reservations.

use crate::flaws::Flaw;
use crate::instrument::Instrument;
use crate::norm::Stance;
use crate::record::Record;

impl Record {
    pub(super) fn stances(&self, owner: &str, stances: &[Stance], out: &mut Vec<Flaw>) {
        for (k, s) in stances.iter().enumerate() {
            let mut flaw = |key: &str, text: String, help: &str| {
                let key = format!("stance[{k}].{key}");
                let (instrument, help) = (owner.to_owned(), help.to_owned());
                out.push(Flaw { instrument, key, text, help, fatal: true });
            };
            let target = match s.target.split_once([':', '#']) {
                Some(("event", _)) => true,
                Some(("succession", of)) => self.successions.iter().any(|x| x.of == of),
                Some((id, norm)) => {
                    self.instrument(id).is_some_and(|i| i.norms.iter().any(|n| n.id == norm))
                }
                None => self.instrument(&s.target).is_some(),
            };
            if !target {
                let help = "write INSTRUMENT, INSTRUMENT#norm, succession:STATE or event:ID";
                flaw("target", format!("there is nothing called {}", s.target), help);
            }
            if !self.states().contains(&s.party) {
                flaw("party", format!("{} is no party of this case", s.party), "");
            }
            if let (Some(from), Some(until)) = (&s.from, &s.until)
                && until.last < from.first
            {
                flaw("until", format!("the stance ends ({until}) before it begins ({from})"), "");
            }
        }
    }

    pub(super) fn reservations(&self, i: &Instrument, out: &mut Vec<Flaw>) {
        for (k, r) in i.reservations.iter().enumerate() {
            let mut flaw = |key: &str, text: String, help: &str| {
                let key = format!("reservation[{k}].{key}");
                let (instrument, help) = (i.id.clone(), help.to_owned());
                out.push(Flaw { instrument, key, text, help, fatal: true });
            };
            if !i.parties.contains(&r.party) {
                let text = format!("{} is no party to {} and cannot reserve", r.party, i.id);
                flaw("party", text, "name a party of the instrument; others take a [[stance]]");
            }
            if let Some(id) = r.norms.iter().find(|id| i.norms.iter().all(|n| n.id != **id)) {
                let text = format!("{} has no norm {id}", i.id);
                flaw("norms", text, "name norms of this file, or none for all of them");
            }
            let stranger = |p: &&String| !i.parties.contains(p) || **p == r.party;
            if let Some(p) = r.refused_by.iter().find(stranger) {
                let text = format!("{p} cannot refuse a reservation of {} to {}", r.party, i.id);
                flaw("refused_by", text, "name other parties of the instrument");
            }
            if let (Some(from), Some(until)) = (&r.from, &r.until)
                && until.last < from.first
            {
                let text = format!("the reservation ends ({until}) before it begins ({from})");
                flaw("until", text, "until is the day of its withdrawal");
            }
        }
    }
}
