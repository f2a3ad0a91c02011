//! Strips against polygons cut by a library, on zigzags that cross, touch and coincide.

use std::collections::BTreeMap;

use geo::{Area as _, BooleanOps, Coord, LineString, MultiPolygon, Polygon};

use super::*;
use crate::division::Area;

/// A layer of one ring a holder.
pub(super) fn layer(cells: &[(&str, &[[f64; 2]])]) -> LayerDivision {
    let mut map: BTreeMap<String, Vec<Area>> = BTreeMap::new();
    for (holder, ring) in cells {
        map.entry((*holder).to_owned()).or_default().push(Area { rings: vec![ring.to_vec()] });
    }
    LayerDivision {
        sea_km2: 1.0,
        area_km2: map.keys().map(|h| (h.clone(), 1.0.into())).collect(),
        share_percent: Default::default(),
        lines: Vec::new(),
        ties: Vec::new(),
        cells: map,
        method: "certified".into(),
        finest_m: 0.1,
    }
}

struct Random(u64);

impl Random {
    fn unit(&mut self) -> f64 {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1);
        (self.0 >> 11) as f64 / (1u64 << 53) as f64
    }
}

const NAMES: [&str; 3] = ["E", "M", "W"];
const STEPS: usize = 40;

/// A line from south to north about a longitude.
fn zigzag(random: &mut Random, lon: f64) -> Vec<[f64; 2]> {
    let at = |k: usize| [k as f64 / STEPS as f64, lon + 0.15 * (random.unit() - 0.5)];
    (0..=STEPS).map(at).collect()
}

/// A square between two lines: the west, the middle and the east.
fn divided(west: &[[f64; 2]], east: &[[f64; 2]]) -> LayerDivision {
    let back = |line: &[[f64; 2]]| line.iter().rev().copied().collect::<Vec<_>>();
    let w = [&[[0.0, 0.0]], west, &[[1.0, 0.0]]].concat();
    let m = [east, &back(west)].concat();
    let e = [&[[0.0, 1.0], [1.0, 1.0]][..], &back(east)].concat();
    layer(&[("W", &w), ("M", &m), ("E", &e)])
}

fn cut(a: &LayerDivision, b: &LayerDivision, holders: [&str; 2]) -> f64 {
    let flat = |d: &LayerDivision, h: &str| {
        let ring = d.cells[h][0].rings[0].iter().map(|p| Coord { x: p[1], y: p[0] });
        MultiPolygon::new(vec![Polygon::new(ring.collect::<LineString>(), Vec::new())])
    };
    flat(a, holders[0]).intersection(&flat(b, holders[1])).unsigned_area()
}

fn swept(a: &LayerDivision, b: &LayerDivision) -> Vec<Vec<f64>> {
    let changes = changes::between(&NAMES, a, b);
    let turned = |p: [f64; 2]| [p[1], p[0]];
    let piece = |(k, c): (usize, &Change)| Piece::new(turned(c.ends[0]), turned(c.ends[1]), k);
    let pieces: Vec<Piece> = changes.iter().enumerate().filter_map(piece).collect();
    strips::sum(NAMES.len(), &changes, &pieces)
}

#[test]
fn strips_agree_with_polygons() {
    let mut random = Random(6);
    for _ in 0..20 {
        let (west, east) = (zigzag(&mut random, 0.3), zigzag(&mut random, 0.6));
        let mut other = zigzag(&mut random, 0.3);
        // Some of the old line stays, some is off by a rounding, some reaches over the second line's middle.
        other[5..12].copy_from_slice(&west[5..12]);
        (14..18).for_each(|k| other[k] = [west[k][0], west[k][1] + 1e-13]);
        (22..30).for_each(|k| other[k][1] += 0.3);
        let moved = zigzag(&mut random, 0.8);
        let (a, b) = (divided(&west, &east), divided(&other, &moved));
        let got = swept(&a, &b);
        for (i, from) in NAMES.iter().enumerate() {
            for (j, to) in NAMES.iter().enumerate().filter(|(j, _)| *j != i) {
                let wanted = cut(&a, &b, [from, to]);
                assert!((got[i][j] - wanted).abs() < 1e-7, "{from} {to}: {} {wanted}", got[i][j]);
            }
        }
    }
}

#[test]
fn nothing_moves_between_a_division_and_itself() {
    let mut random = Random(7);
    let a = divided(&zigzag(&mut random, 0.3), &zigzag(&mut random, 0.6));
    assert!(swept(&a, &a).iter().flatten().all(|x| *x == 0.0));
}

/// A holder of the first that the second has not, and the reverse.
#[test]
fn holders_come_and_go() {
    let square = [[0.0, 0.0], [0.0, 1.0], [1.0, 1.0], [1.0, 0.0]];
    let (a, b) = (layer(&[("E", &square)]), layer(&[("W", &square)]));
    assert_eq!(swept(&a, &b), [[0.0, 0.0, 1.0], [0.0; 3], [0.0; 3]]);
}
