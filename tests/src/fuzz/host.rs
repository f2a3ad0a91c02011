//! The host's borders: frames on the pipe, manifests and libraries of plugins, heads of rules, and the words
//! that a plugin says through the table of functions.

use std::cell::OnceCell;
use std::path::Path;
use std::time::Duration;

use littoral_delimit::Waters;
use littoral_geodesy::LatLon;
use littoral_host::messages::{Reply, Request};
use littoral_host::protocol::read_frame;
use littoral_model::{Case, FailureKind, Names, Party, RuleError, Shore, ShoreKind};
use littoral_plugin::{Manifest, complete, tape};
use littoral_script::{Limits, Source, read_header_within};

/// Frames: a greeting of each side, a cancel, a log line (bytes as `write_frame` makes them).
pub const FRAMES: &[&[u8]] = &[
    b"\x03\0\0\0\x03\0\0\0\x07\0\0\0\0\0\0\0\xec\xa8\x7d\x8babc",
    b"\0\0\0\0\x04\0\0\0\x01\0\0\0\0\0\0\0\0\0\0\0",
    br#"{"protocol":3,"product":"0.1.0","abi":"1.1"}"#,
    br#"{"rule":"r","kind":"runtime","text":"t","trace":[],"hint":""}"#,
];

/// The bytes as a frame, and as the payload of every kind of message: refused, or read back the same.
pub fn frames(data: &[u8]) {
    let mut rest = data;
    if let Ok(frame) = read_frame(&mut rest) {
        let _ = (Request::from_frame(&frame), Reply::from_frame(&frame));
    }
    for kind in littoral_host::protocol::Kind::ALL {
        let frame = littoral_host::protocol::Frame::new(kind, 7, data.to_vec());
        if let Ok(request) = Request::from_frame(&frame) {
            assert_eq!(Request::from_frame(&request.frame(7)), Ok(request), "{kind:?}");
        }
        let _ = Reply::from_frame(&frame);
    }
}

/// Manifests of plugins.
pub const MANIFESTS: &[&[u8]] = &[
    b"id = \"org.example.a\"\nversion = \"1\"\nabi = \"1.0\"\nlicense = \"MIT\"\nrules = [\"a\"]\n\
      [library]\nlinux = \"a.so\"\nlinux-aarch64 = \"b/a.so\"\n[names.a]\nen = \"A\"\n",
    b"id = \"m\"\nversion = \"1\"\nabi = \"1.1\"\nlicense = \"MIT\"\nmetrics = [\"m\"]\nlibrary = { linux = \"m.so\" }\n",
];

/// A manifest that is taken names a library inside its folder; one that is not says why.
pub fn manifest(data: &[u8]) {
    match Manifest::parse(data, Path::new("plugin.toml"), "plugin") {
        Ok(manifest) => {
            assert!(!manifest.rules.is_empty() || !manifest.metrics.is_empty());
            if let Ok(path) = manifest.library_path(Path::new("folder")) {
                assert!(path.starts_with("folder") && path != Path::new("folder"), "{path:?}");
                assert!(!path.components().any(|c| c.as_os_str() == ".."), "{path:?}");
            }
        }
        Err(error) => told(&error),
    }
}

/// The beginning of an ELF, a Mach-O and a PE library.
pub const LIBRARIES: &[&[u8]] = &[
    b"\x7fELF\x02\x01\x01\0\0\0\0\0\0\0\0\0\x03\0\x3e\0\x01\0\0\0\0\0\0\0\0\0\0\0\x40\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\
      \0\0\0\0\x40\0\x38\0\x01\0\x40\0\0\0\0\0\x01\0\0\0\x05\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0",
    b"\xcf\xfa\xed\xfe\x07\0\0\x01\x03\0\0\0\x06\0\0\0\x01\0\0\0\x48\0\0\0\0\0\0\0\0\0\0\0\x19\0\0\0\x48\0\0\0",
    b"MZ\x90\0\x03\0\0\0\x04\0\0\0\xff\xff\0\0\xb8\0\0\0\0\0\0\0\x40\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\x40\0\0\0PE\0\0",
];

