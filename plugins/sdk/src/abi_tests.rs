//! The boundary seen from the host's side.

use std::sync::Mutex;

use super::*;
use crate::rule::{Block, Outcome, Params, ScoreRule, Scores};

/// What a test host has been told.
#[derive(Default)]
struct Told(Mutex<Vec<String>>);

extern "C" fn set_error(ctx: *mut c_void, text: LitStr) {
    // SAFETY: `ctx` is the `Told` of the test that calls; the text lives for the call.
    let (told, bytes) = unsafe { (&*ctx.cast::<Told>(), text.bytes()) };
    told.0.lock().unwrap().push(String::from_utf8_lossy(bytes).into_owned());
}

extern "C" fn of_party(_: *mut c_void, _: LitStr, party: u32, _: f64) -> f64 {
    f64::from(party) + 2.0
}

extern "C" fn set_lipschitz(ctx: *mut c_void, party: u32, per_metre: f64) {
    // SAFETY: `ctx` is the `Told` of the test that calls.
    let told = unsafe { &*ctx.cast::<Told>() };
    told.0.lock().unwrap().push(format!("{party}: {per_metre}"));
}

fn host(told: &Told) -> LitHost {
    LitHost {
        size: mem::size_of::<LitHost>() as u32,
        abi_major: ABI_MAJOR,
        abi_minor: ABI_MINOR,
        n_parties: 2,
        ctx: ptr::from_ref(told).cast_mut().cast(),
        log: None,
        cancelled: None,
        set_error: Some(set_error),
        party_id: None,
        param_number: None,
        param_of_party: Some(of_party),
        param_text: None,
        set_lipschitz: Some(set_lipschitz),
    }
}

/// Scores a distance times the party's factor; refuses and panics on demand.
struct Moody(Vec<f64>);

impl ScoreRule for Moody {
    const ID: &'static str = "moody";
    const ABOUT: &'static str = "For tests";

    fn new(params: &Params<'_>) -> Result<Self, String> {
        match params.json() {
            "refuse" => Err("refused".to_owned()),
            "panic" => panic!("in new"),
            _ => Ok(Self(params.per_party("factor", 1.0))),
        }
    }

    fn lipschitz(&self, party: usize) -> Option<f64> {
        self.0.get(party).copied().filter(|f| *f > 2.0)
    }

    fn score(&self, block: &Block<'_>, out: &mut Scores<'_>) -> Outcome {
        assert!(!block.lat().contains(&91.0), "off the earth");
        for (party, factor) in self.0.iter().enumerate() {
            for (score, d) in out.of(party).iter_mut().zip(block.dist(party)) {
                *score = d * factor;
            }
        }
        Ok(())
    }
}

fn made(host: &LitHost, params: &str) -> (i32, *mut c_void) {
    let mut this = ptr::null_mut();
    let rule = score_rule::<Moody>();
    // SAFETY: host and text live for the call.
    let status = unsafe { rule.create.unwrap()(host, LitStr::new(params), &mut this) };
    (status, this)
}

fn scored(host: &LitHost, this: *mut c_void, lat: &[f64], dist: &[f64]) -> (i32, Vec<f64>) {
    let mut out = vec![0.0; dist.len()];
    let block = LitBlock {
        size: mem::size_of::<LitBlock>() as u32,
        n_parties: 2,
        n: lat.len(),
        lon: lat.as_ptr(),
        lat: lat.as_ptr(),
        dist: dist.as_ptr(),
    };
    // SAFETY: `this` is a live `Moody`; the columns have the stated lengths.
    let status =
        unsafe { score_rule::<Moody>().score.unwrap()(this, host, &block, out.as_mut_ptr()) };
    (status, out)
}

/// Ends an instance.
fn done(this: *mut c_void) {
    // SAFETY: made by `made`, ended once.
    unsafe { score_rule::<Moody>().destroy.unwrap()(this) };
}

#[test]
fn scores_go_party_by_party() {
    let told = Told::default();
    let host = host(&told);
    let (status, this) = made(&host, "{}");
    assert_eq!(status, OK);
    let (status, out) = scored(&host, this, &[40.0, 41.0], &[1.0, 2.0, 3.0, 4.0]);
    assert_eq!((status, out), (OK, vec![2.0, 4.0, 9.0, 12.0]));
    assert_eq!(scored(&host, this, &[], &[]), (OK, vec![]));
    done(this);
    done(ptr::null_mut());
}

#[test]
fn refusals_and_panics_become_texts() {
    let told = Told::default();
    let host = host(&told);
    assert_eq!(made(&host, "refuse").0, FAILED);
    assert_eq!(made(&host, "panic"), (FAILED, ptr::null_mut()));
    let (_, this) = made(&host, "{}");
    assert_eq!(scored(&host, this, &[91.0], &[1.0, 2.0]).0, FAILED);
    done(this);
    assert_eq!(
        *told.0.lock().unwrap(),
        ["refused", "panic: in new", "1: 3", "panic: off the earth"]
    );
}

#[test]
fn members_beyond_the_hosts_size_count_as_absent() {
    let told = Told::default();
    let mut host = host(&told);
    host.size = mem::offset_of!(LitHost, param_of_party) as u32;
    let (_, this) = made(&host, "{}");
    assert_eq!(scored(&host, this, &[40.0], &[5.0, 6.0]).1, [5.0, 6.0]);
    done(this);
}

#[test]
fn a_larger_host_is_no_trouble() {
    let told = Told::default();
    let mut host = host(&told);
    host.size += 64;
    // SAFETY: only the members of our own struct are read.
    let seen = unsafe { HostRef::new(&host) };
    assert_eq!(seen.parties(), 2);
    // SAFETY: null is allowed.
    assert_eq!(unsafe { HostRef::new(ptr::null()) }.number("k", 7.0), 7.0);
}
