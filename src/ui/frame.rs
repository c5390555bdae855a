//! The product's frame: the rail at the left (a bar at the bottom of a phone) and the page beside it.
//! Only doors that lead somewhere.

use super::{
    palette::Palette,
    parts::{Icon, Menu, PostForm, SubmitButton, button, icons, theme::ThemeSwitch},
    session::use_session,
    surroundings::{provide_around, use_around},
    team_switch::{TeamChoices, TeamSwitch},
};
use crate::model::{account::User, address::Query, place::Place};
use leptos::prelude::*;
use leptos_router::{
    components::{A, Outlet, Redirect},
    hooks::use_location,
};

/// The key of the address for a page without the frame around it.
pub const FULL: &str = "full";

/// Pages for signed-in people; others are sent to the log-in page and come back.
#[component]
pub fn Frame() -> impl IntoView {
    let session = use_session();
    view! {
        <Suspense>
            {move || Suspend::new(async move { session.user().await.is_none().then(|| view! { <ToLogIn/> }) })}
        </Suspense>
        <Around><Outlet/></Around>
    }
}

/// Pages for administrators of the server: those who lack the second factor that it asks them for are led there first.
#[component]
pub fn AdminFrame() -> impl IntoView {
    let session = use_session();
    view! {
        <Suspense>
            {move || Suspend::new(async move {
                session.user().await.filter(|user| user.lacks_second_factor).map(|_| view! { <Redirect path="/settings/security"/> })
            })}
        </Suspense>
        <Frame/>
    }
}

/// Pages for everybody that look like the product.
#[component]
pub fn OpenFrame() -> impl IntoView {
    view! { <Around><Outlet/></Around> }
}

/// Rail and page.
#[component]
pub fn Around(children: Children) -> impl IntoView {
    let (session, search) = (use_session(), use_location().search);
    let alone = Memo::new(move |_| search.with(|text| Query::parse(text).get(FULL).is_some()));
    provide_around();
    let around = use_around();
    view! {
        <div class="frame" class:frame-alone=move || alone.get()>
            <Suspense fallback=|| view! { <div class="rail"></div> }>
                {move || Suspend::new(async move {
                    let user = session.user().await;
                    around.first().await;
                    view! { <Rail user=user/> }
                })}
            </Suspense>
            <div class="min-w-0">{children()}</div>
        </div>
    }
}

#[component]
fn ToLogIn() -> impl IntoView {
    let location = use_location();
    let (path, search) = (location.pathname.get_untracked(), location.search.get_untracked());
    let query = search.trim_start_matches('?');
    let here = if query.is_empty() { path } else { format!("{path}?{query}") };
    view! { <Redirect path=log_in_address(&here)/> }
}

/// The log-in page that leads back to `here`.
pub fn log_in_address(here: &str) -> String {
    crate::model::address::Query::default().with("next", here).on("/login")
}

#[component]
fn Rail(user: Option<User>) -> impl IntoView {
    let signed_in = user.is_some();
    view! {
        <nav class="rail" aria-label="Main">
            <a class="rail-brand" href="/" aria-label="VizBoard">
                <Mark/>
                <span class="rail-text">"VizBoard"</span>
            </a>
            {signed_in.then(|| view! { <TeamSwitch/> })}
            <div class="rail-main">
                <RailLink href="/" label="Home" icon=icons::HOUSE exact=true/>
                {signed_in.then(|| {
                    view! {
                        <ProjectsLink/>
                        <DatabasesLink/>
                        // A phone's bar has no room for it; there it is in the menu of the account.
                        <div class="max-sm:hidden"><RailLink href="/teams" label="Teams" icon=icons::USERS/></div>
                        <SqlLink/>
                        <SearchLink/>
                    }
                })}
            </div>
            <div class="rail-foot">
                <RailLink href="/help/api" label="API" icon=icons::CODE_XML/>
                {match user {
                    Some(user) => view! { <AccountMenu user=user/> }.into_any(),
                    None => view! { <RailLink href="/login" label="Log in" icon=icons::LOG_IN/> }.into_any(),
                }}
                <label class="rail-link rail-fold" title="Fold or unfold this bar">
                    <input type="checkbox" class="rail-toggle sr-only" aria-label="Fold this bar"/>
                    <Icon of=icons::PANEL_LEFT/>
                    <span class="rail-text">"Fold"</span>
                </label>
            </div>
        </nav>
    }
}

/// To the page of the search; with scripts it opens the palette.
#[component]
fn SearchLink() -> impl IntoView {
    let open = RwSignal::new(false);
    let ask = move |event: leptos::ev::MouseEvent| {
        event.prevent_default();
        open.set(true);
    };
    view! {
        <a class="rail-link" href="/search" title="Search (Ctrl+K)" aria-keyshortcuts="Control+K Meta+K" data-noscroll="" on:click=ask>
            <Icon of=icons::SEARCH/>
            <span class="rail-text">"Search"</span>
        </a>
        <Palette open/>
    }
}

