//! Deposits: the list, and their value spread over places for `sea:fit`.

use littoral_geodesy::{Earth, LatLon};
use littoral_model::Deposit;
use mlua::{Lua, Result, Table, UserDataMethods, Value};

use super::args::Options;
use super::noun::{Noun, charge};
use super::place;
use super::sea::Sea;
use crate::fault::Fault;

/// Turn from one point of a spiral to the next, degrees (Vogel 1979): equal parts of a disc.
const GOLDEN: f64 = 137.507_764_050_037_85;
/// Places that stand for one field where no number is given, and at most.
const PARTS: f64 = 61.0;
const MOST_PARTS: f64 = 1000.0;

pub(super) fn install<M: UserDataMethods<Sea>>(noun: &mut Noun<'_, M>) {
    noun.method("deposits", |lua, sea: &Sea, ()| {
        let list = lua.create_table()?;
        for deposit in &sea.0.waters.case().deposits {
            if let Some(at) = deposit.at {
                list.raw_push(entry(lua, sea, deposit, at)?)?;
            }
        }
        Ok(list)
    });
    noun.method("deposited", |lua, sea: &Sea, options: Value| {
        let call = "sea:deposited";
        let options = Options::read(call, &options, &["radius", "parts"])?;
        let radius_m = options.number("radius")?.unwrap_or(0.0);
        let parts = options.number("parts")?.unwrap_or(PARTS);
        if !((1.0..=MOST_PARTS).contains(&parts) && parts.fract() == 0.0 && radius_m >= 0.0) {
            let text = format!("{call}: parts are 1 to {MOST_PARTS}, and a radius is not negative");
            return Err(Fault::wrong(text).token("deposited").into());
        }
        let earth = Earth::new(&sea.0.waters.case().ellipsoid);
        let list = lua.create_table()?;
        for deposit in &sea.0.waters.case().deposits {
            let (Some(at), Some(value)) = (deposit.at, deposit.value) else { continue };
            let disc = deposit.area_km2.map(|a| 1000.0 * (a / std::f64::consts::PI).sqrt());
            let radius_m = disc.unwrap_or(radius_m);
            let parts = if radius_m > 0.0 { parts } else { 1.0 };
            charge(lua, parts as usize * 256)?;
            let before = list.raw_len();
            for k in 0..parts as usize {
                let far = radius_m * ((k as f64 + 0.5) / parts).sqrt();
                let there = earth.direct(at, (k as f64 * GOLDEN) % 360.0, far);
                let there = if radius_m > 0.0 { there } else { at };
                // What lies ashore or outside the sea belongs to no holder of it.
                if sea.0.ask(|w, _, _| Ok(w.in_sea(there)))? {
                    let place = place::table(lua, there)?;
                    place.raw_set("value", value / parts)?;
                    place.raw_set("id", deposit.id.as_str())?;
                    list.raw_push(place)?;
                }
            }
            if list.raw_len() == before {
                sea.0.warn(format!(
                    "{call}: the deposit \"{}\" does not lie in this sea and is left out",
                    deposit.id
                ));
            }
        }
        match list.raw_len() {
            0 => Err(Fault::lacking("sea:deposited: the case states no value of a deposit whose place is known and in the sea")
                .hint("Give places with values of your own to sea:fit, or \"value\" in the case's deposits.")
                .token("deposited")
                .into()),
            _ => Ok(list),
        }
    });
}

fn entry(lua: &Lua, sea: &Sea, deposit: &Deposit, at: LatLon) -> Result<Table> {
    let entry = place::table(lua, at)?;
    entry.raw_set("id", deposit.id.as_str())?;
    let claimants = deposit.claimants.iter().filter_map(|k| sea.0.parties.get(*k));
    entry.raw_set("claimants", lua.create_sequence_from(claimants.map(String::as_str))?)?;
    entry.raw_set("value", deposit.value)?;
    entry.raw_set("area", deposit.area_km2.map(|a| a * 1e6))?;
    Ok(entry)
}
