//! Who may do what with a project: one table, tested cell by cell, so that teams later change data and no use case.

use serde::{Deserialize, Serialize};

/// What somebody is to a project.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "ssr", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum Role {
    /// The account that made the project or got it handed over.
    Owner,
    TeamAdmin,
    Editor,
    Viewer,
    /// Holder of the public link.
    Link,
    TokenRead,
    TokenInsert,
    TokenWrite,
}

/// What can be done with a project.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Right {
    /// See the board and its data.
    ViewBoard,
    /// See the rows behind a chart, and take them along.
    ViewRows,
    /// See widgets with their settings, tables and columns.
    ViewSchema,
    /// See connections with host and user (never passwords).
    ViewConnections,
    EditBoard,
    /// Run SQL of one's own, and save, see and explain queries. Change rows where writing is switched on for a connection.
    RunSql,
    /// Change connections, keep stored passwords, test them, switch on writing.
    EditConnections,
    /// Title and description.
    EditProject,
    /// Make public or private.
    Share,
    /// Make another member its owner.
    HandOver,
    Delete,
}

impl Role {
    pub const ALL: [Self; 8] =
        [Self::Owner, Self::TeamAdmin, Self::Editor, Self::Viewer, Self::Link, Self::TokenRead, Self::TokenInsert, Self::TokenWrite];

    /// The table. Only the owner deletes a project and shares it (seed 000: "Only the project owner").
    pub fn may(self, right: Right) -> bool {
        use Right::{EditBoard, EditConnections, EditProject, HandOver, RunSql, ViewBoard, ViewConnections, ViewRows, ViewSchema};
        let rights: &[Right] = match self {
            Self::Owner => &Right::ALL,
            Self::TeamAdmin => {
                &[ViewBoard, ViewRows, ViewSchema, ViewConnections, EditBoard, RunSql, EditConnections, EditProject, HandOver]
            }
            Self::Editor => &[ViewBoard, ViewRows, ViewSchema, ViewConnections, EditBoard, RunSql, EditProject],
            // Widgets with their settings name connections, whose ids nobody gets who may not edit (00-conventions, Ids).
            Self::Viewer => &[ViewBoard, ViewRows],
            Self::TokenRead => &[ViewBoard, ViewRows, ViewSchema],
            Self::Link => &[ViewBoard],
            // A token for writing cannot read (00-conventions, API tokens), and boards have nothing to insert into.
            Self::TokenInsert | Self::TokenWrite => &[],
        };
        rights.contains(&right)
    }

    /// Whether everything that `other` may do is allowed to this one too.
    pub fn covers(self, other: Self) -> bool {
        Right::ALL.into_iter().all(|right| self.may(right) || !other.may(right))
    }

    /// The weaker of two roles that one caller has at once; nothing when neither covers the other.
    pub fn weaker(self, other: Self) -> Option<Self> {
        if other.covers(self) { Some(self) } else { self.covers(other).then_some(other) }
    }

    /// For a sentence: "is a viewer of the team".
    pub fn words(self) -> &'static str {
        match self {
            Self::Owner => "owner",
            Self::TeamAdmin => "administrator of the team",
            Self::Editor => "editor of the team",
            Self::Viewer => "viewer of the team",
            Self::Link => "reader of a link",
            Self::TokenRead => "token that reads",
            Self::TokenInsert => "token that inserts",
            Self::TokenWrite => "token that writes",
        }
    }
}

impl Right {
    pub const ALL: [Self; 11] = [
        Self::ViewBoard,
        Self::ViewRows,
        Self::ViewSchema,
        Self::ViewConnections,
        Self::EditBoard,
        Self::RunSql,
        Self::EditConnections,
        Self::EditProject,
        Self::Share,
        Self::HandOver,
        Self::Delete,
    ];

    /// What is done, for a sentence after "may".
    pub fn words(self) -> &'static str {
        match self {
            Self::ViewBoard => "see the board and its data",
            Self::ViewRows => "see the rows behind charts and take them along",
            Self::ViewSchema => "see tables, columns and settings of widgets",
            Self::ViewConnections => "see connections with host and user",
            Self::EditBoard => "change the board",
            Self::RunSql => "run SQL and save queries",
            Self::EditConnections => "change connections",
            Self::EditProject => "change title and description",
            Self::Share => "make it public and give links",
            Self::HandOver => "make another member its owner",
            Self::Delete => "delete it",
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn two_roles_together_are_never_more_than_either() {
        for one in Role::ALL {
            for other in Role::ALL {
                let both = one.weaker(other);
                assert_eq!(
                    both.map(|role| role.covers(one) && role.covers(other)).unwrap_or_default(),
                    one.covers(other) && other.covers(one)
                );
                for right in Right::ALL {
                    let may = both.is_some_and(|role| role.may(right));
                    assert!(!may || (one.may(right) && other.may(right)), "{one:?} {other:?} {right:?}");
                }
            }
            assert_eq!(one.weaker(Role::Owner).map(|role| Role::ALL.into_iter().all(|r| role.covers(r) == one.covers(r))), Some(true));
        }
        assert_eq!(Role::Viewer.weaker(Role::TokenWrite), Some(Role::TokenWrite));
    }

    #[test]
    fn the_table_cell_by_cell() {
        // Columns in the order of Right::ALL.
        let table = [
            (Role::Owner, "11111111111"),
            (Role::TeamAdmin, "11111111010"),
            (Role::Editor, "11111101000"),
            (Role::Viewer, "11000000000"),
            (Role::Link, "10000000000"),
            (Role::TokenRead, "11100000000"),
            (Role::TokenInsert, "00000000000"),
            (Role::TokenWrite, "00000000000"),
        ];
        assert_eq!(table.map(|(role, _)| role), Role::ALL);
        for (role, cells) in table {
            for (right, cell) in Right::ALL.into_iter().zip(cells.bytes()) {
                assert_eq!(role.may(right), cell == b'1', "{role:?} {right:?}");
            }
        }
    }
}
