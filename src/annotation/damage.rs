//! Text that lost or changed letters on its way to us.

use serde::{Deserialize, Serialize};

/// A word that is not what was written.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Damage<At> {
    /// Where.
    pub at: At,
    /// What happened to it.
    pub kind: DamageKind,
    /// What probably stood there. The document is never changed.
    pub suggestion: Option<String>,
    /// The rule that found it.
    pub rule: String,
}

/// What happened to a damaged word.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize, schemars::JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum DamageKind {
    /// The same letters were removed throughout the document.
    LostLetters,
    /// UTF-8 was read as another encoding: `â€™` for `’`.
    Mojibake,
    /// A character was replaced by U+FFFD.
    Replaced,
}

impl DamageKind {
    /// Returns the name that files use.
    pub const fn name(self) -> &'static str {
        match self {
            Self::LostLetters => "lost-letters",
            Self::Mojibake => "mojibake",
            Self::Replaced => "replaced",
        }
    }
}
