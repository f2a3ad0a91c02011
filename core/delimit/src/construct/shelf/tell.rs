//! What a surveyor must know of a limit besides its points.

use littoral_geodesy::densify::wrap;

use super::formula::SIXTY_M;
use super::made::Made;
use super::{FixedPoint, Rule, Run};

/// Findings in words, the gravest first.
pub(super) fn findings(runs: &[Run], made: &Made) -> Vec<String> {
    let mut out = Vec::new();
    if runs.is_empty() {
        out.push(
            "no place beyond 200 M: the foot of the slope, with 60 M and the sediment, reaches no farther (test of appurtenance)"
                .into(),
        );
    }
    for (k, run) in runs.iter().enumerate() {
        out.extend(run_finding(k, run));
    }
    for p in made.lone.iter().map(|k| &made.fixed[*k]).filter(|p| !made.zone.holds(p.at)) {
        let what = if p.rule == Rule::Sediment { "sediment point" } else { "arc of" };
        let lon = wrap(p.at.lon);
        out.push(format!(
            "{what} {} at {:.4}, {lon:.4} encloses nothing: fewer than two lines of 60 M lead from it to other fixed points",
            p.name, p.at.lat
        ));
    }
    let near = made.sediment.iter().filter(|t| t.pass && t.distance_m <= SIXTY_M).count();
    if near > 0 {
        out.push(format!(
            "of the sediment points that pass {near} lie within 60 M of the foot of the slope, where the second formula reaches as far"
        ));
    }
    let (pockets, area_m2) = made.region.pockets;
    if pockets > 0 {
        out.push(format!(
            "places enclosed by the formulae and the 200 M limit, landward of the outer edge: {pockets}, {:.3} km2",
            area_m2 / 1e6
        ));
    }
    out
}

/// What is wrong with a run.
fn run_finding(k: usize, run: &Run) -> Option<String> {
    let no = k + 1;
    let facing: Vec<usize> =
        (0..run.points.len()).filter(|k| run.points[*k].landward).map(|k| k + 1).collect();
    let long = run.points.iter().filter(|p| !p.next_ok).count();
    if long > 0 {
        return Some(format!("warning: run {no} has {long} lines of more than 60 M"));
    }
    let (first, last) = (facing.first()?, facing.last()?);
    if !run.closed && facing.len() == flanks(run) {
        let n = facing.len();
        return Some(format!(
            "run {no} has {n} of its lines, those next to its ends, facing the baselines: fixed points between them and the 200 M \
             limit, if there are any, would move them"
        ));
    }
    let n = facing.len();
    let what = format!(
        "run {no}: {n} of its lines, between its points {first} and {last}, face the baselines"
    );
    let rim = "the landward rim of what the points reach, not the outer edge: give the foot of the slope until it lies within 200 M";
    Some(match run.closed {
        true => {
            format!("warning: {what}, and it does not meet the 200 M limit: it is in part {rim}")
        }
        false => format!(
            "{what}: flanks and overhangs of the outer edge do; if there is sea beyond 200 M between them and the baselines, they are {rim}"
        ),
    })
}

/// Lines that face the baselines at the ends of a run, one after another.
fn flanks(run: &Run) -> usize {
    let lines = &run.points[..run.points.len().saturating_sub(1)];
    let landward = |p: &&FixedPoint| p.landward;
    lines.iter().take_while(landward).count() + lines.iter().rev().take_while(landward).count()
}
