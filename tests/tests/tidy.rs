//! House rules that are true or false: arrows, `unsafe`, names of libraries, paths of machines.
#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

use std::fs;

use littoral_tests::{files, root};

const ORDER: [&str; 9] =
    ["geodesy", "model", "delimit", "treaty", "formats", "script", "plugin", "host", "app"];

/// Arrows point one way: a crate depends only on those before it; formats, script and plugin do not
/// know one another.
#[test]
fn arrows() {
    for (k, name) in ORDER.iter().enumerate() {
        let manifest =
            fs::read_to_string(root().join("core").join(name).join("Cargo.toml")).unwrap();
        let own = manifest.split("[dev-dependencies]").next().unwrap();
        for (j, other) in ORDER.iter().enumerate() {
            let beside = (4..=6).contains(&k) && (4..=6).contains(&j) && j != k;
            let forbidden = j > k || beside;
            let names = own.lines().any(|l| l.starts_with(&format!("littoral-{other}")));
            assert!(!(forbidden && names), "core/{name} depends on core/{other}");
        }
    }
}

/// Only one crate names each of these libraries.
#[test]
fn rooms_of_libraries() {
    for (library, room) in [("mlua", "script"), ("libloading", "plugin")] {
        for name in ORDER.iter().filter(|n| **n != room) {
            let manifest =
                fs::read_to_string(root().join("core").join(name).join("Cargo.toml")).unwrap();
            assert!(
                !manifest.lines().any(|l| l.starts_with(library)),
                "core/{name} names {library}"
            );
        }
    }
}

/// The pure crates do no input or output and read no clock or environment.
#[test]
fn pure_crates() {
    for name in &ORDER[..4] {
        for file in files(&root().join("core").join(name).join("src"), &[".rs"]) {
            let text = fs::read_to_string(&file).unwrap();
            let body = text.split("#[cfg(test)]").next().unwrap();
            for word in
                ["std::fs", "std::env", "std::net", "SystemTime", "Instant::now", "println!"]
            {
                assert!(!body.contains(word), "{}: {word}", file.display());
            }
        }
    }
}

/// What the command says goes through `print`, which lets no name or message of others steer the terminal.
#[test]
fn nothing_is_said_past_the_tamer() {
    for file in files(&root().join("core/app/src"), &[".rs"]) {
        let text = fs::read_to_string(&file).unwrap();
        let body = text.split("#[cfg(test)]").next().unwrap();
        for word in ["print!(", "println!(", "dbg!("] {
            assert!(!body.contains(word), "{}: {word}", file.display());
        }
    }
}

/// `unsafe` only in core/plugin, the SDK and the plugins, each block with its reason.
#[test]
fn unsafe_is_in_its_rooms() {
    let word = ["un", "safe"].concat();
    for file in files(&root().join("core"), &[".rs"]) {
        let plugin = file.components().any(|c| c.as_os_str() == "plugin");
        let text = fs::read_to_string(&file).unwrap();
        let block = format!("{word} {{");
        assert!(plugin || !text.contains(&block), "{}", file.display());
        let lines: Vec<&str> = text.lines().collect();
        for (k, line) in lines.iter().enumerate().filter(|(_, l)| l.contains(&block)) {
            let before = &lines[k.saturating_sub(6)..=k];
            assert!(
                before.iter().any(|l| l.contains("SAFETY:")),
                "{}:{}: {line}",
                file.display(),
                k + 1
            );
        }
    }
}

/// Nothing names a folder of somebody's machine.
#[test]
fn no_paths_of_machines() {
    let roots = ["tmp", "work", "root", "home"].map(|r| format!("\"/{r}/"));
    for file in files(&root(), &[".rs", ".luau", ".toml", ".md", ".py"]) {
        let text = fs::read_to_string(&file).unwrap();
        for path in &roots {
            assert!(!text.contains(path.as_str()), "{}: {path}", file.display());
        }
    }
}

/// Every rule cites, and carries an example that runs.
#[test]
fn rules_cite_and_carry_examples() {
    let rules = files(&root().join("scripts/rules"), &[".luau"]);
    assert!(rules.len() >= 6, "{rules:?}");
    for file in rules {
        let text = fs::read_to_string(&file).unwrap();
        for part in ["cite =", "examples =", "about =", "--!strict"] {
            assert!(text.contains(part), "{}: no {part}", file.display());
        }
    }
}
