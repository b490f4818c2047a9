//! The runner of tests and the review of snapshots, as an author meets them: each folder under `tests/cases/suite` has a script, whose commands
//! are run in a folder of their own on top of the pack in `base`; what they print is a snapshot.
//!
//! A script has lines `$ gouji …`, and between them what an author does: `file NAME` with the indented lines that it comes to hold, `change NAME`
//! with lines `- old` and `+ new`, `remove NAME`, `rename NAME NAME`, `show NAME`, `list`, and `set NAME=VALUE` for the environment.

use super::command::{gouji_with, root, scratch, snapshot};
use std::path::{Path, PathBuf};

fn copy(from: &Path, to: &Path) {
    for entry in std::fs::read_dir(from).expect("readable") {
        let path = entry.expect("readable").path();
        let target = to.join(path.file_name().expect("a name"));
        if path.is_dir() {
            std::fs::create_dir_all(&target).expect("made");
            copy(&path, &target);
        } else if !matches!(path.file_name().and_then(|n| n.to_str()), Some("script.txt" | "out.snap" | "out.snap.new")) {
            std::fs::copy(&path, target).expect("copied");
        }
    }
}

fn tree(folder: &Path, base: &Path, out: &mut Vec<String>) {
    let mut paths: Vec<PathBuf> = std::fs::read_dir(folder).expect("readable").map(|e| e.expect("readable").path()).collect();
    paths.sort();
    for path in paths {
        if path.is_dir() {
            tree(&path, base, out);
        } else {
            out.push(path.strip_prefix(base).expect("below").to_string_lossy().replace('\\', "/"));
        }
    }
}

/// Follows a script and returns what is to be seen.
pub fn follow(script: &str, folder: &Path) -> String {
    let mut out = String::new();
    let mut environment: Vec<(String, String)> = Vec::new();
    let lines: Vec<&str> = script.lines().collect();
    let mut at = 0;
    while at < lines.len() {
        let line = lines[at];
        at += 1;
        let (word, rest) = line.split_once(' ').unwrap_or((line, ""));
        let mut body = || {
            let start = at;
            while at < lines.len() && (lines[at].starts_with("  ") || lines[at].starts_with("- ") || lines[at].starts_with("+ ")) {
                at += 1;
            }
            &lines[start..at]
        };
        match word {
            "" | "#" => {}
            "$" => {
                let arguments: Vec<&str> = rest.strip_prefix("gouji ").expect("commands are gouji's").split(' ').collect();
                let environment: Vec<(&str, &str)> = environment.iter().map(|(n, v)| (n.as_str(), v.as_str())).collect();
                let names: String = environment.iter().map(|(n, v)| format!("{n}={v} ")).collect();
                out.push_str(&format!("$ {names}{rest}\n{}\n", gouji_with(folder, &arguments, b"", &environment)));
            }
            "file" => {
                let text: String = body().iter().map(|l| format!("{}\n", l.strip_prefix("  ").unwrap_or(l))).collect();
                let path = folder.join(rest);
                std::fs::create_dir_all(path.parent().expect("a folder")).expect("made");
                std::fs::write(path, text).expect("written");
            }
            "change" => {
                let lines = body();
                let part = |mark: &str| lines.iter().filter_map(|l| l.strip_prefix(mark)).collect::<Vec<_>>().join("\n");
                let (old, new) = (part("- "), part("+ "));
                let text = std::fs::read_to_string(folder.join(rest)).expect("there is such a file");
                assert_eq!(text.matches(&old).count(), 1, "{rest} has this once: {old}");
                std::fs::write(folder.join(rest), text.replace(&old, &new)).expect("written");
                out.push_str(&format!("({rest}: {old} → {new})\n\n"));
            }
            "unreadable" => std::fs::write(folder.join(rest), b"\xFF\xFEc").expect("written"),
            "remove" => std::fs::remove_file(folder.join(rest)).expect("removed"),
            "rename" => {
                let (from, to) = rest.split_once(' ').expect("two names");
                std::fs::rename(folder.join(from), folder.join(to)).expect("renamed");
            }
            "show" => {
                let text = std::fs::read_to_string(folder.join(rest)).expect("there is such a file");
                out.push_str(&format!("({rest})\n{text}\n"));
            }
            "list" => {
                let mut files = Vec::new();
                tree(folder, folder, &mut files);
                out.push_str(&format!("({})\n\n", files.join("\n ")));
            }
            "set" => {
                environment.clear();
                environment.extend(rest.split_once('=').map(|(n, v)| (n.to_owned(), v.to_owned())));
            }
            other => panic!("a script has no `{other}`"),
        }
    }
    out
}

