//! Carry errors through a `dyn` as they are: on its own it makes a text of them, and loses kind and place.
//!
//! What goes in leaves its error in a cell beside, and what comes out takes it from there.

use std::cell::RefCell;
use std::fmt;

use serde::de::{
    DeserializeSeed, Deserializer, EnumAccess, Error, MapAccess, SeqAccess, VariantAccess, Visitor,
};

/// What the `dyn` asks, and where the error is kept that goes into it.
pub(super) struct Through<'f, X, E> {
    inner: X,
    failure: &'f RefCell<Option<E>>,
}

impl<'f, X, E: Error> Through<'f, X, E> {
    pub(super) fn new(inner: X, failure: &'f RefCell<Option<E>>) -> Self {
        Self { inner, failure }
    }

    fn keep<T>(failure: &RefCell<Option<E>>, result: Result<T, E>) -> Result<T, E> {
        result.map_err(|error| {
            failure.replace(Some(error));
            E::custom("")
        })
    }
}

/// Ask the `dyn` about something of the format, and give the error that was kept meanwhile.
fn ask<X, T, E: Error>(
    inner: X,
    ask: impl FnOnce(Through<'_, X, E>) -> Result<T, E>,
) -> Result<T, E> {
    let failure = RefCell::new(None);
    let result = ask(Through::new(inner, &failure));
    result.map_err(|error| failure.take().unwrap_or(error))
}

/// What the format asks of the `dyn`.
struct Answering<X>(X);

macro_rules! deserialize {
    ($($method:ident($($argument:ident: $type:ty),*);)+) => {
        $(fn $method<V: Visitor<'de>>(self, $($argument: $type,)* visitor: V) -> Result<V::Value, D::Error> {
            Self::keep(self.failure, self.inner.$method($($argument,)* Answering(visitor)))
        })+
    };
}

impl<'de, D: Deserializer<'de>> Deserializer<'de> for Through<'_, D, D::Error> {
    type Error = D::Error;

    deserialize! {
        deserialize_any();
        deserialize_bool();
        deserialize_i8();
        deserialize_i16();
        deserialize_i32();
        deserialize_i64();
        deserialize_i128();
        deserialize_u8();
        deserialize_u16();
        deserialize_u32();
        deserialize_u64();
        deserialize_u128();
        deserialize_f32();
        deserialize_f64();
        deserialize_char();
        deserialize_str();
        deserialize_string();
        deserialize_bytes();
        deserialize_byte_buf();
        deserialize_option();
        deserialize_unit();
        deserialize_unit_struct(name: &'static str);
        deserialize_newtype_struct(name: &'static str);
        deserialize_seq();
        deserialize_tuple(length: usize);
        deserialize_tuple_struct(name: &'static str, length: usize);
        deserialize_map();
        deserialize_struct(name: &'static str, fields: &'static [&'static str]);
        deserialize_enum(name: &'static str, variants: &'static [&'static str]);
        deserialize_identifier();
        deserialize_ignored_any();
    }

    fn is_human_readable(&self) -> bool {
        self.inner.is_human_readable()
    }
}

macro_rules! visit {
    ($($method:ident: $type:ty;)+) => {
        $(fn $method<E: Error>(self, value: $type) -> Result<V::Value, E> {
            self.0.$method(value)
        })+
    };
}

impl<'de, V: Visitor<'de>> Visitor<'de> for Answering<V> {
    type Value = V::Value;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.expecting(f)
    }

    visit! {
        visit_bool: bool;
        visit_i8: i8;
        visit_i16: i16;
        visit_i32: i32;
        visit_i64: i64;
        visit_i128: i128;
        visit_u8: u8;
        visit_u16: u16;
        visit_u32: u32;
        visit_u64: u64;
        visit_u128: u128;
        visit_f32: f32;
        visit_f64: f64;
        visit_char: char;
        visit_str: &str;
        visit_borrowed_str: &'de str;
        visit_string: String;
        visit_bytes: &[u8];
        visit_borrowed_bytes: &'de [u8];
        visit_byte_buf: Vec<u8>;
    }

    fn visit_none<E: Error>(self) -> Result<V::Value, E> {
        self.0.visit_none()
    }

    fn visit_unit<E: Error>(self) -> Result<V::Value, E> {
        self.0.visit_unit()
    }

    fn visit_some<D: Deserializer<'de>>(self, inner: D) -> Result<V::Value, D::Error> {
        ask(inner, |inner| self.0.visit_some(inner))
    }

    fn visit_newtype_struct<D: Deserializer<'de>>(self, inner: D) -> Result<V::Value, D::Error> {
        ask(inner, |inner| self.0.visit_newtype_struct(inner))
    }

    fn visit_seq<A: SeqAccess<'de>>(self, inner: A) -> Result<V::Value, A::Error> {
        ask(inner, |inner| self.0.visit_seq(inner))
    }

    fn visit_map<A: MapAccess<'de>>(self, inner: A) -> Result<V::Value, A::Error> {
        ask(inner, |inner| self.0.visit_map(inner))
    }

    fn visit_enum<A: EnumAccess<'de>>(self, inner: A) -> Result<V::Value, A::Error> {
        ask(inner, |inner| self.0.visit_enum(inner))
    }
}

