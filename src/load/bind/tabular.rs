//! Which lines of a document are parts of tables, so that prose goes without them.

use super::Binder;
use super::items::{self, What};
use crate::load::sections::{Content, Entry};
use std::collections::BTreeMap;

impl Binder<'_> {
    /// Which entries are parts of tables, so that prose goes without them.
    pub(super) fn tabular(&self, entries: &[Entry<'_>]) -> Vec<bool> {
        let mut tabular: Vec<bool> = entries.iter().map(|e| matches!(e.content, Content::Grid(_))).collect();
        let mut words: BTreeMap<usize, (usize, usize)> = BTreeMap::new();
        for (index, item) in self.items.iter().enumerate() {
            match &item.what {
                What::Run(_) => {
                    if self.resolved.contains_key(&index)
                        && let Some(flag) = tabular.get_mut(item.entry)
                    {
                        *flag = true;
                    }
                }
                What::Word(word) => {
                    let known = self.used.get(index) == Some(&true)
                        || self
                            .vocabulary
                            .tables
                            .iter()
                            .zip(&self.form.tables)
                            .any(|(words, table)| Some(table.section) == item.section && words.knows(&word.key));
                    let counts = words.entry(item.entry).or_default();
                    counts.0 += usize::from(known);
                    counts.1 += 1;
                }
            }
        }
        for (entry, (known, all)) in words {
            let header = known > 0 && all > 1 && known + 1 >= all;
            if let (true, Some(flag)) = (known == all || header, tabular.get_mut(entry)) {
                *flag = true;
            }
        }
        for (entry, flag) in entries.iter().zip(tabular.iter_mut()) {
            let has_tables = self.form.tables.iter().any(|t| Some(t.section) == entry.section);
            if let (Content::Text(line), true) = (&entry.content, has_tables) {
                *flag |= items::is_only_figures(&line.paragraph.text) || items::is_number_of_table(&line.paragraph.text);
            }
        }
        fill_gaps(entries, &mut tabular);
        tabular
    }
}

/// Takes short lines between lines of a table, and a note in parentheses over it, for parts of the table.
fn fill_gaps(entries: &[Entry<'_>], tabular: &mut [bool]) {
    let text = |i: usize| match entries.get(i).map(|e| &e.content) {
        Some(Content::Text(line)) => Some(line.paragraph.text.trim()),
        _ => None,
    };
    let short = |i: usize| text(i).is_some_and(|t| t.chars().count() <= 24 && !t.contains(['。', '；']));
    for i in (0..entries.len()).rev() {
        let same_section = |j: usize| entries.get(j).map(|e| e.section) == entries.get(i).map(|e| e.section);
        let above = i.checked_sub(1).is_some_and(|p| tabular.get(p) == Some(&true) && same_section(p));
        let below = (i + 1..entries.len()).take(1).any(|n| tabular.get(n) == Some(&true) && same_section(n));
        let noted = text(i).is_some_and(|t| (t.starts_with(['（', '(']) && t.ends_with(['）', ')'])) || t.ends_with(['）', ')']));
        let opens = text(i).is_some_and(|t| t.starts_with(['（', '(']) && !t.contains('。') && t.chars().count() <= 40);
        if tabular.get(i) == Some(&false)
            && below
            && ((above && short(i)) || (noted && short(i)) || opens)
            && let Some(flag) = tabular.get_mut(i)
        {
            *flag = true;
        }
    }
}
