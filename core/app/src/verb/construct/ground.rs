//! The figure of the earth and the datum on which a construction is made: stated, never assumed.

use clap::Args;
use littoral_geodesy::{Datum, Earth, Ellipsoid, Helmert, LatLon};

use crate::failure::{Failure, Outcome};

/// Options that say what coordinates mean.
#[derive(Debug, Clone, Args)]
pub struct GroundArgs {
    /// Datum of the coordinates: WGS84, ETRS89, "Pulkovo 1942", ED50, KKJ ... (GeoJSON is WGS84)
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
    /// The ground of a file; `stated` is the datum that the file itself names.
    ///
    /// # Errors
    /// Neither datum nor ellipsoid is stated, or they are not known, or parameters are missing.
    pub(super) fn of(args: &GroundArgs, stated: Option<&str>) -> Outcome<Self> {
        let name = args.datum.as_deref().or(stated);
        let own = Figure::of(name, args.ellipsoid.as_deref())?;
        let given = args.helmert.as_deref().map(Helmert::parse).transpose();
        let given = given.map_err(|e| wrong(&e, "--helmert", "name a set, or write all seven"))?;
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
    pub(super) fn joined(&self, args: &GroundArgs, datum: Option<&str>) -> Outcome<Self> {
        let Some(name) = datum.filter(|d| !same(d, &self.datum)) else { return Ok(self.clone()) };
        if args.to.as_deref().is_some_and(|to| same(to, name)) {
            return Ok(Self { shift: None, ..self.clone() });
        }
        let own = Figure::of(Some(name), None)?;
        own.shifted(&self.datum, None)
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
                        Offshore)\", \"KKJ (JHS153)\"), or give --helmert";
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

fn same(a: &str, b: &str) -> bool {
    let key = |s: &str| -> String {
        s.chars().filter(char::is_ascii_alphanumeric).collect::<String>().to_ascii_lowercase()
    };
    key(a) == key(b)
}

fn wrong(text: &str, option: &str, help: &str) -> Failure {
    Failure::usage(text, format!("command line: {option}"), help)
}
