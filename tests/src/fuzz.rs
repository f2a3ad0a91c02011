//! What every fuzz target does with its bytes.
//!
//! The bodies are ordinary functions, so that a fuzzer (`tests/fuzz`, a package of its own) and a plain
//! test with seeded mutations (`tests/tests/fuzz_smoke.rs`) drive the same code. A body takes any
//! bytes; it may assert what must hold of the answer (finite numbers, a place in every finding, the same
//! thing read back), never that the input is good.
//!
//! To add a target: a file here with `SEEDS` and a function, a line in [`TARGETS`], and a three-line file
//! in `tests/fuzz/fuzz_targets` with its `[[bin]]` in `tests/fuzz/Cargo.toml`.

pub mod constructions;
pub mod coordinates;
pub mod datums;
pub mod host;
pub mod mutate;
pub mod surveys;

/// A fuzz target.
#[derive(Debug, Clone, Copy)]
pub struct Target {
    /// Name of the binary in `tests/fuzz`.
    pub name: &'static str,
    /// Good inputs to start from.
    pub seeds: &'static [&'static [u8]],
    /// The body.
    pub run: fn(&[u8]),
    /// Mutated inputs in the plain test: fewer where one takes long.
    pub rounds: u32,
}

/// All of them.
pub const TARGETS: &[Target] = &[
    Target { name: "bases", seeds: surveys::BASES, run: surveys::bases, rounds: 4000 },
    Target {
        name: "printed_line",
        seeds: surveys::LINES,
        run: surveys::printed_line,
        rounds: 4000,
    },
    Target { name: "dms", seeds: coordinates::SEEDS, run: coordinates::dms, rounds: 20_000 },
    Target { name: "helmert", seeds: datums::SEEDS, run: datums::helmert, rounds: 20_000 },
    Target { name: "frames", seeds: host::FRAMES, run: host::frames, rounds: 20_000 },
    Target { name: "manifest", seeds: host::MANIFESTS, run: host::manifest, rounds: 10_000 },
    Target { name: "library", seeds: host::LIBRARIES, run: host::library, rounds: 20_000 },
    Target { name: "head", seeds: host::HEADS, run: host::head, rounds: 600 },
    Target { name: "words", seeds: host::TAPES, run: host::words, rounds: 600 },
    Target {
        name: "constructions",
        seeds: constructions::SEEDS,
        run: constructions::constructions,
        rounds: 3,
    },
];
