//! Tie wedges of termini that adjoin one another: of B and C and of C and D, where the waters of C lie between a rim and
//! a ray. Seas of four to six states at 60 to 86 degrees north in which the division once cut through a wedge or was
//! refused, judged by Karney's geodesics: lines, labels and areas.
#![allow(clippy::unwrap_used, clippy::panic, reason = "a test fails by panicking")]

mod common;

use common::judge::{Judge, Lcg, along, karney_km2};
use littoral_delimit::{LayerDivision, NoFunctions, SolveOptions, Waters};
use littoral_geodesy::{Earth, LatLon, densify::wrap};
use littoral_model::{Case, ShoreKind};

/// A sea without islands.
struct Sea {
    /// Where each party's coast begins in the ring, and of how many vertices it is, clockwise.
    coasts: &'static [(usize, usize)],
    /// Latitude and longitude, counter-clockwise.
    ring: &'static str,
}

const CUT: [Sea; 4] = [
    Sea {
        coasts: &[(22, 18), (5, 3), (3, 3), (1, 3)],
        ring: "87.369846,-8.573900 87.035533,-13.212164 86.803404,-19.178685 86.408070,-18.770734 86.051776,-19.080630 \
         85.690009,-18.309082 85.307797,-17.016360 85.161059,-12.318726 85.001039,-8.811821 84.810748,-5.601083 \
         84.754879,-1.868000 84.627010,2.010633 84.720886,5.916152 84.860722,9.724589 85.031181,13.678103 \
         85.403695,15.369083 85.697975,18.047074 86.039611,20.347169 86.409143,18.883917 86.802586,19.145624 \
         86.998998,12.530531 87.172045,6.783371 87.386986,0.000000",
    },
    Sea {
        coasts: &[(19, 3), (17, 12), (6, 5), (2, 4)],
        ring: "85.098145,-4.229409 85.179526,-11.029233 84.746590,-13.520728 84.288265,-15.367862 83.894038,-10.728964 \
         83.349345,-12.943012 83.145249,-8.939445 83.032793,-5.603516 82.577323,-3.544345 82.458629,0.000000 \
         82.820045,3.042335 82.817611,6.609356 83.209607,8.390339 83.482836,10.915257 83.832722,13.424563 \
         84.281606,14.204689 84.705398,12.468535 84.919150,7.964699 85.477705,6.209146 85.093998,0.000000",
    },
    Sea {
        coasts: &[(15, 3), (13, 6), (8, 2), (7, 3), (5, 7)],
        ring: "87.249006,-11.311290 86.752473,-15.570749 86.302024,-20.274134 85.815213,-17.118595 85.355991,-14.792521 \
         85.063359,-10.056807 84.639821,-5.914776 84.734271,0.000000 84.744042,5.575231 84.985405,10.678282 \
         85.390428,14.225358 85.791895,18.124460 86.301474,20.068416 86.827631,18.072408 87.144993,9.924831 \
         87.464671,0.000000",
    },
    Sea {
        coasts: &[(12, 3), (10, 3), (8, 2), (7, 12)],
        ring: "87.251444,-11.345331 86.797164,-17.019358 86.300726,-19.813476 85.790795,-18.170286 85.318002,-15.400300 \
         85.004003,-10.532189 84.734134,-5.608112 84.780916,0.000000 84.662876,5.840854 85.018907,10.414139 \
         85.253543,16.391521 85.750611,19.760057 86.304010,21.268189 86.755758,15.673650 87.197072,10.603449 \
         87.399010,0.000000",
    },
];
const REFUSED: [Sea; 4] = [
    Sea {
        coasts: &[(22, 4), (19, 7), (13, 3), (11, 3), (9, 2), (8, 13)],
        ring: "61.520261,-0.785598 61.144285,-1.248569 61.017313,-1.880857 60.746191,-2.265198 60.388296,-2.162263 \
         60.114235,-2.181734 59.768869,-3.156069 59.437124,-2.762830 59.329406,-1.863595 59.144809,-1.460546 \
         59.004445,-1.008866 58.908816,-0.519404 58.729064,0.000000 58.863914,0.540052 58.596329,1.403601 \
         58.920398,1.827430 59.356757,1.790413 59.469029,2.615856 59.824792,2.483003 60.116031,2.222732 \
         60.445462,2.502926 60.721346,2.186104 61.140217,2.119805 61.110772,1.210532 61.228064,0.628532 \
         61.463315,0.000000",
    },
    Sea {
        coasts: &[(15, 3), (13, 6), (8, 3), (6, 2), (5, 16)],
        ring: "60.186856,-0.096354 60.264133,-0.292623 60.236253,-0.447585 60.178075,-0.567136 60.097363,-0.608696 \
         60.014229,-0.479352 59.952825,-0.483799 59.875742,-0.520910 59.845278,-0.370435 59.809154,-0.274847 \
         59.724587,-0.215784 59.719618,-0.070123 59.803760,0.049204 59.821529,0.140270 59.822253,0.256109 \
         59.876767,0.295524 59.874880,0.524481 59.935479,0.656930 60.011536,0.383925 60.067888,0.422184 \
         60.153024,0.486509 60.234923,0.445039 60.253554,0.280798 60.305821,0.158294 60.253851,0.000000",
    },
    Sea {
        coasts: &[(12, 2), (11, 3), (9, 2), (8, 6), (3, 3), (1, 9)],
        ring: "71.411560,-1.525615 70.861936,-2.072513 70.728728,-3.536010 70.237858,-3.085510 69.857434,-3.665593 \
         69.460833,-3.299017 69.039991,-2.842037 68.572391,-2.093852 68.861289,-0.526075 68.740904,0.578500 \
         68.716743,1.895917 69.114202,2.635835 69.489040,3.139221 69.868421,3.440810 70.305400,4.131945 \
         70.651138,3.130211 71.007379,2.446181 71.245847,1.334304 71.148225,0.000000",
    },
    Sea {
        coasts: &[(26, 11), (16, 3), (14, 17)],
        ring: "80.303912,-0.412110 80.305190,-0.875784 80.245325,-1.163825 80.161687,-1.201995 80.120918,-1.503705 \
         80.059121,-1.596306 79.997235,-1.360922 79.919586,-1.879787 79.858159,-1.625419 79.830943,-1.185410 \
         79.776069,-0.999103 79.822541,-0.482592 79.797283,-0.261025 79.655299,0.000000 79.781338,0.281111 \
         79.723907,0.742903 79.830426,0.761797 79.859393,0.990692 79.898555,1.176194 79.950865,1.181040 \
         79.997039,1.408160 80.058983,1.592280 80.144813,1.815672 80.175265,1.306224 80.215304,1.017257 \
         80.303923,0.872020 80.282072,0.381620 80.248271,0.000000",
    },
];

