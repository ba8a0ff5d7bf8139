//! What a person decided about an annotation.

use serde::{Deserialize, Serialize};

/// A person's verdict on an entry. Setting it makes the entry that person's.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize, schemars::JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Review {
    /// It is right.
    Accepted,
    /// It is wrong; it is not proposed again at this place.
    Rejected,
}

impl Review {
    /// Returns the name that files use.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Accepted => "accepted",
            Self::Rejected => "rejected",
        }
    }
}