#[test]
fn what_an_author_meets() {
    let cases = root().join("tests/cases/suite");
    let mut folders: Vec<PathBuf> = std::fs::read_dir(&cases).expect("cases").map(|e| e.expect("readable").path()).collect();
    folders.retain(|f| f.join("script.txt").exists());
    folders.sort();
    assert!(folders.len() > 10, "the cases are there");
    for folder in folders {
        let name = folder.file_name().expect("a name").to_string_lossy().into_owned();
        let work = scratch(&format!("suite-{name}"));
        copy(&cases.join("base"), &work);
        copy(&folder, &work);
        std::fs::copy(root().join("examples/reports/right.md"), work.join("right.md")).expect("copied");
        let script = std::fs::read_to_string(folder.join("script.txt")).expect("a script");
        let out = follow(&script, &work);
        // Nothing of the machine is told.
        assert!(!out.contains(&work.to_string_lossy().into_owned()), "{name}: a path of this machine is shown");
        snapshot(&folder, "out", &out);
        std::fs::remove_dir_all(&work).expect("removed");
    }
}

/// A folder with the pack, a report and one case that is not as it should be.
fn pack(name: &str, parent: &Path) -> PathBuf {
    let folder = parent.join(name);
    let _ = std::fs::remove_dir_all(&folder);
    std::fs::create_dir_all(&folder).expect("made");
    copy(&root().join("tests/cases/suite/base"), &folder);
    std::fs::copy(root().join("examples/reports/right.md"), folder.join("right.md")).expect("copied");
    folder
}

fn case(name: &str, number: u32) -> String {
    format!("用例 \"{name}\" {{\n  报告 \"right.md\"\n  改 申请.新收[自然人] = {number}\n  期望 表三-收支平衡[自然人] 不符\n}}\n")
}

/// The review on a real terminal: the return key alone does nothing, and each answer does what it says.
#[cfg(unix)]
#[test]
fn a_review_on_a_terminal_asks_for_each_and_takes_no_return_for_a_yes() {
    use expectrl::{Eof, Expect, Session};
    let folder = pack("suite-terminal", &scratch("suite-terminal-base"));
    std::fs::write(folder.join("表三.test.gj"), [case("甲", 33), case("乙", 34), case("丙", 35), case("丁", 36)].concat())
        .expect("written");
    assert!(gouji_with(&folder, &["test"], b"", &[]).starts_with("exit: 7"));
    let waits = |name: &str| folder.join(format!("snapshots/表三__{name}.snap.new")).exists();
    let kept = |name: &str| folder.join(format!("snapshots/表三__{name}.snap")).exists();
    let mut command = super::command::bare(&folder);
    command.args(["review", "--color", "never"]);
    let mut terminal = Session::spawn(command).expect("a terminal");
    terminal.set_expect_timeout(Some(std::time::Duration::from_secs(60)));
    let mut seen = String::new();
    let mut until = |terminal: &mut expectrl::session::OsSession, text: &str| {
        let found = terminal.expect(text).expect(text);
        seen.push_str(&String::from_utf8_lossy(found.before()));
        seen.push_str(text);
    };
    until(&mut terminal, "1/4 用例“丁”");
    for answer in ["", "", "y", "是"] {
        until(&mut terminal, "q 结束 > ");
        terminal.send_line(answer).expect("sent");
        until(&mut terminal, "请输入 a、r、s 或 q，再按回车");
        assert!(waits("丁") && !kept("丁"), "{answer:?} is no answer");
    }
    until(&mut terminal, "q 结束 > ");
    terminal.send_line("a").expect("sent");
    until(&mut terminal, "2/4 用例“丙”");
    assert!(kept("丁") && !waits("丁"));
    until(&mut terminal, "q 结束 > ");
    terminal.send_line("r").expect("sent");
    until(&mut terminal, "3/4 用例“乙”");
    assert!(!kept("丙") && !waits("丙"));
    until(&mut terminal, "q 结束 > ");
    terminal.send_line("s").expect("sent");
    until(&mut terminal, "4/4 用例“甲”");
    until(&mut terminal, "q 结束 > ");
    terminal.send_line("q").expect("sent");
    until(&mut terminal, "接受 1 个，拒绝 1 个，还有 2 个等着看");
    terminal.expect(Eof).expect("it ends");
    assert!(waits("乙") && waits("甲") && !kept("乙") && !kept("甲"));
    let seen: String = seen.lines().map(|l| format!("{}\n", l.trim_end())).collect();
    snapshot(&root().join("tests/cases/suite"), "terminal", &seen);
}

