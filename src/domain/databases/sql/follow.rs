//! What is kept about tables beside their database follows a statement that changed the structure.

use crate::{
    domain::{
        App,
        audit::{self, Object},
        databases::{access::Found, caller::Caller, schema, structure},
    },
    error::Result,
    model::{
        audit::Verb,
        schema::{Schema, TableRef},
        sqlite_text::{Token, tokens},
        structure::StructureChange,
    },
};

/// `known` is the structure of before.
pub(super) async fn follow(app: &App, caller: Caller<'_>, found: &Found, known: &Schema, text: &str) -> Result<()> {
    let mut tx = app.store.begin().await?;
    if let Some(change) = change(known, text) {
        structure::follow(&mut tx, found, &change).await?;
    }
    audit::done(&mut tx, caller.by(), Verb::Ran, &Object::database(&found.row).saying("a change of the structure")).await?;
    Ok(tx.commit().await?)
}

/// The change that takes something known here to another name, or away.
fn change(known: &Schema, text: &str) -> Option<StructureChange> {
    let tokens: Vec<Token<'_>> = tokens(text).into_iter().filter(|token| !token.is(";")).collect();
    let said = |at: usize, word: &str| tokens.get(at).is_some_and(|token| token.is_keyword(word));
    let of = |name: String| schema::table(known, &name).map_or(TableRef { schema: None, name }, |table| table.at.clone());
    if tokens.len() > 2 && said(0, "drop") && (said(1, "table") || said(1, "view")) {
        return Some(StructureChange::DropTable(of(tokens.last()?.name()?)));
    }
    if !(said(0, "alter") && said(1, "table")) {
        return None;
    }
    // The table's name may have that of its schema in front.
    let at = if tokens.get(3)?.is(".") { 5 } else { 3 };
    let table = of(tokens.get(at - 1)?.name()?);
    let column_at = if said(at + 1, "column") { at + 2 } else { at + 1 };
    if said(at, "rename") && said(at + 1, "to") {
        return Some(StructureChange::RenameTable { table, to: tokens.get(at + 2)?.name()? });
    }
    let column = tokens.get(column_at)?.name()?;
    if said(at, "rename") && said(column_at + 1, "to") {
        return Some(StructureChange::RenameColumn { table, column, to: tokens.get(column_at + 2)?.name()? });
    }
    said(at, "drop").then_some(StructureChange::DropColumn { table, column })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_found_in_the_statement() {
        let table = |name: &str| TableRef { schema: None, name: name.into() };
        let of = |text: &str| change(&Schema::default(), text);
        assert_eq!(
            of("alter table main.\"a b\" rename to [c];"),
            Some(StructureChange::RenameTable { table: table("a b"), to: "c".into() })
        );
        let renamed = Some(StructureChange::RenameColumn { table: table("t"), column: "a".into(), to: "b".into() });
        assert_eq!(of("ALTER TABLE t RENAME a TO b"), renamed);
        assert_eq!(of("ALTER TABLE t RENAME COLUMN a TO b"), renamed);
        assert_eq!(of("alter table t drop column a"), Some(StructureChange::DropColumn { table: table("t"), column: "a".into() }));
        assert_eq!(of("drop table if exists t"), Some(StructureChange::DropTable(table("t"))));
        assert_eq!(
            (of("alter table t add column a"), of("create table t(a)"), of("alter table"), of("drop table")),
            (None, None, None, None)
        );
    }
}
