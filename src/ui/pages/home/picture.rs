//! A board as it looks, drawn in plain HTML and SVG: nothing to load, the colours of the theme.

use leptos::prelude::*;

/// Revenue of two years by month, and of the year before, over a 560 by 180 plane.
const THIS_YEAR: &str = "M0.0 126.2L24.3 121.5L48.7 123.8L73.0 115.8L97.4 110.0L121.7 113.5L146.1 103.1L170.4 97.3L194.8 99.6L219.1 89.2L243.5 93.8L267.8 84.6L292.2 76.5L316.5 80.0L340.9 68.5L365.2 73.1L389.6 62.7L413.9 66.2L438.3 55.8L462.6 50.0L487.0 56.9L511.3 43.1L535.7 33.8L560.0 38.5";
const LAST_YEAR: &str = "M0.0 135.4L24.3 131.9L48.7 129.6L73.0 130.8L97.4 126.2L121.7 122.7L146.1 120.4L170.4 119.2L194.8 115.8L219.1 116.9L243.5 112.3L267.8 108.8L292.2 106.5L316.5 107.7L340.9 103.1L365.2 99.6L389.6 100.8L413.9 96.2L438.3 93.8L462.6 95.0L487.0 89.2L511.3 86.9L535.7 88.1L560.0 83.5";
const FLOOR: &str = "L560 180L0 180Z";

/// Label, share of the widest bar in per cent, figure.
const PRODUCTS: [(&str, u8, &str); 5] = [
    ("Espresso machine", 100, "48,210"),
    ("Grinder", 81, "39,004"),
    ("Kettle", 62, "29,870"),
    ("Filter papers", 44, "21,315"),
    ("Scale", 31, "14,902"),
];

const ORDERS: [(&str, &str, &str, &str, &str); 5] = [
    ("10482", "2026-03-06", "Marta Nowak", "Grinder", "189.00"),
    ("10481", "2026-03-06", "Jonas Weber", "Espresso machine", "749.00"),
    ("10480", "2026-03-05", "Aiko Tanaka", "Kettle", "94.50"),
    ("10479", "2026-03-05", "Luis Ortega", "Scale", "59.00"),
    ("10478", "2026-03-05", "Sara Lindqvist", "Filter papers", "12.40"),
];

#[component]
pub fn BoardPicture() -> impl IntoView {
    view! {
        <div
            class="overflow-hidden rounded-[14px] border border-line bg-ground p-3 shadow-[0_24px_64px_-24px_rgb(0_0_0/0.25)] sm:p-4"
            role="img"
            aria-label="A board with revenue by month, revenue by product, the share of sales channels and the latest orders"
        >
            <div class="grid gap-3 sm:gap-4 lg:grid-cols-6" aria-hidden="true">
                <Tile class="lg:col-span-4" title="Revenue by month">
                    <Revenue/>
                </Tile>
                <Tile class="lg:col-span-2" title="Where orders come from">
                    <Channels/>
                </Tile>
                <Tile class="lg:col-span-2" title="Revenue by product">
                    <Products/>
                </Tile>
                <Tile class="lg:col-span-4" title="Latest orders">
                    <Orders/>
                </Tile>
            </div>
        </div>
    }
}

#[component]
fn Tile(class: &'static str, title: &'static str, children: Children) -> impl IntoView {
    view! {
        <div class=format!("panel flex flex-col {class}")>
            <p class="px-4 pt-3 text-sm font-medium">{title}</p>
            <div class="flex flex-1 flex-col justify-center px-4 pt-2 pb-4">{children()}</div>
        </div>
    }
}

