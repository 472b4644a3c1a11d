//! A format behind a `dyn`: made for each format once, whatever is read from it.

use std::fmt;

use serde::de::{
    DeserializeSeed, Deserializer, EnumAccess, Error, MapAccess, SeqAccess, VariantAccess, Visitor,
};

use super::failure::Failure;

/// What a type asks a format for: the methods of serde's `Deserializer`.
#[derive(Clone, Copy)]
pub(super) enum Ask {
    Any,
    Bool,
    I8,
    I16,
    I32,
    I64,
    U8,
    U16,
    U32,
    U64,
    F32,
    F64,
    Char,
    Str,
    String,
    Bytes,
    ByteBuf,
    Option,
    Unit,
    UnitStruct(&'static str),
    NewtypeStruct(&'static str),
    Seq,
    Tuple(usize),
    TupleStruct(&'static str, usize),
    Map,
    Struct(&'static str, &'static [&'static str]),
    Enum(&'static str, &'static [&'static str]),
    Identifier,
    Ignored,
}

/// What a format gives: the methods of serde's `Visitor`, without those that stand for another by default.
pub(super) enum Event<'e, 'de> {
    Bool(bool),
    Signed(i64),
    Unsigned(u64),
    Float(f64),
    Str(&'e str),
    BorrowedStr(&'de str),
    String(String),
    Bytes(&'e [u8]),
    BorrowedBytes(&'de [u8]),
    Unit,
    None,
    Some(&'e mut dyn Source<'de>),
    Newtype(&'e mut dyn Source<'de>),
    Seq(&'e mut dyn Elements<'de>),
    Map(&'e mut dyn Fields<'de>),
    Enum(&'e mut dyn Choice<'de>),
}

/// One value of a format, to be asked once.
pub(super) trait Source<'de> {
    fn give(&mut self, ask: Ask, to: &mut dyn Take<'de>) -> Result<(), Failure>;
}

/// Who takes what a value consists of.
pub(super) trait Take<'de> {
    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result;
    fn take(&mut self, event: Event<'_, 'de>) -> Result<(), Failure>;
}

/// Who reads a value within another.
pub(super) trait Inner<'de> {
    fn read(&mut self, source: &mut dyn Source<'de>) -> Result<(), Failure>;
}

/// The elements of a list.
pub(super) trait Elements<'de> {
    /// Have the next one read, if there is one.
    fn next(&mut self, inner: &mut dyn Inner<'de>) -> Result<bool, Failure>;
    fn left(&self) -> Option<usize>;
}

/// The keys and values of a map, in turns.
pub(super) trait Fields<'de> {
    /// Have the next key read, if there is one.
    fn key(&mut self, inner: &mut dyn Inner<'de>) -> Result<bool, Failure>;
    fn value(&mut self, inner: &mut dyn Inner<'de>) -> Result<(), Failure>;
    fn left(&self) -> Option<usize>;
}

/// A variant and what is in it.
pub(super) trait Choice<'de> {
    fn variant(&mut self, inner: &mut dyn Inner<'de>) -> Result<(), Failure>;
    fn unit(&mut self) -> Result<(), Failure>;
    fn newtype(&mut self, inner: &mut dyn Inner<'de>) -> Result<(), Failure>;
    fn tuple(&mut self, length: usize, to: &mut dyn Take<'de>) -> Result<(), Failure>;
    fn fields(
        &mut self,
        fields: &'static [&'static str],
        to: &mut dyn Take<'de>,
    ) -> Result<(), Failure>;
}

/// What reads from a format that it knows as a `dyn`.
pub(super) type Read<'r, 'de> = &'r mut dyn FnMut(&mut dyn Source<'de>) -> Result<(), Failure>;

/// Have something read from a deserializer, and give its own error when that fails.
pub(super) fn hand<'de, D: Deserializer<'de>>(
    deserializer: D,
    read: Read<'_, 'de>,
) -> Result<(), D::Error> {
    let mut value = Once::new(deserializer);
    read(&mut value).map_err(|failure| value.error(failure))
}

/// A part of a format, and the error that it has given: what is in between has no place for it.
struct Once<X, E> {
    part: Option<X>,
    error: Option<E>,
}

impl<X, E: Error> Once<X, E> {
    fn new(part: X) -> Self {
        Self {
            part: Some(part),
            error: None,
        }
    }

    fn error(mut self, failure: Failure) -> E {
        failure.into_error(&mut self.error)
    }

    fn keep<T>(&mut self, result: Result<T, E>) -> Result<T, Failure> {
        result.map_err(|error| {
            self.error = Some(error);
            Failure::kept()
        })
    }

    /// Take the part: serde gives each away once, and whoever asks twice has a fault.
    fn part(&mut self) -> Result<X, Failure> {
        self.part
            .take()
            .ok_or_else(|| Failure::custom("it was read before"))
    }

    fn there(&mut self) -> Result<&mut X, Failure> {
        self.part
            .as_mut()
            .ok_or_else(|| Failure::custom("it was read before"))
    }
}

impl<'de, D: Deserializer<'de>> Source<'de> for Once<D, D::Error> {
    fn give(&mut self, ask: Ask, to: &mut dyn Take<'de>) -> Result<(), Failure> {
        let (format, to) = (self.part()?, Taking(to));
        let result = match ask {
            Ask::Any => format.deserialize_any(to),
            Ask::Bool => format.deserialize_bool(to),
            Ask::I8 => format.deserialize_i8(to),
            Ask::I16 => format.deserialize_i16(to),
            Ask::I32 => format.deserialize_i32(to),
            Ask::I64 => format.deserialize_i64(to),
            Ask::U8 => format.deserialize_u8(to),
            Ask::U16 => format.deserialize_u16(to),
            Ask::U32 => format.deserialize_u32(to),
            Ask::U64 => format.deserialize_u64(to),
            Ask::F32 => format.deserialize_f32(to),
            Ask::F64 => format.deserialize_f64(to),
            Ask::Char => format.deserialize_char(to),
            Ask::Str => format.deserialize_str(to),
            Ask::String => format.deserialize_string(to),
            Ask::Bytes => format.deserialize_bytes(to),
            Ask::ByteBuf => format.deserialize_byte_buf(to),
            Ask::Option => format.deserialize_option(to),
            Ask::Unit => format.deserialize_unit(to),
            Ask::UnitStruct(name) => format.deserialize_unit_struct(name, to),
            Ask::NewtypeStruct(name) => format.deserialize_newtype_struct(name, to),
            Ask::Seq => format.deserialize_seq(to),
            Ask::Tuple(length) => format.deserialize_tuple(length, to),
            Ask::TupleStruct(name, length) => format.deserialize_tuple_struct(name, length, to),
            Ask::Map => format.deserialize_map(to),
            Ask::Struct(name, fields) => format.deserialize_struct(name, fields, to),
            Ask::Enum(name, variants) => format.deserialize_enum(name, variants, to),
            Ask::Identifier => format.deserialize_identifier(to),
            Ask::Ignored => format.deserialize_ignored_any(to),
        };
        self.keep(result)
    }
}

/// The one visitor that formats see.
struct Taking<'t, 'de>(&'t mut dyn Take<'de>);

impl<'de> Taking<'_, 'de> {
    fn plain<E: Error>(self, event: Event<'_, 'de>) -> Result<(), E> {
        self.0
            .take(event)
            .map_err(|failure| failure.into_error(&mut None))
    }
}

impl<'de> Visitor<'de> for Taking<'_, 'de> {
    type Value = ();

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.expecting(f)
    }

    fn visit_bool<E: Error>(self, value: bool) -> Result<(), E> {
        self.plain(Event::Bool(value))
    }

    fn visit_i64<E: Error>(self, value: i64) -> Result<(), E> {
        self.plain(Event::Signed(value))
    }

    fn visit_u64<E: Error>(self, value: u64) -> Result<(), E> {
        self.plain(Event::Unsigned(value))
    }

    fn visit_f64<E: Error>(self, value: f64) -> Result<(), E> {
        self.plain(Event::Float(value))
    }

    fn visit_str<E: Error>(self, value: &str) -> Result<(), E> {
        self.plain(Event::Str(value))
    }

    fn visit_borrowed_str<E: Error>(self, value: &'de str) -> Result<(), E> {
        self.plain(Event::BorrowedStr(value))
    }

    fn visit_string<E: Error>(self, value: String) -> Result<(), E> {
        self.plain(Event::String(value))
    }

    fn visit_bytes<E: Error>(self, value: &[u8]) -> Result<(), E> {
        self.plain(Event::Bytes(value))
    }

    fn visit_borrowed_bytes<E: Error>(self, value: &'de [u8]) -> Result<(), E> {
        self.plain(Event::BorrowedBytes(value))
    }

    fn visit_unit<E: Error>(self) -> Result<(), E> {
        self.plain(Event::Unit)
    }

    fn visit_none<E: Error>(self) -> Result<(), E> {
        self.plain(Event::None)
    }

    fn visit_some<D: Deserializer<'de>>(self, inner: D) -> Result<(), D::Error> {
        let mut inner = Once::new(inner);
        let taken = self.0.take(Event::Some(&mut inner));
        taken.map_err(|failure| inner.error(failure))
    }

    fn visit_newtype_struct<D: Deserializer<'de>>(self, inner: D) -> Result<(), D::Error> {
        let mut inner = Once::new(inner);
        let taken = self.0.take(Event::Newtype(&mut inner));
        taken.map_err(|failure| inner.error(failure))
    }

    fn visit_seq<A: SeqAccess<'de>>(self, inner: A) -> Result<(), A::Error> {
        let mut inner = Once::new(inner);
        let taken = self.0.take(Event::Seq(&mut inner));
        taken.map_err(|failure| inner.error(failure))
    }

    fn visit_map<A: MapAccess<'de>>(self, inner: A) -> Result<(), A::Error> {
        let mut inner = Once::new(inner);
        let taken = self.0.take(Event::Map(&mut inner));
        taken.map_err(|failure| inner.error(failure))
    }

    fn visit_enum<A: EnumAccess<'de>>(self, inner: A) -> Result<(), A::Error> {
        let mut inner = Chosen {
            choice: Once::new(inner),
            variant: None,
        };
        let taken = self.0.take(Event::Enum(&mut inner));
        taken.map_err(|failure| inner.choice.error(failure))
    }
}

/// The one seed that formats see.
struct Reading<'r, 'de>(&'r mut dyn Inner<'de>);

impl<'de> DeserializeSeed<'de> for Reading<'_, 'de> {
    type Value = ();

    fn deserialize<D: Deserializer<'de>>(self, inner: D) -> Result<(), D::Error> {
        hand(inner, &mut |source| self.0.read(source))
    }
}

impl<'de, A: SeqAccess<'de>> Elements<'de> for Once<A, A::Error> {
    fn next(&mut self, inner: &mut dyn Inner<'de>) -> Result<bool, Failure> {
        let result = self.there()?.next_element_seed(Reading(inner));
        self.keep(result).map(|read| read.is_some())
    }

    fn left(&self) -> Option<usize> {
        self.part.as_ref()?.size_hint()
    }
}

impl<'de, A: MapAccess<'de>> Fields<'de> for Once<A, A::Error> {
    fn key(&mut self, inner: &mut dyn Inner<'de>) -> Result<bool, Failure> {
        let result = self.there()?.next_key_seed(Reading(inner));
        self.keep(result).map(|read| read.is_some())
    }

