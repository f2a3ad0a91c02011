//! The days on which the law of a record can change, and how an answer changes over them.

use jiff::civil::Date;
use serde::Serialize;

use crate::answer::{DyadAnswer, Question};
use crate::law::Law;

/// An answer that stands from one day on.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Since {
    /// First day.
    #[serde(serialize_with = "shown")]
    pub day: Date,
    /// By pair of states: what holds, is pending or contested, in short.
    pub answers: Vec<(String, String)>,
}

fn shown<S: serde::Serializer>(date: &Date, s: S) -> Result<S::Ok, S::Error> {
    s.collect_str(date)
}

impl Law<'_> {
    /// Every day on which something begins, ends or is known to happen, in order.
    #[must_use]
    pub fn days(&self) -> Vec<Date> {
        let r = &self.record;
        let mut spans = Vec::new();
        for i in &r.instruments {
            spans.extend(i.signed.iter());
            spans.extend(i.events.iter().filter(|e| e.is_verified()).map(|e| &e.date));
            spans.extend(i.norms.iter().flat_map(|n| [&n.from, &n.until]).flatten());
            spans.extend(i.reservations.iter().flat_map(|r| [&r.from, &r.until]).flatten());
            spans.extend(i.stances.iter().flat_map(|s| [&s.from, &s.until]).flatten());
        }
        spans.extend(r.successions.iter().map(|s| &s.from));
        let mut days: Vec<Date> = spans.iter().flat_map(|d| [d.first, d.last]).collect();
        days.sort_unstable();
        days.dedup();
        days
    }

    /// How the answer to a question changes between two days, read with overlays and supposed instruments; the first
    /// entry is the answer on the first day.
    ///
    /// # Errors
    /// As [`Law::read`] and [`crate::Day::at`].
    pub fn history(
        &self,
        q: &Question<'_>,
        (from, to): (Date, Date),
        (overlays, suppose): (&[String], &[String]),
    ) -> Result<Vec<Since>, String> {
        let mut out: Vec<Since> = Vec::new();
        let inside = self.days().into_iter().filter(|d| *d > from && *d <= to);
        for day in std::iter::once(from).chain(inside) {
            let answer = self.read(day, overlays, suppose)?.at(q)?;
            let answers: Vec<(String, String)> =
                answer.dyads.iter().map(|d| (d.between.join("-"), short(d))).collect();
            if out.last().is_none_or(|s| s.answers != answers) {
                out.push(Since { day, answers });
            }
        }
        Ok(out)
    }
}

/// `HOLDS KAZ RUKZ1998+RUKZ2002; PENDING ...`
fn short(d: &DyadAnswer) -> String {
    let one = |f: &crate::answer::LegalFinding| {
        let or = f.or.map(|v| format!("/{}", v.word())).unwrap_or_default();
        let basis: Vec<&str> = f.basis.iter().map(|b| b.instrument.as_str()).collect();
        let who =
            if f.bearer.is_empty() { String::new() } else { format!(" {}", f.bearer.join("+")) };
        let what = f.modality.map(|m| format!(" {}", m.word())).unwrap_or_default();
        let basis =
            if basis.is_empty() { String::new() } else { format!(" by {}", basis.join("+")) };
        format!("{}{or}{who}{what}{basis}", f.verdict.word())
    };
    d.findings.iter().filter(|f| !f.third).map(one).collect::<Vec<_>>().join("; ")
}
