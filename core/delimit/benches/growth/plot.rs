//! Two panels side by side on logarithmic scales, as SVG.

use std::fmt::Write;

/// Points that were measured, and the curve that they must not outgrow.
pub struct Panel {
    pub title: &'static str,
    /// What is laid off to the right.
    pub across: &'static str,
    /// The curve by name.
    pub most: &'static str,
    pub bound: fn(f64) -> f64,
    /// To the right, and milliseconds.
    pub measured: Vec<(f64, f64)>,
}

const WIDE: f64 = 330.0;
const HIGH: f64 = 240.0;
const MARGIN: f64 = 56.0;

/// Whole decades about some values.
fn decades(values: impl Iterator<Item = f64>) -> (i32, i32) {
    let (lo, hi) = values.fold((f64::MAX, 0.0_f64), |(lo, hi), v| (lo.min(v), hi.max(v)));
    (lo.log10().floor() as i32, hi.log10().ceil() as i32)
}

pub fn svg(panels: &[Panel]) -> String {
    let wide = panels.len() as f64 * (WIDE + MARGIN) + 24.0;
    let high = HIGH + 2.0 * MARGIN;
    let mut out = format!(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 {wide} {high}\" width=\"{wide}\" height=\"{high}\" font-family=\"sans-serif\" font-size=\"11\" fill=\"#222\">\n<rect width=\"100%\" height=\"100%\" fill=\"#fff\"/>\n"
    );
    for (k, panel) in panels.iter().enumerate() {
        let left = MARGIN + k as f64 * (WIDE + MARGIN);
        writeln!(out, "<g transform=\"translate({left} {MARGIN})\">").unwrap();
        panel.draw(&mut out);
        out.push_str("</g>\n");
    }
    out + "</svg>\n"
}

impl Panel {
    fn draw(&self, out: &mut String) {
        let (x0, x1) = decades(self.measured.iter().map(|p| p.0));
        let bound = self.curve();
        let (y0, y1) = decades(self.measured.iter().chain(&bound).map(|p| p.1));
        let across = |x: f64| WIDE * (x.log10() - f64::from(x0)) / f64::from(x1 - x0);
        let up = |y: f64| HIGH * (1.0 - (y.log10() - f64::from(y0)) / f64::from(y1 - y0));
        for decade in x0..=x1 {
            let x = across(10_f64.powi(decade));
            writeln!(out, "<path d=\"M{x:.1} 0V{HIGH}\" stroke=\"#ddd\"/><text x=\"{x:.1}\" y=\"{}\" text-anchor=\"middle\">{}</text>", HIGH + 16.0, power(decade)).unwrap();
        }
        for decade in y0..=y1 {
            let y = up(10_f64.powi(decade));
            writeln!(out, "<path d=\"M0 {y:.1}H{WIDE}\" stroke=\"#ddd\"/><text x=\"-6\" y=\"{:.1}\" text-anchor=\"end\">{}</text>", y + 4.0, power(decade)).unwrap();
        }
        let line = |points: &[(f64, f64)]| {
            let places = points.iter().map(|p| format!("{:.1},{:.1}", across(p.0), up(p.1)));
            places.collect::<Vec<_>>().join(" ")
        };
        writeln!(
            out,
            "<polyline points=\"{}\" fill=\"none\" stroke=\"#b4552d\" stroke-dasharray=\"5 4\"/>",
            line(&bound)
        )
        .unwrap();
        writeln!(
            out,
            "<polyline points=\"{}\" fill=\"none\" stroke=\"#1f5a8a\" stroke-width=\"1.6\"/>",
            line(&self.measured)
        )
        .unwrap();
        for (x, y) in &self.measured {
            writeln!(
                out,
                "<circle cx=\"{:.1}\" cy=\"{:.1}\" r=\"3\" fill=\"#1f5a8a\"/>",
                across(*x),
                up(*y)
            )
            .unwrap();
        }
        writeln!(
            out,
            "<text y=\"-34\" font-size=\"13\" font-weight=\"bold\">{}</text>",
            self.title
        )
        .unwrap();
        writeln!(out, "<text y=\"-16\"><tspan fill=\"#1f5a8a\">measured, ms</tspan>  <tspan dx=\"10\" fill=\"#b4552d\">{} through the first point</tspan></text>", self.most).unwrap();
        writeln!(
            out,
            "<text x=\"{}\" y=\"{}\" text-anchor=\"middle\">{}</text>",
            WIDE / 2.0,
            HIGH + 36.0,
            self.across
        )
        .unwrap();
    }

    /// The bound through the first point measured, at all of them.
    fn curve(&self) -> Vec<(f64, f64)> {
        let (x0, y0) = self.measured[0];
        let at = |(x, _): &(f64, f64)| (*x, y0 * (self.bound)(*x) / (self.bound)(x0));
        self.measured.iter().map(at).collect()
    }
}

/// A power of ten as a number where that is short.
fn power(decade: i32) -> String {
    match decade {
        -2..=4 => format!("{}", 10_f64.powi(decade)),
        _ => format!("1e{decade}"),
    }
}
