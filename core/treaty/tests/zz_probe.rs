#![allow(clippy::unwrap_used)]
mod common;
use common::*;
use littoral_geodesy::LatLon;
use littoral_delimit::NoFunctions;
#[test]
fn probe() {
    with_law(|law| {
        let day = law.on("2004-06-01".parse().unwrap());
        let plan = day.regime(layer("seabed"), activity("extraction")).unwrap();
        println!("{:?}", plan.names());
        let g = law.ground();
        let part = plan.partition(g).unwrap();
        for (lat0, lon0, step) in [(41.7367, 50.7459, 0.002), (41.7367, 50.7459, 0.00002), (41.7489,50.73,0.02)] {
            println!("--- {lat0} {lon0} {step}");
            for i in (-5..=5).rev() {
                let mut row = String::new();
                for j in -5..=5 {
                    let at = LatLon::new(lat0 + i as f64 * step, lon0 + j as f64 * step * 1.34);
                    let spot = g.spot(Some(at), None);
                    let h = plan.holder(g, &spot).unwrap();
                    let e = g.waters().holder_at(&part, &NoFunctions, at).unwrap();
                    row += &format!("{:>9}{}", &h[h.len().saturating_sub(8)..], if e.as_str() == h { ' ' } else { '!' });
                }
                println!("{row}");
            }
        }
    });
}
