//! Linux and the other ELF systems.

use super::{Bytes, other_machine};

const DYNAMIC: u64 = 3;
const LOAD: u64 = 1;

/// Offsets of the fields that differ between 32 and 64 bits.
struct Class {
    word: usize,
    phoff: u64,
    shoff: u64,
    phentsize: u64,
    p_offset: u64,
    p_filesz: u64,
}

const BITS_32: Class =
    Class { word: 4, phoff: 28, shoff: 32, phentsize: 42, p_offset: 4, p_filesz: 16 };
const BITS_64: Class =
    Class { word: 8, phoff: 32, shoff: 40, phentsize: 54, p_offset: 8, p_filesz: 32 };

pub(super) fn check(bytes: &[u8], arch: &str) -> Result<(), String> {
    if !bytes.starts_with(b"\x7fELF") {
        return Err("not an ELF library".to_owned());
    }
    let file = Bytes { all: bytes, big_endian: bytes.get(5) == Some(&2) };
    let class = if bytes.get(4) == Some(&1) { BITS_32 } else { BITS_64 };
    if (class.word * 8) as u32 != usize::BITS || file.big_endian != cfg!(target_endian = "big") {
        return Err(format!("built for a machine of another kind; this one is {arch}"));
    }
    if file.need(16, 2)? != DYNAMIC {
        return Err("an ELF file, but not a shared library".to_owned());
    }
    let machine = file.need(18, 2)?;
    if machine_of(arch).is_some_and(|own| own != machine) {
        return Err(other_machine(machine, arch));
    }
    sections(file, &class)?;
    segments(file, &class)
}

fn machine_of(arch: &str) -> Option<u64> {
    Some(match arch {
        "x86_64" => 62,
        "x86" => 3,
        "aarch64" => 183,
        "arm" => 40,
        "riscv32" | "riscv64" => 243,
        "powerpc64" => 21,
        "s390x" => 22,
        "loongarch64" => 258,
        _ => return None,
    })
}

/// The section table stands at the end of a file: it shows most cuts.
fn sections(file: Bytes<'_>, class: &Class) -> Result<(), String> {
    let start = file.need(class.shoff, class.word)?;
    let (size, count) = (file.need(class.phentsize + 4, 2)?, file.need(class.phentsize + 6, 2)?);
    if start == 0 { Ok(()) } else { file.reaches(start, size * count) }
}

/// Every part that will be mapped has to be there.
fn segments(file: Bytes<'_>, class: &Class) -> Result<(), String> {
    let start = file.need(class.phoff, class.word)?;
    let (size, count) = (file.need(class.phentsize, 2)?, file.need(class.phentsize + 2, 2)?);
    file.reaches(start, size * count)?;
    let mut loads = 0;
    for at in (0..count).map(|n| start + n * size) {
        if file.need(at, 4)? == LOAD {
            let offset = file.need(at + class.p_offset, class.word)?;
            file.reaches(offset, file.need(at + class.p_filesz, class.word)?)?;
            loads += 1;
        }
    }
    if loads == 0 { Err("an ELF library with nothing to load".to_owned()) } else { Ok(()) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_no_library_is_said_to_be_none() {
        assert_eq!(check(b"", "x86_64").unwrap_err(), "not an ELF library");
        assert_eq!(check(b"#!/bin/sh\n", "x86_64").unwrap_err(), "not an ELF library");
    }

    #[test]
    #[cfg(target_os = "linux")]
    fn every_cut_of_a_real_library_is_refused() {
        // The test program itself: position independent, so of the same ELF type as a library.
        let own = std::fs::read(std::env::current_exe().unwrap()).unwrap();
        let arch = std::env::consts::ARCH;
        check(&own, arch).unwrap();
        for cut in [0, 1, 4, 17, 63, 64, own.len() / 10, own.len() / 2, own.len() - 1] {
            assert!(check(&own[..cut], arch).is_err(), "{cut} of {} bytes", own.len());
        }
        assert!(check(&own, if arch == "aarch64" { "x86_64" } else { "aarch64" }).is_err());
    }

    #[test]
    fn absurd_numbers_are_no_panic() {
        for byte in [0x00, 0x7f, 0xff] {
            for kind in [1, 2] {
                let mut bytes = vec![byte; 256];
                bytes[..7].copy_from_slice(&[0x7f, b'E', b'L', b'F', kind, 1, 1]);
                bytes[16] = 3;
                bytes[17] = 0;
                assert!(check(&bytes, "unknown").is_err());
            }
        }
    }
}
