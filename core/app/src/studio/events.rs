//! What has changed, told to every page by server-sent events.
//!
//! There is no queue: a page that is late gets the present state, not what it missed. So a page costs
//! one small message at most, however many changes there were.

use std::convert::Infallible;
use std::sync::Arc;
use std::time::Duration;

use axum::extract::State;
use axum::response::Sse;
use axum::response::sse::{Event, KeepAlive};
use futures_util::Stream;
use futures_util::stream::unfold;
use serde_json::{Map, Value, json};

use super::Studio;
use super::shelf::Shelf;

/// Time between two signs of life.
pub(super) const BEAT: Duration = Duration::from_secs(15);

/// The state of the files in short.
#[derive(Debug)]
pub(crate) struct News {
    version: u64,
    text: String,
}

impl News {
    /// Before any change.
    pub(super) fn first(shelf: &Shelf) -> Self {
        Self { version: 1, text: text(1, shelf, &[]) }
    }

    /// After a change.
    pub(super) fn next(&self, shelf: &Shelf, saved: Vec<String>) -> Self {
        let version = self.version + 1;
        Self { version, text: text(version, shelf, &saved) }
    }
}

fn text(version: u64, shelf: &Shelf, saved: &[String]) -> String {
    let (mut hashes, mut broken) = (Map::new(), Map::new());
    for entry in &shelf.rules {
        hashes.insert(entry.key.clone(), entry.hash.clone().into());
        if let Some(trouble) = entry.trouble() {
            broken.insert(entry.key.clone(), trouble);
        }
    }
    let case = &shelf.ground.input.hash;
    json!({ "version": version, "case": case, "trouble": shelf.trouble, "saved": saved,
        "rules": hashes, "broken": broken })
    .to_string()
}

/// The stream of one page: the present state at once, then each newer one.
pub(super) async fn stream(
    State(studio): State<Arc<Studio>>,
) -> Sse<impl Stream<Item = Result<Event, Infallible>>> {
    let mut changes = studio.news.subscribe();
    changes.mark_changed();
    let stream = unfold(changes, |mut changes| async move {
        changes.changed().await.ok()?;
        let news: Arc<News> = changes.borrow_and_update().clone();
        let event = Event::default().id(news.version.to_string()).data(&news.text);
        Some((Ok(event), changes))
    });
    Sse::new(stream).keep_alive(KeepAlive::new().interval(BEAT))
}

/// A failed rule or a finding as the page shows it.
pub(super) fn complaint(c: &crate::failure::Complaint) -> Value {
    json!({ "severity": c.severity.word(), "text": c.text, "place": c.place, "line": c.line,
        "excerpt": c.excerpt, "mark": c.mark, "label": c.label, "trace": c.trace, "help": c.help })
}
