//! What is asked of a fit, and whether any division can give it.
//!
//! With nothing kept, floors can be met if and only if they sum to no more than the whole. With a kept region in
//! which party `i` holds `K_i` whatever the weights, a set `S` of parties can be given at most what nobody outside
//! `S` keeps (Hall's condition), which holds for every `S` if and only if `sum max(floor_i, K_i) <= 1`; and likewise
//! ceilings: `K_i <= ceil_i` and `sum ceil_i >= 1`.

use super::{FLOOR_MET, Infeasible, KEPT};
use crate::error::DelimitError;
use crate::field::{Binary, Field, Node, Unary};
use crate::partition::Holder;

/// Sums closer to the whole than this are the whole.
const ROUNDING: f64 = 1e-9;
/// Shares are written with six decimals or more: so much a party their sum may miss the whole by that alone.
const WRITTEN: f64 = 5e-7;

/// Least and greatest share of one party, as a fraction of the whole.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Bound {
    /// Floor; 0 asks for nothing.
    pub least: f64,
    /// Ceiling; 1 allows everything.
    pub most: f64,
}

/// Which bound binds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Side {
    Least,
    Most,
    /// A target: floor and ceiling in one.
    Both,
}

impl Bound {
    /// Nothing asked.
    pub const FREE: Self = Self { least: 0.0, most: 1.0 };

    /// At least this share.
    #[must_use]
    pub fn floor(share: f64) -> Self {
        Self { least: share, ..Self::FREE }
    }

    /// At most this share.
    #[must_use]
    pub fn ceil(share: f64) -> Self {
        Self { most: share, ..Self::FREE }
    }

    /// Exactly this share.
    #[must_use]
    pub fn target(share: f64) -> Self {
        Self { least: share, most: share }
    }

    pub(crate) fn at(self, side: Side) -> f64 {
        if side == Side::Most { self.most } else { self.least }
    }

    /// The bound that a share breaks by more than the tolerance; a target is always in force.
    pub(crate) fn broken(self, share: f64, tolerance: f64) -> Option<Side> {
        if self.least == self.most {
            return Some(Side::Both);
        }
        if share < self.least - tolerance {
            return Some(Side::Least);
        }
        (share > self.most + tolerance).then_some(Side::Most)
    }
}

/// What is asked, party by party: `IND at least 40 %, LKA 30 %`.
pub(crate) fn asked(names: &[String], bounds: &[Bound]) -> String {
    let percent = |share: f64| format!("{} %", (share * 1e8).round() / 1e6);
    let of = |(name, b): (&String, &Bound)| match (b.least, b.most) {
        (least, most) if least == most => Some(format!("{name} {}", percent(least))),
        (least, most) if least > 0.0 && most < 1.0 => {
            Some(format!("{name} between {} and {}", percent(least), percent(most)))
        }
        (least, _) if least > 0.0 => Some(format!("{name} at least {}", percent(least))),
        (_, most) if most < 1.0 => Some(format!("{name} at most {}", percent(most))),
        _ => None,
    };
    names.iter().zip(bounds).filter_map(of).collect::<Vec<_>>().join(", ")
}

/// Refuses a share of nothing where a weight cannot give it: the logarithm of a distance falls without bound at the coast of
/// its party, who has some water there whatever the weight.
pub(super) fn attainable(scores: &[(Holder, Field)], bounds: &[Bound]) -> Result<(), DelimitError> {
    let endless = |(k, _): &(usize, &Bound)| falls_without_bound(&scores[*k].1);
    let mut nothing = bounds.iter().enumerate().filter(|(_, b)| b.most <= FLOOR_MET);
    match nothing.find(endless) {
        None => Ok(()),
        Some((k, _)) => Err(DelimitError::Invalid(format!(
            "{} cannot have nothing of the sea by a ratio: the logarithm of its distance falls without bound at its own coast, and with any weight some water there is its own; ask for a little, as 0.001, or take the distance itself as score",
            scores[k].0
        ))),
    }
}

/// Is it the logarithm of a distance, rescaled and moved by constants at most?
fn falls_without_bound(score: &Field) -> bool {
    let mut at = score;
    while let Node::Binary(Binary::Add | Binary::Sub, a, b) = at.node()
        && b.as_constant().is_some()
    {
        at = a;
    }
    let Node::Unary(Unary::Log, inner) = at.node() else { return false };
    let mut at = inner;
    while let Node::Binary(Binary::Mul | Binary::Div, a, b) = at.node() {
        match (a.as_constant(), b.as_constant()) {
            (None, Some(_)) => at = a,
            (Some(_), None) => at = b,
            _ => return false,
        }
    }
    at.is_distance()
}

