//! What is asked of a person: a line to be typed, or one of a few choices.

use super::{keys::Key, page::one_line};
use crate::annotation::{Category, ClaimKind, Relay, Voice};

/// A line that is being typed.
#[derive(Clone, Debug)]
pub(super) struct Prompt {
    pub(super) about: About,
    /// What is typed before the caret.
    before: String,
    after: String,
    /// What may be chosen instead of typing it.
    choices: Vec<String>,
    chosen: Option<usize>,
    /// Whether what stood there to begin with is selected: what is typed takes its place.
    is_selected: bool,
}

/// What a line is typed for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum About {
    /// The note of the entry with this id.
    Note(String),
    /// The speaker of the entry with this id.
    Speaker(String),
    /// The words to look for; what they were.
    Words(String),
}

/// What became of a prompt.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Typed {
    Going,
    Left,
    Entered(String),
}

impl Prompt {
    pub(super) fn new(about: About, text: &str, choices: Vec<String>) -> Self {
        // A note is gone on with; a name or a search is another one.
        let is_selected = !text.is_empty() && !matches!(about, About::Note(_));
        Self { about, before: one_line(text), after: String::new(), choices, chosen: None, is_selected }
    }

    pub(super) fn title(&self) -> String {
        match &self.about {
            About::Note(id) => format!("note on {id}"),
            About::Speaker(id) => format!("speaker of {id}"),
            About::Words(_) => "words".to_owned(),
        }
    }

    /// What was typed, before and behind the caret.
    pub(super) fn parts(&self) -> (&str, &str) {
        (&self.before, &self.after)
    }

    pub(super) const fn is_selected(&self) -> bool {
        self.is_selected
    }

    pub(super) fn text(&self) -> String {
        format!("{}{}", self.before, self.after)
    }

    /// Returns what may be chosen that goes with what was typed, and which of it is chosen.
    pub(super) fn choices(&self) -> (Vec<&str>, Option<usize>) {
        let typed = self.text().to_lowercase();
        // What stood there to begin with hides nothing.
        let whole = self.choices.iter().any(|choice| choice.to_lowercase() == typed);
        let fits = |choice: &&String| whole || choice.to_lowercase().contains(&typed);
        (self.choices.iter().filter(fits).map(String::as_str).collect(), self.chosen)
    }

    pub(super) fn press(&mut self, key: &Key) -> Typed {
        match key {
            Key::Escape => return Typed::Left,
            Key::Enter => {
                let (choices, chosen) = self.choices();
                let chosen = chosen.and_then(|at| choices.get(at)).map(|choice| (*choice).to_owned());
                return Typed::Entered(chosen.unwrap_or_else(|| self.text()).trim().to_owned());
            }
            Key::Up | Key::BackTab => self.choose(false),
            Key::Down | Key::Tab => self.choose(true),
            Key::Left | Key::Right | Key::Home | Key::End if self.is_selected => {
                self.is_selected = false;
                return self.press(key);
            }
            Key::Left => {
                if let Some(c) = self.before.pop() {
                    self.after.insert(0, c);
                }
            }
            Key::Right => {
                if let Some(c) = self.take_after() {
                    self.before.push(c);
                }
            }
            Key::Home | Key::Control('a') => self.after.insert_str(0, &std::mem::take(&mut self.before)),
            Key::End | Key::Control('e') => self.before.push_str(&std::mem::take(&mut self.after)),
            key => self.edit(key),
        }
        Typed::Going
    }

    fn edit(&mut self, key: &Key) {
        let is_typed = matches!(key, Key::Char(_) | Key::Paste(_) | Key::Backspace | Key::Delete);
        if std::mem::take(&mut self.is_selected) && is_typed {
            self.before.clear();
        }
        match key {
            Key::Char(c) if !c.is_control() => self.before.push(*c),
            // A note stands on one line of the annotation file.
            Key::Paste(text) => self.before.push_str(&one_line(text)),
            Key::Backspace => _ = self.before.pop(),
            Key::Delete => _ = self.take_after(),
            Key::Control('u') => self.before.clear(),
            Key::Control('k') => self.after.clear(),
            Key::Control('w') => {
                let kept = self.before.trim_end();
                self.before.truncate(kept.rfind(' ').map_or(0, |at| at + 1));
            }
            _ => return,
        }
        self.chosen = None;
    }

    fn take_after(&mut self) -> Option<char> {
        let first = self.after.chars().next()?;
        self.after.drain(..first.len_utf8());
        Some(first)
    }

    fn choose(&mut self, forward: bool) {
        let count = self.choices().0.len();
        self.chosen = match (self.chosen, forward) {
            _ if count == 0 => None,
            (None, true) => Some(0),
            (None, false) => count.checked_sub(1),
            (Some(at), true) => Some(at + 1).filter(|at| *at < count),
            (Some(at), false) => at.checked_sub(1),
        };
    }
}

/// One of a few choices.
#[derive(Clone, Debug)]
pub(super) struct Menu {
    /// The id of the entry.
    pub(super) id: String,
    /// The key of the entry that is set.
    pub(super) key: &'static str,
    pub(super) choices: Vec<&'static str>,
    pub(super) chosen: usize,
}

/// What became of a menu.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Picked {
    Going,
    Left,
    Taken(&'static str),
}

