//! What was typed. Nothing here reads a file or means anything yet.

use crate::annotation::Confidence;
use clap::{Args, Parser, Subcommand, ValueEnum};
use std::path::PathBuf;

const AFTER: &str = "\
Exit codes: 0 done, 1 a check failed, 2 could not run.

Examples:
  ibid init                      set up a workspace here: corpus, annotations, reports, schemas
  ibid annotate                  annotate every document under corpus
  ibid verify                    are annotations and reports still true to their documents?
  ibid explain contested         why a word was marked";

/// Whose words are these? Hashes news documents, records outlet, attributed claims and framing terms,
/// and writes annotated Markdown that strips back byte for byte.
#[derive(Debug, Parser)]
#[command(name = "ibid", version, after_help = AFTER, disable_help_subcommand = true)]
pub(super) struct Cli {
    /// When to use colour
    #[arg(long, global = true, value_name = "WHEN", default_value = "auto")]
    pub(super) color: Color,
    /// Print nothing but errors and failed checks
    #[arg(long, short, global = true)]
    pub(super) quiet: bool,
    /// How to print what was done or found
    #[arg(long, global = true, value_name = "FORMAT", default_value = "human")]
    pub(super) format: Format,
    #[command(subcommand)]
    pub(super) verb: Verb,
}

#[derive(Clone, Copy, Debug, ValueEnum)]
pub(super) enum Color {
    Auto,
    Always,
    Never,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(super) enum Format {
    /// For people
    Human,
    /// One JSON value a line
    Json,
    /// For code hosts, code scanning services and editors (`check` and `verify` only)
    Sarif,
    /// For browsers (`compare` and `report` only)
    Html,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(super) enum Framing {
    /// Terms a reader will agree with
    Precise,
    /// All terms the lexicon knows
    Broad,
    /// None
    Off,
}

#[derive(Debug, Subcommand)]
pub(super) enum Verb {
    /// Annotate documents: write annotations/ and reports/
    Annotate(Annotate),
    /// Write annotated Markdown or HTML from documents and their annotation files
    Report(Report),
    /// Show side by side what documents on one event say
    Compare(Compare),
    /// Check annotation files, reports, citations in papers, manifests and bags
    Verify(Verify),
    /// Cite a passage: one line that anyone can check
    Cite(Cite),
    /// Prove that a paragraph belongs to a document, for readers without the document
    Prove(Prove),
    /// Check a proof without the document
    VerifyProof(VerifyProof),
    /// Find every mistake in annotation files and lexicons, and mend the plain ones
    Check(Check),
    /// List what nobody has decided on, and accept, reject or amend it
    Review(Box<Review>),
    /// Print the source of an annotated report, byte for byte
    Strip(Strip),
    /// Print the digests of files as `sha256sum` does
    Hash(Hash),
    /// Annotate JSON records from standard input to standard output, one a line
    Stream(Stream),
    /// Find annotated passages again in edited documents
    Reanchor(Reanchor),
    /// Write annotations without the text that they speak of
    Export(Export),
    /// Fill the text into exported annotations, for those who hold it
    Hydrate(Hydrate),
    /// Say why: a rule, a term, an entry of an annotation file
    Explain(Explain),
    /// Print or write the JSON Schemas of ibid's files
    Schema(Schema),
    /// Set up a workspace
    Init(Init),
    /// Print a completion script for a shell
    Completions(Completions),
    /// Print the manual page
    #[command(after_help = "Example:\n  ibid man | man -l -")]
    Man,
}

/// Where a workspace keeps its files.
#[derive(Clone, Debug, Args)]
pub(super) struct Folders {
    /// Where annotation files are kept
    #[arg(long, value_name = "DIR", default_value = "annotations")]
    pub(super) annotations: PathBuf,
    /// Where annotated reports are written
    #[arg(long, value_name = "DIR", default_value = "reports")]
    pub(super) reports: PathBuf,
}

/// Which claims to show.
#[derive(Clone, Copy, Debug, Args)]
pub(super) struct Claims {
    /// Leave out claims of rules that are right less often, from 0 to 1; claims of people stay
    #[arg(long, value_name = "SHARE", default_value = "0")]
    pub(super) min_confidence: Confidence,
}

/// What a workspace adds to the lexicon.
#[derive(Clone, Debug, Args)]
pub(super) struct Own {
    /// Where the workspace's own terms are kept (.yaml) [default: lexicon]
    #[arg(long, value_name = "DIR")]
    pub(super) lexicon: Option<PathBuf>,
}

#[derive(Debug, Args)]
#[command(
    after_help = "Examples:\n  ibid annotate\n  ibid annotate corpus/harbor-post.md --framing broad\n  ibid annotate --check    exit 1 if any annotation file or report is stale"
)]
pub(super) struct Annotate {
    /// Documents, or folders of documents (.md, .markdown, .txt)
    #[arg(value_name = "PATH", default_value = "corpus")]
    pub(super) paths: Vec<PathBuf>,
    /// Which framing terms to propose
    #[arg(long, value_name = "MODE", default_value = "precise")]
    pub(super) framing: Framing,
    #[command(flatten)]
    pub(super) claims: Claims,
    #[command(flatten)]
    pub(super) own: Own,
    /// Write nothing; exit 1 if anything would change
    #[arg(long)]
    pub(super) check: bool,
    #[command(flatten)]
    pub(super) folders: Folders,
}

