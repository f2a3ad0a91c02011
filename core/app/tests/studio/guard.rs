//! Forged requests, paths outside, effects by GET: all refused.

use serde_json::json;

use crate::served::Served;

#[test]
fn only_the_link_opens_the_page() {
    let s = Served::start();
    assert_eq!(s.get("").status, 200);
    let wrong: String = s.token.chars().rev().collect();
    for path in [
        "/",
        "/state",
        "/x/state",
        &format!("/{wrong}/"),
        &format!("/{}0/", s.token),
        "//",
        "/%2e%2e/",
    ] {
        let answer = s.send("GET", path, "", "");
        assert_eq!(answer.status, 403, "{path}");
        assert!(!answer.text().contains(&s.token), "{path} tells the token");
    }
}

#[test]
fn another_host_or_origin_is_refused() {
    let s = Served::start();
    let (port, token) = (s.port, &s.token);
    for host in [
        "evil.example",
        "127.0.0.1",
        "localhost",
        "127.0.0.1:1",
        "",
        "127.0.0.1.evil.example",
        "[::1]",
        "0.0.0.0",
    ] {
        let request =
            format!("GET /{token}/state HTTP/1.1\r\nHost: {host}\r\nConnection: close\r\n\r\n");
        let status = s.raw(request.as_bytes()).status;
        assert!(status == 403 || status == 400, "{host}: {status}");
    }
    let two = format!(
        "GET /{token}/state HTTP/1.1\r\nHost: 127.0.0.1:{port}\r\nHost: evil.example\r\nConnection: close\r\n\r\n"
    );
    assert!(s.raw(two.as_bytes()).status >= 400);
    let local = format!(
        "GET /{token}/state HTTP/1.1\r\nHost: localhost:{port}\r\nConnection: close\r\n\r\n"
    );
    assert_eq!(s.raw(local.as_bytes()).status, 200);
    let path = format!("/{token}/state");
    for origin in
        ["http://evil.example", "null", "https://127.0.0.1:1", "http://127.0.0.1", "file://", ""]
    {
        assert_eq!(
            s.send("GET", &path, &format!("Origin: {origin}\r\n"), "").status,
            403,
            "{origin}"
        );
    }
    for site in ["cross-site", "same-site"] {
        assert_eq!(s.send("GET", &path, &format!("Sec-Fetch-Site: {site}\r\n"), "").status, 403);
    }
    // A link in a mail opens the page; it fetches nothing in the name of another page.
    let follows =
        "Sec-Fetch-Site: cross-site\r\nSec-Fetch-Mode: navigate\r\nSec-Fetch-Dest: document\r\n";
    assert_eq!(s.send("GET", &format!("/{token}/"), follows, "").status, 200);
    let framed =
        "Sec-Fetch-Site: cross-site\r\nSec-Fetch-Mode: navigate\r\nSec-Fetch-Dest: iframe\r\n";
    assert_eq!(s.send("GET", &format!("/{token}/"), framed, "").status, 403);
}

#[test]
fn a_run_needs_a_post_from_the_page() {
    let s = Served::start();
    let path = format!("/{}/run", s.token);
    let ask = json!({ "rule": "equidistance" }).to_string();
    assert_eq!(s.send("GET", &path, "", "").status, 405);
    assert_eq!(s.send("POST", &path, "", &ask).status, 403, "no origin");
    assert_eq!(s.send("POST", &path, "Origin: http://evil.example\r\n", &ask).status, 403);
    for method in ["PUT", "DELETE", "PATCH", "OPTIONS"] {
        let origin = format!("Origin: http://127.0.0.1:{}\r\n", s.port);
        let answer = s.send(method, &path, &origin, &ask);
        assert_eq!(answer.status, 405, "{method}");
        assert!(!answer.head.contains("access-control"), "{method}");
    }
    for body in ["", "{", "[]", "{\"rule\":1}", "{\"rule\":\"nowhere\"}"] {
        assert_eq!(s.post("run", body).status, 400, "{body}");
    }
    let long = format!("{{\"rule\":\"{}\"}}", "x".repeat(100_000));
    assert_eq!(s.post("run", &long).status, 413);
}

