//! Positions in words.

use crate::lang::Lang;
use crate::report::Place;

/// `第71行` / `line 71`: the line, page, cell or paragraph, whichever the format has.
pub fn short(place: &Place, lang: Lang) -> String {
    let mut parts: Vec<String> = Vec::new();
    let mut add = |zh: String, en: String| parts.push(if lang == Lang::Zh { zh } else { en });
    if let Some(page) = place.page {
        add(format!("第{page}页"), format!("page {page}"));
    }
    if let Some(sheet) = &place.sheet {
        add(format!("工作表“{sheet}”"), format!("sheet `{sheet}`"));
    }
    if let Some(reference) = &place.reference {
        add(reference.clone(), reference.clone());
    }
    if let Some(line) = place.line {
        add(format!("第{line}行"), format!("line {line}"));
    } else if place.reference.is_none() {
        match (place.table, place.row, place.cell, place.paragraph) {
            (Some(t), Some(r), None, _) => add(format!("第{t}张表第{r}行"), format!("table {t}, row {r}")),
            (Some(t), Some(r), Some(c), _) => add(format!("第{t}张表第{r}行第{c}格"), format!("table {t}, row {r}, cell {c}")),
            (.., Some(p)) => add(format!("第{p}段"), format!("paragraph {p}")),
            _ => {}
        }
    }
    parts.join(if lang == Lang::Zh { "" } else { ", " })
}

/// Several cells of one row: the row, or, where cells have names, the names.
pub fn of_row(places: &[&Place], lang: Lang) -> String {
    let Some(first) = places.first() else { return String::new() };
    if places.len() == 1 {
        return short(first, lang);
    }
    let names: Vec<&str> = places.iter().filter_map(|p| p.reference.as_deref()).collect();
    let reference = (!names.is_empty()).then(|| names.join(if lang == Lang::Zh { "、" } else { ", " }));
    short(&Place { cell: None, reference, ..(*first).clone() }, lang)
}

/// What the cells of one printed row have in common.
pub fn row(place: &Place) -> Place {
    let reference = place.reference.as_ref().map(|r| r.trim_start_matches(|c: char| c.is_ascii_alphabetic()).to_owned());
    Place { cell: None, column: None, reference, ..place.clone() }
}
