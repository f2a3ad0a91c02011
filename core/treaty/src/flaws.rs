//! What can be wrong with a record, each with the instrument and the key that says so.

mod circles;
mod names;
mod norms;
mod words;

use crate::record::Record;

/// Something wrong with the record.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Flaw {
    /// Instrument, or empty.
    pub instrument: String,
    /// Key within its file.
    pub key: String,
    /// One sentence.
    pub text: String,
    /// Next step.
    pub help: String,
    /// Nothing can be asked of a record with it.
    pub fatal: bool,
}

impl Record {
    /// All that is wrong, instrument by instrument.
    #[must_use]
    pub fn flaws(&self) -> Vec<Flaw> {
        let mut out = Vec::new();
        for i in &self.instruments {
            self.norms(i, &mut out);
            self.relations(i, &mut out);
            self.stances(&i.id, &i.stances, &mut out);
            self.reservations(i, &mut out);
        }
        self.cycles(&mut out);
        self.duplicates(&mut out);
        self.ways_and_lines(&mut out);
        self.successions(&mut out);
        out
    }
}
