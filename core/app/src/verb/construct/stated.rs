//! What files say of their datum beside what the command line says: they agree, one is more exact, or they are at odds.

use std::path::Path;

use littoral_formats::survey::{self, Reading};
use littoral_geodesy::{Datum, Ellipsoid};

use super::ground::{GroundArgs, wrong};
use crate::failure::{Failure, Outcome};

/// What a file says of its datum.
#[derive(Debug, Clone, Default)]
pub(super) struct Stated {
    said: survey::Stated,
    /// The file, for messages.
    file: String,
}

impl Stated {
    /// Of a file that was read.
    pub(super) fn of<T>(file: &Path, reading: &Reading<T>) -> Self {
        Self { said: reading.stated.clone(), file: file.display().to_string() }
    }

    /// Does the file settle its datum against the command line? What it states holds then, and `--datum` is that of other
    /// files. One that is taken as WGS 84, as ETRS89 is, does not move anything and may go by either name.
    pub(super) fn settled(&self, args: &GroundArgs) -> bool {
        match (&self.said.datum, &args.datum) {
            (Some(own), Some(given)) => !agree(own, given),
            _ => self.said.by_format && args.datum.is_none(),
        }
    }

    /// GeoJSON with a reference system of its own: what the coordinates mean is the user's to say.
    ///
    /// # Errors
    /// The command line states no datum, or another than that of the reference system.
    pub(super) fn confirmed(&self, args: &GroundArgs) -> Outcome<()> {
        let Some(crs) = &self.said.crs else { return Ok(()) };
        let own = self.said.datum.as_deref();
        let meant = |given: &str| own.is_none_or(|own| agree(own, given));
        if args.datum.as_deref().is_some_and(meant) {
            return Ok(());
        }
        let name = own.unwrap_or("NAME");
        let text = match &args.datum {
            Some(given) => format!("\"crs\" names {crs}, and the datum is stated as {given}"),
            None => format!("\"crs\" names {crs}; GeoJSON is WGS84 (RFC 7946)"),
        };
        let help = format!(
            "if the coordinates are meant so, state --datum \"{name}\"; else drop \"crs\", or bring them to WGS84 first: \
             littoral construct datum {} --datum \"{name}\" --to WGS84",
            self.file
        );
        Err(Failure::usage(text, format!("{}: crs", self.place()), help))
    }

    /// The datum of the file's coordinates. `ED50` in a file and `ED50 (mean)` beside it are one datum, the second with its
    /// parameters.
    pub(super) fn datum<'a>(&'a self, args: &'a GroundArgs) -> Option<&'a str> {
        match (self.said.datum.as_deref(), args.datum.as_deref()) {
            (Some(own), Some(given)) if self.settled(args) || is_bare(given) && !is_bare(own) => {
                Some(own)
            }
            (own, given) => given.or(own),
        }
    }

    /// The ellipsoid of the file's coordinates, where it or the command line names one.
    ///
    /// # Errors
    /// Both do, and they are not the same; or that of the file is not that of its datum.
    pub(super) fn ellipsoid<'a>(&'a self, args: &'a GroundArgs) -> Outcome<Option<&'a str>> {
        let given =
            args.ellipsoid.as_deref().filter(|_| !self.settled(args) || args.datum.is_none());
        let Some(own) = self.said.ellipsoid.as_deref() else { return Ok(given) };
        let of_datum = self.datum(args).and_then(Datum::named).map(|d| d.ellipsoid);
        for (other, what) in [(given, "--ellipsoid"), (of_datum.as_deref(), "the datum")] {
            let Some(other) = other.filter(|other| !one_figure(own, other)) else { continue };
            let text = format!("the file states the ellipsoid {own}, and {what} has {other}");
            return Err(Failure::usage(
                text,
                self.place(),
                "leave one of the two out, or mend the file",
            ));
        }
        Ok(Some(own))
    }

    /// Who names the datum, for messages.
    pub(super) fn source(&self, args: &GroundArgs) -> String {
        let own = self.said.line > 0 && (self.settled(args) || args.datum.is_none());
        if own { self.place() } else { "command line: --datum".to_owned() }
    }

    /// The file, and the line in which it states what it states.
    fn place(&self) -> String {
        match self.said.line {
            0 => self.file.clone(),
            line => format!("{}:{line}", self.file),
        }
    }
}

