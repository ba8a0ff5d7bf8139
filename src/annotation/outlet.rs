//! Where a document comes from: its outlet, its authors, its date, the outlets it relies on.

/// Whose document it is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Outlet<At> {
    /// The outlet's name: as the registry has it, else as the document has it.
    pub name: String,
    /// Its domain, when the document or the registry has one.
    pub domain: Option<String>,
    /// What in the document says so.
    pub evidence: Vec<Evidence<At>>,
}

/// A place in the document that says something, and the rule that read it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Evidence<At> {
    /// Where.
    pub at: At,
    /// By which rule.
    pub rule: String,
}

/// A person (or a body) named as the author.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Author<At> {
    /// The name, without “By” and without the outlet.
    pub name: String,
    /// What in the document says so.
    pub evidence: Vec<Evidence<At>>,
}

/// When a document was published.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Published<At> {
    /// As ISO 8601 to the precision of the text: `2025-08-15`, `2025-08-15T10:40`; no zone is guessed.
    pub date: String,
    /// What in the document says so.
    pub evidence: Vec<Evidence<At>>,
}

/// An outlet that the document relies on: cited, quoted, embedded.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Cited<At> {
    /// The outlet's name: as the registry has it, else as the document has it.
    pub name: String,
    /// What in the document says so.
    pub evidence: Vec<Evidence<At>>,
}
