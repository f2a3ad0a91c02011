//! Which rules there are: built in, script files, plugins. Finding one runs none.

mod modules;

use std::fmt;
use std::path::{Path, PathBuf};

use littoral_model::params::did_you_mean;
use littoral_model::{FailureKind, RuleError};
use littoral_plugin::{LoadOptions, Staged, TrustStore, discover, inspect};
use sha2::{Digest, Sha256};

use crate::embed;
use crate::messages::{ModuleText, RuleCode};
use crate::plain;

/// Longest script that is read, bytes; a longer one is cut and then refused by the reader.
const MAX_SCRIPT: u64 = 256 * 1024 + 1;

/// A rule by where it is.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub enum RuleRef {
    /// A script inside the binary, by id.
    BuiltIn(String),
    /// A script file.
    Script(PathBuf),
    /// A rule of a plugin.
    Plugin {
        /// The plugin's folder.
        dir: PathBuf,
        /// Id of the rule.
        rule: String,
    },
}

/// A metric of a plugin.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct MetricRef {
    /// The plugin's folder.
    pub dir: PathBuf,
    /// Id of the metric.
    pub metric: String,
}

impl fmt::Display for RuleRef {
    /// The id, or the file's path.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::BuiltIn(id) | Self::Plugin { rule: id, .. } => f.write_str(id),
            Self::Script(path) => write!(f, "{}", path.display()),
        }
    }
}

/// A rule on offer.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Offer {
    /// The rule.
    pub rule: RuleRef,
    /// Why it cannot run, if that is known without running it.
    pub problem: Option<RuleError>,
}

/// Where plugins are looked for, and which may run.
#[derive(Debug, Clone)]
pub struct PluginAccess {
    /// Plugin folders, or folders of plugin folders.
    pub dirs: Vec<PathBuf>,
    /// Folders trusted for this process alone (`--dev DIR`); they need not be among `dirs`.
    pub dev: Vec<PathBuf>,
    /// Folder of the list of trusted plugins; `None` is the user's.
    pub trust: Option<PathBuf>,
    /// How libraries are staged.
    pub load: LoadOptions,
}

impl PluginAccess {
    /// The user's: plugins in `$LITTORAL_PLUGINS`, else in `littoral/plugins` below
    /// `$XDG_DATA_HOME` or `~/.local/share`; trust and cache as the user has set them.
    #[must_use]
    pub fn user() -> Self {
        let variable = |name: &str| std::env::var_os(name).filter(|v| !v.is_empty());
        let below = |dir: PathBuf| dir.join("littoral").join("plugins");
        let home = || Some(PathBuf::from(variable("HOME")?).join(".local").join("share"));
        let data = variable("XDG_DATA_HOME").map(PathBuf::from).or_else(home).map(below);
        let dirs = variable("LITTORAL_PLUGINS").map(PathBuf::from).or(data).into_iter().collect();
        Self { dirs, dev: Vec::new(), trust: None, load: LoadOptions::user() }
    }

    fn store(&self) -> Result<TrustStore, RuleError> {
        self.trust.as_deref().map_or_else(TrustStore::user, TrustStore::open)
    }

    /// Plugin folders in the order given, those for development first; none twice.
    fn folders(&self) -> Vec<PathBuf> {
        let mut folders: Vec<PathBuf> = Vec::new();
        for dir in self.dev.iter().chain(&self.dirs) {
            let found = match dir.join("plugin.toml").is_file() {
                true => vec![dir.clone()],
                false => discover(dir),
            };
            let new = |f: &PathBuf| !folders.contains(f);
            let found: Vec<_> = found.into_iter().filter(new).collect();
            folders.extend(found);
        }
        folders
    }

    fn stage(&self, dir: &Path) -> Result<Staged, RuleError> {
        let dev = self.dev.iter().any(|d| dir.starts_with(d));
        let load = if dev { self.load.clone().dev() } else { self.load.clone() };
        Staged::new(dir, &self.store()?, &load)
    }
}

/// All rules that can be named.
#[derive(Debug, Clone)]
pub struct Registry {
    plugins: PluginAccess,
}

