//! What each point of an audited line is.

use littoral_geodesy::densify::wrap;

use super::{AuditPoint, Court, islands};
use crate::construct::NAUTICAL_MILE_M;

/// Distances that limits are drawn at, nautical miles.
const USUAL_M: [f64; 7] = [3.0, 4.0, 6.0, 12.0, 24.0, 100.0, 200.0];

/// A point read right may be so much farther off than its neighbours.
const AS_WELL: f64 = 3.0;

/// So many other readings are told beside the one that fits best.
const ALSO: usize = 2;

/// What a point is.
#[derive(Debug, Clone, PartialEq)]
pub enum Verdict {
    /// Within its tolerance of the equidistance line.
    Equidistant,
    /// Equidistant if islands, or a single base point that explains the line, had less effect.
    Islands,
    /// One change of the printed text makes it equidistant, and its neighbours are.
    Misprint {
        /// What was changed.
        reading: String,
        /// Shift of the changed point, metres.
        shift_m: f64,
    },
    /// None of these.
    Negotiated,
}

impl Verdict {
    /// One word.
    #[must_use]
    pub fn word(&self) -> &'static str {
        match self {
            Self::Equidistant => "equidistant",
            Self::Islands => "islands",
            Self::Misprint { .. } => "misprint?",
            Self::Negotiated => "negotiated",
        }
    }
}

/// Judges every point, neighbours first.
pub(super) fn settle(court: &Court<'_>, points: &mut [AuditPoint], pair: [usize; 2]) {
    let fits: Vec<bool> = points.iter().map(|p| p.shift_m.abs() <= p.tolerance_m).collect();
    for k in 0..points.len() {
        points[k].remarks = remarks(court, points, k, pair);
        if fits[k] {
            continue;
        }
        points[k].remedies = islands::remedies(court, &points[k], pair);
        let mut slips = misprints(court, points, &fits, k, pair).into_iter();
        points[k].verdict = match (slips.next(), &points[k].remedies) {
            (Some((reading, shift_m)), _) => Verdict::Misprint { reading, shift_m },
            (None, remedies) if !remedies.is_empty() => Verdict::Islands,
            _ => Verdict::Negotiated,
        };
        let also = |(words, shift_m)| format!("or {words} leaves {shift_m:+.0} m");
        points[k].remarks.extend(slips.take(ALSO).map(also));
    }
}

/// What would make the points fit that nothing explains.
pub(super) fn wanting(court: &Court<'_>, points: &mut [AuditPoint], pair: [usize; 2]) {
    for p in points.iter_mut().filter(|p| p.verdict == Verdict::Negotiated) {
        let words = missing(court, p, pair);
        p.remarks.push(words);
    }
}

/// What base point would make a point equidistant: one that the coast given may not have.
fn missing(court: &Court<'_>, p: &AuditPoint, pair: [usize; 2]) -> String {
    let (far, near) = if p.residual_m > 0.0 { (pair[0], pair[1]) } else { (pair[1], pair[0]) };
    let wanted = p.controls[near].map_or(f64::NAN, |c| c.distance_m / 1000.0);
    format!(
        "fits if {} had a base point at {wanted:.3} km, {:.3} km nearer than this coast",
        court.bases.parties[far],
        p.residual_m.abs() / 1000.0
    )
}

/// The readings that fit, best first, with their shifts, if the neighbours fit and the point itself is far off.
fn misprints(
    court: &Court<'_>,
    points: &[AuditPoint],
    fits: &[bool],
    k: usize,
    pair: [usize; 2],
) -> Vec<(String, f64)> {
    let p = &points[k];
    let beside = [k.checked_sub(1), Some(k + 1)].into_iter().flatten().filter_map(|j| fits.get(j));
    let beside: Vec<bool> = beside.copied().collect();
    let isolated = !beside.is_empty() && beside.iter().all(|f| *f);
    if !isolated || p.shift_m.abs() < 4.0 * p.tolerance_m {
        return Vec::new();
    }
    let sets = [&court.sets[pair[0]], &court.sets[pair[1]]];
    // A reading must keep the order of the line: not lie farther from its neighbours than they do
    // from each other, twice over.
    let reach = |at| {
        let near = [k.checked_sub(1), Some(k + 1)].into_iter().flatten();
        near.filter_map(|j| points.get(j))
            .map(|q| court.earth.karney_m(q.subject.at, at))
            .sum::<f64>()
    };
    let span = match (k.checked_sub(1).and_then(|j| points.get(j)), points.get(k + 1)) {
        (Some(a), Some(b)) => court.earth.karney_m(a.subject.at, b.subject.at) * 2.0,
        _ => reach(p.subject.at) * 2.0,
    };
    let tried = p.subject.readings.iter().filter(|(_, at)| reach(*at) <= span.max(10_000.0));
    // Of some hundred slips one or another fits a tolerance by chance: the right one fits as well as the neighbours do.
    let besides = [k.checked_sub(1), Some(k + 1)].into_iter().flatten();
    let worst = besides.filter_map(|j| points.get(j)).fold(0.0, |m: f64, q| m.max(q.shift_m.abs()));
    let limit = p.tolerance_m.min(p.subject.rounding_m + AS_WELL * worst);
    let mut found: Vec<(String, f64)> = tried
        .map(|(words, at)| (words.clone(), court.shift(*at, sets, limit).0))
        .filter(|(_, shift)| shift.abs() <= limit)
        .collect();
    found.sort_by(|x, y| x.1.abs().total_cmp(&y.1.abs()));
    found
}

