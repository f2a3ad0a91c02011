//! The record as it was known on an earlier day. The day on which something holds and the day on which the case
//! learned of it are two things: what was not known is left out, and the law of any day is asked of the rest.

use jiff::civil::Date;

use crate::date::DateSpan;
use crate::extent::Extent;
use crate::record::Record;
use crate::way::WayKind;

/// Had it been learned of by a day: the day given for that, or else its own.
fn by(on: Date, known: Option<&DateSpan>, own: Option<&DateSpan>) -> bool {
    known.or(own).is_none_or(|d| d.first <= on)
}

impl Record {
    /// The record with what was known on a day: no instrument signed later, no event after it, no stance taken later,
    /// and nothing that refers to an instrument not known yet. What was known of an uncertain day is kept whole.
    #[must_use]
    pub fn as_known_on(&self, on: Date) -> Self {
        let mut out = Self { known_on: Some(on), ..self.clone() };
        out.instruments.retain(|i| by(on, i.known.as_ref(), i.signed.as_ref()));
        for i in &mut out.instruments {
            i.events.retain(|e| by(on, e.known.as_ref(), Some(&e.date)));
            i.stances.retain(|s| by(on, s.known.as_ref(), s.from.as_ref()));
            let own =
                |r: &crate::reservation::Reservation| by(on, r.known.as_ref(), r.from.as_ref());
            i.reservations.retain(own);
            // A status known up to a day later than that is known up to that day.
            if i.as_of.as_ref().is_none_or(|d| d.last > on) {
                i.as_of = Some(DateSpan::day(on));
            }
        }
        out.procedures.retain(|p| p.from.first <= on);
        let ids: Vec<String> = out.instruments.iter().map(|i| i.id.clone()).collect();
        let instrument_of = |target: &str| {
            let id = target.split('#').next().unwrap_or_default();
            target.contains(':') || ids.iter().any(|known| known == id)
        };
        for i in &mut out.instruments {
            i.relations.retain(|r| ids.contains(&r.to));
            i.stances.retain(|s| instrument_of(&s.target));
            for n in &mut i.norms {
                n.until_event = n.until_event.take().filter(|e| ids.contains(e));
            }
        }
        out.without_unknown_lines();
        out
    }

    /// Lines of instruments that are not known yet are drawn by nobody: norms that name them wait for their place.
    fn without_unknown_lines(&mut self) {
        let drawn: Vec<String> = self.all_lines().map(|l| l.id.clone()).collect();
        for n in self.instruments.iter_mut().flat_map(|i| &mut i.norms) {
            let lost = n.extent.leaves().into_iter().any(|leaf| match leaf {
                Extent::Side { line, .. } | Extent::Near { line, .. } => !drawn.contains(line),
                _ => false,
            });
            if lost {
                n.extent = Extent::Unknown("its line is not known yet".into());
            }
        }
        self.ways.retain(|w| match &w.kind {
            WayKind::Equidistance { baselines, .. } => {
                baselines.iter().all(|(_, line)| drawn.contains(line))
            }
            WayKind::Midpoint { .. } => true,
        });
    }
}
