//! A teaching lake with the five parties of the Caspian: a ten-cornered ring, each party two edges.

use std::rc::Rc;
use std::time::Duration;

use littoral_delimit::Waters;
use littoral_geodesy::LatLon;
use littoral_model::{Case, Names, Party, Shore, ShoreKind};
use littoral_script::Limits;

pub(crate) const PARTIES: [&str; 5] = ["AZE", "IRN", "KAZ", "RUS", "TKM"];
/// Parties going round the lake counter-clockwise from the east.
const ROUND: [&str; 5] = ["TKM", "KAZ", "RUS", "AZE", "IRN"];

pub(crate) fn lake() -> Rc<Waters> {
    let corner = |k: usize| {
        let angle = f64::from(k as u32 % 10) * std::f64::consts::TAU / 10.0;
        LatLon::new(40.0 + angle.sin(), 51.0 + 1.3 * angle.cos())
    };
    let mut case = Case::empty("lake");
    case.parties = PARTIES.map(|id| Party { id: id.to_owned(), name: Names::english(id) }).to_vec();
    case.sea.outer = (0..10).map(corner).collect();
    case.shores = ROUND
        .iter()
        .enumerate()
        .map(|(k, id)| Shore {
            party: PARTIES.iter().position(|p| p == id).unwrap(),
            kind: ShoreKind::Coast,
            lines: vec![(2 * k..=2 * k + 2).map(corner).collect()],
            edge: Default::default(),
            origin: String::new(),
        })
        .collect();
    Rc::new(Waters::new(case).unwrap())
}

pub(crate) fn limits(milliseconds: u64) -> Limits {
    Limits { time: Duration::from_millis(milliseconds), ..Limits::default() }
}
