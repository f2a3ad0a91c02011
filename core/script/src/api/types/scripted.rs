//! Type definitions of the libraries that are Luau themselves, read from their text.
//!
//! A library's own types and the heads of its functions are taken over with the comments above them: one line
//! a head, as `scripts/lib` is written.

use std::fmt::Write;

use crate::sandbox::library::LIBRARY;

/// Types that are not in `already`, then one declaration a library.
pub(super) fn declarations(already: &str) -> String {
    let mut types = String::new();
    let mut libraries = String::new();
    for (name, text) in LIBRARY {
        for ty in blocks(text)
            .filter(|b| b.head.starts_with("type ") || b.head.starts_with("export type "))
        {
            let head = ty.head.trim_start_matches("export ");
            let known = format!("{} =", head.split(" =").next().unwrap_or(head));
            if !already.contains(&known) && !types.contains(&known) {
                let _ = write!(
                    types,
                    "\n{}export {}\n",
                    ty.comment,
                    ty.body.trim_start_matches("export ")
                );
            }
        }
        let _ = write!(libraries, "\ndeclare {name}: {{\n");
        for function in blocks(text).filter_map(|b| member(name, &b)) {
            libraries += &function;
        }
        libraries += "}\n";
    }
    types + &libraries
}

/// A statement at the margin with the `---` lines above it.
struct Block {
    comment: String,
    head: String,
    body: String,
}

fn blocks(text: &str) -> impl Iterator<Item = Block> {
    let lines: Vec<&str> = text.lines().collect();
    let mut out = Vec::new();
    let mut comment = String::new();
    let mut k = 0;
    while let Some(line) = lines.get(k) {
        k += 1;
        if line.starts_with("---") {
            comment += line;
            comment.push('\n');
            continue;
        }
        if !line.is_empty() && !line.starts_with(' ') {
            let more = if line.ends_with(['{', '|']) {
                lines[k..].iter().position(|l| l.starts_with('}'))
            } else {
                None
            };
            let end = more.map_or(k, |n| k + n + 1);
            let body = lines[k - 1..end].join("\n");
            out.push(Block {
                comment: std::mem::take(&mut comment),
                head: (*line).to_owned(),
                body,
            });
        }
        comment.clear();
    }
    out.into_iter()
}

/// `  borda: (p: Profile) -> PerOption,` from `function vote.borda(p: Profile): PerOption`.
fn member(library: &str, block: &Block) -> Option<String> {
    let comment: String = block.comment.lines().map(|l| format!("  {l}\n")).collect();
    if let Some(rest) = block.head.strip_prefix(&format!("function {library}.")) {
        let open = rest.find('(')?;
        // The list of parameters ends where its bracket closes.
        let mut depth = 0;
        let close = rest.char_indices().skip(open).find(|(_, c)| {
            depth += i32::from(*c == '(') - i32::from(*c == ')');
            depth == 0
        })?;
        let (name, params) = (&rest[..open], &rest[open..=close.0]);
        let result = rest[close.0 + 1..].strip_prefix(": ").unwrap_or("()");
        return Some(format!("{comment}  {name}: {params} -> {result},\n"));
    }
    let (name, value) = block.head.strip_prefix(&format!("{library}."))?.split_once(" = ")?;
    let ty = block
        .body
        .rsplit_once(":: ")
        .map(|(_, ty)| ty)
        .or(value.contains('"').then_some("{ string }"))?;
    Some(format!("{comment}  {name}: {ty},\n"))
}