const NAMES: [&str; 6] = ["AAA", "BBB", "CCC", "DDD", "EEE", "FFF"];

impl Sea {
    fn case(&self) -> Case {
        let mut case = common::case(&NAMES[..self.coasts.len()]);
        let place = |words: &str| {
            let (lat, lon) = words.split_once(',').unwrap();
            LatLon::new(lat.parse().unwrap(), lon.parse().unwrap())
        };
        case.sea.outer = self.ring.split_whitespace().map(place).collect();
        let n = case.sea.outer.len();
        for (party, (first, count)) in self.coasts.iter().enumerate() {
            let line = (0..*count).map(|k| case.sea.outer[(first + n - k) % n]).collect();
            case.shores.push(common::shore(party, ShoreKind::Coast, vec![line]));
        }
        case
    }
}

/// A terminus by its two coasts: the place, who is on the right and on the left looking seaward, and the azimuth of the
/// bisector of their first edges, which are longer than a kilometre.
struct Tip {
    at: LatLon,
    right: usize,
    left: usize,
    ray_deg: f64,
}

fn tips(case: &Case, earth: &Earth) -> Vec<Tip> {
    let ring = &case.sea.outer;
    let n = ring.len();
    let coast = |k: usize| &case.shores[k].lines[0];
    let pairs = (0..case.shores.len()).flat_map(|r| (0..case.shores.len()).map(move |l| (r, l)));
    let met = pairs.filter(|(r, l)| coast(*r).last() == coast(*l).first());
    let tip = |(right, left): (usize, usize)| {
        let at = coast(left)[0];
        let k = ring.iter().position(|p| *p == at).unwrap();
        let [ahead, behind] =
            [ring[(k + 1) % n], ring[(k + n - 1) % n]].map(|p| earth.inverse(at, p).azimuth1_deg);
        let ray_deg = wrap(ahead - (ahead - behind).rem_euclid(360.0) / 2.0);
        Tip { at, right, left, ray_deg }
    };
    met.map(tip).collect()
}

