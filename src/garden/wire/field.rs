//! Fields of a protobuf message, as they stand in its bytes: nothing is copied.

use std::fmt;

/// The value of one field.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Value<'b> {
    /// A number of variable length: integers, booleans, enumerations.
    Varint(u64),
    /// Eight bytes: a double, or an integer of fixed length.
    Fixed64(u64),
    /// Four bytes.
    Fixed32(u32),
    /// A text, bytes, or a message.
    Bytes(&'b [u8]),
}

/// Why a message cannot be read, and where in it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Fault {
    /// Field names from the inside out.
    path: Vec<&'static str>,
    reason: &'static str,
}

impl Fault {
    /// Something is wrong here.
    pub fn new(reason: &'static str) -> Self {
        Self {
            path: Vec::new(),
            reason,
        }
    }

    /// It is wrong within this field.
    #[must_use]
    pub fn within(mut self, field: &'static str) -> Self {
        self.path.push(field);
        self
    }
}

impl fmt::Display for Fault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (index, field) in self.path.iter().rev().enumerate() {
            write!(f, "{}{field}", if index == 0 { "" } else { "." })?;
        }
        let separator = if self.path.is_empty() { "" } else { ": " };
        write!(f, "{separator}{}", self.reason)
    }
}

impl std::error::Error for Fault {}

const TRUNCATED: &str = "the message ends too early";

/// The fields of a message, one after the other: tag and value.
#[derive(Clone, Debug)]
pub struct Fields<'b> {
    rest: &'b [u8],
}

impl<'b> Fields<'b> {
    /// Read the fields of a message.
    pub fn of(message: &'b [u8]) -> Self {
        Self { rest: message }
    }

    fn next_field(&mut self) -> Result<(u32, Value<'b>), Fault> {
        let (key, length) = whole_varint(self.rest)?;
        self.rest = &self.rest[length..];
        let tag = u32::try_from(key >> 3)
            .ok()
            .filter(|tag| *tag > 0)
            .ok_or_else(|| Fault::new("a field has an impossible number"))?;
        let value = match key & 7 {
            0 => {
                let (value, length) = whole_varint(self.rest)?;
                self.rest = &self.rest[length..];
                Value::Varint(value)
            }
            1 => Value::Fixed64(u64::from_le_bytes(self.array()?)),
            2 => {
                let (length, used) = whole_varint(self.rest)?;
                self.rest = &self.rest[used..];
                Value::Bytes(self.take(length)?)
            }
            5 => Value::Fixed32(u32::from_le_bytes(self.array()?)),
            _ => return Err(Fault::new("a field has an unknown form")),
        };
        Ok((tag, value))
    }

    fn array<const N: usize>(&mut self) -> Result<[u8; N], Fault> {
        let (array, rest) = self
            .rest
            .split_first_chunk()
            .ok_or_else(|| Fault::new(TRUNCATED))?;
        self.rest = rest;
        Ok(*array)
    }

    fn take(&mut self, length: u64) -> Result<&'b [u8], Fault> {
        let split = usize::try_from(length)
            .ok()
            .and_then(|length| self.rest.split_at_checked(length));
        let (taken, rest) = split.ok_or_else(|| Fault::new(TRUNCATED))?;
        self.rest = rest;
        Ok(taken)
    }
}

impl<'b> Iterator for Fields<'b> {
    type Item = Result<(u32, Value<'b>), Fault>;

    fn next(&mut self) -> Option<Self::Item> {
        if self.rest.is_empty() {
            return None;
        }
        let field = self.next_field();
        if field.is_err() {
            self.rest = &[];
        }
        Some(field)
    }
}

fn whole_varint(bytes: &[u8]) -> Result<(u64, usize), Fault> {
    varint(bytes)?.ok_or_else(|| Fault::new(TRUNCATED))
}

/// Read a number of variable length and how many bytes it took, or `None` if there is more to come.
pub(super) fn varint(bytes: &[u8]) -> Result<Option<(u64, usize)>, Fault> {
    let mut value = 0;
    for (index, byte) in bytes.iter().take(10).enumerate() {
        value |= u64::from(byte & 0x7f) << (7 * index);
        if byte & 0x80 == 0 {
            // The tenth byte has room for one bit.
            if index == 9 && *byte > 1 {
                break;
            }
            return Ok(Some((value, index + 1)));
        }
        if index == 9 {
            break;
        }
    }
    if bytes.len() >= 10 {
        return Err(Fault::new("a number is too long"));
    }
    Ok(None)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn fields_are_read_in_all_forms() {
        let message = b"\x08\x96\x01\x12\x03abc\x19\x01\0\0\0\0\0\0\0\x25\x02\0\0\0\x12\0";
        let fields: Result<Vec<_>, _> = Fields::of(message).collect();
        assert_eq!(
            fields.unwrap(),
            [
                (1, Value::Varint(150)),
                (2, Value::Bytes(b"abc")),
                (3, Value::Fixed64(1)),
                (4, Value::Fixed32(2)),
                (2, Value::Bytes(b"")),
            ]
        );
    }

    #[test]
    fn what_is_damaged_is_a_fault_and_ends_the_reading() {
        for (message, reason) in [
            (&b"\x08"[..], TRUNCATED),
            (b"\x12\x05abc", TRUNCATED),
            (b"\x12\xff\xff\xff\xff\xff\xff\xff\xff\xff\x01", TRUNCATED),
            (b"\x19\x01", TRUNCATED),
            (
                b"\x08\xff\xff\xff\xff\xff\xff\xff\xff\xff\x7f",
                "a number is too long",
            ),
            (
                b"\x08\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff",
                "a number is too long",
            ),
            (b"\x0b\x0c", "a field has an unknown form"),
            (b"\x02\x00", "a field has an impossible number"),
        ] {
            let mut fields = Fields::of(message);
            assert_eq!(fields.next(), Some(Err(Fault::new(reason))), "{message:?}");
            assert_eq!(fields.next(), None, "{message:?}");
        }
    }

    #[test]
    fn a_fault_names_the_way_to_it() {
        let fault = Fault::new("no text").within("name").within("metadata");
        assert_eq!(fault.to_string(), "metadata.name: no text");
        assert_eq!(Fault::new("no text").to_string(), "no text");
    }
}
