//! Colours of maps: eight party fills that stay apart for colour-blind readers and in grey print.
//!
//! Chosen by search; the tests recompute the distances (CIEDE2000; Machado, Oliveira and Fernandes
//! 2009 at severity 1.0) and fail when a change of colour brings two parties too near.

/// Party fills in the order of the case; a ninth party starts again.
pub(super) const PARTIES: [&str; 8] =
    ["#A3C0AE", "#FBDDA3", "#A3D3EA", "#B27C7A", "#B0AC54", "#699CE4", "#FBEBEC", "#656F8C"];

pub(super) const INK: &str = "#14202B";
pub(super) const MUTE: &str = "#4A5A67";
pub(super) const PAPER: &str = "#FFFFFF";
pub(super) const LAND: &str = "#F5F2EA";
pub(super) const CASING: &str = "#E6E0D2";
pub(super) const SEA: &str = "#E3EBEF";
pub(super) const EXCLUDED: &str = "#E9EEF0";
pub(super) const COAST: &str = "#3A4F60";
pub(super) const GRATICULE: &str = "#7F95A3";

/// Fill of a party.
pub(crate) fn party(index: usize) -> &'static str {
    PARTIES[index % PARTIES.len()]
}

/// Text on a party's fill: ink, white on the darkest.
pub(super) fn text_on(index: usize) -> &'static str {
    if index % PARTIES.len() == 7 { PAPER } else { INK }
}

/// Mean of parties' fills in sRGB, for joint zones; white without a party.
pub(super) fn mean(parties: impl Iterator<Item = usize>) -> String {
    let all: Vec<[u8; 3]> = parties.map(|k| rgb(party(k))).collect();
    let n = u32::try_from(all.len()).unwrap_or(0);
    let m = |k: usize| match n {
        0 => 255,
        n => all.iter().map(|c| u32::from(c[k])).sum::<u32>().div_ceil(n),
    };
    format!("#{:02X}{:02X}{:02X}", m(0), m(1), m(2))
}

/// How strongly the mean of its parties colours a joint zone, and what that gives on the sea: what the legend and
/// halos of names show is what the map shows.
pub(super) const JOINT: f64 = 0.55;
pub(super) fn joint(parties: impl Iterator<Item = usize>) -> String {
    let (over, sea) = (rgb(&mean(parties)), rgb(SEA));
    let m =
        |k: usize| (JOINT * f64::from(over[k]) + (1.0 - JOINT) * f64::from(sea[k])).round() as u8;
    format!("#{:02X}{:02X}{:02X}", m(0), m(1), m(2))
}

/// Red, green, blue of `#RRGGBB`.
fn rgb(hex: &str) -> [u8; 3] {
    let v = u32::from_str_radix(hex.trim_start_matches('#'), 16).unwrap_or(0).to_be_bytes();
    [v[1], v[2], v[3]]
}

#[cfg(test)]
mod tests {
    use super::*;

    type V3 = [f64; 3];

    fn linear(hex: &str) -> V3 {
        rgb(hex).map(|v| {
            let c = f64::from(v) / 255.0;
            if c <= 0.04045 { c / 12.92 } else { ((c + 0.055) / 1.055).powf(2.4) }
        })
    }

    fn times(m: [V3; 3], v: V3) -> V3 {
        m.map(|r| r[0] * v[0] + r[1] * v[1] + r[2] * v[2])
    }

    /// CIE L*a*b*, D65.
    fn lab(linear: V3) -> V3 {
        let clipped = linear.map(|c| c.clamp(0.0, 1.0));
        let xyz = times(
            [
                [0.412_456_4, 0.357_576_1, 0.180_437_5],
                [0.212_672_9, 0.715_152_2, 0.072_175_0],
                [0.019_333_9, 0.119_192_0, 0.950_304_1],
            ],
            clipped,
        );
        let white = [0.950_47, 1.0, 1.088_83];
        let f = |k: usize| {
            let t = xyz[k] / white[k];
            if t > 216.0 / 24389.0 { t.cbrt() } else { (24389.0 / 27.0 * t + 16.0) / 116.0 }
        };
        [116.0 * f(1) - 16.0, 500.0 * (f(0) - f(1)), 200.0 * (f(1) - f(2))]
    }

