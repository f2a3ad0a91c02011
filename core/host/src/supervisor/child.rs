//! One worker process as the supervisor sees it: three pipes, three threads, never a zombie.

use std::collections::BTreeMap;
use std::io::{self, BufRead, BufReader, Read};
use std::path::PathBuf;
use std::process::{Child, ChildStdin, ChildStdout, Command, ExitStatus, Stdio};
use std::sync::mpsc::{self, Receiver, RecvTimeoutError, Sender};
use std::thread::{self, JoinHandle};
use std::time::{Duration, Instant};

use crate::messages::{Greeting, Request, RuleCode};
use crate::protocol::{Frame, FrameError, read_frame, write_frame};
use crate::recent::{CASES, Recent};

use super::log::LogTail;
use super::options::HostOptions;
use super::strays::Mark;

/// How long a worker whose pipe has ended may take to leave by itself.
const LEAVING: Duration = Duration::from_millis(200);

/// How long a killed worker may take to be gone.
const REAPING: Duration = Duration::from_secs(2);

/// What can happen while a run is under way.
pub(super) enum Event {
    /// The worker says something.
    Frame(Frame),
    /// The pipe from the worker ended or carries what is no frame.
    Broken(FrameError),
    /// The caller wants this run no longer.
    Cancel(u64),
}

/// A child process that serves runs. Dropping it kills and reaps it.
pub(super) struct WorkerProcess {
    child: Child,
    to: Option<Sender<Frame>>,
    waker: Sender<Event>,
    events: Receiver<Event>,
    log: LogTail,
    log_thread: Option<JoinHandle<()>>,
    ended: Option<ExitStatus>,
    /// It was killed and cannot be reaped: nobody waits for it again.
    given_up: bool,
    mark: Mark,
    /// Cases that the worker has now.
    pub(super) cases: Recent<String, (), CASES>,
    /// It has greeted, in our version.
    pub(super) greeted: bool,
    /// Plugins that it has opened: folder and private copy.
    pub(super) plugins: BTreeMap<PathBuf, PathBuf>,
}

impl WorkerProcess {
    /// Starts a worker and greets it, without waiting for its answer.
    pub(super) fn spawn(options: &HostOptions) -> io::Result<Self> {
        let mark = Mark::new();
        let mut command = Command::new(options.worker_path()?);
        let (name, value) = mark.variable();
        command.env(name, value);
        command.args(&options.worker_args).stdin(Stdio::piped()).stdout(Stdio::piped());
        command.stderr(Stdio::piped());
        // Its own group: ended with all that a plugin may have started, and not by the terminal.
        #[cfg(unix)]
        std::os::unix::process::CommandExt::process_group(&mut command, 0);
        let mut child = command.spawn()?;
        let taken = (child.stdin.take(), child.stdout.take(), child.stderr.take());
        let (waker, events) = mpsc::channel();
        let (log, (to, frames)) = (LogTail::default(), mpsc::channel());
        let mut worker = Self {
            child,
            to: Some(to),
            waker: waker.clone(),
            events,
            log: log.clone(),
            log_thread: None,
            ended: None,
            given_up: false,
            mark,
            cases: Recent::new(),
            greeted: false,
            plugins: BTreeMap::new(),
        };
        // From here on a failure drops `worker`, which ends the child.
        let (Some(stdin), Some(stdout), Some(stderr)) = taken else {
            return Err(io::Error::other("a pipe to the worker is missing"));
        };
        named("worker-in", move || write_frames(stdin, &frames))?;
        named("worker-out", move || read_frames(stdout, &waker))?;
        worker.log_thread = Some(named("worker-log", move || read_log(stderr, &log))?);
        worker.send(0, &Request::Hello(Greeting::own()));
        Ok(worker)
    }

    /// Sends a request. A dead worker is noticed by the event that follows.
    pub(super) fn send(&self, run: u64, request: &Request) {
        if let Some(to) = &self.to {
            let _ = to.send(request.frame(run));
        }
    }

    /// The next event before `deadline`, or `None`. A worker that is gone while another process
    /// still holds its pipe open counts as broken.
    pub(super) fn next(&mut self, deadline: Instant) -> Option<Event> {
        const LOOK: Duration = Duration::from_millis(50);
        loop {
            let left = deadline.saturating_duration_since(Instant::now());
            match self.events.recv_timeout(left.min(LOOK)) {
                Ok(event) => return Some(event),
                Err(RecvTimeoutError::Disconnected) => {
                    return Some(Event::Broken(FrameError::Closed));
                }
                Err(RecvTimeoutError::Timeout) if left.is_zero() => return None,
                Err(RecvTimeoutError::Timeout) if self.is_alive() => {}
                Err(RecvTimeoutError::Timeout) => {
                    // What it said before it died comes first.
                    let last = self.events.try_recv();
                    return Some(last.unwrap_or(Event::Broken(FrameError::Closed)));
                }
            }
        }
    }

    /// Sends events to this worker's run from elsewhere.
    pub(super) fn waker(&self) -> Sender<Event> {
        self.waker.clone()
    }

    /// Is the process there? A dead one is not reaped yet: its number stays its own until
    /// [`WorkerProcess::kill`] has ended the rest of its group.
    #[cfg(unix)]
    pub(super) fn is_alive(&self) -> bool {
        use rustix::process::{WaitId, WaitIdOptions, waitid};
        let look = WaitIdOptions::EXITED | WaitIdOptions::NOHANG | WaitIdOptions::NOWAIT;
        let Some(pid) = self.pid().filter(|_| self.ended.is_none()) else { return false };
        matches!(waitid(WaitId::Pid(pid), look), Ok(None))
    }

