//! Drawn lines: those of a division give it again; those that do not close are refused with the place.
#![allow(clippy::unwrap_used, clippy::panic, reason = "a test fails by panicking")]

mod common;

use common::judge::Lcg;
use littoral_delimit::field::Binary;
use littoral_delimit::{
    DelimitError, DistanceOptions, DrawnLine, Field, Holder, LayerDivision, NoFunctions, Partition,
    Region, SolveOptions, Waters,
};
use littoral_geodesy::LatLon;

/// A millimetre, and the usual tolerance, where a line has hundreds of thousands of places else.
const FINE: SolveOptions<'static> = SolveOptions { tolerance_m: 0.001, cancel: None };
const USUAL: SolveOptions<'static> = SolveOptions { tolerance_m: 0.1, cancel: None };

fn solve(waters: &Waters, partition: &Partition, options: &SolveOptions<'_>) -> LayerDivision {
    waters.solve(partition, &NoFunctions, options).unwrap()
}

/// The lines as they are printed; a closed one ends where it begins.
fn printed(layer: &LayerDivision) -> Vec<DrawnLine> {
    let line = |l: &littoral_delimit::BoundaryLine| {
        let mut places: Vec<LatLon> = l.points.iter().map(|p| p.at()).collect();
        places.extend(l.closed.then(|| places[0]));
        DrawnLine { between: l.between.clone(), places }
    };
    layer.lines.iter().map(line).collect()
}

/// Areas of all holders within 1e-9 of those of the polygons between the printed lines, and the same holder at random
/// places of the sea.
fn given_again(
    waters: &Waters,
    partition: &Partition,
    options: &SolveOptions<'_>,
) -> LayerDivision {
    let before = solve(waters, partition, options);
    let drawn = waters.drawn(&printed(&before), 0.0, options).unwrap();
    let after = solve(waters, &drawn.partition, options);
    waters.as_drawn(&drawn, &after, options).unwrap();
    let earth = littoral_geodesy::Earth::new(&waters.case().ellipsoid);
    for (holder, areas) in &before.cells {
        let was = areas.iter().flat_map(|a| &a.rings).map(|r| polygon_km2(&earth, r)).sum::<f64>();
        let is = after.area_km2.get(holder).and_then(|a| a.as_f64()).unwrap_or(0.0);
        assert!((is - was).abs() <= 1e-9 * was, "{holder}: {is} km2, was {was}");
    }
    same_holders(waters, (partition, &before), &drawn.partition);
    after
}

/// Karney's area of a polygon of geodesics; negative of a hole.
fn polygon_km2(earth: &littoral_geodesy::Earth, ring: &[[f64; 2]]) -> f64 {
    use geographiclib_rs::{PolygonArea, Winding};
    let mut polygon = PolygonArea::new(earth.karney(), Winding::CounterClockwise);
    ring.iter().for_each(|p| polygon.add_point(p[0], p[1]));
    polygon.compute(true).1 / 1e6
}

/// Places nearer than a metre to a line are left out.
fn same_holders(waters: &Waters, (was, layer): (&Partition, &LayerDivision), is: &Partition) {
    let ring = &waters.case().sea.outer;
    let range = |f: fn(&LatLon) -> f64| {
        let all = ring.iter().map(f);
        (all.clone().fold(f64::INFINITY, f64::min), all.fold(f64::NEG_INFINITY, f64::max))
    };
    let ((south, north), (west, east)) = (range(|p| p.lat), range(|p| p.lon));
    let mut random = Lcg(7);
    let mut seen = 0;
    while seen < 2000 {
        let at = LatLon::new(
            south + (north - south) * random.unit(),
            west + (east - west) * random.unit(),
        );
        if !waters.in_sea(at) || near_a_line(waters, layer, at) {
            continue;
        }
        seen += 1;
        let holder = |p: &Partition| waters.holder_at(p, &NoFunctions, at).unwrap();
        assert_eq!(holder(was), holder(is), "{at:?}");
    }
}

fn near_a_line(waters: &Waters, layer: &LayerDivision, at: LatLon) -> bool {
    let earth = littoral_geodesy::Earth::new(&waters.case().ellipsoid);
    let here = earth.point(at);
    let near = |p: &littoral_delimit::LinePoint| earth.distance(&earth.point(p.at()), &here) < 1.0;
    layer.lines.iter().flat_map(|l| &l.points).any(near)
}

