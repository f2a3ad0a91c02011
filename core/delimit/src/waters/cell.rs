//! The waters of holders of a partition, as a region to lay over others.

use super::Waters;
use crate::field::{Binary, Field, Region};
use crate::partition::{Holder, Partition};

impl Waters {
    /// Where one of the holders named has the water. In the tie wedge of a terminus two parties' scores are equal: there
    /// the ray tells which of them has it, as it does in the partition itself.
    #[must_use]
    pub fn cell(&self, partition: &Partition, named: &[Holder]) -> Region {
        let all = partition.scores.iter();
        let (mine, theirs): (Vec<_>, Vec<_>) = all.partition(|(h, _)| named.contains(h));
        if theirs.is_empty() {
            let everywhere = Field::constant(f64::NEG_INFINITY);
            return Region::negative(everywhere).of(partition);
        }
        let ahead = mine.iter().filter_map(|m| self.ahead(m, &theirs));
        let field = ahead.reduce(|a, b| a.binary(Binary::Min, &b));
        Region::negative(field.unwrap_or_else(|| Field::constant(f64::INFINITY))).of(partition)
    }

    /// Half of how far a score is above the least of some others, negative where it is below all of them.
    fn ahead(&self, (mine, score): &(Holder, Field), others: &[&(Holder, Field)]) -> Option<Field> {
        let party = |h: &Holder| self.case().parties.iter().position(|p| p.id == h.as_str());
        let joined = |other: &Holder| {
            let pair = [party(mine)?, party(other)?];
            self.termini().iter().any(|t| t.joins(pair[0], pair[1])).then_some(pair)
        };
        let (near, far): (Vec<_>, Vec<_>) =
            others.iter().map(|(h, f)| (joined(h), f)).partition(|(pair, _)| pair.is_some());
        let at_termini = near.into_iter().filter_map(|(pair, f)| Some(score.before(f, pair?)));
        let least =
            far.into_iter().map(|(_, f)| f.clone()).reduce(|a, b| a.binary(Binary::Min, &b));
        let half = Field::constant(0.5);
        let rest = least.map(|f| score.binary(Binary::Sub, &f).binary(Binary::Mul, &half));
        at_termini.chain(rest).reduce(|a, b| a.binary(Binary::Max, &b))
    }
}
