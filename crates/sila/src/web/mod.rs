//! The plumbing of pages: language, dates, layout, components, forms, assets and headers. Knows no noun.
//!
//! A page is a `maud` function beside the code that answers its address. It takes a [`Cx`], writes texts with
//! [`Cx::t`], builds its body from [`components`] and ends with [`Page`]. Every page works without JavaScript;
//! `static/sila.js` only makes it quicker.

pub mod assets;
pub mod body;
pub mod components;
pub mod cx;
pub mod dates;
mod field;
pub mod form;
pub mod forms;
pub mod headers;
pub mod hijri;
pub mod i18n;
pub mod ical;
pub mod ident;
pub mod lang;
mod layout;
mod multipart;
pub mod page;
pub mod paper;
pub mod upload;
pub mod workbook;

pub use cx::{Brand, Cx, NavItem, Who};
pub use field::Field;
pub use form::{Errors, Form};
pub use forms::Pairs;
pub use i18n::Arg;
pub use lang::Lang;
pub use page::Page;

#[cfg(test)]
mod tests;
