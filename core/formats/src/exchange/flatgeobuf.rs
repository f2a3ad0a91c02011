//! FlatGeobuf 3: a layer a file, without spatial index.

mod read;
mod write;

pub(super) use read::read;
pub(super) use write::write;

const MAGIC: [u8; 8] = *b"fgb\x03fgb\x00";

/// Fields of the header.
mod header {
    pub(super) const NAME: u16 = 0;
    pub(super) const ENVELOPE: u16 = 1;
    pub(super) const GEOMETRY: u16 = 2;
    pub(super) const COLUMNS: u16 = 7;
    pub(super) const COUNT: u16 = 8;
    pub(super) const NODE: u16 = 9;
    pub(super) const CRS: u16 = 10;
    pub(super) const TITLE: u16 = 11;
    pub(super) const METADATA: u16 = 13;
}

/// Fields of a geometry.
mod geometry {
    pub(super) const ENDS: u16 = 0;
    pub(super) const XY: u16 = 1;
    pub(super) const Z: u16 = 2;
    pub(super) const M: u16 = 3;
    pub(super) const TYPE: u16 = 6;
    pub(super) const PARTS: u16 = 7;
}

/// Types of columns that are written.
mod column {
    pub(super) const BOOL: u8 = 2;
    pub(super) const LONG: u8 = 7;
    pub(super) const DOUBLE: u8 = 10;
    pub(super) const STRING: u8 = 11;
}
