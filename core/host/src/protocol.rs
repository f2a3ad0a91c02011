//! Frames on the pipes between supervisor and worker.
//!
//! A frame is `u32` length of the payload, `u16` kind, `u16` flags (zero), `u64` run id, `u32`
//! CRC-32 over everything but itself, then the payload; all numbers little-endian. A bad length,
//! kind, flag or checksum is an error of the frame, never a panic and never a large allocation:
//! the reader grows its buffer only as bytes really arrive.

use std::fmt;
use std::io::{self, Read, Write};

/// Version of the frames and messages; both sides must have the same.
pub const PROTOCOL: u32 = 5;

/// Largest payload, bytes.
pub const MAX_PAYLOAD: u32 = 256 * 1024 * 1024;

/// Bytes of the head of a frame.
const HEAD: usize = 20;

/// What a frame carries.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[repr(u16)]
pub enum Kind {
    /// Request: versions of the supervisor. The first frame.
    Hello = 1,
    /// Request: the bytes of a case, sent once to each worker.
    Case = 2,
    /// Request: run a rule on a case.
    Run = 3,
    /// Request: stop the run of this id.
    Cancel = 4,
    /// Request: the headers of rules.
    Describe = 5,
    /// Request: does a rule of a plugin keep its promises?
    Probe = 6,
    /// Request: measure a layer by a plugin's metric.
    Measure = 7,
    /// Reply: versions of the worker. The first reply.
    Ready = 16,
    /// Reply: how far the run is.
    Progress = 17,
    /// Reply: a line for the log.
    Log = 18,
    /// Reply: the division.
    Done = 19,
    /// Reply: the rule's error.
    Failed = 20,
    /// Reply: headers of rules.
    Described = 21,
    /// Reply: what was checked.
    Probed = 22,
    /// Reply: what a metric found.
    Measured = 23,
}

impl Kind {
    /// Every kind.
    pub const ALL: [Self; 15] = [
        Self::Hello,
        Self::Case,
        Self::Run,
        Self::Cancel,
        Self::Describe,
        Self::Probe,
        Self::Measure,
        Self::Ready,
        Self::Progress,
        Self::Log,
        Self::Done,
        Self::Failed,
        Self::Described,
        Self::Probed,
        Self::Measured,
    ];

    fn of(code: u16) -> Option<Self> {
        Self::ALL.into_iter().find(|k| *k as u16 == code)
    }
}

/// One frame.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Frame {
    /// What it carries.
    pub kind: Kind,
    /// The run it belongs to; 0 for none.
    pub run: u64,
    /// The message (see [`crate::messages`]).
    pub payload: Vec<u8>,
}

impl Frame {
    /// A frame.
    #[must_use]
    pub fn new(kind: Kind, run: u64, payload: Vec<u8>) -> Self {
        Self { kind, run, payload }
    }
}

/// Why bytes are no frame.
#[derive(Debug)]
pub enum FrameError {
    /// The pipe ended between two frames: the other side is gone.
    Closed,
    /// The pipe ended within a frame.
    Truncated,
    /// The length is larger than [`MAX_PAYLOAD`].
    Length(u64),
    /// No such kind.
    Kind(u16),
    /// Flags of a later version.
    Flags(u16),
    /// The bytes were damaged on their way.
    Checksum,
    /// The pipe failed.
    Io(io::Error),
}

impl fmt::Display for FrameError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Closed => f.write_str("the pipe was closed"),
            Self::Truncated => f.write_str("the pipe ended within a frame"),
            Self::Length(n) => write!(f, "a frame of {n} bytes is longer than {MAX_PAYLOAD}"),
            Self::Kind(k) => write!(f, "no frame has the kind {k}"),
            Self::Flags(k) => write!(f, "unknown flags {k:#06x} in a frame"),
            Self::Checksum => f.write_str("the checksum of a frame does not match its bytes"),
            Self::Io(e) => write!(f, "the pipe failed: {e}"),
        }
    }
}

impl std::error::Error for FrameError {}

/// CRC-32 over the first 16 bytes of the head and the payload.
fn checksum(head: &[u8], payload: &[u8]) -> u32 {
    let mut crc = crc32fast::Hasher::new();
    crc.update(head);
    crc.update(payload);
    crc.finalize()
}

/// Writes one frame and flushes.
///
/// # Errors
/// [`FrameError::Length`] if the payload is too long, before a byte is written; else
/// [`FrameError::Io`].
pub fn write_frame(to: &mut impl Write, frame: &Frame) -> Result<(), FrameError> {
    let length = u32::try_from(frame.payload.len()).ok().filter(|n| *n <= MAX_PAYLOAD);
    let length = length.ok_or(FrameError::Length(frame.payload.len() as u64))?;
    let mut head = Vec::with_capacity(HEAD);
    head.extend_from_slice(&length.to_le_bytes());
    head.extend_from_slice(&(frame.kind as u16).to_le_bytes());
    head.extend_from_slice(&0_u16.to_le_bytes());
    head.extend_from_slice(&frame.run.to_le_bytes());
    let crc = checksum(&head, &frame.payload);
    head.extend_from_slice(&crc.to_le_bytes());
    let write = |to: &mut dyn Write| {
        to.write_all(&head)?;
        to.write_all(&frame.payload)?;
        to.flush()
    };
    write(to).map_err(FrameError::Io)
}

