//! `lit_ops`: the words of scripts through a table of functions, and the table behind safe methods.
//!
//! What each word does is said in `littoral.h` and on the page of the script API.

use std::ffi::c_void;
use std::marker::PhantomData;

use super::guard::{column, known};
use super::{LitBlock, LitHost, LitStr};

/// A field; 0 is none.
#[repr(C)]
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct LitField {
    /// Number of the handle.
    pub id: u64,
}

/// A region; 0 is none.
#[repr(C)]
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct LitRegion {
    /// Number of the handle.
    pub id: u64,
}

/// A partition; 0 is none.
#[repr(C)]
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct LitPartition {
    /// Number of the handle.
    pub id: u64,
}

/// Places of a line.
#[repr(C)]
#[derive(Clone, Copy)]
pub struct LitPlaces {
    /// Latitudes, degrees.
    pub lat: *const f64,
    /// Longitudes, degrees.
    pub lon: *const f64,
    /// How many.
    pub n: usize,
}

/// Heights of the sea bed.
#[repr(C)]
#[derive(Clone, Copy)]
pub struct LitDepths {
    /// Bytes of this struct as the plugin knows it.
    pub size: u32,
    /// Nodes a row.
    pub nx: u32,
    /// Rows.
    pub ny: u32,
    /// Zero.
    pub reserved: u32,
    /// Latitude of the first row, degrees.
    pub lat0: f64,
    /// Longitude of the first column, degrees.
    pub lon0: f64,
    /// Spacing, degrees.
    pub step: f64,
    /// Level of the water surface, metres.
    pub level: f64,
    /// Heights, metres.
    pub z: *const f64,
}

/// What `sea_fit` is asked for.
#[repr(C)]
#[derive(Clone, Copy)]
pub struct LitFit {
    /// Bytes of this struct as the plugin knows it.
    pub size: u32,
    /// Parties.
    pub n_parties: u32,
    /// Scores, one a party.
    pub score: *const LitField,
    /// Least shares; may be null.
    pub floor: *const f64,
    /// Greatest shares; may be null.
    pub ceil: *const f64,
    /// Exact shares; may be null.
    pub target: *const f64,
    /// Inside it the unweighted partition stands.
    pub keep: LitRegion,
}

/// `lit_values`: values of a field at the points of a block.
pub type Values =
    unsafe extern "C" fn(*mut c_void, *const LitHost, *const LitBlock, *mut f64) -> i32;