#[derive(Debug, Args)]
#[command(
    after_help = "Examples:\n  ibid report                              rewrite every report\n  ibid report corpus/harbor-post.md --stdout | less\n  ibid report --format html                pages for a browser: reports/….html"
)]
pub(super) struct Report {
    /// Documents, or folders of documents
    #[arg(value_name = "PATH", default_value = "corpus")]
    pub(super) paths: Vec<PathBuf>,
    /// Leave out claims of rules that are right less often, from 0 to 1; claims of people stay
    #[arg(long, value_name = "SHARE", default_value = "0", requires = "stdout")]
    pub(super) min_confidence: Confidence,
    /// Print the report instead of writing it; with `--format json`, as one record a line
    #[arg(long)]
    pub(super) stdout: bool,
    /// Which framing terms of the annotation file to show [default: all]
    #[arg(long, value_name = "MODE", requires = "stdout")]
    pub(super) framing: Option<Framing>,
    #[command(flatten)]
    pub(super) folders: Folders,
}

#[derive(Debug, Args)]
#[command(
    after_help = "Documents without an annotation file are annotated on the way; nothing is written.\n\nExamples:\n  ibid compare corpus > compared.md\n  ibid compare --format html corpus > compared.html"
)]
pub(super) struct Compare {
    /// Documents, or folders of documents
    #[arg(value_name = "PATH", default_value = "corpus")]
    pub(super) paths: Vec<PathBuf>,
    #[command(flatten)]
    pub(super) own: Own,
    #[command(flatten)]
    pub(super) folders: Folders,
}

