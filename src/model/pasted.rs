//! Rows that were copied out of a spreadsheet or a file: tabs or commas, with or without a line of names.

use crate::model::{
    desk::EditColumn,
    staged::{Cells, Entry},
};

/// Most rows that are taken at once.
pub const MOST: usize = 500;

/// Pasted rows as they would be inserted.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Pasted {
    /// The columns that get something, in order.
    pub columns: Vec<String>,
    /// Names in the first line that no column has.
    pub strangers: Vec<String>,
    pub rows: Vec<Cells>,
    /// There were more than [`MOST`].
    pub cut: bool,
}

/// Reads a text for a table with these columns. A first line that names two columns or the only one is a line of names;
/// without one the fields go into the columns in order. Empty fields are left to the column's default.
pub fn read(text: &str, columns: &[EditColumn]) -> Pasted {
    let mut lines = fields(text);
    lines.retain(|line| line.iter().any(|field| !field.trim().is_empty()));
    let free: Vec<&EditColumn> = columns.iter().filter(|column| !column.generated).collect();
    let named = |name: &str| free.iter().find(|column| column.name.eq_ignore_ascii_case(name.trim())).copied();
    let width = lines.iter().map(Vec::len).max().unwrap_or_default();
    let known = lines.first().map_or(0, |line| line.iter().filter(|name| named(name).is_some()).count());
    let (places, strangers): (Vec<Option<&EditColumn>>, Vec<String>) = if known > 0 && (known >= 2 || width == 1) {
        let head = lines.remove(0);
        let strangers = head.iter().filter(|name| named(name).is_none()).cloned().collect();
        (head.iter().map(|name| named(name)).collect(), strangers)
    } else {
        // A key that counts by itself is left out when the rows are too narrow for it.
        let counted = free.iter().filter(|column| column.counts).count();
        let skip = width + counted <= free.len();
        (free.iter().filter(|column| !(skip && column.counts)).map(|column| Some(*column)).collect(), Vec::new())
    };
    let cut = lines.len() > MOST;
    let row = |line: Vec<String>| {
        let filled = places.iter().zip(line).filter(|(_, field)| !field.is_empty());
        filled.filter_map(|(place, field)| Some((place.as_ref()?.name.clone(), Entry::Text(field)))).collect::<Cells>()
    };
    let rows: Vec<Cells> = lines.into_iter().take(MOST).map(row).filter(|row| !row.is_empty()).collect();
    let given = |column: &&EditColumn| rows.iter().any(|row| row.contains_key(&column.name));
    let columns = free.iter().filter(|column| given(column)).map(|column| column.name.clone()).collect();
    Pasted { columns, strangers, rows, cut }
}

/// Whether a text is more than one cell: worth making rows of.
pub fn is_table(text: &str) -> bool {
    text.contains('\t') || text.trim_end().contains('\n')
}

/// Fields by line. A separator or line break inside quotes belongs to its field; two quotes there are one.
fn fields(text: &str) -> Vec<Vec<String>> {
    let first = text.lines().next().unwrap_or_default();
    let separator = if first.contains('\t') {
        '\t'
    } else if first.matches(';').count() > first.matches(',').count() {
        ';'
    } else {
        ','
    };
    let (mut lines, mut line, mut field) = (Vec::new(), Vec::new(), String::new());
    let (mut quoted, mut chars) = (false, text.chars().peekable());
    while let Some(c) = chars.next() {
        match c {
            '"' if quoted && chars.peek() == Some(&'"') => {
                chars.next();
                field.push('"');
            }
            '"' if quoted => quoted = false,
            '"' if field.is_empty() => quoted = true,
            c if quoted => field.push(c),
            '\r' if chars.peek() == Some(&'\n') => {}
            '\n' => {
                line.push(std::mem::take(&mut field));
                lines.push(std::mem::take(&mut line));
            }
            c if c == separator => line.push(std::mem::take(&mut field)),
            c => field.push(c),
        }
    }
    if !field.is_empty() || !line.is_empty() {
        line.push(field);
        lines.push(line);
    }
    lines
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::{desk::CellInput, value::Kind};

    fn columns() -> Vec<EditColumn> {
        let column = |name: &str, counts: bool, generated: bool| EditColumn {
            name: name.into(),
            declared: "TEXT".into(),
            kind: Kind::Text,
            input: CellInput::Text,
            nullable: true,
            default: None,
            generated,
            counts,
            is_key: counts,
            items: Vec::new(),
            leads: None,
        };
        vec![column("id", true, false), column("name", false, false), column("note", false, false), column("length", false, true)]
    }

    fn row(cells: &[(&str, &str)]) -> Cells {
        cells.iter().map(|(column, text)| ((*column).to_owned(), Entry::Text((*text).to_owned()))).collect()
    }

    #[test]
    fn rows_of_a_spreadsheet_with_names() {
        let pasted = read("Note\tName\tWhat\r\nfirst\tAda\tx\r\n\t\t\r\n\"two\nlines\"\tBea\t\r\n", &columns());
        assert_eq!(pasted.rows, [row(&[("note", "first"), ("name", "Ada")]), row(&[("note", "two\nlines"), ("name", "Bea")])]);
        assert_eq!((pasted.columns, pasted.strangers), (vec!["name".to_owned(), "note".to_owned()], vec!["What".to_owned()]));
    }

    #[test]
    fn without_names_the_order_counts() {
        assert_eq!(
            read("Ada,\"a, \"\"b\"\"\"\nBea,", &columns()).rows,
            [row(&[("name", "Ada"), ("note", "a, \"b\"")]), row(&[("name", "Bea")])]
        );
        assert_eq!(read("7;Ada;x", &columns()).rows, [row(&[("id", "7"), ("name", "Ada"), ("note", "x")])]);
        assert_eq!(read("Ada", &columns()).rows, [row(&[("name", "Ada")])]);
    }

    #[test]
    fn what_is_no_table_and_what_is_too_much() {
        assert!(!is_table("one cell\n") && is_table("a\tb") && is_table("a\nb"));
        assert_eq!(read("\n \n", &columns()).rows, []);
        let many = read(&"x\n".repeat(MOST + 1), &columns());
        assert_eq!((many.rows.len(), many.cut), (MOST, true));
        assert_eq!(read("\"never closed\nand on", &columns()).rows.len(), 1);
    }
}
