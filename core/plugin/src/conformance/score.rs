//! Promises of rules that score points.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering::Relaxed};
use std::thread;
use std::time::{Duration, Instant};

use littoral_sdk::abi::{HOST_1_0, LitHost};
use serde_json::Map;

use super::Check;
use super::sample::{PARTIES, Sample};
use crate::instance::Trial;
use crate::load::Plugin;
use crate::scorer::{Points, Scorer};

/// Points of the whole sample, and of a huge one.
const POINTS: usize = 10_000;
const HUGE: usize = 1_000_000;
/// Points of a block during which a run is cancelled: many more than the engine asks at once.
const LONG: usize = 100_000;
/// The fault after which nothing else is asked.
pub(super) const WRITES_BESIDE: &str =
    "it writes beside the room for its scores, which is n * n_parties numbers";
/// Numbers that are watched on each side of the scores.
const BESIDE: usize = 64;
/// Threads that ask one instance at once.
const THREADS: usize = 8;
/// How long a rule may go on after it was cancelled.
const STOPS_WITHIN: Duration = Duration::from_millis(50);

/// Every check of a score rule.
pub(super) const CHECKS: [(&str, Check); 12] = [
    ("writes its scores and nothing beside them", nothing_beside),
    ("takes 1, 2, 5 and 12 parties", party_counts),
    ("takes no points, and one", few_points),
    ("takes a million points at once", many_points),
    ("gives the same bits in blocks of every size", block_sizes),
    ("gives the same bits again, also from another instance", again),
    ("gives the same bits to eight threads at once", threads),
    ("stops within 50 ms when it is cancelled", cancelled),
    ("outlives distances that are no numbers", not_numbers),
    ("reads a host table by its stated size, older and newer", sizes),
    ("keeps its instances apart", instances_apart),
    ("changes no faster than it says", bounds),
];

pub(super) fn scorer(plugin: &Plugin, rule: &str, parties: usize) -> Result<Scorer, String> {
    let stop = Arc::new(AtomicBool::new(false));
    plugin.scorer(rule, &PARTIES[..parties], &Map::new(), stop).map_err(|e| e.text)
}

fn party_counts(plugin: &Plugin, rule: &str) -> Result<(), String> {
    for parties in [1, 2, 5, 12] {
        let scorer = scorer(plugin, rule, parties)?;
        let sample = Sample::new(parties, 100);
        sample.scores(&scorer, 100).map_err(|e| format!("{parties} parties: {}", e.text))?;
    }
    Ok(())
}

/// Numbers on both sides of the scores: a plugin that writes there writes over somebody's memory.
fn nothing_beside(plugin: &Plugin, rule: &str) -> Result<(), String> {
    const GUARD: f64 = 4.656_612_873_077_393e-10;
    let (scorer, sample) = (scorer(plugin, rule, 2)?, Sample::new(2, 100));
    let mut room = vec![GUARD; 200 + 2 * BESIDE];
    let points = Points { lon: &sample.lon, lat: &sample.lat, dist: &sample.dist };
    let scored = scorer.score(points, &mut room[BESIDE..200 + BESIDE]);
    let room = std::hint::black_box(room);
    let changed = |part: &[f64]| part.iter().any(|x| x.to_bits() != GUARD.to_bits());
    if changed(&room[..BESIDE]) || changed(&room[200 + BESIDE..]) {
        return Err(WRITES_BESIDE.to_owned());
    }
    scored.map_err(|e| e.text)
}

fn few_points(plugin: &Plugin, rule: &str) -> Result<(), String> {
    let scorer = scorer(plugin, rule, 5)?;
    let none = Points { lon: &[], lat: &[], dist: &[] };
    scorer.score(none, &mut []).map_err(|e| e.text)?;
    Sample::new(5, 1).scores(&scorer, 1).map(drop).map_err(|e| e.text)
}

fn many_points(plugin: &Plugin, rule: &str) -> Result<(), String> {
    let (scorer, sample) = (scorer(plugin, rule, 2)?, Sample::new(2, HUGE));
    sample.scores(&scorer, HUGE).map(drop).map_err(|e| e.text)
}

fn block_sizes(plugin: &Plugin, rule: &str) -> Result<(), String> {
    let (scorer, sample) = (scorer(plugin, rule, 5)?, Sample::new(5, POINTS));
    let whole = sample.scores(&scorer, POINTS).map_err(|e| e.text)?;
    for size in [1, 7, 4096] {
        if sample.scores(&scorer, size).map_err(|e| e.text)? != whole {
            return Err(format!("blocks of {size} points give other bits than one block"));
        }
    }
    Ok(())
}

fn again(plugin: &Plugin, rule: &str) -> Result<(), String> {
    let sample = Sample::new(5, POINTS);
    let one = || sample.scores(&scorer(plugin, rule, 5)?, POINTS).map_err(|e| e.text);
    let first: Vec<u64> = one()?;
    if one()? == first { Ok(()) } else { Err("another instance gives other bits".to_owned()) }
}

