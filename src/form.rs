//! What a 表样 declares: sections, tables, rows, columns, units and printed labels, with a dense numbering of its cells.

use crate::lang::Text;
use crate::value::Unit;
use indexmap::IndexMap;

/// A cell of a form: its index in every row of figures of that form.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct CellId(pub u32);

impl CellId {
    /// As an index into [`Report::cells`](crate::report::Report).
    pub fn index(self) -> usize {
        self.0 as usize
    }
}

/// A table of a form, by its position in [`Form::tables`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct TableId(pub u32);

/// A row of a table, by its position in [`Table::rows`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct RowId(pub u32);

/// A column of a table, by its position in [`Table::columns`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct ColumnId(pub u32);

/// A declared form.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Form {
    /// Its name, as in `年度报告2021`.
    pub name: String,
    /// The title its reports carry, with other wordings seen in life.
    pub title: Label,
    /// The documents that prescribe it.
    pub basis: Vec<Text>,
    /// Sections in printed order.
    pub sections: Vec<Section>,
    /// Tables in printed order.
    pub tables: Vec<Table>,
    names: IndexMap<String, CellId>,
}

/// Printed wording: the label of the form, and other spellings seen in life (又作).
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Label {
    /// The label as the form prints it.
    pub text: String,
    /// Other spellings.
    pub aliases: Vec<String>,
}

/// A section (部分) of a form.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Section {
    /// Its id, which is its printed ordinal: `一`.
    pub id: String,
    /// Its title.
    pub title: Label,
}

/// A table of a form.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Table {
    /// Its name, as in `申请`.
    pub name: String,
    /// The label printed above it, where there is one: 第二十条第（一）项.
    pub label: Option<Label>,
    /// Index of its section in [`Form::sections`].
    pub section: usize,
    /// Whether its rows are printed side by side, as one printed row (横排).
    pub side_by_side: bool,
    /// Rows, top to bottom.
    pub rows: Vec<Row>,
    /// Columns, left to right.
    pub columns: Vec<Column>,
    /// Groups of rows; a group stands before the groups inside it.
    pub row_groups: Vec<Group>,
    /// Groups of columns.
    pub column_groups: Vec<Group>,
    /// Number of its first cell; cells run row by row.
    pub first_cell: CellId,
}

/// A row of a table.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Row {
    /// Its full group path: `办理结果.不予公开.国家秘密`.
    pub path: String,
    /// Its label.
    pub label: Label,
    /// The groups around it, outermost first, as indices into [`Table::row_groups`].
    pub groups: Vec<usize>,
}

/// A column of a table.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Column {
    /// Its name, unique in its table.
    pub name: String,
    /// Its label.
    pub label: Label,
    /// The groups around it, outermost first, as indices into [`Table::column_groups`].
    pub groups: Vec<usize>,
    /// The unit of its figures.
    pub unit: Unit,
    /// Whether it may hold negative figures (可负).
    pub signed: bool,
}

/// A group of rows or columns.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Group {
    /// Its name; a group with only a label is printed, and no part of any id.
    pub name: Option<String>,
    /// Its full path, for named groups.
    pub path: Option<String>,
    /// Its label.
    pub label: Label,
    /// The group around it.
    pub parent: Option<usize>,
    /// The rows or columns inside it, however deep, as a range of their indices.
    pub leaves: std::ops::Range<usize>,
}

impl Form {
    /// Puts a form together and numbers its cells table by table, row by row.
    pub fn new(name: String, title: Label, basis: Vec<Text>, sections: Vec<Section>, mut tables: Vec<Table>) -> Form {
        let mut names = IndexMap::new();
        let mut next = 0;
        for table in &mut tables {
            table.first_cell = CellId(next);
            for row in &table.rows {
                for column in &table.columns {
                    names.insert(format!("{}.{}[{}]", table.name, row.path, column.name), CellId(next));
                    next += 1;
                }
            }
        }
        Form { name, title, basis, sections, tables, names }
    }

    /// How many cells the form has.
    pub fn cell_count(&self) -> usize {
        self.names.len()
    }

    /// All cells in order.
    pub fn cells(&self) -> impl Iterator<Item = CellId> + use<> {
        (0..u32::try_from(self.names.len()).unwrap_or(u32::MAX)).map(CellId)
    }

    /// The id of a cell as other programs know it: `申请.新收[自然人]`.
    pub fn cell_name(&self, cell: CellId) -> &str {
        self.names.get_index(cell.index()).map_or("", |(name, _)| name)
    }

    /// The cell with this id.
    pub fn find_cell(&self, name: &str) -> Option<CellId> {
        self.names.get(name).copied()
    }

    /// The cell at a row and column of a table.
    pub fn cell_at(&self, table: TableId, row: RowId, column: ColumnId) -> CellId {
        let t = &self.tables[table.0 as usize];
        CellId(t.first_cell.0 + row.0 * u32::try_from(t.columns.len()).unwrap_or(u32::MAX) + column.0)
    }

    /// The table, row and column of a cell.
    pub fn locate(&self, cell: CellId) -> (TableId, RowId, ColumnId) {
        let index = self.tables.partition_point(|t| t.first_cell <= cell).saturating_sub(1);
        let table = &self.tables[index];
        let width = u32::try_from(table.columns.len()).unwrap_or(u32::MAX).max(1);
        let within = cell.0 - table.first_cell.0;
        (TableId(u32::try_from(index).unwrap_or(u32::MAX)), RowId(within / width), ColumnId(within % width))
    }

    /// The table with this number.
    pub fn table(&self, id: TableId) -> &Table {
        &self.tables[id.0 as usize]
    }

    /// The column a cell stands in: its unit and whether it may be negative.
    pub fn column_of(&self, cell: CellId) -> &Column {
        let (table, _, column) = self.locate(cell);
        &self.table(table).columns[column.0 as usize]
    }
}

impl Table {
    /// How many cells the table has.
    pub fn cell_count(&self) -> usize {
        self.rows.len() * self.columns.len()
    }

    /// The cells of the table, row by row.
    pub fn cells(&self) -> impl Iterator<Item = CellId> + use<> {
        let first = self.first_cell.0;
        (first..first + u32::try_from(self.cell_count()).unwrap_or(u32::MAX)).map(CellId)
    }
}
