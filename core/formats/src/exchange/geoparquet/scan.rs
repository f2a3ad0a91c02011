//! A walk over the footer of a Parquet file (Thrift compact protocol) that believes no count: every
//! list, text and table must fit into the bytes that are left.

use crate::exchange::cursor::{Broken, Cursor, Read};

/// Deepest nesting taken; the format itself needs nine.
const MAX_DEPTH: usize = 32;

/// Checks magic, length and structure of the footer.
pub(super) fn footer(bytes: &[u8]) -> Read<()> {
    let magic = b"PAR1";
    if !bytes.starts_with(magic) {
        return Err(Broken::new(0, "the file does not begin like Parquet (PAR1)"));
    }
    let end = bytes.len().saturating_sub(8);
    let mut c = Cursor::at(bytes, end);
    let length = c.u32_le()? as usize;
    if c.take(4)? != magic {
        return Err(Broken::new(
            end + 4,
            "the file does not end like Parquet (PAR1): it is cut short",
        ));
    }
    let start = end.checked_sub(length).filter(|s| *s >= 4);
    let start =
        start.ok_or_else(|| Broken::new(end, format!("the footer should have {length} bytes")))?;
    let footer = bytes.get(start..end).unwrap_or_default();
    structure(&mut Cursor::new(footer), 0).map_err(|b| b.within(start))
}

fn varint(c: &mut Cursor<'_>) -> Read<u64> {
    let mut out = 0;
    for shift in (0..70).step_by(7) {
        let byte = c.u8()?;
        out |= u64::from(byte & 0x7f).checked_shl(shift).unwrap_or(0);
        if byte & 0x80 == 0 {
            return Ok(out);
        }
    }
    Err(Broken::new(c.position(), "a number of the footer has no end"))
}

/// A count of things of at least one byte each.
fn count(c: &mut Cursor<'_>) -> Read<usize> {
    let n = varint(c)?;
    c.fits(u32::try_from(n).unwrap_or(u32::MAX), 1, "things")
}

fn structure(c: &mut Cursor<'_>, depth: usize) -> Read<()> {
    if depth > MAX_DEPTH {
        return Err(Broken::new(c.position(), "the footer is nested too deep"));
    }
    loop {
        let head = c.u8()?;
        if head == 0 {
            return Ok(());
        }
        if head >> 4 == 0 {
            varint(c)?;
        }
        // True and false of a field are in its head.
        if !matches!(head & 0x0f, 1 | 2) {
            value(c, head & 0x0f, depth)?;
        }
    }
}

fn value(c: &mut Cursor<'_>, kind: u8, depth: usize) -> Read<()> {
    if depth > MAX_DEPTH {
        return Err(Broken::new(c.position(), "the footer is nested too deep"));
    }
    match kind {
        1..=3 => c.u8().map(drop),
        4..=6 => varint(c).map(drop),
        7 => c.take(8).map(drop),
        8 => {
            let n = count(c)?;
            c.take(n).map(drop)
        }
        9 | 10 => {
            let head = c.u8()?;
            let n = if head >> 4 == 15 { count(c)? } else { usize::from(head >> 4) };
            (0..n).try_for_each(|_| value(c, head & 0x0f, depth + 1))
        }
        12 => structure(c, depth + 1),
        other => Err(Broken::new(
            c.position(),
            format!("the footer has a field of unknown type {other}"),
        )),
    }
}