impl Menu {
    /// A menu for a key of an entry, on the value that it has.
    pub(super) fn new(id: &str, key: &'static str, now: Option<&str>) -> Self {
        let choices: Vec<&'static str> = match key {
            "voice" => Voice::ALL.iter().map(|voice| voice.name()).collect(),
            "category" => Category::ALL.iter().map(|category| category.name()).collect(),
            "relay" => [Relay::Neutral, Relay::Distancing, Relay::Endorsing].map(Relay::name).to_vec(),
            _ => [ClaimKind::Direct, ClaimKind::Indirect, ClaimKind::Mixed].map(ClaimKind::name).to_vec(),
        };
        let chosen = choices.iter().position(|choice| Some(*choice) == now).unwrap_or(0);
        Self { id: id.to_owned(), key, choices, chosen }
    }

    /// A letter takes the choice that begins with it; where several do, it goes to the next of them.
    pub(super) fn press(&mut self, key: &Key) -> Picked {
        let last = self.choices.len().saturating_sub(1);
        match key {
            Key::Escape | Key::Char('/') => return Picked::Left,
            Key::Enter | Key::Char(' ') => {
                return self.choices.get(self.chosen).map_or(Picked::Left, |choice| Picked::Taken(choice));
            }
            Key::Up | Key::BackTab => self.chosen = self.chosen.checked_sub(1).unwrap_or(last),
            Key::Down | Key::Tab => self.chosen = if self.chosen >= last { 0 } else { self.chosen + 1 },
            Key::Home => self.chosen = 0,
            Key::End => self.chosen = last,
            Key::Char(letter) => {
                let fits = |(_, choice): &(usize, &&'static str)| choice.starts_with(*letter);
                let all: Vec<(usize, &'static str)> =
                    self.choices.iter().enumerate().filter(fits).map(|(at, choice)| (at, *choice)).collect();
                match all.as_slice() {
                    [] => {}
                    [(_, only)] => return Picked::Taken(only),
                    [first, ..] => {
                        self.chosen = all.iter().find(|(at, _)| *at > self.chosen).unwrap_or(first).0;
                    }
                }
            }
            _ => {}
        }
        Picked::Going
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_line_is_edited_at_its_caret() {
        let mut prompt = Prompt::new(About::Note("c-1234".into()), "said it\ntwice", vec![]);
        for key in [Key::Left, Key::Left, Key::Backspace, Key::Char('港'), Key::Home, Key::Delete, Key::Char('S')] {
            assert_eq!(prompt.press(&key), Typed::Going);
        }
        assert_eq!(prompt.parts(), ("S", "aid it tw港ce"));
        prompt.press(&Key::End);
        prompt.press(&Key::Control('w'));
        prompt.press(&Key::Paste("once\r\nmore\u{1b}[2J".into()));
        assert_eq!(prompt.press(&Key::Enter), Typed::Entered("Said it once more\u{1b}[2J".into()));
    }

    #[test]
    fn a_name_is_chosen_or_typed() {
        let names = ["Dana Roth", "Mira Osk", "the mayor"].map(str::to_owned).to_vec();
        let mut prompt = Prompt::new(About::Speaker("c-1234".into()), "Dana Roth", names);
        assert_eq!(prompt.choices().0.len(), 3);
        prompt.press(&Key::Char('M'));
        assert_eq!(prompt.choices(), (vec!["Mira Osk", "the mayor"], None));
        prompt.press(&Key::Down);
        prompt.press(&Key::Down);
        assert_eq!(prompt.press(&Key::Enter), Typed::Entered("the mayor".into()));
    }

    #[test]
    fn what_is_typed_takes_the_place_of_a_name_unless_the_caret_moves_first() {
        let prompt = || Prompt::new(About::Speaker("c-1234".into()), "Roth", vec![]);
        for (keys, typed) in [
            (&[Key::Char('M'), Key::Char('o')][..], "Mo"),
            (&[Key::Paste("Mira Osk".into())], "Mira Osk"),
            (&[Key::Down, Key::Char('M')], "M"),
            (&[Key::Backspace, Key::Char('M')], "M"),
            (&[Key::Home, Key::Paste("Dana".into()), Key::Char(' ')], "Dana Roth"),
            (&[Key::Right, Key::Char('e')], "Rothe"),
            (&[Key::Left, Key::Backspace], "Roh"),
            (&[], "Roth"),
        ] {
            let mut prompt = prompt();
            for key in keys {
                prompt.press(key);
            }
            assert_eq!(prompt.press(&Key::Enter), Typed::Entered(typed.into()), "{keys:?}");
        }
    }

    #[test]
    fn a_letter_takes_its_choice() {
        assert_eq!(Menu::new("f-1", "voice", None).press(&Key::Char('q')), Picked::Taken("quoted"));
        let mut menu = Menu::new("f-1", "category", Some("metaphor"));
        assert_eq!(menu.press(&Key::Char('i')), Picked::Going);
        assert_eq!(menu.press(&Key::Enter), Picked::Taken("in-group"));
        assert_eq!(menu.press(&Key::Char('i')), Picked::Going);
        assert_eq!(menu.press(&Key::Enter), Picked::Taken("insinuation"));
        assert_eq!(menu.press(&Key::Escape), Picked::Left);
    }
}
