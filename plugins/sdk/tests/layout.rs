//! Sizes and offsets of `littoral.h`, as the C compiler sees them, equal those of the Rust mirror.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on should stop")]

use std::fmt::Write as _;
use std::mem::{offset_of, size_of};
use std::path::Path;
use std::process::Command;
use std::{env, fs};

use littoral_fixtures::{compiler, finish};
use littoral_sdk::abi::{
    LitBlock, LitDepths, LitField, LitFit, LitHost, LitMetric, LitOps, LitPartition, LitPlaces,
    LitPlugin, LitRegion, LitRule, LitStr,
};

/// `(C expression, Rust's figure)` for the size and every member of each struct.
macro_rules! layout {
    ($($c:literal $rust:ident { $($member:ident)* })*) => {
        vec![$(
            (format!("sizeof({})", $c), size_of::<$rust>()),
            $((format!("offsetof({}, {})", $c, stringify!($member)), offset_of!($rust, $member)),)*
        )*]
    };
}

fn rust_layout() -> Vec<(String, usize)> {
    layout! {
        "lit_str" LitStr { ptr len }
        "lit_host" LitHost { size abi_major abi_minor n_parties ctx log cancelled set_error
            party_id param_number param_of_party param_text set_lipschitz }
        "lit_block" LitBlock { size n_parties n lon lat dist }
        "lit_rule" LitRule { size flags id version about cite params create destroy score run }
        "lit_plugin" LitPlugin { size abi_major abi_minor n_rules id version rules n_metrics reserved
            metrics }
        "lit_metric" LitMetric { size flags id unit about measure }
        "lit_field" LitField { id }
        "lit_region" LitRegion { id }
        "lit_partition" LitPartition { id }
        "lit_places" LitPlaces { lat lon n }
        "lit_depths" LitDepths { size nx ny reserved lat0 lon0 step level z }
        "lit_fit" LitFit { size n_parties score floor ceil target keep }
        "lit_ops" LitOps {
            size n_parties ctx sea_dist sea_coast sea_latitude sea_longitude sea_constant
            sea_depth sea_offset sea_field field_add field_sub field_mul field_div field_pow
            field_unm field_log field_sqrt field_abs field_min field_max field_where field_le
            field_ge field_within field_beyond region_both region_either region_minus region_no
            sea_side sea_assign sea_equidistance sea_fit partition_over partition_overlay
            partition_share partition_area partition_moved partition_line partition_ring
            sea_values sea_inside sea_depths sea_terminus sea_coastlength sea_distance
            sea_deposits result_layer result_note result_number
        }
    }
}

/// Writes `text`, compiles it with `arguments`; `false`, loudly, where there is no compiler.
fn compiles(cpp: bool, name: &str, text: &str, arguments: &[&str]) -> bool {
    let source = Path::new(env!("CARGO_TARGET_TMPDIR")).join(name);
    fs::write(&source, text).unwrap();
    let mut command = match compiler(cpp) {
        Ok(command) => command,
        Err(why) => {
            eprintln!("SKIPPED: the layout of littoral.h is not checked: {why}");
            return false;
        }
    };
    command.args(["-Wall", "-Wextra", "-Wpedantic", "-Werror"]).args(arguments).arg(&source);
    finish(command).unwrap();
    true
}

#[test]
fn c_and_rust_agree_on_every_member() {
    let layout = rust_layout();
    let mut text = String::from("#include <littoral.h>\n#include <stdio.h>\nint main(void) {\n");
    for (expression, _) in &layout {
        writeln!(text, "  printf(\"%zu\\n\", {expression});").unwrap();
    }
    text.push_str("  return 0;\n}\n");
    let program =
        Path::new(env!("CARGO_TARGET_TMPDIR")).join(format!("layout{}", env::consts::EXE_SUFFIX));
    if !compiles(false, "layout.c", &text, &["-std=c99", "-o", program.to_str().unwrap()]) {
        return;
    }
    let out = Command::new(program).output().unwrap();
    let c: Vec<usize> =
        String::from_utf8(out.stdout).unwrap().lines().map(|l| l.parse().unwrap()).collect();
    assert_eq!(c.len(), layout.len());
    for ((expression, rust), c) in layout.iter().zip(c) {
        assert_eq!(*rust, c, "{expression}: Rust {rust}, C {c}");
    }
}

#[test]
#[cfg(target_pointer_width = "64")]
fn sizes_of_abi_1_0_never_shrink() {
    let sizes = [size_of::<LitBlock>(), size_of::<LitRule>(), littoral_sdk::abi::PLUGIN_1_0];
    assert_eq!(sizes, [40, 120, 56]);
    assert_eq!(littoral_sdk::abi::HOST_1_0, 80);
    assert!(size_of::<LitPlugin>() >= 56);
}

#[test]
fn the_header_is_clean_cpp17() {
    let text = "#include <littoral.h>\nint main() { return lit_text(\"x\").len == 1 ? 0 : 1; }\n";
    compiles(true, "clean.cpp", text, &["-std=c++17", "-fsyntax-only"]);
}

#[test]
fn major_and_minor_agree() {
    let header = fs::read_to_string(littoral_fixtures::include().join("littoral.h")).unwrap();
    let number = |name: &str| {
        let line = header.lines().find(|l| l.starts_with(&format!("#define {name} "))).unwrap();
        line.rsplit(' ').next().unwrap().trim_end_matches('u').parse::<u32>().unwrap()
    };
    assert_eq!(number("LIT_ABI_MAJOR"), littoral_sdk::abi::ABI_MAJOR);
    assert_eq!(number("LIT_ABI_MINOR"), littoral_sdk::abi::ABI_MINOR);
}
