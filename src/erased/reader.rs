//! Types that read from a format behind a `dyn`: made for each type once, whatever it is read from.

use std::fmt;
use std::marker::PhantomData;

use serde::de::{
    DeserializeSeed, Deserializer, EnumAccess, Error, Expected, MapAccess, SeqAccess, Unexpected,
    VariantAccess, Visitor,
};

use super::failure::Failure;
use super::source::{Ask, Choice, Elements, Event, Fields, Inner, Source, Take};

/// A value to be read.
pub(super) struct Reader<'s, 'de>(pub(super) &'s mut dyn Source<'de>);

impl<'de> Reader<'_, 'de> {
    fn read<S: Shape, V: Visitor<'de>>(self, ask: Ask, visitor: V) -> Result<V::Value, Failure> {
        let mut slot = Slot::<S, V>::new(visitor);
        self.0.give(ask, &mut slot)?;
        taken(slot.value)
    }
}

macro_rules! ask {
    ($($method:ident($($argument:ident: $type:ty),*) = $ask:expr => $shape:ty;)+) => {
        $(fn $method<V: Visitor<'de>>(self, $($argument: $type,)* visitor: V) -> Result<V::Value, Failure> {
            self.read::<$shape, V>($ask, visitor)
        })+
    };
}

impl<'de> Deserializer<'de> for Reader<'_, 'de> {
    type Error = Failure;

