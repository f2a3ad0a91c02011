//! The Caspian's law for tests, and answers as short lines.
#![allow(dead_code, unreachable_pub, reason = "each test file uses its own part")]
#![allow(clippy::unwrap_used, clippy::panic, reason = "a test fails by panicking")]

use std::path::Path;

use jiff::ToSpan as _;
use jiff::civil::Date;
use littoral_delimit::Waters;
use littoral_formats::{CaseBundle, CaseReading, read_case};
use littoral_geodesy::LatLon;
use littoral_treaty::{
    Activity, Answer, Bearer, Day, DyadAnswer, Event, EventKind, Extent, Instrument,
    InstrumentKind, Law, Layer, LegalFinding, Modality, Norm, Question,
};

pub fn reading() -> CaseReading {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../examples/caspian");
    let reading = read_case(&CaseBundle::read_dir(&path).unwrap(), &[]);
    assert!(reading.case.is_some(), "{:?}", reading.findings);
    reading
}

/// Runs a test on the law of the Caspian.
pub fn with_law<T>(test: impl FnOnce(&Law<'_>) -> T) -> T {
    let reading = reading();
    let waters = Waters::new(reading.case.unwrap()).unwrap();
    test(&Law::new(&reading.record, &waters).unwrap())
}

pub fn date(text: &str) -> Date {
    text.parse().unwrap()
}

pub fn layer(word: &str) -> Layer {
    Layer::named(word).unwrap_or_else(|| panic!("no layer {word}"))
}

pub fn activity(word: &str) -> Activity {
    Activity::named(word).unwrap_or_else(|| panic!("no activity {word}"))
}

/// A place of a question: `44.6,49.2` or `deposit:kurmangazy`.
pub fn question<'a>(place: &'a str, over: &str, doing: &str) -> Question<'a> {
    let deposit = place.strip_prefix("deposit:");
    let at = deposit.is_none().then(|| {
        let (lat, lon) = place.split_once(',').unwrap();
        LatLon::new(lat.trim().parse().unwrap(), lon.trim().parse().unwrap())
    });
    Question { at, deposit, layer: layer(over), activity: activity(doing), between: None }
}

pub fn ask(day: &Day<'_, '_>, q: &Question<'_>, pair: [&str; 2]) -> DyadAnswer {
    let answer = day.at(&Question { between: Some(pair), ..*q }).unwrap();
    answer.dyads.into_iter().next().unwrap()
}

pub fn ask_all(day: &Day<'_, '_>, q: &Question<'_>) -> Answer {
    day.at(q).unwrap()
}

/// `HOLDS KAZ sovereign RUKZ1998+RUKZ2002`, with `~` for a second reading.
pub fn short(f: &LegalFinding) -> String {
    let mut out = f.verdict.word().to_owned();
    if let Some(or) = f.or {
        out += &format!("~{}", or.word());
    }
    let who = if f.third { "third".to_owned() } else { f.bearer.join("+") };
    let basis: Vec<&str> = f.basis.iter().map(|b| b.instrument.as_str()).collect();
    if let Some(m) = f.modality {
        out += &format!(" {who} {} {}", m.word(), basis.join("+"));
    }
    out
}

pub fn shorts(d: &DyadAnswer) -> Vec<String> {
    d.findings.iter().map(short).collect()
}

/// Numbers from 0 to 1 (SplitMix64): the same in every run, others with `LITTORAL_SEED=n`.
pub struct Draws(u64);

impl Draws {
    /// The sequence of one test.
    pub fn new(own: u64) -> Self {
        let seed = std::env::var("LITTORAL_SEED").ok().and_then(|s| s.parse::<u64>().ok());
        Self(own.wrapping_add(seed.unwrap_or(0).wrapping_mul(0x2545_f491_4f6c_dd1d)))
    }

    pub fn next(&mut self) -> f64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        ((z ^ (z >> 31)) >> 11) as f64 / (1_u64 << 53) as f64
    }

    pub fn pick<T: Copy>(&mut self, list: &[T]) -> T {
        list[(self.next() * list.len() as f64) as usize % list.len()]
    }

    /// A place in the sea.
    pub fn place(&mut self, waters: &Waters) -> LatLon {
        loop {
            let at = LatLon::new(36.5 + 10.6 * self.next(), 46.7 + 7.5 * self.next());
            if waters.in_sea(at) {
                return at;
            }
        }
    }

    pub fn day(&mut self) -> Date {
        let first: Date = "1920-01-01".parse().unwrap();
        first.checked_add(((self.next() * 38_700.0) as i32).days()).unwrap()
    }
}

/// A norm of the whole sea.
pub fn norm(id: &str, bearer: Bearer, modality: Modality, doing: &str, over: &str) -> Norm {
    Norm {
        id: id.into(),
        bearer,
        modality,
        activities: vec![activity(doing)],
        layers: vec![layer(over)],
        extent: Extent::Whole,
        condition: String::new(),
        text: id.into(),
        article: "art. 1".into(),
        from: None,
        until: None,
        until_event: None,
        shares: Vec::new(),
        boundary: false,
        objective: false,
        overlay: None,
        model: String::new(),
        confidence: None,
    }
}

/// A treaty of all five, in force from its signature on.
pub fn treaty(id: &str, signed: &str, norms: Vec<Norm>) -> Instrument {
    let parties = ["AZE", "IRN", "KAZ", "RUS", "TKM"];
    Instrument {
        signed: signed.parse().ok(),
        events: vec![event(EventKind::InForce, signed, None)],
        norms,
        ..Instrument::empty(id, InstrumentKind::Treaty, &parties)
    }
}

pub fn event(kind: EventKind, day: &str, party: Option<&str>) -> Event {
    Event {
        date: day.parse().unwrap(),
        kind,
        party: party.map(str::to_owned),
        text: String::new(),
        known: None,
        confidence: None,
    }
}
