//! Looking into manifests: absent fields are as good as empty ones, so that nobody has to unwrap on the way.

use serde_json::{Map, Value};

/// A place in a manifest; there may be nothing.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Node<'a>(pub Option<&'a Value>);

impl<'a> Node<'a> {
    /// Look at a value.
    pub fn of(value: &'a Value) -> Self {
        Self(Some(value))
    }

    /// Go to a field.
    #[must_use]
    pub fn get(self, name: &str) -> Self {
        Self(self.0.and_then(|value| value.get(name)))
    }

    /// Go down several fields: `maintenance.autoUpdate`.
    #[must_use]
    pub fn at(self, path: &str) -> Self {
        path.split('.').fold(self, Self::get)
    }

    /// Whether there is anything.
    pub fn is_set(self) -> bool {
        self.0.is_some()
    }

    /// Give the text.
    pub fn text(self) -> Option<&'a str> {
        self.0?.as_str()
    }

    /// Give the text, empty where there is none.
    pub fn words(self) -> &'a str {
        self.text().unwrap_or_default()
    }

    /// Give the integer.
    pub fn int(self) -> Option<i64> {
        self.0?.as_i64()
    }

    /// Give the number.
    pub fn float(self) -> Option<f64> {
        self.0?.as_f64()
    }

    /// Give the boolean.
    pub fn bool(self) -> Option<bool> {
        self.0?.as_bool()
    }

    /// Whether it is true; absent is not.
    pub fn is_true(self) -> bool {
        self.bool() == Some(true)
    }

    /// Give the duration in nanoseconds.
    pub fn duration(self) -> Option<super::duration::Nanos> {
        super::duration::parse(self.text()?)
    }

    /// Give the quantity.
    pub fn quantity(self) -> Option<super::quantity::Quantity> {
        super::quantity::Quantity::parse(self.text()?)
    }

    /// Walk the entries of a list.
    pub fn items(self) -> impl DoubleEndedIterator<Item = Node<'a>> + ExactSizeIterator + Clone {
        let items: &[Value] = self.0.and_then(Value::as_array).map_or(&[], Vec::as_slice);
        items.iter().map(Node::of)
    }

    /// Give the texts of a list.
    pub fn texts(self) -> Vec<&'a str> {
        self.items().filter_map(Node::text).collect()
    }

    /// Walk the fields of an object or the entries of a map.
    pub fn entries(self) -> impl Iterator<Item = (&'a str, Node<'a>)> {
        let entries = self.0.and_then(Value::as_object).into_iter().flatten();
        entries.map(|(name, value)| (name.as_str(), Node::of(value)))
    }

    /// Find the entry of a list that has this in a field.
    #[must_use]
    pub fn find(self, field: &str, value: &str) -> Self {
        self.items()
            .find(|item| item.get(field).text() == Some(value))
            .unwrap_or_default()
    }
}

/// Go to an object below another one, making it where it is absent.
pub fn object<'a>(parent: &'a mut Map<String, Value>, name: &str) -> &'a mut Map<String, Value> {
    let value = parent
        .entry(name)
        .or_insert_with(|| Value::Object(Map::new()));
    if !value.is_object() {
        *value = Value::Object(Map::new());
    }
    match value {
        Value::Object(map) => map,
        _ => unreachable!("it has just been made an object"),
    }
}

/// Set a field that is absent.
pub fn default(parent: &mut Map<String, Value>, name: &str, value: impl Into<Value>) {
    parent.entry(name).or_insert_with(|| value.into());
}
