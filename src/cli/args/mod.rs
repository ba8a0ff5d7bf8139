//! What was typed. Nothing here reads a file or means anything yet.

mod citing;
mod lsp;
mod people;
mod serving;

pub(in crate::cli) use citing::{Cite, CiteAs, Exchange, Export, Hydrate, Import, Prove, VerifyProof};
pub(in crate::cli) use lsp::Lsp;
pub(in crate::cli) use people::{About, Agree, Check, Decision, Review};
pub(in crate::cli) use serving::Serve;

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
pub(in crate::cli) struct Cli {
    /// When to use colour
    #[arg(long, global = true, value_name = "WHEN", default_value = "auto")]
    pub(in crate::cli) color: Color,
    /// Print nothing but errors and failed checks
    #[arg(long, short, global = true)]
    pub(in crate::cli) quiet: bool,
    /// How to print what was done or found
    #[arg(long, global = true, value_name = "FORMAT", default_value = "human")]
    pub(in crate::cli) format: Format,
    #[command(subcommand)]
    pub(in crate::cli) verb: Verb,
}

#[derive(Clone, Copy, Debug, ValueEnum)]
pub(in crate::cli) enum Color {
    Auto,
    Always,
    Never,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(in crate::cli) enum Format {
    /// For people
    Human,
    /// One JSON value a line
    Json,
    /// For code hosts, code scanning services and editors (`check` and `verify` only)
    Sarif,
    /// For browsers (`compare`, `report` and `sources` only)
    Html,
    /// For spreadsheets (`sources` only)
    Csv,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum, schemars::JsonSchema)]
#[schemars(rename_all = "lowercase")]
pub(in crate::cli) enum Framing {
    /// Terms a reader will agree with
    Precise,
    /// All terms the lexicon knows
    Broad,
    /// None
    Off,
}

#[derive(Debug, Subcommand)]
pub(in crate::cli) enum Verb {
    /// Annotate documents: write annotations/ and reports/
    Annotate(Annotate),
    /// Write annotated Markdown or HTML from documents and their annotation files
    Report(Report),
    /// Show side by side what documents on one event say
    #[command(
        after_help = "Documents without an annotation file are annotated on the way; nothing is written.\n\nExamples:\n  ibid compare corpus > compared.md\n  ibid compare --format html corpus > compared.html"
    )]
    Compare(Together),
    /// Count who is given as the source, over a corpus
    #[command(
        after_help = "Markdown and HTML have tables by outlet, source and document; CSV and JSON have one row for each source of each document.\nDocuments without an annotation file are annotated on the way; nothing is written.\n\nExamples:\n  ibid sources > sources.md\n  ibid sources --format csv corpus > sources.csv\n  ibid sources --format html corpus > sources.html"
    )]
    Sources(Together),
    /// Read, search, compare and decide in a browser on this machine
    Serve(Serve),
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
    /// Serve editors: diagnostics, hovers, actions and completion while people type
    Lsp(Lsp),
    /// Tell how far people agree who annotated the same documents
    Agree(Agree),
    /// Print the source of an annotated report, byte for byte
    Strip(Strip),
    /// Print the digests of files as `sha256sum` does
    Hash(Hash),
    /// Annotate JSON records from standard input to standard output, one a line
    Stream(Stream),
    /// Find annotated passages again in edited documents
    Reanchor(Reanchor),
    /// Write annotations in other formats, or without the text that they speak of
    Export(Export),
    /// Write annotation files from what `ibid export --as` wrote
    Import(Import),
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
pub(in crate::cli) struct Folders {
    /// Where annotation files are kept
    #[arg(long, value_name = "DIR", default_value = "annotations")]
    pub(in crate::cli) annotations: PathBuf,
    /// Where annotated reports are written
    #[arg(long, value_name = "DIR", default_value = "reports")]
    pub(in crate::cli) reports: PathBuf,
}

/// Where annotation files are kept, and the documents that they name.
#[derive(Clone, Debug, Args)]
pub(in crate::cli) struct Kept {
    /// A folder outside this one whose documents annotation files may name
    #[arg(long, value_name = "DIR")]
    pub(in crate::cli) corpus: Vec<PathBuf>,
    #[command(flatten)]
    pub(in crate::cli) folders: Folders,
}