    fn value(&mut self, inner: &mut dyn Inner<'de>) -> Result<(), Failure> {
        let result = self.there()?.next_value_seed(Reading(inner));
        self.keep(result)
    }

    fn left(&self) -> Option<usize> {
        self.part.as_ref()?.size_hint()
    }
}

/// A variant: first its name, then what is in it.
struct Chosen<A, V, E> {
    choice: Once<A, E>,
    variant: Option<V>,
}

impl<A, V, E: Error> Chosen<A, V, E> {
    fn content(&mut self) -> Result<V, Failure> {
        self.variant
            .take()
            .ok_or_else(|| Failure::custom("it has no variant"))
    }
}

impl<'de, A: EnumAccess<'de>> Choice<'de> for Chosen<A, A::Variant, A::Error> {
    fn variant(&mut self, inner: &mut dyn Inner<'de>) -> Result<(), Failure> {
        let result = self.choice.part()?.variant_seed(Reading(inner));
        let ((), variant) = self.choice.keep(result)?;
        self.variant = Some(variant);
        Ok(())
    }

    fn unit(&mut self) -> Result<(), Failure> {
        let result = self.content()?.unit_variant();
        self.choice.keep(result)
    }

    fn newtype(&mut self, inner: &mut dyn Inner<'de>) -> Result<(), Failure> {
        let result = self.content()?.newtype_variant_seed(Reading(inner));
        self.choice.keep(result)
    }

    fn tuple(&mut self, length: usize, to: &mut dyn Take<'de>) -> Result<(), Failure> {
        let result = self.content()?.tuple_variant(length, Taking(to));
        self.choice.keep(result)
    }

    fn fields(
        &mut self,
        fields: &'static [&'static str],
        to: &mut dyn Take<'de>,
    ) -> Result<(), Failure> {
        let result = self.content()?.struct_variant(fields, Taking(to));
        self.choice.keep(result)
    }
}
