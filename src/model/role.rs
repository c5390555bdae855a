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
    /// Run SQL of one's own, and save, see and explain queries.
    RunSql,
    /// Change connections, keep stored passwords, test them.
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
}

#[cfg(test)]
mod tests {
    use super::*;

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
