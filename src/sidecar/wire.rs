//! The sidecar's types as they stand in the file; the JSON Schema is made from them.

use crate::annotation::{
    ByteRange, Category, ClaimKind, CueClass, DamageKind, Id, Referent, Relay, Review, State, Voice,
};
use crate::document::{Digest, Document};
use schemars::JsonSchema;
use serde::{Deserialize, Deserializer, Serialize};
use std::collections::BTreeMap;

/// Keys that belong to people: any that begin with `x-`. Others are refused.
pub(super) type Extra = BTreeMap<String, serde_yaml::Value>;

/// A key with nothing behind it is an empty list: what is left when the last entry goes.
fn list<'de, D: Deserializer<'de>, T: Deserialize<'de>>(deserializer: D) -> Result<Vec<T>, D::Error> {
    Option::deserialize(deserializer).map(Option::unwrap_or_default)
}

/// An annotation file of ibid: what was found in one document, by the engine and by people.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[schemars(title = "ibid annotation file", extend("additionalProperties" = false, "patternProperties" = {"^x-": {}}))]
pub struct File {
    /// The version of the format: 1.
    #[schemars(extend("const" = 1))]
    pub ibid: u32,
    /// The document that is annotated.
    pub document: DocumentRef,
    /// What wrote the entries marked `by: ibid`.
    pub engine: Engine,
    /// Whose document it is; absent when the document does not say.
    #[serde(default)]
    pub outlet: Option<OutletEntry>,
    /// Who wrote it.
    #[serde(default, deserialize_with = "list")]
    #[schemars(with = "Option<Vec<AuthorEntry>>")]
    pub authors: Vec<AuthorEntry>,
    /// When it was published.
    #[serde(default)]
    pub published: Option<PublishedEntry>,
    /// The outlets it relies on.
    #[serde(default, deserialize_with = "list")]
    #[schemars(with = "Option<Vec<CitedEntry>>")]
    pub cites: Vec<CitedEntry>,
    /// Who says what.
    #[serde(default, deserialize_with = "list")]
    #[schemars(with = "Option<Vec<ClaimEntry>>")]
    pub claims: Vec<ClaimEntry>,
    /// The words that judge, and whose they are.
    #[serde(default, deserialize_with = "list")]
    #[schemars(with = "Option<Vec<FramingEntry>>")]
    pub framing: Vec<FramingEntry>,
    /// How people, bodies and groups are named, beyond their plain names.
    #[serde(default, deserialize_with = "list")]
    #[schemars(with = "Option<Vec<NamingEntry>>")]
    pub naming: Vec<NamingEntry>,
    /// Where the text lost or changed letters on its way.
    #[serde(default, deserialize_with = "list")]
    #[schemars(with = "Option<Vec<DamageEntry>>")]
    pub damage: Vec<DamageEntry>,
    /// Keys of people.
    #[serde(flatten)]
    #[schemars(skip)]
    pub extra: Extra,
}

/// The document, by path and by its four digests.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct DocumentRef {
    /// The way from this file to the document.
    #[schemars(extend("examples" = ["../corpus/harbor-post.md"]))]
    pub path: String,
    /// Of the file's bytes, front matter included: what `sha256sum` prints.
    pub raw: Digest,
    /// Of the canonical text: unchanged by line ends, BOM, Unicode normalisation, trailing blanks and
    /// front matter.
    pub text: Digest,
    /// Of the front matter; null when there is none.
    #[schemars(extend("examples" = [null]))]
    pub front: Option<Digest>,
    /// The Merkle root over the text's blocks.
    pub root: Digest,
}

impl DocumentRef {
    /// Returns how a sidecar names a document. `path` is the way from the sidecar to it.
    pub fn of(path: &str, document: &Document) -> Self {
        let digests = document.digests();
        let path = path.to_owned();
        Self { path, raw: digests.raw, text: digests.text, front: digests.front, root: digests.root }
    }
}

