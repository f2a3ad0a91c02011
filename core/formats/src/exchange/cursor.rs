//! Reading bytes of unknown honesty: every read is checked, nothing is reserved on a file's word.

use littoral_model::Finding;

/// A position in bytes. Reads past the end are refused with the byte where they began.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Cursor<'a> {
    bytes: &'a [u8],
    at: usize,
}

/// Why a read failed: the byte, and what should have stood there.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Broken {
    pub(crate) byte: usize,
    pub(crate) text: String,
}

impl Broken {
    pub(crate) fn new(byte: usize, text: impl Into<String>) -> Self {
        Self { byte, text: text.into() }
    }

    /// The same inside something that itself begins at `start`.
    pub(crate) fn within(self, start: usize) -> Self {
        Self { byte: self.byte.saturating_add(start), text: self.text }
    }

    /// As a finding about a file.
    pub(crate) fn finding(&self, code: &'static str, file: &str, place: &str) -> Finding {
        let place = match place {
            "" => format!("byte {}", self.byte),
            place => format!("{place}, byte {}", self.byte),
        };
        let help = match self.text.ends_with("are not read") {
            true => "export it again with points, lines and polygons (curves as straight pieces)",
            false => "the file is damaged or cut short: export it again from its source",
        };
        Finding::error(code, self.text.clone()).at(file, place).help(help)
    }
}

pub(crate) type Read<T> = Result<T, Broken>;

impl<'a> Cursor<'a> {
    pub(crate) const fn new(bytes: &'a [u8]) -> Self {
        Self { bytes, at: 0 }
    }

    pub(crate) fn at(bytes: &'a [u8], at: usize) -> Self {
        Self { bytes, at: at.min(bytes.len()) }
    }

    pub(crate) const fn position(&self) -> usize {
        self.at
    }

    pub(crate) fn left(&self) -> usize {
        self.bytes.len().saturating_sub(self.at)
    }

    pub(crate) fn take(&mut self, n: usize) -> Read<&'a [u8]> {
        let end = self.at.checked_add(n);
        match end.and_then(|end| self.bytes.get(self.at..end)) {
            Some(found) => {
                self.at += n;
                Ok(found)
            }
            None => Err(Broken::new(
                self.at,
                format!("{n} bytes should follow here; there are {}", self.left()),
            )),
        }
    }

    fn array<const N: usize>(&mut self) -> Read<[u8; N]> {
        let mut out = [0; N];
        out.copy_from_slice(self.take(N)?);
        Ok(out)
    }

    pub(crate) fn u8(&mut self) -> Read<u8> {
        Ok(self.array::<1>()?[0])
    }

    pub(crate) fn u16_le(&mut self) -> Read<u16> {
        Ok(u16::from_le_bytes(self.array()?))
    }

    pub(crate) fn u32_le(&mut self) -> Read<u32> {
        Ok(u32::from_le_bytes(self.array()?))
    }

    pub(crate) fn u32_be(&mut self) -> Read<u32> {
        Ok(u32::from_be_bytes(self.array()?))
    }

    pub(crate) fn u64_le(&mut self) -> Read<u64> {
        Ok(u64::from_le_bytes(self.array()?))
    }

    pub(crate) fn f64_le(&mut self) -> Read<f64> {
        Ok(f64::from_le_bytes(self.array()?))
    }

    pub(crate) fn f64_be(&mut self) -> Read<f64> {
        Ok(f64::from_be_bytes(self.array()?))
    }

    /// A count of things of `size` bytes each that must still fit into what is left.
    pub(crate) fn fits(&self, count: u32, size: usize, what: &str) -> Read<usize> {
        let n = count as usize;
        match n.checked_mul(size).is_some_and(|all| all <= self.left()) {
            true => Ok(n),
            false => Err(Broken::new(
                self.at.saturating_sub(4),
                format!("{count} {what} are announced, but only {} bytes are left", self.left()),
            )),
        }
    }
}
