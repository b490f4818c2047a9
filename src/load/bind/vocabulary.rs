//! The labels of a form, ready to be compared.

use crate::form::{Form, Table};
use crate::load::label::{Spellings, is_of_a_year};
use std::collections::BTreeSet;

/// Labels of every table of a form.
pub(super) struct Vocabulary {
    /// One for each table of the form, in its order.
    pub tables: Vec<TableWords>,
    row_keys: BTreeSet<String>,
    group_keys: BTreeSet<String>,
}

/// Labels of one table.
pub(super) struct TableWords {
    /// The label above it.
    pub label: Option<Spellings>,
    pub rows: Vec<Spellings>,
    pub row_groups: Vec<Spellings>,
    pub columns: Vec<Spellings>,
    pub column_groups: Vec<Spellings>,
    /// Characters of its header: columns and their groups, and for side-by-side tables the rows too.
    header_characters: BTreeSet<char>,
    side_by_side: bool,
}

impl Vocabulary {
    pub fn new(form: &Form) -> Vocabulary {
        let tables: Vec<TableWords> = form.tables.iter().map(TableWords::new).collect();
        let keys = |labels: &[Spellings]| labels.iter().flat_map(|s| s.keys.iter().map(|(k, _)| k.clone())).collect::<Vec<_>>();
        let row_keys = tables.iter().flat_map(|t| keys(&t.rows)).collect();
        let group_keys = tables.iter().flat_map(|t| keys(&t.row_groups)).collect();
        Vocabulary { tables, row_keys, group_keys }
    }

    /// Whether a key is the label of a row of some table.
    pub fn is_row(&self, key: &str) -> bool {
        self.row_keys.contains(key)
    }

    /// Splits a key that is the label of a group and then that of a row.
    pub fn split_group(&self, key: &str) -> Option<(String, String)> {
        if self.is_row(key) {
            return None;
        }
        self.group_keys
            .iter()
            .filter_map(|group| Some((group, key.strip_prefix(group.as_str())?)))
            .find(|(_, rest)| self.is_row(rest))
            .map(|(group, rest)| (group.clone(), rest.to_owned()))
    }
}

impl TableWords {
    fn new(table: &Table) -> TableWords {
        let spell = Spellings::new;
        let rows: Vec<Spellings> = table.rows.iter().map(|r| spell(&r.label)).collect();
        let row_groups: Vec<Spellings> = table.row_groups.iter().map(|g| spell(&g.label)).collect();
        let columns: Vec<Spellings> = table.columns.iter().map(|c| spell(&c.label)).collect();
        let column_groups: Vec<Spellings> = table.column_groups.iter().map(|g| spell(&g.label)).collect();
        let mut header: Vec<&Spellings> = columns.iter().chain(&column_groups).collect();
        if table.side_by_side {
            header.extend(rows.iter().chain(&row_groups));
        }
        let header_characters = header.iter().flat_map(|s| s.keys.iter()).flat_map(|(k, _)| k.chars()).collect();
        let label = table.label.as_ref().map(spell);
        TableWords { label, rows, row_groups, columns, column_groups, header_characters, side_by_side: table.side_by_side }
    }

    /// Whether its rows are printed side by side.
    pub fn side_by_side(&self) -> bool {
        self.side_by_side
    }

    /// Whether a word may be passed over between a row's label and its figures. What is also the label of a row (其他, and 其他处理 is a group)
    /// only with the numbering mark of the group.
    pub fn may_pass(&self, word: &str, mark: Option<&str>) -> bool {
        if !self.rows.iter().any(|r| r.matches(word).is_some()) || self.side_by_side {
            return self.is_passable(word);
        }
        mark.is_some() && self.row_groups.iter().any(|g| g.contains(word) && g.mark.as_deref() == mark)
    }

    /// Whether a word may stand between the pieces of a row's label: part of the label of a group (and in a side-by-side table, of its header).
    pub fn is_passable(&self, word: &str) -> bool {
        let within = |labels: &[Spellings]| labels.iter().any(|s| s.contains(word));
        within(&self.row_groups) || (self.side_by_side && (within(&self.columns) || within(&self.column_groups) || within(&self.rows)))
    }

    /// Whether a word is part of any label of the table.
    pub fn knows(&self, word: &str) -> bool {
        self.is_passable(word)
            || [&self.rows, &self.columns, &self.column_groups].iter().any(|labels| labels.iter().any(|s| s.contains(word)))
            || self.is_label_piece(word)
    }

    /// Whether a word is part of the label above the table.
    pub fn is_label_piece(&self, word: &str) -> bool {
        self.label.as_ref().is_some_and(|l| l.contains(word))
    }

    /// Whether a word belongs in the header: part of the label of a column or a group of columns.
    pub fn is_header_word(&self, word: &str) -> bool {
        let within = |labels: &[Spellings]| labels.iter().any(|s| s.contains(word));
        within(&self.columns) || within(&self.column_groups) || (self.side_by_side && (within(&self.rows) || within(&self.row_groups)))
    }

    /// Whether a word says which year it is of, in a way this header never does: 上年 where there is only 本年.
    pub fn is_of_another_year(&self, word: &str) -> bool {
        word.chars().any(|c| is_of_a_year(c) && !self.header_characters.contains(&c))
    }

    /// Of the characters of some words, how many in a hundred are of this table's header; `None` without characters.
    pub fn familiarity<'a>(&self, words: impl Iterator<Item = &'a str>) -> Option<usize> {
        let (mut known, mut all) = (0usize, 0usize);
        for c in words.flat_map(str::chars) {
            all += 1;
            known += usize::from(self.header_characters.contains(&c));
        }
        known.saturating_mul(100).checked_div(all)
    }
}

/// Whether some of the words, in their order, spell a label exactly.
pub(super) fn is_spelled(label: &Spellings, words: &[&str]) -> bool {
    label.keys.iter().any(|(wanted, _)| {
        let mut reached = BTreeSet::from([0usize]);
        for word in words.iter().filter(|w| !w.is_empty()) {
            let next: Vec<usize> = reached
                .iter()
                .filter(|at| wanted.get(**at..).is_some_and(|rest| rest.starts_with(word)))
                .map(|at| at + word.len())
                .collect();
            reached.extend(next);
        }
        reached.contains(&wanted.len())
    })
}
