//! From the fields of a message to our objects: one table per message, with Gardener's field numbers.
//!
//! What a table does not name is skipped. Each table must name every field of its type, so that a field added to
//! an object and forgotten here does not compile.

use std::collections::BTreeMap;

use jiff::Timestamp;
use serde_json::Value as Json;

use super::field::{Fault, Fields, Value};

/// Something that the value of a field can be read into.
pub(super) trait Field {
    /// Take a value; of several the last counts, lists grow, messages are merged.
    fn receive(&mut self, value: Value<'_>) -> Result<(), Fault>;
}

/// An object or a part of one.
pub(super) trait Message {
    /// Take the value of a field, or skip it.
    fn field(&mut self, tag: u32, value: Value<'_>) -> Result<(), Fault>;
}

/// Read a whole message.
pub(super) fn read<M: Message + Default>(bytes: &[u8]) -> Result<M, Fault> {
    let mut message = M::default();
    merge(&mut message, bytes)?;
    Ok(message)
}

pub(super) fn merge<M: Message>(message: &mut M, bytes: &[u8]) -> Result<(), Fault> {
    for field in Fields::of(bytes) {
        let (tag, value) = field?;
        message.field(tag, value)?;
    }
    Ok(())
}

/// Declare where the fields of a message are: `tag: field`, with `as how` where it is not read as it stands.
macro_rules! message {
    ($($type:ty { $($tag:literal: $field:ident $(as $how:path)?,)* })+) => {
        $(impl $crate::garden::wire::message::Message for $type {
            fn field(
                &mut self,
                tag: u32,
                value: $crate::garden::wire::field::Value<'_>,
            ) -> Result<(), $crate::garden::wire::field::Fault> {
                let Self { $($field),* } = self;
                match tag {
                    $($tag => $crate::garden::wire::message::message!(@take $field, value $(, $how)?)
                        .map_err(|fault| fault.within(stringify!($field))),)*
                    _ => Ok(()),
                }
            }
        }

        impl $crate::garden::wire::message::Field for $type {
            fn receive(
                &mut self,
                value: $crate::garden::wire::field::Value<'_>,
            ) -> Result<(), $crate::garden::wire::field::Fault> {
                $crate::garden::wire::message::merge(self, $crate::garden::wire::message::bytes(value)?)
            }
        })+
    };
    (@take $field:ident, $value:ident) => {
        $crate::garden::wire::message::Field::receive($field, $value)
    };
    (@take $field:ident, $value:ident, $how:path) => {
        $how($field, $value)
    };
}
pub(super) use message;

pub(super) fn bytes(value: Value<'_>) -> Result<&[u8], Fault> {
    match value {
        Value::Bytes(bytes) => Ok(bytes),
        _ => Err(Fault::new("a number in place of text or an object")),
    }
}

pub(super) fn text(value: Value<'_>) -> Result<&str, Fault> {
    std::str::from_utf8(bytes(value)?).map_err(|_| Fault::new("no valid text"))
}

fn number(value: Value<'_>) -> Result<u64, Fault> {
    match value {
        Value::Varint(number) => Ok(number),
        _ => Err(Fault::new("no number")),
    }
}

impl Field for String {
    fn receive(&mut self, value: Value<'_>) -> Result<(), Fault> {
        self.clear();
        self.push_str(text(value)?);
        Ok(())
    }
}

impl Field for bool {
    fn receive(&mut self, value: Value<'_>) -> Result<(), Fault> {
        *self = number(value)? != 0;
        Ok(())
    }
}

impl Field for i64 {
    fn receive(&mut self, value: Value<'_>) -> Result<(), Fault> {
        *self = number(value)?.cast_signed();
        Ok(())
    }
}

impl Field for i32 {
    fn receive(&mut self, value: Value<'_>) -> Result<(), Fault> {
        // Negative ones come with the sign in all ten bytes.
        *self = i32::try_from(number(value)?.cast_signed())
            .map_err(|_| Fault::new("the number is too large"))?;
        Ok(())
    }
}

impl<T: Field + Default> Field for Option<T> {
    fn receive(&mut self, value: Value<'_>) -> Result<(), Fault> {
        self.get_or_insert_default().receive(value)
    }
}

impl<T: Field + Default> Field for Vec<T> {
    fn receive(&mut self, value: Value<'_>) -> Result<(), Fault> {
        let mut element = T::default();
        element.receive(value)?;
        self.push(element);
        Ok(())
    }
}

impl<T: Field + Default> Field for BTreeMap<String, T> {
    fn receive(&mut self, value: Value<'_>) -> Result<(), Fault> {
        entry(self, value, T::receive)
    }
}

/// Read an entry of a map: 1 is the key, 2 the value; either may be left out.
fn entry<T: Default>(
    map: &mut BTreeMap<String, T>,
    value: Value<'_>,
    how: impl Fn(&mut T, Value<'_>) -> Result<(), Fault>,
) -> Result<(), Fault> {
    let (mut key, mut content) = (String::new(), T::default());
    for field in Fields::of(bytes(value)?) {
        match field? {
            (1, value) => key.receive(value)?,
            (2, value) => how(&mut content, value)?,
            _ => {}
        }
    }
    map.insert(key, content);
    Ok(())
}

/// Read the only field that counts of a message in between, such as the feature gates of a KubernetesConfig.
pub(super) fn first<T: Field>(target: &mut T, value: Value<'_>) -> Result<(), Fault> {
    for field in Fields::of(bytes(value)?) {
        if let (1, value) = field? {
            target.receive(value)?;
        }
    }
    Ok(())
}

/// Read a map whose values are messages with one field each.
pub(super) fn map_of_firsts<T: Field + Default>(
    target: &mut BTreeMap<String, T>,
    value: Value<'_>,
) -> Result<(), Fault> {
    entry(target, value, first)
}

/// Read a list of messages whose one field is a map whose values have one field each.
pub(super) fn list_of_maps<T: Field + Default>(
    target: &mut Vec<BTreeMap<String, T>>,
    value: Value<'_>,
) -> Result<(), Fault> {
    let mut map = BTreeMap::new();
    for field in Fields::of(bytes(value)?) {
        if let (1, value) = field? {
            map_of_firsts(&mut map, value)?;
        }
    }
    target.push(map);
    Ok(())
}

/// Read a text that JSON leaves out when it is empty (Go: `string` with `omitempty`).
pub(super) fn non_empty(target: &mut Option<String>, value: Value<'_>) -> Result<(), Fault> {
    let text = text(value)?;
    *target = (!text.is_empty()).then(|| text.to_owned());
    Ok(())
}

/// Read a number that JSON leaves out when it is 0 (Go: `int64` with `omitempty`).
pub(super) fn non_zero(target: &mut Option<i64>, value: Value<'_>) -> Result<(), Fault> {
    let mut number = 0;
    i64::receive(&mut number, value)?;
    *target = (number != 0).then_some(number);
    Ok(())
}

/// Read a `Time` or `MicroTime`; the zero time is empty here and `null` in JSON.
pub(super) fn timestamp(target: &mut Option<Timestamp>, value: Value<'_>) -> Result<(), Fault> {
    let (mut seconds, mut nanoseconds) = (None::<i64>, 0);
    for field in Fields::of(bytes(value)?) {
        match field? {
            (1, value) => seconds.receive(value)?,
            (2, value) => i32::receive(&mut nanoseconds, value)?,
            _ => {}
        }
    }
    *target = match seconds {
        None => None,
        Some(seconds) => {
            let time = Timestamp::new(seconds, nanoseconds);
            Some(time.map_err(|_| Fault::new("no possible time"))?)
        }
    };
    Ok(())
}

/// Read a `Quantity`, which JSON has as its text.
pub(super) fn quantity(target: &mut Option<Json>, value: Value<'_>) -> Result<(), Fault> {
    let mut text = String::new();
    first(&mut text, value)?;
    *target = Some(Json::String(text));
    Ok(())
}

/// Read JSON that a message carries: `RawExtension` and `FieldsV1`.
pub(super) fn json(target: &mut Json, value: Value<'_>) -> Result<(), Fault> {
    let mut raw: &[u8] = &[];
    for field in Fields::of(bytes(value)?) {
        if let (1, value) = field? {
            raw = bytes(value)?;
        }
    }
    *target = match raw {
        [] => Json::Null,
        raw => serde_json::from_slice(raw).map_err(|_| Fault::new("no valid JSON"))?,
    };
    Ok(())
}