/// Which claims to show.
#[derive(Clone, Copy, Debug, Args)]
pub(in crate::cli) struct Claims {
    /// Leave out claims of rules that are right less often, from 0 to 1; claims of people stay
    #[arg(long, value_name = "SHARE", default_value = "0")]
    pub(in crate::cli) min_confidence: Confidence,
}

/// What a workspace adds to the lexicon.
#[derive(Clone, Debug, Args)]
pub(in crate::cli) struct Own {
    /// Where the workspace's own terms are kept (.yaml) [default: lexicon]
    #[arg(long, value_name = "DIR")]
    pub(in crate::cli) lexicon: Option<PathBuf>,
}

#[derive(Debug, Args)]
#[command(
    after_help = "Examples:\n  ibid annotate\n  ibid annotate corpus/harbor-post.md --framing broad\n  ibid annotate --check    exit 1 if any annotation file or report is stale\n  ibid annotate --parquet articles.parquet --out annotated"
)]
pub(in crate::cli) struct Annotate {
    /// Documents, or folders of documents (.md, .markdown, .txt)
    #[arg(value_name = "PATH", default_value = "corpus")]
    pub(in crate::cli) paths: Vec<PathBuf>,
    /// Which framing terms to propose
    #[arg(long, value_name = "MODE", default_value = "precise")]
    pub(in crate::cli) framing: Framing,
    #[command(flatten)]
    pub(in crate::cli) claims: Claims,
    #[command(flatten)]
    pub(in crate::cli) own: Own,
    /// Write nothing; exit 1 if anything would change
    #[arg(long)]
    pub(in crate::cli) check: bool,
    /// Annotate the documents in these Parquet files instead (docs/columns.md)
    #[arg(long, value_name = "IN", num_args = 1.., requires = "out", conflicts_with_all = ["paths", "check"])]
    pub(in crate::cli) parquet: Vec<PathBuf>,
    /// With --parquet, where to write a file of rows for each
    #[arg(long, value_name = "DIR", requires = "parquet")]
    pub(in crate::cli) out: Option<PathBuf>,
    /// With --parquet, write one row an annotation instead of one a document
    #[arg(long, requires = "parquet")]
    pub(in crate::cli) flat: bool,
    /// How many threads to use [default: all cores]
    #[arg(long, value_name = "N")]
    pub(in crate::cli) jobs: Option<usize>,
    #[command(flatten)]
    pub(in crate::cli) folders: Folders,
}

#[derive(Debug, Args)]
#[command(
    after_help = "Examples:\n  ibid report                              rewrite every report\n  ibid report corpus/harbor-post.md --stdout | less\n  ibid report --format html                pages for a browser: reports/….html"
)]
pub(in crate::cli) struct Report {
    /// Documents, or folders of documents
    #[arg(value_name = "PATH", default_value = "corpus")]
    pub(in crate::cli) paths: Vec<PathBuf>,
    /// Leave out claims of rules that are right less often, from 0 to 1; claims of people stay
    #[arg(long, value_name = "SHARE", default_value = "0", requires = "stdout")]
    pub(in crate::cli) min_confidence: Confidence,
    /// Print the report instead of writing it; with `--format json`, as one record a line
    #[arg(long)]
    pub(in crate::cli) stdout: bool,
    /// Which framing terms of the annotation file to show [default: all]
    #[arg(long, value_name = "MODE", requires = "stdout")]
    pub(in crate::cli) framing: Option<Framing>,
    #[command(flatten)]
    pub(in crate::cli) folders: Folders,
}

/// Documents to be told of together.
#[derive(Debug, Args)]
pub(in crate::cli) struct Together {
    /// Documents, or folders of documents
    #[arg(value_name = "PATH", default_value = "corpus")]
    pub(in crate::cli) paths: Vec<PathBuf>,
    #[command(flatten)]
    pub(in crate::cli) own: Own,
    #[command(flatten)]
    pub(in crate::cli) folders: Folders,
}

