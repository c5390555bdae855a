//! What each action takes and answers, for `/api/openapi.json`. The types are those of the functions themselves:
//! an entry that names others does not compile, and a test fails for an action without an entry.

use super::{accounts as a, boards as b, connections as c, projects as p, public as u};
use crate::{
    error::AppError,
    model::{account, board, connection, outcome, project, public, widget},
};
use server_fn::ServerFn;
use utoipa::{
    ToSchema,
    openapi::{RefOr, Schema},
};

/// One action.
pub struct Documented {
    /// `/actions/<name>`.
    pub path: &'static str,
    pub tag: &'static str,
    pub summary: &'static str,
    /// Answers 401 without a session.
    pub needs_session: bool,
    /// The name of the schema of its input.
    pub input: String,
    /// The schema of what stands beside `success`.
    pub output: RefOr<Schema>,
    /// Every schema that these two refer to.
    pub schemas: Vec<(String, RefOr<Schema>)>,
}

impl Documented {
    /// The same input under a name of its own, for an action that needs more of its fields than others do.
    fn needing(mut self, name: &str, fields: &[&str]) -> Self {
        if let Some((_, RefOr::T(Schema::Object(input)))) = self.schemas.iter().find(|(known, _)| *known == self.input) {
            let mut input = input.clone();
            input.required = fields.iter().map(|field| (*field).to_owned()).collect();
            self.schemas.push((name.to_owned(), RefOr::T(Schema::Object(input))));
            self.input = name.to_owned();
        }
        self
    }
}

/// An action that only answers who is signed in.
fn session<F, I, O>(tag: &'static str, summary: &'static str) -> Documented
where
    F: ServerFn<Output = outcome::Outcome<O>, Error = AppError> + From<I>,
    I: ToSchema,
    O: ToSchema,
{
    Documented { needs_session: true, ..open::<F, I, O>(tag, summary) }
}

/// An action for everybody.
fn open<F, I, O>(tag: &'static str, summary: &'static str) -> Documented
where
    F: ServerFn<Output = outcome::Outcome<O>, Error = AppError> + From<I>,
    I: ToSchema,
    O: ToSchema,
{
    let input = I::name().into_owned();
    let mut schemas = vec![(input.clone(), I::schema())];
    I::schemas(&mut schemas);
    O::schemas(&mut schemas);
    Documented { path: F::PATH, tag, summary, needs_session: false, input, output: O::schema(), schemas }
}

