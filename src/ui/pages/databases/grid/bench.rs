//! What the parts of the grid share: changes that wait to be saved, what is being edited, what was refused.

use super::ground::Place;
use crate::{
    model::{
        desk::{Clashed, EditColumn, RowEdit, SavedRows},
        outcome::Outcome,
        staged::{Cells, Entry, Staged},
        value::Value,
    },
    ui::parts::{Toasts, use_toasts},
};
use leptos::prelude::*;
use std::collections::{BTreeMap, BTreeSet};

/// A row on the page: one of the table by its key, or a new one by its number.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum At {
    Row(String),
    New(u32),
}

impl At {
    /// As the row's element carries it.
    pub fn mark(&self) -> String {
        match self {
            Self::Row(key) => format!("={key}"),
            Self::New(number) => format!("+{number}"),
        }
    }

    #[cfg_attr(not(any(test, feature = "hydrate")), expect(dead_code, reason = "the browser finds rows by their elements"))]
    pub fn parse(mark: &str) -> Option<Self> {
        match mark.split_at_checked(1)? {
            ("=", key) => Some(Self::Row(key.to_owned())),
            ("+", number) => number.parse().ok().map(Self::New),
            _ => None,
        }
    }
}

/// Lives as long as the page, while tables and their pages come and go in it.
#[derive(Clone, Copy)]
pub struct Bench {
    pub place: StoredValue<Place>,
    pub staged: RwSignal<Staged>,
    /// The table whose changes wait.
    table: StoredValue<String>,
    /// Versions of the rows when they were first changed.
    versions: StoredValue<BTreeMap<String, String>>,
    /// The cell that is being edited: its row and the place of its column.
    pub editing: RwSignal<Option<(At, usize)>>,
    pub picked: RwSignal<BTreeSet<String>>,
    pub clash: RwSignal<Option<Clashed>>,
    pub clashing: RwSignal<bool>,
    pub review: RwSignal<Option<Vec<String>>>,
    pub reviewing: RwSignal<bool>,
    pub pasting: RwSignal<bool>,
    /// What the field of pasted rows begins with.
    pub pasted: RwSignal<String>,
    pub busy: RwSignal<bool>,
    pub error: RwSignal<Option<String>>,
    toasts: Toasts,
    /// Reads the page again.
    again: StoredValue<Option<Callback<()>>>,
}

/// What is on the page of one table.
#[derive(Clone, Copy)]
pub struct Shown {
    pub columns: StoredValue<Vec<EditColumn>>,
    /// Rows, keys and versions, each in the same order.
    pub rows: StoredValue<Vec<(String, String, Vec<Value>)>>,
}

impl Shown {
    pub fn value(self, key: &str, column: usize) -> Value {
        let found =
            self.rows.try_with_value(|rows| rows.iter().find(|(own, _, _)| own == key).and_then(|(_, _, row)| row.get(column).cloned()));
        found.flatten().unwrap_or(Value::Null)
    }

    fn version(self, key: &str) -> Option<String> {
        self.rows.try_with_value(|rows| rows.iter().find(|(own, _, _)| own == key).map(|(_, version, _)| version.clone())).flatten()
    }
}

impl Bench {
    pub fn new(place: impl Into<Place>) -> Self {
        Self {
            place: StoredValue::new(place.into()),
            staged: RwSignal::new(Staged::default()),
            table: StoredValue::new(String::new()),
            versions: StoredValue::new(BTreeMap::new()),
            editing: RwSignal::new(None),
            picked: RwSignal::new(BTreeSet::new()),
            clash: RwSignal::new(None),
            clashing: RwSignal::new(false),
            review: RwSignal::new(None),
            reviewing: RwSignal::new(false),
            pasting: RwSignal::new(false),
            pasted: RwSignal::new(String::new()),
            busy: RwSignal::new(false),
            error: RwSignal::new(None),
            toasts: use_toasts(),
            again: StoredValue::new(None),
        }
    }

    pub fn reads_again_by(self, call: Callback<()>) {
        self.again.set_value(Some(call));
    }

    /// The grid shows this table from now on: changes of another one are given up.
    pub fn turn_to(self, table: &str) {
        if self.table.with_value(|known| known != table) {
            self.table.set_value(table.to_owned());
            self.discard();
        }
    }

    pub fn discard(self) {
        self.staged.set(Staged::default());
        self.versions.set_value(BTreeMap::new());
        self.editing.set(None);
        self.picked.set(BTreeSet::new());
        self.error.set(None);
    }

    fn note_version(self, shown: Shown, key: &str) {
        if let Some(version) = shown.version(key) {
            self.versions.update_value(|versions| {
                versions.entry(key.to_owned()).or_insert(version);
            });
        }
    }