#[derive(Debug, Args)]
#[command(
    after_help = "A citation that is not intact, quoted words that are altered, and a manifest's missing, differing or unlisted files\nare failed checks. Words quoted for a citation are verbatim, typographic (punctuation differs), elided (… and [ ]) or altered.\n\nExamples:\n  ibid verify\n  ibid verify reports/harbor-post.md\n  ibid verify paper.md --corpus ~/texts       citations in a paper\n  ibid verify SHA256SUMS bag/                 manifests, BagIt bags\n  ibid verify 'sha256:…;bytes=…;quote=…'      one citation\n  ibid verify --format json annotations | jq .rung"
)]
pub(super) struct Verify {
    /// Annotation files, reports, papers, documents, manifests, bags, folders, or one citation [default: annotations reports]
    #[arg(value_name = "PATH")]
    pub(super) paths: Vec<PathBuf>,
    /// Where documents are looked for: by digest for citations [default: corpus]; outside this folder for annotation files
    #[arg(long, value_name = "DIR")]
    pub(super) corpus: Vec<PathBuf>,
    #[command(flatten)]
    pub(super) folders: Folders,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(super) enum CiteAs {
    /// One line: the file's digest, the bytes, their digest
    Line,
    /// A Markdown footnote
    Markdown,
    /// For Zotero, pandoc, citeproc
    CslJson,
    /// For LaTeX
    Bibtex,
    /// A link that scrolls a browser to the words
    TextFragment,
    /// Git's name of the file, which any clone resolves; SHA-1, not proof
    Swhid,
    /// The document as a URI of RFC 6920
    Ni,
    /// A block quotation with its source
    Html,
}

#[derive(Debug, Args)]
#[command(
    after_help = "Bytes are counted from 0, both ends included; lines from 1.\n\nExamples:\n  ibid cite corpus/harbor-post.md \"had no choice\"\n  ibid cite corpus/harbor-post.md --bytes 171-193 --as bibtex\n  ibid cite c-7k2m --as markdown >> paper.md\n\nCheck one without ibid:\n  sha256sum FILE; tail -c +172 FILE | head -c 23 | sha256sum"
)]
pub(super) struct Cite {
    /// A document, or the id of an annotation
    #[arg(value_name = "FILE|ID")]
    pub(super) file: PathBuf,
    /// The words to cite, as they stand or as they are read; or the id of an annotation of FILE
    #[arg(value_name = "WORDS", conflicts_with_all = ["bytes", "line"])]
    pub(super) words: Option<String>,
    /// Cite these bytes
    #[arg(long, value_name = "FIRST-LAST", conflicts_with = "line")]
    pub(super) bytes: Option<crate::annotation::ByteRange>,
    /// Cite a line
    #[arg(long, value_name = "N")]
    pub(super) line: Option<usize>,
    /// Which place, when the words stand in several (the first is 1)
    #[arg(long, value_name = "N", requires = "words")]
    pub(super) nth: Option<usize>,
    /// In which form
    #[arg(long = "as", value_name = "FORM", default_value = "line")]
    pub(super) style: CiteAs,
    /// Add paragraph, address and path to the line
    #[arg(long)]
    pub(super) full: bool,
    #[command(flatten)]
    pub(super) folders: Folders,
}

#[derive(Debug, Args)]
#[command(
    after_help = "An inclusion proof of RFC 6962 over the paragraphs of the text; the root is in the annotation file\n(`ibid hash --format json FILE` prints it).\n\nExamples:\n  ibid prove corpus/harbor-post.md \"had no choice\" > proof.json\n  ibid prove corpus/harbor-post.md --block 2"
)]
pub(super) struct Prove {
    /// A document
    #[arg(value_name = "FILE")]
    pub(super) file: PathBuf,
    /// Words of the paragraph
    #[arg(value_name = "WORDS", conflicts_with = "block")]
    pub(super) words: Option<String>,
    /// Which paragraph, counted from 0
    #[arg(long, value_name = "N")]
    pub(super) block: Option<u32>,
}

#[derive(Debug, Args)]
#[command(after_help = "Example:\n  ibid verify-proof proof.json --root sha256:fa48…")]
pub(super) struct VerifyProof {
    /// A proof; `-` for standard input
    #[arg(value_name = "PROOF")]
    pub(super) file: PathBuf,
    /// The root that you know from elsewhere, such as an annotation file
    #[arg(long, value_name = "DIGEST")]
    pub(super) root: Option<crate::document::Digest>,
}