/// The engine and the lexicon that proposed the entries marked `by: ibid`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Engine {
    /// The version of ibid.
    #[schemars(extend("examples" = ["0.1.0"]))]
    pub version: String,
    /// The digest of its lexicon.
    pub lexicon: Digest,
}

/// A place in the document.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Place {
    /// First and last byte in the file, 0-based, both included.
    #[schemars(extend("examples" = ["171-193"]))]
    pub bytes: ByteRange,
    /// The words that stand there. Left out where the entry says them already (`term`).
    #[serde(default)]
    #[schemars(extend("examples" = ["Roth"]))]
    pub exact: Option<String>,
    /// The words before it, so that it is found again when the document changes.
    #[serde(default)]
    #[schemars(extend("examples" = ["said: "]))]
    pub prefix: Option<String>,
    /// The words after it.
    #[serde(default)]
    #[schemars(extend("examples" = [" Normal"]))]
    pub suffix: Option<String>,
    /// Where the words were before `ibid reanchor` set them anew.
    #[serde(default)]
    #[schemars(extend("examples" = [{"bytes": "171-193"}]))]
    pub was: Option<Was>,
}

/// A place, and the rule that read it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct EvidenceEntry {
    /// First and last byte in the file, 0-based, both included.
    pub bytes: ByteRange,
    /// The words that stand there.
    #[schemars(extend("examples" = ["Roth"]))]
    pub exact: String,
    /// The rule; `ibid explain RULE` says what it looks for.
    #[schemars(extend("examples" = ["claim.said"]))]
    pub rule: String,
    /// Where the words were before `ibid reanchor` set them anew.
    #[serde(default)]
    #[schemars(extend("examples" = [{"bytes": "171-193"}]))]
    pub was: Option<Was>,
}

/// The words that attribute.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct CueEntry {
    /// First and last byte in the file, 0-based, both included.
    pub bytes: ByteRange,
    /// The words that stand there.
    #[schemars(extend("examples" = ["Roth"]))]
    pub exact: String,
    /// How they attribute.
    pub class: CueClass,
    /// Where the words were before `ibid reanchor` set them anew.
    #[serde(default)]
    #[schemars(extend("examples" = [{"bytes": "171-193"}]))]
    pub was: Option<Was>,
}

/// Where words were, and what they were if others stand for them now.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Was {
    /// First and last byte in the file, 0-based, both included.
    #[schemars(extend("examples" = ["171-193"]))]
    pub bytes: ByteRange,
    /// The words that stood there, when others do now.
    #[serde(default)]
    #[schemars(extend("examples" = ["Roth"]))]
    pub exact: Option<String>,
}

/// One place or several.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(untagged)]
pub enum Places {
    /// One.
    One(Place),
    /// Several, in document order.
    Many(Vec<Place>),
}

impl Places {
    /// Returns all of them.
    pub fn all(&self) -> &[Place] {
        match self {
            Self::One(place) => std::slice::from_ref(place),
            Self::Many(places) => places,
        }
    }
}

/// Where the words of a person's entry are in a document that was edited since. The engine writes it, takes
/// it out when the entry's places are right again, and changes nothing else in the entry.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Now {
    /// What became of the words; of several places, the worst.
    pub state: State,
    /// Where the words of `at` are.
    #[serde(default)]
    #[schemars(extend("examples" = ["220-228"]))]
    pub at: Option<Ranges>,
    /// Where the words of `source` are.
    #[serde(default)]
    #[schemars(extend("examples" = ["220-228"]))]
    pub source: Option<Ranges>,
    /// Where the words of `cue` are.
    #[serde(default)]
    #[schemars(extend("examples" = ["220-228"]))]
    pub cue: Option<Ranges>,
    /// Where the words of `content` are, piece by piece.
    #[serde(default)]
    #[schemars(extend("examples" = [["220-228", "240-251"]]))]
    pub content: Option<Ranges>,
    /// Where the words of `evidence` are, piece by piece.
    #[serde(default)]
    #[schemars(extend("examples" = ["220-228"]))]
    pub evidence: Option<Ranges>,
    /// `ibid` and the fingerprint of this line. What a person wrote here instead stays.
    #[serde(default)]
    #[schemars(extend("examples" = ["ibid 3f9a2c81"]))]
    pub by: Option<String>,
}