#[derive(Debug, Args)]
#[command(
    after_help = "A citation that is not intact, quoted words that are altered, and a manifest's missing, differing or unlisted files\nare failed checks. Words quoted for a citation are verbatim, typographic (punctuation differs), elided (… and [ ]) or altered.\n\nExamples:\n  ibid verify\n  ibid verify reports/harbor-post.md\n  ibid verify paper.md --corpus ~/texts       citations in a paper\n  ibid verify SHA256SUMS bag/                 manifests, BagIt bags\n  ibid verify 'sha256:…;bytes=…;quote=…'      one citation\n  ibid verify --format json annotations | jq .rung"
)]
pub(in crate::cli) struct Verify {
    /// Annotation files, reports, papers, documents, manifests, bags, folders, or one citation [default: annotations reports]
    #[arg(value_name = "PATH")]
    pub(in crate::cli) paths: Vec<PathBuf>,
    /// Where documents are looked for: by digest for citations [default: corpus]; outside this folder for annotation files
    #[arg(long, value_name = "DIR")]
    pub(in crate::cli) corpus: Vec<PathBuf>,
    #[command(flatten)]
    pub(in crate::cli) folders: Folders,
}

#[derive(Debug, Args)]
#[command(after_help = "Example:\n  ibid strip reports/harbor-post.md | sha256sum")]
pub(in crate::cli) struct Strip {
    /// An annotated report; `-` for standard input
    #[arg(value_name = "FILE")]
    pub(in crate::cli) file: PathBuf,
}

#[derive(Debug, Args)]
#[command(
    after_help = "Sorted by the bytes of the names; SHA256SUMS itself is left out of folders.\n\nExamples:\n  ibid hash corpus > SHA256SUMS && sha256sum -c SHA256SUMS\n  ibid verify SHA256SUMS\n  ibid hash --format json corpus/harbor-post.md    all four digests"
)]
pub(in crate::cli) struct Hash {
    /// Files, or folders of files
    #[arg(value_name = "PATH", required = true)]
    pub(in crate::cli) paths: Vec<PathBuf>,
}

#[derive(Debug, Args)]
#[command(
    after_help = "In:  {\"id\": \"…\", \"text\": \"…\", \"format\": \"markdown\" | \"plain\"}, or \"base64\" in place of \"text\"\nOut: one object a line, in the same order; spans are half-open, in code points of the text.\nA record that cannot be read gives {\"id\", \"error\": {\"code\", \"message\"}}.\n\nWith --arrow, an Arrow IPC stream each way: columns `id`, `text` or `bytes`, if you like `format`, and `title`, `outlet`,\n`author`, `published`, `url` for front matter; docs/columns.md has the columns that come out.\n\nExamples:\n  ibid stream < records.ndjson > annotated.ndjson\n  ibid stream --fields claims,framing --jobs 2 < records.ndjson"
)]
pub(in crate::cli) struct Stream {
    /// Which framing terms to find
    #[arg(long, value_name = "MODE", default_value = "precise")]
    pub(in crate::cli) framing: Framing,
    #[command(flatten)]
    pub(in crate::cli) claims: Claims,
    #[command(flatten)]
    pub(in crate::cli) own: Own,
    /// Only these fields, beside id (comma-separated)
    #[arg(long, value_name = "NAMES", value_delimiter = ',', conflicts_with = "arrow")]
    pub(in crate::cli) fields: Vec<String>,
    /// Read and write an Arrow IPC stream instead of JSON lines
    #[arg(long)]
    pub(in crate::cli) arrow: bool,
    /// With --arrow, write one row an annotation instead of one a document
    #[arg(long, requires = "arrow")]
    pub(in crate::cli) flat: bool,
    /// How many threads to use [default: all cores]
    #[arg(long, value_name = "N")]
    pub(in crate::cli) jobs: Option<usize>,
}

