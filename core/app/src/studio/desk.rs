//! The law of a case on a thread of its own: built when first asked, kept as long as the case is.

use std::cell::OnceCell;
use std::sync::mpsc::{Receiver, Sender, channel};
use std::thread;

use littoral_treaty::survey::{STEP_DEG, Survey};
use littoral_treaty::{Law, Record};
use tokio::sync::oneshot;

/// What a question may use.
pub(super) struct Lawyer<'l, 'w> {
    /// The law.
    pub(super) law: &'l Law<'w>,
    survey: OnceCell<Survey<'l, 'w>>,
}

impl<'l, 'w> Lawyer<'l, 'w> {
    /// The lattice that areas are counted on.
    pub(super) fn survey(&self) -> &Survey<'l, 'w> {
        self.survey.get_or_init(|| Survey::new(self.law.ground(), STEP_DEG))
    }
}

/// A question; it gets the reason instead where there is no law to ask.
type Job = Box<dyn FnOnce(Result<&Lawyer<'_, '_>, &str>) + Send>;

/// Where questions are handed in.
pub(super) struct Desk {
    jobs: Sender<Job>,
}

impl Desk {
    /// Opens a desk; its thread ends with it.
    pub(super) fn open(record: Record, waters: super::ground::Engine) -> Self {
        let (jobs, queue) = channel();
        thread::spawn(move || serve(&record, &waters, &queue));
        Self { jobs }
    }

    /// Asks, and waits for the answer. A question that nobody waits for any more is passed over.
    pub(super) async fn ask<T: Send + 'static>(
        &self,
        question: impl FnOnce(&Lawyer<'_, '_>) -> Result<T, String> + Send + 'static,
    ) -> Result<T, String> {
        let (tell, answer) = oneshot::channel();
        let job: Job = Box::new(move |lawyer| {
            if !tell.is_closed() {
                let result = lawyer.map_err(str::to_owned).and_then(question);
                // The page has gone meanwhile: nothing to tell.
                let _ = tell.send(result);
            }
        });
        let lost = "the law of this case cannot be asked";
        self.jobs.send(job).map_err(|_| lost.to_owned())?;
        answer.await.map_err(|_| lost.to_owned())?
    }
}

fn serve(record: &Record, waters: &super::ground::Engine, queue: &Receiver<Job>) {
    let law = waters.as_ref().map_err(String::clone).and_then(|w| Law::new(record, w));
    match &law {
        Ok(law) => {
            let lawyer = Lawyer { law, survey: OnceCell::new() };
            queue.iter().for_each(|job| job(Ok(&lawyer)));
        }
        Err(why) => queue.iter().for_each(|job| job(Err(why))),
    }
}
