//! Lines of a survey put end to end, without coordinates that say nothing.

use littoral_model::ShoreKind;

use littoral_geodesy::LatLon;
use littoral_geodesy::densify::wrap;

use super::{BaseLine, BaseNode, Bases};

/// A place as bits, the same however its longitude is said (180 and -180, any turn); in a pole any longitude is.
pub(crate) fn place_key(at: LatLon) -> [u64; 2] {
    let lon = match wrap(at.lon) + 0.0 {
        _ if at.lat.abs() == 90.0 => 0.0,
        -180.0 => 180.0,
        lon => lon,
    };
    [(at.lat + 0.0).to_bits(), lon.to_bits()]
}

/// One place, however its longitude is said.
pub(super) fn same(a: LatLon, b: LatLon) -> bool {
    place_key(a) == place_key(b)
}

fn ends_meet(line: &BaseLine) -> bool {
    line.nodes.first().zip(line.nodes.last()).is_some_and(|(a, b)| same(a.at, b.at))
}

impl Bases {
    /// The same without coordinates that repeat the one before (and a ring's last that repeats its
    /// first): edges of no length have no direction.
    #[must_use]
    pub fn without_repeats(&self) -> Self {
        let mut out = self.clone();
        for line in out.lines.iter_mut().filter(|l| l.kind != ShoreKind::BasePoint) {
            line.nodes.dedup_by(|b, a| same(a.at, b.at));
            while line.kind == ShoreKind::Islands && line.nodes.len() > 1 && ends_meet(line) {
                line.nodes.pop();
            }
        }
        out
    }

    /// The same with lines of one party put end to end where exactly two of them end at the same
    /// coordinate, as straight baselines given segment by segment do; what closes becomes a ring, and
    /// repeats are dropped.
    #[must_use]
    pub fn joined(&self) -> Self {
        let mut out = self.without_repeats();
        let mut k = 0;
        while k < out.lines.len() {
            match out.partner(k) {
                Some((other, turn_self, turn_other)) => {
                    let mut next = out.lines.remove(other);
                    let k = k - usize::from(other < k);
                    if turn_self {
                        out.lines[k].nodes.reverse();
                    }
                    if turn_other {
                        next.nodes.reverse();
                    }
                    out.lines[k].nodes.extend(next.nodes.into_iter().skip(1));
                }
                None => k += 1,
            }
        }
        for line in out.lines.iter_mut().filter(|l| l.kind != ShoreKind::BasePoint) {
            if ends_meet(line) && line.nodes.len() > 3 {
                line.nodes.pop();
                line.kind = ShoreKind::Islands;
            }
        }
        out
    }

    /// Another line that alone meets an end of this one, and which of the two must be turned round.
    fn partner(&self, k: usize) -> Option<(usize, bool, bool)> {
        let open =
            |l: &&BaseLine| !l.closed() && l.kind != ShoreKind::BasePoint && l.nodes.len() > 1;
        let end = |n: Option<&BaseNode>| n.map(|n| place_key(n.at));
        let ends = |l: &BaseLine| [end(l.nodes.first()), end(l.nodes.last())];
        let own = self.lines.get(k).filter(open)?;
        let [first, last] = ends(own);
        if first == last {
            return None;
        }
        // The end first, so that lines given in their order keep their direction.
        for (at, turn_self) in [(last, false), (first, true)] {
            let here = self.lines.iter().enumerate().filter(|(j, l)| {
                *j != k && l.party == own.party && open(l) && ends(l).contains(&at)
            });
            let met: Vec<(usize, &BaseLine)> = here.collect();
            if let [(j, other)] = met.as_slice()
                && (other.edge, other.kind) == (own.edge, own.kind)
            {
                return Some((*j, turn_self, ends(other)[0] != at));
            }
        }
        None
    }
}
