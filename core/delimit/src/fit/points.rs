//! Floors on the value of deposits, each whole to the holder of its place.
//!
//! Weights by auction (`fit/auction.rs`); where that does not end, by a search through all divisions by weights
//! (`fit/divisions.rs`), which finds the same weights or proves that there are none. Of too many deposits for that, by
//! auctions of coarser steps, and if those do not end either it is said that nothing is proved.

use super::auction::{Auction, End};
use super::demand::{Bound, Whole, asked, feasible};
use super::divisions::{self, Found};
use super::exact::Exact;
use super::unfold::Folded;
use super::{Deposited, FLOOR_MET, Infeasible, Proof};
use crate::error::DelimitError;
use crate::eval::Label;
use crate::partition::Partition;
use crate::solve;

/// The boundary passes a deposit by this fraction of the greatest score.
const PAST: f64 = 1e-7;
/// By so much at least before it is said that no weights do.
const THIN: f64 = 1e-10;
/// Steps of coarser auctions, in multiples of the fine one.
const COARSER: [f64; 3] = [1e2, 1e3, 1e4];
/// What is divided.
const VALUE: Whole = Whole { name: "the deposits' value", km2: None };

/// What is asked of whom.
struct Demand<'a> {
    names: &'a [String],
    bounds: &'a [Bound],
}

type Check<'a> = &'a dyn Fn() -> Result<(), DelimitError>;

pub(crate) fn fit(
    exact: &Exact<'_>,
    names: &[String],
    deposits: &[Deposited],
) -> Result<(Partition, Proof), DelimitError> {
    let bounds = &exact.request.bounds;
    let total = total(bounds, deposits)?;
    let score = scores(exact, deposits)?;
    let finite = score.iter().flatten().filter(|s| s.is_finite());
    let greatest = finite.fold(f64::MIN_POSITIVE, |m, s| s.abs().max(m));
    let mut auction = Auction {
        least: bounds.iter().map(|b| b.least).collect(),
        value: deposits.iter().map(|d| d.value / total).collect(),
        score,
        fixed: fixed(exact, deposits)?,
        weights: vec![0.0; names.len()],
        step: PAST * greatest,
    };
    feasible(names, bounds, &auction.kept(), &VALUE)?;
    let demand = Demand { names, bounds };
    demand.weigh(&mut auction, greatest, &|| exact.options.check())?;
    let proof = demand.proof(&auction);
    Ok((exact.partition(&Folded::plain(proof.weights.clone())), proof))
}

/// The value of all deposits.
fn total(bounds: &[Bound], deposits: &[Deposited]) -> Result<f64, DelimitError> {
    if bounds.iter().any(|b| b.most < 1.0) {
        return Err(DelimitError::Invalid(
            "shares of deposits take floors only: a deposit goes whole to one holder, so a target or a ceiling cannot be met exactly".into(),
        ));
    }
    if let Some(d) =
        deposits.iter().find(|d| d.at.check().is_err() || d.value.is_nan() || d.value < 0.0)
    {
        return Err(DelimitError::Invalid(format!(
            "a deposit at {}, {} with value {}: values are not negative",
            d.at.lat, d.at.lon, d.value
        )));
    }
    let total: f64 = deposits.iter().map(|d| d.value).sum();
    if !(total > 0.0 && total.is_finite()) {
        return Err(DelimitError::Invalid("the deposits of a fit have no value".into()));
    }
    Ok(total)
}

fn scores(exact: &Exact<'_>, deposits: &[Deposited]) -> Result<Vec<Vec<f64>>, DelimitError> {
    let plain = Partition::new(exact.request.scores.clone());
    let basis = exact.waters.basis();
    let problem = solve::problem(&basis, &plain, exact.functions, exact.options)?;
    let mut eval = problem.evaluator();
    let of = |d: &Deposited| {
        eval.load_all(&basis.earth.point(d.at));
        (0..plain.scores.len()).map(|k| eval.score(k as Label)).collect()
    };
    let out = deposits.iter().map(of).collect();
    eval.check()?;
    Ok(out)
}

fn fixed(exact: &Exact<'_>, deposits: &[Deposited]) -> Result<Vec<Option<usize>>, DelimitError> {
    let Some((region, kept)) = &exact.request.keep else { return Ok(vec![None; deposits.len()]) };
    let inside = crate::partition::Holder::new("inside");
    let outside = (crate::partition::Holder::new("outside"), crate::field::Field::constant(0.0));
    let test = Partition::new(vec![outside, (inside.clone(), region.field().clone())]);
    let of = |d: &Deposited| -> Result<Option<usize>, DelimitError> {
        if exact.waters.holder_at(&test, exact.functions, d.at)? != inside {
            return Ok(None);
        }
        let holder = exact.waters.holder_at(kept, exact.functions, d.at)?;
        let known = exact.request.scores.iter().position(|(h, _)| *h == holder);
        Ok(Some(known.unwrap_or(usize::MAX)))
    };
    deposits.iter().map(of).collect()
}