#[test]
fn equidistance_of_the_caspian_is_given_again() {
    let waters = Waters::new(common::caspian()).unwrap();
    let partition = waters.equidistance(DistanceOptions::default()).unwrap();
    let again = given_again(&waters, &partition, &FINE);
    assert!(again.lines.len() >= 7, "{}", again.lines.len());
    let before = solve(&waters, &partition, &FINE);
    for (holder, area) in &before.area_km2 {
        let (was, is) = (area.as_f64().unwrap(), again.area_km2[holder].as_f64().unwrap());
        assert!((is - was).abs() <= 1e-9 * was, "{holder}: {is} km2, was {was}");
    }
}

/// Lines of the mainland alone run through islands: each is given in the parts that lie in the water.
#[test]
fn lines_cut_by_islands_are_given_again() {
    let waters = Waters::new(common::caspian()).unwrap();
    let options = DistanceOptions { islands: 0.0, ..DistanceOptions::default() };
    given_again(&waters, &waters.equidistance(options).unwrap(), &FINE);
}

/// Belts of 10 M about every coast, common water beyond: rings, tripoints on the rims, and rims that come ashore.
#[test]
fn belts_and_enclaves_are_given_again() {
    let waters = Waters::new(common::caspian()).unwrap();
    let eq = waters.equidistance(DistanceOptions::default()).unwrap();
    let beyond = waters.coast().unwrap().beyond(18_520.0);
    given_again(&waters, &eq.over_holder(&beyond, &Holder::common()), &USUAL);
    // A disc of TKM's in the waters of IRN, and one across the line of KAZ and RUS.
    let disc = |lat, lon, m| waters.away(&[LatLon::new(lat, lon)]).unwrap().within(m);
    let both: Region = disc(37.6, 51.5, 20_000.0).either(&disc(44.5, 49.4, 30_000.0));
    let layer = given_again(&waters, &eq.over_holder(&both, &Holder::new("TKM")), &USUAL);
    assert!(layer.lines.iter().any(|l| l.closed));
}

/// Ragged seas with islands, lines of equidistance and of half effect.
#[test]
fn ragged_seas_are_given_again() {
    for seed in 1..=6 {
        let waters = Waters::new(common::ragged(58.0, 20.0, seed)).unwrap();
        for islands in [1.0, 0.5, 0.0] {
            let options = DistanceOptions { islands, ..DistanceOptions::default() };
            given_again(&waters, &waters.equidistance(options).unwrap(), &FINE);
        }
    }
}

/// A line: who holds its left, who its right, and its places.
type Said<'a> = (&'a str, &'a str, &'a [(f64, f64)]);

/// A square of one degree, west coast AAA's, east coast BBB's; lines go by latitude and longitude within it.
fn square(lines: &[Said<'_>], reach_m: f64) -> Result<LayerDivision, DelimitError> {
    let waters = Waters::new(common::facing_coasts(0.0, 0.0, 1.0)).unwrap();
    let line = |(a, b, places): &Said<'_>| DrawnLine {
        between: [Holder::new(a), Holder::new(b)],
        places: places.iter().map(|p| LatLon::new(p.0, p.1)).collect(),
    };
    let lines: Vec<DrawnLine> = lines.iter().map(line).collect();
    let drawn = waters.drawn(&lines, reach_m, &FINE)?;
    let layer = waters.solve(&drawn.partition, &NoFunctions, &FINE)?;
    waters.as_drawn(&drawn, &layer, &FINE)?;
    Ok(layer)
}

/// A meridian, drawn beyond the coast, short of it and as far as it: always the same halves.
#[test]
fn an_end_is_cut_or_prolonged_to_the_coast() {
    for ends in [[-0.5, 1.5], [0.0, 1.0], [0.005, 0.995]] {
        let layer = square(&[("AAA", "BBB", &[(ends[0], 0.5), (ends[1], 0.5)])], 1000.0).unwrap();
        let share = layer.share("AAA");
        assert!((share - 50.0).abs() < 1e-9, "{ends:?}: {share}");
    }
}

/// Three lines from one node to three coasts; the middle ends may differ by metres.
#[test]
fn a_tripoint_is_one_place() {
    let lines: [Said<'_>; 3] = [
        ("AAA", "BBB", &[(0.0, 0.5), (0.5, 0.5)]),
        ("AAA", "COMMON", &[(0.500_05, 0.5), (1.0, 0.25)]),
        ("COMMON", "BBB", &[(0.5, 0.500_05), (1.0, 0.75)]),
    ];
    let layer = square(&lines, 1000.0).unwrap();
    let sum = layer.share("AAA") + layer.share("BBB") + layer.share("COMMON");
    assert!((sum - 100.0).abs() < 1e-9);
    assert!((layer.share("COMMON") - 12.5).abs() < 0.01, "{}", layer.share("COMMON"));
    assert!((layer.share("AAA") - layer.share("BBB")).abs() < 0.01);
}

