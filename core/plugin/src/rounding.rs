//! The processor's rounding mode: a plugin that leaves it changed would quietly change every figure
//! after it.

#![allow(unsafe_code, reason = "the mode has no other door; each block says why it holds")]

#[cfg(any(target_arch = "x86_64", target_arch = "aarch64"))]
use std::arch::asm;

/// How this thread rounds now, and whether it flushes small numbers to zero; 0 where the processor
/// is not known.
#[cfg(target_arch = "x86_64")]
pub(crate) fn mode() -> u64 {
    let mut csr = 0_u32;
    // SAFETY: stores the four bytes of MXCSR at an address of ours.
    unsafe { asm!("stmxcsr [{}]", in(reg) &raw mut csr, options(nostack, preserves_flags)) };
    // Without the bits that say what has happened since.
    u64::from(csr & !0x3f)
}

#[cfg(target_arch = "x86_64")]
fn set(mode: u64) {
    let csr = mode as u32;
    // SAFETY: loads a value that `mode` has given on this thread.
    unsafe { asm!("ldmxcsr [{}]", in(reg) &raw const csr, options(nostack, preserves_flags)) };
}

/// How this thread rounds now.
#[cfg(target_arch = "aarch64")]
pub(crate) fn mode() -> u64 {
    let mode: u64;
    // SAFETY: reads FPCR.
    unsafe { asm!("mrs {}, fpcr", out(reg) mode, options(nostack, nomem, preserves_flags)) };
    mode
}

#[cfg(target_arch = "aarch64")]
fn set(mode: u64) {
    // SAFETY: writes a value that `mode` has given on this thread.
    unsafe { asm!("msr fpcr, {}", in(reg) mode, options(nostack, nomem, preserves_flags)) };
}

#[cfg(not(any(target_arch = "x86_64", target_arch = "aarch64")))]
pub(crate) fn mode() -> u64 {
    0
}

#[cfg(not(any(target_arch = "x86_64", target_arch = "aarch64")))]
fn set(_: u64) {}

/// Fails, and puts it right, if the mode is no longer what it was.
pub(crate) fn check(before: u64) -> Result<(), String> {
    if mode() == before {
        return Ok(());
    }
    set(before);
    Err("the plugin changed the processor's rounding (fesetround, _MM_SET_FLUSH_ZERO_MODE) and did \
         not put it back"
        .to_owned())
}