#[derive(Debug, Args)]
#[command(
    after_help = "Without --accept nothing is written. What is accepted keeps where it was under `was:`. Words that are lost or stand in\nseveral places are never set anew: edit their entry, or delete it.\n\nWith --stream:\nIn:  {\"id\": \"…\", \"old\": \"…\", \"new\": \"…\", \"chars\": [start, end]}, a passage of the old text\nOut: {\"id\", \"state\", \"chars\", \"score\", \"candidates\", \"flags\"}, one object a line, in the same order.\nStates: intact, moved, changed, ambiguous, lost. Spans are half-open, in code points.\nA record that cannot be read gives {\"id\", \"error\": {\"code\", \"message\"}}.\n\nExamples:\n  ibid reanchor                               what became of passages whose documents were edited\n  ibid reanchor --accept-all-moved            set those anew whose words are the same\n  ibid reanchor --accept c-7k2m annotations/harbor-post.md.yaml\n  ibid reanchor --stream < passages.ndjson"
)]
pub(in crate::cli) struct Reanchor {
    /// Annotation files, or folders of them [default: annotations]
    #[arg(value_name = "PATH", conflicts_with = "stream")]
    pub(in crate::cli) paths: Vec<PathBuf>,
    /// Set the moved and changed places of this entry anew (an id, or outlet, authors, published, cites, damage)
    #[arg(long, value_name = "ID", conflicts_with = "stream")]
    pub(in crate::cli) accept: Vec<String>,
    /// Set all places anew whose words are the same
    #[arg(long, conflicts_with = "stream")]
    pub(in crate::cli) accept_all_moved: bool,
    /// A folder outside this one whose documents annotation files may name
    #[arg(long, value_name = "DIR", conflicts_with = "stream")]
    pub(in crate::cli) corpus: Vec<PathBuf>,
    #[command(flatten)]
    pub(in crate::cli) folders: Folders,
    /// Read JSON records from standard input, write one a line to standard output
    #[arg(long)]
    pub(in crate::cli) stream: bool,
    /// How many threads to use with --stream [default: all cores]
    #[arg(long, value_name = "N")]
    pub(in crate::cli) jobs: Option<usize>,
}

#[derive(Debug, Args)]
#[command(
    after_help = "Examples:\n  ibid explain honorific\n  ibid explain \"highly respected\"\n  ibid explain cited.according-to\n  ibid explain c-7k2m       a claim in its sentence, and how often its rule is right\n  ibid explain              list everything that has an explanation"
)]
pub(in crate::cli) struct Explain {
    /// A rule, a term, a category, the id of a claim or framing term, an outlet; without it, a list
    #[arg(value_name = "WHAT")]
    pub(in crate::cli) what: Option<String>,
    /// Where annotation files are kept
    #[arg(long, value_name = "DIR", default_value = "annotations")]
    pub(in crate::cli) annotations: PathBuf,
    /// A folder outside this one whose documents annotation files may name
    #[arg(long, value_name = "DIR")]
    pub(in crate::cli) corpus: Vec<PathBuf>,
    #[command(flatten)]
    pub(in crate::cli) own: Own,
}

#[derive(Debug, Args)]
#[command(
    after_help = "Examples:\n  ibid schema lexicon\n  ibid schema --write schemas    write all of them, for editors"
)]
pub(in crate::cli) struct Schema {
    /// Which one to print
    #[arg(value_name = "NAME", default_value = "annotation")]
    pub(in crate::cli) name: String,
    /// Write all of them into a folder instead
    #[arg(long, value_name = "DIR")]
    pub(in crate::cli) write: Option<PathBuf>,
}

#[derive(Debug, Args)]
#[command(after_help = "Example:\n  ibid init newsroom && cd newsroom    what is there already stays as it is")]
pub(in crate::cli) struct Init {
    /// Where
    #[arg(value_name = "DIR", default_value = ".")]
    pub(in crate::cli) dir: PathBuf,
}

#[derive(Debug, Args)]
#[command(after_help = "Example:\n  ibid completions bash > ~/.local/share/bash-completion/completions/ibid")]
pub(in crate::cli) struct Completions {
    /// For which shell
    pub(in crate::cli) shell: clap_complete::Shell,
}
