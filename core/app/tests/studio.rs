//! The studio as its users and its enemies meet it: over HTTP, and in a real browser where there is one.
#![allow(clippy::unwrap_used, clippy::panic, reason = "helpers of tests fail by panic as tests do")]

#[path = "studio/browser.rs"]
mod browser;
#[path = "studio/chromium.rs"]
mod chromium;
#[path = "studio/crowd.rs"]
mod crowd;
#[path = "studio/guard.rs"]
mod guard;
#[path = "cli/lake.rs"]
#[allow(dead_code, reason = "shared with the tests of the command line, which spoil it too")]
mod lake;
#[path = "studio/names.rs"]
mod names;
#[path = "studio/said.rs"]
mod said;
#[path = "studio/served.rs"]
mod served;
#[path = "studio/work.rs"]
mod work;