    /// Sharma, Wu and Dalal 2005.
    fn ciede2000(p: V3, q: V3) -> f64 {
        let c_mean = (p[1].hypot(p[2]) + q[1].hypot(q[2])) / 2.0;
        let g = 0.5 * (1.0 - (c_mean.powi(7) / (c_mean.powi(7) + 25f64.powi(7))).sqrt());
        let polar = |v: V3| {
            let a = v[1] * (1.0 + g);
            (a.hypot(v[2]), v[2].atan2(a).to_degrees().rem_euclid(360.0))
        };
        let ((c1, h1), (c2, h2)) = (polar(p), polar(q));
        let (dl, dc) = (q[0] - p[0], c2 - c1);
        let mut dh = h2 - h1;
        if c1 * c2 == 0.0 {
            dh = 0.0;
        } else if dh > 180.0 {
            dh -= 360.0;
        } else if dh < -180.0 {
            dh += 360.0;
        }
        let dh_term = 2.0 * (c1 * c2).sqrt() * (dh.to_radians() / 2.0).sin();
        let (lm, cm) = ((p[0] + q[0]) / 2.0, (c1 + c2) / 2.0);
        let hm = match (h1 + h2, (h1 - h2).abs()) {
            (s, _) if c1 * c2 == 0.0 => s,
            (s, d) if d <= 180.0 => s / 2.0,
            (s, _) if s < 360.0 => (s + 360.0) / 2.0,
            (s, _) => (s - 360.0) / 2.0,
        };
        let cos = |deg: f64| deg.to_radians().cos();
        let t = 1.0 - 0.17 * cos(hm - 30.0) + 0.24 * cos(2.0 * hm) + 0.32 * cos(3.0 * hm + 6.0)
            - 0.20 * cos(4.0 * hm - 63.0);
        let turn = 60.0 * (-(((hm - 275.0) / 25.0).powi(2))).exp();
        let rc = 2.0 * (cm.powi(7) / (cm.powi(7) + 25f64.powi(7))).sqrt();
        let sl = 1.0 + 0.015 * (lm - 50.0).powi(2) / (20.0 + (lm - 50.0).powi(2)).sqrt();
        let (sc, sh) = (1.0 + 0.045 * cm, 1.0 + 0.015 * cm * t);
        let (l, c, h) = (dl / sl, dc / sc, dh_term / sh);
        (l * l + c * c + h * h - turn.to_radians().sin() * rc * c * h).sqrt()
    }

    const DEUTAN: [V3; 3] = [
        [0.367322, 0.860646, -0.227968],
        [0.280085, 0.672501, 0.047413],
        [-0.011820, 0.042940, 0.968881],
    ];
    const PROTAN: [V3; 3] = [
        [0.152286, 1.052583, -0.204868],
        [0.114503, 0.786281, 0.099216],
        [-0.003882, -0.048116, 1.051998],
    ];
    const TRITAN: [V3; 3] = [
        [1.255528, -0.076749, -0.178779],
        [-0.078411, 0.930809, 0.147602],
        [0.004733, 0.691367, 0.303900],
    ];
    const NORMAL: [V3; 3] = [[1.0, 0.0, 0.0], [0.0, 1.0, 0.0], [0.0, 0.0, 1.0]];

    /// Least CIEDE2000 between any two of the first `n` fills as seen through `view`.
    fn least(n: usize, view: [V3; 3]) -> f64 {
        let seen: Vec<V3> = PARTIES[..n].iter().map(|p| lab(times(view, linear(p)))).collect();
        pairs(n).map(|(i, j)| ciede2000(seen[i], seen[j])).fold(f64::INFINITY, f64::min)
    }

    fn pairs(n: usize) -> impl Iterator<Item = (usize, usize)> {
        (0..n).flat_map(move |i| (i + 1..n).map(move |j| (i, j)))
    }

    /// Three of the published test pairs of Sharma, Wu and Dalal.
    #[test]
    fn ciede2000_is_the_published_one() {
        let cases = [
            ([50.0, 2.6772, -79.7751], [50.0, 0.0, -82.7485], 2.0425),
            ([50.0, 2.5, 0.0], [73.0, 25.0, -18.0], 27.1492),
            ([22.7233, 20.0904, -46.6940], [23.0331, 14.9730, -42.5619], 2.0373),
        ];
        for (p, q, expected) in cases {
            assert!((ciede2000(p, q) - expected).abs() < 1e-4, "{p:?} {q:?}");
        }
    }

    #[test]
    fn parties_stay_apart_for_every_eye() {
        for n in [5, 8] {
            for (view, floor) in [(NORMAL, 12.0), (DEUTAN, 12.0), (PROTAN, 12.0), (TRITAN, 8.0)] {
                let d = least(n, view);
                assert!(d >= floor, "{n} parties: {d:.1} below {floor}");
            }
        }
    }

    #[test]
    fn parties_stay_apart_in_grey() {
        let grey: Vec<f64> = PARTIES.iter().map(|p| lab(linear(p))[0]).collect();
        let step = pairs(8).map(|(i, j)| (grey[i] - grey[j]).abs()).fold(f64::INFINITY, f64::min);
        assert!(step >= 4.9, "least grey step {step:.2}");
    }

    /// WCAG 2 contrast of text on every fill.
    #[test]
    fn text_can_be_read_on_every_fill() {
        let y = |hex: &str| times([[0.2126, 0.7152, 0.0722]; 3], linear(hex))[0] + 0.05;
        for k in 0..8 {
            let (a, b) = (y(party(k)), y(text_on(k)));
            assert!(a.max(b) / a.min(b) >= 4.5, "party {}", k + 1);
        }
    }

    #[test]
    fn the_mean_of_two_fills() {
        assert_eq!(mean([0, 1].into_iter()), "#CFCFA9");
        assert_eq!(joint([0].into_iter()), "#C0D3CB");
    }
}
