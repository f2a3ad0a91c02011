//! Audit of a published line: is it the equidistance line of these coasts, and where not, why not?
//!
//! For every printed point: Karney's distance to each party, the base points that control it, the
//! residual (distance to the first party less that to the second), and the shift, the way in metres from the
//! printed point to the nearest point that is equidistant. A positive shift favours the first party: the
//! point lies on the second party's side of the equidistance line.
//!
//! A point whose shift is within the tolerance (that of the coast plus the rounding of the print) is
//! *equidistant*. For the others three explanations are tried: islands without or with half effect
//! (Tunisia/Libya 1982; IHO C-51 (TALOS) 6.3.4), a misprint (one digit or hemisphere of the printed text
//! changed, or minutes exchanged with seconds or with the other coordinate's, makes it equidistant, while its neighbours are so
//! already), a parallel, meridian, constant
//! distance or ratio. What remains is called *negotiated*, which means no more than that.
//!
//! Over the whole line, a shift common to all points is the mark of another datum (`datum.rs`), a base point without
//! which most points fit one that was not used, and a line that runs back two points exchanged (`order.rs`).
//!
//! Units metres and degrees. Degenerate: points on land, points where a third party is nearer, and repeated points
//! are findings; a line without points, fewer than two parties with base points, and coordinates that are no
//! places are refused.
//!
//! ```
//! use littoral_delimit::construct::audit::{Options, Subject, Verdict, audit};
//! use littoral_delimit::construct::{BaseLine, BaseNode, Bases};
//! use littoral_geodesy::{Earth, Ellipsoid, LatLon};
//! use littoral_model::{EdgeKind, ShoreKind};
//! let point = |party, lat, lon| BaseLine {
//!     party, name: String::new(), kind: ShoreKind::BasePoint, edge: EdgeKind::Geodesic,
//!     nodes: vec![BaseNode { at: LatLon::new(lat, lon), name: String::new() }], origin: String::new(),
//! };
//! let lines = vec![point(0, 54.0, 3.0), point(1, 54.0, 9.0)];
//! let bases = Bases { parties: vec!["A".into(), "B".into()], lines, ..Bases::default() };
//! let line = [Subject { at: LatLon::new(55.0, 6.0), name: "1".into(), rounding_m: 1.0, readings: vec![] }];
//! let options = Options { between: None, tolerance_m: 10.0, vertices_only: false, baselines: false };
//! let found = audit(&Earth::new(&Ellipsoid::wgs84()), &bases, &line, &options).unwrap();
//! assert_eq!(found.points[0].verdict, Verdict::Equidistant); // on the meridian between the two
//! ```

mod datum;
mod islands;
mod order;
mod shift;
mod verdict;

use std::cell::RefCell;
use std::collections::BTreeMap;
use std::rc::Rc;

use littoral_geodesy::densify::wrap;
use littoral_geodesy::{Earth, LatLon};
use littoral_model::ShoreKind;

use super::base::{BaseLine, BaseSet, Bases, Control, Land};
use super::invalid;
use crate::error::DelimitError;

pub use islands::{Remedy, Scenario};
pub use verdict::Verdict;

/// An equidistant place is looked for up to here, metres.
const MOST_M: f64 = 2.0e6;

/// A point to audit.
#[derive(Debug, Clone, PartialEq)]
pub struct Subject {
    /// Where it was printed.
    pub at: LatLon,
    /// Name or number.
    pub name: String,
    /// Half a unit of the last printed digit, metres.
    pub rounding_m: f64,
    /// Other readings of the printed text: what was changed, and the place that results.
    pub readings: Vec<(String, LatLon)>,
}

/// What is asked for.
#[derive(Debug, Clone, PartialEq)]
pub struct Options {
    /// The two parties; `None` for those nearest to most points.
    pub between: Option<[usize; 2]>,
    /// How well coasts and base points are known, metres.
    pub tolerance_m: f64,
    /// Only coordinates are base points.
    pub vertices_only: bool,
    /// Measure from straight baselines too.
    pub baselines: bool,
}

/// One audited point.
#[derive(Debug, Clone, PartialEq)]
pub struct AuditPoint {
    /// The point.
    pub subject: Subject,
    /// Nearest base point of every party.
    pub controls: Vec<Option<Control>>,
    /// Distance to the first party less that to the second, metres.
    pub residual_m: f64,
    /// Way to the nearest equidistant place, metres; positive if the point favours the first party; infinite where there is none
    /// within 2 000 km.
    pub shift_m: f64,
    /// Azimuth of that way, degrees.
    pub azimuth_deg: f64,
    /// Tolerance that applies to the point, metres.
    pub tolerance_m: f64,
    /// What the point is.
    pub verdict: Verdict,
    /// Effects of islands that bring the shift within the tolerance, simplest first.
    pub remedies: Vec<Remedy>,
    /// Anything else worth saying.
    pub remarks: Vec<String>,
}

