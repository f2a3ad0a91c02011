//! Seeded mutations: the same inputs on every machine.

/// Pieces that readers of coordinates stumble over.
const PIECES: [&str; 28] = [
    "NaN",
    "inf",
    "-inf",
    "1e308",
    "-1e308",
    "1e-320",
    "-0",
    "0",
    "90",
    "90.0000001",
    "-90",
    "180",
    "-180",
    "540",
    "1e9",
    "\"",
    ",",
    ";",
    "\n",
    "\u{feff}",
    "°",
    "′",
    "S",
    "[",
    "]",
    "{",
    "null",
    "\u{202e}",
];

/// A linear congruential generator.
#[derive(Debug, Clone, Copy)]
pub struct Random(u64);

impl Random {
    /// Started from a seed.
    #[must_use]
    pub fn new(seed: u64) -> Self {
        Self(seed.wrapping_mul(0x9e37_79b9_7f4a_7c15) | 1)
    }

    /// A number below `n`; 0 if `n` is.
    pub fn below(&mut self, n: usize) -> usize {
        self.0 =
            self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        ((self.0 >> 33) as usize).checked_rem(n).unwrap_or(0)
    }
}

/// A seed with one to four changes: bytes damaged, cut, doubled, or a difficult piece put in.
#[must_use]
pub fn mutated(seed: &[u8], random: &mut Random) -> Vec<u8> {
    let mut out = seed.to_vec();
    for _ in 0..=random.below(4) {
        change(&mut out, random);
    }
    out
}

fn change(out: &mut Vec<u8>, random: &mut Random) {
    let at = random.below(out.len() + 1);
    let end = (at + random.below(24)).min(out.len());
    match random.below(7) {
        0 => {
            if let Some(byte) = out.get_mut(at) {
                *byte = random.below(256) as u8;
            }
        }
        1 => {
            // A digit for a digit: a number that still reads.
            let digits: Vec<usize> = (0..out.len()).filter(|k| out[*k].is_ascii_digit()).collect();
            if let Some(&k) = digits.get(random.below(digits.len())) {
                out[k] = b'0' + random.below(10) as u8;
            }
        }
        2 => out.truncate(at),
        3 => drop(out.drain(at..end)),
        4 => {
            let again = out[at..end].to_vec();
            let to = random.below(out.len() + 1);
            out.splice(to..to, again);
        }
        5 => {
            let line = out[at..].iter().position(|b| *b == b'\n').map_or(end, |k| at + k + 1);
            let again = out[at..line].to_vec();
            out.splice(line..line, again);
        }
        _ => {
            let piece = PIECES[random.below(PIECES.len())].bytes();
            out.splice(at..end, piece);
        }
    }
}
