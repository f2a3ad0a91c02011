//! A studio in a process of its own, and plain HTTP to it.

use std::io::{BufRead, BufReader, Read, Write};
use std::net::TcpStream;
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::time::Duration;

use serde_json::Value;

/// A studio that ends with the test.
pub(crate) struct Served {
    child: Child,
    pub(crate) port: u16,
    pub(crate) token: String,
    dir: tempfile::TempDir,
}

impl Drop for Served {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// An answer.
pub(crate) struct Answer {
    pub(crate) status: u16,
    pub(crate) head: String,
    pub(crate) body: Vec<u8>,
}

impl Answer {
    pub(crate) fn text(&self) -> String {
        String::from_utf8_lossy(&self.body).into_owned()
    }

    pub(crate) fn json(&self) -> Value {
        serde_json::from_slice(&self.body).unwrap_or_else(|e| panic!("{e}: {}", self.text()))
    }
}

/// A rule whose line moves with its parameter.
pub(crate) const MINE: &str = r#"local params = { weights = param.weights({ IRN = 1.5 }) }
return rule {
  id = "mine", name = { en = "Mine" }, about = "weights", cite = {}, params = params,
  run = function(sea, p)
    local score = {}
    for _, party in sea.parties do score[party] = sea:dist(party) / p.weights[party] end
    return { seabed = sea:assign(score) }
  end,
  examples = {},
}
"#;

impl Served {
    /// Over the Caspian, with one rule of the user's own.
    pub(crate) fn start() -> Self {
        Self::over("caspian", MINE)
    }

    pub(crate) fn over(case: &str, rule: &str) -> Self {
        let dir = tempfile::tempdir().unwrap();
        std::fs::create_dir(dir.path().join("rules")).unwrap();
        std::fs::write(dir.path().join("rules/mine.luau"), rule).unwrap();
        let mut child = Command::new(env!("CARGO_BIN_EXE_littoral"))
            .args(["studio", case, "--rules", "rules"])
            .current_dir(dir.path())
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()
            .unwrap();
        let mut link = String::new();
        BufReader::new(child.stdout.take().unwrap()).read_line(&mut link).unwrap();
        let rest =
            link.trim().strip_prefix("http://127.0.0.1:").unwrap_or_else(|| panic!("{link}"));
        let (port, token) = rest.split_once('/').unwrap();
        let token = token.trim_end_matches('/').to_owned();
        Self { child, port: port.parse().unwrap(), token, dir }
    }

    pub(crate) fn link(&self) -> String {
        format!("http://127.0.0.1:{}/{}/", self.port, self.token)
    }

    pub(crate) fn dir(&self) -> &Path {
        self.dir.path()
    }

    /// Saves the user's rule.
    pub(crate) fn save(&self, text: &str) {
        std::fs::write(self.dir.path().join("rules/mine.luau"), text).unwrap();
    }

    pub(crate) fn connect(&self) -> TcpStream {
        let stream = TcpStream::connect(("127.0.0.1", self.port)).unwrap();
        stream.set_read_timeout(Some(Duration::from_secs(60))).unwrap();
        stream
    }

    /// Sends bytes as they are and reads until the other side closes.
    pub(crate) fn raw(&self, request: &[u8]) -> Answer {
        let mut stream = self.connect();
        stream.write_all(request).unwrap();
        let mut all = Vec::new();
        // A refusal may cut the connection before all is read: what came is what counts.
        let _ = stream.read_to_end(&mut all);
        let at = all.windows(4).position(|w| w == b"\r\n\r\n").map_or(all.len(), |k| k + 4);
        let head = String::from_utf8_lossy(&all[..at]).to_lowercase();
        let status = head.split(' ').nth(1).and_then(|s| s.parse().ok()).unwrap_or(0);
        let body = match head.contains("transfer-encoding: chunked") {
            true => unchunked(&all[at..]),
            false => all[at..].to_vec(),
        };
        Answer { status, head, body }
    }

    /// A request with the headers given beside `Host`.
    pub(crate) fn send(&self, method: &str, path: &str, headers: &str, body: &str) -> Answer {
        let host = format!("127.0.0.1:{}", self.port);
        let length = body.len();
        self.raw(
            format!("{method} {path} HTTP/1.1\r\nHost: {host}\r\nConnection: close\r\nContent-Length: {length}\r\n{headers}\r\n{body}")
                .as_bytes(),
        )
    }

    /// As the page itself asks.
    pub(crate) fn get(&self, path: &str) -> Answer {
        self.send("GET", &format!("/{}/{path}", self.token), "Sec-Fetch-Site: same-origin\r\n", "")
    }

    pub(crate) fn post(&self, path: &str, body: &str) -> Answer {
        let origin = format!("Origin: http://127.0.0.1:{}\r\n", self.port);
        self.send("POST", &format!("/{}/{path}", self.token), &origin, body)
    }

    /// Runs a rule: the last line of the answer.
    pub(crate) fn run(&self, ask: &Value) -> Value {
        let answer = self.post("run", &ask.to_string());
        assert_eq!(answer.status, 200, "{}", answer.text());
        let text = answer.text();
        serde_json::from_str(text.lines().last().unwrap_or_default()).unwrap()
    }
}

fn unchunked(mut rest: &[u8]) -> Vec<u8> {
    let mut out = Vec::new();
    while let Some(at) = rest.windows(2).position(|w| w == b"\r\n") {
        let size =
            std::str::from_utf8(&rest[..at]).ok().and_then(|s| usize::from_str_radix(s, 16).ok());
        let Some(size) = size.filter(|s| *s > 0 && at + 2 + s <= rest.len()) else { break };
        out.extend_from_slice(&rest[at + 2..at + 2 + size]);
        rest = rest.get(at + 4 + size..).unwrap_or_default();
    }
    out
}
