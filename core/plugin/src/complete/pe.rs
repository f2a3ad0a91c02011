//! Windows. Designed from the specification; not tried on Windows yet.

use super::{Bytes, other_machine};

const LIBRARY: u64 = 0x2000;

pub(super) fn check(bytes: &[u8], arch: &str) -> Result<(), String> {
    let file = Bytes { all: bytes, big_endian: false };
    if !bytes.starts_with(b"MZ") {
        return Err("not a Windows library".to_owned());
    }
    let head = file.need(0x3c, 4)?;
    if file.need(head, 4)? != 0x4550 {
        return Err("not a Windows library".to_owned());
    }
    let machine = file.need(head + 4, 2)?;
    if machine_of(arch).is_some_and(|own| own != machine) {
        return Err(other_machine(machine, arch));
    }
    if file.need(head + 22, 2)? & LIBRARY == 0 {
        return Err("a Windows program, but not a library".to_owned());
    }
    let (count, optional) = (file.need(head + 6, 2)?, file.need(head + 20, 2)?);
    for at in (0..count).map(|n| head + 24 + optional + n * 40) {
        let (length, start) = (file.need(at + 16, 4)?, file.need(at + 20, 4)?);
        file.reaches(at, 40)?;
        file.reaches(start, length)?;
    }
    Ok(())
}

fn machine_of(arch: &str) -> Option<u64> {
    match arch {
        "x86_64" => Some(0x8664),
        "x86" => Some(0x14c),
        "aarch64" => Some(0xaa64),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A library with one section that ends at `end`.
    fn library(end: u32) -> Vec<u8> {
        let mut b = vec![0; 0x40 + 24 + 40];
        let mut put = |at: usize, n: &[u8]| b[at..at + n.len()].copy_from_slice(n);
        put(0, b"MZ");
        put(0x3c, &0x40_u32.to_le_bytes());
        put(0x40, b"PE\0\0");
        put(0x44, &0x8664_u16.to_le_bytes());
        put(0x46, &1_u16.to_le_bytes());
        put(0x40 + 22, &0x2000_u16.to_le_bytes());
        put(0x40 + 24 + 16, &end.to_le_bytes());
        b
    }

    #[test]
    fn sections_have_to_be_there() {
        check(&library(128), "x86_64").unwrap();
        assert!(check(&library(129), "x86_64").unwrap_err().starts_with("cut short"));
        assert!(check(&library(128), "aarch64").unwrap_err().contains("another machine"));
        for cut in 0..128 {
            assert!(check(&library(128)[..cut], "x86_64").is_err(), "{cut}");
        }
    }
}
