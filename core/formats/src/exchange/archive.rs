//! Archives (PKZIP APPNOTE 6.3): reading some members into memory within a limit, writing without a clock.
//!
//! Nothing is ever unpacked to disk. A name that climbs out of its folder is refused all the same: whoever
//! made such an archive means harm, or broke it. Members are stored or deflated; encryption, ZIP64 and several disks are
//! refused.

use std::collections::BTreeSet;
use std::io::{Read as _, Write as _};

use flate2::Compression;
use flate2::read::DeflateDecoder;
use flate2::write::DeflateEncoder;

use super::cursor::{Broken, Cursor, Read};

/// Largest member unpacked, bytes.
const MAX_MEMBER: usize = 48 * 1024 * 1024;
/// Most members listed.
const MAX_MEMBERS: usize = 4096;
/// Most bytes that one packed byte may become: deflate itself ends near 1032.
const MAX_RATIO: usize = 200;
/// Small members may have any ratio.
const FREE: usize = 1024 * 1024;

const CENTRAL: &[u8] = b"PK\x01\x02";
const LOCAL: &[u8] = b"PK\x03\x04";
const END: &[u8] = b"PK\x05\x06";

/// A member of an archive.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Member {
    /// Its name as stored.
    pub(crate) name: String,
    flags: u16,
    method: u16,
    crc: u32,
    packed: usize,
    size: usize,
    offset: usize,
}

/// The members that the central directory lists.
pub(crate) fn list(bytes: &[u8]) -> Read<Vec<Member>> {
    let tail = bytes.len().saturating_sub(66_000);
    let found = bytes.get(tail..).unwrap_or_default();
    let end = found.windows(4).rposition(|w| w == END).map(|k| tail + k).ok_or_else(|| {
        Broken::new(bytes.len(), "the archive has no end record: it is cut short, or no archive")
    })?;
    let mut c = Cursor::at(bytes, end + 10);
    let count = usize::from(c.u16_le()?);
    let (_, start, comment) = (c.u32_le()?, c.u32_le()?, c.u16_le()?);
    c.take(usize::from(comment))?;
    if count > MAX_MEMBERS {
        return Err(Broken::new(
            end,
            format!("the archive lists {count} members; at most {MAX_MEMBERS} are read"),
        ));
    }
    let mut c = Cursor::at(bytes, start as usize);
    let members = (0..count).map(|_| entry(&mut c)).collect::<Read<Vec<Member>>>()?;
    // Which of two members of one name counts depends on the program that reads.
    let mut names = BTreeSet::new();
    match members.iter().find(|m| !names.insert(m.name.as_str())) {
        Some(m) => Err(Broken::new(m.offset, format!("member \"{}\" stands twice", m.name))),
        None => Ok(members),
    }
}

fn entry(c: &mut Cursor<'_>) -> Read<Member> {
    let at = c.position();
    if c.take(4)? != CENTRAL {
        return Err(Broken::new(at, "the archive's list of members is damaged"));
    }
    c.take(4)?;
    let (flags, method) = (c.u16_le()?, c.u16_le()?);
    c.take(4)?;
    let (crc, packed, size) = (c.u32_le()?, c.u32_le()? as usize, c.u32_le()? as usize);
    let (name, extra, comment) = (c.u16_le()?, c.u16_le()?, c.u16_le()?);
    c.take(8)?;
    let offset = c.u32_le()? as usize;
    let name = String::from_utf8_lossy(c.take(usize::from(name))?).into_owned();
    c.take(usize::from(extra) + usize::from(comment))?;
    if climbs(&name) {
        let shown: String = name.chars().take(80).collect();
        return Err(Broken::new(
            at,
            format!("member \"{shown}\" climbs out of the archive's folder"),
        ));
    }
    Ok(Member { name, flags, method, crc, packed, size, offset })
}

/// Is it an absolute path, or one through a folder above?
fn climbs(name: &str) -> bool {
    let drive = name.as_bytes().get(1) == Some(&b':');
    drive || name.starts_with(['/', '\\']) || name.split(['/', '\\']).any(|part| part == "..")
}

/// The contents of a member; checked against its length and sum.
pub(crate) fn unpack(bytes: &[u8], m: &Member) -> Read<Vec<u8>> {
    let refuse = |text: String| Err(Broken::new(m.offset, format!("member \"{}\" {text}", m.name)));
    if m.flags & 1 != 0 {
        return refuse("is encrypted".into());
    }
    let allowed = MAX_MEMBER.min(m.packed.saturating_mul(MAX_RATIO).max(FREE));
    if m.size > allowed {
        return refuse(format!(
            "claims to unpack to {} bytes from {}: refused as a bomb",
            m.size, m.packed
        ));
    }
    let mut c = Cursor::at(bytes, m.offset);
    if c.take(4)? != LOCAL {
        return refuse("does not begin where the list says".into());
    }
    c.take(22)?;
    let (name, extra) = (c.u16_le()?, c.u16_le()?);
    c.take(usize::from(name) + usize::from(extra))?;
    let packed = c.take(m.packed)?;
    let out = match m.method {
        0 => packed.to_vec(),
        8 => inflated(packed, m.size)
            .map_err(|e| Broken::new(m.offset, format!("member \"{}\" {e}", m.name)))?,
        other => {
            return refuse(format!(
                "is packed by method {other}; only stored and deflated are read"
            ));
        }
    };
    let mut sum = flate2::Crc::new();
    sum.update(&out);
    match out.len() == m.size && sum.sum() == m.crc {
        true => Ok(out),
        false => refuse("does not match its length and checksum".into()),
    }
}

