//! Workers that do what a worker must not.

use std::fs::File;
use std::io::{self, Read, Write};
use std::process::{self, Command, ExitCode};
use std::time::Duration;
use std::{env, thread};

use littoral_host::messages::{Greeting, Progress, Reply};
use littoral_host::protocol::{Kind, read_frame, write_frame};

/// Greets unless told otherwise, takes requests, and misbehaves at the first run.
pub(crate) fn main(kind: &str) -> ExitCode {
    match kind {
        "exits-at-once" => return ExitCode::from(3),
        "is-silent" => forever(),
        "speaks-first" => send(&Reply::Log("hello".into()), 0),
        "is-another" => {
            let greeting = Greeting { product: "0.0.0".into(), ..Greeting::own() };
            send(&Reply::Ready(greeting), 0);
        }
        _ => send(&Reply::Ready(Greeting::own()), 0),
    }
    let mut from = io::stdin().lock();
    loop {
        let Ok(frame) = read_frame(&mut from) else { return ExitCode::SUCCESS };
        if frame.kind == Kind::Run {
            send(&Reply::Progress(Progress { stage: "misbehaving".into() }), frame.run);
            misbehave(kind, frame.run);
        }
    }
}

fn misbehave(kind: &str, run: u64) {
    match kind {
        "aborts" => process::abort(),
        "exits" => {
            eprintln!("last words");
            process::exit(3);
        }
        "exits-once" => {
            // A file that the test names says whether this is the first run of all workers.
            let marker = env::var_os("LITTORAL_TEST_MARKER").unwrap();
            if File::create_new(marker).is_ok() {
                process::exit(3);
            }
            let error =
                littoral_model::RuleError::new("r", littoral_model::FailureKind::Runtime, "alive");
            send(&Reply::Failed(Box::new(error)), run);
        }
        "sleeps" => forever(),
        "floods" => {
            let mut err = io::stderr().lock();
            for n in 0..200_000 {
                let _ = writeln!(err, "line {n} {}", "x".repeat(200));
            }
            process::exit(3);
        }
        "writes-garbage" => {
            write(&[0x5A; 4096]);
            forever();
        }
        "lies-about-length" => {
            let mut bytes = Vec::new();
            write_frame(&mut bytes, &Reply::Log("x".into()).frame(run)).unwrap();
            bytes[..4].copy_from_slice(&u32::MAX.to_le_bytes());
            write(&bytes);
            forever();
        }
        "stops-within-a-frame" => {
            let mut bytes = Vec::new();
            write_frame(&mut bytes, &Reply::Log("x".repeat(99)).frame(run)).unwrap();
            write(&bytes[..50]);
            process::exit(0);
        }
        "answers-another-run" => {
            send(&Reply::Log("x".into()), run + 1);
            forever();
        }
        "leaves-a-child" => {
            // The child holds every pipe open after its parent is gone.
            let mut child = Command::new(env::current_exe().unwrap());
            drop(child.args(["misbehave", "is-silent"]).spawn());
            process::exit(3);
        }
        "stops-reading" => {
            let _ = io::stdin().lock().read(&mut []);
            forever();
        }
        other => eprintln!("no misbehaviour {other}"),
    }
}

fn send(reply: &Reply, run: u64) {
    let _ = write_frame(&mut io::stdout().lock(), &reply.frame(run));
}

fn write(bytes: &[u8]) {
    let mut out = io::stdout().lock();
    let _ = out.write_all(bytes).and_then(|()| out.flush());
}

fn forever() -> ! {
    loop {
        thread::sleep(Duration::from_secs(3600));
    }
}