/// Reads one frame.
///
/// # Errors
/// [`FrameError`]; after any error the stream is of no further use.
pub fn read_frame(from: &mut impl Read) -> Result<Frame, FrameError> {
    let mut head = [0_u8; HEAD];
    read_head(from, &mut head)?;
    let [l0, l1, l2, l3, k0, k1, f0, f1, r @ .., c0, c1, c2, c3] = head;
    let length = u32::from_le_bytes([l0, l1, l2, l3]);
    if length > MAX_PAYLOAD {
        return Err(FrameError::Length(u64::from(length)));
    }
    let code = u16::from_le_bytes([k0, k1]);
    let kind = Kind::of(code).ok_or(FrameError::Kind(code))?;
    let flags = u16::from_le_bytes([f0, f1]);
    if flags != 0 {
        return Err(FrameError::Flags(flags));
    }
    let mut payload = Vec::new();
    from.take(u64::from(length)).read_to_end(&mut payload).map_err(FrameError::Io)?;
    if payload.len() < length as usize {
        return Err(FrameError::Truncated);
    }
    if checksum(&head[..HEAD - 4], &payload) != u32::from_le_bytes([c0, c1, c2, c3]) {
        return Err(FrameError::Checksum);
    }
    Ok(Frame { kind, run: u64::from_le_bytes(r), payload })
}

/// Fills the head; an end before its first byte is a closed pipe, later a truncated frame.
fn read_head(from: &mut impl Read, head: &mut [u8; HEAD]) -> Result<(), FrameError> {
    let mut have = 0;
    while have < HEAD {
        match from.read(&mut head[have..]) {
            Ok(0) if have == 0 => return Err(FrameError::Closed),
            Ok(0) => return Err(FrameError::Truncated),
            Ok(n) => have += n,
            Err(e) if e.kind() == io::ErrorKind::Interrupted => {}
            Err(e) => return Err(FrameError::Io(e)),
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn bytes(frame: &Frame) -> Vec<u8> {
        let mut out = Vec::new();
        write_frame(&mut out, frame).unwrap();
        out
    }

    fn read(mut bytes: &[u8]) -> Result<Frame, FrameError> {
        read_frame(&mut bytes)
    }

    #[test]
    fn every_kind_comes_back_as_it_went() {
        for kind in Kind::ALL {
            for payload in [vec![], vec![0], (0..=255).collect::<Vec<u8>>()] {
                let frame = Frame::new(kind, u64::MAX - 3, payload);
                assert_eq!(read(&bytes(&frame)).unwrap(), frame);
            }
        }
    }

    #[test]
    fn the_layout_is_the_documented_one() {
        // CRC-32 of the 16 bytes and "abc", computed with zlib.crc32 of Python 3.
        let frame = Frame::new(Kind::Run, 7, b"abc".to_vec());
        let head = [3, 0, 0, 0, 3, 0, 0, 0, 7, 0, 0, 0, 0, 0, 0, 0];
        let bytes = bytes(&frame);
        assert_eq!(bytes[..16], head);
        assert_eq!(bytes[16..20], CRC_OF_EXAMPLE.to_le_bytes());
        assert_eq!(&bytes[20..], b"abc");
    }

    const CRC_OF_EXAMPLE: u32 = 0x8b7da8ec;

    #[test]
    fn every_single_damaged_bit_is_noticed() {
        let good = bytes(&Frame::new(Kind::Done, 12, b"{\"case\":\"caspian\"}".to_vec()));
        for bit in 0..good.len() * 8 {
            let mut bad = good.clone();
            bad[bit / 8] ^= 1 << (bit % 8);
            assert!(read(&bad).is_err(), "bit {bit}");
        }
    }

    #[test]
    fn every_cut_is_noticed() {
        let good = bytes(&Frame::new(Kind::Log, 1, vec![9; 40]));
        assert!(matches!(read(&[]), Err(FrameError::Closed)));
        for n in 1..good.len() {
            assert!(matches!(read(&good[..n]), Err(FrameError::Truncated)), "cut at {n}");
        }
    }

    #[test]
    fn a_lying_length_costs_nothing() {
        let mut bad = bytes(&Frame::new(Kind::Log, 1, vec![9; 40]));
        bad[..4].copy_from_slice(&u32::MAX.to_le_bytes());
        assert!(matches!(read(&bad), Err(FrameError::Length(_))));
        bad[..4].copy_from_slice(&MAX_PAYLOAD.to_le_bytes());
        assert!(matches!(read(&bad), Err(FrameError::Truncated)));
    }

    #[test]
    fn unknown_kinds_and_flags_are_named() {
        let good = bytes(&Frame::new(Kind::Log, 1, vec![]));
        let mut bad = good.clone();
        bad[4] = 99;
        assert!(matches!(read(&bad), Err(FrameError::Kind(99))));
        bad = good;
        bad[6] = 1;
        assert!(matches!(read(&bad), Err(FrameError::Flags(1))));
    }

    #[test]
    fn random_bytes_never_make_a_frame() {
        let mut state = 0x9E37_79B9_7F4A_7C15_u64;
        for _ in 0..20_000 {
            let noise: Vec<u8> = (0..64)
                .map(|_| {
                    state ^= state << 13;
                    state ^= state >> 7;
                    state ^= state << 17;
                    (state >> 24) as u8
                })
                .collect();
            assert!(read(&noise).is_err());
        }
    }
}
