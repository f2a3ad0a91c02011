//! Drawn lines may meet at their ends and nowhere else.

use littoral_geodesy::{LatLon, SurfacePoint};

use super::settle::Settled;
use super::{Desk, JOIN_M, chain};
use crate::error::DelimitError;
use crate::waters::pieces::{self, crossings};

/// Refuses the first crossing of two lines, or of one with itself.
pub(super) fn none(desk: &Desk<'_>, lines: &[Settled]) -> Result<(), DelimitError> {
    let mut pieces = Vec::new();
    for (line, l) in lines.iter().enumerate() {
        desk.options.check()?;
        pieces.extend(pieces::pieces(&desk.core.earth, line, &chain(&l.line.places)));
    }
    crossings(
        pieces,
        || desk.options.check(),
        |other, piece| {
            let (at, both) = (other.meets(&desk.core.earth, piece), [other.line, piece.line]);
            match at_a_common_end(desk, lines, both, &at) {
                true => Ok(()),
                false => Err(crossing(desk, lines, both, &at)),
            }
        },
    )
}

/// Two lines that end at the same place leave it side by side: which is on which side is a matter of rounding there.
fn at_a_common_end(
    desk: &Desk<'_>,
    lines: &[Settled],
    [i, j]: [usize; 2],
    at: &SurfacePoint,
) -> bool {
    let near = |end: &LatLon| (desk.point(*end).p - at.p).norm() <= JOIN_M;
    let ends =
        |k: usize| lines[k].line.places.first().into_iter().chain(lines[k].line.places.last());
    ends(i).any(near) && ends(j).any(near)
}

fn crossing(
    desk: &Desk<'_>,
    lines: &[Settled],
    [i, j]: [usize; 2],
    at: &SurfacePoint,
) -> DelimitError {
    let name = |line: usize| {
        let [a, b] = &lines[line].line.between;
        format!("the line between {a} and {b}")
    };
    let text = match i == j {
        true => format!("{} crosses itself", name(i)),
        false => format!("{} crosses {}", name(i.min(j)), name(i.max(j))),
    };
    DelimitError::Geometry { text, at: desk.core.place(at) }
}
