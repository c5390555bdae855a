//! Drawings as pictures of dots, for programs that read no SVG. Texts are set in the product's own font.

use resvg::{
    tiny_skia::{Pixmap, Transform},
    usvg::{Options, Tree, fontdb::Database},
};
use std::sync::Arc;

/// Most dots of one picture: about 100 MB while it is made.
const MOST_DOTS: f32 = 25e6;
/// Dots per pixel, where there is room.
const SHARP: f32 = 2.0;

/// What texts of pictures are set in.
#[derive(Clone, Default)]
pub(super) struct Fonts(Arc<Database>);

impl Fonts {
    /// `font` is the content of `gen/inter.ttf`.
    pub(super) fn new(font: Vec<u8>) -> Self {
        let mut fonts = Database::new();
        fonts.load_font_data(font);
        Self(Arc::new(fonts))
    }
}

/// The drawing as PNG, twice as fine as its size in pixels, or as fine as there is room for.
///
/// # Errors
/// In a sentence: the drawing is too large for a picture, it is none, or there is no font.
pub(super) fn png(svg: &str, fonts: &Fonts) -> Result<Vec<u8>, String> {
    if fonts.0.is_empty() {
        return Err("Pictures cannot be made: the font is missing from this build.".to_owned());
    }
    let options = Options { fontdb: Arc::clone(&fonts.0), font_family: "Inter".to_owned(), ..Options::default() };
    let tree = Tree::from_str(svg, &options).map_err(|error| format!("The drawing cannot be read: {error}."))?;
    let (width, height) = (tree.size().width(), tree.size().height());
    let scale = (MOST_DOTS / (width * height)).sqrt().min(SHARP);
    let mut picture = (scale > 0.3)
        .then(|| Pixmap::new((width * scale).ceil() as u32, (height * scale).ceil() as u32))
        .flatten()
        .ok_or("The diagram is too large for a picture.")?;
    resvg::render(&tree, Transform::from_scale(scale, scale), &mut picture.as_mut());
    picture.encode_png().map_err(|error| format!("The picture cannot be written: {error}."))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn fonts() -> Fonts {
        let path = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("public/gen/inter.ttf");
        Fonts::new(std::fs::read(&path).unwrap_or_else(|cause| panic!("{}: {cause}; run node scripts/fonts.mjs", path.display())))
    }

    fn drawing(size: u32, inside: &str) -> String {
        format!("<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"{size}\" height=\"{size}\">{inside}</svg>")
    }

    #[test]
    fn texts_are_set() {
        let text = |text: &str| {
            png(&drawing(80, &format!("<text x=\"4\" y=\"40\" font-family=\"Inter\">{text}</text>")), &fonts()).expect("a picture")
        };
        let (one, other) = (text("Orders"), text(""));
        assert!(one.starts_with(b"\x89PNG") && one.len() > other.len() + 200, "{} {}", one.len(), other.len());
        assert_eq!(u32::from_be_bytes([one[16], one[17], one[18], one[19]]), 160, "twice as fine");
    }

    #[test]
    fn what_is_too_large_says_so() {
        assert!(png(&drawing(60_000, ""), &fonts()).is_err_and(|text| text.contains("too large")));
        assert!(png("nothing", &fonts()).is_err());
        assert!(png(&drawing(10, ""), &Fonts::default()).is_err_and(|text| text.contains("font")));
    }
}