/// The operations.
#[repr(C)]
#[derive(Clone, Copy)]
pub struct LitOps {
    /// Bytes of this struct as the host knows it.
    pub size: u32,
    /// Parties of the case.
    pub n_parties: u32,
    /// Goes into every function.
    pub ctx: *mut c_void,
    /// `lit_ops.sea_dist`.
    pub sea_dist: Option<extern "C" fn(*mut c_void, u32, f64) -> LitField>,
    /// `lit_ops.sea_coast`.
    pub sea_coast: Option<extern "C" fn(*mut c_void) -> LitField>,
    /// `lit_ops.sea_latitude`.
    pub sea_latitude: Option<extern "C" fn(*mut c_void) -> LitField>,
    /// `lit_ops.sea_longitude`.
    pub sea_longitude: Option<extern "C" fn(*mut c_void) -> LitField>,
    /// `lit_ops.sea_constant`.
    pub sea_constant: Option<extern "C" fn(*mut c_void, f64) -> LitField>,
    /// `lit_ops.sea_depth`.
    pub sea_depth: Option<extern "C" fn(*mut c_void) -> LitField>,
    /// `lit_ops.sea_offset`.
    pub sea_offset: Option<extern "C" fn(*mut c_void, LitPlaces) -> LitField>,
    /// `lit_ops.sea_field`.
    pub sea_field: Option<extern "C" fn(*mut c_void, Option<Values>, *mut c_void, f64) -> LitField>,
    /// `lit_ops.field_add`.
    pub field_add: Option<extern "C" fn(*mut c_void, LitField, LitField) -> LitField>,
    /// `lit_ops.field_sub`.
    pub field_sub: Option<extern "C" fn(*mut c_void, LitField, LitField) -> LitField>,
    /// `lit_ops.field_mul`.
    pub field_mul: Option<extern "C" fn(*mut c_void, LitField, LitField) -> LitField>,
    /// `lit_ops.field_div`.
    pub field_div: Option<extern "C" fn(*mut c_void, LitField, LitField) -> LitField>,
    /// `lit_ops.field_pow`.
    pub field_pow: Option<extern "C" fn(*mut c_void, LitField, f64) -> LitField>,
    /// `lit_ops.field_unm`.
    pub field_unm: Option<extern "C" fn(*mut c_void, LitField) -> LitField>,
    /// `lit_ops.field_log`.
    pub field_log: Option<extern "C" fn(*mut c_void, LitField) -> LitField>,
    /// `lit_ops.field_sqrt`.
    pub field_sqrt: Option<extern "C" fn(*mut c_void, LitField) -> LitField>,
    /// `lit_ops.field_abs`.
    pub field_abs: Option<extern "C" fn(*mut c_void, LitField) -> LitField>,
    /// `lit_ops.field_min`.
    pub field_min: Option<extern "C" fn(*mut c_void, LitField, LitField) -> LitField>,
    /// `lit_ops.field_max`.
    pub field_max: Option<extern "C" fn(*mut c_void, LitField, LitField) -> LitField>,
    /// `lit_ops.field_where`.
    pub field_where: Option<extern "C" fn(*mut c_void, LitField, LitRegion, LitField) -> LitField>,
    /// `lit_ops.field_le`.
    pub field_le: Option<extern "C" fn(*mut c_void, LitField, LitField) -> LitRegion>,
    /// `lit_ops.field_ge`.
    pub field_ge: Option<extern "C" fn(*mut c_void, LitField, LitField) -> LitRegion>,
    /// `lit_ops.field_within`.
    pub field_within: Option<extern "C" fn(*mut c_void, LitField, f64) -> LitRegion>,
    /// `lit_ops.field_beyond`.
    pub field_beyond: Option<extern "C" fn(*mut c_void, LitField, f64) -> LitRegion>,
    /// `lit_ops.region_both`.
    pub region_both: Option<extern "C" fn(*mut c_void, LitRegion, LitRegion) -> LitRegion>,
    /// `lit_ops.region_either`.
    pub region_either: Option<extern "C" fn(*mut c_void, LitRegion, LitRegion) -> LitRegion>,
    /// `lit_ops.region_minus`.
    pub region_minus: Option<extern "C" fn(*mut c_void, LitRegion, LitRegion) -> LitRegion>,
    /// `lit_ops.region_no`.
    pub region_no: Option<extern "C" fn(*mut c_void, LitRegion) -> LitRegion>,
    /// `lit_ops.sea_side`.
    pub sea_side: Option<extern "C" fn(*mut c_void, LitPlaces) -> LitRegion>,
    /// `lit_ops.sea_assign`.
    pub sea_assign: Option<extern "C" fn(*mut c_void, *const LitField, usize) -> LitPartition>,
    /// `lit_ops.sea_equidistance`.
    pub sea_equidistance: Option<extern "C" fn(*mut c_void, f64) -> LitPartition>,
    /// `lit_ops.sea_fit`.
    pub sea_fit: Option<extern "C" fn(*mut c_void, *const LitFit, *mut f64) -> LitPartition>,
    /// `lit_ops.partition_over`.
    pub partition_over:
        Option<extern "C" fn(*mut c_void, LitPartition, LitRegion, LitStr) -> LitPartition>,
    /// `lit_ops.partition_overlay`.
    pub partition_overlay:
        Option<extern "C" fn(*mut c_void, LitPartition, LitRegion, LitPartition) -> LitPartition>,
    /// `lit_ops.partition_share`.
    pub partition_share: Option<extern "C" fn(*mut c_void, LitPartition, LitStr) -> f64>,
    /// `lit_ops.partition_area`.
    pub partition_area: Option<extern "C" fn(*mut c_void, LitPartition, LitStr) -> f64>,
    /// `lit_ops.partition_moved`.
    pub partition_moved: Option<extern "C" fn(*mut c_void, LitPartition, LitPartition) -> f64>,
    /// `lit_ops.partition_line`.
    pub partition_line: Option<
        extern "C" fn(
            *mut c_void,
            LitPartition,
            LitStr,
            LitStr,
            *mut f64,
            *mut f64,
            usize,
        ) -> usize,
    >,
    /// `lit_ops.partition_ring`.
    pub partition_ring: Option<
        extern "C" fn(*mut c_void, LitPartition, LitStr, usize, *mut f64, *mut f64, usize) -> usize,
    >,
    /// `lit_ops.sea_values`.
    pub sea_values: Option<extern "C" fn(*mut c_void, LitField, LitPlaces, *mut f64) -> bool>,
    /// `lit_ops.sea_inside`.
    pub sea_inside: Option<extern "C" fn(*mut c_void, f64, f64) -> bool>,
    /// `lit_ops.sea_depths`.
    pub sea_depths: Option<extern "C" fn(*mut c_void, *mut LitDepths) -> bool>,
    /// `lit_ops.sea_terminus`.
    pub sea_terminus: Option<extern "C" fn(*mut c_void, u32, u32, *mut f64, *mut f64) -> bool>,
    /// `lit_ops.sea_coastlength`.
    pub sea_coastlength: Option<extern "C" fn(*mut c_void, u32, f64) -> f64>,
    /// `lit_ops.sea_distance`.
    pub sea_distance: Option<extern "C" fn(*mut c_void, f64, f64, f64, f64) -> f64>,
    /// `lit_ops.sea_deposits`.
    pub sea_deposits: Option<extern "C" fn(*mut c_void, *mut f64, *mut f64, usize) -> usize>,
    /// `lit_ops.result_layer`.
    pub result_layer: Option<extern "C" fn(*mut c_void, LitStr, LitPartition)>,
    /// `lit_ops.result_note`.
    pub result_note: Option<extern "C" fn(*mut c_void, LitStr, LitStr)>,
    /// `lit_ops.result_number`.
    pub result_number: Option<extern "C" fn(*mut c_void, LitStr, f64)>,
}

