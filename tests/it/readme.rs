//! What the README says is true.

use super::command::root;

#[test]
fn the_readme_shows_what_the_command_prints() {
    let output = super::command::gouji(&root(), &["check", "examples/reports/wrong.md"], b"");
    let printed = output.split("--- stdout\n").nth(1).expect("it prints");
    let printed = printed.split("--- stderr").next().unwrap_or(printed);
    for name in ["README.md", "README.zh.md"] {
        let readme = std::fs::read_to_string(root().join(name)).expect("the README is there");
        let shown = readme.split("```text\n").nth(1).and_then(|t| t.split("```").next()).expect("it shows a finding");
        for line in shown.lines().filter(|l| !l.trim().is_empty() && l.trim() != "…") {
            assert!(printed.lines().any(|p| p == line), "{name} shows a line the command does not print: {line}");
        }
    }
}

#[test]
fn both_commands_of_the_readme_stand_in_it() {
    for name in ["README.md", "README.zh.md"] {
        let readme = std::fs::read_to_string(root().join(name)).expect("the README is there");
        assert!(readme.contains("cargo run --release -- check examples/reports"), "{name}");
        assert!(readme.contains("cargo test"), "{name}");
    }
    let ci = std::fs::read_to_string(root().join(".ci/run")).expect("the script is there");
    assert!(ci.contains("cargo test"));
}

/// The examples run: what they print is a snapshot beside the cases of the command.
#[test]
fn the_example_of_a_host_prints_what_was_found() {
    let cargo = std::env::var("CARGO").unwrap_or_else(|_| "cargo".to_owned());
    let arguments = ["run", "--quiet", "--locked", "--example", "check_a_report"];
    let output = std::process::Command::new(cargo).args(arguments).current_dir(root()).output().expect("cargo runs");
    let text = String::from_utf8(output.stdout).expect("UTF-8");
    super::command::snapshot(&root().join("tests/cases/command"), "example", &text);
}