/// What `gouji test` writes is reviewed by the tool of `insta` as its own.
#[test]
fn cargo_insta_accepts_and_rejects_what_the_runner_writes() {
    let insta = |folder: &Path, arguments: &[&str]| {
        let output = std::process::Command::new("cargo").arg("insta").args(arguments).current_dir(folder).env_remove("CI").output();
        output.map(|o| (o.status.success(), String::from_utf8_lossy(&o.stdout).into_owned() + &String::from_utf8_lossy(&o.stderr)))
    };
    if !insta(&root(), &["--version"]).is_ok_and(|(good, _)| good) {
        // Said past the harness, which shows nothing of what passes.
        use std::io::Write;
        writeln!(std::io::stderr(), "NOT RUN: snapshots accepted by cargo insta, for cargo-insta is not installed").expect("a stream");
        return;
    }
    // Not below the build's folder, which it leaves out.
    let folder = pack("crate", &std::env::temp_dir().join(format!("gouji-insta-{}", std::process::id())));
    std::fs::write(folder.join("Cargo.toml"), "[package]\nname = \"x\"\nversion = \"0.1.0\"\nedition = \"2024\"\n[workspace]\n")
        .expect("written");
    std::fs::create_dir_all(folder.join("src")).expect("made");
    std::fs::write(folder.join("src/lib.rs"), "").expect("written");
    let tests = folder.join("表三.test.gj");
    std::fs::write(&tests, case("一件填错列", 33) + &case("标点：“引号” #1", 34)).expect("written");
    assert!(gouji_with(&folder, &["test"], b"", &[]).starts_with("exit: 7"));
    let (_, pending) = insta(&folder, &["pending-snapshots"]).expect("it runs");
    assert_eq!(pending.matches("\n  snapshots/表三__").count(), 2, "{pending}");
    // What is accepted by the one and by the other is the same, byte for byte.
    let by_insta = |folder: &Path| std::fs::read_to_string(folder.join("snapshots/表三__一件填错列.snap")).expect("accepted");
    let waiting = std::fs::read_to_string(folder.join("snapshots/表三__一件填错列.snap.new")).expect("it waits");
    assert!(insta(&folder, &["accept"]).expect("it runs").0);
    assert_eq!(by_insta(&folder), waiting);
    assert!(gouji_with(&folder, &["test"], b"", &[]).starts_with("exit: 0"), "what it accepted is accepted");

    std::fs::write(&tests, case("一件填错列", 35) + &case("标点：“引号” #1", 34)).expect("written");
    assert!(gouji_with(&folder, &["test"], b"", &[]).contains("快照变了  一件填错列"));
    assert!(insta(&folder, &["reject"]).expect("it runs").0);
    assert_eq!(by_insta(&folder), waiting);
    assert!(!folder.join("snapshots/表三__一件填错列.snap.new").exists());
    assert!(gouji_with(&folder, &["test"], b"", &[]).starts_with("exit: 7"));
    std::fs::remove_dir_all(folder.parent().expect("a folder")).expect("removed");
}