/// The operations of one run. Members that the host does not know do nothing.
#[derive(Clone, Copy)]
pub struct Ops<'a> {
    table: LitOps,
    run: PhantomData<&'a LitOps>,
}

impl<'a> Ops<'a> {
    /// Copies what the host has stated to be there.
    ///
    /// # Safety
    /// `ops` points to `size` readable bytes of a `lit_ops` whose functions may be called with its
    /// `ctx` on this thread for `'a`, or is null.
    #[must_use]
    pub(super) unsafe fn new(ops: *const LitOps) -> Self {
        // SAFETY: the caller's promise; every member of a `lit_ops` is valid as zeroes.
        let table = unsafe { known(ops) };
        Self { table, run: PhantomData }
    }

    /// The table.
    #[must_use]
    pub(crate) fn table(&self) -> &LitOps {
        &self.table
    }

    /// The case's heights of the bed and what says where they lie, if it has them.
    #[must_use]
    pub(crate) fn depths(&self) -> Option<(LitDepths, &'a [f64])> {
        let mut out = LitDepths {
            size: size_of::<LitDepths>() as u32,
            nx: 0,
            ny: 0,
            reserved: 0,
            lat0: 0.0,
            lon0: 0.0,
            step: 0.0,
            level: 0.0,
            z: std::ptr::null(),
        };
        if !self.table.sea_depths?(self.table.ctx, &mut out) {
            return None;
        }
        // SAFETY: the host has said so many, and keeps them for the run.
        let z = unsafe { column(out.z, out.nx as usize * out.ny as usize) };
        Some((out, z))
    }
}
