//! A datum and its ellipsoid as far as they are stated, and the shift from one to another.

use littoral_geodesy::{Datum, Earth, Ellipsoid, Helmert};

use super::ground::{Ground, Shift, wrong};
use super::stated::{alike, on_wgs84, same};
use crate::failure::{Failure, Outcome};

/// What to do without parameters.
const SETS: &str = "name a set (\"Pulkovo 1942 (GOST)\", \"ED50 (mean)\", \"ED50 (Common Offshore)\", \"KKJ (JHS153)\"), or \
                    give its parameters to WGS84: --helmert dx,dy,dz";

/// A datum as far as it is stated.
pub(super) struct Figure {
    /// The datum.
    pub name: String,
    ellipsoid: Ellipsoid,
    known: Option<Datum>,
}

impl Figure {
    /// The figure of a datum or an ellipsoid; `place` says in messages who names them.
    ///
    /// # Errors
    /// Neither is stated, they are not known, or they do not go together.
    pub(super) fn of(name: Option<&str>, ellipsoid: Option<&str>, place: &str) -> Outcome<Self> {
        let wrong = |text: &str, help: &str| Failure::usage(text, place, help);
        let known = name.and_then(Datum::named);
        let shape = match (ellipsoid, &known, name) {
            (Some(text), _, _) => {
                let place = option(place)
                    .map_or_else(|| place.to_owned(), |o| format!("command line: {o}"));
                let place = place.as_str();
                let shape = Ellipsoid::parse(text)
                    .map_err(|e| Failure::usage(e, place, "name one, or write a,1/f"))?;
                known.as_ref().map_or(Ok(()), |datum| agrees(datum, &shape, place))?;
                shape
            }
            (None, Some(datum), _) => {
                Ellipsoid::parse(&datum.ellipsoid).map_err(|e| wrong(&e, "state --ellipsoid"))?
            }
            (None, None, Some(name)) => {
                let text = format!("the datum \"{name}\" is not known");
                let help = format!(
                    "state its ellipsoid too ({} International1924). Known: {}",
                    option(place).unwrap_or("--ellipsoid"),
                    Datum::names().join(", ")
                );
                return Err(wrong(&text, &help));
            }
            (None, None, None) => {
                return Err(wrong(
                    "the datum of the coordinates is not stated",
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

    /// The figure of a ground that stands already.
    pub(super) fn on(name: &str, ellipsoid: &Ellipsoid) -> Self {
        Self { name: name.to_owned(), ellipsoid: ellipsoid.clone(), known: Datum::named(name) }
    }

    /// Is it one datum, on one figure?
    pub(super) fn is(&self, other: &Self) -> bool {
        same(&self.name, &other.name) && alike(&self.ellipsoid, &other.ellipsoid)
    }

    fn facts(&self) -> Vec<(String, String)> {
        let e = &self.ellipsoid;
        let inverse = if e.f == 0.0 { "infinite".to_owned() } else { format!("{:.9}", 1.0 / e.f) };
        vec![
            ("datum".into(), self.name.clone()),
            ("ellipsoid".into(), format!("{} (a {} m, 1/f {inverse})", e.name, e.a_m)),
        ]
    }

    /// As the ground of a construction.
    pub(super) fn ground(self) -> Ground {
        let (earth, facts) = (Earth::new(&self.ellipsoid), self.facts());
        Ground { earth, datum: self.name, facts, shift: None }
    }

    /// The ground of another datum, onto which coordinates of this one are brought. Parameters that are `given` are of this
    /// datum, or of the target where this one is WGS 84 and needs none: they lead to WGS 84 either way, and are reversed for
    /// a target.
    ///
    /// # Errors
    /// Parameters of one of the two are not settled by its name, and `given` are none.
    pub(super) fn shifted(self, to: Self, given: Option<Helmert>) -> Outcome<Ground> {
        let named = |f: &Self| f.known.as_ref().and_then(|d| d.to_wgs84.clone());
        let of_target = on_wgs84(&self.name) && !on_wgs84(&to.name);
        let (own, others) = if of_target { (None, given) } else { (given, None) };
        let reversed = others.is_some();
        let there =
            own.or_else(|| named(&self)).ok_or_else(|| missing(&self.name, "--datum", SETS))?;
        let back = others.or_else(|| named(&to)).ok_or_else(|| missing_of_target(&self, &to))?;
        let mut facts = to.facts();
        facts.push(("from datum".into(), format!("{}, {}", self.name, self.ellipsoid.name)));
        facts.push(("to WGS84".into(), format!("{}; {}", there.words(), there.source)));
        if !same(&to.name, "WGS84") {
            let way = if reversed { format!(", from {} to WGS84", to.name) } else { String::new() };
            let words = format!("reverse of {}; {}{way}", back.words(), back.source);
            facts.push(("from WGS84".into(), words));
        }
        let (from, wgs) = (Earth::new(&self.ellipsoid), Earth::new(&Ellipsoid::wgs84()));
        let earth = Earth::new(&to.ellipsoid);
        Ok(Ground { earth, datum: to.name, facts, shift: Some(Shift { from, wgs, there, back }) })
    }
}

/// The option that states the ellipsoid of a datum which another one names.
fn option(place: &str) -> Option<&'static str> {
    match place {
        "command line: --datum" => Some("--ellipsoid"),
        "command line: --to" => Some("--to-ellipsoid"),
        _ => None,
    }
}

/// A datum whose parameters its name does not settle, and nobody states.
fn missing(name: &str, option: &str, help: &str) -> Failure {
    wrong(&format!("no parameters are stated from {name} to WGS84"), option, help)
}

/// The same of a target. `--helmert` is of the datum of the coordinates, unless that is WGS 84: else it takes two steps.
fn missing_of_target(from: &Figure, to: &Figure) -> Failure {
    if on_wgs84(&from.name) {
        return missing(&to.name, "--to", SETS);
    }
    let steps = format!(
        "name a set, or go by WGS84: first --to WGS84, then the result --to \"{}\" with its parameters to WGS84: --helmert \
         dx,dy,dz",
        to.name
    );
    missing(&to.name, "--to", &steps)
}

/// A datum stands on one ellipsoid: another one beside it is a mistake in one of the two.
fn agrees(datum: &Datum, shape: &Ellipsoid, place: &str) -> Outcome<()> {
    let own = Ellipsoid::parse(&datum.ellipsoid)
        .map_err(|e| Failure::usage(e, place, "state --ellipsoid alone"))?;
    if alike(&own, shape) {
        return Ok(());
    }
    let text =
        format!("{} stands on the ellipsoid {}, not on {}", datum.name, own.name, shape.name);
    let help = "leave one of the two out; coordinates of another datum: name that one, and --to";
    Err(Failure::usage(text, place, help))
}
