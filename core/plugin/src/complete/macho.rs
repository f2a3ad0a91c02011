//! macOS. Designed from the headers; not tried on a Mac yet.

use super::{Bytes, other_machine};

const THIN_64: u64 = 0xfeed_facf;
const FAT: u64 = 0xcafe_babe;
const FAT_64: u64 = 0xcafe_babf;
const SEGMENT_64: u64 = 0x19;
const SYMTAB: u64 = 0x2;
const MOST_PARTS: u64 = 64;

pub(super) fn check(bytes: &[u8], arch: &str) -> Result<(), String> {
    let big = Bytes { all: bytes, big_endian: true };
    match big.number(0, 4) {
        Some(FAT) => fat(big, arch, 4),
        Some(FAT_64) => fat(big, arch, 8),
        _ => thin(bytes, arch),
    }
}

fn machine_of(arch: &str) -> Option<u64> {
    match arch {
        "x86_64" => Some(0x0100_0007),
        "aarch64" => Some(0x0100_000c),
        _ => None,
    }
}

/// A file for several machines: each part has to be there, and one has to be ours.
fn fat(file: Bytes<'_>, arch: &str, word: usize) -> Result<(), String> {
    let (count, stride) = (file.need(4, 4)?, if word == 8 { 32 } else { 20 });
    if count > MOST_PARTS {
        return Err(format!("a Mach-O file that counts {count} machines"));
    }
    let mut own = None;
    for at in (0..count).map(|n| 8 + n * stride) {
        let (start, length) = (file.need(at + 8, word)?, file.need(at + 8 + word as u64, word)?);
        file.reaches(start, length)?;
        if machine_of(arch).is_none_or(|m| file.number(at, 4) == Some(m)) {
            own = own.or(Some(start as usize..(start + length) as usize));
        }
    }
    let own = own.and_then(|range| file.all.get(range));
    thin(own.ok_or_else(|| format!("not built for {arch}"))?, arch)
}

fn thin(bytes: &[u8], arch: &str) -> Result<(), String> {
    let file = Bytes { all: bytes, big_endian: false };
    if file.number(0, 4) != Some(THIN_64) {
        return Err("not a Mach-O library of 64 bits".to_owned());
    }
    let machine = file.need(4, 4)?;
    if machine_of(arch).is_some_and(|own| own != machine) {
        return Err(other_machine(machine, arch));
    }
    let (count, length) = (file.need(16, 4)?, file.need(20, 4)?);
    file.reaches(32, length)?;
    let mut at = 32;
    for _ in 0..count {
        let size = file.need(at + 4, 4)?;
        match file.need(at, 4)? {
            SEGMENT_64 => file.reaches(file.need(at + 40, 8)?, file.need(at + 48, 8)?)?,
            SYMTAB => file.reaches(file.need(at + 16, 4)?, file.need(at + 20, 4)?)?,
            _ => {}
        }
        if size < 8 {
            return Err("a Mach-O file with a broken load command".to_owned());
        }
        at += size;
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A header with one segment that ends at `end`.
    fn library(end: u64) -> Vec<u8> {
        let mut b = vec![0; 32 + 72];
        let mut put = |at: usize, n: &[u8]| b[at..at + n.len()].copy_from_slice(n);
        put(0, &(THIN_64 as u32).to_le_bytes());
        put(4, &0x0100_000c_u32.to_le_bytes());
        put(16, &1_u32.to_le_bytes());
        put(20, &72_u32.to_le_bytes());
        put(32, &(SEGMENT_64 as u32).to_le_bytes());
        put(36, &72_u32.to_le_bytes());
        put(32 + 48, &end.to_le_bytes());
        b
    }

    #[test]
    fn segments_have_to_be_there() {
        check(&library(104), "aarch64").unwrap();
        assert!(check(&library(105), "aarch64").unwrap_err().starts_with("cut short"));
        assert!(check(&library(u64::MAX), "aarch64").is_err());
        assert!(check(&library(104), "x86_64").unwrap_err().contains("another machine"));
        for cut in 0..104 {
            assert!(check(&library(104)[..cut], "aarch64").is_err(), "{cut}");
        }
    }

    #[test]
    fn a_fat_file_needs_our_part() {
        let thin = library(104);
        let mut fat = vec![0; 28];
        fat[..4].copy_from_slice(&(FAT as u32).to_be_bytes());
        fat[4..8].copy_from_slice(&1_u32.to_be_bytes());
        fat[8..12].copy_from_slice(&0x0100_000c_u32.to_be_bytes());
        fat[16..20].copy_from_slice(&28_u32.to_be_bytes());
        fat[20..24].copy_from_slice(&(thin.len() as u32).to_be_bytes());
        fat.extend(&thin);
        check(&fat, "aarch64").unwrap();
        assert_eq!(check(&fat, "x86_64").unwrap_err(), "not built for x86_64");
        assert!(check(&fat[..fat.len() - 1], "aarch64").is_err());
    }
}
