//! A square for a scanner (ISO/IEC 18004).

use qrcodegen::{QrCode, QrCodeEcc};

use crate::PaperError;

/// The dark fields of a square.
#[derive(Debug)]
pub(crate) struct Square {
    /// How many fields it has in a row.
    pub size: u16,
    /// Column and row of each dark one.
    pub dark: Vec<(u16, u16)>,
}

/// The square that holds `text`.
pub(crate) fn of(text: &str) -> Result<Square, PaperError> {
    let too_much = |_| PaperError::Square(text.len());
    let code = QrCode::encode_text(text, QrCodeEcc::Medium).map_err(too_much)?;
    let size = u16::try_from(code.size()).unwrap_or(0);
    let fields = (0..size).flat_map(|y| (0..size).map(move |x| (x, y)));
    let dark = fields.filter(|(x, y)| code.get_module(i32::from(*x), i32::from(*y))).collect();
    Ok(Square { size, dark })
}