#[component]
fn RailLink(href: &'static str, label: &'static str, icon: &'static str, #[prop(optional)] exact: bool) -> impl IntoView {
    view! {
        <A href=href exact=exact attr:class="rail-link" attr:title=label>
            <Icon of=icon/>
            <span class="rail-text">{label}</span>
        </A>
    }
}

/// The projects of the chosen team.
#[component]
fn ProjectsLink() -> impl IntoView {
    let (around, path) = (use_around(), use_location().pathname);
    let current = move || {
        let path = path.try_get().unwrap_or_default();
        (path == "/projects" || path.starts_with("/projects/")).then_some("page")
    };
    let href = move || around.known().unwrap_or_default().projects();
    view! {
        <a class="rail-link" href=href title="Projects" aria-current=current>
            <Icon of=icons::LAYOUT_DASHBOARD/>
            <span class="rail-text">"Projects"</span>
        </a>
    }
}

/// The databases of the chosen team.
#[component]
fn DatabasesLink() -> impl IntoView {
    let (around, path) = (use_around(), use_location().pathname);
    let current = move || {
        let path = path.try_get().unwrap_or_default();
        (path == "/databases" || path.starts_with("/databases/")).then_some("page")
    };
    let href = move || around.known().unwrap_or_default().databases();
    view! {
        <a class="rail-link" href=href title="Databases" aria-current=current>
            <Icon of=icons::DATABASE/>
            <span class="rail-text">"Databases"</span>
        </a>
    }
}

/// The SQL page of the project whose pages are open, for who may run SQL there.
#[component]
fn SqlLink() -> impl IntoView {
    let around = use_around();
    move || {
        let href = around.standing().and_then(|(project, role)| Place::Sql.open_to(role, &project));
        href.map(|href| {
            view! {
                <A href=href attr:class="rail-link" attr:title="SQL">
                    <Icon of=icons::SQUARE_TERMINAL/>
                    <span class="rail-text">"SQL"</span>
                </A>
            }
        })
    }
}

#[component]
fn AccountMenu(user: User) -> impl IntoView {
    let name = user.name.clone();
    view! {
        <Menu
            label="Account"
            class="rail-link"
            button=move || {
                view! {
                    <Icon of=icons::CIRCLE_USER/>
                    <span class="rail-text">{name}</span>
                }
            }
        >
            <div class="px-2 py-1.5">
                <p class="truncate text-sm font-medium">{user.name.clone()}</p>
                <p class="truncate text-xs text-muted">{user.email.clone()}</p>
            </div>
            <div class="menu-line"></div>
            <ThemeSwitch/>
            <div class="menu-line"></div>
            <a class="menu-item" href="/settings"><Icon of=icons::SETTINGS/>"Settings"</a>
            // A phone's bar has no room for the menu of teams.
            <div class="sm:hidden">
                <div class="menu-line"></div>
                <TeamChoices/>
                <div class="menu-line"></div>
            </div>
            <a class="menu-item max-sm:hidden" href="/teams"><Icon of=icons::USERS/>"Teams"</a>
            <a class="menu-item" href="/settings/links"><Icon of=icons::LINK/>"Shared links"</a>
            {user.is_admin.then(|| view! { <a class="menu-item" href="/admin/people"><Icon of=icons::SHIELD/>"Administration"</a> })}
            <a class="menu-item" href="/help/keyboard"><Icon of=icons::KEYBOARD/>"Keyboard"</a>
            <PostForm action="logOut" next="/" reload=true>
                <SubmitButton class="menu-item" icon=icons::LOG_OUT>"Log out"</SubmitButton>
            </PostForm>
        </Menu>
    }
}

/// The product's sign.
#[component]
pub fn Mark(#[prop(default = 20)] size: u8) -> impl IntoView {
    let edge = size.to_string();
    view! {
        <svg width=edge.clone() height=edge viewBox="0 0 32 32" aria-hidden="true" class="flex-none">
            <rect width="32" height="32" rx="8" fill="var(--viz-accent)"></rect>
            <path d="M8 20.5v3M13.3 14v9.5M18.7 17.5v6M24 8.5v15" stroke="var(--viz-on-accent)" stroke-width="3" stroke-linecap="round"></path>
        </svg>
    }
}

/// The head of pages outside the frame: home for visitors, log-in, sign-up, set-up.
#[component]
pub fn BareHead(
    /// Links at the right.
    #[prop(optional)]
    children: Option<Children>,
) -> impl IntoView {
    view! {
        <header class="bare-head">
            <a href="/" class="flex items-center gap-2 rounded text-base font-semibold"><Mark size=24/>"VizBoard"</a>
            <div class="ml-auto flex items-center gap-2">
                <Menu label="Theme" class=button::TOOL button=|| view! { <Icon of=icons::SUN/> }>
                    <ThemeSwitch/>
                </Menu>
                {children.map(|children| children())}
            </div>
        </header>
    }
}
