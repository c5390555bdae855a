use super::*;
use crate::model::{
    drawing::{ChartDrawing, ChartTable, GridColumn, TableDrawing, Total},
    mark::Marks,
    time::Timestamp,
    value::{Kind, Value},
};

const HOSTILE: &str = "</text><script>alert(1)</script><image href=\"https://example.org/\"/>\"'&\u{0}";

fn table(rows: usize, text: &str) -> Drawing {
    let column = |name: &str, kind| GridColumn {
        name: name.into(),
        header: name.into(),
        short_type: "text".into(),
        kind,
        is_source: false,
        enum_values: Vec::new(),
        rules: Vec::new(),
        ends: None,
    };
    Drawing::Table(TableDrawing {
        tables: Vec::new(),
        table: "orders".into(),
        columns: vec![column(text, Kind::Text), column("total", Kind::Number)],
        rows: (0..rows).map(|n| vec![Value::Text(text.into()), Value::Int(n as i64)]).collect(),
        page: 1,
        page_size: 50,
        total: Total::Exactly(240),
        has_next: true,
        paged: true,
        sort: None,
        filter: Vec::new(),
        search: String::new(),
        failed_sources: Vec::new(),
        cut: None,
        as_of: Timestamp(0),
    })
}

fn sheet_of(drawings: Vec<Drawing>, text: &str) -> String {
    let head = Head { title: text.to_owned(), facts: vec![text.to_owned()] };
    let piece = |(n, drawing)| Piece {
        title: text.to_owned(),
        description: text.to_owned(),
        drawing,
        room: sheet::room(&head, Area { x: 0, y: 9 * n, w: 6, h: 9 }),
    };
    let pieces: Vec<Piece> = (0_u32..).zip(drawings).map(piece).collect();
    sheet::draw(&head, &pieces, Colours::of(Theme::Light), true)
}

#[test]
fn a_table_shows_what_fits_and_tells_the_rest() {
    let svg = sheet_of(vec![table(50, "Ada")], "Shop");
    let rows = svg.matches(">Ada</text>").count() - 1;
    assert!((8..=11).contains(&rows), "{rows} rows");
    assert!(svg.contains(&format!("and {} more rows", 240 - rows)), "{svg}");
    assert_eq!(svg.matches("<svg").count(), svg.matches("</svg>").count());
}

#[test]
fn every_text_stays_a_text() {
    let failed = Drawing::Failed { message: HOSTILE.into(), hint: HOSTILE.into() };
    let bare = ChartTable { headers: vec![HOSTILE.into(); 2], rows: vec![vec![Value::Text(HOSTILE.into()), Value::Null]] };
    let chart =
        ChartDrawing { option: String::new(), svg: None, table: bare, note: HOSTILE.into(), as_of: Timestamp(0), marks: Marks::default() };
    let text = Drawing::Text { html: crate::domain::markdown::to_html(HOSTILE) };
    let title = Drawing::Title { text: HOSTILE.into() };
    let empty = Drawing::Empty { reason: HOSTILE.into() };
    let svg = sheet_of(vec![table(3, HOSTILE), failed, Drawing::Chart(chart), text, title, empty], HOSTILE);
    for word in ["<script", "<image", "\0", "href=\""] {
        assert!(!svg.contains(word), "{word}: {svg}");
    }
    assert!(svg.contains("&lt;/text&gt;&lt;script"), "{svg}");
    assert_eq!(svg.matches('<').count(), svg.matches('>').count());
}

#[test]
fn tiles_lie_as_on_the_board() {
    let head = Head { title: String::new(), facts: Vec::new() };
    let room = |x, y, w, h| sheet::room(&head, Area { x, y, w, h });
    let (left, right) = (room(0, 0, 6, 9), room(6, 0, 6, 9));
    assert_eq!((left.w, left.h), (590.0, 380.0));
    assert!((right.x - left.right() - 16.0).abs() < 0.01, "{left:?} {right:?}");
    assert!((right.right() - 1228.0).abs() < 0.01);
    assert!((room(0, 9, 6, 1).y - left.bottom() - 16.0).abs() < 0.01);
}
