//! An image a revision names and its registry does not have: no task of it can start.

use super::facts::Facts;
use super::image::Found;
use super::text::Text;

/// The first image of a task definition that its registry was read not to have; none where it was not asked.
pub fn missing_image<'a>(facts: &'a Facts, definition: &Text) -> Option<&'a Text> {
    let containers = facts.task_definitions.get(definition).and_then(|known| known.value());
    let mut images = containers.into_iter().flat_map(|known| &known.containers).filter_map(|it| it.image.as_ref());
    images.find(|image| {
        let presence = facts.images.get(*image).and_then(|known| known.value());
        presence.is_some_and(|it| matches!(it.found, Found::NoImage | Found::NoRepository))
    })
}

/// The image without its registry: `shop/orders:build-1455`.
pub fn short_image(image: &Text) -> &str {
    let whole = image.as_str();
    match whole.split_once('/') {
        Some((host, name)) if host.contains('.') => name,
        _ => whole,
    }
}