    ask! {
        deserialize_any() = Ask::Any => Any;
        deserialize_bool() = Ask::Bool => Bool;
        deserialize_i8() = Ask::I8 => Number;
        deserialize_i16() = Ask::I16 => Number;
        deserialize_i32() = Ask::I32 => Number;
        deserialize_i64() = Ask::I64 => Number;
        deserialize_u8() = Ask::U8 => Number;
        deserialize_u16() = Ask::U16 => Number;
        deserialize_u32() = Ask::U32 => Number;
        deserialize_u64() = Ask::U64 => Number;
        deserialize_f32() = Ask::F32 => Number;
        deserialize_f64() = Ask::F64 => Number;
        deserialize_char() = Ask::Char => Text;
        deserialize_str() = Ask::Str => Text;
        deserialize_string() = Ask::String => Text;
        deserialize_bytes() = Ask::Bytes => Any;
        deserialize_byte_buf() = Ask::ByteBuf => Any;
        deserialize_option() = Ask::Option => Maybe;
        deserialize_unit() = Ask::Unit => Any;
        deserialize_unit_struct(name: &'static str) = Ask::UnitStruct(name) => Any;
        deserialize_newtype_struct(name: &'static str) = Ask::NewtypeStruct(name) => Any;
        deserialize_seq() = Ask::Seq => List;
        deserialize_tuple(length: usize) = Ask::Tuple(length) => List;
        deserialize_tuple_struct(name: &'static str, length: usize) = Ask::TupleStruct(name, length) => List;
        deserialize_map() = Ask::Map => Map;
        deserialize_struct(name: &'static str, fields: &'static [&'static str]) = Ask::Struct(name, fields) => Map;
        deserialize_enum(name: &'static str, variants: &'static [&'static str]) = Ask::Enum(name, variants) => Variant;
        deserialize_identifier() = Ask::Identifier => Text;
        deserialize_ignored_any() = Ask::Ignored => Any;
    }
}

/// What may answer a question.
///
/// A visitor has code for all that it could be given. What is not taken here is not made: a format that gives it anyway is told
/// that it is of the wrong type.
trait Shape {
    fn visit<'de, V: Visitor<'de>>(visitor: V, event: Event<'_, 'de>) -> Result<V::Value, Failure>;
}

macro_rules! shape {
    ($(#[doc = $doc:literal])* $name:ident; |$visitor:ident| $($event:pat => $visit:expr,)+) => {
        $(#[doc = $doc])*
        struct $name;

        impl Shape for $name {
            fn visit<'de, V: Visitor<'de>>(
                $visitor: V,
                event: Event<'_, 'de>,
            ) -> Result<V::Value, Failure> {
                match event {
                    $($event => $visit,)+
                    other => Err(other.against(&$visitor)),
                }
            }
        }
    };
}

shape! {
    Bool; |visitor|
    Event::Bool(value) => visitor.visit_bool(value),
}

shape! {
    Number; |visitor|
    Event::Signed(value) => visitor.visit_i64(value),
    Event::Unsigned(value) => visitor.visit_u64(value),
    Event::Float(value) => visitor.visit_f64(value),
}

shape! {
    Text; |visitor|
    Event::Str(value) => visitor.visit_str(value),
    Event::BorrowedStr(value) => visitor.visit_borrowed_str(value),
    Event::String(value) => visitor.visit_string(value),
}

shape! {
    Maybe; |visitor|
    Event::Unit => visitor.visit_unit(),
    Event::None => visitor.visit_none(),
    Event::Some(inner) => visitor.visit_some(Reader(inner)),
}

shape! {
    List; |visitor|
    Event::Seq(elements) => visitor.visit_seq(Items(elements)),
}

shape! {
    /// Structs are no lists, as in Go: serde would take one for the other.
    Map; |visitor|
    Event::Map(fields) => visitor.visit_map(Entries(fields)),
}

shape! {
    Variant; |visitor|
    Event::Enum(choice) => visitor.visit_enum(Alternatives(choice)),
}

/// Everything.
struct Any;

impl Shape for Any {
    fn visit<'de, V: Visitor<'de>>(visitor: V, event: Event<'_, 'de>) -> Result<V::Value, Failure> {
        match event {
            Event::Bool(value) => visitor.visit_bool(value),
            Event::Signed(value) => visitor.visit_i64(value),
            Event::Unsigned(value) => visitor.visit_u64(value),
            Event::Float(value) => visitor.visit_f64(value),
            Event::Str(value) => visitor.visit_str(value),
            Event::BorrowedStr(value) => visitor.visit_borrowed_str(value),
            Event::String(value) => visitor.visit_string(value),
            Event::Bytes(value) => visitor.visit_bytes(value),
            Event::BorrowedBytes(value) => visitor.visit_borrowed_bytes(value),
            Event::Unit => visitor.visit_unit(),
            Event::None => visitor.visit_none(),
            Event::Some(inner) => visitor.visit_some(Reader(inner)),
            Event::Newtype(inner) => visitor.visit_newtype_struct(Reader(inner)),
            Event::Seq(elements) => visitor.visit_seq(Items(elements)),
            Event::Map(fields) => visitor.visit_map(Entries(fields)),
            Event::Enum(choice) => visitor.visit_enum(Alternatives(choice)),
        }
    }
}

impl Event<'_, '_> {
    /// Say that it is not what was expected.
    fn against(&self, expected: &dyn Expected) -> Failure {
        let given = match self {
            Event::Bool(value) => Unexpected::Bool(*value),
            Event::Signed(value) => Unexpected::Signed(*value),
            Event::Unsigned(value) => Unexpected::Unsigned(*value),
            Event::Float(value) => Unexpected::Float(*value),
            Event::Str(value) | Event::BorrowedStr(value) => Unexpected::Str(value),
            Event::String(value) => Unexpected::Str(value),
            Event::Bytes(value) | Event::BorrowedBytes(value) => Unexpected::Bytes(value),
            Event::Unit => Unexpected::Unit,
            Event::None | Event::Some(_) => Unexpected::Option,
            Event::Newtype(_) => Unexpected::NewtypeStruct,
            Event::Seq(_) => Unexpected::Seq,
            Event::Map(_) => Unexpected::Map,
            Event::Enum(_) => Unexpected::Enum,
        };
        Failure::invalid_type(given, expected)
    }
}

/// A visitor until it is given something, and what it made of it.
struct Slot<'de, S, V: Visitor<'de>> {
    visitor: Option<V>,
    value: Option<V::Value>,
    shape: PhantomData<(S, &'de ())>,
}

impl<'de, S, V: Visitor<'de>> Slot<'de, S, V> {
    fn new(visitor: V) -> Self {
        Self {
            visitor: Some(visitor),
            value: None,
            shape: PhantomData,
        }
    }
}

impl<'de, S: Shape, V: Visitor<'de>> Take<'de> for Slot<'de, S, V> {
    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.visitor {
            Some(visitor) => visitor.expecting(f),
            None => Ok(()),
        }
    }

    fn take(&mut self, event: Event<'_, 'de>) -> Result<(), Failure> {
        let visitor = self.visitor.take().ok_or_else(twice)?;
        self.value = Some(S::visit(visitor, event)?);
        Ok(())
    }
}

/// A seed until it is read, and what it was read as.
struct Seed<'de, S: DeserializeSeed<'de>> {
    seed: Option<S>,
    value: Option<S::Value>,
}

impl<'de, S: DeserializeSeed<'de>> Seed<'de, S> {
    fn new(seed: S) -> Self {
        Self {
            seed: Some(seed),
            value: None,
        }
    }
}

impl<'de, S: DeserializeSeed<'de>> Inner<'de> for Seed<'de, S> {
    fn read(&mut self, source: &mut dyn Source<'de>) -> Result<(), Failure> {
        let seed = self.seed.take().ok_or_else(twice)?;
        self.value = Some(seed.deserialize(Reader(source))?);
        Ok(())
    }
}

/// A format has to give each value once.
fn taken<T>(value: Option<T>) -> Result<T, Failure> {
    value.ok_or_else(nothing)
}

fn nothing() -> Failure {
    Failure::custom("nothing was read")
}

fn twice() -> Failure {
    Failure::custom("it was read twice")
}

struct Items<'a, 'de>(&'a mut dyn Elements<'de>);

impl<'de> SeqAccess<'de> for Items<'_, 'de> {
    type Error = Failure;

    fn next_element_seed<S: DeserializeSeed<'de>>(
        &mut self,
        seed: S,
    ) -> Result<Option<S::Value>, Failure> {
        let mut seed = Seed::new(seed);
        if !self.0.next(&mut seed)? {
            return Ok(None);
        }
        taken(seed.value).map(Some)
    }

    fn size_hint(&self) -> Option<usize> {
        self.0.left()
    }
}

struct Entries<'a, 'de>(&'a mut dyn Fields<'de>);

impl<'de> MapAccess<'de> for Entries<'_, 'de> {
    type Error = Failure;

    fn next_key_seed<S: DeserializeSeed<'de>>(
        &mut self,
        seed: S,
    ) -> Result<Option<S::Value>, Failure> {
        let mut seed = Seed::new(seed);
        if !self.0.key(&mut seed)? {
            return Ok(None);
        }
        taken(seed.value).map(Some)
    }

    fn next_value_seed<S: DeserializeSeed<'de>>(&mut self, seed: S) -> Result<S::Value, Failure> {
        let mut seed = Seed::new(seed);
        self.0.value(&mut seed)?;
        taken(seed.value)
    }

    fn size_hint(&self) -> Option<usize> {
        self.0.left()
    }
}

struct Alternatives<'a, 'de>(&'a mut dyn Choice<'de>);

impl<'de> EnumAccess<'de> for Alternatives<'_, 'de> {
    type Error = Failure;
    type Variant = Self;

    fn variant_seed<S: DeserializeSeed<'de>>(self, seed: S) -> Result<(S::Value, Self), Failure> {
        let mut seed = Seed::new(seed);
        self.0.variant(&mut seed)?;
        Ok((taken(seed.value)?, self))
    }
}

impl<'de> Alternatives<'_, 'de> {
    fn content<S: Shape, V: Visitor<'de>>(
        visitor: V,
        ask: impl FnOnce(&mut dyn Take<'de>) -> Result<(), Failure>,
    ) -> Result<V::Value, Failure> {
        let mut slot = Slot::<S, V>::new(visitor);
        ask(&mut slot)?;
        taken(slot.value)
    }
}

impl<'de> VariantAccess<'de> for Alternatives<'_, 'de> {
    type Error = Failure;

    fn unit_variant(self) -> Result<(), Failure> {
        self.0.unit()
    }

    fn newtype_variant_seed<S: DeserializeSeed<'de>>(self, seed: S) -> Result<S::Value, Failure> {
        let mut seed = Seed::new(seed);
        self.0.newtype(&mut seed)?;
        taken(seed.value)
    }

    fn tuple_variant<V: Visitor<'de>>(
        self,
        length: usize,
        visitor: V,
    ) -> Result<V::Value, Failure> {
        Self::content::<List, V>(visitor, |to| self.0.tuple(length, to))
    }

    fn struct_variant<V: Visitor<'de>>(
        self,
        fields: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, Failure> {
        Self::content::<Map, V>(visitor, |to| self.0.fields(fields, to))
    }
}