fn threads(plugin: &Plugin, rule: &str) -> Result<(), String> {
    let (scorer, sample) = (scorer(plugin, rule, 5)?, Sample::new(5, POINTS));
    let alone = sample.scores(&scorer, 512).map_err(|e| e.text)?;
    let all = thread::scope(|scope| {
        let one = |_| scope.spawn(|| sample.scores(&scorer, 512).map_err(|e| e.text));
        let started: Vec<_> = (0..THREADS).map(one).collect();
        started.into_iter().map(|t| t.join()).collect::<Vec<_>>()
    });
    for bits in all {
        let bits = bits.map_err(|_| "a thread of the check panicked".to_owned())??;
        if bits != alone {
            return Err("threads that ask at once get other bits than one alone".to_owned());
        }
    }
    Ok(())
}

fn cancelled(plugin: &Plugin, rule: &str) -> Result<(), String> {
    // A busy machine may hold up a plugin that does as it should, but not each time.
    const TRIES: usize = 3;
    let mut least = Duration::MAX;
    for _ in 0..TRIES {
        least = least.min(time_to_stop(plugin, rule)?);
        if least <= STOPS_WITHIN {
            return Ok(());
        }
    }
    Err(format!("it went on for {} ms: ask host->cancelled", least.as_millis()))
}

fn time_to_stop(plugin: &Plugin, rule: &str) -> Result<Duration, String> {
    let stop = Arc::new(AtomicBool::new(false));
    let scorer = plugin.scorer(rule, &PARTIES[..2], &Map::new(), stop.clone());
    let (scorer, sample) = (scorer.map_err(|e| e.text)?, Sample::new(2, LONG));
    let late = thread::scope(|scope| {
        let asked = scope.spawn(|| {
            // Over and over, as a solution asks, until the flag is seen.
            let mut out = vec![0.0; 2 * LONG];
            let points = Points { lon: &sample.lon, lat: &sample.lat, dist: &sample.dist };
            while !stop.load(Relaxed) && scorer.score(points, &mut out).is_ok() {}
            Instant::now()
        });
        thread::sleep(Duration::from_millis(5));
        let since = Instant::now();
        stop.store(true, Relaxed);
        asked.join().map(|end| end.saturating_duration_since(since))
    });
    late.map_err(|_| "a thread of the check panicked".to_owned())
}

fn not_numbers(plugin: &Plugin, rule: &str) -> Result<(), String> {
    let (scorer, mut sample) = (scorer(plugin, rule, 2)?, Sample::new(2, 100));
    for bad in [f64::NAN, f64::INFINITY, f64::NEG_INFINITY, -1.0, 0.0, 1e308] {
        sample.dist.fill(bad);
        // What comes out is its own affair; that it comes back is not.
        let _ = sample.scores(&scorer, 100);
    }
    Ok(())
}

fn sizes(plugin: &Plugin, rule: &str) -> Result<(), String> {
    let sample = Sample::new(5, 100);
    let whole = sample.scores(&scorer(plugin, rule, 5)?, 100).map_err(|e| e.text)?;
    let (host_1_0, own) = (HOST_1_0 as u32, size_of::<LitHost>() as u32);
    for (json, size) in
        [(None, own + 128), (None, host_1_0), (Some(""), host_1_0), (Some("{"), host_1_0)]
    {
        let trial = (Arc::default(), Trial { json, size: Some(size) });
        let made = plugin.trial(rule, &PARTIES[..5], &Map::new(), trial);
        let Ok(scorer) = made.and_then(Scorer::of) else { continue };
        let bits = sample.scores(&scorer, 100).map_err(|e| e.text)?;
        if json.is_none() && bits != whole {
            return Err("an older or a newer host gets other bits".to_owned());
        }
    }
    Ok(())
}

fn instances_apart(plugin: &Plugin, rule: &str) -> Result<(), String> {
    let sample = Sample::new(5, 100);
    let kept = scorer(plugin, rule, 5)?;
    let before = sample.scores(&kept, 100).map_err(|e| e.text)?;
    for parties in [1, 5, 12, 5] {
        drop(scorer(plugin, rule, parties)?);
    }
    match sample.scores(&kept, 100).map_err(|e| e.text)? == before {
        true => Ok(()),
        false => Err("another instance's end changes this one's scores".to_owned()),
    }
}

/// Neighbours of the sample against the bounds that the rule has told.
fn bounds(plugin: &Plugin, rule: &str) -> Result<(), String> {
    let (scorer, sample) = (scorer(plugin, rule, 5)?, Sample::new(5, POINTS));
    let bits = sample.scores(&scorer, POINTS).map_err(|e| e.text)?;
    for (party, id) in PARTIES[..5].iter().enumerate() {
        let Some(most) = scorer.lipschitz(party) else { continue };
        for (here, there) in sample.neighbours() {
            let score = |i: usize| f64::from_bits(bits[party * POINTS + i]);
            let (change, way) = ((score(there) - score(here)).abs(), sample.way_m(here, there));
            if change > most * way + 1e-6 {
                return Err(format!(
                    "it says that the score of {id} changes by {most} a metre at most; from lat {:.2}, lon {:.2} it changes by {:.3}",
                    sample.lat[here],
                    sample.lon[here],
                    change / way
                ));
            }
        }
    }
    Ok(())
}