#[derive(Debug, Args)]
#[command(
    after_help = "Errors give exit code 1; warnings and notes do not.\n\nExamples:\n  ibid check\n  ibid check --fix annotations/harbor-post.md.yaml\n  ibid check --format sarif > ibid.sarif"
)]
pub(super) struct Check {
    /// Annotation files, lexicons, or folders of them [default: annotations]
    #[arg(value_name = "PATH")]
    pub(super) paths: Vec<PathBuf>,
    /// Show as a diff how to mend what only one thing can be meant by, and write it
    #[arg(long)]
    pub(super) fix: bool,
    /// With --fix: show the diff, and write nothing
    #[arg(long, requires = "fix")]
    pub(super) dry_run: bool,
    /// A folder outside this one whose documents annotation files may name
    #[arg(long, value_name = "DIR")]
    pub(super) corpus: Vec<PathBuf>,
    #[command(flatten)]
    pub(super) folders: Folders,
}

#[derive(Debug, Args)]
#[command(
    args_conflicts_with_subcommands = true,
    after_help = "Without a verdict: the undecided entries, the most doubtful first.\n\nExamples:\n  ibid review\n  ibid review accept c-7k2m f-88qe --by \"Mira Osk\"\n  ibid review amend f-2c9d --voice quoted --speaker \"Dana Roth\""
)]
pub(super) struct Review {
    #[command(subcommand)]
    pub(super) decision: Option<Decision>,
    /// Annotation files, documents, or folders of annotation files [default: annotations]
    #[arg(value_name = "PATH")]
    pub(super) paths: Vec<PathBuf>,
    #[command(flatten)]
    pub(super) folders: Folders,
}

#[derive(Debug, Subcommand)]
pub(super) enum Decision {
    /// Say that entries are right
    Accept(About),
    /// Say that entries are wrong: they leave reports, and are not proposed again
    Reject(About),
    /// Change what entries say; they are a person's from then on
    Amend(Amend),
}

#[derive(Debug, Args)]
pub(super) struct About {
    /// Ids of claims and framing terms
    #[arg(value_name = "ID", required = true)]
    pub(super) ids: Vec<String>,
    /// A remark, shown in reports
    #[arg(long, value_name = "TEXT")]
    pub(super) note: Option<String>,
    /// Who decides
    #[arg(long, value_name = "NAME")]
    pub(super) by: Option<String>,
    /// Where to look for the ids: annotation files, documents, folders [default: annotations]
    #[arg(long = "in", value_name = "PATH")]
    pub(super) within: Vec<PathBuf>,
    #[command(flatten)]
    pub(super) folders: Folders,
}

#[derive(Debug, Args)]
pub(super) struct Amend {
    #[command(flatten)]
    pub(super) about: About,
    /// Whose words a term is: outlet, headline, quoted, attributed, scare
    #[arg(long, value_name = "VOICE")]
    pub(super) voice: Option<String>,
    /// Who speaks
    #[arg(long, value_name = "NAME")]
    pub(super) speaker: Option<String>,
    /// What a term does: `ibid explain` lists the categories
    #[arg(long, value_name = "CATEGORY")]
    pub(super) category: Option<String>,
    /// How much of a claim is quoted: direct, indirect, mixed
    #[arg(long, value_name = "KIND")]
    pub(super) kind: Option<String>,
    /// How the outlet hands words on: neutral, distancing, endorsing
    #[arg(long, value_name = "RELAY")]
    pub(super) relay: Option<String>,
}

impl Decision {
    pub(super) const fn about(&self) -> &About {
        match self {
            Self::Accept(about) | Self::Reject(about) => about,
            Self::Amend(amend) => &amend.about,
        }
    }

    /// Returns what is written into the entries: keys and values.
    pub(super) fn values(&self) -> Vec<(&'static str, String)> {
        let about = self.about();
        let aside = [("note", &about.note), ("reviewer", &about.by)];
        let own = match self {
            Self::Accept(_) => vec![("review", Some("accepted".to_owned()))],
            Self::Reject(_) => vec![("review", Some("rejected".to_owned()))],
            Self::Amend(amend) => vec![
                ("kind", amend.kind.clone()),
                ("category", amend.category.clone()),
                ("voice", amend.voice.clone()),
                ("speaker", amend.speaker.clone()),
                ("relay", amend.relay.clone()),
            ],
        };
        let all = own.into_iter().chain(aside.map(|(key, value)| (key, value.clone())));
        all.filter_map(|(key, value)| Some((key, value?))).collect()
    }

