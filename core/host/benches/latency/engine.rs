//! A rule in a script against the same partition built in Rust: what the language costs.

use littoral_delimit::field::Binary;
use littoral_delimit::{
    DistanceOptions, Field, Holder, NoFunctions, Partition, SolveOptions, Waters,
};
use littoral_formats::read_case;
use littoral_host::{Host, open_case};
use tempfile::TempDir;

use crate::{script, time};

const WEIGHTS: [f64; 5] = [1.0, 1.2, 0.9, 1.1, 1.0];
const RULE: &str = "local k = { AZE = 1, IRN = 1.2, KAZ = 0.9, RUS = 1.1, TKM = 1 }
    return rule { id = 'weighted', about = '', run = function(sea)
        return { seabed = sea:assign(sea:map(sea:each(sea.dist), function(d, p) return d / k[p] end)) } end }";

/// Medians of both, run in turn, and their ratio.
pub(crate) fn all(host: &Host, home: &TempDir) {
    let bundle = open_case("caspian", &[]).input.unwrap().bundle;
    let waters = Waters::new(read_case(&bundle, &[]).case.unwrap()).unwrap();
    let request = script(home, "weighted", RULE);
    let (mut rust, mut luau) = (Vec::new(), Vec::new());
    for _ in 0..15 {
        rust.push(time(|| solve(&waters)).as_secs_f64() * 1e3);
        luau.extend(host.run(&request).unwrap().provenance.engine_ms);
    }
    let median = |all: &mut Vec<f64>| {
        all.sort_by(f64::total_cmp);
        all[all.len() / 2]
    };
    let (rust, luau) = (median(&mut rust), median(&mut luau));
    println!("the same rule: Rust {rust:.1} ms, Luau {luau:.1} ms, ratio {:.2}", luau / rust);
}

fn solve(waters: &Waters) -> f64 {
    let score = |(party, k): (usize, &f64)| {
        let d = waters.distance(party, DistanceOptions::default()).unwrap();
        let id = &waters.case().parties[party].id;
        (Holder::new(id), d.binary(Binary::Div, &Field::constant(*k)))
    };
    let partition = Partition::new(WEIGHTS.iter().enumerate().map(score).collect());
    let options = SolveOptions { tolerance_m: 0.1, cancel: None };
    waters.solve(&partition, &NoFunctions, &options).unwrap().share("IRN")
}
