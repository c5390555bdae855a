//! Pictures and pages from elsewhere, as long as the operator allows their origin.

use super::reading::{Outcome, Trouble};
use crate::{
    domain::Reader,
    model::{drawing::Drawing, widget::Configs},
    widgets::Shape,
};

pub(super) fn draw(app: &Reader, shape: Shape, configs: &Configs) -> Outcome<Drawing> {
    let address = configs.address.clone().unwrap_or_default();
    app.embeds.check(&address).map_err(|error| Trouble::tile(error.text, ""))?;
    Ok(match shape {
        Shape::Image => Drawing::Image { address },
        _ => Drawing::Embed { address },
    })
}
