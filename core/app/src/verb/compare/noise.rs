//! How coasts are moved at random, as the command line says it.

use clap::Args;

use crate::sensitivity::Noise;

/// How coasts are moved at random.
#[derive(Debug, Clone, Copy, Args)]
pub struct NoiseArgs {
    /// Random coasts of the sensitivity
    #[arg(long, value_name = "N", default_value_t = 8, value_parser = clap::value_parser!(u16).range(0..=1000))]
    pub draws: u16,
    /// Standard deviation of the coast's error in each direction, km; its reach is 20 km
    #[arg(long = "coast-error", value_name = "KM", default_value_t = 1.0, value_parser = error_km, allow_negative_numbers = true)]
    pub sigma_km: f64,
    /// Seed of the random coasts
    #[arg(long, value_name = "N", default_value_t = 1)]
    pub seed: u64,
}

impl Default for NoiseArgs {
    fn default() -> Self {
        let Noise { sigma_km, seed, .. } = Noise::default();
        Self { draws: 8, sigma_km, seed }
    }
}

impl From<NoiseArgs> for Noise {
    fn from(args: NoiseArgs) -> Self {
        let NoiseArgs { draws, sigma_km, seed } = args;
        Self { sigma_km, draws: usize::from(draws), seed, ..Self::default() }
    }
}

/// Beyond a fifth of the reach the coast would fold.
fn error_km(text: &str) -> Result<f64, String> {
    let value: f64 = text.parse().map_err(|_| format!("\"{text}\" is not a number"))?;
    match (0.0..=4.0).contains(&value) {
        true => Ok(value),
        false => Err("must be from 0 to 4 km: a larger error would fold the coast".into()),
    }
}
