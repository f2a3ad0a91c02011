//! One solution: coast, mesh, topology, lines, areas.

use littoral_geodesy::{LatLon, SurfacePoint};
use rayon::prelude::*;
use serde_json::{Map, Value, json};

use crate::basis::Basis;
use crate::cells::{self, Line};
use crate::chains::{self, LineEnd};
use crate::coast::{Coast, Run};
use crate::crossing::Crossings;
use crate::division::{BoundaryLine, Control, LayerDivision, LinePoint};
use crate::error::DelimitError;
use crate::eval::{Evaluator, Label};
use crate::lines::{Done, Lines, Traced};
use crate::mesh::{Depth, Mesh, Seed};
use crate::partition::{Holder, Partition};
use crate::tape::Tape;
use crate::ties;
use crate::topology::Topology;
use crate::trace::Vertex;
use crate::waters::{Functions, SolveOptions};

/// Depth of the quadtree at the first attempt; where nothing can be missed; and at the last.
const LEVEL: u32 = 7;
const LEVEL_REACHING: u32 = 4;
const LAST_LEVEL: u32 = 10;

/// Where a line does not close, cells are made smaller down to this radius, metres, at so many places in all.
const CLOSEST_M: f64 = 0.5;
const MOST_DOUBTS: usize = 16;

/// Cells about a place are as small at every level: what does not close there at so many levels, give or take so many
/// metres, will not close at the others, which take four times as long each.
const MOST_STUCK: u32 = 3;
const SAME_M: f64 = 2.0;

/// Narrowest neck of water that the mesh is sure to see, metres: where scores are plain distances, where they are distances by
/// a factor and give or take a constant, and else.
const NECK_PLAIN_M: f64 = 0.1;
const NECK_STRAIGHT_M: f64 = 0.5;
const NECK_M: f64 = 20.0;

/// Where the smallest cells do not do, necks are looked for that are narrower by this factor.
const NARROWER: f64 = 1.0 / 16.0;

/// How closely an attempt looks: what does not close at the first go asks for more, which costs, and few seas need it.
struct Care {
    /// Depth of the quadtree.
    level: u32,
    /// As [`Crossings::new`] says.
    thorough: bool,
    /// Narrowest neck looked for, as a part of what is promised.
    necks: f64,
}

/// Everything a solution needs, compiled once.
pub(crate) struct Problem<'a> {
    pub(crate) basis: &'a Basis,
    pub(crate) partition: &'a Partition,
    pub(crate) tape: Tape,
    pub(crate) parties: Vec<Option<usize>>,
    pub(crate) functions: &'a dyn Functions,
    pub(crate) options: &'a SolveOptions<'a>,
    /// Places at which an earlier solution was found wrong.
    pub(crate) doubts: &'a [LatLon],
}

/// Lines and coast of one partition.
pub(crate) struct Solution {
    coast: Coast,
    traced: Vec<Traced>,
    finest_m: f64,
}

impl Solution {
    /// Stretches of coast with one holder.
    pub(crate) fn runs(&self) -> impl Iterator<Item = &Run> {
        self.coast.runs.iter()
    }

    /// The traced lines.
    pub(crate) fn lines(&self) -> impl Iterator<Item = &Line> {
        self.traced.iter().map(|t| &t.line)
    }
}

