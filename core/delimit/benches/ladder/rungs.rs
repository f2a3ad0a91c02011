//! The coasts of the ladder.

use std::collections::HashMap;
use std::path::PathBuf;
use std::sync::Arc;

use littoral_geodesy::LatLon;
use littoral_model::Case;

use crate::common;

/// In order of size. `f10k` and so on are **synthetic**: the Natural Earth coast with every edge bent by midpoint
/// displacement. `gshhg` and `osm` are read from `../shared/data/highres` beside the repository, `real` from a file.
pub const NAMES: [&str; 7] = ["native", "osm", "gshhg", "f10k", "f100k", "real", "f1m"];

/// The case of a rung, or why there is none.
pub fn case(rung: &str) -> Result<Arc<Case>, String> {
    read_or_made(rung).map(Arc::new)
}

fn read_or_made(rung: &str) -> Result<Case, String> {
    let highres = |name: &str| read(beside().join(format!("{name}_caspian_nogbg.geojson")));
    match rung {
        "native" => Ok(common::caspian()),
        "osm" => highres("osm10m"),
        "gshhg" => highres("gshhg_f"),
        "real" => match std::env::var_os("LITTORAL_REAL_COAST") {
            Some(path) => read(path.into()),
            None => Err("absent: LITTORAL_REAL_COAST names no file".to_owned()),
        },
        "f10k" => Ok(fractal(&common::caspian(), 10_000)),
        "f100k" => Ok(fractal(&common::caspian(), 100_000)),
        "f1m" => Ok(fractal(&common::caspian(), 1_000_000)),
        other => Err(format!("no rung of the name {other}")),
    }
}

fn beside() -> PathBuf {
    PathBuf::from(concat!(env!("CARGO_MANIFEST_DIR"), "/../../../shared/data/highres"))
}

fn read(path: PathBuf) -> Result<Case, String> {
    let json = std::fs::read(&path).map_err(|_| "corpus absent".to_owned())?;
    Ok(common::coast(&json))
}

/// Vertices of the sea's rings.
pub fn vertices(case: &Case) -> usize {
    case.sea.outer.len() + case.sea.inner.iter().map(Vec::len).sum::<usize>()
}

/// The coast with every edge bent until it has about so many vertices. An edge is bent the same way whoever asks and in
/// whichever direction, so coasts and sea stay one.
pub fn fractal(case: &Case, count: usize) -> Case {
    let mut out = case.clone();
    let rings = || std::iter::once(&case.sea.outer).chain(&case.sea.inner);
    let edges =
        |r: &Vec<LatLon>| (0..r.len()).map(|k| length(r[k], r[(k + 1) % r.len()])).collect();
    let lengths: Vec<f64> = rings().flat_map(|r| -> Vec<f64> { edges(r) }).collect();
    // Halving is by powers of two: the longest piece that gives no more than the count.
    let (mut lo, mut hi) = (1e-7, 1.0);
    for _ in 0..60 {
        let longest = f64::sqrt(lo * hi);
        let total: f64 = lengths.iter().map(|l| pieces(*l, longest)).sum();
        if total > count as f64 { lo = longest } else { hi = longest }
    }
    let mut known = HashMap::new();
    let mut bend = |line: &mut Vec<LatLon>, closed: bool| {
        let n = line.len();
        let mut bent = Vec::new();
        for k in 0..n - usize::from(!closed) {
            let (a, b) = (line[k], line[(k + 1) % n]);
            bent.push(a);
            between(&mut known, a, b, hi, &mut bent);
        }
        bent.extend(line.last().filter(|_| !closed));
        *line = bent;
    };
    bend(&mut out.sea.outer, true);
    out.sea.inner.iter_mut().for_each(|r| bend(r, true));
    for shore in &mut out.shores {
        let closed = shore.kind == littoral_model::ShoreKind::Islands;
        shore.lines.iter_mut().for_each(|l| bend(l, closed));
    }
    out
}

fn length(a: LatLon, b: LatLon) -> f64 {
    ((b.lon - a.lon) * a.lat.to_radians().cos()).hypot(b.lat - a.lat)
}

fn pieces(length: f64, longest: f64) -> f64 {
    (length / longest).log2().ceil().max(0.0).exp2()
}

/// An edge by the bits of its ends.
type Known = HashMap<[u64; 4], Vec<LatLon>>;

fn between(known: &mut Known, a: LatLon, b: LatLon, longest: f64, out: &mut Vec<LatLon>) {
    let turned = (a.lat, a.lon) > (b.lat, b.lon);
    let (p, q) = if turned { (b, a) } else { (a, b) };
    let key = [p.lat, p.lon, q.lat, q.lon].map(f64::to_bits);
    let bent = known.entry(key).or_insert_with(|| {
        let (mut inner, mut state) = (Vec::new(), key.iter().fold(7, |s, k| mix(s ^ k)));
        displace(p, q, pieces(length(p, q), longest) as u32, &mut state, &mut inner);
        inner
    });
    if turned { out.extend(bent.iter().rev()) } else { out.extend(bent.iter()) }
}

/// Midpoint displacement by up to 7 % of the edge, so little that bent edges hardly ever meet.
fn displace(a: LatLon, b: LatLon, pieces: u32, state: &mut u64, out: &mut Vec<LatLon>) {
    if pieces < 2 {
        return;
    }
    *state = mix(*state);
    let by = ((*state >> 11) as f64 / (1_u64 << 53) as f64 - 0.5) * 0.14;
    let cos = a.lat.to_radians().cos();
    let (east, north) = ((b.lon - a.lon) * cos, b.lat - a.lat);
    let lat = (a.lat + b.lat) / 2.0 + by * east;
    let lon = (a.lon + b.lon) / 2.0 - by * north / cos;
    let middle = LatLon::new(lat, lon);
    displace(a, middle, pieces / 2, state, out);
    out.push(middle);
    displace(middle, b, pieces / 2, state, out);
}

/// One step of SplitMix64.
fn mix(x: u64) -> u64 {
    let mut z = x.wrapping_add(0x9e37_79b9_7f4a_7c15);
    z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    z ^ (z >> 31)
}
