//! Running the command as a user does: one text holds what it printed, what it said and how it ended.

use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

/// An empty folder for a test, under the build's own.
pub fn scratch(name: &str) -> PathBuf {
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join(name);
    let _ = std::fs::remove_dir_all(&folder);
    std::fs::create_dir_all(&folder).expect("a folder can be made");
    folder
}

/// The root of the package.
pub fn root() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR"))
}

/// Runs `gouji` in `folder` with these arguments and this standard input. The environment says nothing about language or colour.
pub fn gouji(folder: &Path, arguments: &[&str], input: &[u8]) -> String {
    gouji_with(folder, arguments, input, &[])
}

/// A command in `folder`, with nothing in its environment that changes what it does.
pub fn bare(folder: &Path) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_gouji"));
    command.current_dir(folder);
    for name in ["LC_ALL", "LC_MESSAGES", "LANG", "NO_COLOR", "CI"] {
        command.env_remove(name);
    }
    command
}

/// As [`gouji`], with more in the environment.
pub fn gouji_with(folder: &Path, arguments: &[&str], input: &[u8], environment: &[(&str, &str)]) -> String {
    let mut child = bare(folder)
        .args(arguments)
        .envs(environment.iter().copied())
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .expect("the command starts");
    // A command that does not read its input closes the pipe; that is no error here.
    let _ = child.stdin.take().expect("a pipe").write_all(input);
    let output = child.wait_with_output().expect("the command ends");
    let stdout = String::from_utf8(output.stdout).expect("output is UTF-8");
    let stderr = String::from_utf8(output.stderr).expect("messages are UTF-8");
    let code = output.status.code().map_or("killed".to_owned(), |c| c.to_string());
    let mut text = format!("exit: {code}\n");
    for (name, part) in [("stdout", stdout), ("stderr", stderr)] {
        if !part.is_empty() {
            text.push_str(&format!("--- {name}\n{part}"));
        }
    }
    text
}

/// Compares with the snapshot `name` in `folder`.
#[track_caller]
pub fn snapshot(folder: &Path, name: &str, text: &str) {
    insta::with_settings!({snapshot_path => folder, prepend_module_to_snapshot => false, omit_expression => true}, {
        insta::assert_snapshot!(name, text);
    });
}

#[test]
fn help_teaches_in_both_languages() {
    let folder = root().join("tests/cases/command");
    snapshot(&folder, "help.zh", &gouji(&folder, &["--help"], b""));
    snapshot(&folder, "help.en", &gouji(&folder, &["--help", "--lang", "en"], b""));
    snapshot(&folder, "help-check.zh", &gouji(&folder, &["check", "--help"], b""));
    snapshot(&folder, "help-explain.zh", &gouji(&folder, &["explain", "--help"], b""));
    snapshot(&folder, "help-read.en", &gouji(&folder, &["read", "--help", "--lang", "en"], b""));
}

#[test]
fn wrong_usage_says_what_is_wrong_and_ends_with_2() {
    let folder = root().join("tests/cases/command");
    let mut text = String::new();
    let lines: [&[&str]; 10] = [
        &[],
        &["check"],
        &["chek", "report.md"],
        &["check", "--fromat", "json", "report.md"],
        &["check", "--format", "yaml", "report.md"],
        &["check", "--format"],
        &["check", "report.md", "--year", "soon"],
        &["check", "report.md", "--body", "部门"],
        &["check", "report.md", "--deny-undecided", "--allow-undecided"],
        &["lsp"],
    ];
    for arguments in lines {
        for lang in ["zh", "en"] {
            let mut all = arguments.to_vec();
            if !all.is_empty() {
                all.extend(["--lang", lang]);
            }
            // What stands after `--format` without a value is taken for it.
            if arguments == ["check", "--format"] {
                all = vec!["check", "--lang", lang, "--format"];
            }
            text.push_str(&format!("$ gouji {}\n{}\n", all.join(" "), gouji(&folder, &all, b"")));
        }
    }
    snapshot(&folder, "usage", &text);
}

