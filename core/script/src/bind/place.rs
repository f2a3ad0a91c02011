//! Places and lengths: `point`, `nm`, `km`.

use littoral_geodesy::LatLon;
use littoral_geodesy::densify::wrap;
use littoral_model::params::{METRES_PER_KM, METRES_PER_NM};
use mlua::{Lua, Result, Table, Value};

use super::args;
use super::noun::register;
use crate::fault::Fault;

pub(super) fn install(lua: &Lua, globals: &Table) -> Result<()> {
    for (name, metres) in [("nm", METRES_PER_NM), ("km", METRES_PER_KM)] {
        register("", name);
        let convert = move |_: &Lua, x: Value| Ok(args::number(name, "the length", &x)? * metres);
        globals.raw_set(name, lua.create_function(convert)?)?;
    }
    register("", "point");
    let point = |lua: &Lua, (lat, lon): (Value, Value)| {
        let at = checked(args::number("point", "lat", &lat)?, args::number("point", "lon", &lon)?)?;
        table(lua, at)
    };
    globals.raw_set("point", lua.create_function(point)?)
}

/// `{ lat =, lon = }`, the longitude from -180 to 180.
pub(crate) fn table(lua: &Lua, at: LatLon) -> Result<Table> {
    let out = lua.create_table()?;
    out.raw_set("lat", at.lat)?;
    out.raw_set("lon", wrap(at.lon))?;
    Ok(out)
}

/// Reads `{ lat =, lon = }`.
pub(crate) fn read(call: &'static str, value: &Value) -> Result<LatLon> {
    let table = args::table(call, "a place", value)?;
    let field = |name: &str| args::number(call, name, &table.raw_get::<Value>(name)?);
    checked(field("lat")?, field("lon")?)
}

fn checked(lat: f64, lon: f64) -> Result<LatLon> {
    LatLon::new(lat, lon).check().map_err(|text| {
        let hint = "Latitude comes first: point(lat, lon), in degrees.";
        Fault::wrong(text).hint(hint).token(lat.to_string()).into()
    })
}
