//! What a rule of the shape `run` works with: the words of scripts as Rust types.
//!
//! A [`Field`] is a number at every point of the sea, a [`Region`] a part of it, a [`Partition`] says
//! who holds what. All are lazy and cheap to copy. A fault is kept by the host: after it every word
//! does nothing, and the first fault is what the user reads.

use std::cell::RefCell;
use std::ptr;

use crate::abi::{
    HostRef, LitField, LitFit, LitPartition, LitPlaces, LitRegion, LitStr, Ops, PointFunction,
};

mod field;
mod partition;

pub use field::{Field, Region};
pub use partition::Partition;

/// A place: latitude and longitude in degrees, north and east positive.
pub type Place = (f64, f64);

/// The case, as `run` and `measure` are given it.
pub struct Sea<'a> {
    host: HostRef<'a>,
    ops: Ops<'a>,
    /// Functions of [`Sea::field`]; they live as long as the run.
    functions: RefCell<Vec<PointFunction>>,
}

/// The case's heights of the sea bed on a grid.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Depths<'a> {
    /// Latitude of the first row, degrees; rows run north.
    pub lat0: f64,
    /// Longitude of the first column, degrees; columns run east.
    pub lon0: f64,
    /// Spacing, degrees.
    pub step: f64,
    /// Nodes a row.
    pub nx: usize,
    /// Level of the water surface in the heights' datum, metres.
    pub level: f64,
    /// Heights, row by row, metres.
    pub z: &'a [f64],
}

/// What [`Sea::fit`] is asked for: shares from 0 to 1, one a party; empty asks for nothing, NaN for
/// nothing of that party.
#[derive(Default)]
pub struct Fit<'s> {
    /// Least shares.
    pub floor: Vec<f64>,
    /// Greatest shares.
    pub ceil: Vec<f64>,
    /// Exact shares.
    pub target: Vec<f64>,
    /// Inside this region the unweighted partition stands.
    pub keep: Option<Region<'s>>,
}

/// Calls one operation of the table, or gives what stands for nothing.
macro_rules! call {
    ($sea:expr, $name:ident($($arg:expr),* $(,)?), $nothing:expr) => {{
        let table = $sea.ops.table();
        match table.$name {
            Some(word) => word(table.ctx, $($arg),*),
            None => $nothing,
        }
    }};
}
pub(crate) use call;

impl<'a> Sea<'a> {
    pub(crate) fn new(host: HostRef<'a>, ops: Ops<'a>) -> Self {
        Self { host, ops, functions: RefCell::default() }
    }

    /// Parties of the case; every party below is an index from 0.
    #[must_use]
    pub fn parties(&self) -> usize {
        self.ops.table().n_parties as usize
    }

    /// True when the run should stop.
    #[must_use]
    pub fn cancelled(&self) -> bool {
        self.host.cancelled()
    }

    /// A warning for the user.
    pub fn warn(&self, text: &str) {
        self.host.log(true, text);
    }

