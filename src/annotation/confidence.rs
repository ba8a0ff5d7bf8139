//! How often a rule is right: a measured share, not a judgement of the text.

use serde::{Deserialize, Deserializer, Serialize, Serializer};
use std::{fmt, str::FromStr};

/// The share of a rule's claims that human readers agreed with, from 0 to 1, in hundredths.
///
/// It says how much to trust ibid's reading of who said what, never whether what was said is true.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, schemars::JsonSchema)]
#[schemars(transparent)]
pub struct Confidence(#[schemars(with = "f64", extend("minimum" = 0, "maximum" = 1))] u8);

impl Confidence {
    fn of(share: f64) -> Result<Self, String> {
        if (0.0..=1.0).contains(&share) {
            // The share is within 0 and 1, so that nothing is cut.
            Ok(Self((share * 100.0).round() as u8))
        } else {
            Err("a confidence is a number from 0 to 1".to_owned())
        }
    }

    /// Returns it as a number from 0 to 1.
    pub fn share(self) -> f64 {
        f64::from(self.0) / 100.0
    }
}

impl fmt::Display for Confidence {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}.{:02}", self.0 / 100, self.0 % 100)
    }
}

impl FromStr for Confidence {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        Self::of(text.parse().unwrap_or(f64::NAN))
    }
}

impl Serialize for Confidence {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_f64(self.share())
    }
}

impl<'de> Deserialize<'de> for Confidence {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        f64::deserialize(deserializer).and_then(|share| Self::of(share).map_err(serde::de::Error::custom))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_share_is_read_and_written_as_it_was() {
        for text in ["0.00", "0.07", "0.70", "1.00"] {
            let read: Confidence = text.parse().unwrap();
            assert_eq!(read.to_string(), text);
            assert_eq!(serde_json::from_str::<Confidence>(&serde_json::to_string(&read).unwrap()).unwrap(), read);
        }
        for text in ["-0.1", "1.1", "NaN", "inf", "much", ""] {
            assert!(text.parse::<Confidence>().is_err(), "{text}");
        }
    }
}
