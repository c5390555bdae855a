//! The one list of pages. Every page is complete in its HTML: `SsrMode::Async` throughout.

use super::{
    frame::{Frame, OpenFrame},
    pages::{
        account::{LogIn, SetUp, SetUpNotice, Settings, SignUp},
        board::BoardPage,
        help::ApiHelp,
        home::Home,
        not_found::NotFound,
        projects::{DeleteProject, EditProject, NewProject, Projects},
        public::PublicPage,
    },
};
use leptos::prelude::*;
use leptos_router::{
    SsrMode,
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
            <Route path=path!("/public/:idPublic") view=PublicPage ssr=SsrMode::Async/>
            <ParentRoute path=path!("/help") view=OpenFrame ssr=SsrMode::Async>
                <Route path=path!("/api") view=ApiHelp ssr=SsrMode::Async/>
            </ParentRoute>
            <ParentRoute path=path!("/settings") view=Frame ssr=SsrMode::Async>
                <Route path=path!("") view=Settings ssr=SsrMode::Async/>
            </ParentRoute>
            <ParentRoute path=path!("/projects") view=Frame ssr=SsrMode::Async>
                <Route path=path!("") view=Projects ssr=SsrMode::Async/>
                <Route path=path!("/new") view=NewProject ssr=SsrMode::Async/>
                <Route path=path!("/:id/edit") view=EditProject ssr=SsrMode::Async/>
                <Route path=path!("/:id/delete") view=DeleteProject ssr=SsrMode::Async/>
                <Route path=path!("/:id/dashboard") view=BoardPage ssr=SsrMode::Async/>
            </ParentRoute>
        </Routes>
    }
}