#[test]
fn refused_with_the_place() {
    let across: Said<'_> = ("AAA", "BBB", &[(0.0, 0.5), (1.0, 0.5)]);
    for (lines, words, place) in [
        (
            vec![("AAA", "BBB", &[(0.0, 0.5), (0.9, 0.5)][..])],
            "ends 11.1 km from the coast",
            (0.9, 0.5),
        ),
        (vec![("AAA", "BBB", &[(0.4, 0.5), (0.6, 0.5)][..])], "from the coast", (0.4, 0.5)),
        (vec![across, ("AAA", "BBB", &[(0.5, 0.0), (0.5, 1.0)])], "crosses", (0.5, 0.5)),
        (
            vec![("AAA", "BBB", &[(0.0, 0.5), (0.6, 0.5), (0.6, 0.7), (0.3, 0.3), (1.0, 0.3)][..])],
            "crosses itself",
            (0.45, 0.5),
        ),
        // Beside each other, and both with AAA on the west: the water between would be BBB's and AAA's.
        (vec![across, ("AAA", "BBB", &[(0.0, 0.7), (1.0, 0.7)])], "would be held by", (1.0, 0.7)),
        (vec![("AAA", "BBB", &[(2.0, 2.0), (3.0, 3.0)][..])], "on land altogether", (2.0, 2.0)),
        (vec![across, across], "more than one", (0.0, 0.5)),
    ] {
        let error = square(&lines, 1000.0).unwrap_err();
        let DelimitError::Geometry { text, at } = &error else { panic!("{error}") };
        assert!(text.contains(words), "{text}: {words}");
        let off = (at.lat - place.0).abs().max((at.lon - place.1).abs());
        assert!(off < 0.01, "{text} at {at:?}, not {place:?}");
    }
    let nothing = Waters::new(common::facing_coasts(0.0, 0.0, 1.0)).unwrap();
    assert!(matches!(nothing.drawn(&[], 0.0, &FINE), Err(DelimitError::Invalid(_))));
}

/// A line along the whole of a shore has the sea on one side: it goes to that side's holder, or is refused with a place, and
/// soon.
#[test]
fn a_line_along_the_shore() {
    let at = |(lat, lon): (f64, f64)| LatLon::new(lat, lon);
    let mut case = common::case(&["AAA", "BBB"]);
    let ring = [(0.0, 0.0), (0.0, 2.0), (0.0, 4.0), (2.0, 4.0), (2.0, 2.0), (2.0, 0.0)];
    case.sea.outer = ring.map(at).into();
    let west = [(2.0, 2.0), (2.0, 0.0), (0.0, 0.0), (0.0, 2.0)].map(at);
    let east = [(0.0, 2.0), (0.0, 4.0), (2.0, 4.0), (2.0, 2.0)].map(at);
    for (party, coast) in [(0, west), (1, east)] {
        let coast = vec![coast.to_vec()];
        case.shores.push(common::shore(party, littoral_model::ShoreKind::Coast, coast));
    }
    let waters = Waters::new(case).unwrap();
    let places = vec![at((2.0, 0.0)), at((2.0, 2.0))];
    let [a, b] = [0, 1].map(|k| waters.distance(k, DistanceOptions::default()).unwrap());
    let (both, side) = (a.binary(Binary::Min, &b), waters.side(&places).unwrap());
    let zero = Field::constant(0.0);
    let behind = |f: &Field| both.binary(Binary::Add, &f.binary(Binary::Max, &zero));
    let holders = ["AAA", "BBB"].map(Holder::new);
    let [left, right] = holders.clone();
    let other_way = zero.binary(Binary::Sub, &side);
    let divided = Partition::new(vec![(left, behind(&side)), (right, behind(&other_way))]);
    let found = solve(&waters, &divided, &USUAL);
    // Prolonged beyond its end the line leaves the shore, which turns there by a hair.
    assert!(found.share("BBB") > 99.9, "{:?}", found.share_percent);
    let line = DrawnLine { between: holders, places };
    let drawn = waters.drawn(&[line], 0.0, &USUAL);
    let layer = drawn.and_then(|d| waters.solve(&d.partition, &NoFunctions, &USUAL));
    match layer {
        Ok(layer) => assert!(layer.share("BBB") > 99.9, "{:?}", layer.share_percent),
        Err(e) => assert!(matches!(e, DelimitError::Geometry { .. }), "{e}"),
    }
}
