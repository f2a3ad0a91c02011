//! The ground of a map: land, sea, cells with their hatches, coast and islands.

use littoral_model::ShoreKind;

use super::drawing::{Cell, Drawing, Paint, Shore};
use super::palette::{self, CASING, COAST, EXCLUDED, GRATICULE, INK, LAND, PAPER, SEA};
use super::plane::{Pt, Rect, distance};
use super::svg::{Svg, num, path_data, rings_data};

/// Hatch patterns of the sheet; written once.
pub(super) fn patterns(svg: &mut Svg) {
    let pattern = |svg: &mut Svg, id: &str, size: &str, turn: &str| {
        let attrs =
            [("id", id), ("width", size), ("height", size), ("patternUnits", "userSpaceOnUse")];
        svg.open("pattern", &[&attrs[..], &[("patternTransform", turn)]].concat());
    };
    pattern(svg, "joint", "1.8", "rotate(45)");
    svg.path("M0 .9H1.8", &[("stroke", INK), ("stroke-width", "0.2")]);
    svg.close("pattern");
    pattern(svg, "contested", "2", "rotate(0)");
    svg.path(
        "M0 0L2 2M2 0L0 2",
        &[("stroke", INK), ("stroke-width", "0.16"), ("stroke-opacity", "0.6")],
    );
    svg.close("pattern");
    pattern(svg, "common", "2.6", "rotate(0)");
    for v in [0.65, 1.95] {
        svg.circle(Pt { x: v, y: v }, 0.2, &[("fill", INK), ("fill-opacity", "0.55")]);
    }
    svg.close("pattern");
}

/// How the shores of islands that a rule ignores or halves are drawn.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum IslandCoast {
    Full,
    Half,
    Ignored,
}

impl IslandCoast {
    /// From the parameter `islands` of the rule, where it has one.
    pub(super) fn of(params: &serde_json::Map<String, serde_json::Value>) -> Self {
        match params.get("islands").and_then(serde_json::Value::as_f64) {
            Some(e) if e <= 0.0 => Self::Ignored,
            Some(e) if e < 1.0 => Self::Half,
            _ => Self::Full,
        }
    }
}

/// Land, sea and cells; `id` keeps clip paths of several maps on one sheet apart.
pub(super) fn ground(svg: &mut Svg, map: &Drawing, frame: Rect, id: &str) {
    svg.rect(frame, &[("fill", LAND)]);
    if map.window {
        svg.path(&rings_data(map.sea.first()), &[("fill", SEA)]);
    } else {
        let casing = [("fill", SEA), ("stroke", CASING), ("stroke-width", "2.6")];
        svg.path(
            &rings_data(map.sea.first()),
            &[&casing[..], &[("stroke-linejoin", "round")]].concat(),
        );
    }
    let lagoon = [("fill", EXCLUDED), ("stroke", GRATICULE), ("stroke-width", "0.12")];
    svg.path(&rings_data(&map.excluded), &lagoon);
    for cell in &map.cells {
        fill(svg, cell);
    }
    if map.cells.iter().all(|c| matches!(c.paint, Paint::Party(_)) && !c.faint) {
        band(svg, map, id);
    }
}

fn fill(svg: &mut Svg, cell: &Cell) {
    let d = rings_data(cell.bodies.iter().flatten());
    let mut paint = |fill: &str, opacity: Option<&str>| {
        let mut attrs = vec![("fill", fill), ("fill-rule", "evenodd")];
        attrs.extend(opacity.map(|o| ("fill-opacity", o)));
        svg.path(&d, &attrs);
    };
    match cell.paint {
        Paint::Party(k) => paint(palette::party(k), cell.faint.then_some("0.42")),
        Paint::Common => paint("url(#common)", None),
        Paint::Joint(who) => {
            paint(&palette::mean(who.iter()), Some(&palette::JOINT.to_string()));
            paint("url(#joint)", None);
        }
        Paint::Contested(who) => {
            paint(&palette::mean(who.iter()), Some("0.3"));
            paint("url(#contested)", None);
        }
        Paint::Tone(fill) => paint(fill, None),
        Paint::Nobody => {}
    }
}

/// A band of ink on both sides of every border, clipped to the sea: each cell reads as one body
/// even in grey. One path, so that bands that meet are not darker. Left out where cells are belts.
fn band(svg: &mut Svg, map: &Drawing, id: &str) {
    let lines = map.lines.iter().map(|l| path_data(&l.path, l.closed));
    let coasts = map.coast.iter().chain(&map.islands).map(|p| path_data(p, false));
    let d: String = lines.chain(coasts).collect();
    let sea = rings_data(&map.sea);
    if d.is_empty() || sea.is_empty() {
        return;
    }
    svg.open("clipPath", &[("id", id)]);
    svg.path(&sea, &[("clip-rule", "evenodd")]);
    svg.close("clipPath");
    let clip = format!("url(#{id})");
    let pen =
        [("fill", "none"), ("stroke", INK), ("stroke-opacity", "0.085"), ("stroke-width", "2.4")];
    svg.path(&d, &[&pen[..], &[("stroke-linejoin", "round"), ("clip-path", &clip)]].concat());
}

