//! The real Caspian against independent raster values.

mod common;

use littoral_delimit::Waters;

#[test]
fn equidistance_shares() {
    let t = std::time::Instant::now();
    let waters = Waters::new(common::caspian()).unwrap();
    eprintln!("build {:?}", t.elapsed());
    for tol in [1.0, 0.1, 0.001] {
        let t = std::time::Instant::now();
        let d = common::equidistance(&waters, 1.0, tol);
        eprintln!("tol {tol} {:?}", t.elapsed());
        eprintln!(
            "{:?} sum {}",
            d.share_percent,
            d.area_km2.values().map(|v| v.as_f64().unwrap()).sum::<f64>()
        );
        eprintln!("{:?}", d.ties);
        for l in &d.lines {
            eprintln!(
                "{:?} {} km {} pts {} turning; {:?} {:?}",
                l.between,
                l.length_km,
                l.points.len(),
                l.points.iter().filter(|p| p.kind == littoral_delimit::PointKind::Turning).count(),
                l.points[0].kind,
                l.points.last().unwrap().kind
            );
        }
    }
}
#[test]
fn dump() {
    let waters = Waters::new(common::caspian()).unwrap();
    let d = common::equidistance(&waters, 1.0, 0.1);
    for l in [0, 6] {
        for p in d.lines[l]
            .points
            .iter()
            .filter(|p| p.kind != littoral_delimit::PointKind::Curve)
            .take(40)
        {
            eprintln!(
                "{:?} {:.6} {:.6} {:?} {:?}",
                p.kind,
                p.lat,
                p.lon,
                serde_json::to_string(&p.base_points).unwrap(),
                serde_json::to_string(&p.distance_km).unwrap()
            );
        }
    }
}
