//! Results of tests as JUnit XML, which continuous integration shows: a suite for each file, and one for the run as a whole.

use super::pretty::change;
use crate::catalogue::suite as said;
use crate::lang::Lang;
use crate::render::style::{Style, moves};
use crate::suite::results::{Case, File, Results, Snapshot, Status};
use quick_xml::Writer;
use quick_xml::events::{BytesDecl, BytesText, Event};

/// The run as JUnit XML. Times are not in it: the same tests give the same bytes.
pub fn junit(results: &Results, lang: Lang) -> String {
    let mut writer = Writer::new_with_indent(Vec::new(), b' ', 2);
    // Writing to memory does not fail.
    let written = document(&mut writer, results, lang);
    let mut text = if written.is_ok() { String::from_utf8(writer.into_inner()).unwrap_or_default() } else { String::new() };
    text.push('\n');
    text
}

/// What is wrong: its kind, a sentence, and all there is to say.
type Wrong = (&'static str, String, String);

fn document(writer: &mut Writer<Vec<u8>>, results: &Results, lang: Lang) -> std::io::Result<()> {
    let whole = of_run(results, lang);
    let tests = results.files.iter().map(|f| f.cases.len() + f.astray.len()).sum::<usize>() + whole.len();
    let failed = |f: &File| f.astray.len() + f.cases.iter().filter(|c| c.status() != Status::Passed).count();
    let failures = results.files.iter().map(failed).sum::<usize>() + whole.len();
    writer.write_event(Event::Decl(BytesDecl::new("1.0", Some("UTF-8"), None)))?;
    let counts = [("tests", tests.to_string()), ("failures", failures.to_string())];
    let counts = counts.iter().map(|(n, v)| (*n, v.as_str()));
    writer.create_element("testsuites").with_attribute(("name", "gouji")).with_attributes(counts).write_inner_content(|w| {
        for file in &results.files {
            let (tests, failures) = ((file.cases.len() + file.astray.len()).to_string(), failed(file).to_string());
            let attributes = [("name", plain(&file.path)), ("tests", tests), ("failures", failures)];
            let attributes = attributes.iter().map(|(n, v)| (*n, v.as_str()));
            w.create_element("testsuite").with_attributes(attributes).write_inner_content(|w| {
                for d in file.astray.to_data(&file.sources(), lang) {
                    let text = format!("{}:{}:{}: {} {}", file.path, d.line, d.column, d.code, d.message);
                    case(w, &file.path, d.code, d.line, &[("diagnostic", d.message.clone(), text)])?;
                }
                for one in &file.cases {
                    case(w, &file.path, &one.name, file.place(one.span).0, &of_case(file, one, lang))?;
                }
                Ok(())
            })?;
        }
        if !whole.is_empty() {
            let count = whole.len().to_string();
            let attributes = [("name", "gouji test"), ("tests", &count), ("failures", &count)];
            w.create_element("testsuite").with_attributes(attributes).write_inner_content(|w| {
                for (path, wrong) in &whole {
                    case(w, path, &wrong.1, 1, std::slice::from_ref(wrong))?;
                }
                Ok(())
            })?;
        }
        Ok(())
    })?;
    Ok(())
}

fn case(w: &mut Writer<Vec<u8>>, file: &str, name: &str, line: u32, wrong: &[Wrong]) -> std::io::Result<()> {
    let attributes = [("classname", plain(file)), ("name", plain(name)), ("file", plain(file)), ("line", line.to_string())];
    let element = w.create_element("testcase").with_attributes(attributes.iter().map(|(n, v)| (*n, v.as_str())));
    if wrong.is_empty() {
        element.write_empty()?;
        return Ok(());
    }
    element.write_inner_content(|w| {
        for (kind, message, text) in wrong {
            let attributes = [("type", (*kind).to_owned()), ("message", plain(message))];
            let attributes = attributes.iter().map(|(n, v)| (*n, v.as_str()));
            w.create_element("failure").with_attributes(attributes).write_text_content(BytesText::new(&plain(text)))?;
        }
        Ok(())
    })?;
    Ok(())
}

fn of_case(file: &File, case: &Case, lang: Lang) -> Vec<Wrong> {
    let mut wrong: Vec<Wrong> = Vec::new();
    for d in case.faults.to_data(&file.sources(), lang) {
        wrong.push(("diagnostic", d.message.clone(), format!("{}:{}:{}: {} {}", file.path, d.line, d.column, d.code, d.message)));
    }
    for failure in &case.failures {
        let (line, column) = file.place(failure.span);
        let message = failure.miss.message(lang);
        let hint = failure.miss.hint(lang).map_or_else(String::new, |h| format!("\n{h}"));
        wrong.push((failure.miss.name(), message.clone(), format!("{}:{line}:{column}: {message}{hint}", file.path)));
    }
    match &case.snapshot {
        Snapshot::New => wrong.push(("snapshot-new", said::status(Status::New, lang).to_owned(), said::to_review(lang).to_owned())),
        Snapshot::Changed(changes) => {
            let text: String = changes.iter().map(|c| change(c, Style::Bare, lang)).collect();
            wrong.push(("snapshot-changed", said::status(Status::Changed, lang).to_owned(), text));
        }
        Snapshot::None | Snapshot::Same => {}
    }
    wrong
}

/// What is wrong with the run as a whole.
fn of_run(results: &Results, lang: Lang) -> Vec<(String, Wrong)> {
    let mut wrong = Vec::new();
    for unread in &results.unread {
        wrong.push((unread.path.clone(), ("unread", unread.message.clone(), unread.message.clone())));
    }
    if results.strict {
        for rule in &results.untested {
            let message = said::without_case(&rule.rule, lang);
            let text = format!("{}:{}:{}: {message}", rule.source, rule.place.0, rule.place.1);
            wrong.push((rule.source.clone(), ("untested", message, text)));
        }
    }
    for path in &results.stale {
        let message = said::stale_snapshot(path, lang);
        wrong.push((path.clone(), ("snapshot-stale", message.clone(), message)));
    }
    if results.too_little() {
        let message = said::too_little(results.least.unwrap_or(0), lang);
        wrong.push(("coverage".to_owned(), ("coverage", message.clone(), message)));
    }
    wrong
}

/// Text that XML can hold: characters it has no way to write become a mark.
fn plain(text: &str) -> String {
    text.chars().map(|c| if c != '\n' && moves(c) || matches!(c, '\u{FFFE}' | '\u{FFFF}') { '\u{FFFD}' } else { c }).collect()
}
