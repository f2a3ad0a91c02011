//! Encroachment: how much of a party's coast lies beside another's waters.
//!
//! Equidistance and every ratio leave a party the water at its own shore (a distance of nothing beats any
//! other). Additive weights do not: a line may land on a foreign shore. The coast is walked with the certificate
//! of the solution (`coast.rs`), so its changes of holder are exact; lengths are geodesic lengths of the sea's
//! edges, hence at the scale of the coast data.

use littoral_geodesy::densify;

use crate::basis::Basis;
use crate::coast::{Coast, Run};
use crate::error::DelimitError;
use crate::field::Node;
use crate::partition::{Holder, Partition};
use crate::solve;
use crate::waters::{DistanceOptions, Functions, SolveOptions, Waters};

/// A shore this near to an edge of the sea is that edge, metres: coasts run along the sea's edges.
const ON_SHORE_M: f64 = 1.0;

/// Coast of one party beside the waters of one holder.
#[derive(Debug, Clone, PartialEq)]
pub struct Frontage {
    /// Whose coast.
    pub party: Holder,
    /// Who holds the water at it.
    pub holder: Holder,
    /// Length, km.
    pub length_km: f64,
    /// The same as a fraction of the party's whole coast on this sea.
    pub fraction: f64,
}

impl Frontage {
    /// Is the water at this coast somebody else's?
    #[must_use]
    pub fn encroached(&self) -> bool {
        self.party != self.holder
    }
}

/// Every party's coast by who holds the water at it: parties in the case's order, holders in the
/// partition's. Edges of the sea that are nobody's coast are left out.
pub(crate) fn frontages(
    waters: &Waters,
    partition: &Partition,
    functions: &dyn Functions,
    options: &SolveOptions<'_>,
) -> Result<Vec<Frontage>, DelimitError> {
    let mut sets = Vec::new();
    for k in 0..waters.case().parties.len() {
        let field = waters.distance(k, DistanceOptions::default())?;
        if let Node::Distance(set) = field.node() {
            sets.push(*set);
        }
    }
    let basis = waters.basis().for_rays_of(partition);
    let problem = solve::problem(&basis, partition, functions, options)?;
    let mut eval = problem.evaluator();
    let coast = Coast::walk(&mut eval, problem.tape.sampled)?;
    eval.check()?;
    let holders = partition.scores.len();
    let mut length_m = vec![vec![0.0; holders]; sets.len()];
    let mut last = 0;
    for run in &coast.runs {
        for (middle, long) in edges(&basis, run) {
            let on = |k: &usize| {
                let shore = &basis.sets[sets[*k].0 as usize].line;
                shore.nearest(&middle, None, ON_SHORE_M).distance_m < ON_SHORE_M
            };
            // Neighbouring edges mostly belong to the same party.
            let owner = std::iter::once(last).chain(0..sets.len()).find(on);
            if let Some(k) = owner {
                length_m[k][run.holder as usize] += long;
                last = k;
            }
        }
    }
    let mut out = Vec::new();
    for (party, row) in waters.case().parties.iter().zip(&length_m) {
        let whole: f64 = row.iter().sum();
        for (holder, long) in partition.holders().zip(row).filter(|(_, long)| **long > 0.0) {
            let party = Holder::new(&party.id);
            let (length_km, fraction) = (long / 1e3, long / whole);
            out.push(Frontage { party, holder: holder.clone(), length_km, fraction });
        }
    }
    Ok(out)
}

/// Middle and length of each edge of a run.
fn edges<'a>(
    basis: &'a Basis,
    run: &'a Run,
) -> impl Iterator<Item = (littoral_geodesy::SurfacePoint, f64)> + 'a {
    let earth = &basis.earth;
    let begin = run.points(basis).map(|p| earth.point(p));
    let first = run.points(basis).next();
    let end = run.end().or(first).map(|p| earth.point(p));
    let ends = run.points(basis).skip(1).map(|p| earth.point(p)).chain(end);
    begin.zip(ends).map(|(a, b)| (densify::between(earth, &a, &b, 0.5), earth.distance(&a, &b)))
}
