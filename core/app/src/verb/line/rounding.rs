//! Rounding of coordinates as treaties print them, and what it costs.

use littoral_geodesy::densify::{PIECE_M, between, geodesic};
use littoral_geodesy::{AreaRule, Earth, Green, LatLon};

/// The step to which latitude and longitude are rounded.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Grain {
    /// Step in degrees.
    pub degrees: f64,
    /// Decimals of minutes that show it.
    pub places: usize,
}

impl Grain {
    /// Reads `0.1'`, `0.1′`, `1"`, `1″`, `0.001°` or plain degrees.
    ///
    /// # Errors
    /// A sentence for the user.
    pub fn parse(text: &str) -> Result<Self, String> {
        let text = text.trim();
        let (number, per_degree) = match text.chars().last() {
            Some('\'' | '′' | 'm') => (text.trim_end_matches(['\'', '′', 'm']), 60.0),
            Some('"' | '″' | 's') => (text.trim_end_matches(['"', '″', 's']), 3600.0),
            _ => (text.trim_end_matches('°'), 1.0),
        };
        let step: f64 = number.trim().parse().map_err(|_| wrong(text))?;
        let degrees = step / per_degree;
        if !(1e-9..=1.0).contains(&degrees) {
            return Err(wrong(text));
        }
        let minutes = degrees * 60.0;
        let places = (0..7_u8).find(|&k| whole(minutes * 10_f64.powi(i32::from(k)))).unwrap_or(7);
        Ok(Self { degrees, places: usize::from(places) })
    }

    /// The place rounded.
    #[must_use]
    pub fn round(self, at: LatLon) -> LatLon {
        // By counting steps of the reciprocal: 41.3 stays 41.3, not 41.300000000000004.
        let per = 1.0 / self.degrees;
        let per = if whole(per) { per.round() } else { per };
        LatLon::new((at.lat * per).round() / per, (at.lon * per).round() / per)
    }
}

fn wrong(text: &str) -> String {
    format!("\"{text}\" is no step: write 0.1' (minutes), 1\" (seconds) or 0.001 (degrees)")
}

fn whole(x: f64) -> bool {
    x >= 0.999 && (x - x.round()).abs() < 1e-6
}

/// What printing costs: the line as printed against the line itself.
#[derive(Debug, Clone, Copy, Default, PartialEq)]
pub(super) struct Loss {
    /// Greatest move of a printed point, metres.
    pub(super) farthest_m: f64,
    /// Area that the holder on the left gains by the printed line, km²; negative: loses.
    pub(super) left_gains_km2: f64,
    /// Area between the two lines, counted part by part between printed points, km².
    pub(super) between_km2: f64,
}

/// Compares the printed points, joined by geodesics, with the whole line. `kept` are the indices
/// of the printed points in `line`.
#[must_use]
pub(super) fn loss(line: &[LatLon], printed: &[LatLon], kept: &[usize], earth: &Earth) -> Loss {
    let mut out = Loss::default();
    for (k, place) in kept.iter().zip(printed) {
        out.farthest_m = out.farthest_m.max(earth.karney_m(line[*k], *place));
    }
    for (ends, new) in kept.windows(2).zip(printed.windows(2)) {
        let part = line.get(ends[0]..=ends[1]).unwrap_or(&[]);
        let ring: Vec<LatLon> = part.iter().copied().chain(new.iter().rev().copied()).collect();
        let km2 = signed_km2(&ring, earth);
        out.left_gains_km2 -= km2;
        out.between_km2 += km2.abs();
    }
    out
}

/// Area in km² that the holder on the left gains by the printed line.
#[must_use]
pub(crate) fn printing_gain_km2(
    line: &[LatLon],
    printed: &[LatLon],
    kept: &[usize],
    earth: &Earth,
) -> f64 {
    loss(line, printed, kept, earth).left_gains_km2
}