#[test]
fn every_answer_is_dressed() {
    let s = Served::start();
    for path in ["", "main.js", "state", "nothing"] {
        let head = s.get(path).head;
        for wanted in [
            "content-security-policy: default-src 'self'; object-src 'none'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'",
            "x-content-type-options: nosniff",
            "referrer-policy: no-referrer",
            "cache-control: no-store",
            "x-frame-options: deny",
        ] {
            assert!(head.contains(wanted), "{path}: {head}");
        }
        assert!(!head.contains("access-control-allow"), "{path}");
    }
    let page = s.get("").text();
    assert!(
        !page.contains("style=") && !page.contains("<script>") && !page.contains("http"),
        "inline or foreign"
    );
}

/// Names of files outside, written in every way that servers have fallen for.
const PATHS: [&str; 22] = [
    "../Cargo.toml",
    "..%2fCargo.toml",
    "%2e%2e/%2e%2e/etc/passwd",
    "..%252fetc/passwd",
    "....//etc/passwd",
    "..\\..\\etc\\passwd",
    "..%5c..%5cetc%5cpasswd",
    "/etc/passwd",
    "//etc/passwd",
    "%2fetc%2fpasswd",
    "main.js/../../etc/passwd",
    "main.js%00.html",
    "..%c0%af..%c0%afetc/passwd",
    "file:///etc/passwd",
    "rules/mine.luau",
    "mine.luau",
    "./state/../rules/mine.luau",
    "%252e%252e%252fetc",
    "~/.bashrc",
    "C:\\windows\\win.ini",
    "page/main.js",
    "..;/etc/passwd",
];

#[test]
fn no_path_leads_outside() {
    let s = Served::start();
    let check = |path: &str| {
        let answer = s.get(path);
        assert!((400..500).contains(&answer.status), "{path}: {}", answer.status);
        let text = answer.text();
        assert!(!text.contains("root:") && !text.contains("param.weights"), "{path}: {text}");
    };
    PATHS.iter().for_each(|p| check(p));
    let Some(corpus) = corpus("web") else { return };
    for line in corpus
        .lines()
        .filter(|l| !l.is_empty() && l.is_ascii() && !l.contains([' ', '\t', '\r', '?', '#']))
        .take(600)
    {
        check(line.trim_start_matches('/'));
    }
}

/// The first list of traversals in a corpus beside the project, if it is there.
fn corpus(name: &str) -> Option<String> {
    let root =
        std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("../../../shared/corpora").join(name);
    let Ok(entries) = std::fs::read_dir(&root) else {
        eprintln!("corpus absent: {name}");
        return None;
    };
    let mut files: Vec<_> =
        entries.filter_map(|e| Some(e.ok()?.path())).filter(|p| p.is_file()).collect();
    files.sort();
    let wanted = |p: &&std::path::PathBuf| p.to_string_lossy().to_lowercase().contains("traversal");
    files
        .iter()
        .find(wanted)
        .and_then(|p| Some(String::from_utf8_lossy(&std::fs::read(p).ok()?).into_owned()))
}

#[test]
fn windows_that_cannot_be_drawn_are_refused() {
    let s = Served::start();
    let good =
        [("east", "0"), ("north", "0"), ("mpp", "1500"), ("width", "800"), ("height", "600")];
    let ask = |name: &str, value: &str| {
        let all = good.map(|(k, v)| format!("{k}={}", if k == name { value } else { v }));
        s.get(&format!("map?layer=seabed&lang=en&{}", all.join("&"))).status
    };
    assert_eq!(ask("", ""), 200);
    for name in good.map(|g| g.0) {
        for value in ["nan", "inf", "-inf", "1e300", "", "x", "-1e9"] {
            assert_eq!(ask(name, value), 400, "{name}={value}");
        }
    }
    assert_eq!(ask("mpp", "0"), 400);
    assert_eq!(ask("width", "100000"), 400);
}