/// The holder of a place by brute force, and by how many metres it is so; in a wedge the distance from the ray counts.
fn holder(tips: &[Tip], (earth, judge): (&Earth, &Judge), p: LatLon) -> (usize, f64) {
    let d = judge.distances_m(p);
    let least = d.iter().fold(f64::INFINITY, |m, x| m.min(*x));
    let level: Vec<usize> = (0..d.len()).filter(|k| d[*k] < least + 1e-3).collect();
    let next = d.iter().filter(|x| **x >= least + 1e-3).fold(f64::INFINITY, |m, x| m.min(*x));
    let of_tip = |t: &&Tip| {
        level.contains(&t.left)
            && level.contains(&t.right)
            && (earth.karney_m(t.at, p) - least).abs() < 1e-3
    };
    match (level.as_slice(), tips.iter().find(of_tip)) {
        ([one], _) => (*one, next - least),
        ([_, _], Some(t)) => {
            let off = wrap(earth.inverse(t.at, p).azimuth1_deg - t.ray_deg).to_radians();
            let side = if off > 0.0 { t.right } else { t.left };
            (side, (next - least).min(least * off.sin().abs()))
        }
        _ => (level[0], 0.0),
    }
}

/// Do the places round about have two holders? On the rim of a wedge, too, distances tell only that much: off it what is
/// nearest gains with the square of the way.
fn changes_about(tips: &[Tip], by: (&Earth, &Judge), p: LatLon) -> bool {
    let held = |k: u32| holder(tips, by, by.0.direct(p, f64::from(k) * 22.5, 60.0)).0;
    (1..16).any(|k| held(k) != held(0))
}

fn judged(sea: &Sea, name: &str) -> LayerDivision {
    let case = sea.case();
    let waters = Waters::new(case.clone()).unwrap();
    let partition = waters.equidistance(Default::default()).unwrap();
    let options = SolveOptions { tolerance_m: 0.1, cancel: None };
    let division = waters.solve(&partition, &NoFunctions, &options).unwrap();
    let (earth, judge) = (Earth::new(&case.ellipsoid), Judge::new(&case, true));
    let tips = tips(&case, &earth);
    for line in &division.lines {
        let between = line.between.clone().map(|h| case.party(h.as_str()).unwrap());
        for (p, _) in along(&earth, line, 5000.0) {
            let d = judge.distances_m(p);
            let least = d.iter().fold(f64::INFINITY, |m, x| m.min(*x));
            assert!(between.iter().all(|k| d[*k] - least < 0.2), "{name}: {d:?} at {p:?}");
            assert!(changes_about(&tips, (&earth, &judge), p), "{name}: no line at {p:?}");
        }
    }
    for (k, area) in division.cells.iter() {
        let (printed, rings) = (division.area_km2[k].as_f64().unwrap(), karney_km2(&earth, area));
        assert!((printed - rings).abs() < 0.02, "{name}: {k} has {printed} km2, rings {rings}");
    }
    let mut random = Lcg(7);
    let box_of = |of: fn(&LatLon) -> f64| {
        let all = || case.sea.outer.iter().map(of);
        (all().fold(f64::INFINITY, f64::min), all().fold(f64::NEG_INFINITY, f64::max))
    };
    let ((south, north), (west, east)) = (box_of(|p| p.lat), box_of(|p| p.lon));
    for _ in 0..100 {
        let (y, x) = (random.unit(), random.unit());
        let p = LatLon::new(south + (north - south) * y, west + (east - west) * x);
        let (party, by_m) = holder(&tips, (&earth, &judge), p);
        if by_m > 1.0 {
            let found = waters.holder_at(&partition, &NoFunctions, p).unwrap();
            assert_eq!(found.as_str(), NAMES[party], "{name}: {by_m} m, {p:?}");
        }
    }
    division
}

/// Once a line left the ray and ran straight to a false node on the rim, 13 km from the ray; areas were another line's.
#[test]
fn rims_between_wedges_that_were_cut() {
    for (k, sea) in CUT.iter().enumerate() {
        judged(sea, &format!("cut {k}"));
    }
    // By hand: the line of C and D is one geodesic from their terminus to the only node with A, and B and C have one line.
    let division = judged(&CUT[0], "four states");
    let lines = |pair: [&str; 2]| {
        division.lines.iter().filter(|l| l.between.each_ref().map(|h| h.as_str()) == pair).count()
    };
    assert_eq!([lines(["CCC", "DDD"]), lines(["BBB", "CCC"]), lines(["BBB", "DDD"])], [1, 1, 0]);
}

/// Farther from the poles the same was seen, and refused.
#[test]
fn rims_between_wedges_that_were_refused() {
    for (k, sea) in REFUSED.iter().enumerate() {
        judged(sea, &format!("refused {k}"));
    }
}
