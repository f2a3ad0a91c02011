//! What the frames carry, as plain data both ways.
//!
//! Small messages are JSON; a division is MessagePack, whose numbers are neither printed nor parsed;
//! a case is binary, so that its bytes are not escaped.

use std::collections::BTreeMap;
use std::fmt::Display;
use std::time::Duration;

use littoral_delimit::{Bases, Division, LayerDivision};
use littoral_formats::CaseBundle;
use littoral_model::{RuleError, RuleHeader};
use littoral_plugin::{AbiVersion, Measured, Staged, Verdict};
use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};

use crate::protocol::{Frame, Kind, PROTOCOL};

/// Who speaks: the first message of each side.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Greeting {
    /// Version of the protocol.
    pub protocol: u32,
    /// littoral's version.
    pub product: String,
    /// Plugin ABI.
    pub abi: String,
}

impl Greeting {
    /// This littoral.
    #[must_use]
    pub fn own() -> Self {
        let abi = AbiVersion::HOST.to_string();
        Self { protocol: PROTOCOL, product: env!("CARGO_PKG_VERSION").to_owned(), abi }
    }
}

/// A rule as the worker gets it: everything that it may run, nothing that it must look for.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "lowercase")]
pub enum RuleCode {
    /// A Luau text.
    Luau {
        /// File as the user named it.
        file: String,
        /// Source.
        text: String,
        /// SHA-256 of the text, and of the modules if there are any.
        sha256: String,
        /// Modules of its folder.
        #[serde(default)]
        modules: Vec<ModuleText>,
    },
    /// One rule of a plugin whose private copy has been made and checked.
    Plugin {
        /// The copy.
        staged: Staged,
        /// Which of its rules.
        rule: String,
    },
}

/// A module of a rule's own folder.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ModuleText {
    /// Name as scripts write it: `./weights`.
    pub name: String,
    /// File, for messages.
    pub file: String,
    /// Source.
    pub text: String,
}

impl RuleCode {
    /// SHA-256 of the source or the library.
    #[must_use]
    pub fn hash(&self) -> &str {
        match self {
            Self::Luau { sha256, .. } => sha256,
            Self::Plugin { staged, .. } => &staged.sha256,
        }
    }

    /// File or id, for messages.
    #[must_use]
    pub fn name(&self) -> &str {
        match self {
            Self::Luau { file, .. } => file,
            Self::Plugin { rule, .. } => rule,
        }
    }
}

/// One whole run.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct RunMessage {
    /// Hash of a case that was sent before.
    pub case_hash: String,
    /// Switches of the case that are on.
    pub switches: Vec<String>,
    /// The rule.
    pub rule: RuleCode,
    /// Parameters given, in the units that people see.
    pub params: Map<String, Value>,
    /// Accuracy of lines, metres.
    pub tolerance_m: f64,
    /// What counts as a base point.
    pub bases: Bases,
    /// Wall clock, milliseconds.
    pub time_ms: u64,
    /// Memory, bytes.
    pub memory_bytes: u64,
    /// Are notes and doubts wanted beside the layers?
    pub notes: bool,
}

impl RunMessage {
    /// The time limit.
    #[must_use]
    pub fn time(&self) -> Duration {
        Duration::from_millis(self.time_ms)
    }
}

/// A layer for a metric.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct MeasureMessage {
    /// Hash of a case that was sent before.
    pub case_hash: String,
    /// Switches of the case that are on.
    pub switches: Vec<String>,
    /// The private copy of the plugin's library.
    pub staged: Staged,
    /// Which of its metrics.
    pub metric: String,
    /// What is measured.
    pub layer: LayerDivision,
    /// What it is compared with.
    pub base: Option<LayerDivision>,
    /// Wall clock, milliseconds.
    pub time_ms: u64,
    /// Memory, bytes.
    pub memory_bytes: u64,
}

/// How far a run is.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Progress {
    /// What is being done (`reading the case`).
    pub stage: String,
}

/// Rules that are asked what they say of themselves.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct DescribeMessage {
    /// The rules.
    pub rules: Vec<RuleCode>,
    /// Wall clock of one script.
    pub time: Duration,
}

/// The answer to [`Kind::Describe`]: one entry a rule, in the order asked.
pub type Described = Vec<Result<RuleHeader, RuleError>>;

/// The answer to [`Kind::Probe`].
pub type Probed = Result<Vec<Verdict>, RuleError>;

/// A message of the supervisor.
#[derive(Debug, Clone, PartialEq)]
pub enum Request {
    /// The first one.
    Hello(Greeting),
    /// A case and its hash.
    Case(String, CaseBundle),
    /// Run a rule.
    Run(Box<RunMessage>),
    /// Stop the run.
    Cancel,
    /// Headers of rules.
    Describe(DescribeMessage),
    /// Check a plugin's rule or metric.
    Probe(RuleCode),
    /// Measure a layer.
    Measure(Box<MeasureMessage>),
}

