//! A sea between two meridians and the parallels of a degree north and south, on a sphere: a part of its width is that part of
//! its area. WWW has the coast west of a meridian, EEE the one east of it. Written from -180 to 180, wherever it lies.

use std::rc::Rc;

use littoral_delimit::Waters;
use littoral_geodesy::densify::wrap;
use littoral_geodesy::{Ellipsoid, LatLon};
use littoral_model::{Case, Deposit, EdgeKind, Names, Party, Shore, ShoreKind, Source};

/// Width, degrees.
pub(crate) const WIDTH: f64 = 2.0;

/// From a meridian to two degrees east of it; the coasts meet so many degrees from its western side.
pub(crate) fn case(west: f64, meet: f64) -> Case {
    let at = |lat: f64, east: f64| LatLon::new(lat, wrap(west + east));
    let coast = |party: usize, places: [(f64, f64); 4]| Shore {
        party,
        kind: ShoreKind::Coast,
        lines: vec![places.iter().map(|p| at(p.0, p.1)).collect()],
        edge: EdgeKind::Loxodrome,
        origin: String::new(),
    };
    let mut case = Case::empty("rectangle");
    case.ellipsoid = Ellipsoid::named("sphere").unwrap();
    case.parties =
        ["WWW", "EEE"].map(|id| Party { id: id.to_owned(), name: Names::english(id) }).to_vec();
    let ring = [(-1.0, 0.0), (-1.0, meet), (-1.0, WIDTH), (1.0, WIDTH), (1.0, meet), (1.0, 0.0)];
    case.sea.outer = ring.iter().map(|p| at(p.0, p.1)).collect();
    case.sea.edge = EdgeKind::Loxodrome;
    case.shores = vec![
        coast(0, [(1.0, meet), (1.0, 0.0), (-1.0, 0.0), (-1.0, meet)]),
        coast(1, [(-1.0, meet), (-1.0, WIDTH), (1.0, WIDTH), (1.0, meet)]),
    ];
    case
}

/// The engine over it.
pub(crate) fn waters(case: Case) -> Rc<Waters> {
    Rc::new(Waters::new(case).unwrap())
}

/// A deposit so many degrees from the western side.
pub(crate) fn deposit(west: f64, id: &str, (lat, east): (f64, f64), value: f64) -> Deposit {
    Deposit {
        id: id.to_owned(),
        names: vec![id.to_owned()],
        claimants: vec![0],
        claimed_from: Vec::new(),
        at: Some(LatLon::new(lat, wrap(west + east))),
        outline: Vec::new(),
        value: Some(value),
        area_km2: Some(40.0),
        status: String::new(),
        source: Source { cite: Vec::new(), confidence: String::new() },
    }
}
