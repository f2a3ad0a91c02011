//! What counts of each party's shores, and how much: effects of islands, weights of base points.
//!
//! **Effect** e of an island (Tunisia/Libya 1982, Anglo-French 1977; IHO C-51 (TALOS) 6.3.4): the distance is
//! `(1 - e) d(without it) + e d(with it)`; several islands of different effect add up as the integral over
//! t from 0 to 1 of the distance from everything whose effect is at least t. **Weight** k of a base point
//! (Nicaragua v. Colombia 2012): it counts as if it were k times nearer, `d / k`.

use littoral_geodesy::{Earth, LatLon};
use littoral_model::ShoreKind;

use super::Options;
use crate::construct::base::{BaseLine, Bases, inside};
use crate::construct::invalid;
use crate::error::DelimitError;

/// Which of a party's shores.
#[derive(Debug, Clone, PartialEq)]
pub enum Pick {
    /// All its islands (for effects), all its base points (for weights).
    All,
    /// Lines, or single base points, of this name.
    Named(String),
    /// The island that holds a place, else the line with the coordinate nearest to it.
    At(LatLon),
}

/// How much islands count.
#[derive(Debug, Clone, PartialEq)]
pub struct Effect {
    /// Whose; index in [`Bases::parties`].
    pub party: usize,
    /// Which.
    pub of: Pick,
    /// 0 none, 1/2 half, 1 full.
    pub effect: f64,
}

/// How much nearer base points count.
#[derive(Debug, Clone, PartialEq)]
pub struct Weight {
    /// Whose; index in [`Bases::parties`].
    pub party: usize,
    /// Which.
    pub of: Pick,
    /// The distance is divided by this.
    pub factor: f64,
}

/// A share of a party's distance: the least of some distances, each over its factor.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Term {
    /// Part of the whole; the shares of a party add up to 1.
    pub(super) share: f64,
    /// Lines of one factor.
    pub(super) classes: Vec<(f64, Vec<usize>)>,
}

/// How each party's distance is reckoned.
///
/// # Errors
/// [`DelimitError::Invalid`]: an effect or weight out of range, a pick that finds nothing, a party left without
/// anything that has full effect.
pub(super) fn reckoning(
    earth: &Earth,
    bases: &Bases,
    options: &Options,
) -> Result<Vec<Vec<Term>>, DelimitError> {
    let mut effects = vec![1.0; bases.lines.len()];
    let mut factors = vec![1.0; bases.lines.len()];
    let islands = bases.islands(earth);
    for e in &options.effects {
        if !(0.0..=1.0).contains(&e.effect) {
            return invalid(format!("effect of islands is {}; it goes from 0 to 1", e.effect));
        }
        picked(earth, bases, e.party, &e.of, &islands)?.for_each(|k| effects[k] = e.effect);
    }
    let all = vec![true; bases.lines.len()];
    for w in &options.weights {
        if !(1e-3..=1e3).contains(&w.factor) {
            return invalid(format!("a weight is {}; it goes from 0.001 to 1000", w.factor));
        }
        picked(earth, bases, w.party, &w.of, &all)?.for_each(|k| factors[k] = w.factor);
    }
    let counts = |l: &BaseLine| {
        options.baselines || l.kind != ShoreKind::Baseline || !has_coast(bases, l.party)
    };
    let of_party = |party: usize| {
        let mine: Vec<usize> = (0..bases.lines.len())
            .filter(|&k| bases.lines[k].party == party && counts(&bases.lines[k]))
            .collect();
        let terms = terms(&mine, &effects, &factors);
        let whole: f64 = terms.iter().map(|t| t.share).sum();
        if (whole - 1.0).abs() > 1e-12 {
            let id = &bases.parties[party];
            return invalid(format!("{id} has no base point of full effect to measure from"));
        }
        Ok(terms)
    };
    (0..bases.parties.len()).map(of_party).collect()
}

/// Parties whose baselines do not count, in words: their coast stands behind them.
pub(super) fn left_out(bases: &Bases, options: &Options) -> Vec<String> {
    let drawn =
        |p: &usize| bases.lines.iter().any(|l| l.party == *p && l.kind == ShoreKind::Baseline);
    let left = (0..bases.parties.len()).filter(|p| drawn(p) && has_coast(bases, *p));
    let words = |p: usize| {
        format!(
            "{}: measured from its coast, not from its straight baselines (--baselines counts them as well)",
            bases.parties[p]
        )
    };
    if options.baselines { Vec::new() } else { left.map(words).collect() }
}