/// The audit of a line.
#[derive(Debug, Clone, PartialEq)]
pub struct Audit {
    /// The two parties.
    pub between: [usize; 2],
    /// Points in their order.
    pub points: Vec<AuditPoint>,
    /// Assumptions on islands over the whole line, as given first.
    pub scenarios: Vec<Scenario>,
    /// Median of the absolute shift, metres.
    pub median_m: f64,
    /// Mean of the signed shift, metres: a bias for the first party if positive.
    pub bias_m: f64,
    /// Findings about the whole line.
    pub findings: Vec<String>,
}

/// Audits a line against coasts.
///
/// # Errors
/// [`DelimitError::Invalid`]: no points, fewer than two parties with base points, a pair that is none.
pub fn audit(
    earth: &Earth,
    bases: &Bases,
    subjects: &[Subject],
    options: &Options,
) -> Result<Audit, DelimitError> {
    if subjects.is_empty() {
        return invalid("the line has no points");
    }
    bases.check()?;
    if !(options.tolerance_m >= 0.0 && options.tolerance_m.is_finite()) {
        return invalid("the tolerance is no length");
    }
    let clean = bases.joined();
    let court = Court::new(earth, &clean, options);
    if court.sets.iter().filter(|s| !s.is_empty()).count() < 2 {
        return invalid("an audit needs base points of two parties or more");
    }
    let controls: Vec<Vec<Option<Control>>> = subjects
        .iter()
        .map(|p| {
            p.at.check().map_err(DelimitError::Invalid)?;
            Ok(court.sets.iter().map(|s| s.control(p.at)).collect())
        })
        .collect::<Result<_, DelimitError>>()?;
    let between = match options.between {
        Some([a, b]) if a != b && [a, b].iter().all(|k| court.has(*k)) => [a, b],
        Some(_) => return invalid("the line must lie between two parties that have base points"),
        None => nearest_pair(&controls),
    };
    let mut points: Vec<AuditPoint> =
        subjects.iter().zip(controls).map(|(s, c)| court.point(s, c, between)).collect();
    verdict::settle(&court, &mut points, between);
    let scenarios = islands::scenarios(&court, &points, between);
    let best = islands::best(&scenarios);
    if let Some(best) = best {
        islands::explain(best, &mut points);
    }
    verdict::wanting(&court, &mut points, between);
    let mut shifts: Vec<f64> = points.iter().map(|p| p.shift_m.abs()).collect();
    shifts.sort_by(f64::total_cmp);
    let median_m = median(&shifts);
    let finite: Vec<f64> = points.iter().map(|p| p.shift_m).filter(|s| s.is_finite()).collect();
    let bias_m = finite.iter().sum::<f64>() / finite.len() as f64;
    let mut findings = verdict::findings(&court, &points, between);
    findings.extend(
        best.map(|s| format!("with {} {} of {} points fit", s.words, s.within, points.len())),
    );
    findings.extend(between.into_iter().filter_map(|k| clean.mainland_taken(&court.island, k)));
    findings.extend(order::findings(&court, &points));
    findings.extend(datum::finding(&court, &points));
    Ok(Audit { between, points, scenarios, median_m, bias_m, findings })
}

/// The middle of ascending numbers: of an even count the mean of the two in the middle; not a number of none.
fn median(ascending: &[f64]) -> f64 {
    let n = ascending.len();
    let of = |k: usize| ascending.get(k).copied().unwrap_or(f64::NAN);
    if n.is_multiple_of(2) {
        f64::midpoint(of((n / 2).wrapping_sub(1)), of(n / 2))
    } else {
        of(n / 2)
    }
}

/// The pair that is nearest to most points; of several the earlier one.
fn nearest_pair(controls: &[Vec<Option<Control>>]) -> [usize; 2] {
    let mut votes: Vec<([usize; 2], usize)> = Vec::new();
    for c in controls {
        let mut order: Vec<(f64, usize)> =
            c.iter().enumerate().filter_map(|(k, c)| Some((c.as_ref()?.distance_m, k))).collect();
        order.sort_by(|x, y| x.0.total_cmp(&y.0).then(x.1.cmp(&y.1)));
        let [(_, a), (_, b), ..] = order.as_slice() else { continue };
        let pair = [*a.min(b), *a.max(b)];
        match votes.iter_mut().find(|v| v.0 == pair) {
            Some(v) => v.1 += 1,
            None => votes.push((pair, 1)),
        }
    }
    votes.sort_by(|x, y| y.1.cmp(&x.1).then(x.0.cmp(&y.0)));
    votes.first().map_or([0, 1], |v| v.0)
}

