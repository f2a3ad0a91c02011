//! What every entry point from the host shares: panics caught, structs and columns read with care.

use std::any::Any;
use std::mem::{self, MaybeUninit};
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::{ptr, slice};

use super::{FAILED, HostRef, OK};

/// Runs `body`; an error or a panic becomes a text for the host and [`FAILED`].
pub(super) fn guarded(host: HostRef<'_>, body: impl FnOnce() -> Result<(), String>) -> i32 {
    let text = match catch_unwind(AssertUnwindSafe(body)) {
        Ok(Ok(())) => return OK,
        Ok(Err(text)) => text,
        Err(payload) => format!("panic: {}", panic_text(&*payload)),
    };
    host.set_error(&text);
    FAILED
}

/// What a panic said.
fn panic_text(payload: &(dyn Any + Send)) -> &str {
    let text = payload.downcast_ref::<String>().map(String::as_str);
    text.or_else(|| payload.downcast_ref::<&str>().copied()).unwrap_or("of an unknown kind")
}

/// A copy of as much of a struct as its writer has stated to be there; the rest is zero.
///
/// # Safety
/// `at` is null, or leads to a struct that begins with a `u32` of its size in bytes, of which so
/// many can be read; every member of `T` is valid as zeroes.
pub(super) unsafe fn known<T>(at: *const T) -> T {
    let mut copy = MaybeUninit::<T>::zeroed();
    if !at.is_null() {
        // SAFETY: the caller's promise; never more than our own struct is written.
        unsafe {
            let size = ptr::read(at.cast::<u32>()) as usize;
            let to = copy.as_mut_ptr().cast::<u8>();
            ptr::copy_nonoverlapping(at.cast::<u8>(), to, size.min(mem::size_of::<T>()));
        }
    }
    // SAFETY: zeroes are valid by the caller's promise, and what was copied is the host's.
    unsafe { copy.assume_init() }
}

/// A column of the host.
///
/// # Safety
/// `first` is null or the first of `n` numbers that live for `'a`.
pub(super) unsafe fn column<'a>(first: *const f64, n: usize) -> &'a [f64] {
    if first.is_null() || n == 0 {
        return &[];
    }
    // SAFETY: the caller vouches for it.
    unsafe { slice::from_raw_parts(first, n) }
}

/// A column to write to.
///
/// # Safety
/// As [`column`], and nobody else holds it for `'a`.
pub(super) unsafe fn column_mut<'a>(first: *mut f64, n: usize) -> &'a mut [f64] {
    if first.is_null() || n == 0 {
        return &mut [];
    }
    // SAFETY: the caller vouches for it.
    unsafe { slice::from_raw_parts_mut(first, n) }
}
