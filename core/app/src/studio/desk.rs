//! The law of a case on a thread of its own: built when first asked, kept as long as the case is.

use std::cell::OnceCell;
use std::panic::{AssertUnwindSafe, catch_unwind};
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
            each(queue, Ok(&lawyer));
        }
        Err(why) => each(queue, Err(why)),
    }
}

/// Does one job after the other. One that panics is lost alone: its asker hears that nothing came, the desk stays open.
fn each(queue: &Receiver<Job>, lawyer: Result<&Lawyer<'_, '_>, &str>) {
    for job in queue {
        let _ = catch_unwind(AssertUnwindSafe(|| job(lawyer)));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_question_that_panics_is_lost_alone() {
        let (jobs, queue) = channel::<Job>();
        let (tell, told) = channel();
        jobs.send(Box::new(|_| panic!("a question too many"))).unwrap();
        jobs.send(Box::new(move |_| tell.send("answered").unwrap())).unwrap();
        drop(jobs);
        each(&queue, Err("no law"));
        assert_eq!(told.recv(), Ok("answered"));
    }
}
