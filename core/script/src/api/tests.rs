use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};
use std::rc::Rc;

use littoral_delimit::Waters;
use littoral_model::{Case, Party, Shore, ShoreKind};
use serde_json::Map;

use super::*;
use crate::bind::noun::REGISTERED;
use crate::source::{Limits, Source};

#[test]
fn slots_are_unique_and_words_documented() {
    let mut slots = BTreeMap::new();
    for entry in API {
        assert!(slots.insert(entry.slot, entry.name).is_none(), "slot {} twice", entry.slot);
        assert!(entry.doc.ends_with('.'), "{}: doc", entry.name);
        assert!(!entry.example.is_empty(), "{}: example", entry.name);
    }
}

/// A square degree of water, its west coast held by AAA and its east coast by BBB.
fn pond() -> Rc<Waters> {
    let at = littoral_geodesy::LatLon::new;
    let ring = vec![
        at(40.0, 50.0),
        at(40.0, 50.5),
        at(40.0, 51.0),
        at(41.0, 51.0),
        at(41.0, 50.5),
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
    case.parties = ["AAA", "BBB"]
        .map(|id| Party { id: id.into(), name: littoral_model::Names::english(id) })
        .to_vec();
    case.shores = vec![coast(0, &[4, 5, 0, 1]), coast(1, &[1, 2, 3, 4])];
    case.sea.outer = ring;
    Rc::new(Waters::new(case).unwrap())
}

#[test]
fn registered_is_documented() {
    REGISTERED.take();
    // Types register when the first value of each is made.
    let text = r#"return rule { id = "all", about = "all", run = function(sea)
        local f, law = sea:latitude(), sea.law
        return { seabed = sea:assign({ AAA = f * sea:rng(1):uniform(), BBB = f:within(3) and 1 }) }
    end }"#;
    let _ = crate::run(&Source::new("all.luau", text), &pond(), &Map::new(), &Limits::default());
    let documented: BTreeSet<_> = API.iter().map(|e| (e.noun, e.name)).collect();
    assert_eq!(REGISTERED.take(), documented);
}

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../..")
}

/// `LITTORAL_REWRITE=1 cargo test -p littoral-script` writes the files anew.
#[test]
fn documented_is_committed() {
    let all = [
        ("scripts/types/littoral.d.luau", luau_definitions()),
        ("scripts/types/littoral.lua", luals()),
        ("scripts/types/api.json", json_document()),
        ("examples/manual/script-api.md", manual()),
    ];
    for (file, text) in all {
        let path = root().join(file);
        if std::env::var_os("LITTORAL_REWRITE").is_some() {
            std::fs::create_dir_all(path.parent().unwrap()).unwrap();
            std::fs::write(&path, &text).unwrap();
        }
        let on_disk = std::fs::read_to_string(&path).unwrap_or_default();
        assert!(on_disk == text, "{file} differs from the API table; set LITTORAL_REWRITE=1");
    }
}

/// What a release had is still there under its number. The list is written by hand at a release:
/// `littoral api --format names`.
#[test]
fn nothing_of_a_release_has_vanished() {
    let released = std::fs::read_to_string(root().join("scripts/types/released.txt")).unwrap();
    let now = released_names();
    let missing: Vec<&str> =
        released.lines().filter(|l| !l.starts_with('#') && !now.lines().any(|n| n == *l)).collect();
    assert!(missing.is_empty(), "gone or renumbered: {missing:?}");
    assert!(released.lines().count() > 50);
}
