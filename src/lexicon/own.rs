//! A workspace's own lexicon: terms that people add, change or switch off, without rebuilding anything.
//!
//! The same format as the files under `framing/`, read strictly: somebody who edits a word list by hand must
//! be told where a slip is, and must never find out from a report that a term was silently dropped.

use super::{FramingFile, Lexicon, Loadedness, Term};
use crate::{
    annotation::{Category, CueClass},
    document::{
        Problem, Source, Span, fold, keys,
        yaml::{self, Kind, Node},
    },
};
use std::{
    collections::{BTreeMap, BTreeSet},
    sync::LazyLock,
};

/// How many names are offered where one is not known.
const NEAR: usize = 4;

/// A file of a workspace's own lexicon.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OwnFile {
    /// Its name, as outputs tell it.
    pub name: String,
    /// Its text.
    pub text: String,
}

/// What a workspace adds to the lexicon, and takes from it.
#[derive(Clone, Debug, Default)]
pub(super) struct Own {
    /// Its terms, each with its category and where it comes from.
    pub(super) terms: Vec<Term>,
    /// What is switched off: names of terms, rules and categories, and folded words.
    pub(super) off: BTreeSet<String>,
    /// The files that say something.
    pub(super) files: Vec<OwnFile>,
}

impl Own {
    /// Reads files of a workspace against the lexicon that is built in.
    ///
    /// # Errors
    ///
    /// Returns the number of the first file that is not right, and what is wrong where.
    pub(super) fn read(files: &[OwnFile], builtin: &Lexicon) -> Result<Self, (usize, Problem)> {
        let mut own = Self::default();
        let mut ids: BTreeMap<String, String> = BTreeMap::new();
        let mut parsed = vec![];
        for (index, file) in files.iter().enumerate() {
            let Some((tree, read)) = parse(&file.text).map_err(|problem| (index, problem))? else { continue };
            check(&tree, &read, &file.name, &mut ids).map_err(|problem| (index, problem))?;
            own.files.push(file.clone());
            let category = read.category.unwrap_or(Category::Label);
            let origin = Some(file.name.clone());
            own.terms
                .extend(read.terms.iter().cloned().map(|term| Term { origin: origin.clone(), ..term.of(category) }));
            parsed.push((index, tree, read));
        }
        let names = names(builtin, &own.terms);
        for (index, tree, read) in parsed {
            for (number, what) in read.off.iter().enumerate() {
                if !names.contains(what.as_str()) && !is_word(what, builtin, &own.terms) {
                    return Err((index, at(unknown(what, &names), item(&tree, "off", number))));
                }
                own.off.insert(what.clone());
                own.off.insert(fold(what));
            }
        }
        Ok(own)
    }
}

/// The classes of claims as they are switched off: `claims.belief`.
static CLAIM_CLASSES: LazyLock<Vec<String>> =
    LazyLock::new(|| CueClass::ALL.iter().map(|class| format!("claims.{}", class.name())).collect());

/// Names of everything that can be switched off by its name.
pub(super) fn names<'l>(builtin: &'l Lexicon, own: &'l [Term]) -> BTreeSet<&'l str> {
    let terms = builtin.framing.iter().chain(own).map(|term| term.id.as_str());
    let rules = builtin.rules.iter().map(|rule| rule.id.as_str());
    let frames = builtin.relay.iter().map(|frame| frame.id.as_str());
    let sets = builtin.designators.sets().iter().map(|set| set.id.as_str());
    let tables = Loadedness::rules().iter().map(|(_, rule)| rule.as_ref());
    let categories = Category::ALL.iter().map(|category| category.name());
    let classes = CLAIM_CLASSES.iter().map(String::as_str);
    terms.chain(rules).chain(frames).chain(sets).chain(tables).chain(categories).chain(classes).collect()
}

/// Tells whether words are a form of a term, or known to the table of loadedness.
fn is_word(what: &str, builtin: &Lexicon, own: &[Term]) -> bool {
    let folded = fold(what);
    let listed = |term: &Term| term.phrases().any(|phrase| fold(&phrase) == folded);
    Loadedness::builtin().get(crate::document::key(&folded)).is_some_and(|near| near.rule().is_some())
        || builtin.framing.iter().chain(own).any(listed)
}

fn unknown(what: &str, names: &BTreeSet<&str>) -> Problem {
    let last = what.rsplit('.').next().unwrap_or(what);
    let near: Vec<&str> = names.iter().copied().filter(|name| name.contains(last)).take(NEAR).collect();
    let help = match near.as_slice() {
        [] => "name a term, a rule, a category or a word; `ibid explain` lists them".to_owned(),
        near => format!("did you mean: {}", near.join(", ")),
    };
    Problem::new("lexicon.unknown", format!("nothing is called `{what}`")).help(help)
}

