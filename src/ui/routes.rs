//! The one list of pages. Every page is complete in its HTML: `SsrMode::Async` throughout.

use super::{
    frame::{AdminFrame, Frame, OpenFrame},
    lazy,
    pages::{
        account::{LogIn, SetUp, SetUpNotice, SignUp},
        home::Home,
        not_found::NotFound,
    },
};
use leptos::prelude::*;
use leptos_router::{
    Lazy, SsrMode,
    components::{ParentRoute, Route, Routes},
    path,
};

#[component]
pub fn Pages() -> impl IntoView {
    view! {
        <Routes fallback=NotFound>
            <Route path=path!("/") view=Home ssr=SsrMode::Async/>
            <Route path=path!("/login") view=LogIn ssr=SsrMode::Async/>
            <Route path=path!("/signup") view=SignUp ssr=SsrMode::Async/>
            <Route path=path!("/setup") view=SetUpNotice ssr=SsrMode::Async/>
            <Route path=path!("/setup/:token") view=SetUp ssr=SsrMode::Async/>
            <Route path=path!("/password-reset") view={Lazy::<lazy::Forgotten>::new()} ssr=SsrMode::Async/>
            <Route path=path!("/password-reset/:token") view={Lazy::<lazy::ResetPassword>::new()} ssr=SsrMode::Async/>
            <Route path=path!("/log-in/code") view={Lazy::<lazy::SecondStep>::new()} ssr=SsrMode::Async/>
            <Route path=path!("/verify-email/:token") view={Lazy::<lazy::VerifyEmail>::new()} ssr=SsrMode::Async/>
            <Route path=path!("/invitation/:token") view={Lazy::<lazy::SignUpInvitation>::new()} ssr=SsrMode::Async/>
            <Route path=path!("/public/:idPublic") view={Lazy::<lazy::Public>::new()} ssr=SsrMode::Async/>
            <Route path=path!("/public/:idPublic/diagram") view={Lazy::<lazy::PublicDiagram>::new()} ssr=SsrMode::Async/>
            <Route path=path!("/embed/:idPublic") view={Lazy::<lazy::Embedded>::new()} ssr=SsrMode::Async/>
            <ParentRoute path=path!("/public/databases") view=OpenFrame ssr=SsrMode::Async>
                <Route path=path!("/:id") view={Lazy::<lazy::DatabaseTables>::new()} ssr=SsrMode::Async/>
                <Route path=path!("/:id/sql") view={Lazy::<lazy::DatabaseSql>::new()} ssr=SsrMode::Async/>
                <Route path=path!("/:id/tables/:table") view={Lazy::<lazy::DatabaseTables>::new()} ssr=SsrMode::Async/>
                <Route path=path!("/:id/tables/:table/structure") view={Lazy::<lazy::DatabaseStructure>::new()} ssr=SsrMode::Async/>
                <Route path=path!("/:id/tables/:table/row") view={Lazy::<lazy::DatabaseRow>::new()} ssr=SsrMode::Async/>
            </ParentRoute>
            <ParentRoute path=path!("/databases") view=Frame ssr=SsrMode::Async>
                <Route path=path!("") view={Lazy::<lazy::Databases>::new()} ssr=SsrMode::Async/>
                <Route path=path!("/new") view={Lazy::<lazy::NewDatabase>::new()} ssr=SsrMode::Async/>
                <Route path=path!("/:id") view={Lazy::<lazy::DatabaseTables>::new()} ssr=SsrMode::Async/>
                <Route path=path!("/:id/sql") view={Lazy::<lazy::DatabaseSql>::new()} ssr=SsrMode::Async/>
                <Route path=path!("/:id/charts") view={Lazy::<lazy::DatabaseCharts>::new()} ssr=SsrMode::Async/>
                <Route path=path!("/:id/dashboards") view={Lazy::<lazy::DatabaseDashboards>::new()} ssr=SsrMode::Async/>
                <Route path=path!("/:id/dashboards/:dashboard") view={Lazy::<lazy::DatabaseDashboard>::new()} ssr=SsrMode::Async/>
                <Route path=path!("/:id/apps") view={Lazy::<lazy::DatabaseApps>::new()} ssr=SsrMode::Async/>
                <Route path=path!("/:id/apps/new") view={Lazy::<lazy::NewDatabaseApp>::new()} ssr=SsrMode::Async/>
                <Route path=path!("/:id/apps/:app") view={Lazy::<lazy::DatabaseApp>::new()} ssr=SsrMode::Async/>
                <Route path=path!("/:id/copies") view={Lazy::<lazy::DatabaseCopies>::new()} ssr=SsrMode::Async/>
                <Route path=path!("/:id/settings") view={Lazy::<lazy::DatabaseSettings>::new()} ssr=SsrMode::Async/>
                <Route path=path!("/:id/api") view={Lazy::<lazy::DatabaseWays>::new()} ssr=SsrMode::Async/>
                <Route path=path!("/:id/tables/:table") view={Lazy::<lazy::DatabaseTables>::new()} ssr=SsrMode::Async/>
                <Route path=path!("/:id/tables/:table/structure") view={Lazy::<lazy::DatabaseStructure>::new()} ssr=SsrMode::Async/>
                <Route path=path!("/:id/tables/:table/deleted") view={Lazy::<lazy::DeletedDatabaseRows>::new()} ssr=SsrMode::Async/>
                <Route path=path!("/:id/tables/:table/import") view={Lazy::<lazy::DatabaseImport>::new()} ssr=SsrMode::Async/>
                <Route path=path!("/:id/tables/:table/new") view={Lazy::<lazy::NewDatabaseRow>::new()} ssr=SsrMode::Async/>
                <Route path=path!("/:id/tables/:table/row") view={Lazy::<lazy::DatabaseRow>::new()} ssr=SsrMode::Async/>
            </ParentRoute>
            <ParentRoute path=path!("/help") view=OpenFrame ssr=SsrMode::Async>
                <Route path=path!("/keyboard") view={Lazy::<lazy::Keyboard>::new()} ssr=SsrMode::Async/>
                <Route path=path!("/api") view={Lazy::<lazy::Reference>::new()} ssr=SsrMode::Async/>
            </ParentRoute>
            <ParentRoute path=path!("/search") view=Frame ssr=SsrMode::Async>
                <Route path=path!("") view={Lazy::<lazy::Search>::new()} ssr=SsrMode::Async/>
            </ParentRoute>
            <ParentRoute path=path!("/settings") view=Frame ssr=SsrMode::Async>
                <Route path=path!("") view={Lazy::<lazy::Settings>::new()} ssr=SsrMode::Async/>
                <Route path=path!("/links") view={Lazy::<lazy::Links>::new()} ssr=SsrMode::Async/>
                <Route path=path!("/security") view={Lazy::<lazy::Security>::new()} ssr=SsrMode::Async/>
                <Route path=path!("/security/app") view={Lazy::<lazy::NewAuthenticator>::new()} ssr=SsrMode::Async/>
            </ParentRoute>
            <ParentRoute path=path!("/confirm") view=Frame ssr=SsrMode::Async>
                <Route path=path!("") view={Lazy::<lazy::Confirm>::new()} ssr=SsrMode::Async/>
            </ParentRoute>
            <ParentRoute path=path!("/admin") view=AdminFrame ssr=SsrMode::Async>
                <Route path=path!("/audit") view={Lazy::<lazy::Audit>::new()} ssr=SsrMode::Async/>
                <Route path=path!("/people") view={Lazy::<lazy::People>::new()} ssr=SsrMode::Async/>
                <Route path=path!("/settings") view={Lazy::<lazy::ServerSettings>::new()} ssr=SsrMode::Async/>
                <Route path=path!("/health") view={Lazy::<lazy::Health>::new()} ssr=SsrMode::Async/>
                <Route path=path!("/jobs") view={Lazy::<lazy::Jobs>::new()} ssr=SsrMode::Async/>
                <Route path=path!("/teams") view={Lazy::<lazy::AllTeams>::new()} ssr=SsrMode::Async/>
            </ParentRoute>
            <Route path=path!("/invite/:token") view={Lazy::<lazy::Invitation>::new()} ssr=SsrMode::Async/>
            <ParentRoute path=path!("/teams") view=Frame ssr=SsrMode::Async>
                <Route path=path!("") view={Lazy::<lazy::Teams>::new()} ssr=SsrMode::Async/>
                <Route path=path!("/:name") view={Lazy::<lazy::Team>::new()} ssr=SsrMode::Async/>
                <Route path=path!("/:name/tokens") view={Lazy::<lazy::Tokens>::new()} ssr=SsrMode::Async/>
                <Route path=path!("/:name/reach") view={Lazy::<lazy::Reach>::new()} ssr=SsrMode::Async/>
            </ParentRoute>
            <ParentRoute path=path!("/projects") view=Frame ssr=SsrMode::Async>
                <Route path=path!("") view={Lazy::<lazy::Projects>::new()} ssr=SsrMode::Async/>
                <Route path=path!("/new") view={Lazy::<lazy::NewProject>::new()} ssr=SsrMode::Async/>
                <Route path=path!("/:id/edit") view={Lazy::<lazy::EditProject>::new()} ssr=SsrMode::Async/>
                <Route path=path!("/:id/delete") view={Lazy::<lazy::DeleteProject>::new()} ssr=SsrMode::Async/>
                <Route path=path!("/:id/schema") view={Lazy::<lazy::Schema>::new()} ssr=SsrMode::Async/>
                <Route path=path!("/:id/schema/diagram") view={Lazy::<lazy::Diagram>::new()} ssr=SsrMode::Async/>
                <Route path=path!("/:id/schema/changes") view={Lazy::<lazy::SchemaChanges>::new()} ssr=SsrMode::Async/>
                <Route path=path!("/:id/schema/:connection/:table") view={Lazy::<lazy::SchemaTable>::new()} ssr=SsrMode::Async/>
                <Route path=path!("/:id/schema/:connection/:table/edit") view={Lazy::<lazy::ConnectedRows>::new()} ssr=SsrMode::Async/>
                <Route path=path!("/:id/activity") view={Lazy::<lazy::Activity>::new()} ssr=SsrMode::Async/>
                <Route path=path!("/:id/rules") view={Lazy::<lazy::RowRules>::new()} ssr=SsrMode::Async/>
                <Route path=path!("/:id/rows") view={Lazy::<lazy::Rows>::new()} ssr=SsrMode::Async/>
                <Route path=path!("/:id/dashboard") view={Lazy::<lazy::Board>::new()} ssr=SsrMode::Async/>
                <Route path=path!("/:id/sql/:query?") view={Lazy::<lazy::Sql>::new()} ssr=SsrMode::Async/>
            </ParentRoute>
        </Routes>
    }
}
