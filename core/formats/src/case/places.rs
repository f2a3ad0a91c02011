//! From a finding of the model to the line and column in the coast file.

use littoral_model::check::{self, Spot};
use littoral_model::{Case, Finding};

use crate::geojson::shape::Vertex;
use crate::tree::{Source, Span};

/// Places of the vertices of everything that was read, in the order of the model.
pub(super) struct Places<'a> {
    source: &'a Source,
    sea_place: String,
    sea: Vec<Vec<Span>>,
    shores: Vec<Vec<Vec<Span>>>,
    termini: Vec<Span>,
}

impl<'a> Places<'a> {
    pub(super) fn new(source: &'a Source) -> Self {
        Self {
            source,
            sea_place: "sea".into(),
            sea: Vec::new(),
            shores: Vec::new(),
            termini: Vec::new(),
        }
    }

    pub(super) fn sea(&mut self, place: &str, rings: &[Vec<Vertex>]) {
        place.clone_into(&mut self.sea_place);
        self.sea = spans(rings);
    }

    pub(super) fn shore(&mut self, lines: &[Vec<Vertex>]) {
        self.shores.push(spans(lines));
    }

    pub(super) fn terminus(&mut self, span: Span) {
        self.termini.push(span);
    }

    /// Checks the case and puts every finding at its line.
    pub(super) fn check(&self, case: &Case, log: &mut Vec<Finding>) {
        log.extend(check::located(case).into_iter().map(|(f, spot)| self.put(f, spot)));
    }

    fn put(&self, mut finding: Finding, spot: Spot) -> Finding {
        let (line, vertex) = match spot {
            Spot::Sea { ring, vertex } => (self.sea.get(ring), vertex),
            Spot::Shore { shore, line, vertex } => {
                (self.shores.get(shore).and_then(|s| s.get(line)), vertex)
            }
            Spot::Terminus(k) => {
                let Some(&span) = self.termini.get(k) else { return finding };
                return self.source.show(finding, span, None);
            }
            Spot::Case => {
                finding.file.clone_from(&self.source.file);
                return finding;
            }
        };
        if let (Spot::Sea { .. }, Some(rest)) = (spot, finding.place.strip_prefix("sea")) {
            finding.place = format!("{}{rest}", self.sea_place);
        }
        let Some(line) = line else { return finding };
        let Some(&span) = line.get(vertex) else { return finding };
        let start = line.get(vertex.saturating_sub(1)).unwrap_or(&span).start.min(span.start);
        let end = line.get(vertex + 1).unwrap_or(&span).end.max(span.end);
        self.source.show(finding, span, Some(Span { start, end }))
    }
}

fn spans(lines: &[Vec<Vertex>]) -> Vec<Vec<Span>> {
    lines.iter().map(|l| l.iter().map(|v| v.span).collect()).collect()
}