impl<'de, S: DeserializeSeed<'de>> DeserializeSeed<'de> for Answering<S> {
    type Value = S::Value;

    fn deserialize<D: Deserializer<'de>>(self, inner: D) -> Result<S::Value, D::Error> {
        ask(inner, |inner| self.0.deserialize(inner))
    }
}

impl<'de, A: SeqAccess<'de>> SeqAccess<'de> for Through<'_, A, A::Error> {
    type Error = A::Error;

    fn next_element_seed<S: DeserializeSeed<'de>>(
        &mut self,
        seed: S,
    ) -> Result<Option<S::Value>, A::Error> {
        Self::keep(self.failure, self.inner.next_element_seed(Answering(seed)))
    }

    fn size_hint(&self) -> Option<usize> {
        self.inner.size_hint()
    }
}

impl<'de, A: MapAccess<'de>> MapAccess<'de> for Through<'_, A, A::Error> {
    type Error = A::Error;

    fn next_key_seed<S: DeserializeSeed<'de>>(
        &mut self,
        seed: S,
    ) -> Result<Option<S::Value>, A::Error> {
        Self::keep(self.failure, self.inner.next_key_seed(Answering(seed)))
    }

    fn next_value_seed<S: DeserializeSeed<'de>>(&mut self, seed: S) -> Result<S::Value, A::Error> {
        Self::keep(self.failure, self.inner.next_value_seed(Answering(seed)))
    }

    fn size_hint(&self) -> Option<usize> {
        self.inner.size_hint()
    }
}

impl<'de, 'f, A: EnumAccess<'de>> EnumAccess<'de> for Through<'f, A, A::Error> {
    type Error = A::Error;
    type Variant = Through<'f, A::Variant, A::Error>;

    fn variant_seed<S: DeserializeSeed<'de>>(
        self,
        seed: S,
    ) -> Result<(S::Value, Self::Variant), A::Error> {
        let failure = self.failure;
        let (value, inner) = Self::keep(failure, self.inner.variant_seed(Answering(seed)))?;
        Ok((value, Through { inner, failure }))
    }
}

impl<'de, A: VariantAccess<'de>> VariantAccess<'de> for Through<'_, A, A::Error> {
    type Error = A::Error;

    fn unit_variant(self) -> Result<(), A::Error> {
        Self::keep(self.failure, self.inner.unit_variant())
    }

    fn newtype_variant_seed<S: DeserializeSeed<'de>>(self, seed: S) -> Result<S::Value, A::Error> {
        Self::keep(
            self.failure,
            self.inner.newtype_variant_seed(Answering(seed)),
        )
    }

    fn tuple_variant<V: Visitor<'de>>(
        self,
        length: usize,
        visitor: V,
    ) -> Result<V::Value, A::Error> {
        Self::keep(
            self.failure,
            self.inner.tuple_variant(length, Answering(visitor)),
        )
    }

    fn struct_variant<V: Visitor<'de>>(
        self,
        fields: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, A::Error> {
        Self::keep(
            self.failure,
            self.inner.struct_variant(fields, Answering(visitor)),
        )
    }
}