#[component]
fn Revenue() -> impl IntoView {
    let lines = [30, 80, 130, 180].map(|y| view! { <path d=format!("M0 {y}H560") stroke="var(--viz-line)"></path> }).collect_view();
    view! {
        <svg viewBox="0 0 560 182" class="w-full" fill="none" stroke-linejoin="round" stroke-linecap="round">
            {lines}
            <path d=format!("{THIS_YEAR}{FLOOR}") fill="var(--chart-1)" fill-opacity="0.12"></path>
            <path d=LAST_YEAR stroke="var(--chart-8)" stroke-width="1.5" stroke-dasharray="3 4"></path>
            <path d=THIS_YEAR stroke="var(--chart-1)" stroke-width="2"></path>
        </svg>
        <div class="tabular mt-2 flex justify-between text-xs text-muted">
            {["Apr 2024", "Oct", "Apr 2025", "Oct", "Mar 2026"].map(|label| view! { <span>{label}</span> }).collect_view()}
        </div>
    }
}

#[component]
fn Channels() -> impl IntoView {
    // Shares of a circle of circumference 100.
    let parts = [
        ("Web shop", 46, 0, "var(--chart-1)"),
        ("Partners", 27, 46, "var(--chart-2)"),
        ("Stores", 18, 73, "var(--chart-3)"),
        ("Phone", 9, 91, "var(--chart-4)"),
    ];
    view! {
        <div class="flex items-center gap-5">
            <svg viewBox="0 0 42 42" class="w-28 flex-none sm:w-32">
                {parts
                    .map(|(_, share, start, colour)| {
                        view! {
                            <circle
                                cx="21"
                                cy="21"
                                r="15.915"
                                fill="none"
                                stroke=colour
                                stroke-width="6"
                                stroke-dasharray=format!("{} {}", share - 1, 101 - share)
                                stroke-dashoffset=format!("{}", 25 - start)
                            ></circle>
                        }
                    })
                    .collect_view()}
            </svg>
            <ul class="flex-1 space-y-1.5 text-xs">
                {parts
                    .map(|(label, share, _, colour)| {
                        view! {
                            <li class="flex items-center gap-2">
                                <span class="size-2 rounded-[2px]" style=format!("background:{colour}")></span>
                                <span class="flex-1 text-muted">{label}</span>
                                <span class="tabular">{share}" %"</span>
                            </li>
                        }
                    })
                    .collect_view()}
            </ul>
        </div>
    }
}

#[component]
fn Products() -> impl IntoView {
    view! {
        <ul class="space-y-2.5 text-xs">
            {PRODUCTS
                .map(|(label, width, figure)| {
                    view! {
                        <li>
                            <div class="flex justify-between"><span class="text-muted">{label}</span><span class="tabular">{figure}</span></div>
                            <div class="mt-1 h-2 rounded-[2px]" style=format!("width:{width}%;background:var(--chart-3)")></div>
                        </li>
                    }
                })
                .collect_view()}
        </ul>
    }
}

#[component]
fn Orders() -> impl IntoView {
    let cell = "border-t border-line py-1.5 pr-4";
    view! {
        <div class="overflow-hidden text-xs sm:text-sm">
            <div class="tabular grid grid-cols-[auto_auto_1fr_auto] sm:grid-cols-[auto_auto_1fr_1fr_auto]">
                <span class="pr-4 pb-1.5 font-medium text-muted">"id"</span>
                <span class="pr-4 pb-1.5 font-medium text-muted">"ordered_on"</span>
                <span class="pr-4 pb-1.5 font-medium text-muted">"customer"</span>
                <span class="hidden pr-4 pb-1.5 font-medium text-muted sm:block">"product"</span>
                <span class="pb-1.5 text-right font-medium text-muted">"total"</span>
                {ORDERS
                    .map(|(id, day, customer, product, total)| {
                        view! {
                            <span class=cell>{id}</span>
                            <span class=cell>{day}</span>
                            <span class=format!("{cell} truncate")>{customer}</span>
                            <span class=format!("{cell} hidden truncate sm:block")>{product}</span>
                            <span class="border-t border-line py-1.5 text-right">{total}</span>
                        }
                    })
                    .collect_view()}
            </div>
        </div>
    }
}
