//! Pages whose code the browser loads when it first shows them, so that the first page does not wait for all of them.

use super::pages::{
    account, admin, board, databases, help, operation, people, projects, public, row_rules, rows, schema, search, sql, teams, tokens,
};
use leptos::{prelude::*, wasm_split::SplitLoaderError};
use leptos_router::LazyRoute;

/// Makes one route for each page. Pages of one file come together: who makes a project changes it next. The files are few,
/// since what two of them share becomes a file of its own, and a page then waits for many small ones.
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
    Sql in data shows sql::SqlPage;
    Keyboard in account shows help::keyboard::KeyboardHelp;
    Reference in account shows help::ApiHelp;
    Search in projects shows search::SearchPage;
    Public in public shows public::PublicPage;
    Embedded in public shows public::EmbeddedPage;
    PublicDiagram in data shows public::DiagramPage;
    Schema in data shows schema::SchemaPage;
    Diagram in data shows schema::DiagramPage;
    SchemaChanges in data shows schema::ChangesPage;
    SchemaTable in data shows schema::TablePage;
    ConnectedRows in data shows databases::ConnectedRowsPage;
    Settings in account shows account::Settings;
    Links in account shows account::Links;
    Audit in account shows operation::AuditLog;
    Activity in account shows operation::Activity;
    Health in account shows operation::Health;
    Jobs in account shows operation::JobsPage;
    Teams in account shows teams::TeamsPage;
    Team in account shows teams::TeamPage;
    Invitation in account shows teams::InvitationPage;
    Forgotten in account shows account::Forgotten;
    ResetPassword in account shows account::ResetPassword;
    VerifyEmail in account shows account::VerifyEmail;
    SignUpInvitation in account shows account::SignUpInvitation;
    SecondStep in account shows account::SecondStepPage;
    Security in account shows account::Security;
    NewAuthenticator in account shows account::NewAuthenticator;
    Confirm in account shows account::Confirm;
    People in account shows people::PeoplePage;
    ServerSettings in account shows admin::ServerSettingsPage;
    AllTeams in account shows admin::AllTeamsPage;
    Tokens in account shows tokens::TokensPage;
    Reach in account shows tokens::ReachPage;
    RowRules in account shows row_rules::RowRulesPage;
    Projects in projects shows projects::Projects;
    NewProject in projects shows projects::NewProject;
    EditProject in projects shows projects::EditProject;
    DeleteProject in projects shows projects::DeleteProject;
    Databases in data shows databases::DatabasesPage;
    NewDatabase in data shows databases::NewDatabasePage;
    DatabaseTables in data shows databases::TablesPage;
    DatabaseStructure in data shows databases::StructurePage;
    DatabaseRow in data shows databases::RowPage;
    NewDatabaseRow in data shows databases::NewRowPage;
    DeletedDatabaseRows in data shows databases::DeletedRowsPage;
    DatabaseImport in data shows databases::ImportRowsPage;
    DatabaseSql in data shows databases::DatabaseSqlPage;
    DatabaseWays in data shows databases::WaysInPage;
    DatabaseCharts in data shows databases::ChartsPage;
    DatabaseDashboards in data shows databases::DashboardsPage;
    DatabaseDashboard in data shows databases::DashboardPage;
    DatabaseApps in data shows databases::AppsPage;
    NewDatabaseApp in data shows databases::NewAppPage;
    DatabaseApp in data shows databases::AppPage;
    DatabaseCopies in data shows databases::CopiesPage;
    DatabaseSettings in data shows databases::DatabaseSettingsPage;
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
