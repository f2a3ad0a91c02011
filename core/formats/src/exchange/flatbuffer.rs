//! FlatBuffers without generated code: the little that FlatGeobuf needs, front to back, every offset checked.

use super::cursor::{Broken, Read};

/// A table inside a buffer.
#[derive(Debug, Clone, Copy)]
pub(super) struct Table<'a> {
    bytes: &'a [u8],
    at: usize,
}

fn fixed<const N: usize>(bytes: &[u8], at: usize) -> Read<[u8; N]> {
    let found = at.checked_add(N).and_then(|end| bytes.get(at..end));
    let mut out = [0; N];
    out.copy_from_slice(
        found.ok_or_else(|| Broken::new(at, "an offset points outside its buffer"))?,
    );
    Ok(out)
}

fn u32_at(bytes: &[u8], at: usize) -> Read<usize> {
    fixed(bytes, at).map(|b| u32::from_le_bytes(b) as usize)
}

impl<'a> Table<'a> {
    /// The root of a buffer.
    pub(super) fn root(bytes: &'a [u8]) -> Read<Self> {
        Ok(Self { bytes, at: u32_at(bytes, 0)? })
    }

    /// Where a field is stored, if it is.
    fn field(&self, id: u16) -> Read<Option<usize>> {
        let back = i64::from(i32::from_le_bytes(fixed(self.bytes, self.at)?));
        let table = usize::try_from(self.at as i64 - back).unwrap_or(usize::MAX);
        let size = usize::from(u16::from_le_bytes(fixed(self.bytes, table)?));
        let slot = 4 + 2 * usize::from(id);
        if slot + 2 > size {
            return Ok(None);
        }
        let offset =
            usize::from(u16::from_le_bytes(fixed(self.bytes, table.saturating_add(slot))?));
        Ok((offset > 0).then(|| self.at.saturating_add(offset)))
    }

    fn scalar<const N: usize>(&self, id: u16) -> Read<Option<[u8; N]>> {
        self.field(id)?.map(|at| fixed(self.bytes, at)).transpose()
    }

    pub(super) fn u8(&self, id: u16, otherwise: u8) -> Read<u8> {
        Ok(self.scalar::<1>(id)?.map_or(otherwise, |b| b[0]))
    }

    pub(super) fn u16(&self, id: u16, otherwise: u16) -> Read<u16> {
        Ok(self.scalar(id)?.map_or(otherwise, u16::from_le_bytes))
    }

    pub(super) fn i32(&self, id: u16, otherwise: i32) -> Read<i32> {
        Ok(self.scalar(id)?.map_or(otherwise, i32::from_le_bytes))
    }

    pub(super) fn u64(&self, id: u16, otherwise: u64) -> Read<u64> {
        Ok(self.scalar(id)?.map_or(otherwise, u64::from_le_bytes))
    }

    pub(super) fn table(&self, id: u16) -> Read<Option<Self>> {
        let Some(at) = self.field(id)? else { return Ok(None) };
        Ok(Some(Self { bytes: self.bytes, at: at.saturating_add(u32_at(self.bytes, at)?) }))
    }

    /// The elements of a vector, `size` bytes each, as bytes.
    pub(super) fn vector(&self, id: u16, size: usize) -> Read<&'a [u8]> {
        Ok(self.place(id, size)?.map_or(&[], |(_, bytes)| bytes))
    }

    fn place(&self, id: u16, size: usize) -> Read<Option<(usize, &'a [u8])>> {
        let Some(at) = self.field(id)? else { return Ok(None) };
        let at = at.saturating_add(u32_at(self.bytes, at)?);
        let start = at.saturating_add(4);
        let length = u32_at(self.bytes, at)?.saturating_mul(size);
        let found = start.checked_add(length).and_then(|end| self.bytes.get(start..end));
        let found = found.ok_or_else(|| Broken::new(at, "a list is longer than its buffer"))?;
        Ok(Some((start, found)))
    }

    pub(super) fn text(&self, id: u16) -> Read<Option<String>> {
        let found = self.place(id, 1)?;
        Ok(found.map(|(_, bytes)| String::from_utf8_lossy(bytes).into_owned()))
    }

    /// The tables of a vector of tables.
    pub(super) fn tables(&self, id: u16) -> Read<Vec<Self>> {
        let Some((start, found)) = self.place(id, 4)? else { return Ok(Vec::new()) };
        let one = |k: usize| {
            let at = start + 4 * k;
            Ok(Self { bytes: self.bytes, at: at.saturating_add(u32_at(self.bytes, at)?) })
        };
        (0..found.len() / 4).map(one).collect()
    }
}

