//! Where two tie wedges of four parties adjoin, of A and D and of B and C.
//!
//! On their common rim all four are equal. A way from the waters of D to those of B may come to the rim in the waters of A and
//! leave it in those of C: between A and B the scores change there, and it is C that begins.

use super::{Change, Crossing, Crossings, ROOT_M, Stop};
use crate::eval::Evaluator;

impl Crossings {
    /// Changes to or from the third that holds a place of the rim which is an end of the way itself, where it ties with the
    /// holder of the other end. False, with nothing done, where a way is not of that kind.
    pub(super) fn on_rim(
        &mut self,
        eval: &mut Evaluator<'_>,
        (a, b): (Stop, Stop),
        root: Stop,
        out: &mut Vec<Change>,
    ) -> bool {
        let here = |s: &Stop| (s.at.p - root.at.p).norm() <= 10.0 * ROOT_M;
        let ties = |s: &Stop| root.tied.is_some_and(|tied| tied.1 == s.look.label);
        let third = root.look.label;
        let crossing = Crossing { at: root.at, known: None };
        match (here(&a), here(&b)) {
            (true, false) if ties(&b) => {
                self.found(crossing, [a.look.label, third], out);
                self.scan(eval, root, b, out);
            }
            (false, true) if ties(&a) => {
                self.scan(eval, a, root, out);
                self.found(crossing, [third, b.look.label], out);
            }
            _ => return false,
        }
        true
    }
}