/// Reads what a command that goes on writes, until it has written some text so many times.
struct Watched {
    child: std::process::Child,
    lines: std::sync::mpsc::Receiver<String>,
    seen: String,
}

impl Watched {
    fn new(folder: &Path, arguments: &[&str]) -> Watched {
        use std::io::BufRead;
        let mut child = super::command::bare(folder)
            .args(arguments)
            .stdout(std::process::Stdio::piped())
            .stderr(std::process::Stdio::piped())
            .spawn()
            .expect("the command starts");
        let (send, lines) = std::sync::mpsc::channel();
        let out = child.stdout.take().expect("a pipe");
        let err = child.stderr.take().expect("a pipe");
        let other = send.clone();
        std::thread::spawn(move || std::io::BufReader::new(out).lines().map_while(Result::ok).for_each(|l| drop(send.send(l))));
        std::thread::spawn(move || std::io::BufReader::new(err).lines().map_while(Result::ok).for_each(|l| drop(other.send(l))));
        Watched { child, lines, seen: String::new() }
    }

    /// Waits for a line that holds `text`, and gives what came before it since the last.
    fn until(&mut self, text: &str) -> String {
        self.seen.clear();
        loop {
            let line =
                self.lines.recv_timeout(std::time::Duration::from_secs(60)).unwrap_or_else(|e| panic!("{e}: no {text:?} in {}", self.seen));
            let last = line.contains(text);
            self.seen.push_str(&format!("{line}\n"));
            if last {
                return self.seen.clone();
            }
        }
    }
}

impl Drop for Watched {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// `--watch` runs again when a rule, a case or a report changes, and not because of what it writes itself.
#[test]
fn whoever_watches_sees_a_change_at_once() {
    let folder = pack("suite-watch", &scratch("suite-watch-base"));
    std::fs::write(folder.join("表三.test.gj"), case("甲", 33)).expect("written");
    let mut watched = Watched::new(&folder, &["test", "--watch", "--output", "结果.txt"]);
    watched.until("一改就重新运行");
    let result = || std::fs::read_to_string(folder.join("结果.txt")).expect("written");
    assert!(result().contains("新快照 1"), "{}", result());
    std::fs::write(folder.join("表三.test.gj"), case("甲", 33) + &case("乙", 31)).expect("written");
    watched.until("一改就重新运行");
    assert!(result().contains("失败 1"), "{}", result());
    gouji_with(&folder, &["review", "--accept"], b"", &[]);
    watched.until("一改就重新运行");
    assert!(result().contains("用例 2 个：通过 1，失败 1"), "{}", result());
    drop(watched);

    let mut watched = Watched::new(&folder, &["check", "right.md", "--rules", ".", "--watch", "--lang", "en", "--output", "结果.txt"]);
    watched.until("to run again when one changes");
    assert!(result().contains("right.md") && !result().contains("32 + 2"), "{}", result());
    let report = std::fs::read_to_string(folder.join("right.md")).expect("there");
    std::fs::write(folder.join("right.md"), report.replacen("| 31 |", "| 32 |", 1)).expect("written");
    watched.until("to run again when one changes");
    assert!(result().contains("32 + 2"), "{}", result());
    drop(watched);
    let out = gouji_with(&folder, &["check", "-", "--watch"], b"", &[]);
    assert!(out.starts_with("exit: 2"), "{out}");
}

/// The tests beside the shipped rules pass, name every rule, and meet what can be met but one outcome that its condition keeps out.
#[test]
fn the_tests_of_the_shipped_rules_pass() {
    let out = gouji_with(&root(), &["test", "rules", "--strict", "--min", "98"], b"", &[("CI", "true")]);
    assert!(out.starts_with("exit: 0"), "{out}");
}

/// So do those of the example office, and name every rule. What is known to be wrong is said beside the case.
#[test]
fn the_tests_of_the_example_office_pass() {
    let out = gouji_with(&root(), &["test", "examples/office", "--strict"], b"", &[("CI", "true")]);
    assert!(out.starts_with("exit: 0"), "{out}");
}