/// Islands and the coast, over cells and graticule.
pub(super) fn shores(svg: &mut Svg, map: &Drawing, islands: IslandCoast) {
    svg.path(&rings_data(map.sea.iter().skip(1)), &[("fill", LAND)]);
    let pen = [("fill", "none"), ("stroke", COAST), ("stroke-linejoin", "round")];
    let coast: String = map.coast.iter().map(|p| path_data(p, false)).collect();
    svg.path(&coast, &[&pen[..], &[("stroke-width", "0.2")]].concat());
    let rim: String = map.islands.iter().map(|p| path_data(p, false)).collect();
    let dash: &[(&str, &str)] = match islands {
        IslandCoast::Full => &[],
        IslandCoast::Half => &[("stroke-dasharray", "1 0.5")],
        IslandCoast::Ignored => &[("stroke-dasharray", "0.01 0.5"), ("stroke-linecap", "round")],
    };
    svg.path(&rim, &[&pen[..], &[("stroke-width", "0.2")], dash].concat());
    if map.window {
        open_shores(svg, map);
    }
    for shore in map.shores.iter().filter(|s| s.kind == ShoreKind::Baseline) {
        svg.path(&path_data(&shore.path, false), &[&pen[..], &[("stroke-width", "0.3")]].concat());
        svg.path(&ticks(shore, &map.shores), &[&pen[..], &[("stroke-width", "0.2")]].concat());
    }
    for at in map.shores.iter().filter(|s| s.kind == ShoreKind::BasePoint).flat_map(|s| &s.path) {
        super::symbols::base_point(svg, *at);
    }
}

/// In a window of open sea the coast is where the shores are, not at the window's edge.
fn open_shores(svg: &mut Svg, map: &Drawing) {
    let pen = [("stroke", COAST), ("stroke-width", "0.2"), ("stroke-linejoin", "round")];
    for shore in &map.shores {
        let fill = match shore.kind {
            ShoreKind::Coast => "none",
            ShoreKind::Islands => LAND,
            ShoreKind::Baseline | ShoreKind::BasePoint => continue,
        };
        svg.path(&path_data(&shore.path, false), &[&pen[..], &[("fill", fill)]].concat());
    }
}

/// Ticks of 0.7 mm every 2 mm on the landward side of a straight baseline: the side of the
/// party's own nearest coast vertex.
fn ticks(baseline: &Shore, shores: &[Shore]) -> String {
    let own = |s: &&Shore| {
        s.party == baseline.party && matches!(s.kind, ShoreKind::Coast | ShoreKind::Islands)
    };
    let coast: Vec<Pt> = shores.iter().filter(own).flat_map(|s| s.path.iter().copied()).collect();
    let mut d = String::new();
    for w in baseline.path.windows(2) {
        let length = distance(w[0], w[1]);
        let count = (length / 2.0).floor().min(1000.0) as usize;
        let along = (w[1] - w[0]) / length.max(1e-9);
        for k in 0..count {
            let at = w[0] + along * (1.0 + 2.0 * k as f64);
            let near = coast.iter().min_by(|a, b| distance(**a, at).total_cmp(&distance(**b, at)));
            let Some(near) = near else { continue };
            let side = (near.x - at.x) * -along.y + (near.y - at.y) * along.x;
            let tip = at + Pt { x: -along.y, y: along.x } * (0.7 * side.signum());
            d += &format!("M{} {}L{} {}", num(at.x), num(at.y), num(tip.x), num(tip.y));
        }
    }
    d
}

/// The frame of a map.
pub(super) fn frame(svg: &mut Svg, frame: Rect) {
    svg.rect(frame, &[("fill", "none"), ("stroke", INK), ("stroke-width", "0.28")]);
}

/// A white rim under an inset, so that it stands off the map.
pub(super) fn rim(svg: &mut Svg, frame: Rect) {
    svg.rect(frame.grown(0.6), &[("fill", PAPER)]);
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ticks_point_to_the_coast() {
        let p = |x: f64, y: f64| Pt { x, y };
        let shore = |kind, path| Shore { party: 0, kind, path };
        let line = shore(ShoreKind::Baseline, vec![p(0.0, 0.0), p(4.0, 0.0)]);
        let coast = shore(ShoreKind::Coast, vec![p(0.0, 3.0), p(4.0, 3.0)]);
        let text = ticks(&line, &[coast]);
        assert_eq!(text, "M1 0L1 0.7M3 0L3 0.7");
    }
}
