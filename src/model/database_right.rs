//! Who may do what with a hosted database: one table, tested cell by cell.

use super::{team_role::TeamRole, token::Permission};
use serde::{Deserialize, Serialize};

/// What somebody is to a hosted database.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "ssr", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum DatabaseRole {
    /// An administrator of the team that owns it.
    Admin,
    Editor,
    Viewer,
    /// Whoever knows the id of a public database, or its read-only id.
    Reader,
    /// Whoever knows the id of a database without an owner.
    Keeper,
    TokenRead,
    TokenInsert,
    /// Writes rows and structure without seeing them.
    TokenWrite,
    /// A token with the permissions to read and to insert.
    TokenReadInsert,
    /// A token with the permissions to read and to write.
    TokenReadWrite,
}

/// What can be done with a hosted database.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum DatabaseRight {
    /// See rows, tables and columns, run SELECT, export, download, duplicate.
    Read,
    Insert,
    /// Update and delete rows, fill file cells.
    Change,
    /// Tables, columns, indexes, views, vacuum, replacing the content. Also charts, dashboards, apps, descriptions.
    Structure,
    /// Settings, variables, name, ids, visibility, kept copies.
    Settings,
    /// Delete it, or give it to another team.
    Own,
}

impl DatabaseRole {
    pub const ALL: [Self; 10] = [
        Self::Admin,
        Self::Editor,
        Self::Viewer,
        Self::Reader,
        Self::Keeper,
        Self::TokenRead,
        Self::TokenInsert,
        Self::TokenWrite,
        Self::TokenReadInsert,
        Self::TokenReadWrite,
    ];

    /// The table. No token reaches settings, variables, deletion or transfer (00-conventions, API tokens).
    pub fn may(self, right: DatabaseRight) -> bool {
        use DatabaseRight::{Change, Insert, Own, Read, Settings, Structure};
        let rights: &[DatabaseRight] = match self {
            Self::Admin => &[Read, Insert, Change, Structure, Settings, Own],
            Self::Editor => &[Read, Insert, Change, Structure, Settings],
            Self::Viewer | Self::Reader | Self::TokenRead => &[Read],
            Self::Keeper | Self::TokenReadWrite => &[Read, Insert, Change, Structure],
            Self::TokenInsert => &[Insert],
            Self::TokenWrite => &[Insert, Change, Structure],
            Self::TokenReadInsert => &[Read, Insert],
        };
        rights.contains(&right)
    }

    pub fn of_member(role: TeamRole) -> Self {
        match role {
            TeamRole::Admin => Self::Admin,
            TeamRole::Editor => Self::Editor,
            TeamRole::Viewer => Self::Viewer,
        }
    }

    /// What a token with these permissions is; nothing without any.
    pub fn of_permissions(permissions: &[Permission]) -> Option<Self> {
        let has = |permission| permissions.contains(&permission);
        match (has(Permission::Read), has(Permission::Write), has(Permission::Insert)) {
            (true, true, _) => Some(Self::TokenReadWrite),
            (true, false, true) => Some(Self::TokenReadInsert),
            (true, false, false) => Some(Self::TokenRead),
            (false, true, _) => Some(Self::TokenWrite),
            (false, false, true) => Some(Self::TokenInsert),
            (false, false, false) => None,
        }
    }

    /// Whether everything that `other` may do is allowed to this one too.
    pub fn covers(self, other: Self) -> bool {
        DatabaseRight::ALL.into_iter().all(|right| self.may(right) || !other.may(right))
    }

    /// The role whose rights are exactly those that both have; nothing when they have none in common.
    pub fn both(self, other: Self) -> Option<Self> {
        let common = |role: &Self| DatabaseRight::ALL.into_iter().all(|right| role.may(right) == (self.may(right) && other.may(right)));
        Self::ALL.into_iter().find(common)
    }

    /// For a sentence: "is a viewer of the team".
    pub fn words(self) -> &'static str {
        match self {
            Self::Admin => "administrator of the team",
            Self::Editor => "editor of the team",
            Self::Viewer => "viewer of the team",
            Self::Reader => "reader of a public database",
            Self::Keeper => "holder of the id of a database without an owner",
            Self::TokenRead => "token that reads",
            Self::TokenInsert => "token that inserts",
            Self::TokenWrite => "token that writes",
            Self::TokenReadInsert => "token that reads and inserts",
            Self::TokenReadWrite => "token that reads and writes",
        }
    }
}

impl DatabaseRight {
    pub const ALL: [Self; 6] = [Self::Read, Self::Insert, Self::Change, Self::Structure, Self::Settings, Self::Own];

    /// For a list: "may read rows, insert rows".
    pub fn words(self) -> &'static str {
        match self {
            Self::Read => "read rows",
            Self::Insert => "insert rows",
            Self::Change => "change and delete rows",
            Self::Structure => "change tables and columns",
            Self::Settings => "change settings",
            Self::Own => "delete it or give it away",
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_table_cell_by_cell() {
        // Columns in the order of DatabaseRight::ALL.
        let table = [
            (DatabaseRole::Admin, "111111"),
            (DatabaseRole::Editor, "111110"),
            (DatabaseRole::Viewer, "100000"),
            (DatabaseRole::Reader, "100000"),
            (DatabaseRole::Keeper, "111100"),
            (DatabaseRole::TokenRead, "100000"),
            (DatabaseRole::TokenInsert, "010000"),
            (DatabaseRole::TokenWrite, "011100"),
            (DatabaseRole::TokenReadInsert, "110000"),
            (DatabaseRole::TokenReadWrite, "111100"),
        ];
        assert_eq!(table.map(|(role, _)| role), DatabaseRole::ALL);
        for (role, cells) in table {
            for (right, cell) in DatabaseRight::ALL.into_iter().zip(cells.bytes()) {
                assert_eq!(role.may(right), cell == b'1', "{role:?} {right:?}");
            }
        }
    }

    #[test]
    fn two_roles_together_may_what_both_may() {
        for one in DatabaseRole::ALL {
            for other in DatabaseRole::ALL {
                let both = one.both(other);
                for right in DatabaseRight::ALL {
                    assert_eq!(both.is_some_and(|role| role.may(right)), one.may(right) && other.may(right), "{one:?} {other:?} {right:?}");
                }
            }
        }
    }
}
