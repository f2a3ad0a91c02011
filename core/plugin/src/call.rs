//! Opening a library and copying what its table says. Nothing of the plugin's memory is held
//! afterwards but its functions.

#![allow(unsafe_code, reason = "foreign code and memory begin here; each block says why it holds")]

use std::collections::BTreeSet;
use std::mem::{self, MaybeUninit};
use std::path::Path;
use std::ptr;

use libloading::Library;
use littoral_sdk::abi::{
    ABI_MAJOR, ABI_MINOR, Create, Destroy, Entry, LitPlugin, LitRule, LitStr, Run, Score,
};

const SYMBOL: &str = "littoral_plugin_v1";
/// Most rules of one plugin.
const MOST_RULES: u32 = 1024;
/// Largest struct that a later minor version could reasonably have.
const MOST_BYTES: usize = 4096;
const MOST_NAME: usize = 128;
const MOST_TEXT: usize = 64 * 1024;

/// A plugin's table, copied and checked.
pub(crate) struct Offer {
    pub(crate) id: String,
    pub(crate) version: String,
    pub(crate) rules: Vec<RawRule>,
}

/// One rule of the table.
pub(crate) struct RawRule {
    pub(crate) id: String,
    pub(crate) about: String,
    pub(crate) cite: String,
    pub(crate) params: String,
    pub(crate) flags: u32,
    pub(crate) create: Option<Create>,
    pub(crate) destroy: Option<Destroy>,
    pub(crate) score: Option<Score>,
    pub(crate) run: Option<Run>,
}

/// Opens `library` for good and reads its table.
pub(crate) fn open(library: &Path) -> Result<Offer, String> {
    let library = dlopen(library).map_err(|e| format!("the library cannot be opened: {e}"))?;
    // SAFETY: by the ABI the symbol of this name is a function of this type; the library is never
    // closed, so the function stays.
    let entry = unsafe { library.get::<Entry>(SYMBOL).map(|symbol| *symbol) };
    let entry = entry.map_err(|_| missing_symbol(&library));
    // Never closed, even when refused: unloading is unsound where the library has thread-locals
    // or has started anything.
    mem::forget(library);
    // SAFETY: the ABI lets the host call the entry with its version at any time.
    let table = unsafe { entry?(ABI_MAJOR, ABI_MINOR) };
    // SAFETY: by the ABI the entry gives null or a static table that begins with its own size.
    unsafe { read_plugin(table) }
}

#[cfg(unix)]
fn dlopen(path: &Path) -> Result<Library, libloading::Error> {
    use libloading::os::unix;
    // SAFETY: initializers of the library run here; its bytes are those that the user has trusted.
    let library = unsafe { unix::Library::open(Some(path), unix::RTLD_NOW | unix::RTLD_LOCAL) };
    library.map(Library::from)
}

#[cfg(not(unix))]
fn dlopen(path: &Path) -> Result<Library, libloading::Error> {
    // SAFETY: initializers of the library run here; its bytes are those that the user has trusted.
    unsafe { Library::new(path) }
}

/// Why there is no symbol: another major version has another one.
fn missing_symbol(library: &Library) -> String {
    let other = (1..=9).filter(|major| *major != ABI_MAJOR).find(|major| {
        let symbol = format!("littoral_plugin_v{major}");
        // SAFETY: the symbol is only looked up, never used.
        unsafe { library.get::<Entry>(symbol.as_str()).is_ok() }
    });
    match other {
        Some(major) => {
            format!(
                "the plugin is built for ABI {major}, this littoral has {ABI_MAJOR}.{ABI_MINOR}"
            )
        }
        None => format!("the library does not export {SYMBOL}"),
    }
}

/// Reads the table.
///
/// # Safety
/// `table` is null or leads to a table as `littoral.h` describes it, which nobody changes.
unsafe fn read_plugin(table: *const LitPlugin) -> Result<Offer, String> {
    // SAFETY: the caller's promise; the size is checked before anything is read.
    let plugin = unsafe { sized(table, "the plugin's table")? };
    if plugin.abi_major != ABI_MAJOR {
        return Err(format!(
            "the plugin's table is of ABI {}.{}, this littoral has {ABI_MAJOR}.{ABI_MINOR}",
            plugin.abi_major, plugin.abi_minor
        ));
    }
    if !(1..=MOST_RULES).contains(&plugin.n_rules) {
        return Err(format!(
            "the plugin counts {} rules; 1 to {MOST_RULES} are allowed",
            plugin.n_rules
        ));
    }
    // SAFETY: by the caller's promise there are `n_rules` rules.
    let rules = unsafe { read_rules(plugin.rules, plugin.n_rules as usize)? };
    // SAFETY: strings of a static table are static.
    unsafe {
        Ok(Offer {
            id: string(plugin.id, "the plugin's id", MOST_NAME)?,
            version: string(plugin.version, "the plugin's version", MOST_NAME)?,
            rules,
        })
    }
}

