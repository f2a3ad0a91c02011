//! How a parameter spreads: a list, equal steps, or a distribution given by its quantiles.

use serde::{Deserialize, Serialize};

/// Values of one parameter.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub enum Spread {
    /// These values as a command line writes them (`1.2`, `additive`, `20%`).
    List(Vec<String>),
    /// `count` equally spaced values from the first to the last.
    Steps {
        /// First value.
        from: f64,
        /// Last value.
        to: f64,
        /// How many, at least 2.
        count: u64,
    },
    /// Equally likely between two bounds.
    Uniform([f64; 2]),
    /// Its logarithm is equally likely between those of two positive bounds.
    LogUniform([f64; 2]),
    /// Mean and standard deviation.
    Normal([f64; 2]),
    /// Least, most likely and greatest value.
    Triangular([f64; 3]),
}

impl Spread {
    /// Number of values; `None` where they are continuous.
    #[must_use]
    pub fn count(&self) -> Option<u64> {
        match self {
            Self::List(values) => Some(values.len() as u64),
            Self::Steps { count, .. } => Some(*count),
            _ => None,
        }
    }

    /// Value number `k` of a list or of steps, as a command line writes it; the last one beyond the end.
    #[must_use]
    pub fn nth(&self, k: u64) -> String {
        match self {
            Self::List(values) => {
                let at = usize::try_from(k).unwrap_or(usize::MAX).min(values.len().max(1) - 1);
                values.get(at).cloned().unwrap_or_default()
            }
            Self::Steps { from, to, count } => {
                let last = count.saturating_sub(1).max(1);
                // Both ends exactly; a weighted mean is monotone in k.
                let t = k.min(last) as f64 / last as f64;
                (from * (1.0 - t) + to * t).to_string()
            }
            _ => self.at(0.5),
        }
    }

    /// The quantile at `u` in (0, 1), as a command line writes it. Lists and steps take equal parts of the interval.
    #[must_use]
    pub fn at(&self, u: f64) -> String {
        let mix = |[a, b]: [f64; 2]| a * (1.0 - u) + b * u;
        match self {
            Self::List(_) | Self::Steps { .. } => {
                let count = self.count().unwrap_or(1).max(1);
                self.nth(((u * count as f64) as u64).min(count - 1))
            }
            Self::Uniform(bounds) => mix(*bounds).to_string(),
            Self::LogUniform([a, b]) => mix([a.ln(), b.ln()]).exp().to_string(),
            Self::Normal([mean, sd]) => (mean + sd * normal_quantile(u)).to_string(),
            Self::Triangular(corners) => triangular(*corners, u).to_string(),
        }
    }
}

/// Quantile of the triangular distribution.
fn triangular([a, c, b]: [f64; 3], u: f64) -> f64 {
    let split = (c - a) / (b - a);
    match u < split {
        true => a + (u * (b - a) * (c - a)).sqrt(),
        false => b - ((1.0 - u) * (b - a) * (b - c)).sqrt(),
    }
}

/// Quantile of the standard normal distribution at `p` in (0, 1), to about 1e-15 relative: Wichura 1988, algorithm
/// AS 241 (PPND16). The ends give infinities.
#[must_use]
pub fn normal_quantile(p: f64) -> f64 {
    let q = p - 0.5;
    if q.abs() <= 0.425 {
        let r = 0.180_625 - q * q;
        return q * ratio(r, &CENTRE);
    }
    let tail = if q < 0.0 { p } else { 1.0 - p };
    let r = (-tail.ln()).sqrt();
    let x = if r <= 5.0 { ratio(r - 1.6, &MIDDLE) } else { ratio(r - 5.0, &FAR) };
    if q < 0.0 { -x } else { x }
}

/// A quotient of polynomials; the denominator's constant is 1.
fn ratio(r: f64, [over, under]: &[[f64; 8]; 2]) -> f64 {
    let sum = |c: &[f64; 8]| c.iter().rev().fold(0.0, |s, c| s * r + c);
    if r.is_infinite() { f64::INFINITY } else { sum(over) / sum(under) }
}