    /// Is the process there?
    ///
    /// Without a way to look at a process and leave it be, the end of its pipe has to tell.
    #[cfg(not(unix))]
    pub(super) fn is_alive(&self) -> bool {
        self.ended.is_none()
    }

    #[cfg(unix)]
    fn pid(&self) -> Option<rustix::process::Pid> {
        rustix::process::Pid::from_raw(i32::try_from(self.child.id()).ok()?)
    }

    /// Can it run this rule? An opened library stays open, so another version of the same plugin
    /// needs another worker.
    pub(super) fn suits(&self, code: &RuleCode) -> bool {
        match code {
            RuleCode::Luau { .. } => true,
            RuleCode::Plugin { staged, .. } => {
                self.plugins.get(&staged.dir).is_none_or(|library| *library == staged.library)
            }
        }
    }

    /// Notes that it opens the rule's plugin.
    pub(super) fn opens(&mut self, code: &RuleCode) {
        if let RuleCode::Plugin { staged, .. } = code {
            self.plugins.insert(staged.dir.clone(), staged.library.clone());
        }
    }

    /// The log of this worker.
    pub(super) fn log(&self) -> &LogTail {
        &self.log
    }

    /// Waits a moment for the process to leave by itself, then ends it. Afterwards the log is
    /// complete.
    pub(super) fn leave(&mut self) -> Option<ExitStatus> {
        let until = Instant::now() + LEAVING;
        while self.is_alive() && Instant::now() < until {
            thread::sleep(Duration::from_millis(1));
        }
        self.kill()
    }

    /// Ends the process and all that it started, without waiting until it is gone.
    pub(super) fn strike(&mut self) {
        self.to = None;
        if self.ended.is_some() {
            return;
        }
        #[cfg(unix)]
        if let Some(pid) = self.pid() {
            let _ = rustix::process::kill_process_group(pid, rustix::process::Signal::KILL);
        }
        let _ = self.child.kill();
    }

    /// Ends it, and reaps it on another thread: whoever waits for a newer run has no use for its log.
    pub(super) fn bury(mut self) {
        self.strike();
        // Without a thread it is reaped here, when the closure is dropped.
        let _ = named("undertaker", move || drop(self));
    }

    /// Ends the process and all that it started, and reaps it.
    pub(super) fn kill(&mut self) -> Option<ExitStatus> {
        if self.ended.is_some() || self.given_up {
            return self.ended;
        }
        self.strike();
        self.ended = self.reap();
        self.given_up = self.ended.is_none();
        if !self.plugins.is_empty() {
            self.mark.sweep();
        }
        let until = Instant::now() + LEAVING;
        while self.log_thread.as_ref().is_some_and(|t| !t.is_finished()) && Instant::now() < until {
            thread::sleep(Duration::from_millis(1));
        }
        self.ended
    }
}

impl WorkerProcess {
    /// Waits until the killed process is gone, for a bounded time: the system may keep it.
    fn reap(&mut self) -> Option<ExitStatus> {
        let begun = Instant::now();
        loop {
            match self.child.try_wait() {
                Ok(Some(status)) => return Some(status),
                Ok(None) if begun.elapsed() < REAPING => {}
                Ok(None) | Err(_) => return None,
            }
            if begun.elapsed() > LEAVING {
                self.reap_traced_threads();
            }
            thread::sleep(Duration::from_millis(1));
        }
    }

    /// A thread that has asked to be traced by us holds its whole process back until we have reaped it by its own
    /// number.
    #[cfg(target_os = "linux")]
    fn reap_traced_threads(&self) {
        use rustix::process::{Pid, WaitOptions, waitpid};
        let Ok(tasks) = std::fs::read_dir(format!("/proc/{}/task", self.child.id())) else {
            return;
        };
        let numbers = tasks.flatten().filter_map(|t| t.file_name().to_str()?.parse::<i32>().ok());
        for thread in numbers.filter_map(Pid::from_raw).filter(|t| self.pid() != Some(*t)) {
            let _ = waitpid(Some(thread), WaitOptions::NOHANG);
        }
    }

    #[cfg(not(target_os = "linux"))]
    #[expect(clippy::unused_self, reason = "elsewhere a process is reaped whole")]
    fn reap_traced_threads(&self) {}
}

impl Drop for WorkerProcess {
    fn drop(&mut self) {
        self.kill();
    }
}

fn named(name: &str, work: impl FnOnce() + Send + 'static) -> io::Result<JoinHandle<()>> {
    thread::Builder::new().name(name.to_owned()).spawn(work)
}

/// A thread of its own, because a worker that does not read must not hold up the supervisor.
fn write_frames(mut to: ChildStdin, frames: &Receiver<Frame>) {
    for frame in frames {
        if write_frame(&mut to, &frame).is_err() {
            return;
        }
    }
}

fn read_frames(mut from: ChildStdout, events: &Sender<Event>) {
    loop {
        let frame = read_frame(&mut from);
        let last = frame.is_err();
        if events.send(frame.map_or_else(Event::Broken, Event::Frame)).is_err() || last {
            return;
        }
    }
}

/// Keeps the last lines and drops the rest, however much there is.
fn read_log(from: impl Read, log: &LogTail) {
    const LINE: u64 = 4096;
    let mut from = BufReader::new(from);
    let mut line = Vec::new();
    loop {
        line.clear();
        match from.by_ref().take(LINE).read_until(b'\n', &mut line) {
            Ok(0) | Err(_) => return,
            Ok(_) => log.push(String::from_utf8_lossy(&line).trim_end()),
        }
    }
}
