//! Numbers of any width, packed without gaps, the highest bit first.

/// Reads packed numbers.
#[derive(Debug)]
pub struct Reader<'a> {
    bytes: &'a [u8],
    at: usize,
}

impl<'a> Reader<'a> {
    /// Begins at the first bit.
    pub fn of(bytes: &'a [u8]) -> Self {
        Self { bytes, at: 0 }
    }

    /// The next `width` bits, at most 32; nothing at the end.
    pub fn take(&mut self, width: u32) -> Option<u32> {
        let mut value = 0;
        let mut left = width;
        while left > 0 {
            let byte = u32::from(*self.bytes.get(self.at / 8)?);
            let used = u32::try_from(self.at % 8).ok()?;
            let now = left.min(8 - used);
            let part = (byte >> (8 - used - now)) & ((1 << now) - 1);
            value = value << now | part;
            left -= now;
            self.at += usize::try_from(now).ok()?;
        }
        Some(value)
    }
}

/// Writes packed numbers.
#[derive(Debug, Default)]
pub struct Writer {
    bytes: Vec<u8>,
    used: u32,
}

impl Writer {
    /// Appends the lowest `width` bits of `value`.
    pub fn put(&mut self, value: u32, width: u32) {
        for bit in (0..width).rev() {
            if self.used.is_multiple_of(8) {
                self.bytes.push(0);
            }
            let set = u8::try_from((value >> bit) & 1).unwrap_or_default();
            if let Some(last) = self.bytes.last_mut() {
                *last |= set << (7 - self.used % 8);
            }
            self.used += 1;
        }
    }

    /// The bytes; the last one is filled with zeros.
    pub fn bytes(self) -> Vec<u8> {
        self.bytes
    }
}
