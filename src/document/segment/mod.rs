//! The parts of the prose: kinds of blocks, tokens, sentences, quotations.

mod kind;
mod quotation;
mod sentence;
mod token;
mod view;

pub(crate) use kind::MONTHS;
pub(in crate::document) use kind::classify;
pub(in crate::document) use quotation::quotations;
pub use quotation::{Marks, Quotation, Use};
pub use sentence::Sentence;
pub(in crate::document) use sentence::sentences;
pub(in crate::document) use token::tokenize;
pub use token::{Token, TokenKind, fold, is_mark, key, key_of, key_on, keys};
