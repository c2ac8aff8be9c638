//! An editor that speaks with the real server over its pipe.

use serde_json::{Value, json};
use std::collections::VecDeque;
use std::io::{BufRead, BufReader, Write};
use std::path::{Path, PathBuf};
use std::process::{Child, ChildStdin, Command, Stdio};
use std::sync::mpsc::{Receiver, channel};
use std::time::{Duration, Instant};

/// Far more than any answer takes; only a server that hangs meets it.
const PATIENCE: Duration = Duration::from_secs(120);

pub struct Client {
    child: Child,
    input: Option<ChildStdin>,
    output: Receiver<Value>,
    next: i64,
    /// What came while something else was awaited.
    kept: VecDeque<Value>,
    pub capabilities: Value,
}

impl Client {
    /// Starts the server and greets it; `capabilities` are the editor's.
    pub fn start(folder: &Path, capabilities: Value) -> Client {
        let mut client = Client::start_silent(folder);
        let params = json!({
            "processId": null,
            "rootUri": uri(folder),
            "workspaceFolders": [{ "uri": uri(folder), "name": "essai" }],
            "capabilities": capabilities,
        });
        let answer = client.request("initialize", params).unwrap();
        client.capabilities = answer["capabilities"].clone();
        client.notify("initialized", json!({}));
        client
    }

    /// Starts the server and says nothing.
    pub fn start_silent(folder: &Path) -> Client {
        let mut child = Command::new(env!("CARGO_BIN_EXE_perenne"))
            .arg("lsp")
            .current_dir(folder)
            .env("PERENNE_LANG", "fr")
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .spawn()
            .unwrap();
        let input = child.stdin.take();
        let stdout = child.stdout.take().unwrap();
        let (sender, output) = channel();
        std::thread::spawn(move || {
            let mut stdout = BufReader::new(stdout);
            while let Some(message) = read(&mut stdout) {
                if sender.send(message).is_err() {
                    return;
                }
            }
        });
        Client { child, input, output, next: 0, kept: VecDeque::new(), capabilities: Value::Null }
    }

    pub fn write(&mut self, message: &Value) {
        let body = message.to_string();
        let input = self.input.as_mut().unwrap();
        write!(input, "Content-Length: {}\r\n\r\n{body}", body.len()).unwrap();
        input.flush().unwrap();
    }

    pub fn notify(&mut self, method: &str, params: Value) {
        self.write(&json!({ "jsonrpc": "2.0", "method": method, "params": params }));
    }

    /// Sends a request without waiting for its answer.
    pub fn send(&mut self, method: &str, params: Value) -> i64 {
        self.next += 1;
        let mut message = json!({ "jsonrpc": "2.0", "id": self.next, "method": method });
        if !params.is_null() {
            message["params"] = params;
        }
        self.write(&message);
        self.next
    }

    /// The answer to a request, or its error.
    pub fn answer(&mut self, id: i64) -> Result<Value, Value> {
        let message = self.wait(|message| message["id"] == json!(id) && message.get("method").is_none());
        match message.get("error") {
            Some(error) => Err(error.clone()),
            None => Ok(message["result"].clone()),
        }
    }

    pub fn request(&mut self, method: &str, params: Value) -> Result<Value, Value> {
        let id = self.send(method, params);
        self.answer(id)
    }

    /// What is said to be wrong in a version of a text.
    pub fn diagnostics(&mut self, path: &Path, version: i64) -> Vec<Value> {
        let uri = json!(uri(path));
        let message = self.wait(|message| {
            let params = &message["params"];
            message["method"] == json!("textDocument/publishDiagnostics")
                && params["uri"] == uri
                && params["version"] == json!(version)
        });
        message["params"]["diagnostics"].as_array().unwrap().clone()
    }

