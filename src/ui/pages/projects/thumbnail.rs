//! The shape of a board, small: its tiles in their order and width, each as a sketch of its kind.

use crate::model::project::CardTile;
use leptos::prelude::*;

#[component]
pub fn Thumbnail(tiles: Vec<CardTile>) -> impl IntoView {
    let is_empty = tiles.is_empty();
    let tiles = two_rows(tiles)
        .enumerate()
        .map(|(i, tile)| {
            let width = if tile.expanded { "thumb-tile thumb-wide" } else { "thumb-tile" };
            // One colour per tile, in the order of the palette.
            let colour = format!("color:var(--chart-{})", i % 7 + 1);
            view! {
                <span class=width style=colour>
                    <svg viewBox="0 0 48 24" preserveAspectRatio="none" fill="none" inner_html=sketch(&tile.kind, &tile.subtype)></svg>
                </span>
            }
        })
        .collect_view();
    view! {
        <div class="thumb" aria-hidden="true">
            {tiles}
            {is_empty.then(|| view! { <span class="thumb-empty">"Empty board"</span> })}
        </div>
    }
}

/// As many tiles as fill two rows of four places, of which a wide one takes two. So small a picture has no room for
/// headings.
fn two_rows(tiles: Vec<CardTile>) -> impl Iterator<Item = CardTile> {
    let mut taken = 0;
    let drawn = tiles.into_iter().filter(|tile| !(tile.kind == "text_titles" && tile.subtype == "section_title"));
    drawn.take_while(move |tile| {
        taken += if tile.expanded { 2 } else { 1 };
        taken <= 8
    })
}

/// The inside of a 48 by 24 picture.
fn sketch(kind: &str, subtype: &str) -> &'static str {
    match (kind, subtype) {
        ("bar_charts", "horizontal_bar") => r#"<path d="M2 4h40M2 10h30M2 16h22M2 22h12" stroke="currentColor" stroke-width="3"/>"#,
        ("bar_charts", _) => r#"<path d="M5 23V12M14 23V7M23 23V15M32 23V4M41 23V9" stroke="currentColor" stroke-width="5"/>"#,
        ("line_charts", _) => {
            r#"<path d="M1 19l9-6 8 3 10-9 9 4 10-8" stroke="currentColor" stroke-width="1.5" vector-effect="non-scaling-stroke"/>"#
        }
        ("area_charts", _) => {
            r#"<path d="M1 19l9-6 8 3 10-9 9 4 10-8v21H1z" fill="currentColor" fill-opacity=".25"/><path d="M1 19l9-6 8 3 10-9 9 4 10-8" stroke="currentColor" stroke-width="1.5" vector-effect="non-scaling-stroke"/>"#
        }
        ("pie_charts", _) => {
            r#"<circle cx="24" cy="12" r="8" stroke="currentColor" stroke-opacity=".3" stroke-width="5"/><path d="M24 4a8 8 0 0 1 4 15" stroke="currentColor" stroke-width="5"/>"#
        }
        ("text_titles", _) => r#"<path d="M2 5h42M2 12h38M2 19h24" stroke="var(--viz-line-strong)" stroke-width="2"/>"#,
        _ => {
            r#"<path d="M0 4h48" stroke="currentColor" stroke-opacity=".45" stroke-width="4"/><path d="M0 11h48M0 17h48M0 23h48M16 0v24M32 0v24" stroke="var(--viz-line-strong)" stroke-width="1" vector-effect="non-scaling-stroke"/>"#
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn two_rows_are_filled_and_no_third_is_begun() {
        let tile = |kind: &str, subtype: &str, expanded| CardTile { kind: kind.to_owned(), subtype: subtype.to_owned(), expanded };
        let (small, wide) = (tile("bar_charts", "basic_bar", false), tile("datatables", "simple_dataTable", true));
        let heading = tile("text_titles", "section_title", true);
        let shown = |tiles: &[&CardTile]| two_rows(tiles.iter().map(|tile| (*tile).clone()).collect()).count();
        assert_eq!(shown(&[]), 0);
        assert_eq!(shown(&[&small; 12]), 8);
        assert_eq!(shown(&[&wide; 12]), 4);
        assert_eq!(shown(&[&heading, &small, &wide, &heading, &wide, &wide, &small, &small]), 5);
    }
}
