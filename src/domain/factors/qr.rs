//! QR codes, as a path to be drawn.

use crate::{
    error::{AppError, Result},
    model::factor::QrCode as Drawn,
};
use qrcodegen::{QrCode, QrCodeEcc};
use std::fmt::Write;

pub(super) fn code(text: &str) -> Result<Drawn> {
    let code = QrCode::encode_text(text, QrCodeEcc::Medium).map_err(|error| AppError::internal(format!("{error:?}")))?;
    let mut path = String::new();
    for y in 0..code.size() {
        for x in (0..code.size()).filter(|x| code.get_module(*x, y)) {
            write!(path, "M{x} {y}h1v1h-1z").map_err(AppError::internal)?;
        }
    }
    Ok(Drawn { size: code.size().unsigned_abs(), path })
}

#[cfg(test)]
mod tests {
    #[test]
    fn three_corners_are_dark() {
        let drawn = super::code("otpauth://totp/VizBoard:ada?secret=GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ").unwrap();
        let last = drawn.size - 1;
        for (x, y, is_dark) in [(0, 0, true), (last, 0, true), (0, last, true), (1, 1, false), (last - 1, 1, false)] {
            assert_eq!(drawn.path.contains(&format!("M{x} {y}h")), is_dark, "{x} {y}");
        }
    }
}