impl Registry {
    /// Built-in rules and the plugins that `plugins` reaches.
    #[must_use]
    pub fn new(plugins: PluginAccess) -> Self {
        Self { plugins }
    }

    /// Built-in rules by id, then rules of plugins by folder. Rules that cannot run come with the
    /// reason; a plugin that cannot be read at all is one offer under its folder's name.
    #[must_use]
    pub fn offers(&self) -> Vec<Offer> {
        let built_in = embed::rules().into_iter().map(|r| RuleRef::BuiltIn(r.name.to_owned()));
        let mut offers: Vec<Offer> = built_in.map(|rule| Offer { rule, problem: None }).collect();
        let store = self.plugins.store();
        for dir in self.plugins.folders() {
            let listing = inspect(&dir, store.as_ref().unwrap_or(&TrustStore::default()));
            let unread = store.as_ref().err().cloned();
            let problem = unread.or(listing.problem).or_else(|| self.plugins.stage(&dir).err());
            let nothing = listing.rules.is_empty() && listing.metrics.is_empty();
            let rules = if nothing { vec![listing.id] } else { listing.rules };
            offers.extend(rules.into_iter().map(|rule| Offer {
                rule: RuleRef::Plugin { dir: dir.clone(), rule },
                problem: problem.clone(),
            }));
        }
        offers
    }

    /// Metrics of plugins that may run now, by folder; those of others are left out, as their rules
    /// come with the reason.
    #[must_use]
    pub fn metrics(&self) -> Vec<MetricRef> {
        let Ok(store) = self.plugins.store() else { return Vec::new() };
        let ready = |dir: &PathBuf| self.plugins.stage(dir).is_ok();
        let of = |dir: PathBuf| {
            let listing = inspect(&dir, &store);
            let metrics = listing.metrics.into_iter();
            metrics.map(move |metric| MetricRef { dir: dir.clone(), metric }).collect::<Vec<_>>()
        };
        self.plugins.folders().into_iter().filter(ready).flat_map(of).collect()
    }

    /// A checked private copy of the plugin that has the metric.
    ///
    /// # Errors
    /// As [`Registry::code`].
    pub(crate) fn staged(&self, metric: &MetricRef) -> Result<Staged, RuleError> {
        self.plugins.stage(&metric.dir)
    }

    /// The rule of this name: the path of a `.luau` or `.lua` file, or an id. A plugin's rule with
    /// the id of a built-in one never takes its place.
    ///
    /// # Errors
    /// [`FailureKind::Parameter`] with the nearest name.
    pub fn find(&self, name: &str) -> Result<RuleRef, RuleError> {
        let path = Path::new(name);
        if path.extension().is_some_and(|e| e == "luau" || e == "lua") {
            return match path.is_file() {
                true => Ok(RuleRef::Script(path.to_path_buf())),
                false => Err(no_file(path)),
            };
        }
        if embed::rules().iter().any(|r| r.name == name) {
            return Ok(RuleRef::BuiltIn(name.to_owned()));
        }
        let offers = self.offers();
        if let Some(offer) = offers.iter().find(|o| o.rule.to_string() == name) {
            return Ok(offer.rule.clone());
        }
        let ids: Vec<String> = offers.iter().map(|o| o.rule.to_string()).collect();
        if let Some(hint) = nearby(name) {
            let text = format!("there is no rule \"{name}\" on the list");
            return Err(RuleError::new(name, FailureKind::Parameter, text).with_hint(hint));
        }
        let rest =
            format!("The rules are: {}; or name a .luau file.", ids.join(", ")) + &refused(&offers);
        let hint = did_you_mean(name, ids.iter().map(String::as_str), &rest);
        let text = format!("there is no rule \"{name}\"");
        Err(RuleError::new(name, FailureKind::Parameter, text).with_hint(hint))
    }

