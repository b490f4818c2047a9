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
            (Some(t), Some(r), Some(c), _) => add(format!("第{t}张表第{r}行第{c}格"), format!("table {t}, row {r}, cell {c}")),
            (.., Some(p)) => add(format!("第{p}段"), format!("paragraph {p}")),
            _ => {}
        }
    }
    parts.join(if lang == Lang::Zh { "" } else { ", " })
}
