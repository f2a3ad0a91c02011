//! Names of layers: which are allowed, and in which order a division shows them.

/// Layers in the order of a division; others follow by name.
const KNOWN: [&str; 5] = ["seabed", "subsoil", "water", "fishery", "surface"];
/// Most layers of a division.
pub const MOST: usize = 32;
/// Longest name, bytes.
const LONGEST: usize = 64;

/// Layers name files and parts of maps: letters, digits, `_` and `-`.
#[must_use]
pub fn is_name(name: &str) -> bool {
    let plain = |b: u8| b.is_ascii_alphanumeric() || b == b'_' || b == b'-';
    (1..=LONGEST).contains(&name.len()) && name.bytes().all(plain)
}

/// Sorts layers into the order of a division.
pub fn sort<T>(layers: &mut [(String, T)]) {
    let rank = |name: &str| KNOWN.iter().position(|l| *l == name).unwrap_or(KNOWN.len());
    layers.sort_by(|(a, _), (b, _)| rank(a).cmp(&rank(b)).then_with(|| a.cmp(b)));
}

/// The sentence that goes with a sampled layer.
#[must_use]
pub fn sampled(name: &str, finest_m: f64) -> String {
    format!(
        "layer {name}: a score has no known rate of change, so its boundary was sampled every {finest_m:.0} m; smaller parts may be missing"
    )
}
