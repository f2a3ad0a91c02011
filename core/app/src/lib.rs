//! The app.

pub mod map;