    /// Sets a cell; nothing as entry is the default of a new row.
    pub fn set(self, shown: Shown, at: &At, column: usize, entry: Option<Entry>) {
        let name = shown.columns.try_with_value(|columns| columns.get(column).map(|column| column.name.clone()));
        let Some(name) = name.flatten() else { return };
        self.error.set(None);
        match at {
            At::Row(key) => {
                let Some(entry) = entry else { return };
                let was = shown.value(key, column);
                self.note_version(shown, key);
                self.staged.update(|staged| staged.set(key, &name, entry, &was));
            }
            At::New(number) => self.staged.update(|staged| staged.set_made(*number, &name, entry)),
        }
    }

    pub fn delete(self, shown: Shown, key: &str, delete: bool) {
        self.note_version(shown, key);
        self.staged.update(|staged| staged.delete(key, delete));
    }

    pub fn delete_picked(self, shown: Shown) {
        let picked = self.picked.get_untracked();
        for key in &picked {
            self.note_version(shown, key);
        }
        self.staged.update(|staged| picked.iter().for_each(|key| staged.delete(key, true)));
        self.picked.set(BTreeSet::new());
    }

    /// A new row below the others, with its first cell that has to be filled in.
    pub fn add(self, shown: Shown) {
        let first = shown.columns.try_with_value(|columns| {
            let free = |column: &&EditColumn| !column.generated && !column.counts;
            columns.iter().position(|column| column.is_wanted()).or_else(|| columns.iter().position(|column| free(&column))).unwrap_or(0)
        });
        // The page is being read again: its rows are about to be others.
        let Some(first) = first else { return };
        let mut number = 0;
        self.staged.update(|staged| number = staged.make(Cells::new()));
        self.editing.set(Some((At::New(number), first)));
    }

    fn edits(self) -> Vec<RowEdit> {
        let versions = self.versions.get_value();
        self.staged.with_untracked(|staged| staged.edits(|key| versions.get(key).cloned()))
    }

    /// Shows what saving would run.
    pub fn ask_review(self) {
        let (place, table, edits) = (self.place.get_value(), self.table.get_value(), self.edits());
        self.error.set(None);
        leptos::task::spawn_local(async move {
            match place.review(table, edits).await {
                Ok(Outcome::Done(answer)) => {
                    let _ = self.review.try_set(Some(answer.statements));
                    let _ = self.reviewing.try_set(true);
                }
                Ok(Outcome::Failed(failure)) => self.fail(failure.error),
                Err(error) => self.fail(error.text),
            }
        });
    }

    pub fn save(self) {
        if self.busy.get_untracked() {
            return;
        }
        self.reviewing.set(false);
        self.send(self.edits(), true);
    }

    fn send(self, edits: Vec<RowEdit>, staged: bool) {
        self.busy.set(true);
        self.error.set(None);
        let (place, table) = (self.place.get_value(), self.table.get_value());
        leptos::task::spawn_local(async move {
            let answer = place.save(table, edits).await;
            if self.busy.try_set(false).is_some() {
                return;
            }
            match answer {
                Ok(Outcome::Done(saved)) => self.saved(saved, staged),
                Ok(Outcome::Failed(failure)) => self.fail(failure.error),
                Err(error) => self.fail(error.text),
            }
        });
    }

    fn saved(self, saved: SavedRows, staged: bool) {
        let SavedRows { clash, message, undo } = saved;
        if let Some(clash) = clash {
            if staged {
                self.clash.set(Some(clash));
                self.clashing.set(true);
            } else {
                self.toasts.bad("This cannot be taken back any more: somebody changed one of the rows meanwhile.");
            }
            return;
        }
        if staged {
            self.discard();
        }
        match (staged, undo.is_empty()) {
            (true, false) => self.toasts.undoable(message, Callback::new(move |()| self.send(undo.clone(), false))),
            (true, true) => self.toasts.good(message),
            (false, _) => self.toasts.good("Taken back"),
        }
        self.reload();
    }

    pub fn reload(self) {
        if let Some(again) = self.again.get_value() {
            again.try_run(());
        }
    }

    fn fail(self, text: String) {
        let _ = self.error.try_set(Some(text));
    }

    /// Ends a clash by what the other person saved, or by one's own change on top of it.
    pub fn decide(self, mine: bool) {
        let Some(clash) = self.clash.get_untracked() else { return };
        self.clashing.set(false);
        match (mine, clash.version) {
            (true, Some(version)) => {
                self.versions.update_value(|versions| {
                    versions.insert(clash.key, version);
                });
                self.save();
            }
            _ => {
                self.staged.update(|staged| staged.forget(&clash.key));
                self.versions.update_value(|versions| {
                    versions.remove(&clash.key);
                });
                self.reload();
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::At;

    #[test]
    fn rows_are_found_by_their_mark() {
        for at in [At::Row("=+a\"".into()), At::Row(String::new()), At::New(7)] {
            assert_eq!(At::parse(&at.mark()), Some(at));
        }
        assert_eq!(["", "x", "+x"].map(At::parse), [None, None, None]);
    }
}
