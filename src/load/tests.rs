//! Reports as they are met, small and invented, and what must come of them.

use super::testform::testform;
use super::{LoadOptions, load};
use crate::lang::Lang;
use crate::report::Report;

fn read(text: &str) -> Report {
    load(text.as_bytes(), &[testform()], &LoadOptions::default()).unwrap_or_else(|t| panic!("{t:?}"))
}

/// One line a row of figures, then what is left, sections and problems.
fn summary(report: &Report) -> String {
    let mut out = String::new();
    let form = &report.form;
    out.push_str(&format!(
        "{:?} {:?} {:?} {:?} {:?} {:?}\n",
        report.title, report.agency, report.year, report.published, report.signed, report.period
    ));
    let mut line = String::new();
    for table in &form.tables {
        for (r, row) in table.rows.iter().enumerate() {
            line.clear();
            for c in 0..table.columns.len() {
                let cell = &report.cells[table.first_cell.index() + r * table.columns.len() + c];
                line.push_str(&match cell.number() {
                    Some(n) => format!(" {n}"),
                    None => format!(
                        " {}",
                        match cell.state.name() {
                            "blank" => "_",
                            "placeholder" => "/",
                            "unreadable" => "?",
                            _ => ".",
                        }
                    ),
                });
            }
            out.push_str(&format!("{}.{}:{line}\n", table.name, row.path));
        }
    }
    out.push_str(&format!("{:?}\n", report.count_cells()));
    for section in &report.sections {
        let sizes: Vec<usize> = section.paragraphs.iter().map(|p| p.text.chars().count()).collect();
        out.push_str(&format!("{} {} {:?}\n", section.id, section.title, sizes));
    }
    for problem in &report.problems {
        let line = problem.place.as_ref().and_then(|p| p.line).map_or(String::new(), |l| format!("@{l}"));
        out.push_str(&format!("{}{line} {}\n", problem.trouble.code(), problem.trouble.message(Lang::Zh)));
    }
    out
}

#[test]
#[ignore]
fn look() {
    for path in std::env::var("LOOK").unwrap().split_whitespace() {
        let bytes = std::fs::read(path).unwrap();
        println!("===== {path}");
        match load(&bytes, &[testform()], &LoadOptions::default()) {
            Ok(report) => {
                println!("{}", summary(&report));
                if std::env::var("PROSE").is_ok() {
                    for s in &report.sections {
                        println!("--{}\n{}", s.id, s.text());
                    }
                }
            }
            Err(t) => println!("ERR {} {}", t.code(), t.message(Lang::Zh)),
        }
    }
}
