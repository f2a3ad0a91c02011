//! Many pages at once, and one that stops reading.

use std::io::{Read, Write};
use std::thread;
use std::time::{Duration, Instant};

use crate::served::{MINE, Served};
use crate::work::News;

/// Forty pages hear of every last state; what they missed meanwhile is not told again.
#[test]
fn all_pages_end_on_the_last_version() {
    let s = Served::start();
    let pages: Vec<News> = (0..40).map(|_| News::of(&s)).collect();
    let last = "IRN = 1.77";
    thread::scope(|scope| {
        let heard: Vec<_> = pages
            .into_iter()
            .map(|mut page| {
                scope.spawn(move || {
                    let mut versions = vec![page.next()["version"].as_u64().unwrap()];
                    loop {
                        let news = page.next();
                        versions.push(news["version"].as_u64().unwrap());
                        if news["saved"][0].as_str().is_some_and(|f| f.contains("last")) {
                            return versions;
                        }
                    }
                })
            })
            .collect();
        for k in 0..12 {
            s.save(&MINE.replace("IRN = 1.5", &format!("IRN = 1.{k:02}")));
            thread::sleep(Duration::from_millis(60));
        }
        std::fs::write(s.dir().join("rules/last.luau"), MINE.replace("IRN = 1.5", last)).unwrap();
        for page in heard {
            let versions = page.join().unwrap();
            assert!(versions.windows(2).all(|w| w[0] < w[1]), "{versions:?}");
        }
    });
}

/// A page that never reads: its connection is cut, the others are served meanwhile.
#[test]
fn a_reader_that_stands_still_is_dropped() {
    let s = Served::start();
    let mut stuck = s.connect();
    // Many answers asked for at once and none read: the system's buffers fill.
    let one = format!(
        "GET /{}/NotoSans-Regular.woff2 HTTP/1.1\r\nHost: 127.0.0.1:{}\r\n\r\n",
        s.token, s.port
    );
    stuck.set_write_timeout(Some(Duration::from_secs(1))).unwrap();
    for _ in 0..400 {
        if stuck.write_all(one.as_bytes()).is_err() {
            break;
        }
    }
    let start = Instant::now();
    assert_eq!(s.get("state").status, 200);
    thread::sleep(Duration::from_secs(12));
    // Cut: what was under way is read to its end, and the end comes.
    stuck.set_read_timeout(Some(Duration::from_secs(20))).unwrap();
    let mut rest = Vec::new();
    let _ = stuck.read_to_end(&mut rest);
    assert!(rest.len() < 8 << 20, "{} bytes were kept for it", rest.len());
    assert!(start.elapsed() < Duration::from_secs(30), "not dropped after {:?}", start.elapsed());
    assert_eq!(s.get("state").status, 200);
}