/// Walks the rules with the size that the plugin has stated.
///
/// # Safety
/// `first` is null or leads to `count` rules, each as long as the first one's `size`.
unsafe fn read_rules(first: *const LitRule, count: usize) -> Result<Vec<RawRule>, String> {
    let mut rules = Vec::new();
    let mut ids = BTreeSet::new();
    let mut at = first;
    for n in 1..=count {
        let what = format!("rule {n} of the table");
        // SAFETY: the caller's promise.
        let rule = unsafe { sized(at, &what)? };
        // SAFETY: strings of a static table are static.
        let rule = unsafe { copy(&rule, &what)? };
        if !ids.insert(rule.id.clone()) {
            return Err(format!("two rules have the id \"{}\"", rule.id));
        }
        rules.push(rule);
        // SAFETY: `first` was not null and aligned, or `sized` had failed. The address is only
        // read if there is a further rule.
        at = unsafe { at.byte_add((*first).size as usize) };
    }
    Ok(rules)
}

/// Copies one rule.
///
/// # Safety
/// Its strings can be read.
unsafe fn copy(rule: &LitRule, what: &str) -> Result<RawRule, String> {
    let text = |s: LitStr, member: &str, most: usize| {
        // SAFETY: the caller's promise.
        unsafe { string(s, &format!("{what}: {member}"), most) }
    };
    text(rule.version, "version", MOST_NAME)?;
    Ok(RawRule {
        id: text(rule.id, "id", MOST_NAME)?,
        about: text(rule.about, "about", MOST_TEXT)?,
        cite: text(rule.cite, "cite", MOST_TEXT)?,
        params: text(rule.params, "params", MOST_TEXT)?,
        flags: rule.flags,
        create: rule.create,
        destroy: rule.destroy,
        score: rule.score,
        run: rule.run,
    })
}

/// A copy of a struct of the ABI that begins with its own size. A longer one, of a later minor
/// version, is cut to what this version knows.
///
/// # Safety
/// `at` is null, or leads to a struct that begins with a `u32` of its size in bytes; `T` is one of
/// the ABI's plain structs.
unsafe fn sized<T>(at: *const T, what: &str) -> Result<T, String> {
    if at.is_null() {
        return Err(format!(
            "{what} is null: the plugin does not work with ABI {ABI_MAJOR}.{ABI_MINOR}"
        ));
    }
    if !at.is_aligned() {
        return Err(format!("{what} lies at an odd address"));
    }
    // SAFETY: not null and aligned; the struct begins with a u32.
    let size = unsafe { ptr::read(at.cast::<u32>()) } as usize;
    if !(mem::size_of::<T>()..=MOST_BYTES).contains(&size)
        || !size.is_multiple_of(mem::align_of::<T>())
    {
        return Err(format!(
            "{what} says it has {size} bytes; ABI {ABI_MAJOR}.{ABI_MINOR} has {}",
            mem::size_of::<T>()
        ));
    }
    let mut copy = MaybeUninit::<T>::uninit();
    // SAFETY: `size_of::<T>()` bytes are there, and any bytes are a valid plain struct of the ABI
    // (numbers, pointers, nullable functions).
    unsafe {
        ptr::copy_nonoverlapping(at, copy.as_mut_ptr(), 1);
        Ok(copy.assume_init())
    }
}

/// Copies a string.
///
/// # Safety
/// `s` is empty, null, or leads to `len` bytes.
unsafe fn string(s: LitStr, what: &str, most: usize) -> Result<String, String> {
    if s.len > most || (s.len > 0 && s.ptr.is_null()) {
        return Err(format!("{what} says it has {} bytes; {most} are allowed", s.len));
    }
    // SAFETY: the caller's promise, within a sane length.
    let bytes = unsafe { s.bytes() };
    let text = str::from_utf8(bytes).map_err(|_| format!("{what} is not UTF-8"))?;
    Ok(text.to_owned())
}