    /// Says what was done.
    pub(super) const fn done(&self) -> &'static str {
        match self {
            Self::Accept(_) => "accepted",
            Self::Reject(_) => "rejected",
            Self::Amend(_) => "amended",
        }
    }
}

#[derive(Debug, Args)]
#[command(
    after_help = "Every quotation is replaced by its digest and its length: annotations of texts that may not be redistributed can be\npublished. Names, speakers, dates and notes stay. A digest keeps words from being copied, not from being guessed.\n\nExample:\n  ibid export --no-text --out public"
)]
pub(super) struct Export {
    /// Annotation files, or folders of them [default: annotations]
    #[arg(value_name = "PATH")]
    pub(super) paths: Vec<PathBuf>,
    /// Replace every quotation by its digest
    #[arg(long)]
    pub(super) no_text: bool,
    /// Where to write annotations/ and reports/
    #[arg(long, value_name = "DIR", default_value = "export")]
    pub(super) out: PathBuf,
    /// A folder outside this one whose documents annotation files may name
    #[arg(long, value_name = "DIR")]
    pub(super) corpus: Vec<PathBuf>,
    #[command(flatten)]
    pub(super) folders: Folders,
}

#[derive(Debug, Args)]
#[command(after_help = "Example:\n  ibid hydrate public/annotations --corpus ~/texts --out whole")]
pub(super) struct Hydrate {
    /// Exported annotation files, or folders of them [default: export/annotations]
    #[arg(value_name = "PATH")]
    pub(super) paths: Vec<PathBuf>,
    /// Where the documents lie; they are found by their digests
    #[arg(long, value_name = "DIR", default_value = "corpus")]
    pub(super) corpus: Vec<PathBuf>,
    /// Where to write annotations/ and reports/
    #[arg(long, value_name = "DIR", default_value = "hydrated")]
    pub(super) out: PathBuf,
}

#[derive(Debug, Args)]
#[command(after_help = "Example:\n  ibid strip reports/harbor-post.md | sha256sum")]
pub(super) struct Strip {
    /// An annotated report; `-` for standard input
    #[arg(value_name = "FILE")]
    pub(super) file: PathBuf,
}

#[derive(Debug, Args)]
#[command(
    after_help = "Sorted by the bytes of the names; SHA256SUMS itself is left out of folders.\n\nExamples:\n  ibid hash corpus > SHA256SUMS && sha256sum -c SHA256SUMS\n  ibid verify SHA256SUMS\n  ibid hash --format json corpus/harbor-post.md    all four digests"
)]
pub(super) struct Hash {
    /// Files, or folders of files
    #[arg(value_name = "PATH", required = true)]
    pub(super) paths: Vec<PathBuf>,
}

#[derive(Debug, Args)]
#[command(
    after_help = "In:  {\"id\": \"…\", \"text\": \"…\", \"format\": \"markdown\" | \"plain\"}, or \"base64\" in place of \"text\"\nOut: one object a line, in the same order; spans are half-open, in code points of the text.\nA record that cannot be read gives {\"id\", \"error\": {\"code\", \"message\"}}.\n\nExamples:\n  ibid stream < records.ndjson > annotated.ndjson\n  ibid stream --fields claims,framing --jobs 2 < records.ndjson"
)]
pub(super) struct Stream {
    /// Which framing terms to find
    #[arg(long, value_name = "MODE", default_value = "precise")]
    pub(super) framing: Framing,
    #[command(flatten)]
    pub(super) claims: Claims,
    #[command(flatten)]
    pub(super) own: Own,
    /// Only these fields, beside id (comma-separated)
    #[arg(long, value_name = "NAMES", value_delimiter = ',')]
    pub(super) fields: Vec<String>,
    /// How many threads to use [default: all cores]
    #[arg(long, value_name = "N")]
    pub(super) jobs: Option<usize>,
}

