//! Islands beyond the sea's outer ring, or across it on the ellipsoid.

use littoral_geodesy::{Earth, LatLon};

use crate::case::Case;
use crate::finding::Finding;
use crate::frame;

use super::{Log, Spot};

pub(super) fn check(log: &mut Log<'_>) {
    let found = frame::fit(&mut log.case.sea.clone(), &Earth::new(&log.case.ellipsoid));
    let crosses =
        |at: LatLon| format!("its shore crosses the ring at {:.4}, {:.4}", at.lat, at.lon);
    for ring in found.beyond {
        let finding = Finding::warning("M018", "an island ring lies beyond the sea's outer ring")
            .label("no part of the sea is about it")
            .help("it takes nothing off the sea; as a party's shore it counts for distances");
        log.say(finding, Spot::Sea { ring: ring + 1, vertex: 0 });
    }
    for (ring, at) in found.across {
        let finding = Finding::warning("M019", "an island ring sticks out of the sea's outer ring")
            .label(crosses(at))
            .help("the part of it beyond takes nothing off the sea; a geodesic runs poleward of the parallel through its ends");
        log.say(finding, Spot::Sea { ring: ring + 1, vertex: 0 });
    }
    for (ring, at) in found.entangled {
        let text = "an island ring crosses the sea's outer ring in several places";
        let finding = Finding::warning("M020", text).label(crosses(at)).help(
            "the part of it beyond is taken off the sea's area: lead the outer ring round the island, or cut the island there",
        );
        log.say(finding, Spot::Sea { ring: ring + 1, vertex: 0 });
    }
}

/// Leaves islands beyond the outer ring out of the sea, and leads the ring round those across it. The check notes them first.
pub fn fit_frame(case: &mut Case) {
    let earth = Earth::new(&case.ellipsoid);
    frame::fit(&mut case.sea, &earth);
}