    /// The rule's code as a worker gets it: a script's text, or a plugin's checked private copy.
    ///
    /// # Errors
    /// The file cannot be read; the plugin is not trusted, not whole, or for another machine.
    pub fn code(&self, rule: &RuleRef) -> Result<RuleCode, RuleError> {
        match rule {
            RuleRef::BuiltIn(id) => {
                let found = embed::rules().into_iter().find(|r| r.name == id);
                let text = || format!("there is no built-in rule \"{id}\"");
                let missing = || RuleError::new(id, FailureKind::Parameter, text());
                found
                    .map(|r| luau(r.file.to_owned(), r.text.to_owned(), Vec::new()))
                    .ok_or_else(missing)
            }
            RuleRef::Script(path) => {
                let text = read_script(path).map_err(|e| unreadable(path, &e))?;
                let modules = modules::gather(path, &text).found;
                Ok(luau(path.display().to_string(), text, modules))
            }
            RuleRef::Plugin { dir, rule } => {
                Ok(RuleCode::Plugin { staged: self.plugins.stage(dir)?, rule: rule.clone() })
            }
        }
    }

    /// Files whose change changes the rule: the script and its modules, or the plugin's manifest
    /// and library.
    #[must_use]
    pub fn files(&self, rule: &RuleRef) -> Vec<PathBuf> {
        match rule {
            RuleRef::BuiltIn(_) => Vec::new(),
            RuleRef::Script(path) => {
                let text = read_script(path).unwrap_or_default();
                std::iter::once(path.clone()).chain(modules::gather(path, &text).files).collect()
            }
            RuleRef::Plugin { dir, .. } => {
                let library =
                    littoral_plugin::Manifest::read(dir).and_then(|m| m.library_path(dir));
                std::iter::once(dir.join("plugin.toml")).chain(library.ok()).collect()
            }
        }
    }
}

/// A script as a worker gets it. The hash of a script alone is that of its file.
fn luau(file: String, text: String, modules: Vec<ModuleText>) -> RuleCode {
    let mut hasher = Sha256::new();
    hasher.update(text.as_bytes());
    for module in &modules {
        for part in [&module.name, &module.text] {
            hasher.update((part.len() as u64).to_le_bytes());
            hasher.update(part.as_bytes());
        }
    }
    let sha256 = hasher.finalize().iter().map(|b| format!("{b:02x}")).collect();
    RuleCode::Luau { file, text, sha256, modules }
}

fn read_script(path: &Path) -> std::io::Result<String> {
    let bytes = plain::read(path, MAX_SCRIPT)?;
    String::from_utf8(bytes).map_err(|e| {
        let line = e.as_bytes()[..e.utf8_error().valid_up_to()].split(|b| *b == b'\n').count();
        std::io::Error::other(format!("line {line} is not UTF-8"))
    })
}

/// A script or plugin of this name that lies here but was not asked for as such.
fn nearby(name: &str) -> Option<String> {
    let script = ["luau", "lua"].map(|e| format!("{name}.{e}"));
    if let Some(file) = script.iter().find(|f| Path::new(f).is_file()) {
        return Some(format!("There is a file {file} here: name it with its ending."));
    }
    let path = Path::new(name);
    let plugin = path.join("plugin.toml").is_file();
    if !plugin && path.is_dir() {
        return Some(format!("{name} is a folder: name a script in it, with its ending."));
    }
    let folder = path.parent().filter(|_| path.is_file());
    if let Some(folder) = folder.filter(|folder| folder.join("plugin.toml").is_file()) {
        let folder = folder.display();
        return Some(format!(
            "{name} is part of a plugin: name the rule by its id, with --plugin {folder} or --dev {folder}."
        ));
    }
    if folder.is_some() {
        return Some(format!(
            "{name} is no script: a rule is an id, or a file that ends in .luau."
        ));
    }
    plugin.then(|| {
        format!(
            "The folder {name} is a plugin: add --plugin {name} if you trust it (littoral plugin trust {name}), or --dev {name} for \
             this command alone."
        )
    })
}

/// Plugins that are here and offer nothing, with the reason: the rule may be one of theirs.
fn refused(offers: &[Offer]) -> String {
    const MOST: usize = 3;
    let mut said: Vec<&Path> = Vec::new();
    let mut out = String::new();
    for offer in offers {
        let (RuleRef::Plugin { dir, .. }, Some(problem)) = (&offer.rule, &offer.problem) else {
            continue;
        };
        if said.len() < MOST && !said.contains(&dir.as_path()) {
            said.push(dir);
            let place =
                problem.at.as_ref().map(|p| format!("{}:{}: ", p.file, p.line)).unwrap_or_default();
            out += &format!(
                " The plugin in {} cannot be used: {place}{}.",
                dir.display(),
                problem.text
            );
        }
    }
    out
}