/// A message of the worker.
#[derive(Debug, Clone, PartialEq)]
pub enum Reply {
    /// The first one.
    Ready(Greeting),
    /// How far the run is.
    Progress(Progress),
    /// A line for the log.
    Log(String),
    /// The run's result.
    Done(Box<Division>),
    /// The run's failure.
    Failed(Box<RuleError>),
    /// Headers.
    Described(Described),
    /// What was checked.
    Probed(Probed),
    /// What a metric found.
    Measured(Box<Measured>),
}

impl Request {
    /// As a frame of run `run`.
    #[must_use]
    pub fn frame(&self, run: u64) -> Frame {
        let (kind, payload) = match self {
            Self::Hello(m) => (Kind::Hello, json(m)),
            Self::Case(hash, bundle) => (Kind::Case, encode_case(hash, bundle)),
            Self::Run(m) => (Kind::Run, json(m)),
            Self::Cancel => (Kind::Cancel, Vec::new()),
            Self::Describe(m) => (Kind::Describe, json(m)),
            Self::Probe(m) => (Kind::Probe, json(m)),
            Self::Measure(m) => (Kind::Measure, packed(m)),
        };
        Frame::new(kind, run, payload)
    }

    /// From a frame.
    ///
    /// # Errors
    /// What is wrong with the payload, in a sentence.
    pub fn from_frame(frame: &Frame) -> Result<Self, String> {
        let bytes = &frame.payload;
        Ok(match frame.kind {
            Kind::Hello => Self::Hello(parse(bytes)?),
            Kind::Case => decode_case(bytes).map(|(hash, bundle)| Self::Case(hash, bundle))?,
            Kind::Run => Self::Run(parse(bytes)?),
            Kind::Cancel => Self::Cancel,
            Kind::Describe => Self::Describe(parse(bytes)?),
            Kind::Probe => Self::Probe(parse(bytes)?),
            Kind::Measure => Self::Measure(unpack(bytes)?),
            other => return Err(format!("{other:?} is no request")),
        })
    }
}

impl Reply {
    /// As a frame of run `run`.
    #[must_use]
    pub fn frame(&self, run: u64) -> Frame {
        let (kind, payload) = match self {
            Self::Ready(m) => (Kind::Ready, json(m)),
            Self::Progress(m) => (Kind::Progress, json(m)),
            Self::Log(line) => (Kind::Log, line.as_bytes().to_vec()),
            Self::Done(m) => (Kind::Done, packed(m)),
            Self::Failed(m) => (Kind::Failed, json(m)),
            Self::Described(m) => (Kind::Described, json(m)),
            Self::Probed(m) => (Kind::Probed, json(m)),
            Self::Measured(m) => (Kind::Measured, json(m)),
        };
        Frame::new(kind, run, payload)
    }

    /// From a frame.
    ///
    /// # Errors
    /// What is wrong with the payload, in a sentence.
    pub fn from_frame(frame: &Frame) -> Result<Self, String> {
        let bytes = &frame.payload;
        Ok(match frame.kind {
            Kind::Ready => Self::Ready(parse(bytes)?),
            Kind::Progress => Self::Progress(parse(bytes)?),
            Kind::Log => Self::Log(String::from_utf8_lossy(bytes).into_owned()),
            Kind::Done => Self::Done(unpack(bytes)?),
            Kind::Failed => Self::Failed(parse(bytes)?),
            Kind::Described => Self::Described(parse(bytes)?),
            Kind::Probed => Self::Probed(parse(bytes)?),
            Kind::Measured => Self::Measured(parse(bytes)?),
            other => return Err(format!("{other:?} is no reply")),
        })
    }
}

fn packed(message: &impl Serialize) -> Vec<u8> {
    rmp_serde::to_vec_named(message).unwrap_or_default()
}

fn unpack<T: DeserializeOwned>(bytes: &[u8]) -> Result<T, String> {
    rmp_serde::from_slice(bytes).map_err(|e| unreadable(&e))
}

/// Messages are maps with text keys, so this cannot fail; an empty payload is refused by `parse`.
/// The same holds for [`packed`].
fn json(message: &impl Serialize) -> Vec<u8> {
    serde_json::to_vec(message).unwrap_or_default()
}

fn parse<T: DeserializeOwned>(bytes: &[u8]) -> Result<T, String> {
    serde_json::from_slice(bytes).map_err(|e: serde_json::Error| unreadable(&e))
}

fn unreadable(error: &dyn Display) -> String {
    format!("a message cannot be read: {error}")
}