/// A field of a table under construction.
#[derive(Debug, Clone, Copy)]
pub(super) enum Slot {
    U8(u8),
    U16(u16),
    I32(i32),
    U64(u64),
    /// Filled in later, by the order in which references are given.
    Ref,
}

/// A buffer written front to back: a table first, then what it refers to. Aligned with its four bytes of
/// length in front, as readers of FlatGeobuf expect.
pub(super) struct Builder {
    out: Vec<u8>,
}

impl Builder {
    pub(super) fn new() -> Self {
        Self { out: vec![0; 8] }
    }

    /// The finished buffer with its length in front.
    pub(super) fn finish(mut self) -> Vec<u8> {
        let length = u32::try_from(self.out.len() - 4).unwrap_or(u32::MAX);
        self.out[..4].copy_from_slice(&length.to_le_bytes());
        self.out
    }

    /// Where the reference to the root stands.
    pub(super) const ROOT: usize = 4;

    fn pad(&mut self, align: usize, rest: usize) {
        while self.out.len() % align != rest {
            self.out.push(0);
        }
    }

    /// Lets the reference at `at` point to what is written next.
    fn refer(&mut self, at: usize) {
        let offset = u32::try_from(self.out.len() - at).unwrap_or(u32::MAX);
        self.out[at..at + 4].copy_from_slice(&offset.to_le_bytes());
    }

    /// Writes a table for the reference at `from`; gives back where its own references stand.
    pub(super) fn table(&mut self, from: usize, fields: &[(u16, Slot)]) -> Vec<usize> {
        let size = |s: &Slot| match s {
            Slot::U8(_) => 1,
            Slot::U16(_) => 2,
            Slot::I32(_) | Slot::Ref => 4,
            Slot::U64(_) => 8,
        };
        let slots = fields.iter().map(|f| f.0 + 1).max().unwrap_or(0);
        // Widest fields first, so that each is aligned when the table begins four bytes before a multiple of eight.
        let mut order: Vec<usize> = (0..fields.len()).collect();
        order.sort_by_key(|&k| std::cmp::Reverse(size(&fields[k].1)));
        let mut offsets = vec![0_u16; usize::from(slots)];
        let mut next = 4_usize;
        for &k in &order {
            offsets[usize::from(fields[k].0)] = u16::try_from(next).unwrap_or(0);
            next += size(&fields[k].1);
        }
        self.pad(2, 0);
        let vtable = self.out.len();
        let short = |n: usize| u16::try_from(n).unwrap_or(0).to_le_bytes();
        self.out.extend(short(4 + 2 * offsets.len()));
        self.out.extend(short(next));
        offsets.iter().for_each(|o| self.out.extend(o.to_le_bytes()));
        self.pad(8, 4);
        self.refer(from);
        let table = self.out.len();
        self.out.extend(i32::try_from(table - vtable).unwrap_or(0).to_le_bytes());
        let mut refs = vec![0; fields.len()];
        for &k in &order {
            match fields[k].1 {
                Slot::U8(v) => self.out.push(v),
                Slot::U16(v) => self.out.extend(v.to_le_bytes()),
                Slot::I32(v) => self.out.extend(v.to_le_bytes()),
                Slot::U64(v) => self.out.extend(v.to_le_bytes()),
                Slot::Ref => {
                    refs[k] = self.out.len();
                    self.out.extend([0; 4]);
                }
            }
        }
        let is_ref = |k: &usize| matches!(fields[*k].1, Slot::Ref);
        (0..fields.len()).filter(is_ref).map(|k| refs[k]).collect()
    }

    /// Writes a vector of `count` elements given as bytes.
    pub(super) fn vector(&mut self, from: usize, count: usize, bytes: &[u8]) {
        // The elements, not the count, are aligned to eight.
        self.pad(8, 4);
        self.refer(from);
        self.out.extend(u32::try_from(count).unwrap_or(u32::MAX).to_le_bytes());
        self.out.extend(bytes);
    }

    pub(super) fn text(&mut self, from: usize, text: &str) {
        self.vector(from, text.len(), text.as_bytes());
        self.out.push(0);
    }

    /// Writes a vector of references; gives back where they stand.
    pub(super) fn references(&mut self, from: usize, count: usize) -> Vec<usize> {
        self.vector(from, count, &[]);
        let start = self.out.len();
        self.out.resize(start + 4 * count, 0);
        (0..count).map(|k| start + 4 * k).collect()
    }
}
