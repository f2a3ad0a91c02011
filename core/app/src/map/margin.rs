//! What stands outside the map's frame: title block above, sources and hashes below.

use littoral_delimit::Division;
use littoral_model::Case;
use serde_json::Value;

use super::bidi::{is_rtl, isolate_if, plain};
use super::inset::scale_words;
use super::pen::{Pen, wrap};
use super::phrases::Phrase;
use super::plane::Rect;
use super::svg::Svg;
use super::text::Text;

/// The title block: what, options and "working paper" at the start; scale, sheet and date at the end.
pub(super) struct Head<'a> {
    pub(super) frame: Rect,
    pub(super) title: &'a str,
    pub(super) subtitle: &'a str,
    pub(super) scale: f64,
    pub(super) sheet: (usize, usize),
    pub(super) date: &'a str,
}

impl Head<'_> {
    pub(super) fn draw(&self, svg: &mut Svg, pen: &Pen<'_>) {
        let scale = Text::new(scale_words(self.scale, pen), 0.0, 12.6, 9.0).bold().pinned();
        let sheet = pen.lang.fill(
            Phrase::Sheet,
            &[&pen.lang.number(self.sheet.0 as f64, 0), &pen.lang.number(self.sheet.1 as f64, 0)],
        );
        // In a Persian line the date keeps its order: year, month, day.
        let date = isolate_in(&pen.lang.digits(&plain(self.date)), pen);
        let dated = if self.date.is_empty() { sheet } else { format!("{sheet} · {date}") };
        let sheet = Text::new(dated, 0.0, 17.9, 7.6).mute().pinned();
        let (free, small) = (
            self.frame.w - scale.width(pen.fonts) - 6.0,
            self.frame.w - sheet.width(pen.fonts) - 6.0,
        );
        pen.end(svg, self.frame, scale);
        pen.end(svg, self.frame, sheet);
        let mut title = Text::new(plain(self.title), 0.0, 12.6, 16.0).bold().pinned();
        while title.width(pen.fonts) > free && title.size > 11.0 {
            title.size -= 0.5;
        }
        title.text = wrap(&title, pen.fonts, free, 1).pop().unwrap_or_default();
        pen.start(svg, self.frame, title);
        // A rule speaks English: its sentence ends at its own end.
        let said = plain(self.subtitle);
        let said = if is_rtl(&said) { said } else { isolate_in(&said, pen) };
        let words = format!("{said} {}", pen.lang.say(Phrase::NotAClaim));
        let subtitle = Text::new(words, 0.0, 17.9, 7.4).mute();
        let mut lines = wrap(&subtitle, pen.fonts, small, 2);
        if lines.len() > 1 && !lines.iter().any(|l| l.ends_with(pen.lang.say(Phrase::NotAClaim))) {
            // However long the options are, the sheet says that it is no claim.
            lines = wrap(&Text { text: said, ..subtitle.clone() }, pen.fonts, small, 1);
            lines.push(pen.lang.say(Phrase::NotAClaim).to_owned());
        }
        let step = if lines.len() > 1 { 2.9 } else { 0.0 };
        for (k, line) in lines.into_iter().enumerate() {
            let y = 17.9 - step * 0.3 + step * k as f64 * 1.0;
            pen.start(
                svg,
                self.frame,
                Text { text: line, ..Text::new("", 0.0, y, 7.2).mute() }.reshaped().pinned(),
            );
        }
    }
}

/// The lines under the frame.
pub(super) struct Foot<'a> {
    pub(super) frame: Rect,
    pub(super) case: &'a Case,
    pub(super) division: &'a Division,
    /// Centre of the projection in words.
    pub(super) centre: String,
    /// Graticule step in degrees.
    pub(super) step: f64,
    pub(super) omitted: usize,
}