/// Other constructions that a point is in keeping with, and what is odd about it.
fn remarks(court: &Court<'_>, points: &[AuditPoint], k: usize, pair: [usize; 2]) -> Vec<String> {
    let p = &points[k];
    let id = |party: usize| court.bases.parties[party].as_str();
    let d =
        |q: &AuditPoint, party: usize| q.controls[party].map_or(f64::INFINITY, |c| c.distance_m);
    let mut out = Vec::new();
    if court.land.holds(p.subject.at) {
        out.push("lies on land of the coast given".into());
    }
    for third in (0..court.bases.parties.len()).filter(|t| !pair.contains(t)) {
        let least = d(p, pair[0]).min(d(p, pair[1]));
        let more = d(p, third) - least;
        if more < -p.tolerance_m {
            out.push(format!("{} is nearer than both, by {:.0} m", id(third), -more));
        } else if more.abs() <= p.tolerance_m.max(50.0) {
            out.push(format!("tripoint with {}: it is {more:+.0} m farther", id(third)));
        }
    }
    let Some(before) = k.checked_sub(1).map(|j| &points[j]) else { return out };
    let (a, b) = (before.subject.at, p.subject.at);
    if a == b {
        out.push("repeats the point before".into());
        return out;
    }
    if p.shift_m.abs() <= p.tolerance_m {
        return out;
    }
    if (a.lat - b.lat).abs() < 1e-9 {
        out.push("on the parallel of the point before".into());
    }
    if wrap(a.lon - b.lon).abs() < 1e-9 {
        out.push("on the meridian of the point before".into());
    }
    for party in pair {
        let miles = d(p, party) / NAUTICAL_MILE_M;
        if let Some(usual) = USUAL_M
            .iter()
            .find(|m| (miles - **m).abs() * NAUTICAL_MILE_M <= p.tolerance_m.max(50.0))
        {
            out.push(format!("{usual} M from {}", id(party)));
        }
    }
    let ratio = |q: &AuditPoint| d(q, pair[0]) / d(q, pair[1]);
    let (r, s) = (ratio(p), ratio(before));
    if (r / s - 1.0).abs() < 0.005 && (r - 1.0).abs() > 0.02 {
        out.push(format!("the same ratio of distances as the point before ({r:.3})"));
    }
    out
}

/// What the points say together.
pub(super) fn findings(court: &Court<'_>, points: &[AuditPoint], pair: [usize; 2]) -> Vec<String> {
    let mut out = Vec::new();
    let count = |f: &dyn Fn(&AuditPoint) -> bool| points.iter().filter(|p| f(p)).count();
    let n = points.len();
    let ids = pair.map(|k| court.bases.parties[k].clone());
    let fit = count(&|p| p.verdict == Verdict::Equidistant);
    let are = if n == 1 { "point is" } else { "points are" };
    out.push(format!("{fit} of {n} {are} equidistant from {} and {}", ids[0], ids[1]));
    for (word, [one, many], what) in [
        ("islands", ["would be", "would be"], "with less effect of islands or single base points"),
        ("misprint?", ["looks", "look"], "misprinted"),
        ("negotiated", ["has", "have"], "no explanation here: negotiated, or other base points"),
    ] {
        let hits = count(&|p| p.verdict.word() == word);
        if hits > 0 {
            let verb = if hits == 1 { one } else { many };
            out.push(format!("{hits} {verb} {what}"));
        }
    }
    let side: Vec<f64> = points.iter().map(|p| p.shift_m).collect();
    let off: Vec<&AuditPoint> = points.iter().filter(|p| p.shift_m.abs() > p.tolerance_m).collect();
    if off.len() >= 3 && fit < n {
        let first = off.iter().filter(|p| p.shift_m > 0.0).count();
        let who = if first * 5 >= off.len() * 4 {
            Some(&ids[0])
        } else if first * 5 <= off.len() {
            Some(&ids[1])
        } else {
            None
        };
        let mean = side.iter().sum::<f64>() / n as f64;
        out.extend(who.map(|w| {
            let (some, all) = (if w == &ids[0] { first } else { off.len() - first }, off.len());
            format!("{some} of the {all} points that are off favour {w} (mean shift {mean:+.0} m)")
        }));
    }
    out
}
