//! Effects of islands and weights of base points on the command line: `PARTY[:NAME | @LAT,LON]=VALUE`.

use littoral_delimit::construct::Bases;
use littoral_delimit::construct::equidistance::{Effect, Pick, Weight};

use super::ground::Ground;
use super::input;
use crate::failure::{Failure, Outcome};

/// Effects in the order given.
///
/// # Errors
/// Not of this form, an unknown party, an effect outside 0 to 1.
pub(super) fn effects(list: &[String], bases: &Bases, ground: &Ground) -> Outcome<Vec<Effect>> {
    let one = |text: &String| {
        let (party, of, effect) = read("--effect", text, bases, ground)?;
        if !(0.0..=1.0).contains(&effect) {
            return Err(wrong("--effect", text, "an effect goes from 0 to 1", bases));
        }
        Ok(Effect { party, of, effect })
    };
    list.iter().map(one).collect()
}

/// Weights in the order given.
///
/// # Errors
/// Not of this form, an unknown party, a weight that is not above 0.
pub(super) fn weights(list: &[String], bases: &Bases, ground: &Ground) -> Outcome<Vec<Weight>> {
    let one = |text: &String| {
        let (party, of, factor) = read("--weight", text, bases, ground)?;
        if !(1e-3..=1e3).contains(&factor) {
            return Err(wrong("--weight", text, "a weight goes from 0.001 to 1000", bases));
        }
        Ok(Weight { party, of, factor })
    };
    list.iter().map(one).collect()
}

fn read(option: &str, text: &str, bases: &Bases, ground: &Ground) -> Outcome<(usize, Pick, f64)> {
    let bad = |why: &str| wrong(option, text, why, bases);
    let (what, value) = text.rsplit_once('=').ok_or_else(|| bad("there is no \"=\""))?;
    let value = value.trim().parse().map_err(|_| bad("the value is no number"))?;
    let named = what.split_once(':').map(|(id, name)| (id, Pick::Named(name.trim().to_owned())));
    let placed = || -> Outcome<Option<(&str, Pick)>> {
        let Some((id, place)) = what.split_once('@') else { return Ok(None) };
        let at = input::place(place).map_err(|e| bad(&e))?;
        Ok(Some((id, Pick::At(ground.place(at)))))
    };
    let (id, of) = match named {
        Some(found) => found,
        None => placed()?.unwrap_or((what, Pick::All)),
    };
    let party = bases.parties.iter().position(|p| p == id.trim());
    Ok((party.ok_or_else(|| bad("there is no such party"))?, of, value))
}

fn wrong(option: &str, text: &str, why: &str, bases: &Bases) -> Failure {
    let help = format!(
        "write GRC=0.5, \"GRC:Lesvos=0.5\" or \"GRC@39.2,26.3=0.5\"; parties: {}",
        bases.parties.join(", ")
    );
    Failure::usage(format!("{why}: \"{text}\""), format!("command line: {option} {text}"), help)
}
