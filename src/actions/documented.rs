//! What each action takes and answers, for `/api/openapi.json`. The types are those of the functions themselves:
//! an entry that names others does not compile, and a test fails for an action without an entry.

use super::{
    account_links as l, accounts as a, audit as v, boards as b, catalogue as k, connections as c, databases as z, factors as y,
    filters as f, identities as j, installation as i, operation as o, outside as x, people as e, projects as p, public as u, queries as q,
    row_rules as w, search as s, sharing as h, surroundings as d, teams as t, tokens as n,
};
use crate::{
    error::AppError,
    model::{
        account, account_link, audit, board, board_file, board_filter, board_view, catalogue, connection, content, database, desk, diagram,
        embedding, factor, identity, installation, jobs, layout, operation, outcome, people, project, public, query, reach, row_rule,
        schema_change, search, server_teams, share_link, surroundings, team, token, versions, widget,
    },
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
        open::<l::GetAccountLink, account_link::AccountLinkInput, account_link::AccountLink>(tag, "Where a link by mail was sent to."),
        open::<l::RequestPasswordReset, account_link::ForgottenInput, Message>(
            tag,
            "Has a link for a new password sent to an address, if an account has it.",
        ),
        open::<l::SubmitPasswordReset, account_link::ResetInput, Message>(tag, "Sets a new password through a link."),
        open::<l::VerifyEmail, account_link::VerifyInput, Message>(tag, "Shows through a link that an address is one's own."),
        open::<l::SignUpByInvitation, account_link::AcceptInput, Nothing>(tag, "Makes an account through an invitation and signs it in."),
        session::<l::ResendVerification, UserInput, Message>(tag, "Sends the link to one's address again."),
        session::<l::GetEmailStatus, UserInput, account_link::EmailStatus>(tag, "What is known of one's address."),
        session::<l::ListSessions, UserInput, account_link::SessionsAnswer>(tag, "Where one is signed in."),
        session::<l::EndSession, account_link::SessionInput, Message>(tag, "Ends one of one's own sessions."),
        session::<l::EndOtherSessions, UserInput, Message>(tag, "Ends all of one's own sessions but the one that asks."),
        session::<j::ListIdentities, UserInput, identity::IdentitiesAnswer>(tag, "Which providers open one's account, and which could."),
        session::<j::UnlinkIdentity, identity::IdentityInput, Message>(tag, "Takes a provider off one's account; never the last way in."),
        session::<j::SetUserPassword, identity::FirstPasswordInput, Message>(
            tag,
            "Gives one's account its first password, shortly after signing in by a provider.",
        ),
    ]);
    let tag = "Actions: second factors";
    all.extend([
        session::<y::GetFactors, UserInput, factor::Factors>(tag, "The second factors of one's account."),
        session::<y::BeginAuthenticator, UserInput, Message>(tag, "Makes the secret of an app that is to show codes."),
        session::<y::GetAuthenticator, UserInput, factor::AuthenticatorSetUp>(tag, "The secret of an app that is being set up."),
        session::<y::ConfirmAuthenticator, factor::CodeInput, factor::FactorMade>(tag, "Shows a first code of the app."),
        session::<y::RemoveAuthenticator, factor::RemoveAuthenticatorInput, Message>(tag, "Takes the app away, with password and code."),
        session::<y::MakeRecoveryCodes, UserInput, factor::FactorMade>(tag, "Makes new recovery codes, shown once."),
        open::<y::BeginPasskey, factor::BeginPasskeyInput, factor::PasskeyOptions>(tag, "A challenge for a passkey."),
        session::<y::AddPasskey, factor::AddPasskeyInput, factor::FactorMade>(tag, "Adds a passkey."),
        session::<y::RenamePasskey, factor::PasskeyInput, Message>(tag, "Gives a passkey another name."),
        session::<y::RemovePasskey, factor::PasskeyInput, Message>(tag, "Takes a passkey away."),
        open::<y::GetSecondStep, Nothing, factor::SecondStep>(tag, "What the log-in of this browser waits for."),
        open::<y::LogInWithCode, factor::SecondFactorInput, Nothing>(tag, "Ends a log-in that waits, by a code."),
        open::<y::LogInWithPasskey, factor::ShownPasskey, Nothing>(tag, "Signs in with a passkey."),
        session::<y::ConfirmIdentity, factor::ConfirmInput, Message>(tag, "Shows again who one is, for what gives lasting power."),
    ]);
    let tag = "Actions: people (administrators of the server)";
    all.extend([
        session::<e::ListPeople, people::PeopleInput, people::PeopleAnswer>(tag, "Accounts, invitations and waiting mail."),
        session::<e::SuspendUser, people::PersonInput, Message>(tag, "Suspends an account; its sessions end at once."),
        session::<e::ReinstateUser, people::PersonInput, Message>(tag, "Lets a suspended account sign in again."),
        session::<e::SetServerAdmin, people::ServerAdminInput, Message>(tag, "Gives or takes the server role admin."),
        session::<e::RemoveSecondFactor, people::PersonInput, Message>(tag, "Takes the second factors of an account away."),
        session::<e::SendResetLink, people::PersonInput, Message>(tag, "Has a link for a new password sent to an account."),
        session::<e::InviteUser, EmailInput, Message>(tag, "Invites an address to make an account."),
        session::<e::WithdrawInvitation, EmailInput, Message>(tag, "Ends an invitation."),
        session::<e::RetryMail, people::MailInput, Message>(tag, "Tries a mail again at once."),
        session::<e::OpenMail, people::MailInput, people::OpenedMail>(tag, "Shows the link in a mail once; only without a mail server."),
        session::<e::DiscardMail, people::MailInput, Message>(tag, "Removes a mail."),
    ]);
    let tag = "Actions: teams";
    all.extend([
        session::<t::ListTeams, UserInput, team::TeamsAnswer>(tag, "The teams of the caller, and those that asked the caller in."),
        session::<d::GetSurroundings, surroundings::SurroundingsInput, surroundings::Surroundings>(
            tag,
            "The teams of the caller by name, the one that this browser chose, and what the caller is to a project.",
        ),
        session::<d::ChooseTeam, surroundings::ChooseTeamInput, Nothing>(
            tag,
            "Remembers a team in a cookie of this browser, whose projects come first from now on; without one, all of them.",
        ),
        session::<t::GetTeam, team::TeamInput, team::TeamDetail>(tag, "A team with its members and projects."),
        session::<t::CreateTeam, team::NewTeamInput, team::TeamMade>(tag, "Makes a team with the caller as its administrator."),
        session::<t::UpdateTeam, team::RenameTeamInput, team::TeamMade>(tag, "Gives a team another name."),
        session::<t::DeleteTeam, team::DeleteTeamInput, Message>(tag, "Deletes a team with everything it owns, after its name was typed."),
        session::<t::SetMemberRole, team::MemberInput, Message>(
            tag,
            "Gives a member a role. Somebody who is not a member is asked in by name and joins by accepting.",
        )
        .needing("SetMemberRoleInput", &["team", "username", "role"]),
        session::<t::RemoveMember, team::MemberInput, Message>(
            tag,
            "Removes a member, or lets the caller leave; their projects go on with another administrator.",
        ),
        session::<t::InviteToTeam, team::InviteInput, team::InvitationMade>(
            tag,
            "Makes a link that lets one person into a team, for seven days; it is told once.",
        ),
        session::<t::RevokeInvitation, team::InvitationIdInput, Nothing>(tag, "Ends an invitation at once."),
        open::<t::GetInvitation, team::InvitationInput, team::InvitationAnswer>(tag, "What an invitation is for."),
        session::<t::AcceptInvitation, team::InvitationInput, team::Joined>(tag, "Joins a team; the invitation is used up."),
        session::<t::DeclineInvitation, team::InvitationInput, Message>(tag, "Turns an invitation down, which ends it."),
        session::<t::HandOverProject, team::HandOverInput, Message>(tag, "Gives a project to another member of its team."),
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
        session::<s::FindAnything, search::SearchInput, search::SearchAnswer>(
            tag,
            "The caller's projects, widgets, connections and tables whose names have all the words.",
        ),
        session::<p::ListProjectCards, UserInput, project::ProjectCards>(tag, "All projects of the caller as the page shows them."),
        session::<p::RegenerateProjectSchemas, ProjectInput, project::RegenerateAnswer>(
            tag,
            "Reads the schemas of all valid connections again.",
        ),
        session::<p::IsProjectOwner, ProjectInput, project::OwnerAnswer>(tag, "Whether the caller owns the project."),
        session::<p::GetProjectSchema, ProjectInput, project::SchemaAnswer>(tag, "The stored schema of the first connection that has one."),
        session::<k::GetSchemaSources, ProjectInput, catalogue::SchemaSources>(
            tag,
            "The connections of a project with what is known of their schemas.",
        ),
        session::<k::ListSchemaTables, catalogue::SchemaTablesInput, catalogue::SchemaTables>(
            tag,
            "The tables of a project's connections, searched, page by page.",
        ),
        session::<k::GetTableSchema, catalogue::TableSchemaInput, catalogue::TableSchema>(
            tag,
            "One table with its columns, keys and indexes, and its relations in both directions.",
        ),
        session::<k::ListSchemaChanges, schema_change::SchemaChangesInput, schema_change::SchemaHistory>(
            tag,
            "What readings of the schemas found changed, newest first, and which widgets that breaks.",
        ),
        session::<k::GetDiagram, diagram::DiagramInput, diagram::Diagram>(tag, "The tables of a connection and what its diagram shows."),
        session::<p::ValidateProjectConnections, ProjectInput, project::ValidateAnswer>(tag, "Tries every connection again."),
        session::<p::GetProjectProgress, ProjectInput, project::Progress>(tag, "What the background is doing for a project."),
        session::<p::SetProjectVisibility, project::VisibilityInput, project::Visibility>(tag, "Makes a project public or private."),
        session::<c::TestConnection, connection::TestConnectionInput, connection::TestAnswer>(
            tag,
            "Tries a connection without saving it and says which step failed.",
        ),
        session::<c::DeleteConnection, connection::DeleteConnectionInput, Message>(tag, "Deletes one connection of a project."),
        session::<x::SetConnectionWriting, desk::ConnectionWritingInput, Message>(
            tag,
            "Lets editors change rows of a connection's database, or no more. It is off at first, and goes off when the connection leads \
             elsewhere or logs in in another way.",
        ),
        session::<x::GetConnectionRows, desk::ConnectionRowsInput, desk::ConnectionRows>(
            tag,
            "A page of a table of a connection, ready to be edited. The answer says why rows cannot be changed, where they cannot.",
        ),
        session::<x::SaveConnectionRows, desk::SaveConnectionRowsInput, desk::SavedRows>(
            tag,
            "Saves changes of rows of a connection's table, all or none. The answer says when somebody else was quicker with one of them.",
        ),
        session::<x::ReviewConnectionRows, desk::SaveConnectionRowsInput, desk::StatementsAnswer>(
            tag,
            "The statements that saving would run at a connection's database.",
        )
        .needing("ReviewConnectionRowsInput", &["projectId", "connectionId", "tableName"]),
    ]);
    let tag = "Actions: boards";
    all.extend([
        session::<b::GetBoard, ProjectInput, board::BoardAnswer>(tag, "The board of a project: its widgets in order."),
        session::<b::ListTables, board::TablesInput, board::TablesAnswer>(
            tag,
            "Tables and columns of a connection, or those that several have in common; or the columns of a saved query.",
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
        session::<f::ListFilters, ProjectInput, board_filter::FiltersAnswer>(
            tag,
            "The filters of a board, and the columns that filters can be mapped to.",
        ),
        session::<f::SaveFilter, board_filter::FilterInput, board_filter::FilterAnswer>(tag, "Makes a filter, or replaces one whole."),
        session::<f::DeleteFilter, board_filter::FilterIdInput, Nothing>(tag, "Deletes a filter."),
        session::<f::ReorderFilters, board_filter::FilterOrderInput, Nothing>(tag, "Puts the filters of a board in a new order."),
        session::<f::FilterValues, board_view::FilterValuesInput, board_view::ValueList>(
            tag,
            "Values that readers of the board choose from in a filter.",
        ),
        session::<h::ListLinks, share_link::LinksInput, share_link::LinksAnswer>(
            tag,
            "The links of a project, or of all projects of the caller.",
        ),
        session::<h::SaveLink, share_link::LinkInput, share_link::LinkAnswer>(tag, "Makes a link, or changes what one may do."),
        session::<h::RotateLink, share_link::LinkIdInput, share_link::LinkAnswer>(tag, "Gives a link another address; the old one ends."),
        session::<h::RevokeLink, share_link::LinkIdInput, Nothing>(tag, "Ends a link at once and for good."),
        session::<h::GetEmbedding, ProjectInput, embedding::EmbeddingAnswer>(tag, "How a board is shown inside other sites."),
        session::<h::SaveEmbedding, embedding::EmbeddingInput, embedding::EmbeddingAnswer>(
            tag,
            "Says which sites may show a board inside their pages.",
        ),
        session::<h::RotateEmbedding, ProjectInput, embedding::EmbeddingAnswer>(tag, "Makes another secret for signing addresses."),
        session::<h::DeleteEmbedding, ProjectInput, Nothing>(tag, "Ends every signed address of a board."),
        open::<u::UnlockLink, share_link::UnlockInput, Nothing>(tag, "Gives the password of a link, and gets a cookie for it."),
        session::<b::PlaceWidget, layout::PlaceInput, board::BoardAnswer>(
            tag,
            "Puts a widget somewhere on the grid of twelve columns, or onto another tab; others make way.",
        ),
        session::<b::ResizeWidget, layout::ResizeInput, board::BoardAnswer>(
            tag,
            "Makes a widget one step wider, narrower, taller or shorter.",
        ),
        session::<b::CreateTab, layout::tabs::NewTabInput, board::BoardAnswer>(tag, "Adds a tab behind the others."),
        session::<b::UpdateTab, layout::tabs::TabInput, board::BoardAnswer>(tag, "Renames a tab, or moves it one place earlier or later."),
        session::<b::DeleteTab, layout::tabs::TabIdInput, board::BoardAnswer>(tag, "Deletes a tab; its widgets go to the one before it."),
        session::<b::CopyWidget, versions::CopyInput, WidgetAnswer>(tag, "Copies a widget: beside itself, or to another project."),
        session::<b::RestoreWidget, widget::WidgetIdInput, board::BoardAnswer>(tag, "Brings back a widget that was deleted lately."),
        session::<b::SetBoard, content::SetBoardInput, board::BoardAnswer>(tag, "Makes a board what a description of it says."),
        session::<b::GetBoardHistory, ProjectInput, versions::HistoryAnswer>(tag, "The versions of a board, and what was deleted lately."),
        session::<b::GetBoardVersion, versions::VersionInput, versions::VersionAnswer>(tag, "A board as it was in one of its versions."),
        session::<b::RestoreBoardVersion, versions::VersionInput, board::BoardAnswer>(tag, "Makes a board what it was in a version."),
        session::<b::SetPublishing, versions::PublishingInput, versions::Publishing>(
            tag,
            "Whether readers see what is being edited, or what was published by hand.",
        ),
        session::<b::ExportBoard, ProjectInput, board_file::ExportAnswer>(tag, "The board as a document."),
        session::<b::ImportBoard, board_file::ImportInput, board_file::Imported>(
            tag,
            "Takes a document of a board in. The same document again changes nothing.",
        ),
        session::<b::CopyBoard, board_file::CopyBoardInput, board_file::Imported>(tag, "Copies a board to another project."),
        session::<b::PublishBoard, ProjectInput, versions::Publishing>(tag, "Shows readers the board as it is now."),
        open::<u::GetPublicBoard, public::PublicInput, public::PublicBoard>(tag, "The board behind a public link."),
        open::<u::GetPublicTile, public::PublicTileInput, public::PublicTileAnswer>(tag, "What one tile of a public board shows."),
        open::<u::GetPublicDiagram, public::PublicDiagramInput, public::PublicDiagram>(
            tag,
            "The diagram of the tables behind a public link that shows it.",
        ),
        open::<u::GetPublicFilterValues, public::PublicFilterValuesInput, board_view::ValueList>(
            tag,
            "Values that the readers of a public link choose from in a filter.",
        ),
    ]);
    let tag = "Actions: operation";
    all.extend([
        session::<v::ListAudit, audit::AuditInput, audit::AuditPage>(
            tag,
            "Who did what, the newest first: in a project, or everywhere for administrators of the server.",
        ),
        session::<o::GetServerHealth, UserInput, operation::ServerHealth>(tag, "How the server is, for its administrators."),
        session::<o::BackUpNow, UserInput, Message>(tag, "Begins a backup in the folder of the operator, for administrators."),
        session::<o::RetryJobs, UserInput, Message>(tag, "Queues work on connections again that failed lately, for administrators."),
        session::<o::ListJobs, jobs::JobsInput, jobs::JobsAnswer>(
            tag,
            "Work of the background: what waits, runs, failed and went well. For administrators, who learn no more of a connection \
             than they may see.",
        ),
        session::<o::RetryJob, jobs::JobInput, Message>(tag, "Does one failed job again, for administrators."),
        session::<o::CancelJob, jobs::JobInput, Message>(tag, "Stops one job that waits or runs, for administrators."),
        session::<t::ListAllTeams, server_teams::AllTeamsInput, server_teams::AllTeamsAnswer>(
            tag,
            "Every team of the server with the size of what it has and its billing, for administrators.",
        ),
    ]);
    let tag = "Actions: tokens";
    all.extend([
        session::<n::ListTokens, token::TokensInput, token::TokensAnswer>(
            tag,
            "The tokens of a team, and what one can be given rights to.",
        ),
        session::<n::CreateToken, token::CreateTokenInput, token::TokenMade>(
            tag,
            "Makes a token. The whole of it is in this answer and never again.",
        ),
        session::<n::RevokeToken, token::TokenIdInput, Message>(tag, "Ends a token at once and for good."),
        session::<n::GetReach, token::TokensInput, reach::ReachAnswer>(tag, "What the people, tokens and links of a team reach."),
        session::<n::ExplainAccess, reach::ExplainInput, reach::Explained>(
            tag,
            "Why somebody is allowed or refused each thing with a project.",
        ),
    ]);
    let tag = "Actions: row rules";
    all.extend([
        session::<w::ListRowRules, row_rule::RulesInput, row_rule::RulesAnswer>(
            tag,
            "The row rules of a project, for administrators of its team.",
        ),
        session::<w::SaveRowRule, row_rule::SaveRuleInput, row_rule::RuleSaved>(tag, "Makes a row rule, or replaces one whole."),
        session::<w::DeleteRowRule, row_rule::RuleIdInput, Message>(tag, "Deletes a row rule."),
        session::<w::PreviewRowRules, row_rule::PreviewInput, row_rule::RulesPreview>(
            tag,
            "How many rows of a table a member or token sees.",
        ),
        session::<w::SetMemberAttribute, row_rule::AttributeInput, Message>(tag, "Sets what row rules compare with of a member.")
            .needing("SetMemberAttributeInput", &["team", "username", "name", "value"]),
        session::<w::DeleteMemberAttribute, row_rule::AttributeInput, Message>(tag, "Takes an attribute of a member away."),
    ]);
    let tag = "Actions: server";
    all.extend([
        session::<i::GetServerSettings, UserInput, installation::ServerSettings>(
            tag,
            "By which hosts the server answers, and its variables. For its administrators.",
        ),
        session::<i::UpdateServerSettings, installation::ServerSettingsInput, Message>(
            tag,
            "Replaces the list of hosts by which the server answers.",
        ),
        session::<i::SetServerVariable, installation::VariableInput, Message>(tag, "Adds a variable, or replaces its value."),
        session::<i::DeleteServerVariable, installation::VariableNameInput, Message>(tag, "Deletes a variable."),
    ]);
    let tag = "Actions: SQL";
    all.extend([
        session::<q::ListQueries, ProjectInput, query::QueriesAnswer>(
            tag,
            "The saved queries of a project, and the widgets that show them.",
        ),
        session::<q::SaveQuery, query::SaveQueryInput, query::QueryAnswer>(tag, "Saves a query: a new one without queryId."),
        session::<q::DeleteQuery, query::QueryIdInput, Message>(tag, "Deletes a saved query."),
        session::<q::RunQuery, query::RunInput, query::RunAnswer>(
            tag,
            "Runs one statement in a read-only transaction. The answer says why when the database refuses it.",
        ),
        session::<q::StopQuery, query::StopInput, Nothing>(tag, "Stops a run of the caller's."),
        session::<q::GetQueryRun, query::RunIdInput, query::RunAnswer>(tag, "The result of a run that was to be kept, for some minutes."),
        session::<q::QueryHistory, ProjectInput, query::HistoryAnswer>(tag, "What the caller ran in a project, the latest first."),
        session::<q::DescribeQuery, query::RunInput, query::ColumnsAnswer>(tag, "The columns of a statement, without its rows."),
        session::<q::ListParameters, query::RunInput, query::NamesAnswer>(tag, "The names of the parameters in a text."),
        session::<q::ExplainQuery, query::RunInput, query::ExplainAnswer>(tag, "How the database would carry a statement out, as a tree."),
        session::<q::FormatQuery, query::RunInput, query::FormatAnswer>(tag, "The text with each clause on a line of its own."),
    ]);
    let tag = "Actions: hosted databases";
    all.extend([
        session::<z::ListDatabases, desk::DatabasesInput, desk::DatabasesAnswer>(tag, "The hosted databases of the caller's teams."),
        open::<z::GetDatabaseDesk, desk::DatabaseInput, desk::DatabaseDesk>(tag, "A hosted database with its tables."),
        session::<z::uploads::CreateDatabase, database::CreateDatabaseInput, desk::MadeDatabase>(
            tag,
            "Makes a database, empty or by a script that runs as one.",
        ),
        session::<z::uploads::GetDatabaseUpload, desk::UploadInput, desk::Upload>(tag, "A file that waits to be imported."),
        session::<z::uploads::ImportDatabaseUpload, desk::ImportUploadInput, desk::MadeDatabase>(tag, "Makes a database of such a file."),
        session::<z::uploads::ImportDatabaseRows, desk::ImportRowsInput, desk::ImportBegun>(
            tag,
            "Begins to import the rows of such a file into a table that is there.",
        ),
        session::<z::uploads::GetDatabaseImport, desk::ImportIdInput, crate::model::csv_import::ImportState>(tag, "How far an import is."),
        session::<z::uploads::CancelDatabaseImport, desk::ImportIdInput, crate::model::csv_import::ImportState>(
            tag,
            "Stops an import; nothing of it is left.",
        ),
        open::<z::rows::GetDatabaseRows, desk::RowsInput, desk::RowsPage>(tag, "A page of a table."),
        open::<z::rows::GetDatabaseRow, desk::RowInput, desk::RowDesk>(tag, "One row as a whole, or the columns for a new one."),
        session::<z::rows::SaveDatabaseRows, desk::SaveRowsInput, desk::SavedRows>(
            tag,
            "Saves changes of rows, all or none. The answer says when somebody else was quicker with one of them.",
        ),
        session::<z::rows::ReviewDatabaseRows, desk::SaveRowsInput, desk::StatementsAnswer>(tag, "The statements that saving would run.")
            .needing("ReviewDatabaseRowsInput", &["databaseId", "tableName"]),
        session::<z::rows::SaveDatabaseRow, desk::RowFormInput, desk::SavedRow>(tag, "Makes a row, or changes one."),
        session::<z::rows::ListDeletedDatabaseRows, desk::DeletedRowsInput, desk::DeletedRowsAnswer>(
            tag,
            "The rows that were deleted from a table by its page in the last seven days.",
        ),
        session::<z::rows::RestoreDeletedDatabaseRows, desk::DeletedRowsIdInput, Message>(
            tag,
            "Brings back the rows of one deletion under their keys, all or none.",
        ),
        session::<z::rows::DeleteDatabaseRow, desk::RowFormInput, Message>(tag, "Deletes a row.")
            .needing("DeleteDatabaseRowInput", &["databaseId", "tableName", "key"]),
        session::<z::structure::ChangeDatabaseStructure, desk::StructureInput, desk::Restructured>(
            tag,
            "Makes, changes or drops a table, a view or a part of one, describes a table or puts it behind another. The answer has \
             the statements that ran.",
        ),
        open::<z::sql::RunDatabaseSql, desk::SqlInput, desk::SqlAnswer>(
            tag,
            "Runs one statement. The answer says why when the database refuses it.",
        ),
        open::<z::sql::StopDatabaseSql, desk::SqlStopInput, Nothing>(tag, "Stops a run of the caller's."),
        open::<z::drawings::ListDatabaseCharts, desk::DatabaseInput, desk::ChartsAnswer>(tag, "The charts of a database, drawn."),
        session::<z::drawings::SaveDatabaseChart, desk::ChartFormInput, Message>(tag, "Makes a chart."),
        session::<z::drawings::DeleteDatabaseChart, desk::ChartIdInput, Message>(tag, "Deletes a chart."),
        session::<z::dashboards::ListDatabaseDashboards, desk::DatabaseInput, desk::DashboardsAnswer>(
            tag,
            "The dashboards of a database, and the charts that can be on them.",
        ),
        session::<z::dashboards::GetDatabaseDashboard, desk::DashboardIdInput, desk::DashboardDesk>(
            tag,
            "A dashboard with its charts, drawn.",
        ),
        session::<z::dashboards::SaveDatabaseDashboard, desk::DashboardFormInput, desk::SavedDashboard>(
            tag,
            "Makes a dashboard, or changes one.",
        ),
        session::<z::dashboards::DeleteDatabaseDashboard, desk::DashboardIdInput, Message>(tag, "Deletes a dashboard. Its charts stay."),
        session::<z::dashboards::ListDatabaseApps, desk::DatabaseInput, desk::AppsAnswer>(
            tag,
            "The apps of a database, without their documents.",
        ),
        session::<z::dashboards::GetDatabaseApp, desk::AppIdInput, desk::AppDesk>(tag, "An app with its document."),
        session::<z::dashboards::SaveDatabaseApp, desk::AppFormInput, desk::SavedApp>(tag, "Makes an app, or changes one."),
        session::<z::dashboards::DeleteDatabaseApp, desk::AppIdInput, Message>(tag, "Deletes an app."),
        session::<z::drawings::ListDatabaseCopies, desk::DatabaseInput, desk::CopiesAnswer>(tag, "The kept copies of a database."),
        session::<z::drawings::MakeDatabaseCopy, desk::DatabaseInput, Message>(tag, "Keeps a copy of this moment."),
        session::<z::drawings::RestoreDatabaseCopy, desk::CopyIdInput, Message>(tag, "Puts a database back to a kept copy."),
        session::<z::drawings::DeleteDatabaseCopy, desk::CopyIdInput, Message>(tag, "Deletes a kept copy."),
        session::<z::settings::UpdateDatabaseSettings, desk::SettingsInput, Message>(tag, "Changes the settings that are named."),
        session::<z::settings::TransferDatabase, desk::TypedNameInput, Message>(tag, "Gives a database to another team.")
            .needing("TransferDatabaseInput", &["databaseId", "confirmName", "team"]),
        session::<z::settings::DeleteDatabase, desk::TypedNameInput, Message>(tag, "Deletes a database for good.")
            .needing("DeleteDatabaseInput", &["databaseId", "confirmName"]),
        session::<z::settings::RegenerateDatabaseId, desk::TypedNameInput, desk::Regenerated>(
            tag,
            "Makes an id anew; the old one stops working.",
        )
        .needing("RegenerateDatabaseIdInput", &["databaseId", "which"]),
        session::<z::settings::ListDatabaseVariables, desk::DatabaseInput, desk::VariablesAnswer>(
            tag,
            "The variables of a database, without their values.",
        ),
        session::<z::settings::SetDatabaseVariable, desk::VariableInput, Message>(tag, "Adds a variable, or replaces its value."),
        session::<z::settings::DeleteDatabaseVariable, desk::VariableInput, Message>(tag, "Deletes a variable."),
        session::<z::sql::GetDatabaseSqlRun, desk::SqlRunInput, desk::SqlAnswer>(
            tag,
            "The result of a run that was to be kept, for some minutes.",
        ),
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
