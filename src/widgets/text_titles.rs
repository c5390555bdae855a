//! Words on the board: headings between tiles and blocks of Markdown.

use super::{Kind, Shape, Subtype};

pub(super) static KIND: Kind = Kind {
    name: "text_titles",
    label: "Text and titles",
    subtypes: &[
        Subtype {
            name: "section_title",
            label: "Section title",
            hint: "A heading that sets one part of the board apart from the next",
            shape: Shape::Title,
        },
        Subtype { name: "text_block", label: "Text block", hint: "Notes, definitions and links, in Markdown", shape: Shape::Text },
    ],
};
