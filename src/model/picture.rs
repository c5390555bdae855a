//! A board as a file that shows what it shows now.

/// The key of an address that says in which theme a picture is drawn; without it the person's own counts.
pub const THEME: &str = "theme";

/// The forms in which a board can be taken along as it looks.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PictureFormat {
    Png,
    Pdf,
}

impl PictureFormat {
    pub const ALL: [Self; 2] = [Self::Png, Self::Pdf];

    /// The ending of the file's name.
    pub fn name(self) -> &'static str {
        match self {
            Self::Png => "png",
            Self::Pdf => "pdf",
        }
    }

    pub fn label(self) -> &'static str {
        match self {
            Self::Png => "Picture of this tab (PNG)",
            Self::Pdf => "Document of this tab (PDF)",
        }
    }

    pub fn media_type(self) -> &'static str {
        match self {
            Self::Png => "image/png",
            Self::Pdf => "application/pdf",
        }
    }
}