fn no_file(path: &Path) -> RuleError {
    let text = match (path.is_dir(), path.exists()) {
        (true, _) => format!("{} is a folder, not a script", path.display()),
        (false, true) => format!("{} is no plain file", path.display()),
        (false, false) => format!("there is no file {}", path.display()),
    };
    RuleError::new(path.display().to_string(), FailureKind::Parameter, text).with_hint(
        "littoral rule new NAME writes a first rule; littoral rule list names the others.",
    )
}

fn unreadable(path: &Path, error: &std::io::Error) -> RuleError {
    let file = path.display().to_string();
    let text = format!("{file} cannot be read: {error}");
    RuleError::new(file, FailureKind::Parameter, text).with_hint("Save it again as UTF-8 text.")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn registry(dirs: &[&Path], home: &Path) -> Registry {
        let load = LoadOptions { dev: false, cache_dir: home.join("cache") };
        let dirs = dirs.iter().map(|d| d.to_path_buf()).collect();
        Registry::new(PluginAccess { dirs, dev: vec![], trust: Some(home.to_path_buf()), load })
    }

    #[test]
    fn a_misspelt_rule_is_met_with_the_right_name() {
        let home = tempfile::tempdir().unwrap();
        let registry = registry(&[], home.path());
        assert_eq!(
            registry.find("equidistance").unwrap(),
            RuleRef::BuiltIn("equidistance".to_owned())
        );
        let error = registry.find("equidistnace").unwrap_err();
        assert!(error.hint.starts_with("did you mean \"equidistance\"?"), "{}", error.hint);
        let error = registry.find("nowhere/mine.luau").unwrap_err();
        assert_eq!(error.text, "there is no file nowhere/mine.luau");
        let folder = home.path().join("folder.luau");
        std::fs::create_dir(&folder).unwrap();
        let error = registry.find(folder.to_str().unwrap()).unwrap_err();
        assert!(error.text.ends_with("is a folder, not a script"), "{}", error.text);
        let error = registry.find(home.path().to_str().unwrap()).unwrap_err();
        assert!(error.hint.contains("is a folder: name a script in it"), "{}", error.hint);
        let table = home.path().join("table.csv");
        std::fs::write(&table, "").unwrap();
        let hint = || registry.find(table.to_str().unwrap()).unwrap_err().hint;
        assert!(hint().contains("is no script"), "{}", hint());
        std::fs::write(home.path().join("plugin.toml"), "").unwrap();
        assert!(hint().contains("is part of a plugin"), "{}", hint());
    }

    #[test]
    fn a_script_is_hashed_and_must_be_text() {
        let home = tempfile::tempdir().unwrap();
        let registry = registry(&[], home.path());
        let path = home.path().join("mine.luau");
        std::fs::write(&path, "abc").unwrap();
        let rule = registry.find(path.to_str().unwrap()).unwrap();
        // FIPS 180-2, appendix B.1.
        let abc = "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad";
        assert_eq!(registry.code(&rule).unwrap().hash(), abc);
        std::fs::write(&path, b"a\nb\xff").unwrap();
        assert!(registry.code(&rule).unwrap_err().text.ends_with("line 2 is not UTF-8"));
    }

    #[test]
    fn a_broken_plugin_is_an_offer_with_its_reason() {
        let home = tempfile::tempdir().unwrap();
        let dir = home.path().join("plugins").join("odd");
        std::fs::create_dir_all(&dir).unwrap();
        std::fs::write(dir.join("plugin.toml"), "id = 1").unwrap();
        let registry = registry(&[&home.path().join("plugins")], home.path());
        let offers = registry.offers();
        let hint = registry.find("its-rule").unwrap_err().hint;
        assert!(hint.contains("odd cannot be used: ") && hint.contains("plugin.toml:1"), "{hint}");
        let odd = offers.last().unwrap();
        assert_eq!(odd.rule, RuleRef::Plugin { dir, rule: "odd".to_owned() });
        assert!(odd.problem.is_some());
    }
}
