//! Coasts moved by one random field: what an error of so many metres in the source does to shares.
//!
//! One smooth Gaussian field over the whole sea moves every coordinate, so that two coasts that share a terminus still
//! share it. (Independent noise a party would tear termini apart and find several times as much.) A field is the sum of
//! cosines with random directions, wave numbers and phases (Shinozuka and Deodatis 1991): its covariance is a Gaussian
//! bell of the correlation length. The generator and its seed are part of the result.

use std::f64::consts::TAU;

use littoral_geodesy::LatLon;
use littoral_geodesy::densify::wrap;
use rand_pcg::Pcg64;
use rand_pcg::rand_core::Rng as _;

/// Cosines of one field.
const WAVES: usize = 200;
/// Metres in a degree of latitude: the field is smooth, so the figure need not be fine.
const DEGREE_M: f64 = 111_000.0;

/// How coasts are moved.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Noise {
    /// Standard deviation of the shift in each direction, km.
    pub sigma_km: f64,
    /// Correlation length, km.
    pub length_km: f64,
    /// Number of fields drawn.
    pub draws: usize,
    /// Seed of the first; draw k takes stream k.
    pub seed: u64,
}

impl Default for Noise {
    fn default() -> Self {
        Self { sigma_km: 1.0, length_km: 20.0, draws: 8, seed: 1 }
    }
}

/// One wave: numbers east and north per metre, phase.
struct Wave([f64; 3]);

/// One draw: a shift for every place.
pub(crate) struct Field {
    east: Vec<Wave>,
    north: Vec<Wave>,
    amplitude_m: f64,
    /// Middle of the sea: latitude and longitude.
    middle: [f64; 2],
}

impl Field {
    /// Draw `k` of a noise, about the middle of the sea.
    #[must_use]
    pub(crate) fn draw(noise: &Noise, k: usize, middle: [f64; 2]) -> Self {
        let mut source = Pcg64::new(u128::from(noise.seed), k as u128);
        let mut waves = || {
            let length_m = noise.length_km * 1000.0;
            (0..WAVES)
                .map(|_| {
                    let (x, y) = normal(&mut source);
                    Wave([x / length_m, y / length_m, TAU * uniform(&mut source)])
                })
                .collect()
        };
        let (east, north) = (waves(), waves());
        let amplitude_m = noise.sigma_km * 1000.0 * (2.0 / WAVES as f64).sqrt();
        Self { east, north, amplitude_m, middle }
    }

    /// The place moved; `[lat, lon]`.
    #[must_use]
    pub(crate) fn moved(&self, [lat, lon]: [f64; 2]) -> [f64; 2] {
        let shrink = self.middle[0].to_radians().cos();
        // The same whatever turn a longitude is written in: an island on the meridian of 180 degrees stays whole.
        let east = wrap(lon - self.middle[1]);
        let (x, y) = (east * DEGREE_M * shrink, (lat - self.middle[0]) * DEGREE_M);
        let sum = |waves: &[Wave]| -> f64 {
            waves.iter().map(|Wave([a, b, phase])| (a * x + b * y + phase).cos()).sum()
        };
        let (dx, dy) = (self.amplitude_m * sum(&self.east), self.amplitude_m * sum(&self.north));
        [lat + dy / DEGREE_M, lon + dx / (DEGREE_M * lat.to_radians().cos())]
    }
}

/// Middle of the sea's corners; longitudes are counted within half a turn of the first.
#[must_use]
pub(crate) fn middle(ring: &[LatLon]) -> [f64; 2] {
    let n = ring.len().max(1) as f64;
    let first = ring.first().map_or(0.0, |p| p.lon);
    let lat = ring.iter().map(|p| p.lat).sum::<f64>() / n;
    [lat, first + ring.iter().map(|p| wrap(p.lon - first)).sum::<f64>() / n]
}

/// From 0 to below 1: the top 53 bits.
fn uniform(source: &mut Pcg64) -> f64 {
    (source.next_u64() >> 11) as f64 / (1_u64 << 53) as f64
}

/// Two independent normal numbers (Box and Muller 1958).
fn normal(source: &mut Pcg64) -> (f64, f64) {
    let radius = (-2.0 * (1.0 - uniform(source)).ln()).sqrt();
    let angle = TAU * uniform(source);
    (radius * angle.cos(), radius * angle.sin())
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Spread and correlation over many draws against what was asked for.
    #[test]
    fn the_field_has_the_spread_and_reach_asked_for() {
        let noise = Noise { draws: 2000, ..Noise::default() };
        let here = [42.0, 51.0];
        // 20 km north: one correlation length, where the bell has fallen to exp(-1/2).
        let there = [42.0 + 20_000.0 / DEGREE_M, 51.0];
        let (mut square, mut product) = (0.0, 0.0);
        for k in 0..noise.draws {
            let field = Field::draw(&noise, k, here);
            let shift = |at: [f64; 2]| (field.moved(at)[0] - at[0]) * DEGREE_M / 1000.0;
            square += shift(here).powi(2);
            product += shift(here) * shift(there);
        }
        let n = noise.draws as f64;
        assert!((square / n - 1.0).abs() < 0.1, "{}", square / n);
        assert!((product / n - (-0.5_f64).exp()).abs() < 0.1, "{}", product / n);
    }

    #[test]
    fn the_same_seed_gives_the_same_coast() {
        let noise = Noise::default();
        let at = |k: usize| Field::draw(&noise, k, [42.0, 51.0]).moved([40.0, 50.0]);
        assert_eq!(at(3), at(3));
        assert_ne!(at(3), at(4));
    }

    /// A field belongs to the sea: turned with it, and whichever way a longitude is written, it moves a place as far.
    #[test]
    fn the_field_turns_with_the_sea() {
        let noise = Noise::default();
        let shift = |middle: f64, lon: f64| {
            let [lat, to] = Field::draw(&noise, 2, [-18.0, middle]).moved([-17.5, lon]);
            [lat, to - lon]
        };
        let want = shift(169.9, 170.0);
        for (middle, lon) in [(179.9, 180.0), (179.9, -180.0), (-180.1, 180.0)] {
            let got = shift(middle, lon);
            assert!((0..2).all(|k| (got[k] - want[k]).abs() < 1e-12), "{got:?} {want:?}");
        }
    }

    #[test]
    fn the_middle_across_the_antimeridian() {
        let ring = [(-18.0, 179.0), (-18.0, -178.0), (-16.0, -178.0), (-16.0, 179.0)];
        assert_eq!(middle(&ring.map(|(lat, lon)| LatLon::new(lat, lon))), [-17.0, 180.5]);
    }
}