#[derive(Debug, Args)]
#[command(
    after_help = "Without --accept nothing is written. What is accepted keeps where it was under `was:`. Words that are lost or stand in\nseveral places are never set anew: edit their entry, or delete it.\n\nWith --stream:\nIn:  {\"id\": \"…\", \"old\": \"…\", \"new\": \"…\", \"chars\": [start, end]}, a passage of the old text\nOut: {\"id\", \"state\", \"chars\", \"score\", \"candidates\", \"flags\"}, one object a line, in the same order.\nStates: intact, moved, changed, ambiguous, lost. Spans are half-open, in code points.\nA record that cannot be read gives {\"id\", \"error\": {\"code\", \"message\"}}.\n\nExamples:\n  ibid reanchor                               what became of passages whose documents were edited\n  ibid reanchor --accept-all-moved            set those anew whose words are the same\n  ibid reanchor --accept c-7k2m annotations/harbor-post.md.yaml\n  ibid reanchor --stream < passages.ndjson"
)]
pub(super) struct Reanchor {
    /// Annotation files, or folders of them [default: annotations]
    #[arg(value_name = "PATH", conflicts_with = "stream")]
    pub(super) paths: Vec<PathBuf>,
    /// Set the moved and changed places of this entry anew (an id, or outlet, authors, published, cites, damage)
    #[arg(long, value_name = "ID", conflicts_with = "stream")]
    pub(super) accept: Vec<String>,
    /// Set all places anew whose words are the same
    #[arg(long, conflicts_with = "stream")]
    pub(super) accept_all_moved: bool,
    /// A folder outside this one whose documents annotation files may name
    #[arg(long, value_name = "DIR", conflicts_with = "stream")]
    pub(super) corpus: Vec<PathBuf>,
    #[command(flatten)]
    pub(super) folders: Folders,
    /// Read JSON records from standard input, write one a line to standard output
    #[arg(long)]
    pub(super) stream: bool,
    /// How many threads to use with --stream [default: all cores]
    #[arg(long, value_name = "N")]
    pub(super) jobs: Option<usize>,
}

#[derive(Debug, Args)]
#[command(
    after_help = "Examples:\n  ibid explain honorific\n  ibid explain \"highly respected\"\n  ibid explain cited.according-to\n  ibid explain c-7k2m       a claim in its sentence, and how often its rule is right\n  ibid explain              list everything that has an explanation"
)]
pub(super) struct Explain {
    /// A rule, a term, a category, the id of a claim or framing term, an outlet; without it, a list
    #[arg(value_name = "WHAT")]
    pub(super) what: Option<String>,
    /// Where annotation files are kept
    #[arg(long, value_name = "DIR", default_value = "annotations")]
    pub(super) annotations: PathBuf,
    /// A folder outside this one whose documents annotation files may name
    #[arg(long, value_name = "DIR")]
    pub(super) corpus: Vec<PathBuf>,
    #[command(flatten)]
    pub(super) own: Own,
}

#[derive(Debug, Args)]
#[command(
    after_help = "Examples:\n  ibid schema lexicon\n  ibid schema --write schemas    write all of them, for editors"
)]
pub(super) struct Schema {
    /// Which one to print
    #[arg(value_name = "NAME", default_value = "annotation")]
    pub(super) name: String,
    /// Write all of them into a folder instead
    #[arg(long, value_name = "DIR")]
    pub(super) write: Option<PathBuf>,
}

#[derive(Debug, Args)]
#[command(after_help = "Example:\n  ibid init newsroom && cd newsroom    what is there already stays as it is")]
pub(super) struct Init {
    /// Where
    #[arg(value_name = "DIR", default_value = ".")]
    pub(super) dir: PathBuf,
}

#[derive(Debug, Args)]
#[command(after_help = "Example:\n  ibid completions bash > ~/.local/share/bash-completion/completions/ibid")]
pub(super) struct Completions {
    /// For which shell
    pub(super) shell: clap_complete::Shell,
}
