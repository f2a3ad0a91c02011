//! Thalweg by watershed: each coast holds the water that runs off it, and boundaries follow the deepest
//! line of the sea bed between coasts.
//!
//! The case's depths lie on a grid; the flood gives every node a party. Between nodes a party's part
//! in a place is interpolated, and the party with the greatest part holds it. Within a belt along the
//! coast, where the grid is coarser than the coast, equidistance stands, so lines begin at the termini.

mod flood;

use std::rc::Rc;

pub use flood::Bed;
use littoral_sdk::{Depths, Outcome, Params, Place, RunRule, Sea, export_plugin};

/// Shortest degree of latitude and, at the equator, of longitude, metres (WGS 84): bounds on slopes.
const DEGREE_LAT_M: f64 = 110_570.0;
const DEGREE_LON_M: f64 = 111_310.0;

/// The rule.
pub struct Thalweg {
    belt_m: f64,
    smooth: usize,
}

impl RunRule for Thalweg {
    const ID: &'static str = "thalweg-watershed";
    const ABOUT: &'static str = "Each coast holds the water that runs off it: boundaries follow the deepest line of the bed";
    const CITE: &'static str = "Meyer 1994, Topographic distance and watershed lines; \
        Barnes, Lehman and Mulla 2014, Priority-flood; \
        thalweg in river and strait boundaries: Prescott and Triggs 2008, International Frontiers";
    const PARAMS: &'static str = r#"[
        {"name": "belt", "type": "length", "unit": "nm", "min": 0, "max": 50, "default": 6,
         "about": "within it equidistance stands: the grid is coarser than the coast"},
        {"name": "smooth", "type": "number", "min": 0, "max": 20, "default": 2,
         "about": "times that the steps of the grid are averaged with their neighbours"}]"#;

    fn new(params: &Params<'_>) -> Result<Self, String> {
        let smooth = params.number("smooth", 2.0);
        match smooth.fract() == 0.0 {
            true => Ok(Self { belt_m: params.number("belt", 0.0), smooth: smooth as usize }),
            false => Err(format!("smooth is a whole number of times, not {smooth}")),
        }
    }

    fn run(&self, sea: &Sea<'_>) -> Outcome {
        let depths = sea.depths().ok_or("the case has no depths: add bathymetry.json to it")?;
        let parties = parties_of(sea, &depths)?;
        let parts = (0..sea.parties()).map(|p| Part::of(p, &depths, &parties, self.smooth));
        let scores: Vec<_> =
            parts.map(|part| sea.field(part.score(), Some(part.slope()))).collect();
        let mut seabed = sea.assign(&scores);
        if self.belt_m > 0.0 {
            let belt = sea.coast().within(self.belt_m);
            seabed = seabed.overlay(belt, sea.equidistance(1.0));
        }
        sea.layer("seabed", seabed);
        sea.number("nodes", depths.z.len() as f64);
        sea.number("step_deg", depths.step);
        Ok(())
    }
}

/// The party of every node of the grid.
fn parties_of(sea: &Sea<'_>, depths: &Depths<'_>) -> Result<Vec<usize>, String> {
    let nodes: Vec<Place> = (0..depths.z.len()).map(|k| node(depths, k)).collect();
    let water: Vec<bool> = nodes.iter().map(|at| sea.inside(*at)).collect();
    let depth: Vec<f64> = depths.z.iter().map(|z| depths.level - z).collect();
    let wet: Vec<usize> = (0..nodes.len()).filter(|k| water[*k]).collect();
    let places: Vec<Place> = wet.iter().map(|k| nodes[*k]).collect();
    let mut dist = Vec::new();
    for party in 0..sea.parties() {
        let mut all = vec![f64::INFINITY; nodes.len()];
        for (k, d) in wet.iter().zip(sea.values(sea.dist(party), &places)) {
            all[*k] = d;
        }
        dist.push(all);
    }
    if sea.cancelled() {
        return Err("cancelled".to_owned());
    }
    if wet.is_empty() {
        return Err("no node of the grid of depths lies in the sea".to_owned());
    }
    Ok(Bed { nx: depths.nx, depth: &depth, water: &water, dist: &dist }.parties())
}

fn node(depths: &Depths<'_>, k: usize) -> Place {
    let (j, i) = (k / depths.nx, k % depths.nx);
    (depths.lat0 + depths.step * j as f64, depths.lon0 + depths.step * i as f64)
}

/// One party's part in every node, 0 to 1.
struct Part {
    values: Rc<[f64]>,
    nx: usize,
    origin: Place,
    step: f64,
}

impl Part {
    fn of(party: usize, depths: &Depths<'_>, parties: &[usize], smooth: usize) -> Self {
        let mut values: Vec<f64> =
            parties.iter().map(|p| if *p == party { 1.0 } else { 0.0 }).collect();
        for _ in 0..smooth {
            values = averaged(&values, depths.nx);
        }
        let origin = (depths.lat0, depths.lon0);
        Self { values: values.into(), nx: depths.nx, origin, step: depths.step }
    }

    /// The part between nodes as a score: the greatest part is the lowest score. Beyond the grid it
    /// is that of the edge.
    fn score(&self) -> impl Fn(f64, f64) -> f64 + 'static {
        let (values, nx, origin, step) = (self.values.clone(), self.nx, self.origin, self.step);
        let ny = values.len() / nx;
        move |lat, lon| {
            let y = ((lat - origin.0) / step).clamp(0.0, ny as f64 - 1.0);
            let x = ((lon - origin.1) / step).clamp(0.0, nx as f64 - 1.0);
            let (j, i) = ((y as usize).min(ny.max(2) - 2), (x as usize).min(nx.max(2) - 2));
            let (v, u) = (y - j as f64, x - i as f64);
            let at = |j: usize, i: usize| values[j.min(ny - 1) * nx + i.min(nx - 1)];
            let row = |j: usize| at(j, i) * (1.0 - u) + at(j, i + 1) * u;
            -(row(j) * (1.0 - v) + row(j + 1) * v)
        }
    }

    /// The greatest change a metre: from 0 to 1 between two nodes, both ways.
    fn slope(&self) -> f64 {
        let rows = self.values.len() / self.nx;
        let north = self.origin.0 + self.step * rows as f64;
        let poleward = self.origin.0.abs().max(north.abs()) + 1.0;
        let degree_lon = DEGREE_LON_M * poleward.min(89.0).to_radians().cos();
        (1.0 / (self.step * DEGREE_LAT_M)).hypot(1.0 / (self.step * degree_lon))
    }
}

/// Each node the mean of itself and the eight around it, as far as there are.
fn averaged(values: &[f64], nx: usize) -> Vec<f64> {
    let ny = values.len() / nx;
    let mean = |k: usize| {
        let (j, i) = (k / nx, k % nx);
        let rows = j.saturating_sub(1)..(j + 2).min(ny);
        let columns = i.saturating_sub(1)..(i + 2).min(nx);
        let count = rows.len() * columns.len();
        let row =
            |j: usize| values[j * nx + columns.start..j * nx + columns.end].iter().sum::<f64>();
        rows.map(row).sum::<f64>() / count as f64
    };
    (0..values.len()).map(mean).collect()
}

export_plugin!("org.littoral.thalweg", "0.1.0"; run Thalweg);
