//! One layer of a division brought to paper: what the main map and the inset both draw.

use anyhow::Result;
use littoral_delimit::division::{BoundaryLine, LayerDivision, PointKind};
use littoral_geodesy::LatLon;
use littoral_model::{Case, EdgeKind, Extent, ShoreKind};

use super::brush::Brush;
use super::lines::Status;
use super::numbering::{Numbering, PointName, is_party};
use super::plane::{Pt, Rect, inside};
use super::projection::{Paper, simplify};

/// Whose colour an area takes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Paint {
    Party(usize),
    Common,
    Joint(Sharers),
    /// Claimed by several; by whom may not be known.
    Contested(Sharers),
    /// A step of a ramp, for maps of counts.
    Tone(&'static str),
    /// Held by nobody, or by a holder that is no party of the case.
    Nobody,
}

impl Paint {
    pub(super) fn of(case: &Case, holder: &str) -> Self {
        if let Some(k) = case.party(holder) {
            return Self::Party(k);
        }
        let (word, who) = holder.split_once(':').unwrap_or((holder, ""));
        match (word, Sharers::of(case, who)) {
            ("COMMON", _) => Self::Common,
            ("JOINT", Some(who)) => Self::Joint(who),
            ("CONTESTED", who) => Self::Contested(who.unwrap_or_default()),
            _ => Self::Nobody,
        }
    }
}

/// The parties of a joint zone, a bit each.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(super) struct Sharers(u128);

impl Sharers {
    /// From `AZE+TKM`; none if one of them is no party of the case.
    fn of(case: &Case, all: &str) -> Option<Self> {
        let bit = |id: &str| 1_u128.checked_shl(u32::try_from(case.party(id)?).ok()?);
        let bits: Option<Vec<u128>> = all.split('+').map(bit).collect();
        bits.map(|b| Self(b.into_iter().fold(0, |a, b| a | b)))
    }

    /// Their indices in the case's order.
    pub(super) fn iter(self) -> impl Iterator<Item = usize> {
        (0..128).filter(move |k| (self.0 >> k) & 1 == 1)
    }
}

/// Everything one holder holds: polygons, each an outer ring and its holes.
pub(super) struct Cell {
    pub(super) holder: String,
    pub(super) paint: Paint,
    /// A fishery belt: the party's colour at 42 per cent.
    pub(super) faint: bool,
    pub(super) bodies: Vec<Vec<Vec<Pt>>>,
}

/// A vertex of a line that is drawn or that dashes must respect.
#[derive(Debug, Clone, Copy)]
pub(super) struct Mark {
    /// Index in the path.
    pub(super) at: usize,
    pub(super) kind: PointKind,
    pub(super) name: Option<PointName>,
    /// Index of the line in the layer, and of the vertex in that line.
    pub(super) vertex: (usize, usize),
}

/// A boundary line on paper.
pub(super) struct Line {
    pub(super) status: Status,
    /// Between two parties: its points are drawn and numbered.
    pub(super) pair: bool,
    pub(super) path: Vec<Pt>,
    pub(super) marks: Vec<Mark>,
    pub(super) closed: bool,
}

/// A stretch of shore.
pub(super) struct Shore {
    pub(super) party: usize,
    pub(super) kind: ShoreKind,
    pub(super) path: Vec<Pt>,
}

/// One layer on paper.
pub(super) struct Drawing {
    /// Outer ring of the sea, then its islands.
    pub(super) sea: Vec<Vec<Pt>>,
    /// Strokes of the coast: mainland, then islands.
    pub(super) coast: Vec<Vec<Pt>>,
    pub(super) islands: Vec<Vec<Pt>>,
    pub(super) window: bool,
    pub(super) shores: Vec<Shore>,
    pub(super) excluded: Vec<Vec<Pt>>,
    pub(super) cells: Vec<Cell>,
    pub(super) lines: Vec<Line>,
}

impl Drawing {
    /// Is the place in the sea or in a lagoon?
    pub(super) fn is_water(&self, p: Pt) -> bool {
        inside(&self.sea, p) || inside(&self.excluded, p)
    }
}

/// What a [`Drawing`] is made from.
#[derive(Clone, Copy)]
pub(super) struct Subject<'a> {
    pub(super) case: &'a Case,
    pub(super) layer: &'a LayerDivision,
    /// The belt of waters inside a fishery layer.
    pub(super) waters: Option<&'a LayerDivision>,
    pub(super) numbering: &'a Numbering,
    /// Status by line of the layer; lines beyond its end are computed ones.
    pub(super) statuses: &'a [Status],
}

