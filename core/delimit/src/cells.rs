//! Cells as polygons: runs of coast and boundary lines joined into rings.
//!
//! Every node has for each holder one piece coming in and one going out, so rings follow by identity of
//! nodes. Areas do not come from these rings but from the same Green integrals summed by holder; no polygon
//! is ever clipped.

use std::collections::HashMap;

use littoral_geodesy::{Green, LatLon};

use crate::basis::Basis;
use crate::chains::LineEnd;
use crate::coast::{Coast, Run};
use crate::division::Area;
use crate::eval::Label;
use crate::outline::{self, Outline};

/// A traced line with its ends and integral.
pub(crate) struct Line {
    pub(crate) left: Label,
    pub(crate) right: Label,
    pub(crate) from: LineEnd,
    pub(crate) to: LineEnd,
    pub(crate) points: Vec<LatLon>,
    pub(crate) green: Green,
}

/// A directed stretch of one holder's boundary, the holder on its left.
struct Edge<'a> {
    from: LineEnd,
    to: LineEnd,
    way: Way<'a>,
    green: Green,
}

enum Way<'a> {
    Coast(&'a Run),
    Line(&'a [LatLon]),
    /// To be read from the last point to the first.
    Back(&'a [LatLon]),
}

impl Way<'_> {
    /// Adds its places without the last, unless it is closed.
    fn add_to(&self, points: &mut Vec<[f64; 2]>, basis: &Basis, closed: bool) {
        let pair = |p: &LatLon| [p.lat, p.lon];
        let kept = |line: &[LatLon]| line.len() - usize::from(!closed && !line.is_empty());
        match self {
            Self::Coast(run) => run.add_to(points, basis),
            Self::Line(line) => points.extend(line[..kept(line)].iter().map(pair)),
            Self::Back(line) => points.extend(line.iter().rev().take(kept(line)).map(pair)),
        }
    }
}

/// A closed ring with its area (negative for a hole).
struct Loop {
    /// Latitude and longitude, degrees.
    points: Vec<[f64; 2]>,
    area_m2: f64,
}

/// Green integral of everything that bounds one holder.
pub(crate) fn total(coast: &Coast, lines: &[&Line], holder: Label) -> (Green, bool) {
    let mut sum = Green::default();
    let mut any = false;
    for run in coast.runs.iter().filter(|r| r.holder == holder) {
        sum.add(run.green);
        any = true;
    }
    for line in lines {
        if line.left == holder {
            sum.add(line.green);
        } else if line.right == holder {
            sum.add(line.green.reversed());
        }
        any |= line.left == holder || line.right == holder;
    }
    (sum, any)
}

/// Polygons of one holder.
pub(crate) fn polygons(basis: &Basis, coast: &Coast, lines: &[&Line], holder: Label) -> Vec<Area> {
    let mut loops = loops(basis, &edges(coast, lines, holder));
    loops.sort_by(|a, b| b.area_m2.total_cmp(&a.area_m2));
    let split = loops.partition_point(|l| l.area_m2 > 0.0);
    let holes = loops.split_off(split);
    // One loop alone has all the holes.
    let nest: Vec<Outline> = match holes.is_empty() || loops.len() == 1 {
        true => Vec::new(),
        false => loops.iter().map(|l| Outline::new(basis, &l.points)).collect(),
    };
    let mut areas: Vec<Area> = loops.into_iter().map(|l| Area { rings: vec![l.points] }).collect();
    for hole in holes {
        // Loops are sorted by size: the last that holds the hole is the smallest. Sides are straight on the chart
        // here and geodesics in truth: where a place lies between the two, another place of the hole tells.
        let owner = |p: &[f64; 2]| {
            if areas.len() == 1 {
                return Some(0);
            }
            let at = outline::on_chart(basis, p);
            nest.iter().rposition(|l| l.holds(at))
        };
        if let Some(k) = hole.points.iter().find_map(owner) {
            areas[k].rings.push(hole.points);
        }
    }
    areas
}

fn edges<'a>(coast: &'a Coast, lines: &[&'a Line], holder: Label) -> Vec<Edge<'a>> {
    let mut out = Vec::new();
    for run in coast.runs.iter().filter(|r| r.holder == holder) {
        let (from, to) = match run.ends {
            Some((a, b)) => (LineEnd::Breakpoint(a), LineEnd::Breakpoint(b)),
            None => (LineEnd::Loop, LineEnd::Loop),
        };
        out.push(Edge { from, to, way: Way::Coast(run), green: run.green });
    }
    for line in lines {
        let (from, to, points, green) = (line.from, line.to, line.points.as_slice(), line.green);
        if line.left == holder {
            out.push(Edge { from, to, way: Way::Line(points), green });
        } else if line.right == holder {
            let (from, to) = (to, from);
            out.push(Edge { from, to, way: Way::Back(points), green: green.reversed() });
        }
    }
    out
}

fn loops(basis: &Basis, edges: &[Edge<'_>]) -> Vec<Loop> {
    let mut next: HashMap<LineEnd, Vec<usize>> = HashMap::new();
    for (k, e) in edges.iter().enumerate().rev() {
        next.entry(e.from).or_default().push(k);
    }
    let mut used = vec![false; edges.len()];
    let mut out = Vec::new();
    for start in 0..edges.len() {
        if used[start] {
            continue;
        }
        let (mut points, mut green, mut k) = (Vec::new(), Green::default(), start);
        loop {
            used[k] = true;
            let edge = &edges[k];
            green.add(edge.green);
            let closed = edge.from == LineEnd::Loop;
            edge.way.add_to(&mut points, basis, closed);
            let follow = next.get_mut(&edge.to).and_then(Vec::pop);
            match follow {
                Some(j) if !closed && !used[j] => k = j,
                _ => break,
            }
        }
        if points.len() > 2 && points.first() == points.last() {
            points.pop();
        }
        out.push(Loop { points, area_m2: basis.rule.smaller_m2(green) });
    }
    out.retain(|l| l.points.len() > 2);
    out
}