/// Every action, in the order of the reference.
pub fn all() -> Vec<Documented> {
    use account::{EmailInput, LogInInput, SetUpInput, SignUpInput, UserAnswer, UserEmailInput, UserNameInput, UserPasswordInput};
    use outcome::{Message, Nothing};
    use project::{ProjectInput, UserInput};
    use widget::{WidgetAnswer, WidgetInput};
    let mut all = Vec::new();
    let tag = "Actions: accounts";
    all.extend([
        open::<a::SignUp, SignUpInput, Message>(tag, "Makes an account and its personal team, and signs it in."),
        open::<a::LogIn, LogInInput, Nothing>(tag, "Signs in with user name or e-mail and password."),
        session::<a::LogOut, UserInput, Nothing>(tag, "Ends the session of the cookie."),
        open::<a::SetUp, SetUpInput, Nothing>(tag, "Makes the first administrator through the printed set-up link."),
        open::<a::GetUserBySession, UserInput, UserAnswer>(tag, "The signed-in account."),
        session::<a::GetUserByEmail, EmailInput, UserAnswer>(tag, "The account with this e-mail, if the caller may see it."),
        session::<a::UpdateUserName, UserNameInput, Message>(tag, "Changes first and last name."),
        session::<a::UpdateUserEmail, UserEmailInput, Message>(tag, "Changes the e-mail address."),
        session::<a::UpdateUserPassword, UserPasswordInput, Message>(tag, "Changes the password and ends every other session."),
        open::<a::SetTheme, account::ThemeInput, Nothing>(tag, "Chooses how pages look in this browser."),
    ]);
    let tag = "Actions: projects";
    all.extend([
        session::<p::CreateProjectWithConnections, project::CreateProjectInput, project::ProjectCreated>(
            tag,
            "Makes a project with its connections, validates them and reads their schemas. Waits at most 8 s for that.",
        ),
        session::<p::UpdateProject, project::UpdateProjectInput, project::ProjectUpdated>(
            tag,
            "Changes a project. Connections left out of a given list are deleted.",
        ),
        session::<p::DeleteProject, ProjectInput, Message>(tag, "Deletes a project with its connections and widgets."),
        session::<p::GetProjectWithConnections, ProjectInput, project::ProjectAnswer>(
            tag,
            "A project with its connections; passwords are always empty.",
        ),
        session::<p::GetUserProjects, UserInput, project::ProjectsAnswer>(tag, "All projects of the caller with their statistics."),
        session::<p::ListProjectCards, UserInput, project::ProjectCards>(tag, "All projects of the caller as the page shows them."),
        session::<p::RegenerateProjectSchemas, ProjectInput, project::RegenerateAnswer>(
            tag,
            "Reads the schemas of all valid connections again.",
        ),
        session::<p::IsProjectOwner, ProjectInput, project::OwnerAnswer>(tag, "Whether the caller owns the project."),
        session::<p::GetProjectSchema, ProjectInput, project::SchemaAnswer>(tag, "The stored schema of the first connection that has one."),
        session::<p::ValidateProjectConnections, ProjectInput, project::ValidateAnswer>(tag, "Tries every connection again."),
        session::<p::GetProjectProgress, ProjectInput, project::Progress>(tag, "What the background is doing for a project."),
        session::<p::SetProjectVisibility, project::VisibilityInput, project::Visibility>(tag, "Makes a project public or private."),
        session::<c::TestConnection, connection::TestConnectionInput, connection::TestAnswer>(
            tag,
            "Tries a connection without saving it and says which step failed.",
        ),
        session::<c::DeleteConnection, connection::DeleteConnectionInput, Message>(tag, "Deletes one connection of a project."),
    ]);
    let tag = "Actions: boards";
    all.extend([
        session::<b::GetBoard, ProjectInput, board::BoardAnswer>(tag, "The board of a project: its widgets in order."),
        session::<b::ListTables, board::TablesInput, board::TablesAnswer>(
            tag,
            "Tables and columns of a connection, or those that several have in common.",
        ),
        session::<b::GetWidgetData, widget::WidgetDataInput, board::WidgetDataAnswer>(tag, "What a widget, or a draft of one, shows."),
        session::<b::CreateWidget, WidgetInput, WidgetAnswer>(tag, "Adds a widget at the end of the board.")
            .needing("CreateWidgetInput", &["projectId", "type", "title"]),
        session::<b::UpdateWidget, WidgetInput, WidgetAnswer>(tag, "Changes the given fields of a widget; configs is replaced whole.")
            .needing("UpdateWidgetInput", &["widgetId"]),
        session::<b::UpsertWidgetAction, WidgetInput, WidgetAnswer>(tag, "Creates without widgetId, else updates."),
        session::<b::DeleteWidgetAction, widget::WidgetIdInput, WidgetAnswer>(tag, "Deletes a widget and takes it out of the order."),
        session::<b::ReorderWidgets, widget::ReorderInput, Nothing>(tag, "Puts the widgets of a board in a new order."),
        session::<b::MoveWidget, widget::MoveInput, WidgetAnswer>(tag, "Moves a widget one place earlier or later."),
        open::<u::GetPublicBoard, public::PublicInput, public::PublicBoard>(tag, "The board behind a public link."),
        open::<u::GetPublicTile, public::PublicTileInput, public::PublicTileAnswer>(tag, "What one tile of a public board shows."),
    ]);
    all
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    #[test]
    fn every_action_has_an_entry_and_every_entry_an_action() {
        let actions: BTreeSet<&str> = server_fn::axum::server_fn_paths().map(|(path, _)| path).collect();
        let documented: Vec<&str> = super::all().iter().map(|action| action.path).collect();
        assert_eq!(documented.iter().copied().collect::<BTreeSet<_>>(), actions);
        assert_eq!(documented.len(), actions.len(), "each once");
    }
}