/// The bounds brought to the whole where their sum misses it by no more than decimals account for, and a sentence that
/// says so: of targets for all that sum to 0.999999999 no division meets each.
pub(crate) fn brought_to_whole(bounds: &[Bound]) -> Option<(Vec<Bound>, String)> {
    // Below this it is the sum itself that is rounded.
    let near = |sum: f64| (1e-12..=WRITTEN * bounds.len() as f64).contains(&(sum - 1.0).abs());
    let (least, most) = (total(bounds, |b| b.least), total(bounds, |b| b.most));
    let floors = least > 1.0 && near(least);
    let ceilings = most < 1.0 && near(most);
    if !floors && !ceilings {
        return None;
    }
    let (sum, what) = if floors { (least, "floors") } else { (most, "ceilings") };
    let targets = bounds.iter().all(|b| b.least == b.most);
    let scaled = bounds.iter().map(|b| Bound {
        // A target stays one: both of its bounds are divided by the same sum.
        least: if floors || b.least == b.most { b.least / sum } else { b.least },
        most: if ceilings || b.least == b.most { b.most / sum } else { b.most },
    });
    let text = format!(
        "the {} sum to {} % as they are written: each was divided by that sum",
        if targets { "targets" } else { what },
        percent(sum, sum - 1.0)
    );
    Some((scaled.collect(), text))
}

fn total(bounds: &[Bound], of: impl Fn(&Bound) -> f64) -> f64 {
    bounds.iter().map(of).sum()
}

/// A fraction in per cent with as many decimals as show that it is `off` from another.
fn percent(fraction: f64, off: f64) -> String {
    let (mut decimals, mut shown) = (1, off.abs() * 100.0);
    while shown < 0.095 && decimals < 12 {
        (decimals, shown) = (decimals + 1, shown * 10.0);
    }
    format!("{:.decimals$}", fraction * 100.0)
}

/// What is divided.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Whole {
    /// `the sea`
    pub(crate) name: &'static str,
    /// Its area, km2, if it has one.
    pub(crate) km2: Option<f64>,
}

impl Whole {
    /// A fraction of the whole as points, with its area.
    fn points(&self, fraction: f64) -> String {
        let area = self.km2.map_or_else(String::new, |km2| format!(" ({:.0} km2)", fraction * km2));
        format!("{} points{area}", percent(fraction, fraction))
    }
}

/// Fails with the certificate if no division gives what is asked. `kept` is what the kept region gives to
/// each party.
pub(crate) fn feasible(
    names: &[String],
    bounds: &[Bound],
    kept: &[f64],
    whole: &Whole,
) -> Result<(), DelimitError> {
    let whole_name = whole.name;
    for (name, b) in names.iter().zip(bounds) {
        let sound = (0.0..=1.0).contains(&b.least) && (0.0..=1.0).contains(&b.most);
        if !sound || b.least > b.most {
            let text = if sound {
                format!(
                    "the floor of {name}, {:.1} %, is above its ceiling, {:.1} % (a target is both)",
                    b.least * 100.0,
                    b.most * 100.0
                )
            } else {
                let odd = if (0.0..=1.0).contains(&b.least) { b.most } else { b.least };
                format!("the floor of {name} is {:.1} % of {whole_name}", odd * 100.0)
            };
            return Err(Infeasible::because(text, vec![name.clone()], [b.least, b.most]));
        }
    }
    floors(names, bounds, kept, whole)?;
    ceilings(names, bounds, kept, whole)
}

fn floors(
    names: &[String],
    bounds: &[Bound],
    kept: &[f64],
    whole: &Whole,
) -> Result<(), DelimitError> {
    let need: f64 = bounds.iter().zip(kept).map(|(b, k)| b.least.max(*k)).sum();
    if need <= 1.0 + ROUNDING {
        return Ok(());
    }
    // The smallest set that shows it: who asks for least beyond what it keeps goes first.
    let mut set: Vec<usize> = (0..bounds.len()).filter(|k| bounds[*k].least > kept[*k]).collect();
    let beyond = |k: usize| bounds[k].least - kept[k];
    set.sort_by(|a, b| beyond(*b).total_cmp(&beyond(*a)));
    let supply = |set: &[usize]| {
        1.0 - (0..kept.len()).filter(|k| !set.contains(k)).map(|k| kept[k]).sum::<f64>()
    };
    let demand = |set: &[usize]| set.iter().map(|k| bounds[*k].least).sum::<f64>();
    while let Some((_, fewer)) = set.split_last()
        && demand(fewer) > supply(fewer) + ROUNDING
    {
        set.pop();
    }
    set.sort_unstable();
    let list: Vec<String> =
        set.iter().map(|k| format!("{} {:.1} %", names[*k], bounds[*k].least * 100.0)).collect();
    let (asked, there, whole_name) = (demand(&set), supply(&set), whole.name);
    let text = format!(
        "{} = {} % of {whole_name}; there is {} %{}: {} too much",
        list.join(" + "),
        percent(asked, asked - there),
        percent(there, asked - there),
        if there < 1.0 - ROUNDING { format!(" {KEPT}") } else { String::new() },
        whole.points(asked - there),
    );
    let violated = set.iter().map(|k| names[*k].clone()).collect();
    Err(Infeasible::because(text, violated, [asked, there]))
}

