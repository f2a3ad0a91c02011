//! The law of one day as a command line asks for it.

use clap::Args;
use littoral_delimit::Waters;
use littoral_treaty::{Day, Law, Record};

use super::date;
use super::words::{Word, Words};
use crate::failure::{Failure, Outcome};
use crate::session::Session;

/// How the record is read.
#[derive(Debug, Args)]
pub struct ReadArgs {
    /// Read with a theory or characterisation of the case (`law.toml` lists them: continuity, lapse, sea, lake)
    #[arg(long, value_name = "ID")]
    pub overlay: Vec<String>,
    /// As if this instrument were in force
    #[arg(long, value_name = "ID")]
    pub suppose: Vec<String>,
    /// With no more than was known on this day
    #[arg(long, value_name = "DAY")]
    pub as_known_on: Option<String>,
}

/// A case, a day, and how the record is read.
#[derive(Debug, Args)]
pub struct DayArgs {
    /// Folder, case.toml, or the name of a case that comes with littoral
    pub case: String,
    /// Day, as 2004-06-01
    #[arg(long)]
    pub date: String,
    /// How the record is read.
    #[command(flatten)]
    pub read: ReadArgs,
}

impl ReadArgs {
    /// The record as it is to be read.
    ///
    /// # Errors
    /// A day that is none.
    pub(super) fn record(&self, session: &Session) -> Outcome<Record> {
        let Some(text) = &self.as_known_on else { return Ok(session.record.clone()) };
        Ok(session.record.as_known_on(date("as-known-on", text)?))
    }

    /// What is read with and supposed, for titles: `, read with lapse, supposing AKT2018 in force`.
    pub(super) fn words(&self, words: Words) -> String {
        let mut out = String::new();
        if !self.overlay.is_empty() {
            out += &words.fill(Word::ReadWith, &[&words.list(&self.overlay)]);
        }
        if !self.suppose.is_empty() {
            out += &words.fill(Word::Supposing, &[&words.list(&self.suppose)]);
        }
        if let Some(day) = &self.as_known_on {
            out += &words.fill(Word::KnownOn, &[&words.own(day)]);
        }
        out
    }
}

/// Does something with the law of the day.
///
/// # Errors
/// A bad case, day, overlay or instrument; else what `work` says.
pub(super) fn with<T>(
    args: &DayArgs,
    work: impl FnOnce(&Session, &Day<'_, '_>) -> Outcome<T>,
) -> Outcome<T> {
    let on = date("date", &args.date)?;
    let session = Session::read(&args.case, &[])?;
    let record = args.read.record(&session)?;
    under(&session, &record, |law| {
        let day = law.read(on, &args.read.overlay, &args.read.suppose).map_err(refused)?;
        work(&session, &day)
    })
}

/// Does something with the law of a case.
///
/// # Errors
/// The record cannot be bound to the sea; else what `work` says.
pub(super) fn under<T>(
    session: &Session,
    record: &Record,
    work: impl FnOnce(&Law<'_>) -> Outcome<T>,
) -> Outcome<T> {
    let help = "littoral case check shows what is wrong";
    let waters = Waters::new(session.case.clone())
        .map_err(|e| Failure::usage(e.to_string(), session.name(), help))?;
    let law = Law::new(record, &waters).map_err(|e| Failure::usage(e, "the instruments", help))?;
    work(&law)
}

/// What the law will not answer, as a failure of the command line.
pub(super) fn refused(why: String) -> Failure {
    Failure::usage(why, "command line", "littoral law --help shows what can be asked")
}
