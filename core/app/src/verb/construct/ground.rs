//! The figure of the earth and the datum on which a construction is made: stated, never assumed.

use clap::Args;
use littoral_geodesy::{Datum, Earth, Ellipsoid, Helmert, LatLon};

use littoral_formats::survey::Reading;

use crate::failure::{Failure, Outcome};

/// Options that say what coordinates mean.
#[derive(Debug, Clone, Args)]
pub struct GroundArgs {
    /// Datum of the coordinates: WGS84, ETRS89, "Pulkovo 1942", ED50, KKJ ... (GeoJSON is WGS84, whatever
    /// is said here of the other files)
    #[arg(long, value_name = "NAME")]
    pub datum: Option<String>,
    /// Ellipsoid by name or by a,1/f, where the datum does not settle it: International1924, 6378245,298.3
    #[arg(long, value_name = "NAME|A,1/F")]
    pub ellipsoid: Option<String>,
    /// Datum on which to construct, if another: needs parameters, named or by --helmert
    #[arg(long, value_name = "NAME")]
    pub to: Option<String>,
    /// Parameters from the datum to WGS84: dx,dy,dz or dx,dy,dz,rx,ry,rz,ds,pv (or cf); metres, arc
    /// seconds, ppm
    #[arg(long, value_name = "SET", allow_hyphen_values = true)]
    pub helmert: Option<String>,
}

