//! stub never
pub mod theme;
pub fn view(_: &crate::app::model::Model, _: &theme::Theme, _: &mut ratatui::Frame) {}
