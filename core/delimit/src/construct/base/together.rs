//! Coordinates of two parties a hair apart.
//!
//! Land boundaries written by two programs end at coordinates that differ in the last digits. Nothing tells on which side of
//! such a gap a distant place lies: two distances that differ by less than their own doubt all over the sea.

use littoral_geodesy::{Earth, LatLon, Vec3};
use littoral_model::ShoreKind;
use rustc_hash::FxHashMap;

use super::join::same;
use super::{BaseNode, Bases};
use crate::construct::invalid;
use crate::error::DelimitError;

/// Coordinates of two parties that are nearer to each other than this count as one, metres.
const TOGETHER_M: f64 = 1e-4;
/// Coordinates are filed in cubes of this size, metres.
const CUBE_M: f64 = 1.0;

/// A coordinate met before: where, whose, and whether it is a single base point.
type Met = (Vec3, LatLon, usize, bool);

impl Bases {
    /// The same with every place written in one way (not as 180 here and -180 there), coordinates of coasts that lie a hair from
    /// another party's moved there, land boundaries that come of
    /// it taken out, and what to say of it.
    ///
    /// # Errors
    /// [`DelimitError::Invalid`] for a base point that is as near to another party's: no line can be told between them.
    pub(crate) fn drawn_together(
        mut self,
        earth: &Earth,
    ) -> Result<(Self, Option<String>), DelimitError> {
        let mut filed: FxHashMap<[i64; 3], Vec<Met>> = FxHashMap::default();
        let mut moved: Option<(usize, LatLon)> = None;
        for line in &mut self.lines {
            let point = line.kind == ShoreKind::BasePoint;
            for node in &mut line.nodes {
                let p = earth.point(node.at).p;
                let near = beside(&filed, p).find(|m| m.2 != line.party && !same(m.1, node.at));
                match near.copied() {
                    Some((q, _, party, other)) if point || other => {
                        let ids = [party, line.party].map(|k| self.parties[k].as_str());
                        return refused(ids, node, (p - q).norm());
                    }
                    Some((_, at, ..)) => {
                        node.at = at;
                        moved = Some((moved.map_or(1, |m| m.0 + 1), moved.map_or(at, |m| m.1)));
                    }
                    None => {
                        // The engine knows a terminus by its numbers: one place is written in one way.
                        let written = beside(&filed, p).find(|m| same(m.1, node.at));
                        if let Some(m) = written.filter(|m| !point && !m.3) {
                            node.at = m.1;
                        }
                        filed.entry(cube(p)).or_default().push((p, node.at, line.party, point));
                    }
                }
            }
        }
        let Some((count, at)) = moved else { return Ok((self, None)) };
        let mut out = self.without_repeats();
        let borders = out.without_borders(&[], |_, _| false).borders;
        let (lat, lon) = (at.lat, at.lon);
        Ok((
            out,
            Some(format!(
                "coordinates less than 0.1 mm from another party's count as those: {count}, the first near {lat:.6}, {lon:.6}; land boundaries by that: {borders} edges"
            )),
        ))
    }
}

fn refused(
    ids: [&str; 2],
    node: &BaseNode,
    apart_m: f64,
) -> Result<(Bases, Option<String>), DelimitError> {
    let ([a, b], LatLon { lat, lon }) = (ids, node.at);
    let mm = apart_m * 1e3;
    invalid(format!(
        "{a} and {b} have base points {mm:.6} mm apart near {lat:.6}, {lon:.6}: too near to each other to tell who is nearer; take one of them out"
    ))
}

fn cube(p: Vec3) -> [i64; 3] {
    [p.x, p.y, p.z].map(|c| (c / CUBE_M).floor() as i64)
}

/// What was filed no farther from a place than coordinates count as one.
fn beside(filed: &FxHashMap<[i64; 3], Vec<Met>>, p: Vec3) -> impl Iterator<Item = &Met> {
    let reach = Vec3 { x: TOGETHER_M, y: TOGETHER_M, z: TOGETHER_M };
    let ([x0, y0, z0], [x1, y1, z1]) = (cube(p - reach), cube(p + reach));
    let cubes = (x0..=x1).flat_map(move |x| (y0..=y1).map(move |y| (x, y)));
    let cubes = cubes.flat_map(move |(x, y)| (z0..=z1).map(move |z| [x, y, z]));
    cubes.filter_map(|c| filed.get(&c)).flatten().filter(move |m| (m.0 - p).norm() < TOGETHER_M)
}
