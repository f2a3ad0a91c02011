//! Opening a library and copying what its table says. Nothing of the plugin's memory is held
//! afterwards but its functions.

#![allow(unsafe_code, reason = "foreign code and memory begin here; each block says why it holds")]

use std::collections::BTreeSet;
use std::mem::{self, MaybeUninit};
use std::path::Path;
use std::ptr;

use libloading::Library;
use littoral_sdk::abi::{
    ABI_MAJOR, ABI_MINOR, Create, Destroy, Entry, LitMetric, LitPlugin, LitRule, LitStr, Measure,
    PLUGIN_1_0, Run, Score,
};

const SYMBOL: &str = "littoral_plugin_v1";
/// Most rules, and most metrics, of one plugin.
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
    pub(crate) metrics: Vec<RawMetric>,
}

/// One metric of the table.
pub(crate) struct RawMetric {
    pub(crate) id: String,
    pub(crate) unit: String,
    pub(crate) about: String,
    pub(crate) flags: u32,
    pub(crate) measure: Option<Measure>,
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
    let plugin = unsafe { sized_from(table, PLUGIN_1_0, "the plugin's table")? };
    if plugin.abi_major != ABI_MAJOR {
        return Err(format!(
            "the plugin's table is of ABI {}.{}, this littoral has {ABI_MAJOR}.{ABI_MINOR}",
            plugin.abi_major, plugin.abi_minor
        ));
    }
    if plugin.n_rules > MOST_RULES || plugin.n_metrics > MOST_RULES {
        return Err(format!(
            "the plugin counts {} rules and {} metrics; {MOST_RULES} of each are allowed",
            plugin.n_rules, plugin.n_metrics
        ));
    }
    if plugin.n_rules + plugin.n_metrics == 0 {
        return Err("the plugin has neither a rule nor a metric".to_owned());
    }
    // SAFETY: by the caller's promise there are `n_rules` rules and `n_metrics` metrics, and strings
    // of a static table are static.
    unsafe {
        Ok(Offer {
            rules: walk(plugin.rules, plugin.n_rules, "rule", rule)?,
            metrics: walk(plugin.metrics, plugin.n_metrics, "metric", metric)?,
            id: string(plugin.id, "the plugin's id", MOST_NAME)?,
            version: string(plugin.version, "the plugin's version", MOST_NAME)?,
        })
    }
}

/// Walks a list with the size that the plugin has stated for its first element. Ids are unique.
///
/// # Safety
/// `first` is null or leads to `count` structs of the ABI, each as long as the first one's `size`.
unsafe fn walk<T, R: Named>(
    first: *const T,
    count: u32,
    kind: &str,
    copy: impl Fn(&T, &str) -> Result<R, String>,
) -> Result<Vec<R>, String> {
    let mut list = Vec::new();
    let mut ids = BTreeSet::new();
    let mut at = first;
    for n in 1..=count {
        let what = format!("{kind} {n} of the table");
        // SAFETY: the caller's promise.
        let found = copy(&unsafe { sized(at, &what)? }, &what)?;
        if !ids.insert(found.id().to_owned()) {
            return Err(format!("two {kind}s have the id \"{}\"", found.id()));
        }
        list.push(found);
        // SAFETY: `first` was not null and aligned, or `sized` had failed. The address is only
        // read if there is a further element.
        at = unsafe { at.byte_add(ptr::read(first.cast::<u32>()) as usize) };
    }
    Ok(list)
}

/// What has an id.
trait Named {
    fn id(&self) -> &str;
}

impl Named for RawRule {
    fn id(&self) -> &str {
        &self.id
    }
}

impl Named for RawMetric {
    fn id(&self) -> &str {
        &self.id
    }
}

/// Copies one rule, whose strings can be read.
fn rule(rule: &LitRule, what: &str) -> Result<RawRule, String> {
    let text = |s: LitStr, member: &str, most: usize| {
        // SAFETY: strings of a static table are static.
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

/// Copies one metric, whose strings can be read.
fn metric(metric: &LitMetric, what: &str) -> Result<RawMetric, String> {
    let text = |s: LitStr, member: &str, most: usize| {
        // SAFETY: strings of a static table are static.
        unsafe { string(s, &format!("{what}: {member}"), most) }
    };
    Ok(RawMetric {
        id: text(metric.id, "id", MOST_NAME)?,
        unit: text(metric.unit, "unit", MOST_NAME)?,
        about: text(metric.about, "about", MOST_TEXT)?,
        flags: metric.flags,
        measure: metric.measure,
    })
}

/// A copy of a struct of the ABI that begins with its own size, and has all that this version knows.
///
/// # Safety
/// As [`sized_from`].
pub(crate) unsafe fn sized<T>(at: *const T, what: &str) -> Result<T, String> {
    // SAFETY: the caller's promise.
    unsafe { sized_from(at, mem::size_of::<T>(), what) }
}

/// The same of a struct that had `least` bytes when the ABI began. A longer one, of a later minor
/// version, is cut to what this version knows; what a shorter one lacks is zero.
///
/// # Safety
/// `at` is null, or leads to a struct that begins with a `u32` of its size in bytes; `T` is one of
/// the ABI's plain structs.
unsafe fn sized_from<T>(at: *const T, least: usize, what: &str) -> Result<T, String> {
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
    if !(least..=MOST_BYTES).contains(&size) || !size.is_multiple_of(mem::align_of::<T>()) {
        return Err(format!(
            "{what} says it has {size} bytes; ABI {ABI_MAJOR}.{ABI_MINOR} has {}",
            mem::size_of::<T>()
        ));
    }
    let mut copy = MaybeUninit::<T>::zeroed();
    // SAFETY: `size` bytes are there, never more than our own struct is written, and any bytes and
    // zeroes are a valid plain struct of the ABI (numbers, pointers, nullable functions).
    unsafe {
        let known = size.min(mem::size_of::<T>());
        ptr::copy_nonoverlapping(at.cast::<u8>(), copy.as_mut_ptr().cast::<u8>(), known);
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
