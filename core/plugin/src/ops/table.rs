//! The table of words itself.

use std::ffi::c_void;
use std::mem;
use std::ptr;
use std::sync::atomic::{AtomicUsize, Ordering};

use littoral_sdk::abi::LitOps;

use super::{case, fields, partitions, questions, results};

/// What a plugin knows its desk by: no address, so a late or foreign call cannot reach anything.
fn name() -> *mut c_void {
    static NEXT: AtomicUsize = AtomicUsize::new(1);
    ptr::without_provenance_mut(NEXT.fetch_add(1, Ordering::Relaxed))
}

/// The table of one run.
pub(super) fn table(parties: usize) -> LitOps {
    LitOps {
        size: mem::size_of::<LitOps>() as u32,
        n_parties: parties as u32,
        ctx: name(),
        sea_dist: Some(fields::sea_dist),
        sea_coast: Some(fields::sea_coast),
        sea_latitude: Some(fields::sea_latitude),
        sea_longitude: Some(fields::sea_longitude),
        sea_constant: Some(fields::sea_constant),
        sea_depth: Some(fields::sea_depth),
        sea_offset: Some(fields::sea_offset),
        sea_field: Some(fields::sea_field),
        field_add: Some(fields::field_add),
        field_sub: Some(fields::field_sub),
        field_mul: Some(fields::field_mul),
        field_div: Some(fields::field_div),
        field_pow: Some(fields::field_pow),
        field_unm: Some(fields::field_unm),
        field_log: Some(fields::field_log),
        field_sqrt: Some(fields::field_sqrt),
        field_abs: Some(fields::field_abs),
        field_min: Some(fields::field_min),
        field_max: Some(fields::field_max),
        field_where: Some(fields::field_where),
        field_le: Some(fields::field_le),
        field_ge: Some(fields::field_ge),
        field_within: Some(fields::field_within),
        field_beyond: Some(fields::field_beyond),
        region_both: Some(fields::region_both),
        region_either: Some(fields::region_either),
        region_minus: Some(fields::region_minus),
        region_no: Some(fields::region_no),
        sea_side: Some(fields::sea_side),
        sea_assign: Some(partitions::sea_assign),
        sea_equidistance: Some(partitions::sea_equidistance),
        sea_fit: Some(partitions::sea_fit),
        partition_over: Some(partitions::partition_over),
        partition_overlay: Some(partitions::partition_overlay),
        partition_share: Some(questions::partition_share),
        partition_area: Some(questions::partition_area),
        partition_moved: Some(questions::partition_moved),
        partition_line: Some(questions::partition_line),
        partition_ring: Some(questions::partition_ring),
        sea_values: Some(case::sea_values),
        sea_inside: Some(case::sea_inside),
        sea_depths: Some(case::sea_depths),
        sea_terminus: Some(case::sea_terminus),
        sea_coastlength: Some(case::sea_coastlength),
        sea_distance: Some(case::sea_distance),
        sea_deposits: Some(case::sea_deposits),
        result_layer: Some(results::result_layer),
        result_note: Some(results::result_note),
        result_number: Some(results::result_number),
    }
}