/// Area of a ring of geodesics on the ellipsoid, km², positive counter-clockwise: between printed points they are long, and
/// far from straight in latitude and longitude.
fn signed_km2(ring: &[LatLon], earth: &Earth) -> f64 {
    let Some(first) = ring.first() else { return 0.0 };
    let rule = AreaRule::new(earth, &earth.point(*first));
    let mut sum = Green::default();
    for (a, b) in ring.iter().zip(ring.iter().cycle().skip(1)) {
        for w in geodesic(earth, *a, *b, PIECE_M).windows(2) {
            sum.add(rule.arc(&w[0], &between(earth, &w[0], &w[1], 0.5), &w[1]));
        }
    }
    rule.area_m2(sum) / 1e6
}

#[cfg(test)]
mod tests {
    use littoral_geodesy::Ellipsoid;

    use super::*;

    #[test]
    fn steps_as_treaties_write_them() {
        let tenth = Grain::parse("0.1'").unwrap();
        assert_eq!(
            (tenth.places, tenth.round(LatLon::new(41.293_33, 51.2))),
            (1, LatLon::new(24776.0 / 600.0, 51.2))
        );
        assert_eq!(Grain::parse("1\"").unwrap().degrees, 1.0 / 3600.0);
        assert_eq!(Grain::parse("0.001").unwrap().degrees, 0.001);
        for bad in ["", "x", "0", "-1'", "NaN", "1e400"] {
            assert!(Grain::parse(bad).is_err(), "{bad}");
        }
    }

    /// Printing to 0.1' is good to 93 m in latitude and 69 m in longitude at 42 N, so a point moves
    /// by at most the diagonal of both, 116 m.
    #[test]
    fn a_tenth_of_a_minute_moves_at_most_116_m() {
        let earth = Earth::new(&Ellipsoid::wgs84());
        let grain = Grain::parse("0.1'").unwrap();
        let line: Vec<LatLon> = (0..50)
            .map(|k| LatLon::new(42.0 + 0.0137 * f64::from(k) / 10.0, 50.0 + 0.0091 * f64::from(k)))
            .collect();
        let printed: Vec<LatLon> = line.iter().map(|p| grain.round(*p)).collect();
        let kept: Vec<usize> = (0..50).collect();
        let l = loss(&line, &printed, &kept, &earth);
        assert!(l.farthest_m > 60.0 && l.farthest_m < 116.0, "{l:?}");
        assert!(l.left_gains_km2.abs() <= l.between_km2);
    }

    /// A line to the north, printed a hundredth of a degree too far east: its left (west) gains.
    #[test]
    fn the_sign_says_who_gains() {
        let earth = Earth::new(&Ellipsoid::wgs84());
        let line = [LatLon::new(40.0, 50.0), LatLon::new(41.0, 50.0)];
        let printed = [LatLon::new(40.0, 50.01), LatLon::new(41.0, 50.01)];
        let l = loss(&line, &printed, &[0, 1], &earth);
        // One degree of latitude is 111.04 km at 40.5 N, one of longitude 84.7 km.
        assert!((l.left_gains_km2 - 111.04 * 0.847).abs() < 0.1, "{l:?}");
    }

    /// A parallel of three degrees, printed by its ends alone: geographiclib 2.0 (Python) has 184.086_255_1 km² between it and the
    /// geodesic, which lies poleward, in whichever turn the longitudes are written.
    #[test]
    fn a_printed_line_is_a_geodesic() {
        let earth = Earth::new(&Ellipsoid::wgs84());
        for west in [50.0, 178.5, -181.5] {
            let turned = |lon: f64| if lon >= 180.0 { lon - 360.0 } else { lon };
            let line: Vec<LatLon> =
                (0..=300).map(|k| LatLon::new(40.0, turned(west + 0.01 * f64::from(k)))).collect();
            let l = loss(&line, &[line[0], line[300]], &[0, 300], &earth);
            assert!((l.left_gains_km2 + 184.086_255_1).abs() < 1e-4, "{l:?}");
        }
    }
}
