//! The charts: one file a chart.

pub(super) mod acceptance;
pub(super) mod causes;
pub(super) mod flow;
pub(super) mod ratio;
pub(super) mod shares;
pub(super) mod spread;
pub(super) mod value;

/// Width of a drawing, pixels.
const WIDTH: f64 = 900.0;
/// Column of names at its start.
const NAME: f64 = 232.0;
/// Height of a row.
const ROW: f64 = 25.0;
/// Room above the rows for the parties' codes.
const HEAD: f64 = 26.0;
/// Hairline of grids.
const GRID: &str = "stroke=\"var(--paper)\" stroke-width=\"1\"";

/// A round step that cuts a range into at most five.
fn step(range: f64) -> f64 {
    let rough = range / 5.0;
    let unit = 10_f64.powf(rough.max(1e-6).log10().floor());
    [1.0, 2.0, 2.5, 5.0, 10.0].iter().map(|k| k * unit).find(|s| *s >= rough).unwrap_or(rough)
}

/// A name cut to what its column holds.
fn short(name: &str) -> String {
    const MOST: usize = 34;
    match name.chars().count() > MOST {
        true => format!("{}…", name.chars().take(MOST - 1).collect::<String>()),
        false => name.to_owned(),
    }
}