impl Subject<'_> {
    pub(super) fn status(&self, line: &BoundaryLine, index: usize) -> Status {
        let pair = line.between.iter().all(|h| is_party(h.as_str()));
        match self.statuses.get(index) {
            Some(status) => *status,
            None if pair => Status::Computed,
            None if self.waters.is_some() => Status::FisheryLimit,
            None => Status::OuterLimit,
        }
    }
}

/// Projects the subject; with a `clip` only what meets that box is kept.
pub(super) fn draw(
    subject: &Subject<'_>,
    paper: &Paper<'_>,
    clip: Option<Rect>,
) -> Result<Drawing> {
    let brush = Brush { paper, clip };
    let case = subject.case;
    let ring = |r: &Vec<LatLon>| brush.ring(r, case.sea.edge);
    let sea: Vec<Vec<Pt>> =
        std::iter::once(&case.sea.outer).chain(&case.sea.inner).map(ring).collect::<Result<_>>()?;
    let window = case.sea.extent == Extent::Window;
    let outline = |r: &Vec<LatLon>| brush.stroke(r, case.sea.edge, true);
    let coast = if window { Vec::new() } else { outline(&case.sea.outer)? };
    let mut islands = Vec::new();
    for inner in &case.sea.inner {
        islands.extend(outline(inner)?);
    }
    Ok(Drawing {
        sea,
        coast,
        islands,
        window,
        shores: brush.shores(case)?,
        excluded: case.excluded.iter().map(ring).collect::<Result<_>>()?,
        cells: cells(subject, &brush)?,
        lines: lines(subject, &brush)?,
    })
}

fn cells(subject: &Subject<'_>, brush: &Brush<'_>) -> Result<Vec<Cell>> {
    let mut out = Vec::new();
    let layers = std::iter::once((subject.layer, subject.waters.is_some()))
        .chain(subject.waters.map(|w| (w, false)));
    for (k, (layer, faint)) in layers.enumerate() {
        for (holder, areas) in &layer.cells {
            let paint = Paint::of(subject.case, holder);
            let party = matches!(paint, Paint::Party(_));
            if k > 0 && !party {
                continue;
            }
            let bodies: Vec<_> = areas.iter().map(|a| brush.area(a)).collect::<Result<_>>()?;
            let bodies = bodies.into_iter().filter(|b| !b.is_empty()).collect();
            out.push(Cell { holder: holder.clone(), paint, faint: faint && party, bodies });
        }
    }
    Ok(out)
}

fn lines(subject: &Subject<'_>, brush: &Brush<'_>) -> Result<Vec<Line>> {
    let mut out = Vec::new();
    for (k, line) in subject.layer.lines.iter().enumerate() {
        let status = subject.status(line, k);
        let names = |p: usize| subject.numbering.name(k, p);
        out.extend(on_paper(line, brush, status, k, &names)?);
    }
    for line in subject.waters.iter().flat_map(|w| &w.lines) {
        if !line.between.iter().all(|h| is_party(h.as_str())) {
            out.extend(on_paper(line, brush, Status::OuterLimit, usize::MAX, &|_| None)?);
        }
    }
    Ok(out)
}

/// One line with its marks, cut into runs by the clip box. Between two marks it is simplified.
fn on_paper(
    line: &BoundaryLine,
    brush: &Brush<'_>,
    status: Status,
    index: usize,
    names: &dyn Fn(usize) -> Option<PointName>,
) -> Result<Vec<Line>> {
    let pair = line.between.iter().all(|h| is_party(h.as_str()));
    let (mut path, mut marks) = (Vec::new(), Vec::new());
    let mut since: Vec<LatLon> = Vec::new();
    let last = line.points.len().saturating_sub(1);
    for (k, p) in line.points.iter().enumerate() {
        since.push(p.at());
        if (p.kind == PointKind::Curve || !pair) && k != 0 && k != last {
            continue;
        }
        let piece = brush.paper.line(&since, EdgeKind::Geodesic, false)?;
        let piece = simplify(piece, false, brush.paper.tolerance / 2.0);
        path.extend(piece.into_iter().skip(usize::from(!path.is_empty())));
        let at = path.len().saturating_sub(1);
        marks.push(Mark { at, kind: p.kind, name: names(k), vertex: (index, k) });
        since = vec![p.at()];
    }
    if let (true, Some(first)) = (line.closed, line.points.first()) {
        since.push(first.at());
        path.extend(brush.paper.line(&since, EdgeKind::Geodesic, false)?.into_iter().skip(1));
    }
    let cut = |r: std::ops::Range<usize>| Line {
        status,
        pair,
        closed: line.closed && r.len() == path.len(),
        path: path[r.clone()].to_vec(),
        marks: marks
            .iter()
            .filter(|m| r.contains(&m.at))
            .map(|m| Mark { at: m.at - r.start, ..*m })
            .collect(),
    };
    Ok(brush.runs(&path).into_iter().map(cut).collect())
}
