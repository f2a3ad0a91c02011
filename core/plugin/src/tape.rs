//! A tape of arbitrary words: what a plugin gone mad would say to the host. For fuzzing and its tests.
//!
//! Each word of a tape is one byte for the word and eight for what goes with it. Numbers come from the
//! tape, handles from what was given before or from the tape itself, so good and wild ones mix. The
//! pointers that a word needs are always good: what a plugin does to memory no host can mend.

use std::sync::Arc;

use littoral_delimit::{RuleOutcome, SolveOptions, Waters};
use littoral_model::RuleError;
use littoral_sdk::abi::{
    LitDepths, LitField, LitFit, LitOps, LitPartition, LitPlaces, LitRegion, LitStr,
};
use serde_json::Map;

use crate::context::Context;
use crate::ops::Desk;

/// Most words that are played of one tape.
const MOST: usize = 200;

/// Plays a tape at a desk of its own.
///
/// # Errors
/// The first fault of a word.
pub fn play(waters: &Waters, tape: &[u8]) -> Result<RuleOutcome, RuleError> {
    let parties: Vec<&str> = waters.case().party_ids().collect();
    let context = Arc::new(Context::new(&parties, Map::new(), Arc::default()));
    let options = SolveOptions { tolerance_m: 1000.0, cancel: None };
    let desk = Desk::new("tape", waters, options, Context::table(&context));
    desk.serve(|words| {
        let mut player = Player { words, given: Vec::new() };
        tape.chunks_exact(9).take(MOST).for_each(|c| player.say(c[0], &c[1..]));
        desk.outcome()
    })
}

struct Player<'a> {
    words: &'a LitOps,
    /// Every handle so far, whatever its kind.
    given: Vec<u64>,
}

impl Player<'_> {
    /// A handle: one given before, or the number itself.
    fn handle(&self, byte: u8, wild: u64) -> u64 {
        let known = self.given.get(usize::from(byte) % self.given.len().max(1));
        if byte > 250 { wild } else { known.copied().unwrap_or(wild) }
    }

    fn say(&mut self, word: u8, with: &[u8]) {
        let mut eight = [0; 8];
        eight.copy_from_slice(with);
        let (wild, x) = (u64::from_le_bytes(eight), f64::from_le_bytes(eight));
        let (a, b, c) = (with[0], with[1], with[2]);
        let field = |k| LitField { id: self.handle(k, wild) };
        let region = |k| LitRegion { id: self.handle(k, wild) };
        let partition = |k| LitPartition { id: self.handle(k, wild) };
        let (lat, lon) = ([40.2, 40.9, x], [50.1, f64::from(a), 50.9]);
        let line = LitPlaces { lat: lat.as_ptr(), lon: lon.as_ptr(), n: usize::from(b % 4) };
        let names = ["AZE", "IRN", "COMMON", "JOINT:AZE+IRN", "", "nobody"];
        let name = |k: u8| LitStr::new(names[usize::from(k) % names.len()]);
        let ctx = self.words.ctx;
        let (mut y, mut z) = ([0.0; 8], [0.0; 8]);
        macro_rules! word {
            ($name:ident($($arg:expr),*)) => { self.words.$name.map(|f| f(ctx, $($arg),*)) };
        }
        let new = match word % 40 {
            0 => word!(sea_dist(u32::from(a % 8), f64::from(b) / 200.0)).map(|f| f.id),
            1 => word!(sea_coast()).map(|f| f.id),
            2 => word!(sea_latitude()).map(|f| f.id),
            3 => word!(sea_constant(x)).map(|f| f.id),
            4 => word!(sea_depth()).map(|f| f.id),
            5 => word!(sea_offset(line)).map(|f| f.id),
            6 => word!(sea_field(None, ctx, x)).map(|f| f.id),
            7 => word!(field_add(field(a), field(b))).map(|f| f.id),
            8 => word!(field_mul(field(a), field(b))).map(|f| f.id),
            9 => word!(field_div(field(a), field(b))).map(|f| f.id),
            10 => word!(field_pow(field(a), x)).map(|f| f.id),
            11 => word!(field_log(field(a))).map(|f| f.id),
            12 => word!(field_sqrt(field(a))).map(|f| f.id),
            13 => word!(field_min(field(a), field(b))).map(|f| f.id),
            14 => word!(field_where(field(a), region(b), field(c))).map(|f| f.id),
            15 => word!(field_le(field(a), field(b))).map(|f| f.id),
            16 => word!(field_within(field(a), x)).map(|f| f.id),
            17 => word!(region_both(region(a), region(b))).map(|f| f.id),
            18 => word!(region_minus(region(a), region(b))).map(|f| f.id),
            19 => word!(region_no(region(a))).map(|f| f.id),
            20 => word!(sea_side(line)).map(|f| f.id),
            21..=23 => {
                let scores = [field(a), field(b), field(c)];
                word!(sea_assign(scores.as_ptr(), usize::from(with[3] % 4))).map(|p| p.id)
            }
            24..=26 => word!(sea_equidistance(f64::from(a) / 200.0)).map(|p| p.id),
            27 => {
                let score = [field(a), field(b), field(c)];
                let request = LitFit {
                    size: if with[3] > 250 { 4 } else { size_of::<LitFit>() as u32 },
                    n_parties: u32::from(with[3] % 4),
                    score: score.as_ptr(),
                    floor: lat.as_ptr(),
                    ceil: std::ptr::null(),
                    target: std::ptr::null(),
                    keep: LitRegion { id: if with[4] > 128 { 0 } else { region(with[4]).id } },
                };
                word!(sea_fit(&request, y.as_mut_ptr())).map(|p| p.id)
            }
            28 => word!(partition_over(partition(a), region(b), name(c))).map(|p| p.id),
            29 => word!(partition_overlay(partition(a), region(b), partition(c))).map(|p| p.id),
            30 => {
                word!(partition_share(partition(a), name(b)));
                None
            }
            31 => {
                word!(partition_moved(partition(a), partition(b)));
                None
            }
            32 => {
                let room = usize::from(with[3] % 9);
                word!(partition_line(
                    partition(a),
                    name(b),
                    name(c),
                    y.as_mut_ptr(),
                    z.as_mut_ptr(),
                    room
                ));
                None
            }
            33 => {
                let (ring, room) = (usize::from(c), usize::from(with[3] % 9));
                word!(partition_ring(
                    partition(a),
                    name(b),
                    ring,
                    y.as_mut_ptr(),
                    z.as_mut_ptr(),
                    room
                ));
                None
            }
            34 => {
                let at = LitPlaces { n: usize::from(b % 4), ..line };
                word!(sea_values(field(a), at, y.as_mut_ptr()));
                None
            }
            35 => {
                word!(sea_inside(x, f64::from(a)));
                None
            }
            36 => {
                let mut out = LitDepths {
                    size: u32::from(a),
                    nx: 0,
                    ny: 0,
                    reserved: 0,
                    lat0: 0.0,
                    lon0: 0.0,
                    step: 0.0,
                    level: 0.0,
                    z: std::ptr::null(),
                };
                word!(sea_depths(&mut out));
                None
            }
            37 => {
                word!(sea_distance(x, f64::from(a), f64::from(b), f64::from(c)));
                None
            }
            38 => {
                word!(result_number(name(a), x));
                None
            }
            _ => {
                let layers = ["seabed", "water", "../x", ""];
                let layer = LitStr::new(layers[usize::from(b) % layers.len()]);
                word!(result_layer(layer, partition(a)));
                None
            }
        };
        self.given.extend(new.filter(|id| *id != 0));
    }
}
