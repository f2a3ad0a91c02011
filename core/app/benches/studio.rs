//! The studio by the clock: from cause to painted map in a real Chromium, and news to a crowd.
//!
//! `cargo bench -p littoral --bench studio`. Each row is a distribution, with the floor that this machine sets in
//! the same run: an empty request over loopback, or an empty frame of the browser.
#![allow(
    clippy::unwrap_used,
    clippy::panic,
    clippy::print_stdout,
    dead_code,
    missing_docs,
    reason = "a bench fails by panic and prints its table; it shares its helpers with the tests"
)]

#[path = "../tests/studio/chromium.rs"]
mod chromium;
#[path = "../tests/studio/served.rs"]
mod served;

use std::io::{BufRead, BufReader, Write};
use std::thread;
use std::time::{Duration, Instant};

use chromium::Chromium;
use serde_json::Value;
use served::{MINE, Served};

/// Pages of the crowd, and how long it is watched.
const CROWD: usize = 200;
const WATCHED: Duration = Duration::from_secs(10);

fn main() {
    // `cargo test --benches` runs this too, without `--bench`: there is nothing to check.
    if !std::env::args().any(|a| a == "--bench") {
        return;
    }
    println!("{:<44}{:>8}{:>8}{:>8}{:>8}", "ms", "median", "p95", "p99", "worst");
    let s = Served::start();
    row(
        "an empty request over loopback (floor)",
        (0..200).map(|_| timed(|| drop(s.get("icon.svg")))).collect(),
    );
    page(&s);
    drop(s);
    crowd();
}

fn timed(work: impl FnOnce()) -> f64 {
    let start = Instant::now();
    work();
    start.elapsed().as_secs_f64() * 1000.0
}

fn row(name: &str, mut ms: Vec<f64>) {
    ms.sort_by(f64::total_cmp);
    let at = |q: f64| ms[((ms.len() - 1) as f64 * q).round() as usize];
    println!(
        "{name:<44}{:>8.1}{:>8.1}{:>8.1}{:>8.1}   n = {}",
        at(0.5),
        at(0.95),
        at(0.99),
        at(1.0),
        ms.len()
    );
}

fn page(s: &Served) {
    let Some(mut page) = Chromium::start(1440, 900) else { return };
    let numbers =
        |v: Value| -> Vec<f64> { v.as_array().unwrap().iter().filter_map(Value::as_f64).collect() };
    let start = Instant::now();
    page.open(&s.link());
    page.until("document.querySelector('#painted')?.textContent");
    println!("first page: {:.0} ms", start.elapsed().as_secs_f64() * 1000.0);
    let bytes = page.eval("performance.getEntriesByType('resource').concat(performance.getEntriesByType('navigation')).reduce((a, r) => a + r.transferSize, 0)");
    println!(
        "first page: {:.0} kB with its first map, first run and all fonts it took",
        bytes.as_f64().unwrap() / 1000.0
    );
    page.click("[data-key=mine]");
    page.until("littoral.app.result?.entry.key === 'mine'");
    thread::sleep(Duration::from_millis(500));
    row("an empty frame of the browser (floor)", numbers(page.eval(FRAMES)));
    row("slider moved -> map painted", numbers(page.eval(&slider(40, 1.2, 0.02))));
    let mut saves = Vec::new();
    for k in 0..40 {
        page.eval(NEXT);
        let start = Instant::now();
        s.save(&MINE.replace("IRN = 1.5", &format!("IRN = 1.{:02}", 10 + k)));
        page.eval("next");
        saves.push(start.elapsed().as_secs_f64() * 1000.0);
        thread::sleep(Duration::from_millis(250));
    }
    row("script saved -> map painted", saves);
    // A rule that fits weights, to see that a slow one stays usable.
    page.click("[data-key=equity-floor]");
    page.until("littoral.app.result?.entry.key === 'equity-floor'");
    thread::sleep(Duration::from_millis(500));
    row("slider moved, rule that fits weights", numbers(page.eval(&slider(10, 0.16, 0.005))));
}

/// A promise of the next painting, kept in the page; it gives up after ten seconds.
const NEXT: &str = "globalThis.next = Promise.race([new Promise((r) => addEventListener('painted', r, { once: true })), new Promise((r) => setTimeout(r, 10000))]).then(() => true); 1";

/// Moves the first slider `n` times and waits for each painting before the next move.
fn slider(n: usize, from: f64, step: f64) -> String {
    format!(
        "(async () => {{ const out = []; const slider = document.querySelector('#params input[type=range]'); for (let k = 0; k < {n}; k++) {{ {NEXT}; const t = performance.now(); slider.value = {from} + {step} * k; slider.dispatchEvent(new Event('input')); await next; out.push(performance.now() - t); await new Promise((r) => setTimeout(r, 150)); }} return out; }})()"
    )
}

const FRAMES: &str = "(async () => { const out = []; for (let k = 0; k < 60; k++) { const t = performance.now(); await new Promise(requestAnimationFrame); out.push(performance.now() - t); } return out; })()";

/// Two hundred pages hear of ten saves a second.
fn crowd() {
    let s = Served::start();
    let streams: Vec<_> = (0..CROWD)
        .map(|_| {
            let mut stream = s.connect();
            let ask =
                format!("GET /{}/events HTTP/1.1\r\nHost: 127.0.0.1:{}\r\n\r\n", s.token, s.port);
            stream.write_all(ask.as_bytes()).unwrap();
            BufReader::new(stream)
        })
        .collect();
    let epoch = Instant::now();
    let since = |text: &str| -> Option<u64> {
        text.split("stamp-").nth(1)?.split('.').next()?.parse().ok()
    };
    let late: Vec<f64> = thread::scope(|scope| {
        let heard: Vec<_> = streams
            .into_iter()
            .map(|mut stream| {
                scope.spawn(move || {
                    let (mut out, mut line) = (Vec::new(), String::new());
                    while epoch.elapsed() < WATCHED + Duration::from_secs(2) {
                        line.clear();
                        if stream.read_line(&mut line).unwrap_or(0) == 0 {
                            break;
                        }
                        let saved = line.split("\"saved\"").nth(1).unwrap_or_default();
                        if let Some(at) = since(saved) {
                            out.push(epoch.elapsed().as_secs_f64() * 1000.0 - at as f64 / 1000.0);
                        }
                        if line.contains("stamp-end") {
                            break;
                        }
                    }
                    out
                })
            })
            .collect();
        let mut last: Option<std::path::PathBuf> = None;
        while epoch.elapsed() < WATCHED {
            let path = s.dir().join(format!("rules/stamp-{}.luau", epoch.elapsed().as_micros()));
            std::fs::write(&path, MINE).unwrap();
            if let Some(old) = last.replace(path) {
                std::fs::remove_file(old).unwrap();
            }
            thread::sleep(Duration::from_millis(100));
        }
        std::fs::write(s.dir().join("rules/stamp-end.luau"), MINE).unwrap();
        heard.into_iter().flat_map(|t| t.join().unwrap()).collect()
    });
    row(&format!("save -> news at each of {CROWD} pages, 10 a second"), late);
}
