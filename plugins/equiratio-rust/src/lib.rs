//! Equiratio as a native rule: a point belongs to the party with the least `d / k`, where `d` is
//! the geodesic distance to its coast and `k` its weight; the lines are curves on which two
//! distances stand in a constant ratio. Twice the weight reaches twice as far.

use littoral_sdk::{Block, Outcome, Params, ScoreRule, Scores, export_plugin};

/// One weight a party.
pub struct Equiratio {
    k: Vec<f64>,
}

impl ScoreRule for Equiratio {
    const ID: &'static str = "equiratio-rust";
    const ABOUT: &'static str = "Each point to the party with the least distance divided by weight";
    const PARAMS: &'static str = r#"[{"name": "weights", "type": "per_party", "unit": "ratio",
        "min": 0.01, "max": 100, "default": {}, "about": "k of each party, 1 unless given"}]"#;

    const OWN_DIST: bool = true;

    fn new(params: &Params<'_>) -> Result<Self, String> {
        Ok(Self { k: params.per_party("weights", 1.0) })
    }

    fn lipschitz(&self, party: usize) -> Option<f64> {
        self.k.get(party).map(|k| 1.0 / k)
    }

    fn score(&self, block: &Block<'_>, out: &mut Scores<'_>) -> Outcome {
        for (party, k) in self.k.iter().enumerate() {
            for (score, d) in out.of(party).iter_mut().zip(block.dist(party)) {
                *score = d / k;
            }
        }
        Ok(())
    }
}

export_plugin!("org.littoral.equiratio-rust", "0.1.0"; score Equiratio);
