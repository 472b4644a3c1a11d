//! What a type has to say against what it is given, until the format makes an error of its own of it.

use std::fmt;

use serde::de::{Error, Expected, Unexpected};

/// Why a value could not be read.
///
/// Formats word the kinds of errors in their own ways, so the kind is kept.
pub(super) struct Failure(Option<Box<Kind>>);

enum Kind {
    Custom(String),
    Type(Given, String),
    Value(Given, String),
    Length(usize, String),
    UnknownVariant(String, &'static [&'static str]),
    UnknownField(String, &'static [&'static str]),
    MissingField(&'static str),
    DuplicateField(&'static str),
}

/// An [`Unexpected`] that outlives what was read.
enum Given {
    Bool(bool),
    Unsigned(u64),
    Signed(i64),
    Float(f64),
    Char(char),
    Str(String),
    Bytes(Vec<u8>),
    Other(String),
    /// What has nothing to borrow.
    Shape(Unexpected<'static>),
}

impl Failure {
    /// The format has said it already, and kept its error where it was called.
    pub(super) fn kept() -> Self {
        Self(None)
    }

    /// Give the format's own error: the one that `kept` holds, or one that says what the type has said.
    pub(super) fn into_error<E: Error>(self, kept: &mut Option<E>) -> E {
        let Some(kind) = self.0 else {
            return kept.take().unwrap_or_else(|| E::custom("nothing was read"));
        };
        match *kind {
            Kind::Custom(message) => E::custom(message),
            Kind::Type(given, expected) => E::invalid_type(given.borrow(), &expected.as_str()),
            Kind::Value(given, expected) => E::invalid_value(given.borrow(), &expected.as_str()),
            Kind::Length(length, expected) => E::invalid_length(length, &expected.as_str()),
            Kind::UnknownVariant(variant, expected) => E::unknown_variant(&variant, expected),
            Kind::UnknownField(field, expected) => E::unknown_field(&field, expected),
            Kind::MissingField(field) => E::missing_field(field),
            Kind::DuplicateField(field) => E::duplicate_field(field),
        }
    }

    fn new(kind: Kind) -> Self {
        Self(Some(Box::new(kind)))
    }
}

impl Given {
    fn of(unexpected: Unexpected<'_>) -> Self {
        match unexpected {
            Unexpected::Bool(value) => Self::Bool(value),
            Unexpected::Unsigned(value) => Self::Unsigned(value),
            Unexpected::Signed(value) => Self::Signed(value),
            Unexpected::Float(value) => Self::Float(value),
            Unexpected::Char(value) => Self::Char(value),
            Unexpected::Str(value) => Self::Str(value.to_owned()),
            Unexpected::Bytes(value) => Self::Bytes(value.to_owned()),
            Unexpected::Other(value) => Self::Other(value.to_owned()),
            Unexpected::Unit => Self::Shape(Unexpected::Unit),
            Unexpected::Option => Self::Shape(Unexpected::Option),
            Unexpected::NewtypeStruct => Self::Shape(Unexpected::NewtypeStruct),
            Unexpected::Seq => Self::Shape(Unexpected::Seq),
            Unexpected::Map => Self::Shape(Unexpected::Map),
            Unexpected::Enum => Self::Shape(Unexpected::Enum),
            Unexpected::UnitVariant => Self::Shape(Unexpected::UnitVariant),
            Unexpected::NewtypeVariant => Self::Shape(Unexpected::NewtypeVariant),
            Unexpected::TupleVariant => Self::Shape(Unexpected::TupleVariant),
            Unexpected::StructVariant => Self::Shape(Unexpected::StructVariant),
        }
    }

    fn borrow(&self) -> Unexpected<'_> {
        match self {
            Self::Bool(value) => Unexpected::Bool(*value),
            Self::Unsigned(value) => Unexpected::Unsigned(*value),
            Self::Signed(value) => Unexpected::Signed(*value),
            Self::Float(value) => Unexpected::Float(*value),
            Self::Char(value) => Unexpected::Char(*value),
            Self::Str(value) => Unexpected::Str(value),
            Self::Bytes(value) => Unexpected::Bytes(value),
            Self::Other(value) => Unexpected::Other(value),
            Self::Shape(shape) => *shape,
        }
    }
}

impl Error for Failure {
    fn custom<T: fmt::Display>(message: T) -> Self {
        Self::new(Kind::Custom(message.to_string()))
    }

    fn invalid_type(given: Unexpected<'_>, expected: &dyn Expected) -> Self {
        Self::new(Kind::Type(Given::of(given), expected.to_string()))
    }

    fn invalid_value(given: Unexpected<'_>, expected: &dyn Expected) -> Self {
        Self::new(Kind::Value(Given::of(given), expected.to_string()))
    }

    fn invalid_length(length: usize, expected: &dyn Expected) -> Self {
        Self::new(Kind::Length(length, expected.to_string()))
    }

    fn unknown_variant(variant: &str, expected: &'static [&'static str]) -> Self {
        Self::new(Kind::UnknownVariant(variant.to_owned(), expected))
    }

    fn unknown_field(field: &str, expected: &'static [&'static str]) -> Self {
        Self::new(Kind::UnknownField(field.to_owned(), expected))
    }

    fn missing_field(field: &'static str) -> Self {
        Self::new(Kind::MissingField(field))
    }

    fn duplicate_field(field: &'static str) -> Self {
        Self::new(Kind::DuplicateField(field))
    }
}

impl fmt::Display for Failure {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.0.as_deref() {
            None => f.write_str("it cannot be read"),
            Some(Kind::Custom(message)) => f.write_str(message),
            Some(Kind::Type(given, expected)) => {
                write!(f, "invalid type: {}, expected {expected}", given.borrow())
            }
            Some(Kind::Value(given, expected)) => {
                write!(f, "invalid value: {}, expected {expected}", given.borrow())
            }
            Some(Kind::Length(length, expected)) => {
                write!(f, "invalid length {length}, expected {expected}")
            }
            Some(Kind::UnknownVariant(variant, _)) => write!(f, "unknown variant `{variant}`"),
            Some(Kind::UnknownField(field, _)) => write!(f, "unknown field `{field}`"),
            Some(Kind::MissingField(field)) => write!(f, "missing field `{field}`"),
            Some(Kind::DuplicateField(field)) => write!(f, "duplicate field `{field}`"),
        }
    }
}

impl fmt::Debug for Failure {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

impl std::error::Error for Failure {}
