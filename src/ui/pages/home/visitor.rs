//! What a visitor sees: what VizBoard is for, and a board as it really looks.

use super::picture::BoardPicture;
use crate::ui::{
    entrance::use_entrance,
    frame::BareHead,
    parts::{Icon, PageTitle, button, icons},
};
use leptos::prelude::*;

#[component]
pub fn Visitor() -> impl IntoView {
    let open = use_entrance().closed.is_none();
    let (log_in_small, log_in_large) =
        if open { ("btn btn-quiet", "btn btn-plain btn-lg") } else { (button::PRIMARY, "btn btn-primary btn-lg") };
    view! {
        <PageTitle text="Connect a database, see it, share it"/>
        <BareHead>
            <a class=log_in_small href="/login">"Log in"</a>
            {open.then(|| view! { <a class=button::PRIMARY href="/signup">"Sign up"</a> })}
        </BareHead>
        <main id="content" class="mx-auto w-full max-w-[1120px] px-4 pb-20 sm:px-6">
            <section class="pt-[7vh] pb-10 text-center">
                <h1 class="mx-auto max-w-[22ch] text-[28px]/[36px] font-semibold tracking-tight sm:text-[44px]/[52px]">
                    "See what is in your database today"
                </h1>
                <p class="mx-auto mt-4 max-w-[58ch] text-lg text-balance text-muted">
                    "Connect PostgreSQL, MySQL or a SQLite file, put tables and charts on a board, and share it with one link. "
                    "It runs on this server; your data stays where it is."
                </p>
                <div class="mt-7 flex flex-wrap justify-center gap-3">
                    {open.then(|| view! { <a class="btn btn-primary btn-lg" href="/signup">"Create an account"</a> })}
                    <a class=log_in_large href="/login">"Log in"</a>
                </div>
            </section>
            <BoardPicture/>
            <section class="mt-14 grid gap-x-8 gap-y-10 sm:grid-cols-3">
                <Point icon=icons::PLUG title="Connect">
                    "Paste a connection URL and test it. When something is wrong, you read which step failed and what would mend it."
                </Point>
                <Point icon=icons::CHART_COLUMN title="Look">
                    "Tables you can sort, filter and search; charts that the database sums up itself, however large the table is."
                </Point>
                <Point icon=icons::LINK title="Share">
                    "One link shows the board read-only, without an account and without scripts. Take it back at any time."
                </Point>
            </section>
            <section class="mt-14 flex flex-wrap items-center justify-between gap-4 border-t border-line pt-6 text-sm text-muted">
                <p class="flex gap-2">
                    <Icon of=icons::SHIELD_CHECK class="mt-0.5"/>
                    "Reads only: every query runs in a read-only transaction. Passwords are sealed and never shown again."
                </p>
                <a class="link-quiet" href="/help/api">"API reference"</a>
            </section>
        </main>
    }
}

#[component]
fn Point(icon: &'static str, title: &'static str, children: Children) -> impl IntoView {
    view! {
        <div>
            <span class="mb-3 grid size-9 place-items-center rounded-card bg-brand-soft text-brand"><Icon of=icon size=18/></span>
            <h2 class="text-lg font-semibold">{title}</h2>
            <p class="mt-1 text-muted">{children()}</p>
        </div>
    }
}
