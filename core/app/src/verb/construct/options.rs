//! Lengths of options, refused by the option's name where they are none.

use crate::failure::{Failure, Outcome};

/// As far as anything is constructed, metres.
pub(super) const FARTHEST_M: f64 = 1.0e7;
/// The same in nautical miles, whole ones.
pub(super) const FARTHEST_NM: f64 = 5399.0;

/// Refuses a value of an option that is not above 0, and as large as `most` in its unit at most.
///
/// # Errors
/// It is not, or is no number.
pub(super) fn above_0(option: &str, value: f64, most: f64, unit: &str) -> Outcome {
    match value > 0.0 && value <= most {
        true => Ok(()),
        false => {
            let text =
                format!("{option} is {value} {unit}: it is above 0, and at most {most} {unit}");
            Err(wrong(option, value, text))
        }
    }
}

/// Refuses a value of an option outside a range.
///
/// # Errors
/// It is outside, or is no number.
pub(super) fn within(option: &str, value: f64, [least, most]: [f64; 2], unit: &str) -> Outcome {
    match (least..=most).contains(&value) {
        true => Ok(()),
        false => {
            let text = format!("{option} is {value} {unit}: it goes from {least} to {most} {unit}");
            Err(wrong(option, value, text))
        }
    }
}

fn wrong(option: &str, value: f64, text: String) -> Failure {
    let place = format!("command line: {option} {value}");
    Failure::usage(text, place, format!("give {option} another value"))
}
