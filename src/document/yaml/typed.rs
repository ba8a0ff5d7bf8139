//! From the tree to typed values, without a second parser's pass over the text.
//!
//! It reads what files of ours mostly hold (words, whole numbers, lists, mappings, nothing) as `serde_yaml` does,
//! and refuses everything else: tags, aliases, floats, octal numbers, whatever does not fit its type. Whoever is
//! refused asks `serde_yaml`, which also says what is wrong and where.

use super::{Kind, Node, Style};
use serde::{
    Deserialize, Deserializer,
    de::{
        self, IntoDeserializer as _, Visitor,
        value::{MapDeserializer, SeqDeserializer, StrDeserializer},
    },
    forward_to_deserialize_any,
};
use std::fmt;

/// The value is none that is read here: it may be wrong, or only unusual.
#[derive(Debug)]
pub(crate) struct Unread;

impl fmt::Display for Unread {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("not read from the tree")
    }
}

impl std::error::Error for Unread {}

impl de::Error for Unread {
    fn custom<T: fmt::Display>(_: T) -> Self {
        Self
    }
}

/// Reads a value.
///
/// # Errors
///
/// Returns [`Unread`] where `serde_yaml` has to be asked.
pub(crate) fn read<'de, T: Deserialize<'de>>(node: &'de Node) -> Result<T, Unread> {
    T::deserialize(node)
}

fn is_null(text: &str) -> bool {
    matches!(text, "" | "~" | "null" | "Null" | "NULL")
}

/// What a plain scalar without a type of its own is.
enum Plain {
    Null,
    Bool(bool),
    Whole(i64),
    Words,
}

impl Plain {
    /// Tells what `serde_yaml` takes a plain scalar for, where that needs no thought.
    fn of(text: &str) -> Result<Self, Unread> {
        if is_null(text) {
            return Ok(Self::Null);
        }
        match text {
            "true" | "True" | "TRUE" => return Ok(Self::Bool(true)),
            "false" | "False" | "FALSE" => return Ok(Self::Bool(false)),
            _ => {}
        }
        let is_digits = |text: &str| !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
        match text.bytes().next() {
            Some(b'0'..=b'9') if text.split_once('-').is_some_and(|(from, to)| is_digits(from) && is_digits(to)) => {
                Ok(Self::Words)
            }
            Some(b'1'..=b'9') if is_digits(text) && text.len() < 18 => {
                text.parse().map(Self::Whole).map_err(|_| Unread)
            }
            Some(b'0'..=b'9' | b'+' | b'-' | b'.') => Err(Unread),
            _ => Ok(Self::Words),
        }
    }
}

impl Node {
    /// Returns a scalar's text where a string is wanted.
    fn string(&self) -> Result<&str, Unread> {
        match &self.kind {
            Kind::Scalar { value, style } if !self.tagged && (*style != Style::Plain || !is_null(value)) => Ok(value),
            _ => Err(Unread),
        }
    }
}

impl<'de> de::IntoDeserializer<'de, Unread> for &'de Node {
    type Deserializer = Self;

    fn into_deserializer(self) -> Self {
        self
    }
}

impl<'de> Deserializer<'de> for &'de Node {
    type Error = Unread;

    fn deserialize_any<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Unread> {
        if self.tagged {
            return Err(Unread);
        }
        match &self.kind {
            Kind::Scalar { value, style: Style::Plain } => match Plain::of(value)? {
                Plain::Null => visitor.visit_unit(),
                Plain::Bool(value) => visitor.visit_bool(value),
                // Positive: this is the number that serde_yaml gives too.
                Plain::Whole(value) => visitor.visit_u64(value.unsigned_abs()),
                Plain::Words => visitor.visit_borrowed_str(value),
            },
            Kind::Scalar { value, .. } => visitor.visit_borrowed_str(value),
            Kind::Sequence(items) => {
                let mut items = SeqDeserializer::new(items.iter());
                let value = visitor.visit_seq(&mut items)?;
                items.end().map(|()| value)
            }
            Kind::Mapping(pairs) => {
                let mut pairs = MapDeserializer::new(pairs.iter().map(|(key, value)| (key, value)));
                let value = visitor.visit_map(&mut pairs)?;
                pairs.end().map(|()| value)
            }
            Kind::Alias(_) => Err(Unread),
        }
    }

    fn deserialize_str<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Unread> {
        self.string().and_then(|text| visitor.visit_borrowed_str(text))
    }

    fn deserialize_string<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Unread> {
        self.deserialize_str(visitor)
    }

    fn deserialize_identifier<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Unread> {
        self.deserialize_str(visitor)
    }

    fn deserialize_option<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Unread> {
        match &self.kind {
            Kind::Scalar { value, style: Style::Plain } if !self.tagged && is_null(value) => visitor.visit_none(),
            _ => visitor.visit_some(self),
        }
    }

    fn deserialize_newtype_struct<V: Visitor<'de>>(self, _: &'static str, visitor: V) -> Result<V::Value, Unread> {
        visitor.visit_newtype_struct(self)
    }

    fn deserialize_enum<V: Visitor<'de>>(
        self,
        _: &'static str,
        _: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, Unread> {
        let name: StrDeserializer<'de, Unread> = self.string()?.into_deserializer();
        visitor.visit_enum(name)
    }

    fn deserialize_seq<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Unread> {
        if matches!(self.kind, Kind::Sequence(_)) { self.deserialize_any(visitor) } else { Err(Unread) }
    }

    fn deserialize_map<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Unread> {
        if matches!(self.kind, Kind::Mapping(_)) { self.deserialize_any(visitor) } else { Err(Unread) }
    }

    fn deserialize_struct<V: Visitor<'de>>(
        self,
        _: &'static str,
        _: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, Unread> {
        self.deserialize_map(visitor)
    }

    forward_to_deserialize_any! {
        bool i8 i16 i32 i64 i128 u8 u16 u32 u64 u128 f32 f64 char bytes byte_buf unit unit_struct tuple tuple_struct
        ignored_any
    }
}