impl Demand<'_> {
    /// Finds the weights, or says that there are none, or that it does not know.
    fn weigh(
        &self,
        auction: &mut Auction,
        unit: f64,
        check: Check<'_>,
    ) -> Result<(), DelimitError> {
        match auction.run(check)? {
            End::Met => return Ok(()),
            End::Alone(k, share) => return Err(self.alone(k, share)),
            End::Open => {}
        }
        let fine = auction.step;
        let mut tried = 0;
        for (margin, wholly) in [(fine, true), (THIN * unit, false)] {
            let kept = auction.kept();
            let of = (auction.least.as_slice(), kept.as_slice());
            let found = divisions::best(auction.open(), of, (margin, wholly), check)?;
            tried += found.tried;
            if let Some(weights) = &found.weights {
                (auction.weights, auction.step) = (weights.clone(), margin);
                if auction.short().is_none() {
                    return Ok(());
                }
            }
            match (found.complete, wholly) {
                (true, true) => {}
                (true, false) => return Err(self.none(&found)),
                (false, _) => break,
            }
        }
        for coarser in COARSER {
            auction.step = fine * coarser;
            if matches!(auction.run(check)?, End::Met) {
                auction.lower(fine);
                return Ok(());
            }
        }
        Err(self.unknown(auction.value.len(), tried))
    }

    /// One party is short whatever its weight.
    fn alone(&self, k: usize, share: f64) -> DelimitError {
        let (name, want) = (&self.names[k], self.bounds[k].least);
        let text = format!(
            "{name} cannot have {:.1} % of the deposits' value by weights: it comes to {:.1} %",
            want * 100.0,
            share * 100.0
        );
        Infeasible::because(text, vec![name.clone()], [want, share])
    }

    /// All divisions were tried.
    fn none(&self, found: &Found) -> DelimitError {
        let want: f64 = self.bounds.iter().map(|b| b.least).sum();
        let text = format!(
            "{} of the deposits' value: deposits go whole to one holder, and of all their divisions by weights none gives more than {:.1} of these {:.1} points",
            asked(self.names, self.bounds),
            found.met * 100.0,
            want * 100.0
        );
        let all = self.names.iter().zip(self.bounds).filter(|(_, b)| b.least > 0.0);
        let violated = all.map(|(name, _)| name.clone()).collect();
        Infeasible::because(text, violated, [want, found.met])
    }

    /// Not all were.
    fn unknown(&self, deposits: usize, tried: usize) -> DelimitError {
        let searched = match tried {
            0 => String::new(),
            n => format!(" and {n} parts of divisions"),
        };
        DelimitError::Invalid(format!(
            "no weights were found that give {} of the value of {deposits} deposits: the steps of an auction{searched} were tried and not all there are, so it is not proved that there are none; ask for less, or count neighbouring deposits as one",
            asked(self.names, self.bounds)
        ))
    }

    fn proof(&self, auction: &Auction) -> Proof {
        let shares = auction.shares();
        let weights = auction.weights.clone();
        let active: Vec<usize> = (0..shares.len()).filter(|k| weights[*k] > 0.0).collect();
        let beyond = |k: &usize| shares[*k] - self.bounds[*k].least;
        let gap: f64 = active.iter().map(|k| weights[*k] * beyond(k)).sum();
        let each = |d: usize| {
            let own = auction.score[d].get(auction.held(d)).copied().unwrap_or(0.0);
            auction.value[d] * own
        };
        let open = (0..auction.value.len()).filter(|d| auction.fixed[*d].is_none());
        let primal: f64 = open.map(each).sum();
        let over = |k: &usize| {
            format!(
                "{} holds {:.2} points more than its floor: deposits are not divided",
                self.names[*k],
                beyond(k) * 100.0
            )
        };
        Proof {
            residual: active.iter().map(|k| (-beyond(k)).max(0.0)).fold(0.0, f64::max),
            kkt: active.iter().map(|k| (weights[*k] * beyond(k)).abs()).fold(0.0, f64::max),
            primal,
            dual: primal - gap,
            gap,
            iterations: 0,
            splits: Vec::new(),
            notes: active.iter().filter(|k| beyond(k) > FLOOR_MET).map(over).collect(),
            infeasible: None,
            active,
            weights,
        }
    }
}
