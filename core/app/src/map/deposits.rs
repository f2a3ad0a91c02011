//! Deposits: open lozenges with their names, the last labels to be placed.

use anyhow::Result;
use littoral_model::Case;

use super::bidi::plain;
use super::labels::{Obstacles, around};
use super::pen::Pen;
use super::plane::{Pt, Rect};
use super::projection::Paper;
use super::text::{Anchor, Text};

/// A deposit on paper.
pub(super) struct Lozenge {
    pub(super) at: Pt,
    /// Names in use, the case's first choice first, each followed by its shorter forms.
    names: Vec<String>,
}

/// The deposits that have a place.
pub(super) fn places(case: &Case, paper: &Paper<'_>) -> Result<Vec<Lozenge>> {
    let known = case.deposits.iter().filter_map(|d| Some((d.at?, &d.names)));
    let on_paper = |(at, names): (_, &Vec<String>)| {
        let names = names.iter().flat_map(|n| forms(case, &plain(n))).collect();
        Ok(Lozenge { at: paper.point(at)?, names })
    };
    known.map(on_paper).collect()
}

/// A name, the name without its bracket, and a bracketed abbreviation that is no party's code:
/// `Azeri-Chirag (ACG)`, `Azeri-Chirag`, `ACG`.
fn forms(case: &Case, name: &str) -> Vec<String> {
    let mut out = vec![name.to_owned()];
    if let Some((base, bracket)) = name.strip_suffix(')').and_then(|n| n.split_once(" (")) {
        out.push(base.to_owned());
        if bracket.chars().all(|c| c.is_ascii_uppercase()) && case.party(bracket).is_none() {
            out.push(bracket.to_owned());
        }
    }
    out
}

/// Names beside the lozenges, the first that fits; those without room are counted, not drawn.
pub(super) fn place(deposits: &[Lozenge], o: &mut Obstacles, pen: &Pen<'_>) -> (Vec<Text>, usize) {
    let (mut out, mut omitted) = (Vec::new(), 0);
    for deposit in deposits {
        match deposit.names.iter().find_map(|name| beside(name, deposit.at, o, pen)) {
            Some((text, place)) => {
                o.add_box(place);
                out.push(text);
            }
            None => omitted += 1,
        }
    }
    (out, omitted)
}

fn beside(name: &str, at: Pt, o: &Obstacles, pen: &Pen<'_>) -> Option<(Text, Rect)> {
    let text = Text::new(name, 0.0, 0.0, 6.5).italic().halo("#FFFFFF", 0.8);
    let b = text.clone().anchor(Anchor::Middle).bounds(pen.fonts);
    let places = around(at, Pt { x: 1.0, y: 0.0 }, 0.9, b.w, b.h);
    let place = places.into_iter().find(|r| o.free(r) && !o.thin.meet(r))?;
    Some((super::placing::into_box(text, place, pen), place))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_party_s_code_is_no_short_name() {
        let mut case = Case::empty("lake");
        case.parties.push(littoral_model::Party { id: "WST".into(), name: Default::default() });
        assert_eq!(forms(&case, "Old Field (OF)"), ["Old Field (OF)", "Old Field", "OF"]);
        assert_eq!(forms(&case, "Old Field (WST)"), ["Old Field (WST)", "Old Field"]);
    }
}
