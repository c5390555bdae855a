//! Changes of rows that were made in a grid and not saved yet.

use crate::model::{
    desk::{CellEdit, RowEdit, What},
    value::Value,
};
use std::collections::{BTreeMap, BTreeSet};

/// Most changes that are saved together.
pub const MOST: usize = 1000;

/// What a cell is to hold.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Entry {
    Null,
    /// As a person writes it.
    Text(String),
    /// In base 64, with the name of the file that they came from.
    Bytes(String, String),
}

impl Entry {
    /// What a cell holds that was read.
    pub fn of(value: &Value) -> Self {
        if value.is_null() { Self::Null } else { Self::Text(value.display()) }
    }

    /// As it stands in a field; empty for NULL.
    pub fn text(&self) -> String {
        match self {
            Self::Null => String::new(),
            Self::Text(text) => text.clone(),
            Self::Bytes(_, name) => name.clone(),
        }
    }

    fn cell(&self, column: &str) -> CellEdit {
        let mut cell = CellEdit { column: column.to_owned(), ..CellEdit::default() };
        match self {
            Self::Null => cell.null = true,
            Self::Text(text) => cell.text = Some(text.clone()),
            Self::Bytes(bytes, _) => cell.base64 = Some(bytes.clone()),
        }
        cell
    }
}

/// The cells of one row by column.
pub type Cells = BTreeMap<String, Entry>;

/// A row that is not in the table yet.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Made {
    /// Stays while others come and go.
    pub number: u32,
    /// What is not here becomes the column's default.
    pub cells: Cells,
}

#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Staged {
    changed: BTreeMap<String, Cells>,
    made: Vec<Made>,
    deleted: BTreeSet<String>,
    last: u32,
}

impl Staged {
    /// Rows that were changed, made or deleted.
    pub fn count(&self) -> usize {
        self.changed.keys().filter(|key| !self.deleted.contains(*key)).count() + self.made.len() + self.deleted.len()
    }

    pub fn is_empty(&self) -> bool {
        self.count() == 0
    }

    /// `3 changes`: for a bar.
    pub fn words(&self) -> String {
        match self.count() {
            1 => "1 change".to_owned(),
            n => format!("{n} changes"),
        }
    }

    /// What a cell is to hold; nothing when it stays.
    pub fn entry(&self, key: &str, column: &str) -> Option<&Entry> {
        self.changed.get(key)?.get(column)
    }

    /// Sets a cell of a row in the table. The value that it had takes the change back.
    pub fn set(&mut self, key: &str, column: &str, entry: Entry, was: &Value) {
        let cells = self.changed.entry(key.to_owned()).or_default();
        if Entry::of(was) == entry {
            cells.remove(column);
        } else {
            cells.insert(column.to_owned(), entry);
        }
        if cells.is_empty() {
            self.changed.remove(key);
        }
    }

    pub fn made(&self) -> &[Made] {
        &self.made
    }

    /// A new row with these cells. Answers its number.
    pub fn make(&mut self, cells: Cells) -> u32 {
        self.last += 1;
        self.made.push(Made { number: self.last, cells });
        self.last
    }

    /// Sets a cell of a new row; without an entry the column's default is taken.
    pub fn set_made(&mut self, number: u32, column: &str, entry: Option<Entry>) {
        let Some(row) = self.made.iter_mut().find(|row| row.number == number) else { return };
        match entry {
            Some(entry) => row.cells.insert(column.to_owned(), entry),
            None => row.cells.remove(column),
        };
    }

    pub fn drop_made(&mut self, number: u32) {
        self.made.retain(|row| row.number != number);
    }

    pub fn is_deleted(&self, key: &str) -> bool {
        self.deleted.contains(key)
    }

    /// Deletes a row of the table, or leaves it.
    pub fn delete(&mut self, key: &str, delete: bool) {
        if delete {
            self.deleted.insert(key.to_owned());
        } else {
            self.deleted.remove(key);
        }
    }

    /// Leaves a row as it is in the table.
    pub fn forget(&mut self, key: &str) {
        self.changed.remove(key);
        self.deleted.remove(key);
    }

    /// The changes in the order in which they are saved: deleting comes first, since it makes room for the others' keys.
    pub fn edits(&self, version: impl Fn(&str) -> Option<String>) -> Vec<RowEdit> {
        let cells = |cells: &Cells| cells.iter().map(|(column, entry)| entry.cell(column)).collect();
        let of = |what: What, key: &String| RowEdit { what, version: version(key), key: Some(key.clone()), ..RowEdit::default() };
        let deleted = self.deleted.iter().map(|key| of(What::Delete, key));
        let changed = self.changed.iter().filter(|(key, _)| !self.deleted.contains(*key));
        let changed = changed.map(|(key, one)| RowEdit { cells: cells(one), ..of(What::Update, key) });
        let made = self.made.iter().map(|row| RowEdit { what: What::Insert, cells: cells(&row.cells), ..RowEdit::default() });
        deleted.chain(changed).chain(made).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn text(text: &str) -> Entry {
        Entry::Text(text.into())
    }

    #[test]
    fn a_value_set_back_is_no_change() {
        let mut staged = Staged::default();
        staged.set("1", "name", text("Ada"), &Value::Text("Eve".into()));
        staged.set("1", "age", Entry::Null, &Value::Int(3));
        assert_eq!((staged.count(), staged.words()), (1, "1 change".into()));
        staged.set("1", "name", text("Eve"), &Value::Text("Eve".into()));
        staged.set("1", "age", text("3"), &Value::Int(3));
        assert!(staged.is_empty());
        // An empty text is not NULL.
        staged.set("1", "name", text(""), &Value::Null);
        assert_eq!(staged.entry("1", "name"), Some(&text("")));
    }

    #[test]
    fn deleting_comes_first_and_hides_what_was_changed() {
        let mut staged = Staged::default();
        staged.set("1", "name", text("Ada"), &Value::Null);
        staged.set("2", "name", text("Bea"), &Value::Null);
        staged.delete("1", true);
        let number = staged.make(Cells::new());
        staged.set_made(number, "name", Some(text("Cleo")));
        let edits = staged.edits(|key| Some(format!("v{key}")));
        let whats: Vec<_> = edits.iter().map(|edit| (edit.what, edit.key.as_deref(), edit.version.as_deref())).collect();
        assert_eq!(whats, [(What::Delete, Some("1"), Some("v1")), (What::Update, Some("2"), Some("v2")), (What::Insert, None, None)]);
        assert_eq!(staged.count(), 3);
        staged.delete("1", false);
        assert_eq!(staged.edits(|_| None).len(), 3, "the change of the row is still there");
        staged.forget("1");
        staged.forget("2");
        staged.drop_made(number);
        assert!(staged.is_empty());
    }

    #[test]
    fn a_new_row_says_only_what_was_entered() {
        let mut staged = Staged::default();
        let number = staged.make(Cells::from([("a".into(), text("1")), ("b".into(), Entry::Null)]));
        staged.set_made(number, "a", None);
        let edits = staged.edits(|_| None);
        assert_eq!(edits[0].cells, [CellEdit { column: "b".into(), null: true, ..CellEdit::default() }]);
    }
}
