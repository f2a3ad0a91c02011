//! Degrees, minutes and seconds.

use littoral_formats::dms::{self, Axis};

/// Coordinates as treaties print them.
pub const SEEDS: &[&[u8]] = &[
    "41°27'30.5\"N".as_bytes(),
    "50° 11′ 04.9″ E".as_bytes(),
    "180°00'00.000\"W".as_bytes(),
    "S 08 12.5".as_bytes(),
    "-41.4584722".as_bytes(),
    "90-00-00 N".as_bytes(),
];

/// What is read lies in its range, is printed, and is read back the same.
pub fn dms(data: &[u8]) {
    let Ok(text) = std::str::from_utf8(data) else { return };
    for (axis, most) in [(Axis::Latitude, 90.0), (Axis::Longitude, 360.0)] {
        let Ok(value) = dms::parse(text, axis) else { continue };
        assert!(value.abs() <= most, "{text:?} read as {value}");
        for decimals in [0, 3, 9, usize::MAX] {
            let printed = dms::dms(value, axis, decimals);
            let back = dms::parse(&printed, axis);
            let off = back.map(|b| (b - value + 540.0).rem_euclid(360.0) - 180.0);
            let grain = 0.5001 / 3600.0 / 10_f64.powi(decimals.min(9) as i32) + 1e-12;
            assert!(off.as_ref().is_ok_and(|o| o.abs() <= grain), "{text:?} {printed:?} {off:?}");
        }
    }
}