impl<'a> Problem<'a> {
    pub(crate) fn evaluator(&self) -> Evaluator<'_> {
        Evaluator::new(self.basis, &self.tape, &self.parties, self.functions, self.options)
    }

    /// Solves at the first level that closes; the error of the last level stands. Where something does not close at a
    /// place, that place alone is looked at more closely first.
    pub(crate) fn solve(&self) -> Result<Solution, DelimitError> {
        self.tape.sets.iter().for_each(|id| self.basis.sets[id.0 as usize].memo.begin());
        let coast = Coast::walk(&mut self.evaluator(), self.tape.sampled)?;
        let level = if self.tape.reaching { LEVEL_REACHING } else { LEVEL };
        let mut care = Care { level, thorough: false, necks: 1.0 };
        let mut seeds = self.seeds(&coast, self.whole_m(self.depth(&care).open));
        if !self.doubts.is_empty() {
            (care.thorough, care.necks) = (true, NARROWER);
        }
        for at in self.doubts.iter().map(|at| self.basis.earth.point(*at)) {
            while let Some(seed) = self.closer(&seeds, care.level, at) {
                seeds.push(seed);
            }
        }
        let most_seeds = seeds.len() + MOST_DOUBTS;
        let mut last = DelimitError::Cancelled;
        let mut done = Done::default();
        // The last place where the smallest cells did not do, and at how many levels.
        let mut stuck: Option<(SurfacePoint, u32)> = None;
        while care.level <= LAST_LEVEL {
            match self.attempt(&care, &seeds, &coast, &mut done) {
                Err(DelimitError::Geometry { text, at }) => {
                    care.thorough = true;
                    let place = self.basis.earth.point(at);
                    match self
                        .closer(&seeds, care.level, place)
                        .filter(|_| seeds.len() < most_seeds)
                    {
                        Some(seed) => seeds.push(seed),
                        None => {
                            let same = |s: &(SurfacePoint, u32)| (s.0.p - place.p).norm() < SAME_M;
                            let times = 1 + stuck.filter(same).map_or(0, |s| s.1);
                            if times >= MOST_STUCK {
                                return Err(DelimitError::Geometry { text, at });
                            }
                            stuck = Some((place, times));
                            care.level += 1;
                            care.necks *= NARROWER;
                        }
                    }
                    last = DelimitError::Geometry { text, at };
                }
                Ok((traced, finest_m)) => return Ok(Solution { coast, traced, finest_m }),
                Err(other) => return Err(other),
            }
        }
        Err(last)
    }

    /// The depth of the mesh. Of straight scores cells that hide nothing may be larger, at the first go.
    fn depth(&self, care: &Care) -> Depth {
        let level = care.level;
        let all_alike = care.thorough || self.tape.straight.is_none();
        Depth { open: if all_alike { level } else { level.min(LEVEL_REACHING) }, level }
    }

    /// Side of a cell, metres.
    fn whole_m(&self, level: u32) -> f64 {
        let side = self.basis.chart.side_rad() * self.basis.earth.ellipsoid().a_m;
        side / f64::from(1_u32 << level)
    }

    /// Cells three halvings smaller than they are about a place, as far as they reach now.
    fn closer(&self, seeds: &[Seed], level: u32, at: SurfacePoint) -> Option<Seed> {
        let near = seeds.iter().filter(|s| (s.at.p - at.p).norm() <= s.reach_m + s.radius_m);
        let now = near.fold(self.whole_m(level), |m, s| m.min(s.radius_m));
        let radius_m = now / 8.0;
        (radius_m > CLOSEST_M).then_some(Seed { at, radius_m, reach_m: now })
    }

    /// The lines on a mesh of a level, and its greatest cell away from the seeds. Where it fails `done` has what was traced.
    fn attempt(
        &self,
        care: &Care,
        seeds: &[Seed],
        coast: &Coast,
        done: &mut Done,
    ) -> Result<(Vec<Traced>, f64), DelimitError> {
        self.options.check()?;
        let mut eval = self.evaluator();
        let mut mesh = Mesh::build(&mut eval, self.depth(care), seeds)?;
        let finest_m = mesh.finest_m;
        let crossings = Crossings::new(care.necks * self.least_m(finest_m)?, care.thorough);
        let topology = Topology::trace(&mut eval, &mut mesh, crossings, !self.doubts.is_empty())?;
        let chains = chains::join(self.basis, (&topology, care.thorough), coast)?;
        drop(eval);
        let lines = Lines {
            basis: self.basis,
            tape: &self.tape,
            parties: &self.parties,
            options: self.options,
            topology: &topology,
            coast,
        };
        Ok((lines.trace_all(&chains, self.functions, done)?, finest_m))
    }

    /// Edges of the mesh are looked into down to this length: a neck of one holder's waters that is narrower may be
    /// missed where it crosses an edge.
    fn least_m(&self, finest_m: f64) -> Result<f64, DelimitError> {
        let certified = match &self.tape.straight {
            _ if self.tape.plain => NECK_PLAIN_M,
            Some(_) => NECK_STRAIGHT_M,
            None => NECK_M.min(self.drawn_neck_m()?),
        };
        // Where all cells lie about seeds, and are smaller than the mesh's own, none tells.
        Ok(if finest_m == 0.0 {
            certified
        } else if self.tape.sampled {
            finest_m / 4.0
        } else {
            certified.min(finest_m / 4.0)
        })
    }

    /// Area by holder, m2.
    pub(crate) fn areas(&self, solution: &Solution) -> Vec<f64> {
        let lines: Vec<&Line> = solution.traced.iter().map(|t| &t.line).collect();
        (0..self.parties.len() as Label)
            .map(|k| {
                let (green, any) = cells::total(&solution.coast, &lines, k);
                if any { self.basis.rule.area_m2(green) } else { 0.0 }
            })
            .collect()
    }

    /// The whole result.
    pub(crate) fn division(&self, solution: Solution) -> Result<LayerDivision, DelimitError> {
        let mut eval = self.evaluator();
        let names: Vec<String> = self.partition.holders().map(ToString::to_string).collect();
        let areas = self.areas(&solution);
        let listed =
            |k: usize| !self.partition.sparse || self.parties[k].is_some() || areas[k] > 0.0;
        let listed: Vec<usize> = (0..names.len()).filter(|k| listed(*k)).collect();
        let number = |v: f64| json!(v);
        let map = |f: &dyn Fn(f64) -> f64| -> Map<String, Value> {
            listed.iter().map(|k| (names[*k].clone(), number(f(areas[*k])))).collect()
        };
        let lines: Vec<&Line> = solution.traced.iter().map(|t| &t.line).collect();
        let polygons = |k: usize| cells::polygons(self.basis, &solution.coast, &lines, k as Label);
        let polygons =
            || listed.par_iter().with_max_len(1).map(|k| polygons(*k)).collect::<Vec<_>>();
        let (partition, parties) = (self.partition, &self.parties[..]);
        let wedges = |eval: &mut Evaluator<'_>| ties::wedges(eval, partition, parties);
        let (cells, ties) = match eval.sources() {
            Some(sources) => rayon::join(polygons, || wedges(&mut sources.evaluator())),
            None => (polygons(), wedges(&mut eval)),
        };
        let cells = listed.iter().map(|k| names[*k].clone()).zip(cells).collect();
        let sea = self.basis.sea_m2;
        let parties: Vec<Holder> = self.basis.party_names.iter().map(|p| Holder::new(p)).collect();
        Ok(LayerDivision {
            sea_km2: sea / 1e6,
            area_km2: map(&|a| a / 1e6),
            share_percent: map(&|a| 100.0 * a / sea),
            lines: solution.traced.iter().map(|t| self.boundary(t, &parties)).collect(),
            ties: ties?,
            cells,
            method: if self.tape.sampled { "sampled" } else { "certified" }.to_owned(),
            finest_m: solution.finest_m,
        })
    }

    fn boundary(&self, traced: &Traced, parties: &[Holder]) -> BoundaryLine {
        let line = &traced.line;
        let closed = line.from == LineEnd::Loop;
        let holder = |l: Label| self.partition.scores[l as usize].0.clone();
        let length = |w: &[LatLon]| {
            self.basis.earth.distance(&self.basis.earth.point(w[0]), &self.basis.earth.point(w[1]))
        };
        let vertices = traced.vertices.iter().zip(&line.points);
        let mut points: Vec<LinePoint> =
            vertices.map(|(v, at)| self.line_point(v, *at, parties)).collect();
        if closed {
            points.pop();
        }
        BoundaryLine {
            between: [holder(line.left), holder(line.right)],
            length_km: line.points.windows(2).map(length).sum::<f64>() / 1e3,
            closed,
            points,
        }
    }

    fn line_point(&self, v: &Vertex, at: LatLon, parties: &[Holder]) -> LinePoint {
        let mut controls: Vec<Control> = Vec::with_capacity(v.controls.len().min(2));
        for (party, distance_m, foot) in &v.controls {
            let Some(party) = parties.get(*party) else { continue };
            match controls.iter_mut().find(|c| c.party == *party) {
                Some(known) => known.base_points.push(*foot),
                None => controls.push(Control {
                    party: party.clone(),
                    distance_km: distance_m / 1e3,
                    base_points: vec![*foot],
                }),
            }
        }
        controls.shrink_to_fit();
        LinePoint { lat: at.lat, lon: at.lon, kind: v.kind, controls }
    }
}

/// Compiles a partition against a basis.
pub(crate) fn problem<'a>(
    basis: &'a Basis,
    partition: &'a Partition,
    functions: &'a dyn Functions,
    options: &'a SolveOptions<'a>,
) -> Result<Problem<'a>, DelimitError> {
    let party = |name: &str| basis.party_names.iter().position(|p| p == name);
    let parties = partition.holders().map(|h| party(h.as_str())).collect();
    if partition.scores.is_empty() {
        return Err(DelimitError::Invalid("a partition needs at least one holder".into()));
    }
    let tape = Tape::compile(partition)?;
    Ok(Problem { basis, partition, tape, parties, functions, options, doubts: &[] })
}
