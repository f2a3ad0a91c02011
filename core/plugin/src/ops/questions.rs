//! Words that ask about partitions.

use std::ffi::c_void;

use littoral_delimit::{Holder, LayerDivision};
use littoral_geodesy::LatLon;
use littoral_sdk::abi::{LitPartition, LitStr};
use serde_json::{Map, Value};

use super::case::list_out;
use super::{Desk, Done, Fault, at_desk};

fn figure(
    desk: &Desk<'_>,
    (p, holder): (LitPartition, LitStr),
    of: impl Fn(&LayerDivision) -> &Map<String, Value>,
) -> Done<f64> {
    let (held, holder) = (desk.partitions.get(p.id)?, desk.holder(holder)?);
    let layer = desk.solve(&held)?;
    Ok(of(&layer).get(holder.as_str()).and_then(Value::as_f64).unwrap_or(0.0))
}

pub(super) extern "C" fn partition_share(ctx: *mut c_void, p: LitPartition, holder: LitStr) -> f64 {
    at_desk(ctx, "partition_share", f64::NAN, |desk| {
        figure(desk, (p, holder), |layer| &layer.share_percent)
    })
}

pub(super) extern "C" fn partition_area(ctx: *mut c_void, p: LitPartition, holder: LitStr) -> f64 {
    at_desk(ctx, "partition_area", f64::NAN, |desk| {
        Ok(figure(desk, (p, holder), |layer| &layer.area_km2)? * 1e6)
    })
}

pub(super) extern "C" fn partition_moved(
    ctx: *mut c_void,
    p: LitPartition,
    q: LitPartition,
) -> f64 {
    at_desk(ctx, "partition_moved", f64::NAN, |desk| {
        let (p, q) = (desk.partitions.get(p.id)?, desk.partitions.get(q.id)?);
        let (from, to) = (desk.solve(&p)?, desk.solve(&q)?);
        let flow = desk.waters.flow_between(&from, &to);
        let (mut all, mut moved) = (0.0, 0.0);
        for (a, row) in from.holders().zip(&flow) {
            for (b, area) in to.holders().zip(row) {
                all += area;
                moved += if a == b { 0.0 } else { *area };
            }
        }
        Ok(if all > 0.0 { 100.0 * moved / all } else { 0.0 })
    })
}

/// The longest boundary of two holders, walked with `a` on the left; empty if they have none.
fn line(layer: &LayerDivision, a: &Holder, b: &Holder) -> Vec<LatLon> {
    let ours = layer.lines.iter().filter(|l| l.between.contains(a) && l.between.contains(b));
    let longest = ours.max_by(|x, y| x.length_km.total_cmp(&y.length_km)).filter(|_| a != b);
    let Some(line) = longest else { return Vec::new() };
    let mut places: Vec<LatLon> = line.points.iter().map(|p| p.at()).collect();
    if line.between[0] != *a {
        places.reverse();
    }
    places
}

pub(super) extern "C" fn partition_line(
    ctx: *mut c_void,
    p: LitPartition,
    a: LitStr,
    b: LitStr,
    lat: *mut f64,
    lon: *mut f64,
    room: usize,
) -> usize {
    at_desk(ctx, "partition_line", 0, |desk| {
        let (held, a, b) = (desk.partitions.get(p.id)?, desk.holder(a)?, desk.holder(b)?);
        let layer = desk.solve(&held)?;
        Ok(list_out(&line(&layer, &a, &b), lat, lon, room))
    })
}

pub(super) extern "C" fn partition_ring(
    ctx: *mut c_void,
    p: LitPartition,
    holder: LitStr,
    n: usize,
    lat: *mut f64,
    lon: *mut f64,
    room: usize,
) -> usize {
    at_desk(ctx, "partition_ring", 0, |desk| {
        let (held, holder) = (desk.partitions.get(p.id)?, desk.holder(holder)?);
        let layer = desk.solve(&held)?;
        let rings = layer.cells.get(holder.as_str()).into_iter().flatten().flat_map(|a| &a.rings);
        let ring = rings.into_iter().nth(n);
        let places: Vec<LatLon> =
            ring.into_iter().flatten().map(|[lat, lon]| LatLon::new(*lat, *lon)).collect();
        match ring.is_some() && places.is_empty() {
            true => Err(Fault::wrong("a ring without places")),
            false => Ok(list_out(&places, lat, lon, room)),
        }
    })
}
