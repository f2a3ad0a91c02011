//! NAME: each point to the nearest coast. Change `score`.
use littoral_sdk::*;
struct Nearest;
impl ScoreRule for Nearest {
    const ID: &'static str = "NAME";
    const ABOUT: &'static str = "Each point to the nearest coast";
    const OWN_DIST: bool = true;
    fn lipschitz(&self, _party: usize) -> Option<f64> { Some(1.0) } // most that a score changes a metre
    fn new(_params: &Params<'_>) -> Result<Self, String> { Ok(Self) }
    fn score(&self, block: &Block<'_>, out: &mut Scores<'_>) -> Outcome {
        for party in 0..block.parties() {
            out.of(party).copy_from_slice(block.dist(party));
        }
        Ok(())
    }
}
export_plugin!("org.example.NAME", "1.0.0"; score Nearest);
