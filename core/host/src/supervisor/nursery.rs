//! The thread that starts workers.
//!
//! A worker asks to die with the thread that started it (that is how Linux means "parent"), so all
//! are started by one thread that lives as long as the host. It also keeps the warm spare.

use std::io;
use std::sync::mpsc::{self, Receiver, Sender};
use std::thread::{self, JoinHandle};

use super::child::WorkerProcess;
use super::options::HostOptions;

/// A wish for a worker.
type Wish = Sender<io::Result<WorkerProcess>>;

/// Starts workers on a thread of its own.
pub(super) struct Nursery {
    wishes: Option<Sender<Wish>>,
    thread: Option<JoinHandle<()>>,
}

impl Nursery {
    /// Starts the thread.
    pub(super) fn start(options: HostOptions) -> io::Result<Self> {
        let (wishes, todo) = mpsc::channel();
        let thread = thread::Builder::new().name("nursery".to_owned());
        let thread = thread.spawn(move || serve(&options, &todo))?;
        Ok(Self { wishes: Some(wishes), thread: Some(thread) })
    }

    /// A fresh worker: the spare if it lives, else a new one.
    pub(super) fn worker(&self) -> io::Result<WorkerProcess> {
        let gone = || io::Error::other("the thread that starts workers is gone");
        let (wish, answer) = mpsc::channel();
        let wishes = self.wishes.as_ref().ok_or_else(gone)?;
        wishes.send(wish).map_err(|_| gone())?;
        answer.recv().map_err(|_| gone())?
    }
}

impl Drop for Nursery {
    fn drop(&mut self) {
        drop(self.wishes.take());
        if let Some(thread) = self.thread.take() {
            let _ = thread.join();
        }
    }
}

fn serve(options: &HostOptions, todo: &Receiver<Wish>) {
    // A host is made to run something: the first worker starts while the caller reads the case.
    // Failing here is no harm: the first wish tries again and says why.
    let mut spare = WorkerProcess::spawn(options).ok();
    for wish in todo {
        // The spare may have died while it waited.
        let living = spare.take().and_then(|w| w.is_alive().then_some(w));
        let worker = living.map_or_else(|| WorkerProcess::spawn(options), Ok);
        let _ = wish.send(worker);
        if options.spare {
            spare = WorkerProcess::spawn(options).ok();
        }
    }
}
