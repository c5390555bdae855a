//! What comes from elsewhere: pictures and pages of origins that the operator allowed.

use super::{Kind, Shape, Subtype};

pub(super) static KIND: Kind = Kind {
    name: "media",
    label: "Pictures and pages",
    subtypes: &[
        Subtype { name: "image", label: "Image", hint: "A picture by its address: a logo, a plan, a camera", shape: Shape::Image },
        Subtype {
            name: "embedded_page",
            label: "Embedded page",
            hint: "A page from elsewhere in a frame that can do nothing to this one",
            shape: Shape::Embed,
        },
    ],
};