    fn field_of(&self, id: LitField) -> Field<'_> {
        Field { sea: self, id }
    }

    /// Distance to a party's coast, islands included.
    #[must_use]
    pub fn dist(&self, party: usize) -> Field<'_> {
        self.dist_with(party, 1.0)
    }

    /// The same with an effect of islands from 0 to 1.
    #[must_use]
    pub fn dist_with(&self, party: usize, islands: f64) -> Field<'_> {
        let party = u32::try_from(party).unwrap_or(u32::MAX);
        self.field_of(call!(self, sea_dist(party, islands), LitField::default()))
    }

    /// Distance to the nearest coast of any party.
    #[must_use]
    pub fn coast(&self) -> Field<'_> {
        self.field_of(call!(self, sea_coast(), LitField::default()))
    }

    /// Latitude, degrees.
    #[must_use]
    pub fn latitude(&self) -> Field<'_> {
        self.field_of(call!(self, sea_latitude(), LitField::default()))
    }

    /// Longitude, degrees from -180 to 180; in a sea that touches or crosses the meridian of 180 degrees it is counted on
    /// eastwards, 181 for 179 W, and so must be the numbers with which it is compared.
    #[must_use]
    pub fn longitude(&self) -> Field<'_> {
        self.field_of(call!(self, sea_longitude(), LitField::default()))
    }

    /// The same everywhere.
    #[must_use]
    pub fn constant(&self, value: f64) -> Field<'_> {
        self.field_of(call!(self, sea_constant(value), LitField::default()))
    }

    /// Metres of water, 0 on land; a fault if the case has no depths.
    #[must_use]
    pub fn depth(&self) -> Field<'_> {
        self.field_of(call!(self, sea_depth(), LitField::default()))
    }

    /// Signed distance from a drawn line, prolonged at both ends: negative to its left.
    #[must_use]
    pub fn offset(&self, line: &[Place]) -> Field<'_> {
        let (lat, lon) = columns(line);
        self.field_of(call!(self, sea_offset(places(&lat, &lon)), LitField::default()))
    }

    /// The left side of a drawn line.
    #[must_use]
    pub fn side(&self, line: &[Place]) -> Region<'_> {
        let (lat, lon) = columns(line);
        let id = call!(self, sea_side(places(&lat, &lon)), LitRegion::default());
        Region { sea: self, id }
    }

    /// A field of your own: `values(lat, lon)`, the same bits for the same point. `lipschitz` is the
    /// greatest change a metre, if you know it; without it boundaries are sampled, not certified.
    #[must_use]
    pub fn field(
        &self,
        values: impl Fn(f64, f64) -> f64 + 'static,
        lipschitz: Option<f64>,
    ) -> Field<'_> {
        let function = PointFunction::new(values);
        let (entry, data) = function.entry();
        self.functions.borrow_mut().push(function);
        let lipschitz = lipschitz.unwrap_or(f64::NAN);
        self.field_of(call!(self, sea_field(Some(entry), data, lipschitz), LitField::default()))
    }

    /// Values of a field at places; empty after a fault.
    #[must_use]
    pub fn values(&self, field: Field<'_>, at: &[Place]) -> Vec<f64> {
        let (lat, lon) = columns(at);
        let mut out = vec![f64::NAN; at.len()];
        let done = call!(self, sea_values(field.id, places(&lat, &lon), out.as_mut_ptr()), false);
        if done { out } else { Vec::new() }
    }

    /// Is the place in the sea, not on land or an island?
    #[must_use]
    pub fn inside(&self, (lat, lon): Place) -> bool {
        call!(self, sea_inside(lat, lon), false)
    }

    /// The case's depths, if it has them.
    #[must_use]
    pub fn depths(&self) -> Option<Depths<'a>> {
        let (head, z) = self.ops.depths()?;
        let (lat0, lon0, step) = (head.lat0, head.lon0, head.step);
        Some(Depths { lat0, lon0, step, nx: head.nx as usize, level: head.level, z })
    }

    /// Geodesic between two places, metres.
    #[must_use]
    pub fn distance(&self, a: Place, b: Place) -> f64 {
        call!(self, sea_distance(a.0, a.1, b.0, b.1), f64::NAN)
    }

    /// Where the land boundary of two parties meets the sea.
    #[must_use]
    pub fn terminus(&self, a: usize, b: usize) -> Option<Place> {
        let (a, b) = (u32::try_from(a).ok()?, u32::try_from(b).ok()?);
        let (mut lat, mut lon) = (f64::NAN, f64::NAN);
        call!(self, sea_terminus(a, b, &mut lat, &mut lon), false).then_some((lat, lon))
    }

    /// Length of a party's coast generalised at a scale, metres.
    #[must_use]
    pub fn coastlength(&self, party: usize, scale: f64) -> f64 {
        let party = u32::try_from(party).unwrap_or(u32::MAX);
        call!(self, sea_coastlength(party, scale), f64::NAN)
    }

    /// Places of the case's deposits.
    #[must_use]
    pub fn deposits(&self) -> Vec<Place> {
        listed(|lat, lon, room| call!(self, sea_deposits(lat, lon, room), 0))
    }

    /// Each point to the party with the lowest score; one score a party.
    #[must_use]
    pub fn assign(&self, scores: &[Field<'_>]) -> Partition<'_> {
        let ids: Vec<LitField> = scores.iter().map(|f| f.id).collect();
        let id = call!(self, sea_assign(ids.as_ptr(), ids.len()), LitPartition::default());
        Partition { sea: self, id }
    }

    /// Each point to the nearest coast, with an effect of islands from 0 to 1.
    #[must_use]
    pub fn equidistance(&self, islands: f64) -> Partition<'_> {
        let id = call!(self, sea_equidistance(islands), LitPartition::default());
        Partition { sea: self, id }
    }

    /// Weights on the scores that give every party what is asked for; the partition and the weights.
    #[must_use]
    pub fn fit(&self, scores: &[Field<'_>], wish: &Fit<'_>) -> (Partition<'_>, Vec<f64>) {
        let ids: Vec<LitField> = scores.iter().map(|f| f.id).collect();
        let n = self.parties();
        let list = |l: &[f64]| if l.len() == n { l.as_ptr() } else { ptr::null() };
        let request = LitFit {
            size: size_of::<LitFit>() as u32,
            n_parties: ids.len() as u32,
            score: ids.as_ptr(),
            floor: list(&wish.floor),
            ceil: list(&wish.ceil),
            target: list(&wish.target),
            keep: wish.keep.map(|r| r.id).unwrap_or_default(),
        };
        let mut weights = vec![f64::NAN; n];
        let id = call!(self, sea_fit(&request, weights.as_mut_ptr()), LitPartition::default());
        (Partition { sea: self, id }, weights)
    }

    /// A layer of the result: `seabed`, `subsoil`, `water`, `fishery`, `surface` or another word.
    pub fn layer(&self, name: &str, partition: Partition<'_>) {
        call!(self, result_layer(LitStr::new(name), partition.id), ());
    }

    /// A note of the result.
    pub fn note(&self, name: &str, text: &str) {
        call!(self, result_note(LitStr::new(name), LitStr::new(text)), ());
    }

    /// A figure of the result.
    pub fn number(&self, name: &str, value: f64) {
        call!(self, result_number(LitStr::new(name), value), ());
    }
}

/// Latitudes and longitudes apart.
fn columns(line: &[Place]) -> (Vec<f64>, Vec<f64>) {
    line.iter().copied().unzip()
}

fn places(lat: &[f64], lon: &[f64]) -> LitPlaces {
    LitPlaces { lat: lat.as_ptr(), lon: lon.as_ptr(), n: lat.len().min(lon.len()) }
}

/// A list that tells its length first.
fn listed(ask: impl Fn(*mut f64, *mut f64, usize) -> usize) -> Vec<Place> {
    let n = ask(ptr::null_mut(), ptr::null_mut(), 0);
    let (mut lat, mut lon) = (vec![f64::NAN; n], vec![f64::NAN; n]);
    let n = ask(lat.as_mut_ptr(), lon.as_mut_ptr(), n).min(n);
    lat.into_iter().zip(lon).take(n).collect()
}