/// Whether a library is whole is an answer, never a panic.
pub fn library(data: &[u8]) {
    if let Err(why) = complete::check(data) {
        assert!(!why.is_empty());
    }
}

/// Heads of rules.
pub const HEADS: &[&[u8]] = &[
    b"--!strict\nlocal params = { k = param.number(1, { min = 0, max = 2 }), b = param.nm(12), w = param.weights({ IRN = 1.1 }),\n\
      c = param.choice(\"a\", { \"a\", \"b\" }), f = param.flag(true), s = param.shares({ IRN = 0.2 }) }\n\
      return rule { id = \"a-b\", name = { en = \"A\", fa = \"\xd8\xa7\" }, about = \"x\", cite = { \"y\" }, params = params,\n\
      run = function(sea: Sea, p: typeof(params)) return { seabed = sea:equidistance() } end,\n\
      examples = { { case = \"caspian\", params = { k = 1 }, expect = { seabed = { IRN = { 13, 1 } } } } } }\n",
    b"return rule { id = \"b\", about = \"y\", params = { x = 1, y = \"t\", z = false, w = { IRN = 1 } }, run = print }",
];

/// A head that is read has an id that can name a file; one that is not says where.
pub fn head(data: &[u8]) {
    let Ok(text) = str::from_utf8(data) else { return };
    let time = Duration::from_millis(500);
    let limits = Limits { time, memory_bytes: 16 << 20, ..Limits::default() };
    match read_header_within(&Source::new("fuzz.luau", text), &limits) {
        Ok(header) => {
            let plain = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '-';
            assert!(header.id.chars().all(plain) && !header.id.is_empty(), "{}", header.id);
        }
        Err(error) => {
            assert_ne!(error.kind, FailureKind::Panic, "{}", error.text);
            told(&error);
        }
    }
}

/// Tapes of words: nearest coast by words, and a belt in common.
pub const TAPES: &[&[u8]] = &[
    b"\0\0\xc8abcdef\0\x01\xc8abcdef\x15\0\x01\0\x02efgh\x27\x02\0abcdef",
    b"\x18\xc8\0abcdef\x01abcdefgh\x10\x01\0\0\0\0\x40\xcf\x40\x1c\0\x02\x02abcde\x1e\x03\x02abcdef\x27\x03\0abcdef",
];

/// Words of a plugin that has lost its way: a result, or a fault with a name.
pub fn words(data: &[u8]) {
    thread_local! {
        static POND: OnceCell<Option<Waters>> = const { OnceCell::new() };
    }
    POND.with(|pond| {
        let Some(waters) = pond.get_or_init(pond_of_two) else { return };
        match tape::play(waters, data) {
            Ok(outcome) => assert!(!outcome.layers.0.is_empty()),
            Err(error) => {
                assert_ne!(error.kind, FailureKind::Panic, "{}", error.text);
                told(&error);
            }
        }
    });
}

fn told(error: &RuleError) {
    assert!(!error.text.is_empty() && error.text.len() < 4000, "{error:?}");
}

/// A square degree of water, its west coast one party's and its east coast the other's.
fn pond_of_two() -> Option<Waters> {
    let at = LatLon::new;
    let ring = vec![
        at(40.0, 50.0),
        at(40.0, 50.4),
        at(40.0, 51.0),
        at(41.0, 51.0),
        at(41.0, 50.6),
        at(41.0, 50.0),
    ];
    let coast = |party: usize, line: &[usize]| Shore {
        party,
        kind: ShoreKind::Coast,
        lines: vec![line.iter().map(|k| ring[*k]).collect()],
        edge: Default::default(),
        origin: String::new(),
    };
    let mut case = Case::empty("pond");
    let party = |id: &str| Party { id: id.into(), name: Names::english(id) };
    case.parties = vec![party("AZE"), party("IRN")];
    case.shores = vec![coast(0, &[4, 5, 0, 1]), coast(1, &[1, 2, 3, 4])];
    case.sea.outer = ring;
    Waters::new(case).ok()
}
