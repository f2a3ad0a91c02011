//! What plugins are tried on: points with distances, and a small round sea.

use littoral_delimit::Waters;
use littoral_geodesy::LatLon;
use littoral_model::{Case, DepthGrid, Names, Party, RuleError, Shore, ShoreKind};

use crate::scorer::{Points, Scorer};

/// Ids of the sample's parties; the first ones are used.
pub(super) const PARTIES: [&str; 12] =
    ["AZE", "IRN", "KAZ", "RUS", "TKM", "AAA", "BBB", "CCC", "DDD", "EEE", "FFF", "GGG"];

/// A sample of points round 42 N, 51 E with distances that grow away from each party's corner.
pub(super) struct Sample {
    pub(super) lon: Vec<f64>,
    pub(super) lat: Vec<f64>,
    pub(super) dist: Vec<f64>,
    parties: usize,
}

impl Sample {
    pub(super) fn new(parties: usize, n: usize) -> Self {
        let at = |i: usize| ((i % 100) as f64 / 20.0 + 48.0, (i / 100) as f64 / 20.0 + 38.0);
        let (lon, lat): (Vec<f64>, Vec<f64>) = (0..n).map(at).unzip();
        let far = |p: usize, i: usize| {
            let (x, y) = (lon[i] - 48.0 - p as f64, lat[i] - 38.0 - (p * p % 7) as f64);
            100_000.0 * x.hypot(y) + 1.0
        };
        let dist = (0..parties).flat_map(|p| (0..n).map(move |i| (p, i)));
        let dist = dist.map(|(p, i)| far(p, i)).collect();
        Self { lon, lat, dist, parties }
    }

    /// Points next to one another, along a row.
    pub(super) fn neighbours(&self) -> impl Iterator<Item = (usize, usize)> {
        (1..self.lon.len()).map(|i| (i - 1, i)).filter(|(a, b)| self.lat[*a] == self.lat[*b])
    }

    /// Metres between two points, at most: the distances here are made up, and a degree is 111.7 km.
    pub(super) fn way_m(&self, a: usize, b: usize) -> f64 {
        111_700.0 * (self.lon[a] - self.lon[b]).hypot(self.lat[a] - self.lat[b])
    }

    /// Scores in blocks of `size`, in the order of one block.
    pub(super) fn scores(&self, scorer: &Scorer, size: usize) -> Result<Vec<u64>, RuleError> {
        let n = self.lon.len();
        let mut all = vec![0; n * self.parties];
        for start in (0..n).step_by(size) {
            let end = (start + size).min(n);
            let rows = (0..self.parties).flat_map(|p| &self.dist[p * n + start..p * n + end]);
            let dist: Vec<f64> = rows.copied().collect();
            let mut out = vec![0.0; (end - start) * self.parties];
            let points =
                Points { lon: &self.lon[start..end], lat: &self.lat[start..end], dist: &dist };
            scorer.score(points, &mut out)?;
            for (k, score) in out.iter().enumerate() {
                let (p, i) = (k / (end - start), k % (end - start));
                all[p * n + start + i] = score.to_bits();
            }
        }
        Ok(all)
    }
}

/// Corners of the round sea.
const CORNERS: usize = 24;

/// A round sea about 85 km across with a bowl of a bed; the parties hold equal arcs of its coast.
pub(super) fn pond(parties: usize) -> Result<Waters, String> {
    let corner = |k: usize| {
        let turn = std::f64::consts::TAU * (k % CORNERS) as f64 / CORNERS as f64;
        LatLon::new(41.0 + 0.4 * turn.sin(), 50.5 + 0.5 * turn.cos())
    };
    let coast = |party: usize| {
        let (from, to) = (party * CORNERS / parties, (party + 1) * CORNERS / parties);
        Shore {
            party,
            kind: ShoreKind::Coast,
            lines: vec![(from..=to).map(corner).collect()],
            edge: Default::default(),
            origin: String::new(),
        }
    };
    let mut case = Case::empty("pond");
    let party = |id: &&str| Party { id: (*id).into(), name: Names::english(id) };
    case.parties = PARTIES[..parties].iter().map(party).collect();
    case.shores = (0..parties).map(coast).collect();
    case.sea.outer = (0..CORNERS).map(corner).collect();
    case.depths = Some(bowl());
    Waters::new(case).map_err(|e| e.to_string())
}

fn bowl() -> DepthGrid {
    let (nx, ny, step) = (31, 25, 0.05);
    let z = (0..nx * ny).map(|k| {
        let (i, j) = ((k % nx) as f64 - 15.0, (k / nx) as f64 - 12.0);
        i.hypot(j) * 20.0 - 200.0
    });
    DepthGrid {
        lat0: 40.4,
        lon0: 49.75,
        step,
        nx,
        z: z.collect(),
        source: "made up for checks".to_owned(),
        datum: "the surface".to_owned(),
    }
}