fn ceilings(
    names: &[String],
    bounds: &[Bound],
    kept: &[f64],
    whole: &Whole,
) -> Result<(), DelimitError> {
    let whole_name = whole.name;
    let over = |k: &usize| kept[*k] > bounds[*k].most + ROUNDING;
    if let Some(k) = (0..bounds.len()).find(over) {
        let text = format!(
            "{} keeps {:.1} % of {whole_name}, more than its ceiling of {:.1} %",
            names[k],
            kept[k] * 100.0,
            bounds[k].most * 100.0
        );
        return Err(Infeasible::because(text, vec![names[k].clone()], [kept[k], bounds[k].most]));
    }
    let room: f64 = bounds.iter().map(|b| b.most).sum();
    if room >= 1.0 - ROUNDING {
        return Ok(());
    }
    let targets = bounds.iter().all(|b| b.least == b.most);
    let text = format!(
        "the {} of all parties sum to {} % of {whole_name}: {} would have no holder{}",
        if targets { "targets" } else { "ceilings" },
        percent(room, 1.0 - room),
        whole.points(1.0 - room),
        if targets { "; leave one party without a target, and it takes the rest" } else { "" }
    );
    Err(Infeasible::because(text, names.to_vec(), [1.0, room]))
}

#[cfg(test)]
mod tests {
    use super::*;

    const SEA: Whole = Whole { name: "the sea", km2: None };

    fn names(n: usize) -> Vec<String> {
        ["AZE", "IRN", "KAZ", "RUS", "TKM"].iter().take(n).map(ToString::to_string).collect()
    }

    fn floors_of(shares: &[f64]) -> Vec<Bound> {
        shares.iter().map(|s| Bound::floor(*s)).collect()
    }

    fn refused(bounds: &[Bound], kept: &[f64]) -> Infeasible {
        match feasible(&names(bounds.len()), bounds, kept, &SEA) {
            Err(DelimitError::Infeasible(proof)) => *proof,
            other => panic!("{other:?}"),
        }
    }

    /// The parties' statements: 20 + 20 + 29 + 19 = 88 leaves room; with 20 more it is 108, and
    /// every party is needed to show it.
    #[test]
    fn statements_of_the_five() {
        let four = floors_of(&[0.2, 0.2, 0.29, 0.19, 0.0]);
        assert!(feasible(&names(5), &four, &[0.0; 5], &SEA).is_ok());
        let proof = refused(&floors_of(&[0.2, 0.2, 0.29, 0.19, 0.2]), &[0.0; 5]);
        assert_eq!(proof.violated, names(5));
        assert!((proof.deficit - 0.08).abs() < 1e-12 && (proof.demand - 1.08).abs() < 1e-12);
    }

    /// What others keep is not there to be had: 0.6 of which 0.5 is kept elsewhere.
    #[test]
    fn kept_water_counts() {
        let proof = refused(&floors_of(&[0.6, 0.0, 0.0]), &[0.05, 0.3, 0.2]);
        assert_eq!(proof.violated, ["AZE"]);
        assert!((proof.supply - 0.5).abs() < 1e-12 && (proof.deficit - 0.1).abs() < 1e-12);
        assert!(feasible(&names(3), &floors_of(&[0.5, 0.0, 0.0]), &[0.05, 0.3, 0.2], &SEA).is_ok());
    }

    /// The smallest set: B alone asks for more than there is.
    #[test]
    fn smallest_set() {
        assert_eq!(refused(&floors_of(&[0.1, 0.9]), &[0.2, 0.0]).violated, ["IRN"]);
    }

    /// Nine decimals of thirds miss the whole by one in the ninth; four decimals miss it by more than writing does.
    #[test]
    fn targets_as_they_are_written() {
        let thirds = [Bound::target(0.333_333_333); 3];
        let (scaled, text) = brought_to_whole(&thirds).unwrap();
        let all: f64 = scaled.iter().map(|b| b.least).sum();
        assert!((all - 1.0).abs() < 1e-15 && scaled.iter().all(|b| b.least == b.most));
        assert!(text.contains("99.9999999 %"), "{text}");
        let (scaled, _) = brought_to_whole(&floors_of(&[0.5, 0.500_000_1])).unwrap();
        assert!(scaled.iter().all(|b| b.least < 0.500_000_1 && b.most == 1.0));
        for exact in [vec![Bound::target(0.25); 4], floors_of(&[0.2, 0.7]), vec![Bound::FREE; 2]] {
            assert_eq!(brought_to_whole(&exact), None);
        }
        let coarse = [Bound::target(0.3333); 3];
        assert_eq!(brought_to_whole(&coarse), None);
        let proof = refused(&coarse, &[0.0; 3]);
        assert!(proof.text.contains("targets of all parties sum to 99.99 %"), "{}", proof.text);
        assert!(
            proof.text.contains("0.01 points would have no holder; leave one"),
            "{}",
            proof.text
        );
    }

    #[test]
    fn ceilings_must_hold_everything() {
        let proof = refused(&[Bound::ceil(0.3), Bound::ceil(0.6)], &[0.0; 2]);
        assert!((proof.deficit - 0.1).abs() < 1e-12);
        assert_eq!(refused(&[Bound::ceil(0.1), Bound::FREE], &[0.2, 0.0]).violated, ["AZE"]);
        assert!(refused(&[Bound { least: 0.5, most: 0.4 }], &[0.0]).text.contains("above"));
    }
}