const CENTRE: [[f64; 8]; 2] = [
    [
        3.387_132_872_796_366_5,
        1.331_416_678_917_843_8e2,
        1.971_590_950_306_551_3e3,
        1.373_169_376_550_946e4,
        4.592_195_393_154_987e4,
        6.726_577_092_700_87e4,
        3.343_057_558_358_813e4,
        2.509_080_928_730_122_7e3,
    ],
    [
        1.0,
        4.231_333_070_160_091e1,
        6.871_870_074_920_579e2,
        5.394_196_021_424_751e3,
        2.121_379_430_158_659_7e4,
        3.930_789_580_009_271e4,
        2.872_908_573_572_194_3e4,
        5.226_495_278_852_854e3,
    ],
];
const MIDDLE: [[f64; 8]; 2] = [
    [
        1.423_437_110_749_683_5,
        4.630_337_846_156_546,
        5.769_497_221_460_691,
        3.647_848_324_763_204_5,
        1.270_458_252_452_368_4,
        2.417_807_251_774_506e-1,
        2.272_384_498_926_918_4e-2,
        7.745_450_142_783_414e-4,
    ],
    [
        1.0,
        2.053_191_626_637_759,
        1.676_384_830_183_803_8,
        6.897_673_349_851e-1,
        1.481_039_764_274_800_8e-1,
        1.519_866_656_361_645_7e-2,
        5.475_938_084_995_345e-4,
        1.050_750_071_644_416_9e-9,
    ],
];
const FAR: [[f64; 8]; 2] = [
    [
        6.657_904_643_501_103,
        5.463_784_911_164_114,
        1.784_826_539_917_291_3,
        2.965_605_718_285_048_7e-1,
        2.653_218_952_657_612_4e-2,
        1.242_660_947_388_078_4e-3,
        2.711_555_568_743_487_6e-5,
        2.010_334_399_292_288_1e-7,
    ],
    [
        1.0,
        5.998_322_065_558_88e-1,
        1.369_298_809_227_358e-1,
        1.487_536_129_085_061_5e-2,
        7.868_691_311_456_133e-4,
        1.846_318_317_510_054_7e-5,
        1.421_511_758_316_446e-7,
        2.044_263_103_389_939_8e-15,
    ],
];

#[cfg(test)]
mod tests {
    use super::*;

    fn number(text: &str) -> f64 {
        text.parse().unwrap()
    }

    /// Values of the published tables of the normal distribution (Wichura's own test values among them).
    #[test]
    fn quantiles_of_the_normal_distribution() {
        let known = [
            (0.25, -0.674_489_750_196_081_7),
            (0.001, -3.090_232_306_167_813_5),
            (1e-20, -9.262_340_089_798_408),
            (0.975, 1.959_963_984_540_054),
            (0.5, 0.0),
        ];
        for (p, z) in known {
            assert!((normal_quantile(p) - z).abs() < 4e-15 * (1.0 + z.abs()), "{p}");
        }
        assert_eq!(normal_quantile(0.0), f64::NEG_INFINITY);
        assert_eq!(normal_quantile(1.0), f64::INFINITY);
    }

    #[test]
    fn steps_meet_both_ends_and_lists_keep_their_text() {
        let steps = Spread::Steps { from: 0.8, to: 1.4, count: 13 };
        assert_eq!((steps.nth(0).as_str(), steps.nth(12).as_str()), ("0.8", "1.4"));
        assert!((number(&steps.nth(4)) - 1.0).abs() < 1e-15);
        let list = Spread::List(vec!["equiratio".into(), "additive".into()]);
        assert_eq!((list.at(0.49).as_str(), list.at(0.51).as_str()), ("equiratio", "additive"));
        assert_eq!(list.at(1.0), "additive");
    }

    /// Medians and quartiles in closed form.
    #[test]
    fn distributions_have_their_quantiles() {
        assert_eq!(number(&Spread::Uniform([2.0, 6.0]).at(0.25)), 3.0);
        assert!((number(&Spread::LogUniform([1.0, 100.0]).at(0.5)) - 10.0).abs() < 1e-12);
        assert_eq!(number(&Spread::Normal([3.0, 2.0]).at(0.5)), 3.0);
        // Symmetric triangle on [0, 2]: F(x) = x^2 / 2 up to 1.
        let triangle = Spread::Triangular([0.0, 1.0, 2.0]);
        assert!((number(&triangle.at(0.125)) - 0.5).abs() < 1e-15);
        assert!((number(&triangle.at(0.875)) - 1.5).abs() < 1e-15);
    }
}
