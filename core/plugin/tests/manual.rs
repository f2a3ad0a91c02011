//! The plugins of the manual build, load and keep their promises; its manifests are manifests.

#![allow(clippy::unwrap_used, clippy::panic, reason = "a test that cannot go on should stop")]

mod common;

use std::fs;
use std::path::Path;

use common::{Place, dll, has_compiler};
use littoral_fixtures::{plugins, shared_library};
use littoral_plugin::Manifest;

fn blocks(language: &str) -> Vec<String> {
    let page = plugins().join("../examples/manual/plugin-authors.md");
    let text = fs::read_to_string(page).unwrap();
    let fence = format!("```{language}\n");
    let after = text.split(&fence).skip(1);
    after.map(|rest| rest.split("```").next().unwrap().to_owned()).collect()
}

#[test]
fn manifests_are_manifests() {
    for block in blocks("toml") {
        let manifest = Manifest::parse(block.as_bytes(), Path::new("plugin.toml"), "manual");
        manifest.unwrap();
    }
}

#[test]
fn plugins_in_c_keep_their_promises() {
    let place = Place::new();
    if !has_compiler() {
        return;
    }
    let sources = blocks("c");
    assert_eq!(sources.len(), 2);
    for (block, (id, list, part)) in sources.iter().zip([
        ("org.example.my-rule", "rules", "my-rule"),
        ("org.example.in-common", "metrics", "in_common"),
    ]) {
        let dir = place.dir.path().join(part);
        fs::create_dir_all(&dir).unwrap();
        fs::write(dir.join("plugin.c"), block).unwrap();
        shared_library(&dir.join("plugin.c"), &dir.join(dll("plugin"))).unwrap();
        let library = dll("plugin");
        let toml = format!(
            "id = \"{id}\"\nversion = \"1.0.0\"\nabi = \"1.1\"\nlicense = \"MIT\"\n{list} = [\"{part}\"]\n\
             [library]\nlinux = \"{library}\"\nmacos = \"{library}\"\nwindows = \"{library}\"\n"
        );
        fs::write(dir.join("plugin.toml"), toml).unwrap();
        let plugin = place.load_dev(&dir).unwrap_or_else(|e| panic!("{e:?}"));
        let verdicts = plugin.conformance(part);
        let broken: Vec<_> = verdicts.iter().filter(|v| !v.fault.is_empty()).collect();
        assert!(broken.is_empty() && verdicts.len() >= 3, "{part}: {broken:?}");
    }
}
