//! The panel on land: who holds how much, and what the lines and points on this sheet mean.

use super::drawing::Paint;
use super::palette::{self, COAST, GRATICULE, INK, PAPER, SEA};
use super::pen::Pen;
use super::phrases::Phrase;
use super::plane::{Pt, Rect};
use super::signs::{ShareRow, Sign};
use super::svg::{Svg, num};
use super::symbols;
use super::text::Text;

const SHARE_ROW: f64 = 7.0;
const LINE_ROW: f64 = 4.6;

/// The panel's content.
pub(super) struct Legend {
    pub(super) heading: String,
    pub(super) rows: Vec<ShareRow>,
    pub(super) signs: Vec<Sign>,
    /// Parties of the case, for the zone swatches.
    pub(super) parties: usize,
}

impl Legend {
    fn claims(&self) -> bool {
        self.rows.iter().any(|r| r.claim.is_some())
    }

    /// Height on the sheet, mm.
    pub(super) fn height(&self) -> f64 {
        let shares = 6.0 + SHARE_ROW * self.rows.len() as f64 + 4.5;
        let signs =
            if self.signs.is_empty() { 0.0 } else { 7.5 + LINE_ROW * self.signs.len() as f64 };
        shares + signs
    }

    /// Draws the panel; its ground hides the graticule.
    pub(super) fn draw(&self, svg: &mut Svg, panel: Rect, pen: &Pen<'_>) {
        svg.rect(panel.grown(1.8), &[("fill", palette::LAND)]);
        let mut y = heading(svg, panel, panel.y + 4.0, &self.heading, pen);
        let top = self.scale();
        for row in &self.rows {
            share(svg, panel, y, row, top, pen);
            y += SHARE_ROW;
        }
        self.key(svg, panel, y + 0.4, pen);
        y += 9.8;
        if self.signs.is_empty() {
            return;
        }
        y = heading(svg, panel, y, pen.lang.say(Phrase::LinesAndPoints), pen) - 0.1;
        for sign in &self.signs {
            self.sign(svg, panel, y, *sign, pen);
            y += LINE_ROW;
        }
    }

    /// Per cent at the full length of the bars: the next five above every share and claim.
    fn scale(&self) -> f64 {
        let most =
            self.rows.iter().map(|r| r.percent.max(r.claim.unwrap_or(0.0))).fold(0.0, f64::max);
        ((most / 5.0).ceil() * 5.0).clamp(5.0, 100.0)
    }

    fn key(&self, svg: &mut Svg, panel: Rect, y: f64, pen: &Pen<'_>) {
        if self.claims() {
            let x = if pen.lang.rtl() { panel.right() - 0.6 } else { panel.x + 0.6 };
            tick(svg, x, y - 2.0);
            let text = Text::new(pen.lang.say(Phrase::Asks), 2.2, y, 6.3).mute();
            pen.start(svg, panel, text);
        }
        pen.end(svg, panel, Text::new(pen.lang.say(Phrase::SquareKm), 0.0, y, 6.3).mute());
    }

    fn sign(&self, svg: &mut Svg, panel: Rect, y: f64, sign: Sign, pen: &Pen<'_>) {
        let text = Text::new(pen.lang.say(sign.phrase()), 12.5, y, 7.0);
        pen.start(svg, panel, text);
        let left = if pen.lang.rtl() { panel.right() - 9.5 } else { panel.x };
        let middle = y - 0.9;
        let centre = Pt { x: left + 4.75, y: middle };
        let d = format!("M{} {}h9.5", num(left), num(middle));
        let swatch = Rect::new(left, middle - 1.4, 9.5, 2.8);
        match sign {
            Sign::Line(status) => {
                let style = status.style();
                let (width, dash) = (num(style.width), style.pattern(1.0));
                let mut attrs = vec![("stroke", INK), ("stroke-width", width.as_str())];
                if !dash.is_empty() {
                    attrs.push(("stroke-dasharray", &dash));
                }
                if style.round {
                    attrs.push(("stroke-linecap", "round"));
                }
                svg.path(&d, &attrs);
            }
            Sign::Construction => svg.path(&d, &[("stroke", INK), ("stroke-width", "0.13")]),
            Sign::Baseline => svg.path(&d, &[("stroke", COAST), ("stroke-width", "0.3")]),
            Sign::Waters => self.swatches(svg, swatch, "1"),
            Sign::FisheryZone => self.swatches(svg, swatch, "0.42"),
            Sign::Common => {
                svg.rect(swatch, &[("fill", SEA)]);
                svg.rect(
                    swatch,
                    &[("fill", "url(#common)"), ("stroke", INK), ("stroke-width", "0.22")],
                );
            }
            Sign::Terminus => symbols::terminus(svg, centre),
            Sign::Numbered => symbols::numbered(svg, centre),
            Sign::TableOnly => symbols::dot(svg, centre),
            Sign::BasePoint => symbols::base_point(svg, centre),
            Sign::Tripoint => symbols::tripoint(svg, centre, 2.3),
            Sign::Deposit => symbols::deposit(svg, centre),
        }
    }