/// Sets by party and the islands left out.
type Known = BTreeMap<(usize, Vec<usize>), Rc<BaseSet>>;

/// What every question of an audit needs.
struct Court<'a> {
    earth: &'a Earth,
    bases: &'a Bases,
    options: &'a Options,
    land: Land,
    /// Everything of each party.
    sets: Vec<BaseSet>,
    /// Is a line of the survey an island ([`Bases::islands`])?
    island: Vec<bool>,
    /// Sets without islands, built once: by party and the islands left out.
    known: RefCell<Known>,
}

impl<'a> Court<'a> {
    fn new(earth: &'a Earth, bases: &'a Bases, options: &'a Options) -> Self {
        let island = bases.islands(earth);
        let (sets, known) = (Vec::new(), RefCell::default());
        let land = Land::of(earth, bases, |_| true);
        let mut court = Self { earth, bases, options, land, sets, island, known };
        court.sets = (0..bases.parties.len()).map(|k| court.index(k, &[])).collect();
        court
    }

    /// Base points of a party without some islands.
    fn set(&self, party: usize, without: &[usize]) -> Rc<BaseSet> {
        let mut key = without.to_vec();
        key.sort_unstable();
        let build = || Rc::new(self.index(party, without));
        self.known.borrow_mut().entry((party, key)).or_insert_with(build).clone()
    }

    fn index(&self, party: usize, without: &[usize]) -> BaseSet {
        let counts = |k: usize, l: &BaseLine| {
            l.party == party
                && !without.contains(&k)
                && (self.options.baselines || l.kind != ShoreKind::Baseline)
        };
        BaseSet::new(self.earth, self.bases, self.options.vertices_only, counts)
    }

    fn has(&self, party: usize) -> bool {
        self.sets.get(party).is_some_and(|s| !s.is_empty())
    }

    fn point(&self, s: &Subject, controls: Vec<Option<Control>>, pair: [usize; 2]) -> AuditPoint {
        let d = |k: usize| controls[k].as_ref().map_or(f64::INFINITY, |c| c.distance_m);
        let residual_m = d(pair[0]) - d(pair[1]);
        let (shift_m, azimuth_deg) =
            self.shift(s.at, [&self.sets[pair[0]], &self.sets[pair[1]]], MOST_M);
        AuditPoint {
            subject: s.clone(),
            controls,
            residual_m,
            shift_m,
            azimuth_deg,
            tolerance_m: self.options.tolerance_m + s.rounding_m,
            verdict: Verdict::Equidistant,
            remedies: Vec::new(),
            remarks: Vec::new(),
        }
    }

    /// Way from a place to the nearest one, within `most_m`, where two sets are equally far, and its azimuth; signed,
    /// positive where the place is nearer to the second set; infinite where there is none.
    fn shift(&self, from: LatLon, [a, b]: [&BaseSet; 2], most_m: f64) -> (f64, f64) {
        self.shift_of(from, [&[(1.0, a)], &[(1.0, b)]], most_m)
    }

    /// The same of sums of distances, each times its share.
    fn shift_of(&self, from: LatLon, sums: [&[(f64, &BaseSet)]; 2], most_m: f64) -> (f64, f64) {
        let distance = |at: LatLon, sum: &[(f64, &BaseSet)]| {
            let at = self.earth.point(at);
            let of = |(share, set): &(f64, &BaseSet)| {
                share * set.shore().nearest(&at, None, f64::INFINITY).distance_m
            };
            sum.iter().map(of).sum::<f64>()
        };
        let difference = |at: LatLon| {
            let left = distance(at, sums[0]) - distance(at, sums[1]);
            left.is_finite().then_some(left)
        };
        let none = (f64::INFINITY, 0.0);
        let Some(first) = difference(from) else { return none };
        let (way_m, azimuth) =
            shift::nearest_equal(self.earth, from, difference, most_m).unwrap_or(none);
        (if first < 0.0 { -way_m } else { way_m }, wrap(azimuth))
    }
}

#[cfg(test)]
mod tests;
