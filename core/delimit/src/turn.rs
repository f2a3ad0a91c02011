//! How a sea counts its longitudes.
//!
//! A field is continuous, and longitudes from -180 to 180 are not where a sea reaches across the meridian of 180 degrees. There
//! they are counted on eastwards: a sea from 178 E to 178 W has longitudes from 178 to 182. Whoever compares one with a number must
//! bring the number to the same turn first: 181 and -179 are one meridian.

/// So near to a meridian is on it, degrees.
const HAIR: f64 = 1e-9;
/// A meridian farther from the middle of the sea than this, and than its edges, degrees, is neither east nor west of it.
const FAR: f64 = 90.0;

/// The turn of a sea: its longitudes are within 180 degrees of its centre.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Turn {
    centre: f64,
    /// Westernmost and easternmost longitude of its outer rim.
    span: [f64; 2],
}

impl Turn {
    /// Of a sea with a centre and places of its outer rim, degrees in any turn.
    pub(crate) fn new(centre: f64, rim: impl Iterator<Item = f64>) -> Self {
        let about = Self { centre, span: [centre; 2] };
        let span = rim.fold(about.span, |[w, e], lon| {
            let lon = about.count(lon);
            [w.min(lon), e.max(lon)]
        });
        // Counted on eastwards from 180, not westwards from -180.
        let on = if span[0] <= HAIR - 180.0 { 360.0 } else { 0.0 };
        Self { centre: centre + on, span: span.map(|lon| lon + on) }
    }

    /// Does the sea touch or cross the meridian of 180 degrees?
    #[must_use]
    pub fn is_across(&self) -> bool {
        self.span[1] >= 180.0 - HAIR
    }

    /// Longitude of the sea's centre, degrees.
    pub(crate) fn centre(&self) -> f64 {
        self.centre
    }

    /// Westernmost and easternmost longitude of the sea, degrees, as it counts them.
    #[must_use]
    pub fn span(&self) -> [f64; 2] {
        self.span
    }

    /// A longitude within half a turn of the sea's centre, degrees; one that is, to the last bit.
    #[must_use]
    pub fn count(&self, lon: f64) -> f64 {
        lon - 360.0 * ((lon - self.centre) / 360.0).round()
    }

    /// The longitude of a meridian as the sea counts it, degrees: what lies east of it has a greater one. Where the sea does not
    /// reach 180 degrees a number from -180 to 180 is itself. `None` where the sea is across 180 and the meridian so far from it
    /// that it may as well be said to lie east of the sea as west.
    #[must_use]
    pub fn meridian(&self, lon: f64) -> Option<f64> {
        if !self.is_across() && lon.abs() <= 180.0 {
            return Some(lon);
        }
        let counted = self.count(lon);
        let near = (counted - self.centre).abs() <= FAR;
        let within = (self.span[0]..=self.span[1]).contains(&counted);
        (near || within || !self.is_across()).then_some(counted)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn turn(centre: f64, rim: [f64; 2]) -> Turn {
        Turn::new(centre, rim.into_iter())
    }

    /// The same sea of two degrees about 180, its centre and rim written in each way.
    #[test]
    fn a_sea_across_180_counts_on() {
        for (centre, rim) in
            [(179.8, [178.8, -179.2]), (-179.8, [179.2, -178.8]), (-180.2, [-181.2, -179.2])]
        {
            let turn = turn(centre, rim);
            let [w, e] = turn.span();
            assert!(turn.is_across() && w > 178.7 && e < 181.3 && (e - w - 2.0).abs() < 1e-9);
            for (lon, wanted) in [(179.5, 179.5), (-179.5, 180.5), (180.5, 180.5), (-180.0, 180.0)]
            {
                assert!((turn.meridian(lon).unwrap() - wanted).abs() < 1e-9, "{lon} {turn:?}");
            }
            assert_eq!([turn.meridian(0.0), turn.meridian(-51.0)], [None; 2]);
        }
        // One that only touches 180, from either side.
        for (centre, rim) in [(179.0, [178.0, -180.0]), (-179.0, [-178.0, -180.0])] {
            assert!(turn(centre, rim).is_across());
        }
    }

    /// Elsewhere numbers are what they were.
    #[test]
    fn other_seas_keep_their_numbers() {
        let turn = turn(51.0, [46.6, 54.7]);
        assert!(!turn.is_across());
        for lon in [-180.0, -170.0, 0.0, 50.1, 180.0] {
            assert_eq!((turn.meridian(lon), turn.count(50.1)), (Some(lon), 50.1));
        }
        assert_eq!(turn.meridian(411.0), Some(51.0));
    }
}
