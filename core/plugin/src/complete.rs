//! Is a library whole, and for this machine? Asked of its bytes before any of them is mapped.
//!
//! A library that was cut while it was copied maps without complaint and kills the process at the
//! first touch of a missing page. Its own headers say how long it must be. Sources: System V ABI
//! (ELF header, program and section tables); Apple `mach-o/loader.h`, `mach-o/fat.h`; Microsoft
//! PE/COFF specification.

mod elf;
mod macho;
mod pe;

use std::env::consts::{ARCH, OS};

/// Fails if `bytes` are not a whole shared library for this machine.
///
/// # Errors
/// What is wrong, one sentence part ("cut short: ...").
pub fn check(bytes: &[u8]) -> Result<(), String> {
    match OS {
        "macos" | "ios" => macho::check(bytes, ARCH),
        "windows" => pe::check(bytes, ARCH),
        _ => elf::check(bytes, ARCH),
    }
}

/// Numbers at places in a file. `None` past the end.
#[derive(Clone, Copy)]
struct Bytes<'a> {
    all: &'a [u8],
    big_endian: bool,
}

impl Bytes<'_> {
    /// An unsigned number of `size` bytes (at most 8) at `at`.
    fn number(self, at: u64, size: usize) -> Option<u64> {
        let at = usize::try_from(at).ok()?;
        let field = self.all.get(at..at.checked_add(size)?)?;
        let join = |n: u64, b: &u8| n << 8 | u64::from(*b);
        Some(match self.big_endian {
            true => field.iter().fold(0, join),
            false => field.iter().rev().fold(0, join),
        })
    }

    /// A field that has to be there.
    fn need(self, at: u64, size: usize) -> Result<u64, String> {
        self.number(at, size).ok_or_else(|| self.cut(at.saturating_add(size as u64)))
    }

    /// Fails if the file ends before `end`.
    fn reaches(self, start: u64, length: u64) -> Result<(), String> {
        match start.checked_add(length) {
            Some(end) if end <= self.all.len() as u64 => Ok(()),
            end => Err(self.cut(end.unwrap_or(u64::MAX))),
        }
    }

    fn cut(self, end: u64) -> String {
        format!("cut short: it has {} bytes and needs at least {end}", self.all.len())
    }
}

/// The refusal of a library for another machine.
fn other_machine(found: u64, arch: &str) -> String {
    format!("built for another machine (code {found:#x}); this one is {arch}")
}