    /// A strip of every party's colour.
    fn swatches(&self, svg: &mut Svg, r: Rect, opacity: &str) {
        let w = r.w / self.parties.max(1) as f64;
        for k in 0..self.parties {
            let part = Rect::new(r.x + w * k as f64, r.y, w, r.h);
            svg.rect(part, &[("fill", palette::party(k)), ("fill-opacity", opacity)]);
        }
        svg.rect(r, &[("fill", "none"), ("stroke", INK), ("stroke-width", "0.22")]);
    }
}

/// A bold heading over a hairline; returns the baseline of the first row under it.
fn heading(svg: &mut Svg, panel: Rect, y: f64, text: &str, pen: &Pen<'_>) -> f64 {
    pen.start(svg, panel, Text::new(text, 0.0, y, 7.6).bold());
    let d = format!("M{} {}H{}", num(panel.x), num(y + 1.3), num(panel.right()));
    svg.path(&d, &[("stroke", GRATICULE), ("stroke-width", "0.15")]);
    y + 6.2
}

/// Name, area, share, and the bar with the claim under them.
fn share(svg: &mut Svg, panel: Rect, y: f64, row: &ShareRow, top: f64, pen: &Pen<'_>) {
    let percent = Text::new(pen.lang.percent(row.percent), 0.0, y, 7.0).bold();
    pen.end(svg, panel, percent);
    let km2 = Text::new(pen.lang.number(row.km2, 0), 9.5, y, 7.0).mute();
    let room = panel.w - 11.5 - km2.width(pen.fonts);
    pen.end(svg, panel, km2);
    let name = Text::new(row.name.as_str(), 0.0, y, 7.0);
    let fitted = super::pen::wrap(&name, pen.fonts, room, 1).pop().unwrap_or_default();
    pen.start(svg, panel, Text::new(fitted, 0.0, y, 7.0));
    let track = Rect::new(panel.x, y + 1.1, panel.w, 1.9);
    svg.rect(track, &[("fill", PAPER), ("fill-opacity", "0.55")]);
    let length = |v: f64| panel.w * (v / top).clamp(0.0, 1.0);
    let from =
        |v: f64| if pen.lang.rtl() { panel.right() - length(v) } else { panel.x + length(v) };
    let w = length(row.percent);
    let x = if pen.lang.rtl() { panel.right() - w } else { panel.x };
    let bar = Rect::new(x, track.y, w, track.h);
    let outline = [("stroke", INK), ("stroke-width", "0.12")];
    let mut paint = |fill: &str| svg.rect(bar, &[&[("fill", fill)], &outline[..]].concat());
    match row.paint {
        Paint::Party(k) => paint(palette::party(k)),
        Paint::Common => {
            paint(SEA);
            paint("url(#common)");
        }
        Paint::Joint(who) => {
            paint(&palette::joint(who.iter()));
            paint("url(#joint)");
        }
        Paint::Contested(_) => {
            paint(SEA);
            paint("url(#contested)");
        }
        Paint::Tone(fill) => paint(fill),
        Paint::Nobody => paint(PAPER),
    }
    if let Some(claim) = row.claim {
        tick(svg, from(claim), y + 0.95);
    }
}

/// Upright tick of a claim.
fn tick(svg: &mut Svg, x: f64, y: f64) {
    svg.path(&format!("M{} {}v2.5", num(x), num(y)), &[("stroke", INK), ("stroke-width", "0.42")]);
}
