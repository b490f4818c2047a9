//! The reading document, `gouji.reading/1`, and the same for people.

use super::place;
use super::style::{Style, safe};
use crate::catalogue::command as words;
use crate::eval::{FieldSaid, Hit, ReadingResult, Said};
use crate::explain::problem_data;
use crate::finding::ProblemData;
use crate::lang::Lang;
use crate::program::{Program, Reading};
use crate::report::{Place, Report};
use indexmap::IndexMap;
use serde::Serialize;

/// A reading document.
#[derive(Debug, Serialize)]
pub struct ReadingDocument {
    /// Always `gouji.reading/1`.
    pub schema: &'static str,
    /// The reports read.
    pub reports: Vec<ReadReport>,
}

/// A report as read.
#[derive(Debug, Serialize)]
pub struct ReadReport {
    path: String,
    title: Option<String>,
    agency: Option<String>,
    year: Option<i32>,
    form: String,
    published: Option<String>,
    signed: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    signatory: Option<String>,
    period: Option<Period>,
    attributes: IndexMap<String, String>,
    cells: Vec<ReadCell>,
    #[serde(skip_serializing_if = "String::is_empty")]
    opening: String,
    sections: Vec<ReadSection>,
    readings: Vec<ReadFigure>,
    problems: Vec<ProblemData>,
}

#[derive(Debug, Serialize)]
struct Period {
    from: String,
    to: String,
}

#[derive(Debug, Serialize)]
struct ReadCell {
    id: String,
    state: &'static str,
    #[serde(skip_serializing_if = "Option::is_none")]
    value: Option<String>,
    text: Option<String>,
    place: Option<Place>,
}

#[derive(Debug, Serialize)]
struct ReadSection {
    id: String,
    title: String,
    text: String,
    place: Place,
}

#[derive(Debug, Serialize)]
struct ReadFigure {
    id: String,
    value: String,
    approximate: bool,
    #[serde(skip_serializing_if = "IndexMap::is_empty")]
    fields: IndexMap<String, Vec<String>>,
    section: String,
    quote: String,
    place: Place,
}

/// A report as the reading document has it.
pub fn read_report(path: &str, report: &Report, program: &Program, readings: &[ReadingResult], lang: Lang) -> ReadReport {
    let cells = report.form.cells().map(|id| {
        let cell = report.cell(id);
        ReadCell {
            id: report.form.cell_name(id).to_owned(),
            state: cell.state.name(),
            value: cell.number().map(|n| n.to_string()),
            text: cell.text.clone(),
            place: cell.place.clone(),
        }
    });
    let sections =
        report.sections.iter().map(|s| ReadSection { id: s.id.clone(), title: s.title.clone(), text: s.text(), place: s.place.clone() });
    let figures = program.readings.iter().zip(readings).flat_map(|(reading, result)| {
        result.hits.iter().map(|h| ReadFigure {
            id: reading.id.clone(),
            value: h.said.show(),
            approximate: h.is_approximate(),
            fields: fields(reading, h),
            section: h.section.clone(),
            quote: h.quote.clone(),
            place: h.place.clone(),
        })
    });
    ReadReport {
        path: path.to_owned(),
        title: report.title.clone(),
        agency: report.agency.clone(),
        year: report.year,
        form: report.form.name.clone(),
        published: report.published.map(|d| d.to_string()),
        signed: report.signed.map(|d| d.to_string()),
        signatory: report.signatory.clone(),
        period: report.period.map(|(from, to)| Period { from: from.to_string(), to: to.to_string() }),
        attributes: report.attributes.clone(),
        cells: cells.collect(),
        opening: report.opening.iter().map(|p| p.text.as_str()).collect::<Vec<_>>().join("\n"),
        sections: sections.collect(),
        readings: figures.collect(),
        problems: report.problems.iter().map(|p| problem_data(p, lang)).collect(),
    }
}

/// The named figures of a reading, those that were found.
fn fields(reading: &Reading, hit: &Hit) -> IndexMap<String, Vec<String>> {
    let shown = |said: &FieldSaid| match said {
        FieldSaid::Absent => Vec::new(),
        FieldSaid::One(one) => vec![one.show()],
        FieldSaid::Many(all) => all.iter().map(Said::show).collect(),
    };
    let named = reading.fields.iter().zip(&hit.fields).map(|(field, said)| (field.name.clone(), shown(said)));
    named.filter(|(_, values)| !values.is_empty()).collect()
}

/// The document as JSON text.
pub fn json(reports: Vec<ReadReport>) -> String {
    super::json::to_text(&ReadingDocument { schema: "gouji.reading/1", reports })
}

/// A report as read, for people: what was recognised, every figure with its line, and what could not be settled.
pub fn screen(path: &str, report: &Report, program: &Program, readings: &[ReadingResult], style: Style, lang: Lang) -> String {
    let mut out = String::new();
    let mut line = |text: String| {
        out.push_str(text.trim_end());
        out.push('\n');
    };
    line(style.strong(&safe(path)));
    line(format!("  {}", safe(&words::read_head(report, lang))));
    let counts = report.count_cells();
    line(format!("  {}", words::cells_account(&counts, lang)));
    line(String::new());
    for section in &report.form.sections {
        match report.section(&section.id) {
            Some(found) => {
                line(format!("  {}、{}  {}", section.id, safe(&section.title.text), style.faint(&place::short(&found.place, lang))))
            }
            None => line(format!("  {}、{}  {}", section.id, safe(&section.title.text), style.doubt(words::not_found(lang)))),
        }
    }
    for table in &report.form.tables {
        line(String::new());
        let label = table.label.as_ref().map_or(String::new(), |l| format!(" {}", l.text));
        line(format!("  {}{label}", style.strong(&table.name)));
        let names: Vec<&str> = table.columns.iter().map(|c| c.name.as_str()).collect();
        line(format!("    {}", style.faint(&names.join(" | "))));
        let mut cells = table.cells();
        for row in &table.rows {
            let of_row: Vec<_> = cells.by_ref().take(table.columns.len()).map(|c| report.cell(c)).collect();
            let figures: Vec<String> = of_row
                .iter()
                .map(|c| match c.number() {
                    Some(n) => n.to_string(),
                    None => crate::catalogue::findings::no_figure(c.state, c.text.as_deref().map(safe).as_deref(), lang),
                })
                .collect();
            let place = of_row.iter().find_map(|c| c.place.as_ref()).map_or(String::new(), |p| place::short(p, lang));
            line(format!("    {}: {}  {}", row.path, figures.join(" | "), style.faint(&place)));
        }
    }
    if readings.iter().any(|r| !r.hits.is_empty()) {
        line(String::new());
        line(format!("  {}", style.strong(words::prose_figures(lang))));
        for (reading, result) in program.readings.iter().zip(readings) {
            for hit in &result.hits {
                let about = if hit.is_approximate() { "≈" } else { "" };
                let named: Vec<String> = fields(reading, hit).into_iter().map(|(name, all)| format!("{name} {}", all.join("、"))).collect();
                let named = if named.is_empty() { String::new() } else { format!("（{}）", named.join("，")) };
                let place = style.faint(&place::short(&hit.place, lang));
                line(format!("    {} {about}{}{named}  {place} “{}”", reading.id, hit.said.show(), safe(&hit.quote)));
            }
        }
    }
    if !report.problems.is_empty() {
        line(String::new());
        line(format!("  {}", style.strong(words::problems_head(lang))));
        for problem in &report.problems {
            super::screen::problem_lines(problem, style, lang).into_iter().for_each(|l| line(format!("    {l}")));
        }
    }
    out
}