/// Reads one file; `None` when it holds nothing but comments.
fn parse(text: &str) -> Result<Option<(Node, FramingFile)>, Problem> {
    let tree = yaml::parse(text, Span::<Source>::whole(text)).map_err(|problem| {
        let help = problem.help.unwrap_or_else(|| "mend this line".to_owned());
        Problem { message: format!("not YAML: {}", problem.message), help: Some(help), ..problem }
    })?;
    let Some(tree) = tree else { return Ok(None) };
    let file = serde_yaml::from_str(text).map_err(|error| typed(text, &error))?;
    Ok(Some((tree, file)))
}

fn typed(text: &str, error: &serde_yaml::Error) -> Problem {
    let message = error.to_string();
    let bare = message.rsplit_once(" at line ").map_or(message.as_str(), |(bare, _)| bare).to_owned();
    let problem =
        Problem::new("lexicon.value", bare).help("the schema in schemas/lexicon.schema.json says what may stand here");
    let Some(location) = error.location() else { return problem };
    let line: usize = text.split_inclusive('\n').take(location.line().saturating_sub(1)).map(str::len).sum();
    let here = text.get(line..).unwrap_or_default();
    let column = here.char_indices().nth(location.column().saturating_sub(1)).map_or(0, |(at, _)| at);
    let offset = |at: usize| u32::try_from(at).unwrap_or(u32::MAX);
    let word = here.get(column..).and_then(|rest| rest.find([':', ',', '\n'])).unwrap_or(1).max(1);
    problem.at(Span::clamped(offset(line + column), offset(line + column + word)))
}

/// Checks what the types do not say.
fn check(tree: &Node, file: &FramingFile, name: &str, ids: &mut BTreeMap<String, String>) -> Result<(), Problem> {
    let Some(category) = file.category else {
        let problem = Problem::new("lexicon.no-category", "the terms have no category")
            .help("add `category:` with one of those that `ibid explain` lists; each has a file of its own");
        return if file.terms.is_empty() { Ok(()) } else { Err(at(problem, child(tree, "terms"))) };
    };
    for (index, term) in file.terms.iter().enumerate() {
        let node = item(tree, "terms", index);
        check_term(term, node, category)?;
        if let Some(other) = ids.insert(term.id.clone(), name.to_owned()) {
            let message = format!("the id `{}` is given twice, here and in {other}", term.id);
            let problem = Problem::new("lexicon.duplicate-id", message);
            return Err(at(problem, key_of(node, "id")).help("give one of the two another id, or take one out"));
        }
    }
    Ok(())
}

fn check_term(term: &Term, node: Option<&Node>, category: Category) -> Result<(), Problem> {
    let id = &term.id;
    let filed = id.strip_prefix(category.name()).is_some_and(|rest| rest.len() > 1 && rest.starts_with('.'));
    if !filed {
        let problem = Problem::new("lexicon.id", format!("the id `{id}` does not begin with its category"));
        let help = format!("call it `{}.{}`", category.name(), id.rsplit('.').next().unwrap_or("name"));
        return Err(at(problem, key_of(node, "id")).help(help));
    }
    let empty = term.forms.iter().position(|form| keys(form).is_empty());
    if term.forms.is_empty() || empty.is_some() {
        let forms = key_of(node, "forms");
        let place = forms.and_then(|forms| empty.and_then(|number| nth(forms, number)).or(Some(forms)));
        let problem = Problem::new("lexicon.no-words", format!("`{id}` has a form without words"));
        return Err(at(problem, place).help("write each form as it stands in texts"));
    }
    if term.reason.trim().is_empty() {
        let problem = Problem::new("lexicon.no-reason", format!("`{id}` has no reason"));
        let help = "say why the term judges; `ibid explain` shows it to readers";
        return Err(at(problem, key_of(node, "reason")).help(help));
    }
    Ok(())
}

fn key_of<'n>(node: Option<&'n Node>, key: &str) -> Option<&'n Node> {
    node.and_then(|node| child(node, key)).or(node)
}

/// Says where a problem is, when the tree has the place.
fn at(problem: Problem, node: Option<&Node>) -> Problem {
    match node {
        Some(node) => problem.at(node.span),
        None => problem,
    }
}

fn child<'n>(node: &'n Node, key: &str) -> Option<&'n Node> {
    let Kind::Mapping(pairs) = &node.kind else { return None };
    pairs.iter().find(|(name, _)| name.scalar() == Some(key)).map(|(_, value)| value)
}

fn nth(node: &Node, index: usize) -> Option<&Node> {
    let Kind::Sequence(items) = &node.kind else { return None };
    items.get(index)
}

fn item<'n>(tree: &'n Node, key: &str, index: usize) -> Option<&'n Node> {
    child(tree, key).and_then(|list| nth(list, index))
}