impl GroundArgs {
    fn given(&self) -> Outcome<Option<Helmert>> {
        let given = self.helmert.as_deref().map(Helmert::parse).transpose();
        given.map_err(|e| wrong(&e, "--helmert", "name a set, or write all seven"))
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

/// What a file says of its datum.
#[derive(Debug, Clone, Default)]
pub(super) struct Stated {
    /// The datum that it names.
    pub name: Option<String>,
    /// Its format settles it.
    pub by_format: bool,
    /// The file, for messages.
    pub file: String,
}

impl Stated {
    /// Of a file that was read.
    pub(super) fn of<T>(file: &std::path::Path, reading: &Reading<T>) -> Self {
        let (name, by_format) = (reading.datum.clone(), reading.datum_by_format);
        Self { name, by_format, file: file.display().to_string() }
    }

    /// Is the datum that of the format, because the command line names another? One that is taken as WGS 84, as ETRS89
    /// is, does not move anything and keeps its name.
    fn settled(&self, args: &GroundArgs) -> bool {
        self.by_format && !args.datum.as_deref().is_some_and(on_wgs84)
    }
}

/// A line for the head where `--datum` does not hold for all of the files.
///
/// # Errors
/// `--datum` or `--helmert` is given for files that all are WGS 84 by their format.
pub(super) fn said(args: &GroundArgs, files: &[Stated]) -> Outcome<Option<(String, String)>> {
    let other = args.datum.as_deref().is_some_and(|name| !on_wgs84(name));
    let settled: Vec<&Stated> = files.iter().filter(|f| f.settled(args)).collect();
    if settled.is_empty() || !(other || args.helmert.is_some()) {
        return Ok(None);
    }
    let names = settled.iter().map(|f| f.file.as_str()).collect::<Vec<_>>().join(", ");
    if settled.len() < files.len() {
        let words = format!("{names}: WGS84 (RFC 7946), whatever is said of the other files");
        return Ok(Some(("GeoJSON".into(), words)));
    }
    let (option, what) = match args.datum.as_deref().filter(|_| other) {
        Some(name) => ("--datum", format!("not {name}")),
        None => ("--helmert", "nothing is shifted to it".to_owned()),
    };
    let help = format!(
        "leave {option} out; coordinates of another datum belong in CSV or text, whose datum {option} tells"
    );
    Err(wrong(&format!("GeoJSON is WGS84 (RFC 7946), {what}: {names}"), option, &help))
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
    shift: Option<Shift>,
}

/// From a file's datum over WGS 84 to the datum of the construction.
#[derive(Debug, Clone)]
struct Shift {
    from: Earth,
    wgs: Earth,
    there: Helmert,
    back: Helmert,
}

impl Ground {
    /// The ground of a file, or of places on the command line.
    ///
    /// # Errors
    /// Neither datum nor ellipsoid is stated, or they are not known, or parameters are missing.
    pub(super) fn of(args: &GroundArgs, stated: &Stated) -> Outcome<Self> {
        let given = args.given()?;
        if stated.settled(args) {
            let shape = args.ellipsoid.as_deref().filter(|_| args.datum.is_none());
            let own = Figure::of(stated.name.as_deref(), shape)?;
            return match args.to.as_deref().filter(|to| !same(to, &own.name)) {
                Some(target) => own.shifted(target, None),
                None => Ok(own.ground()),
            };
        }
        let name = args.datum.as_deref().or(stated.name.as_deref());
        let own = Figure::of(name, args.ellipsoid.as_deref())?;
        let Some(target) = args.to.as_deref() else {
            if given.is_some() {
                let help = "add --to WGS84, or drop --helmert";
                return Err(wrong("--helmert shifts nothing without --to", "--helmert", help));
            }
            return Ok(own.ground());
        };
        own.shifted(target, given)
    }

    /// Another file's ground, whose coordinates are brought onto this one.
    ///
    /// # Errors
    /// As [`Self::of`]; and both grounds must be of one datum, or parameters must join them.
    pub(super) fn joined(&self, args: &GroundArgs, stated: &Stated) -> Outcome<Self> {
        let beside = args.datum.as_deref().filter(|_| !stated.settled(args));
        let Some(name) = stated.name.as_deref().or(beside) else { return Ok(self.clone()) };
        if same(name, &self.datum) {
            return Ok(Self { shift: None, ..self.clone() });
        }
        // The parameters on the command line are those of the datum named there.
        let theirs = !stated.settled(args) && beside.is_none_or(|b| same(b, name));
        let given = args.given()?.filter(|_| theirs);
        let ellipsoid = args.ellipsoid.as_deref().filter(|_| beside.is_some_and(|b| same(b, name)));
        let found = Figure::of(Some(name), ellipsoid)?.shifted(&self.datum, given)?;
        // What the ground is was said already, and may be an ellipsoid of its own.
        Ok(Self { earth: self.earth.clone(), ..found })
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

/// A datum as far as it is stated.
struct Figure {
    name: String,
    ellipsoid: Ellipsoid,
    known: Option<Datum>,
}

impl Figure {
    fn of(name: Option<&str>, ellipsoid: Option<&str>) -> Outcome<Self> {
        let known = name.and_then(Datum::named);
        let shape = match (ellipsoid, &known, name) {
            (Some(text), _, _) => {
                let shape = Ellipsoid::parse(text)
                    .map_err(|e| wrong(&e, "--ellipsoid", "name one, or write a,1/f"))?;
                known.as_ref().map_or(Ok(()), |datum| agrees(datum, &shape))?;
                shape
            }
            (None, Some(datum), _) => Ellipsoid::parse(&datum.ellipsoid)
                .map_err(|e| wrong(&e, "--datum", "state --ellipsoid"))?,
            (None, None, Some(name)) => {
                let text = format!("the datum \"{name}\" is not known");
                let help = format!(
                    "state its ellipsoid too (--ellipsoid International1924). Known: {}",
                    Datum::names().join(", ")
                );
                return Err(wrong(&text, "--datum", &help));
            }
            (None, None, None) => {
                return Err(wrong(
                    "the datum of the coordinates is not stated",
                    "--datum",
                    "add --datum WGS84 (or ED50, \"Pulkovo 1942\" ...), a line \"# datum: WGS84\" in \
                     the file, or at least --ellipsoid",
                ));
            }
        };
        let name = match (&known, name) {
            (Some(datum), _) => datum.name.clone(),
            (None, Some(name)) => name.to_owned(),
            (None, None) => format!("not stated (ellipsoid {})", shape.name),
        };
        Ok(Self { name, ellipsoid: shape, known })
    }

    fn facts(&self) -> Vec<(String, String)> {
        let e = &self.ellipsoid;
        let inverse = if e.f == 0.0 { "infinite".to_owned() } else { format!("{:.9}", 1.0 / e.f) };
        vec![
            ("datum".into(), self.name.clone()),
            ("ellipsoid".into(), format!("{} (a {} m, 1/f {inverse})", e.name, e.a_m)),
        ]
    }

    fn ground(self) -> Ground {
        let (earth, facts) = (Earth::new(&self.ellipsoid), self.facts());
        Ground { earth, datum: self.name, facts, shift: None }
    }

    fn shifted(self, target: &str, given: Option<Helmert>) -> Outcome<Ground> {
        let to = Self::of(Some(target), None)?;
        let named = |f: &Self| f.known.as_ref().and_then(|d| d.to_wgs84.clone());
        let missing = |name: &str| {
            let help = "name a set (\"Pulkovo 1942 (GOST)\", \"ED50 (mean)\", \"ED50 (Common \
                        Offshore)\", \"KKJ (JHS153)\"), or give its parameters: --helmert dx,dy,dz --to WGS84";
            wrong(&format!("no parameters are stated from {name} to WGS84"), "--datum", help)
        };
        let there = given.or_else(|| named(&self)).ok_or_else(|| missing(&self.name))?;
        let back = named(&to).ok_or_else(|| missing(&to.name))?;
        let mut facts = to.facts();
        facts.push(("from datum".into(), format!("{}, {}", self.name, self.ellipsoid.name)));
        facts.push(("to WGS84".into(), format!("{}; {}", there.words(), there.source)));
        if !same(&to.name, "WGS84") {
            facts.push((
                "from WGS84".into(),
                format!("reverse of {}; {}", back.words(), back.source),
            ));
        }
        let (from, wgs) = (Earth::new(&self.ellipsoid), Earth::new(&Ellipsoid::wgs84()));
        let earth = Earth::new(&to.ellipsoid);
        Ok(Ground { earth, datum: to.name, facts, shift: Some(Shift { from, wgs, there, back }) })
    }
}

/// A datum stands on one ellipsoid: another one beside it is a mistake in one of the two. Those that differ by less than a
/// millimetre, as of GRS 80 and WGS 84, are as good as one.
fn agrees(datum: &Datum, shape: &Ellipsoid) -> Outcome<()> {
    let own = Ellipsoid::parse(&datum.ellipsoid)
        .map_err(|e| wrong(&e, "--datum", "state --ellipsoid alone"))?;
    if (own.a_m - shape.a_m).abs() < 1e-3 && (own.b_m() - shape.b_m()).abs() < 1e-3 {
        return Ok(());
    }
    let text =
        format!("{} stands on the ellipsoid {}, not on {}", datum.name, own.name, shape.name);
    let help = "leave one of the two out; coordinates of another datum: name that one, and --to";
    Err(wrong(&text, "--ellipsoid", help))
}

/// Is a datum WGS 84, or taken as it?
fn on_wgs84(name: &str) -> bool {
    let set = Datum::named(name).and_then(|d| d.to_wgs84);
    set.is_some_and(|h| h.translation_m.iter().chain(&h.rotation_arcsec).all(|v| *v == 0.0))
}

fn same(a: &str, b: &str) -> bool {
    let key = |s: &str| -> String {
        let s = Datum::named(s).map_or_else(|| s.to_owned(), |d| d.name);
        s.chars().filter(char::is_ascii_alphanumeric).collect::<String>().to_ascii_lowercase()
    };
    key(a) == key(b)
}

fn wrong(text: &str, option: &str, help: &str) -> Failure {
    Failure::usage(text, format!("command line: {option}"), help)
}