/// One range of bytes or several.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(untagged)]
pub enum Ranges {
    /// One.
    One(ByteRange),
    /// Several, in the order of the entry's places.
    Many(Vec<ByteRange>),
}

macro_rules! entries {
    ($($(#[$doc:meta])* $name:ident { $($(#[$field_meta:meta])* $field:ident: $type:ty,)* })*) => {
        $(
            $(#[$doc])*
            #[derive(Clone, Debug, Deserialize, JsonSchema)]
            #[schemars(extend("additionalProperties" = false, "patternProperties" = {"^x-": {}}))]
            pub struct $name {
                $($(#[$field_meta])* pub $field: $type,)*
                /// A person's verdict. Setting it makes the entry that person's.
                #[serde(default)]
                #[schemars(extend("examples" = ["rejected"]))]
                pub review: Option<Review>,
                /// A person's remark; it is shown in reports.
                #[serde(default)]
                #[schemars(extend("examples" = ["compare with the wire's version"]))]
                pub note: Option<String>,
                /// Who gave the verdict.
                #[serde(default)]
                #[schemars(extend("examples" = ["Mira Osk"]))]
                pub reviewer: Option<String>,
                /// Where the entry's words are now, when the document was edited since a person wrote it.
                #[serde(default)]
                #[schemars(extend("examples" = [{"state": "moved", "at": "220-228", "by": "ibid 33c292ee"}]))]
                pub now: Option<Now>,
                /// `ibid` and the fingerprint of the entry as the engine wrote it. Leave it as it is, or
                /// leave it out of entries of your own.
                #[serde(default)]
                #[schemars(extend("examples" = ["ibid 3f9a2c81"]))]
                pub by: Option<String>,
                /// Keys of people.
                #[serde(flatten)]
                #[schemars(skip)]
                pub extra: Extra,
            }

            impl $name {
                pub(super) fn people(&self) -> People<'_> {
                    People { review: self.review, note: self.note.as_deref(), extra: &self.extra }
                }
            }
        )*
    };
}

/// What people add to an entry.
pub(super) struct People<'e> {
    pub(super) review: Option<Review>,
    pub(super) note: Option<&'e str>,
    pub(super) extra: &'e Extra,
}

entries! {
    /// Whose document it is.
    OutletEntry {
        /// The outlet's name.
        #[schemars(extend("examples" = ["The Harbor Post"]))]
        name: String,
        /// Its domain.
        #[serde(default)]
        #[schemars(extend("examples" = ["harborpost.example"]))]
        domain: Option<String>,
        /// What in the document says so.
        #[serde(default)]
        #[schemars(extend("examples" = [[{"bytes": "412-426", "exact": "The Harbor Post", "rule": "outlet.front.citations"}]]))]
        evidence: Vec<EvidenceEntry>,
    }
    /// A person or a body named as the author.
    AuthorEntry {
        /// The name, without “By” and without the outlet.
        #[schemars(extend("examples" = ["Mira Osk"]))]
        name: String,
        /// What in the document says so.
        #[serde(default)]
        #[schemars(extend("examples" = [[{"bytes": "412-426", "exact": "The Harbor Post", "rule": "outlet.front.citations"}]]))]
        evidence: Vec<EvidenceEntry>,
    }
    /// When the document was published.
    PublishedEntry {
        /// ISO 8601, to the precision of the text.
        #[schemars(extend("examples" = ["2031-03-14", "2031-03-14T09:25"]))]
        date: String,
        /// What in the document says so.
        #[serde(default)]
        #[schemars(extend("examples" = [[{"bytes": "412-426", "exact": "The Harbor Post", "rule": "outlet.front.citations"}]]))]
        evidence: Vec<EvidenceEntry>,
    }
    /// An outlet that the document relies on.
    CitedEntry {
        /// The outlet's name.
        #[schemars(extend("examples" = ["The Harbor Post"]))]
        name: String,
        /// What in the document says so.
        #[serde(default)]
        #[schemars(extend("examples" = [[{"bytes": "412-426", "exact": "The Harbor Post", "rule": "outlet.front.citations"}]]))]
        evidence: Vec<EvidenceEntry>,
    }
    /// Something that the document attributes to somebody.
    ClaimEntry {
        /// Its name in this file.
        #[schemars(extend("examples" = ["c-7k2m"]))]
        id: Id,
        /// Whether the content stands in quotation marks.
        kind: ClaimKind,
        /// Who, resolved within the document; null when the text does not say.
        #[schemars(extend("examples" = ["Dana Roth"]))]
        speaker: Option<String>,
        /// The words that name the source.
        #[serde(default)]
        #[schemars(extend("examples" = [{"bytes": "1204-1207", "exact": "Roth"}]))]
        source: Option<Place>,
        /// The words that attribute.
        cue: CueEntry,
        /// What is attributed: one place or a list.
        content: Places,
        /// The id of the claim that reports this one.
        #[serde(default)]
        #[schemars(extend("examples" = ["c-7k2m"]))]
        within: Option<Id>,
        /// The rule that found it; absent from entries of people.
        #[serde(default)]
        #[schemars(extend("examples" = ["claim.said"]))]
        rule: Option<String>,
    }
    /// A word that judges, and whose it is.
    FramingEntry {
        /// Its name in this file.
        #[schemars(extend("examples" = ["f-88qe"]))]
        id: Id,
        /// The words, as a reader reads them.
        #[schemars(extend("examples" = ["highly respected"]))]
        term: String,
        /// Where they stand.
        at: Place,
        /// What they do.
        category: Category,
        /// Whose words they are.
        voice: Voice,
        /// Who uses them, when it is not the outlet.
        #[serde(default)]
        #[schemars(extend("examples" = ["Dana Roth"]))]
        speaker: Option<String>,
        /// How the outlet hands them on.
        #[serde(default)]
        #[schemars(extend("examples" = ["distancing"]))]
        relay: Option<Relay>,
        /// The id of the claim they stand in.
        #[serde(default)]
        #[schemars(extend("examples" = ["c-7k2m"]))]
        claim: Option<Id>,
        /// The rule or lexicon entry that found them; absent from entries of people.
        #[serde(default)]
        #[schemars(extend("examples" = ["claim.said"]))]
        rule: Option<String>,
        /// Whether only `--framing broad` proposes them.
        #[serde(default)]
        #[schemars(extend("examples" = [true]))]
        broad: bool,
    }
    /// One way in which somebody is named, in one voice.
    NamingEntry {
        /// Its name in this file.
        #[schemars(extend("examples" = ["n-4f2x"]))]
        id: Id,
        /// Who is named.
        #[schemars(extend("examples" = ["Dana Roth"]))]
        referent: String,
        /// What is named.
        kind: Referent,
        /// The words that name.
        #[schemars(extend("examples" = ["the port's contested mayor"]))]
        designator: String,
        /// Where they stand: one place or a list.
        at: Places,
        /// Whose words they are.
        voice: Voice,
        /// Who uses them, when it is not the outlet.
        #[serde(default)]
        #[schemars(extend("examples" = ["Tom Pell"]))]
        speaker: Option<String>,
        /// The rule that found them; absent from entries of people.
        #[serde(default)]
        #[schemars(extend("examples" = ["naming.title"]))]
        rule: Option<String>,
    }
    /// A word that is not what was written.
    DamageEntry {
        /// Where it stands.
        at: Place,
        /// What happened to it.
        kind: DamageKind,
        /// What probably stood there.
        #[serde(default)]
        #[schemars(extend("examples" = ["harbour"]))]
        suggestion: Option<String>,
        /// The rule that found it.
        #[serde(default)]
        #[schemars(extend("examples" = ["claim.said"]))]
        rule: Option<String>,
    }
}
