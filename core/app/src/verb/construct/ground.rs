//! The figure of the earth and the datum on which a construction is made: stated, never assumed.

use std::path::Path;

use clap::Args;
use littoral_geodesy::{Datum, Earth, Helmert, LatLon};

use super::figure::Figure;
use super::stated::{Stated, on_wgs84, same};
use crate::failure::{Failure, Outcome};

/// Options that say what coordinates mean.
#[derive(Debug, Clone, Args)]
pub struct GroundArgs {
    /// Datum of the coordinates: WGS84, ETRS89, "Pulkovo 1942", ED50, KKJ ... (not of files that state
    /// another; GeoJSON is WGS84, unless a member "crs" names another system)
    #[arg(long, value_name = "NAME")]
    pub datum: Option<String>,
    /// Ellipsoid by name or by a,1/f, where the datum does not settle it: International1924, 6378245,298.3
    #[arg(long, value_name = "NAME|A,1/F")]
    pub ellipsoid: Option<String>,
    /// Datum on which to construct, if another: needs parameters, named or by --helmert
    #[arg(long, value_name = "NAME")]
    pub to: Option<String>,
    /// Ellipsoid of --to by name or by a,1/f, where its name does not settle it: Bessel1841, 6378388,297
    #[arg(long, value_name = "NAME|A,1/F", requires = "to")]
    pub to_ellipsoid: Option<String>,
    /// Parameters from the datum to WGS84: dx,dy,dz or dx,dy,dz,rx,ry,rz,ds,pv (or cf); metres, arc
    /// seconds, ppm. From WGS84 they are those of --to, and are reversed
    #[arg(long, value_name = "SET", allow_hyphen_values = true)]
    pub helmert: Option<String>,
}

impl GroundArgs {
    fn given(&self) -> Outcome<Option<Helmert>> {
        let given = self.helmert.as_deref().map(Helmert::parse).transpose();
        given.map_err(|e| wrong(&e, "--helmert", "name a set, or write all seven"))
    }

    /// The datum of the construction, where it is another than that of the coordinates.
    fn target(&self) -> Outcome<Option<Figure>> {
        let figure = |to| Figure::of(Some(to), self.to_ellipsoid.as_deref(), "command line: --to");
        self.to.as_deref().map(figure).transpose()
    }

    /// The same for a line in a datum of its own beside files in another, and what is left for these: parameters are the line's
    /// unless the files want them.
    #[must_use]
    pub(super) fn parted(&self, line: &str) -> (Self, Self) {
        let has_set = |name: &str| Datum::named(name).is_some_and(|d| d.to_wgs84.is_some());
        let files = self.datum.as_deref();
        let lines = files.is_none_or(on_wgs84)
            || (files.is_some_and(has_set) && !has_set(line))
            || self.to.is_none();
        let (mut of_files, mut of_line) = (self.clone(), self.clone());
        (of_line.datum, of_line.ellipsoid) = (Some(line.to_owned()), None);
        let other = if lines { &mut of_files } else { &mut of_line };
        other.helmert = None;
        (of_files, of_line)
    }
}

/// The earth of a construction, and how coordinates of a file come onto it.
#[derive(Debug, Clone)]
pub(super) struct Ground {
    /// The ellipsoid on which everything is computed.
    pub earth: Earth,
    /// Datum of the results in words.
    pub datum: String,
    /// Lines for the head of every result.
    pub facts: Vec<(String, String)>,
    pub(super) shift: Option<Shift>,
}

/// From a file's datum over WGS 84 to the datum of the construction.
#[derive(Debug, Clone)]
pub(super) struct Shift {
    pub from: Earth,
    pub wgs: Earth,
    pub there: Helmert,
    pub back: Helmert,
}

impl Ground {
    /// The ground of a file, or of places on the command line.
    ///
    /// # Errors
    /// Neither datum nor ellipsoid is stated, or they are not known, or parameters are missing.
    pub(super) fn of(args: &GroundArgs, stated: &Stated) -> Outcome<Self> {
        stated.confirmed(args)?;
        let given = args.given()?;
        let own = Figure::of(stated.datum(args), stated.ellipsoid(args)?, &stated.source(args))?;
        let target = args.target()?;
        if stated.settled(args) {
            // Parameters beside --datum are of that datum; beside none they are of the target.
            let given = given.filter(|_| args.datum.is_none());
            return match target.filter(|to| !to.is(&own)) {
                Some(target) => own.shifted(target, given),
                None => Ok(own.ground()),
            };
        }
        let Some(target) = target else {
            if given.is_some() {
                let help = "add --to WGS84, or drop --helmert";
                return Err(wrong("--helmert shifts nothing without --to", "--helmert", help));
            }
            return Ok(own.ground());
        };
        // Onto itself nothing is moved, and no parameters are wanted.
        if given.is_none() && target.is(&own) {
            return Ok(own.ground());
        }
        own.shifted(target, given)
    }

    /// Another file's ground, whose coordinates are brought onto this one.
    ///
    /// # Errors
    /// As [`Self::of`]; and both grounds must be of one datum, or parameters must join them.
    pub(super) fn joined(&self, args: &GroundArgs, stated: &Stated) -> Outcome<Self> {
        stated.confirmed(args)?;
        let Some(name) = stated.datum(args) else { return Ok(self.clone()) };
        if same(name, &self.datum) {
            return Ok(Self { shift: None, ..self.clone() });
        }
        // The parameters on the command line are those of the datum named there.
        let given = args.given()?.filter(|_| !stated.settled(args));
        let figure = Figure::of(Some(name), stated.ellipsoid(args)?, &stated.source(args))?;
        figure.shifted(Figure::on(&self.datum, self.earth.ellipsoid()), given)
    }

    /// Says in the head how another file's coordinates are brought here, if they are moved.
    pub(super) fn tells(&mut self, other: &Self, file: &Path) {
        let own = |name: &str| matches!(name, "datum" | "ellipsoid");
        let new = |f: &&(String, String)| !own(&f.0) && !self.facts.contains(f);
        let more: Vec<(String, String)> = other.facts.iter().filter(new).cloned().collect();
        let named = |(name, words)| (format!("{name} of {}", file.display()), words);
        self.facts.extend(more.into_iter().map(named));
    }

    /// A coordinate of the file on the ground of the construction.
    #[must_use]
    pub(super) fn place(&self, p: LatLon) -> LatLon {
        match &self.shift {
            Some(s) => {
                let on_wgs = s.there.forward(&s.from, &s.wgs, p);
                s.back.backward(&self.earth, &s.wgs, on_wgs)
            }
            None => p,
        }
    }
}

/// A refusal of an option.
pub(super) fn wrong(text: &str, option: &str, help: &str) -> Failure {
    Failure::usage(text, format!("command line: {option}"), help)
}