#[test]
fn explain_shows_the_page_of_a_code_however_it_is_typed() {
    let folder = root().join("tests/cases/command");
    snapshot(&folder, "explain-code.zh", &gouji(&folder, &["explain", "E0203"], b""));
    snapshot(&folder, "explain-code.en", &gouji(&folder, &["explain", "E0203", "--lang", "en"], b""));
    for typed in ["e0203", "Ｅ０２０３", " ｅ０203 "] {
        assert_eq!(gouji(&folder, &["explain", typed], b""), gouji(&folder, &["explain", "E0203"], b""));
    }
    let mut text = String::new();
    for code in ["L0106", "L0009", "L0903", "E0102"] {
        for lang in ["zh", "en"] {
            text.push_str(&format!("$ gouji explain {code}\n{}\n", gouji(&folder, &["explain", code, "--lang", lang], b"")));
        }
    }
    snapshot(&folder, "explain-other-codes", &text);
}

#[test]
fn explain_lists_every_code() {
    let folder = root().join("tests/cases/command");
    snapshot(&folder, "explain-list.zh", &gouji(&folder, &["explain"], b""));
    snapshot(&folder, "explain-list.en", &gouji(&folder, &["explain", "--lang", "en"], b""));
}

#[test]
fn explain_shows_a_rule_as_it_runs() {
    let folder = root().join("tests/cases/check/layers-of-packs");
    let mut text = String::new();
    let lines: [&[&str]; 6] = [
        &["表三-收支平衡"],
        &["正文-新收一致"],
        &["表四－合计"],
        &["逾期-部门", "--rules", "office"],
        &["结转偏多", "--rules", "office"],
        &["正文-篇幅", "--rules", "office"],
    ];
    for arguments in lines {
        for lang in ["zh", "en"] {
            let all = [&["explain"], arguments, &["--lang", lang]].concat();
            text.push_str(&format!("$ gouji {}\n{}\n", all.join(" "), gouji(&folder, &all, b"")));
        }
    }
    snapshot(&root().join("tests/cases/command"), "explain-rule", &text);
}

#[test]
fn explain_of_nothing_known_says_what_may_have_been_meant() {
    let folder = root().join("tests/cases/command");
    let mut text = String::new();
    for what in ["E0299", "0203", "E9999", "ｌ０1", "表四-合记", "合计"] {
        for lang in ["zh", "en"] {
            text.push_str(&format!("$ gouji explain {what}\n{}\n", gouji(&folder, &["explain", what, "--lang", lang], b"")));
        }
    }
    snapshot(&folder, "explain-unknown", &text);
}

#[test]
fn standard_input_is_a_report_named_dash() {
    let folder = root().join("examples/reports");
    let report = std::fs::read(folder.join("right.md")).expect("the example is there");
    let text = gouji(&folder, &["check", "-", "--format", "plain"], &report);
    assert!(text.starts_with("exit: 0\n--- stdout\n-: "), "{text}");
    let text = gouji(&folder, &["check", "-"], b"");
    assert!(text.contains("exit: 4") && text.contains("L0001"), "{text}");
}

#[test]
fn the_same_inputs_give_the_same_bytes() {
    let folder = root().join("examples/reports");
    for format in ["pretty", "plain", "json"] {
        let run = || gouji(&folder, &["check", ".", "--format", format, "--verbose"], b"");
        assert_eq!(run(), run());
    }
}

#[test]
fn colour_is_only_where_it_is_wanted() {
    let folder = root().join("examples/reports");
    let escape = '\u{1b}';
    assert!(!gouji(&folder, &["check", "wrong.md"], b"").contains(escape));
    assert!(gouji(&folder, &["check", "wrong.md", "--color", "always"], b"").contains(escape));
    assert!(!gouji(&folder, &["check", "wrong.md", "--color", "never"], b"").contains(escape));
}

#[test]
fn output_goes_to_a_file() {
    let folder = root().join("examples/reports");
    let file = std::env::temp_dir().join(format!("gouji-output-{}.json", std::process::id()));
    let name = file.to_string_lossy().into_owned();
    let said = gouji(&folder, &["check", "right.md", "--format", "json", "-o", &name], b"");
    let written = std::fs::read_to_string(&file).expect("the file is written");
    std::fs::remove_file(&file).expect("the file goes away again");
    assert_eq!(said, "exit: 0\n");
    assert!(written.contains("\"schema\": \"gouji.findings/1\""));
    let said = gouji(&folder, &["explain", "E0203", "-o", &name], b"");
    let written = std::fs::read_to_string(&file).expect("the file is written");
    std::fs::remove_file(&file).expect("the file goes away again");
    assert_eq!(said, "exit: 0\n");
    assert!(written.starts_with("E0203  "));
}
