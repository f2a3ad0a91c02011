//! Words that ask about the case, and places in and out.

use std::ffi::c_void;
use std::{mem, ptr, slice};

use littoral_delimit::metric::coast_length::coast_length_m;
use littoral_geodesy::{Earth, LatLon};
use littoral_sdk::abi::{LitDepths, LitField, LitPlaces};

use super::{Desk, Done, Fault, at_desk};

/// Most places of one line.
const MOST_LINE: usize = 20_000;
/// Most places that are asked for at once.
const MOST_VALUES: usize = 4_000_000;
/// What a drawn line weighs on the host: its index, and a part a place.
const LINE_BYTES: usize = 16 * 1024;
const PLACE_BYTES: usize = 5 * 1024;

/// Reads the places of a line, charged to the run.
pub(super) fn places(desk: &Desk<'_>, line: LitPlaces) -> Done<Vec<LatLon>> {
    if !(2..=MOST_LINE).contains(&line.n) {
        return Err(Fault::wrong(format!("a line has 2 to {MOST_LINE} places, not {}", line.n)));
    }
    desk.charge(LINE_BYTES + line.n * PLACE_BYTES)?;
    columns(line)
}

fn columns(at: LitPlaces) -> Done<Vec<LatLon>> {
    if at.n == 0 {
        return Ok(Vec::new());
    }
    if at.lat.is_null() || at.lon.is_null() {
        return Err(Fault::abi("a column of places is null"));
    }
    // SAFETY: the ABI: `n` of each, which live for the call.
    let (lat, lon) =
        unsafe { (slice::from_raw_parts(at.lat, at.n), slice::from_raw_parts(at.lon, at.n)) };
    let place = |(lat, lon): (&f64, &f64)| {
        let place = LatLon::new(*lat, *lon);
        place.check().map_err(Fault::wrong)
    };
    lat.iter().zip(lon).map(place).collect()
}

/// Writes a list into the plugin's room; gives its whole length.
pub(super) fn list_out(places: &[LatLon], lat: *mut f64, lon: *mut f64, room: usize) -> usize {
    let n = if lat.is_null() || lon.is_null() { 0 } else { room.min(places.len()) };
    if n > 0 {
        // SAFETY: the ABI: room for so many of each, and the two do not overlap.
        let (lat, lon) =
            unsafe { (slice::from_raw_parts_mut(lat, n), slice::from_raw_parts_mut(lon, n)) };
        for (k, place) in places.iter().take(n).enumerate() {
            (lat[k], lon[k]) = (place.lat, place.lon);
        }
    }
    places.len()
}

pub(super) extern "C" fn sea_values(
    ctx: *mut c_void,
    f: LitField,
    at: LitPlaces,
    out: *mut f64,
) -> bool {
    at_desk(ctx, "sea_values", false, |desk| {
        let (field, _) = desk.fields.get(f.id)?;
        if at.n > MOST_VALUES {
            return Err(Fault::wrong(format!("{} places; at most {MOST_VALUES}", at.n)));
        }
        let at = columns(at)?;
        if at.is_empty() {
            return Ok(true);
        }
        if out.is_null() {
            return Err(Fault::abi("there is no room for the values"));
        }
        let values = desk.ask(|w, functions, o| w.values(&field, functions, o, &at))?;
        // SAFETY: the ABI: room for one number a place.
        let out = unsafe { slice::from_raw_parts_mut(out, values.len()) };
        out.copy_from_slice(&values);
        Ok(true)
    })
}

pub(super) extern "C" fn sea_inside(ctx: *mut c_void, lat: f64, lon: f64) -> bool {
    at_desk(ctx, "sea_inside", false, |desk| {
        let at = LatLon::new(lat, lon);
        at.check().map_err(Fault::wrong)?;
        Ok(desk.waters.in_sea(at))
    })
}

pub(super) extern "C" fn sea_depths(ctx: *mut c_void, out: *mut LitDepths) -> bool {
    at_desk(ctx, "sea_depths", false, |desk| {
        let case = desk.waters.case();
        let Some(grid) = case.depths.as_ref() else { return Ok(false) };
        if out.is_null() || !out.is_aligned() {
            return Err(Fault::abi("there is no room for the depths"));
        }
        let own = LitDepths {
            size: mem::size_of::<LitDepths>() as u32,
            nx: grid.nx as u32,
            ny: grid.ny() as u32,
            reserved: 0,
            lat0: grid.lat0,
            lon0: grid.lon0,
            step: grid.step,
            level: case.level.as_ref().map_or(0.0, |l| l.legal_m),
            z: grid.z.as_ptr(),
        };
        // SAFETY: the ABI: the plugin's struct begins with its size, and no more is written.
        unsafe {
            let stated = ptr::read(out.cast::<u32>());
            if (stated as usize) < mem::size_of::<LitDepths>() {
                return Err(Fault::abi(format!("lit_depths says it has {stated} bytes")));
            }
            ptr::write(out, own);
            ptr::write(out.cast::<u32>(), stated);
        }
        Ok(true)
    })
}

pub(super) extern "C" fn sea_terminus(
    ctx: *mut c_void,
    a: u32,
    b: u32,
    lat: *mut f64,
    lon: *mut f64,
) -> bool {
    at_desk(ctx, "sea_terminus", false, |desk| {
        let (a, b) = (desk.party_index(a)?, desk.party_index(b)?);
        // Coasts that do not meet are an answer here, no fault.
        let Ok(at) = desk.waters.terminus(a, b) else { return Ok(false) };
        list_out(&[at], lat, lon, 1);
        Ok(true)
    })
}

pub(super) extern "C" fn sea_coastlength(ctx: *mut c_void, party: u32, scale: f64) -> f64 {
    at_desk(ctx, "sea_coastlength", f64::NAN, |desk| {
        let party = desk.party_index(party)?;
        if !(scale.is_finite() && scale >= 0.0) {
            return Err(Fault::wrong(format!("the scale must be 0 or more, not {scale}")));
        }
        let case = desk.waters.case();
        Ok(coast_length_m(&Earth::new(&case.ellipsoid), case, party, scale))
    })
}

pub(super) extern "C" fn sea_distance(
    ctx: *mut c_void,
    lat_a: f64,
    lon_a: f64,
    lat_b: f64,
    lon_b: f64,
) -> f64 {
    at_desk(ctx, "sea_distance", f64::NAN, |desk| {
        let (a, b) = (LatLon::new(lat_a, lon_a), LatLon::new(lat_b, lon_b));
        a.check().and_then(|_| b.check()).map_err(Fault::wrong)?;
        Ok(Earth::new(&desk.waters.case().ellipsoid).karney_m(a, b))
    })
}

pub(super) extern "C" fn sea_deposits(
    ctx: *mut c_void,
    lat: *mut f64,
    lon: *mut f64,
    room: usize,
) -> usize {
    at_desk(ctx, "sea_deposits", 0, |desk| {
        let places: Vec<LatLon> = desk.waters.case().deposits.iter().filter_map(|d| d.at).collect();
        Ok(list_out(&places, lat, lon, room))
    })
}
