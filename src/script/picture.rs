//! Drawings as PNG and PDF, for programs that read no SVG. Texts are set in the product's own font.

use super::titled::titled;
use resvg::{
    tiny_skia::{Pixmap, Transform},
    usvg::{Options, Tree, fontdb::Database},
};
use std::sync::Arc;
use svg2pdf::{ConversionOptions, PageOptions};

/// Most dots of one picture: about 100 MB while it is made.
const MOST_DOTS: f32 = 25e6;
/// Dots per pixel, where there is room.
const SHARP: f32 = 2.0;
/// Pixels of a drawing per inch of paper, as in CSS.
const PER_INCH: f32 = 96.0;

/// What texts of pictures are set in.
#[derive(Clone, Default)]
pub(super) struct Fonts(Arc<Database>);

impl Fonts {
    /// Contents of files; what the first does not have is taken from the others.
    pub(super) fn new(files: impl IntoIterator<Item = Vec<u8>>) -> Self {
        let mut fonts = Database::new();
        files.into_iter().for_each(|file| fonts.load_font_data(file));
        Self(Arc::new(fonts))
    }
}

/// The drawing as PNG, twice as fine as its size in pixels, or as fine as there is room for.
///
/// # Errors
/// In a sentence: the drawing is too large for a picture, it is none, or there is no font.
pub(super) fn png(svg: &str, fonts: &Fonts) -> Result<Vec<u8>, String> {
    let tree = tree(svg, fonts)?;
    let (width, height) = (tree.size().width(), tree.size().height());
    let scale = (MOST_DOTS / (width * height)).sqrt().min(SHARP);
    let mut picture = (scale > 0.3)
        .then(|| Pixmap::new((width * scale).ceil() as u32, (height * scale).ceil() as u32))
        .flatten()
        .ok_or("The drawing is too large for a picture.")?;
    resvg::render(&tree, Transform::from_scale(scale, scale), &mut picture.as_mut());
    picture.encode_png().map_err(|error| format!("The picture cannot be written: {error}."))
}

/// The drawing as a PDF of one page of its size. Texts stay texts, which can be searched and copied.
///
/// # Errors
/// In a sentence: the drawing is none, or there is no font.
pub(super) fn pdf(svg: &str, title: &str, fonts: &Fonts) -> Result<Vec<u8>, String> {
    titled(document(svg, fonts, ConversionOptions::default())?, title)
}

fn document(svg: &str, fonts: &Fonts, options: ConversionOptions) -> Result<Vec<u8>, String> {
    let page = PageOptions { dpi: PER_INCH };
    svg2pdf::to_pdf(&tree(svg, fonts)?, options, page).map_err(|error| format!("The document cannot be written: {error}"))
}

fn tree(svg: &str, fonts: &Fonts) -> Result<Tree, String> {
    if fonts.0.is_empty() {
        return Err("Pictures cannot be made: the font is missing from this build.".to_owned());
    }
    let options = Options { fontdb: Arc::clone(&fonts.0), font_family: "Inter".to_owned(), ..Options::default() };
    Tree::from_str(svg, &options).map_err(|error| format!("The drawing cannot be read: {error}."))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn fonts() -> Fonts {
        let read = |name: &str| {
            let path = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("public/gen").join(name);
            std::fs::read(&path).unwrap_or_else(|cause| panic!("{}: {cause}; run node scripts/fonts.mjs", path.display()))
        };
        Fonts::new(["inter.ttf", "inter-latin-ext.ttf", "inter-cyrillic.ttf", "inter-greek.ttf"].map(read))
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
    fn other_alphabets_are_set_in_fonts_of_their_own() {
        let text = |text: &str| png(&drawing(120, &format!("<text x=\"4\" y=\"40\" font-family=\"Inter\">{text}</text>")), &fonts());
        // A letter that no font has is a box, and every such box is the same.
        let none = text("\u{e000}").expect("a picture");
        for letter in ["Ł", "Ж", "Ω"] {
            assert_ne!(text(letter).expect("a picture"), none, "{letter}");
        }
    }

    /// The texts of an uncompressed document: glyphs as they are shown, read by the table that says which letters they are.
    fn texts(pdf: &[u8]) -> String {
        let text = String::from_utf8_lossy(pdf);
        let letters: std::collections::HashMap<&str, char> = text
            .lines()
            .filter_map(|line| line.strip_prefix('<')?.strip_suffix('>')?.split_once("> <"))
            .filter_map(|(glyph, letter)| Some((glyph, char::from_u32(u32::from_str_radix(letter, 16).ok()?)?)))
            .collect();
        assert!(!letters.is_empty(), "no table of letters: {text}");
        letters.values().collect()
    }

    #[test]
    fn a_document_holds_its_texts_as_texts() {
        let svg = drawing(80, "<text x=\"4\" y=\"40\" font-family=\"Inter\">Orders &lt;b&gt;</text>");
        let plain = document(&svg, &fonts(), ConversionOptions { compress: false, ..ConversionOptions::default() }).expect("a document");
        let letters = texts(&plain);
        assert!("Orders<b>".chars().all(|letter| letters.contains(letter)), "{letters}");
        let done = pdf(&svg, "Orders", &fonts()).expect("a document");
        let source = String::from_utf8_lossy(&done);
        assert!(source.starts_with("%PDF-") && source.contains("/MediaBox [0 0 60 60]") && source.contains("/ToUnicode"), "{source}");
        assert!(pdf("nothing", "Orders", &fonts()).is_err());
    }

    #[test]
    fn what_is_too_large_says_so() {
        assert!(png(&drawing(60_000, ""), &fonts()).is_err_and(|text| text.contains("too large")));
        assert!(png("nothing", &fonts()).is_err());
        assert!(png(&drawing(10, ""), &Fonts::default()).is_err_and(|text| text.contains("font")));
    }
}