    fn wait(&mut self, wanted: impl Fn(&Value) -> bool) -> Value {
        if let Some(rank) = self.kept.iter().position(&wanted) {
            return self.kept.remove(rank).unwrap();
        }
        let until = Instant::now() + PATIENCE;
        loop {
            let left = until.saturating_duration_since(Instant::now());
            let message = self.output.recv_timeout(left).expect("the server answers");
            // The server's own requests are granted at once.
            if message.get("method").is_some() && message.get("id").is_some() {
                let id = message["id"].clone();
                self.write(&json!({ "jsonrpc": "2.0", "id": id, "result": null }));
            }
            if wanted(&message) {
                return message;
            }
            self.kept.push_back(message);
        }
    }

    pub fn open(&mut self, path: &Path, text: &str) {
        let language = if path.extension().is_some_and(|it| it == "yaml") { "yaml" } else { "perenne" };
        let document = json!({ "uri": uri(path), "languageId": language, "version": 1, "text": text });
        self.notify("textDocument/didOpen", json!({ "textDocument": document }));
    }

    /// Replaces the whole text.
    pub fn change(&mut self, path: &Path, version: i64, text: &str) {
        self.change_with(path, version, json!([{ "text": text }]));
    }

    pub fn change_with(&mut self, path: &Path, version: i64, changes: Value) {
        let document = json!({ "uri": uri(path), "version": version });
        self.notify("textDocument/didChange", json!({ "textDocument": document, "contentChanges": changes }));
    }

    /// What the server holds in memory, in mebibytes, where the system says so.
    #[allow(dead_code, reason = "a bench asks for it")]
    pub fn memory(&self) -> Option<f64> {
        let status = std::fs::read_to_string(format!("/proc/{}/status", self.child.id())).ok()?;
        let held = status.lines().find_map(|line| line.strip_prefix("VmRSS:"))?;
        held.trim().trim_end_matches(" kB").parse::<f64>().ok().map(|kibibytes| kibibytes / 1024.0)
    }

    /// Closes the pipe to the server, as an editor that dies does, and gives the exit code.
    pub fn hang_up(mut self) -> i32 {
        self.input = None;
        self.code()
    }

    pub fn shut_down(mut self) -> i32 {
        self.request("shutdown", Value::Null).unwrap();
        self.notify("exit", Value::Null);
        self.code()
    }

    /// The exit code, once the server has ended.
    pub fn code(&mut self) -> i32 {
        let until = Instant::now() + PATIENCE;
        while Instant::now() < until {
            if let Some(status) = self.child.try_wait().unwrap() {
                return status.code().unwrap();
            }
            std::thread::sleep(Duration::from_millis(5));
        }
        panic!("the server does not end");
    }
}

impl Drop for Client {
    fn drop(&mut self) {
        // It has ended already, or the test has failed.
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

fn read(input: &mut impl BufRead) -> Option<Value> {
    let mut length = 0;
    loop {
        let mut line = String::new();
        if input.read_line(&mut line).ok()? == 0 {
            return None;
        }
        match line.trim_end().strip_prefix("Content-Length: ") {
            Some(told) => length = told.parse().ok()?,
            None if line.trim_end().is_empty() => break,
            None => {}
        }
    }
    let mut body = vec![0; length];
    input.read_exact(&mut body).ok()?;
    serde_json::from_slice(&body).ok()
}

pub fn uri(path: &Path) -> String {
    let path = path.to_string_lossy().replace('\\', "/");
    let mut uri = String::from("file://");
    for byte in path.bytes() {
        match byte {
            b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' | b'/' | b'.' | b'-' | b'_' | b'~' => uri.push(char::from(byte)),
            _ => uri.push_str(&format!("%{byte:02X}")),
        }
    }
    uri
}

/// A folder with these files.
pub fn folder(name: &str, files: &[(&str, &str)]) -> PathBuf {
    let folder = PathBuf::from(env!("CARGO_TARGET_TMPDIR")).join("lsp").join(name);
    let _ = std::fs::remove_dir_all(&folder);
    for (path, text) in files {
        let path = folder.join(path);
        std::fs::create_dir_all(path.parent().unwrap()).unwrap();
        std::fs::write(path, text).unwrap();
    }
    folder
}