/// At most one byte more than announced is ever produced.
fn inflated(packed: &[u8], size: usize) -> Result<Vec<u8>, String> {
    let mut out = Vec::new();
    let limit = size as u64 + 1;
    DeflateDecoder::new(packed)
        .take(limit)
        .read_to_end(&mut out)
        .map_err(|e| format!("is damaged: {e}"))?;
    Ok(out)
}

/// An archive of deflated members. Dates are the first day an archive can hold: same members, same bytes.
pub(crate) fn pack(members: &[(String, Vec<u8>)]) -> Vec<u8> {
    let (mut out, mut list) = (Vec::new(), Vec::new());
    for (name, contents) in members {
        let short = |n: usize| u32::try_from(n).unwrap_or(u32::MAX);
        let mut sum = flate2::Crc::new();
        sum.update(contents);
        let mut encoder = DeflateEncoder::new(Vec::new(), Compression::default());
        // Writing into memory does not fail.
        let packed =
            encoder.write_all(contents).and_then(|()| encoder.finish()).unwrap_or_default();
        let offset = short(out.len());
        let mut head = Vec::new();
        head.extend([20_u16, 0x0800, 8, 0, 0x21].iter().flat_map(|v| v.to_le_bytes()));
        head.extend(
            [sum.sum(), short(packed.len()), short(contents.len())]
                .iter()
                .flat_map(|v| v.to_le_bytes()),
        );
        head.extend(
            [u16::try_from(name.len()).unwrap_or(0), 0].iter().flat_map(|v| v.to_le_bytes()),
        );
        out.extend(LOCAL);
        out.extend(&head);
        out.extend(name.as_bytes());
        out.extend(&packed);
        list.extend(CENTRAL);
        list.extend(20_u16.to_le_bytes());
        list.extend(&head);
        list.extend([0; 10]);
        list.extend(offset.to_le_bytes());
        list.extend(name.as_bytes());
    }
    let start = u32::try_from(out.len()).unwrap_or(u32::MAX);
    let count = u16::try_from(members.len()).unwrap_or(u16::MAX);
    let length = u32::try_from(list.len()).unwrap_or(u32::MAX);
    out.extend(&list);
    out.extend(END);
    out.extend([0, 0, count, count].iter().flat_map(|v| v.to_le_bytes()));
    out.extend([length, start].iter().flat_map(|v| v.to_le_bytes()));
    out.extend([0; 2]);
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_packed_unpacks() {
        let members =
            vec![("doc.kml".to_owned(), b"<kml/>".repeat(500)), ("a/b.txt".to_owned(), vec![])];
        let bytes = pack(&members);
        let list = list(&bytes).unwrap();
        let back: Vec<_> =
            list.iter().map(|m| (m.name.clone(), unpack(&bytes, m).unwrap())).collect();
        assert_eq!(back, members);
    }

    #[test]
    fn a_bomb_is_refused_by_its_own_word_and_by_ours() {
        let bytes = pack(&[("zeros".to_owned(), vec![0; 8 << 20])]);
        let mut member = list(&bytes).unwrap().remove(0);
        assert!(unpack(&bytes, &member).unwrap_err().text.contains("refused as a bomb"));
        member.size = 1000;
        assert!(unpack(&bytes, &member).unwrap_err().text.contains("does not match"));
    }

    #[test]
    fn names_that_climb_are_refused_with_their_place() {
        for name in ["../doc.kml", "a/../../b", "/etc/passwd", "..\\x", "C:\\x", "a/.."] {
            let bytes = pack(&[("doc.kml".to_owned(), vec![]), (name.to_owned(), vec![])]);
            let refused = list(&bytes).unwrap_err();
            let text = format!("member \"{name}\" climbs out of the archive's folder");
            assert_eq!(refused.text, text);
            assert!(bytes[refused.byte..].starts_with(CENTRAL));
        }
        assert!(list(&pack(&[("a/..b/c..kml".to_owned(), vec![])])).is_ok());
        let twice = pack(&["doc.kml", "doc.kml"].map(|n| (n.to_owned(), vec![])));
        assert_eq!(list(&twice).unwrap_err().text, "member \"doc.kml\" stands twice");
    }

    #[test]
    fn every_cut_is_an_error() {
        let bytes = pack(&[("a".to_owned(), b"hello".to_vec())]);
        for cut in 0..bytes.len() {
            let found = list(&bytes[..cut])
                .and_then(|l| l.iter().map(|m| unpack(&bytes[..cut], m)).collect::<Read<Vec<_>>>());
            assert!(found.is_err(), "{cut}");
        }
    }
}