/// Lines for the head where `--datum` does not hold for all of the files, or some state no datum.
///
/// # Errors
/// `--datum` (or the `option` that stands for it) or `--helmert` is given, and all files settle their datum otherwise.
pub(super) fn said(
    args: &GroundArgs,
    option: &str,
    files: &[Stated],
) -> Outcome<Vec<(String, String)>> {
    let other = args.datum.as_deref().filter(|name| !on_wgs84(name));
    let of_target = args.datum.is_none() && args.to.as_deref().is_some_and(|to| !on_wgs84(to));
    let needless = other.is_some() || (args.helmert.is_some() && !of_target);
    let settled = |f: &&Stated| f.settled(args) && (needless || !f.said.by_format);
    match files.iter().find(settled) {
        Some(first) if files.iter().all(|f| f.settled(args)) => {
            Err(against(args, option, first, files))
        }
        _ => Ok(heads(&files.iter().filter(settled).collect::<Vec<_>>(), args, files)),
    }
}

fn heads(settled: &[&Stated], args: &GroundArgs, files: &[Stated]) -> Vec<(String, String)> {
    let mut out = Vec::new();
    for (name, by, by_format) in [("GeoJSON", "RFC 7946", true), ("own datum", "as stated", false)]
    {
        let of = settled.iter().filter(|f| f.said.by_format == by_format);
        let datum = |f: &Stated| f.said.datum.clone().unwrap_or_default();
        let list: Vec<String> = of.map(|f| format!("{}: {} ({by})", f.place(), datum(f))).collect();
        if !list.is_empty() {
            let words = format!("{}, whatever is said of the other files", list.join("; "));
            out.push((name.into(), words));
        }
    }
    let silent = files.iter().filter(|f| f.said.datum.is_none() && args.datum.is_none());
    let silent: Vec<&str> = silent.map(|f| f.file.as_str()).collect();
    if !silent.is_empty() && silent.len() < files.len() {
        let words = format!("{}: taken to be that of the other files", silent.join(", "));
        out.push(("not stated".into(), words));
    }
    out
}

/// The option that no file is left for.
fn against(args: &GroundArgs, option: &str, first: &Stated, files: &[Stated]) -> Failure {
    let (option, what) = match args.datum.as_deref() {
        Some(name) => (option, format!("not {name}")),
        None => ("--helmert", "nothing is shifted to it".to_owned()),
    };
    let names = files.iter().map(Stated::place).collect::<Vec<_>>().join(", ");
    let datum = first.said.datum.as_deref().unwrap_or_default();
    let (text, help) = match first.said.by_format {
        true => (
            format!("GeoJSON is {datum} (RFC 7946), {what}: {names}"),
            format!(
                "leave {option} out; coordinates of another datum belong in CSV or text, whose datum {option} tells"
            ),
        ),
        false => (
            format!("the file states {datum}, {what}: {names}"),
            format!("leave {option} out, or mend what the file states"),
        ),
    };
    wrong(&text, option, &help)
}

/// Is a datum WGS 84, or taken as it?
pub(super) fn on_wgs84(name: &str) -> bool {
    let set = Datum::named(name).and_then(|d| d.to_wgs84);
    set.is_some_and(|h| h.translation_m.iter().chain(&h.rotation_arcsec).all(|v| *v == 0.0))
}

/// Is it one name of a datum, or set of parameters, in two spellings?
pub(super) fn same(a: &str, b: &str) -> bool {
    let key = |s: &str| -> String {
        let s = Datum::named(s).map_or_else(|| s.to_owned(), |d| d.name);
        s.chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase).collect()
    };
    key(a) == key(b)
}

/// Can both be said of the same coordinates?
fn agree(a: &str, b: &str) -> bool {
    let base = |s: &str| s.split(" (").next().unwrap_or(s).to_owned();
    let refined = same(&base(a), &base(b)) && (is_bare(a) || is_bare(b));
    same(a, b) || refined || on_wgs84(a) && on_wgs84(b)
}

/// Names the datum no set of parameters?
fn is_bare(name: &str) -> bool {
    !name.contains('(')
}

fn one_figure(a: &str, b: &str) -> bool {
    match (Ellipsoid::parse(a), Ellipsoid::parse(b)) {
        (Ok(a), Ok(b)) => alike(&a, &b),
        _ => same(a, b),
    }
}

/// Figures that differ by less than a millimetre, as GRS 80 and WGS 84 do, are as good as one.
pub(super) fn alike(a: &Ellipsoid, b: &Ellipsoid) -> bool {
    (a.a_m - b.a_m).abs() < 1e-3 && (a.b_m() - b.b_m()).abs() < 1e-3
}