impl Foot<'_> {
    pub(super) fn draw(&self, svg: &mut Svg, pen: &Pen<'_>) {
        let place = Rect::new(self.frame.x, self.frame.bottom(), self.frame.w, 40.0);
        let mut y = place.y + 12.0;
        let sources: Vec<String> =
            self.case.sources.iter().map(|s| plain(s.trim_end_matches('.'))).collect();
        let mut paragraphs = vec![self.projection(pen)];
        if !sources.is_empty() {
            let all = sources
                .iter()
                .map(|s| isolate_in(s, pen))
                .collect::<Vec<_>>()
                .join(pen.lang.say(Phrase::ListSeparator));
            paragraphs.push(pen.lang.fill(Phrase::Sources, &[&all]));
        }
        for words in paragraphs {
            let text = Text::new(words, 0.0, y, 7.0).mute();
            for line in wrap(&text, pen.fonts, place.w, 3) {
                pen.start(
                    svg,
                    place,
                    Text { text: line, ..Text::new("", 0.0, y, 7.0).mute() }.reshaped(),
                );
                y += 4.0;
            }
        }
        for line in self.made_by(pen, place.w) {
            // Left to right in every language, at the side where its lines begin.
            pen.start(svg, place, Text::new(line, 0.0, y, 7.0).mono());
            y += 4.0;
        }
    }

    fn projection(&self, pen: &Pen<'_>) -> String {
        let lang = pen.lang;
        let figure = match self.case.ellipsoid.name.as_str() {
            "WGS84" => "WGS 84".to_owned(),
            "GRS80" => "GRS 80".to_owned(),
            other => plain(other),
        };
        let mut out = lang
            .fill(Phrase::Projection, &[&isolate_in(&self.centre, pen), &isolate_in(&figure, pen)]);
        let mut add = |sentence: String| {
            out.push(' ');
            out.push_str(&sentence);
        };
        add(lang.say(Phrase::Geodesics).to_owned());
        let minutes = (self.step * 60.0).round();
        let step = if minutes < 60.0 {
            format!("{}′", lang.number(minutes, 0))
        } else {
            format!("{}°", lang.number(minutes / 60.0, 0))
        };
        add(lang.fill(Phrase::Graticule, &[&step]));
        if let Some(level) = &self.case.level {
            let metres = isolate_in(&lang.number(level.legal_m, 1), pen);
            let height = format!("{metres} {}", lang.say(Phrase::Metre));
            add(lang.fill(Phrase::Level, &[&height, &isolate_in(&plain(&level.datum), pen)]));
        }
        if self.omitted > 0 {
            add(lang.fill(Phrase::Omitted, &[&lang.number(self.omitted as f64, 0)]));
        }
        out
    }

    /// `rule ID · options · with SWITCH · case HASH8 · rule HASH8 · littoral VERSION`. Where that is too long for a line
    /// the hashes have one of their own: options may be cut, a hash never.
    fn made_by(&self, pen: &Pen<'_>, width: f64) -> Vec<String> {
        let (options, hashes) = (self.options(), self.hashes());
        let line = |text: String| Text::new(text, 0.0, 0.0, 7.0).mono();
        let whole = line(format!("{options} · {hashes}"));
        if whole.width(pen.fonts) <= width {
            return vec![whole.text];
        }
        let mut lines = wrap(&line(options), pen.fonts, width, 2);
        lines.push(hashes);
        lines
    }

    fn options(&self) -> String {
        let p = &self.division.provenance;
        let mut parts = vec![format!("rule {}", plain(&self.division.rule))];
        parts.extend(
            self.division.params.iter().map(|(k, v)| plain(&format!("{k} {}", compact(v)))),
        );
        parts.extend(p.switches.iter().map(|s| format!("with {}", plain(s))));
        parts.join(" · ")
    }

    fn hashes(&self) -> String {
        let p = &self.division.provenance;
        let short = |h: &str| plain(h).chars().take(8).collect::<String>();
        let hashes = [
            ("case", short(&p.case_hash)),
            ("rule", short(&p.rule_hash)),
            ("littoral", plain(&p.littoral)),
        ];
        let known = hashes.iter().filter(|h| !h.1.is_empty()).map(|(k, v)| format!("{k} {v}"));
        known.collect::<Vec<_>>().join(" · ")
    }
}

/// A Latin phrase in a Persian sentence keeps its own direction.
fn isolate_in(text: &str, pen: &Pen<'_>) -> String {
    isolate_if(pen.lang.rtl(), text)
}

/// A parameter's value without quotes and braces.
fn compact(value: &Value) -> String {
    match value {
        Value::String(s) => s.clone(),
        Value::Object(map) => {
            map.iter().map(|(k, v)| format!("{k} {}", compact(v))).collect::<Vec<_>>().join(", ")
        }
        Value::Array(list) => list.iter().map(compact).collect::<Vec<_>>().join(", "),
        other => other.to_string(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn parameters_are_printed_without_quotes() {
        let v = serde_json::json!({ "IRN": 0.2, "KAZ": [1, "a"] });
        assert_eq!(compact(&v), "IRN 0.2, KAZ 1, a");
    }
}