/// A link may hold any window. One wider than the globe is drawn, and the law can be asked afterwards.
#[test]
fn windows_wider_than_the_globe_are_drawn() {
    let s = Served::start();
    let run = |rule: &str| {
        let done = s.run(&serde_json::json!({ "rule": rule, "view": null }));
        done["done"]["key"].as_str().unwrap().to_owned()
    };
    let (run, base) = (run("mine"), run("equidistance"));
    let pictures = [
        format!("map?run={run}&"),
        "map?".to_owned(),
        format!("difference?run={run}&base={base}&"),
        "law/regime?date=2020-01-01&".to_owned(),
        "law/settled?date=2020-01-01&".to_owned(),
    ];
    for (w, h) in [(8192, 16), (16, 8192), (8192, 8192)] {
        for mpp in [3000, 30_000, 100_000] {
            for picture in &pictures {
                let window = format!("east=0&north=0&mpp={mpp}&width={w}&height={h}");
                let answer = s.get(&format!("{picture}layer=seabed&lang=fa&{window}"));
                assert_eq!(answer.status, 200, "{picture}{window}: {}", answer.text());
            }
        }
    }
    assert_eq!(s.get("law/at?x=0&y=0&layer=seabed&date=2020-01-01").status, 200);
}

/// The system's own list of listening sockets, where there is one.
#[test]
fn only_loopback_is_listened_on() {
    let s = Served::start();
    let Ok(list) = std::fs::read_to_string("/proc/net/tcp") else { return };
    let port = format!(":{:04X}", s.port);
    let own = list.lines().filter_map(|l| l.split_whitespace().nth(1));
    let own: Vec<&str> = own.filter(|a| a.ends_with(&port)).collect();
    assert!(!own.is_empty() && own.iter().all(|a| a.starts_with("0100007F:")), "{own:?}");
    let six = std::fs::read_to_string("/proc/net/tcp6").unwrap_or_default();
    assert!(!six.lines().any(|l| l.split_whitespace().nth(1).is_some_and(|a| a.ends_with(&port))));
}

/// Every mixture of a right and a wrong token, host, origin and site: none is let in unless all are right.
#[test]
fn five_hundred_forgeries() {
    let s = Served::start();
    let (port, token) = (s.port, s.token.as_str());
    let own = format!("127.0.0.1:{port}");
    let (near, short) = (format!("{token}0"), &token[1..]);
    let tokens = [token, near.as_str(), short, "", "state"];
    let other = format!("127.0.0.1.nip.io:{port}");
    let hosts = [own.as_str(), "evil.example", other.as_str(), "127.0.0.1:80", "attacker:1"];
    let right = format!("http://{own}");
    let https = format!("https://{own}");
    let origins =
        [right.as_str(), "null", https.as_str(), "http://evil.example", "http://localhost"];
    let sites = ["same-origin", "cross-site", "same-site", "x"];
    let (mut tried, mut accepted) = (0, 0);
    for (t, h) in tokens.iter().flat_map(|t| hosts.iter().map(move |h| (t, h))) {
        for (o, f) in origins.iter().flat_map(|o| sites.iter().map(move |f| (o, f))) {
            let good = *t == token && *h == own && *o == right && *f == "same-origin";
            let request = format!(
                "GET /{t}/state HTTP/1.1\r\nHost: {h}\r\nOrigin: {o}\r\nSec-Fetch-Site: {f}\r\nConnection: close\r\n\r\n"
            );
            let answer = s.raw(request.as_bytes());
            tried += 1;
            accepted += usize::from(answer.status == 200);
            assert_eq!(answer.status == 200, good, "{request}");
        }
    }
    assert_eq!((tried, accepted), (500, 1));
}