/// Is there a coast of a party behind its baselines? Baselines without one are what it measures from.
fn has_coast(bases: &Bases, party: usize) -> bool {
    let coast = |l: &BaseLine| matches!(l.kind, ShoreKind::Coast | ShoreKind::Islands);
    bases.lines.iter().any(|l| l.party == party && coast(l))
}

/// The islands that stand for the mainland of the parties all whose islands have an effect, in words.
pub(super) fn mainlands(earth: &Earth, bases: &Bases, options: &Options) -> Vec<String> {
    let mut parties: Vec<usize> =
        options.effects.iter().filter(|e| e.of == Pick::All).map(|e| e.party).collect();
    parties.sort_unstable();
    parties.dedup();
    let islands = if parties.is_empty() { Vec::new() } else { bases.islands(earth) };
    parties.into_iter().filter_map(|p| bases.mainland_taken(&islands, p)).collect()
}

/// Layers between one effect and the next, each of everything that reaches it.
fn terms(mine: &[usize], effects: &[f64], factors: &[f64]) -> Vec<Term> {
    let mut steps: Vec<f64> = mine.iter().map(|&k| effects[k]).filter(|e| *e > 0.0).collect();
    steps.sort_by(f64::total_cmp);
    steps.dedup();
    let mut below = 0.0;
    let mut out = Vec::new();
    for step in steps {
        let mut classes: Vec<(f64, Vec<usize>)> = Vec::new();
        for &k in mine.iter().filter(|&&k| effects[k] >= step) {
            match classes.iter_mut().find(|c| c.0 == factors[k]) {
                Some(c) => c.1.push(k),
                None => classes.push((factors[k], vec![k])),
            }
        }
        out.push(Term { share: step - below, classes });
        below = step;
    }
    out
}

/// The lines that a pick takes, of those that may be taken.
fn picked<'a>(
    earth: &'a Earth,
    bases: &'a Bases,
    party: usize,
    pick: &'a Pick,
    may: &'a [bool],
) -> Result<impl Iterator<Item = usize> + use<>, DelimitError> {
    let Some(id) = bases.parties.get(party) else {
        return invalid(format!("there is no party number {party}"));
    };
    let mine = || (0..bases.lines.len()).filter(|&k| bases.lines[k].party == party);
    let (found, words): (Vec<usize>, String) = match pick {
        Pick::All => (mine().filter(|&k| may[k]).collect(), "island".into()),
        Pick::Named(name) => {
            let is = |k: &usize| {
                let l = &bases.lines[*k];
                l.name == *name || (l.nodes.len() == 1 && l.nodes[0].name == *name)
            };
            (mine().filter(is).collect(), format!("base point or line named \"{name}\""))
        }
        Pick::At(at) => {
            at.check().map_err(DelimitError::Invalid)?;
            let holds = |k: &usize| {
                let l = &bases.lines[*k];
                l.closed() && inside(&l.points(), *at)
            };
            let far = |k: usize| {
                let to = bases.lines[k].nodes.iter().map(|n| earth.karney_m(n.at, *at));
                to.fold(f64::INFINITY, f64::min)
            };
            let nearest = || mine().min_by(|a, b| far(*a).total_cmp(&far(*b)));
            (mine().find(holds).or_else(nearest).into_iter().collect(), "base point".into())
        }
    };
    if found.is_empty() {
        return invalid(format!("{id} has no {words}"));
    }
    Ok(found.into_iter())
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Layers of 1/4, 1/2 and full effect; two factors.
    #[test]
    fn layers() {
        let found = terms(&[0, 1, 2, 3], &[1.0, 0.5, 0.25, 0.0], &[1.0, 1.0, 3.0, 1.0]);
        let shares: Vec<f64> = found.iter().map(|t| t.share).collect();
        assert_eq!(shares, [0.25, 0.25, 0.5]);
        assert_eq!(found[0].classes, [(1.0, vec![0, 1]), (3.0, vec![2])]);
        assert_eq!(found[1].classes, [(1.0, vec![0, 1])]);
        assert_eq!(found[2].classes, [(1.0, vec![0])]);
    }
}