/// Hash, name, then path and bytes of every file; each with its length as `u64`.
fn encode_case(hash: &str, bundle: &CaseBundle) -> Vec<u8> {
    let size: usize = bundle.files.iter().map(|(n, b)| n.len() + b.len() + 16).sum();
    let mut out = Vec::with_capacity(size + hash.len() + bundle.name.len() + 16);
    let mut put = |bytes: &[u8]| {
        out.extend_from_slice(&(bytes.len() as u64).to_le_bytes());
        out.extend_from_slice(bytes);
    };
    put(hash.as_bytes());
    put(bundle.name.as_bytes());
    for (name, bytes) in &bundle.files {
        put(name.as_bytes());
        put(bytes);
    }
    out
}

fn decode_case(mut rest: &[u8]) -> Result<(String, CaseBundle), String> {
    let hash = take_text(&mut rest)?;
    let name = take_text(&mut rest)?;
    let mut files = BTreeMap::new();
    while !rest.is_empty() {
        let file = take_text(&mut rest)?;
        files.insert(file, take(&mut rest)?.to_vec());
    }
    Ok((hash, CaseBundle { name, files }))
}

fn take<'a>(rest: &mut &'a [u8]) -> Result<&'a [u8], String> {
    let short = || unreadable(&"a case ends too early");
    let (length, tail) = rest.split_first_chunk::<8>().ok_or_else(short)?;
    let length = usize::try_from(u64::from_le_bytes(*length)).map_err(|_| short())?;
    let (bytes, tail) = tail.split_at_checked(length).ok_or_else(short)?;
    *rest = tail;
    Ok(bytes)
}

fn take_text(rest: &mut &[u8]) -> Result<String, String> {
    String::from_utf8(take(rest)?.to_vec()).map_err(|e| unreadable(&e))
}

#[cfg(test)]
mod tests {
    use littoral_delimit::LinePoint;

    use super::*;

    fn bundle() -> CaseBundle {
        let files = [("case.toml", &b"[case]"[..]), ("coast.geojson", &[0, 255, 7])];
        let files = files.into_iter().map(|(n, b)| (n.to_owned(), b.to_vec())).collect();
        CaseBundle { name: "دریا".into(), files }
    }

    #[test]
    fn requests_come_back_as_they_went() {
        let code = RuleCode::Luau {
            file: "a.luau".into(),
            text: "return".into(),
            sha256: "f".into(),
            modules: vec![ModuleText {
                name: "./b".into(),
                file: "b.luau".into(),
                text: "1".into(),
            }],
        };
        let run = RunMessage {
            case_hash: "00".into(),
            switches: vec!["lagoon".into()],
            rule: code.clone(),
            params: Map::from_iter([("k".to_owned(), Value::from(0.1))]),
            tolerance_m: 0.1,
            bases: Bases::Vertices,
            time_ms: 60_000,
            memory_bytes: 1 << 29,
            notes: false,
        };
        for request in [
            Request::Hello(Greeting::own()),
            Request::Case("ab".into(), bundle()),
            Request::Run(Box::new(run)),
            Request::Cancel,
            Request::Describe(DescribeMessage { rules: vec![code], time: Duration::MAX }),
        ] {
            assert_eq!(Request::from_frame(&request.frame(3)).unwrap(), request);
            assert!(Reply::from_frame(&request.frame(3)).is_err());
        }
    }

    /// Points of lines go without names; a distance that is not told is none when it arrives.
    #[test]
    fn a_division_comes_back_as_it_went() {
        let text = r#"{"lat":40.5,"lon":50.1,"kind":"turning","base_points":{"A":[[41.0,51.25],[42.0,50.0]],"B":[]},"distance_km":{"A":111.25,"B":null}}"#;
        let point: LinePoint = serde_json::from_str(text).unwrap();
        let bytes = packed(&point);
        let back: LinePoint = unpack(&bytes).unwrap();
        assert_eq!(serde_json::to_string(&back).unwrap(), text);
        assert!((0..bytes.len()).all(|n| unpack::<LinePoint>(&bytes[..n]).is_err()));
    }

    #[test]
    fn a_case_cut_anywhere_is_refused_or_shorter() {
        let whole = encode_case("ab", &bundle());
        for n in 0..whole.len() {
            let cut = decode_case(&whole[..n]);
            assert!(cut.is_err() || cut.unwrap().1.files.len() < 2, "cut at {n}");
        }
    }

    #[test]
    fn numbers_keep_their_last_bit() {
        for x in [0.1_f64 + 0.2, 1.0 / 3.0, 51.123_456_789_012_345, 5e-324, -0.0] {
            let text = serde_json::to_vec(&x).unwrap();
            assert_eq!(serde_json::from_slice::<f64>(&text).unwrap().to_bits(), x.to_bits());
        }
    }

    #[test]
    fn damaged_json_is_refused_not_believed() {
        let good =
            Reply::Failed(Box::new(RuleError::new("r", littoral_model::FailureKind::Runtime, "t")));
        let frame = good.frame(1);
        for n in 0..frame.payload.len() {
            let cut = Frame::new(frame.kind, 1, frame.payload[..n].to_vec());
            assert!(Reply::from_frame(&cut).is_err(), "cut at {n}");
        }
    }
}
