//! What is written about a token, checked field by field.

use crate::{
    domain::days,
    error::{AppError, Result},
    model::{
        given::NullableText,
        id::ProjectId,
        rules,
        time::Timestamp,
        token::{CreateTokenInput, Permission},
        ulid::DatabaseId,
    },
    store::tokens::TokenRow,
};

/// Most permissions of one token.
const MOST_PERMISSIONS: usize = 300;

/// When a token ends by itself.
#[derive(Debug)]
pub enum Expiry {
    Never,
    /// A moment, as RFC 3339.
    At(String),
    /// The end of a day in UTC; never when empty.
    LastDay(String),
}

impl Expiry {
    /// What a body says in its nullable field.
    pub fn given(text: Option<NullableText>) -> Self {
        text.and_then(|NullableText(text)| text).map_or(Self::Never, Self::At)
    }

    pub(super) fn checked(&self) -> Result<Option<Timestamp>> {
        match self {
            Self::Never => Ok(None),
            Self::At(text) => days::moment("expiration_utc", text).map(Some),
            Self::LastDay(day) => days::end_of("expiresOn", Some(day)),
        }
    }
}

/// One permission as it is asked for.
#[derive(Debug)]
pub struct Wanted {
    pub database: Option<String>,
    pub project: Option<String>,
    pub permission: Permission,
}

impl Wanted {
    /// What is named.
    ///
    /// # Errors
    /// `Invalid` for what can be neither.
    pub(super) fn named(&self, place: usize) -> Result<Named> {
        let named = match (&self.database, &self.project) {
            (Some(id), _) => DatabaseId::parse(id).map(Named::Database),
            (None, Some(id)) => ProjectId::parse(id).map(Named::Project),
            (None, None) => {
                let text = "Say what the permission is for: db_id or project_id";
                return Err(AppError::field(format!("permissions[{place}][project_id]"), text));
            }
        };
        named.ok_or_else(|| self.unknown(place))
    }

    /// There is no such thing, or the caller may not with it what the token is to.
    pub(super) fn unknown(&self, place: usize) -> AppError {
        match &self.database {
            Some(_) => {
                let text = "There is no such database in this team. A permission for a project names it in project_id.";
                AppError::field(format!("permissions[{place}][db_id]"), text)
            }
            None => AppError::field(format!("permissions[{place}][project_id]"), "There is no such project in this team"),
        }
    }
}

/// What a permission is for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Named {
    Database(DatabaseId),
    Project(ProjectId),
}

/// A token that is to be made.
#[derive(Debug)]
pub struct NewToken {
    pub team_name: Option<String>,
    pub name: String,
    pub description: Option<String>,
    pub expiry: Expiry,
    pub permissions: Vec<Wanted>,
}

impl NewToken {
    /// # Errors
    /// `Invalid` with the field that breaks a rule.
    pub fn checked(
        team_name: Option<String>,
        name: Option<String>,
        description: Option<String>,
        expiry: Expiry,
        permissions: Vec<Wanted>,
    ) -> Result<Self> {
        let (name, description) = (self::name(name)?, self::description(description)?);
        if permissions.is_empty() {
            return Err(AppError::field("permissions", "Choose at least one thing that the token may do"));
        }
        if permissions.len() > MOST_PERMISSIONS {
            return Err(AppError::field("permissions", format!("A token can have at most {MOST_PERMISSIONS} permissions")));
        }
        Ok(Self { team_name, name, description, expiry, permissions })
    }

    /// From the form of the interface.
    pub(super) fn of_form(input: CreateTokenInput) -> Result<Self> {
        let grants = input.grants.unwrap_or_default();
        let wanted = grants.iter().flat_map(|grant| {
            let wanted = |permission: &Permission| Wanted {
                database: grant.database_id.clone(),
                project: grant.project_id.clone(),
                permission: *permission,
            };
            grant.access.permissions().iter().map(wanted)
        });
        let expiry = input.expires_on.map_or(Expiry::Never, Expiry::LastDay);
        Self::checked(input.team_name, input.name, input.description, expiry, wanted.collect())
    }
}

fn name(given: Option<String>) -> Result<String> {
    let name = given.unwrap_or_default().trim().to_owned();
    rules::token_name(&name)?;
    Ok(name)
}

/// An empty description is none.
fn description(given: Option<String>) -> Result<Option<String>> {
    let text = given.unwrap_or_default().trim().to_owned();
    rules::token_description(&text)?;
    Ok(Some(text).filter(|text| !text.is_empty()))
}

/// What is to be changed; what is absent stays.
#[derive(Debug, Default)]
pub struct Change {
    pub name: Option<String>,
    pub description: Option<NullableText>,
    pub expiration_utc: Option<NullableText>,
    pub team_name: Option<String>,
}

impl Change {
    pub(super) fn applied(self, mut row: TokenRow) -> Result<TokenRow> {
        if self.team_name.is_some_and(|name| name.trim().to_lowercase() != row.team_name.to_lowercase()) {
            let text = "A token stays in the team whose things it reaches. Make one in the other team, and revoke this one.";
            return Err(AppError::field("team_name", text));
        }
        if self.name.is_some() {
            row.name = name(self.name)?;
        }
        if let Some(NullableText(text)) = self.description {
            row.description = description(text)?;
        }
        if self.expiration_utc.is_some() {
            row.expires_at = Expiry::given(self.expiration_utc).checked()?;
        }
        Ok(row)
    }
}
