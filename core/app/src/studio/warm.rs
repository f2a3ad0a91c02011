//! What the first page asks for, made ready while somebody still opens the link.

use std::sync::Arc;

use serde_json::Map;

use super::result::FINE_M;
use super::runs::{Order, Stage, fly};
use super::{Studio, assets};

/// The rule that a page without a past shows first.
const FIRST: &str = "equidistance";

/// Compresses the files and runs the first rule.
pub(super) async fn up(studio: Arc<Studio>) {
    let files = tokio::task::spawn_blocking(assets::prepare);
    let shelf = studio.shelf();
    if let Some(entry) = shelf.rule(FIRST).filter(|entry| entry.header.is_ok()) {
        let (ground, entry) = (shelf.ground.clone(), entry.clone());
        let order = Order { ground, entry, given: Map::new(), tolerance_m: FINE_M };
        let flight = fly(&studio, order);
        let mut stage = flight.stage.clone();
        // The run goes on as long as the flight is held.
        let _ = stage.wait_for(|stage| matches!(stage, Stage::Done(_))).await;
    }
    // Compressed later, at the first request, if it was lost.
    let _ = files.await;
}
