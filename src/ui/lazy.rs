//! Pages whose code the browser loads when it first shows them, so that the first page does not wait for all of them.

use super::pages::{
    account, admin, board, databases, help, operation, people, projects, public, row_rules, rows, schema, search, sql, teams, tokens,
};
use leptos::{prelude::*, wasm_split::SplitLoaderError};
use leptos_router::LazyRoute;

/// Makes one route for each page. Pages of one file come together: who makes a project changes it next.
macro_rules! lazy_pages {
    ($($route:ident in $file:ident shows $page:path;)*) => {$(
        pub struct $route;

        const _: () = {
            #[leptos::wasm_split::wasm_split($file, wasm_split_path = leptos::wasm_split, fallible, preload(load))]
            // The name becomes part of a symbol, of which a file has only one of each.
            #[allow(non_snake_case)]
            fn $route() -> Result<AnyView, SplitLoaderError> {
                Ok($page().into_any())
            }

            impl LazyRoute for $route {
                fn data() -> Self {
                    Self
                }

                async fn view(_: Self) -> AnyView {
                    match $route().await {
                        Ok(page) => page,
                        Err(_) => ask_the_server().await,
                    }
                }

                async fn preload() {
                    // `view` tries once more, and knows what to do.
                    load().await.ok();
                }
            }
        };
    )*};
}

lazy_pages! {
    Board in board shows board::BoardPage;
    Rows in board shows rows::RowsPage;
    Sql in sql shows sql::SqlPage;
    Keyboard in reference shows help::keyboard::KeyboardHelp;
    Reference in reference shows help::ApiHelp;
    Search in search shows search::SearchPage;
    Public in public shows public::PublicPage;
    Embedded in public shows public::EmbeddedPage;
    PublicDiagram in schema shows public::DiagramPage;
    Schema in schema shows schema::SchemaPage;
    Diagram in schema shows schema::DiagramPage;
    SchemaChanges in schema shows schema::ChangesPage;
    SchemaTable in schema shows schema::TablePage;
    Settings in settings shows account::Settings;
    Links in board shows account::Links;
    Audit in operation shows operation::AuditLog;
    Activity in operation shows operation::Activity;
    Health in operation shows operation::Health;
    Jobs in operation shows operation::JobsPage;
    Teams in board shows teams::TeamsPage;
    Team in board shows teams::TeamPage;
    Invitation in board shows teams::InvitationPage;
    Forgotten in account_links shows account::Forgotten;
    ResetPassword in account_links shows account::ResetPassword;
    VerifyEmail in account_links shows account::VerifyEmail;
    SignUpInvitation in account_links shows account::SignUpInvitation;
    SecondStep in account_links shows account::SecondStepPage;
    Security in settings shows account::Security;
    NewAuthenticator in settings shows account::NewAuthenticator;
    Confirm in settings shows account::Confirm;
    People in people shows people::PeoplePage;
    ServerSettings in admin shows admin::ServerSettingsPage;
    AllTeams in admin shows admin::AllTeamsPage;
    Tokens in tokens shows tokens::TokensPage;
    Reach in tokens shows tokens::ReachPage;
    RowRules in tokens shows row_rules::RowRulesPage;
    Projects in projects shows projects::Projects;
    NewProject in project_forms shows projects::NewProject;
    EditProject in project_forms shows projects::EditProject;
    DeleteProject in project_forms shows projects::DeleteProject;
    Databases in databases shows databases::DatabasesPage;
    NewDatabase in databases shows databases::NewDatabasePage;
    DatabaseTables in databases shows databases::TablesPage;
    DatabaseStructure in databases shows databases::StructurePage;
    DatabaseRow in databases shows databases::RowPage;
    NewDatabaseRow in databases shows databases::NewRowPage;
    DatabaseSql in databases shows databases::DatabaseSqlPage;
    DatabaseWays in databases shows databases::WaysInPage;
    DatabaseCharts in databases shows databases::ChartsPage;
    DatabaseCopies in databases shows databases::CopiesPage;
    DatabaseSettings in databases shows databases::DatabaseSettingsPage;
}

/// The code did not come: the network is gone, or the server is another build by now. On the way to another page
/// the browser asks the server for all of it, with the scripts that belong to it. A page that came from the server
/// stays as it is and works as it does without scripts; loading it again might go on for ever.
async fn ask_the_server() -> AnyView {
    #[cfg(feature = "hydrate")]
    if !Owner::current_shared_context().is_some_and(|page| page.during_hydration()) {
        let url = leptos_router::hooks::use_url().get_untracked();
        // Without the part after #, with which the browser would only scroll.
        let query = if url.search().is_empty() { String::new() } else { format!("?{}", url.search().trim_start_matches('?')) };
        // Refused only for addresses that are none.
        let _ = window().location().set_href(&format!("{}{query}", url.path()));
    }
    std::future::pending().await
}
