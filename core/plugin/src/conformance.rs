//! Does a plugin keep its promises? What `littoral plugin check` asks inside a worker.
//!
//! Each check is a sentence that is true of a good plugin. A plugin that crashes or never returns
//! ends its worker, which the supervisor names.

use std::sync::Arc;
use std::sync::atomic::AtomicBool;

use littoral_model::RuleError;
use serde::{Deserialize, Serialize};
use serde_json::Map;

use crate::load::Plugin;
use crate::scorer::{Points, Scorer};

/// Points of the whole sample.
const POINTS: usize = 10_000;
/// Ids of the sample's parties; the first ones are used.
const PARTIES: [&str; 12] =
    ["AZE", "IRN", "KAZ", "RUS", "TKM", "AAA", "BBB", "CCC", "DDD", "EEE", "FFF", "GGG"];

/// How one check came out.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Verdict {
    /// What a good plugin does.
    pub check: String,
    /// What this one did instead; empty if it did it.
    pub fault: String,
}

/// A sample of points round 42 N, 51 E with distances that grow away from each party's corner.
struct Sample {
    lon: Vec<f64>,
    lat: Vec<f64>,
    dist: Vec<f64>,
    parties: usize,
}

impl Sample {
    fn new(parties: usize, n: usize) -> Self {
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

    /// Scores in blocks of `size`, in the order of one block.
    fn scores(&self, scorer: &Scorer, size: usize) -> Result<Vec<u64>, RuleError> {
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

impl Plugin {
    /// Every check of one rule, with its default parameters.
    #[must_use]
    pub fn conformance(&self, rule: &str) -> Vec<Verdict> {
        let checks: [(&str, Check); 6] = [
            ("takes 1, 2, 5 and 12 parties", Self::party_counts),
            ("takes no points, and one", Self::few_points),
            ("gives the same bits in blocks of every size", Self::block_sizes),
            ("gives the same bits again, also from another instance", Self::again),
            ("can be made and ended a thousand times", Self::many_instances),
            ("refuses a parameter that it does not have", Self::unknown_parameter),
        ];
        let verdict = |(check, run): (&str, Check)| {
            let fault = run(self, rule).err().unwrap_or_default();
            Verdict { check: check.to_owned(), fault }
        };
        checks.into_iter().map(verdict).collect()
    }

    fn instance(&self, rule: &str, parties: usize) -> Result<Scorer, String> {
        let stop = Arc::new(AtomicBool::new(false));
        self.scorer(rule, &PARTIES[..parties], &Map::new(), stop).map_err(|e| e.text)
    }

    fn party_counts(&self, rule: &str) -> Result<(), String> {
        for parties in [1, 2, 5, 12] {
            let scorer = self.instance(rule, parties)?;
            let sample = Sample::new(parties, 100);
            sample.scores(&scorer, 100).map_err(|e| format!("{parties} parties: {}", e.text))?;
        }
        Ok(())
    }

    fn few_points(&self, rule: &str) -> Result<(), String> {
        let scorer = self.instance(rule, 5)?;
        let none = Points { lon: &[], lat: &[], dist: &[] };
        scorer.score(none, &mut []).map_err(|e| e.text)?;
        Sample::new(5, 1).scores(&scorer, 1).map(drop).map_err(|e| e.text)
    }

    fn block_sizes(&self, rule: &str) -> Result<(), String> {
        let (scorer, sample) = (self.instance(rule, 5)?, Sample::new(5, POINTS));
        let whole = sample.scores(&scorer, POINTS).map_err(|e| e.text)?;
        for size in [1, 7, 4096] {
            if sample.scores(&scorer, size).map_err(|e| e.text)? != whole {
                return Err(format!("blocks of {size} points give other bits than one block"));
            }
        }
        Ok(())
    }

    fn again(&self, rule: &str) -> Result<(), String> {
        let sample = Sample::new(5, POINTS);
        let one = || sample.scores(&self.instance(rule, 5)?, POINTS).map_err(|e| e.text);
        let first: Vec<u64> = one()?;
        if one()? == first { Ok(()) } else { Err("another instance gives other bits".to_owned()) }
    }

    fn many_instances(&self, rule: &str) -> Result<(), String> {
        (0..1000).try_for_each(|_| self.instance(rule, 5).map(drop))
    }

    fn unknown_parameter(&self, rule: &str) -> Result<(), String> {
        let params = Map::from_iter([("no-such-parameter".to_owned(), 1.into())]);
        match self.scorer(rule, &PARTIES[..5], &params, Arc::default()) {
            Ok(_) => Err("it was taken".to_owned()),
            Err(_) => Ok(()),
        }
    }
}

type Check = fn(&Plugin, &str) -> Result<(), String>;
