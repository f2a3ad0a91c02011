//! `lit_host` behind safe methods.

use std::marker::PhantomData;

use super::guard::known;
use super::{LOG_NOTE, LOG_WARNING, LitHost, LitStr};

/// The host's functions behind safe methods. Members that the host does not know count as absent.
#[derive(Clone, Copy)]
pub struct HostRef<'a> {
    table: LitHost,
    call: PhantomData<&'a LitHost>,
}

impl HostRef<'_> {
    /// Copies what the host has stated to be there.
    ///
    /// # Safety
    /// `host` points to `size` readable bytes of a `lit_host` whose functions may be called with
    /// its `ctx` for the lifetime of the result, or is null.
    #[must_use]
    pub(super) unsafe fn new(host: *const LitHost) -> Self {
        // SAFETY: the caller's promise; every member of a `lit_host` is valid as zeroes.
        let table = unsafe { known(host) };
        Self { table, call: PhantomData }
    }

    /// Parties of the case.
    #[must_use]
    pub fn parties(&self) -> usize {
        self.table.n_parties as usize
    }

    /// A note (or, with `warning`, a warning) for the user.
    pub fn log(&self, warning: bool, text: &str) {
        if let Some(log) = self.table.log {
            let level = if warning { LOG_WARNING } else { LOG_NOTE };
            log(self.table.ctx, level, LitStr::new(text));
        }
    }

    /// Should the run stop?
    #[must_use]
    pub fn cancelled(&self) -> bool {
        self.table.cancelled.is_some_and(|cancelled| cancelled(self.table.ctx))
    }

    /// Why the call is about to fail.
    pub(crate) fn set_error(&self, text: &str) {
        if let Some(set_error) = self.table.set_error {
            set_error(self.table.ctx, LitStr::new(text));
        }
    }

    /// Id of a party.
    #[must_use]
    pub(crate) fn party_id(&self, party: usize) -> String {
        let (Some(of), Ok(party)) = (self.table.party_id, u32::try_from(party)) else {
            return String::new();
        };
        // SAFETY: the host's text lives for the call.
        let bytes = unsafe { of(self.table.ctx, party).bytes() };
        String::from_utf8_lossy(bytes).into_owned()
    }

    /// The greatest change a metre of a party's score; a host that does not know it is told nothing.
    pub(super) fn set_lipschitz(&self, party: usize, per_metre: f64) {
        if let (Some(set), Ok(party)) = (self.table.set_lipschitz, u32::try_from(party)) {
            set(self.table.ctx, party, per_metre);
        }
    }

    /// A number among the parameters.
    #[must_use]
    pub(crate) fn number(&self, name: &str, fallback: f64) -> f64 {
        let get = self.table.param_number;
        get.map_or(fallback, |get| get(self.table.ctx, LitStr::new(name), fallback))
    }

    /// A party's number in a per-party parameter.
    #[must_use]
    pub(crate) fn of_party(&self, name: &str, party: usize, fallback: f64) -> f64 {
        match (self.table.param_of_party, u32::try_from(party)) {
            (Some(get), Ok(party)) => get(self.table.ctx, LitStr::new(name), party, fallback),
            _ => fallback,
        }
    }

    /// A text among the parameters.
    #[must_use]
    pub(crate) fn text(&self, name: &str, fallback: &str) -> String {
        let Some(get) = self.table.param_text else { return fallback.to_owned() };
        // SAFETY: the host's text, or our own fallback, lives for the call.
        let bytes =
            unsafe { get(self.table.ctx, LitStr::new(name), LitStr::new(fallback)).bytes() };
        String::from_utf8_lossy(bytes).into_owned()
    }
}
