//! Arguments of the verbs for citations, proofs, and annotations without their text.

use super::{Folders, Kept};
use clap::{Args, ValueEnum};
use std::path::PathBuf;

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(in crate::cli) enum CiteAs {
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
pub(in crate::cli) struct Cite {
    /// A document, or the id of an annotation
    #[arg(value_name = "FILE|ID")]
    pub(in crate::cli) file: PathBuf,
    /// The words to cite, as they stand or as they are read; or the id of an annotation of FILE
    #[arg(value_name = "WORDS", conflicts_with_all = ["bytes", "line"])]
    pub(in crate::cli) words: Option<String>,
    /// Cite these bytes
    #[arg(long, value_name = "FIRST-LAST", conflicts_with = "line")]
    pub(in crate::cli) bytes: Option<crate::annotation::ByteRange>,
    /// Cite a line
    #[arg(long, value_name = "N")]
    pub(in crate::cli) line: Option<usize>,
    /// Which place, when the words stand in several (the first is 1)
    #[arg(long, value_name = "N", requires = "words")]
    pub(in crate::cli) nth: Option<usize>,
    /// In which form
    #[arg(long = "as", value_name = "FORM", default_value = "line")]
    pub(in crate::cli) style: CiteAs,
    /// Add paragraph, address and path to the line
    #[arg(long)]
    pub(in crate::cli) full: bool,
    #[command(flatten)]
    pub(in crate::cli) folders: Folders,
}

#[derive(Debug, Args)]
#[command(
    after_help = "An inclusion proof of RFC 6962 over the paragraphs of the text; the root is in the annotation file\n(`ibid hash --format json FILE` prints it).\n\nExamples:\n  ibid prove corpus/harbor-post.md \"had no choice\" > proof.json\n  ibid prove corpus/harbor-post.md --block 2"
)]
pub(in crate::cli) struct Prove {
    /// A document
    #[arg(value_name = "FILE")]
    pub(in crate::cli) file: PathBuf,
    /// Words of the paragraph
    #[arg(value_name = "WORDS", conflicts_with = "block")]
    pub(in crate::cli) words: Option<String>,
    /// Which paragraph, counted from 0
    #[arg(long, value_name = "N")]
    pub(in crate::cli) block: Option<u32>,
}

#[derive(Debug, Args)]
#[command(after_help = "Example:\n  ibid verify-proof proof.json --root sha256:fa48…")]
pub(in crate::cli) struct VerifyProof {
    /// A proof; `-` for standard input
    #[arg(value_name = "PROOF")]
    pub(in crate::cli) file: PathBuf,
    /// The root that you know from elsewhere, such as an annotation file
    #[arg(long, value_name = "DIGEST")]
    pub(in crate::cli) root: Option<crate::document::Digest>,
}

#[derive(Debug, Args)]
#[command(
    after_help = "Every quotation is replaced by its digest and its length: annotations of texts that may not be redistributed can be\npublished. Names, speakers, dates and notes stay. A digest keeps words from being copied, not from being guessed.\n\nExamples:\n  ibid export --no-text --out public\n  ibid export --as csv --out tables\n  ibid export --parquet tables"
)]
pub(in crate::cli) struct Export {
    /// Annotation files, or folders of them [default: annotations]
    #[arg(value_name = "PATH")]
    pub(in crate::cli) paths: Vec<PathBuf>,
    /// Replace every quotation by its digest
    #[arg(long)]
    pub(in crate::cli) no_text: bool,
    /// Write another format instead; all that annotation files say is in it but comments and layout
    #[arg(long = "as", value_name = "FORMAT", conflicts_with = "no_text")]
    pub(in crate::cli) to: Option<Exchange>,
    /// Write one Parquet file of all: DIR/annotations.parquet (docs/columns.md)
    #[arg(long, value_name = "DIR", conflicts_with_all = ["no_text", "to", "out"])]
    pub(in crate::cli) parquet: Option<PathBuf>,
    /// With --parquet, write one row an annotation instead of one a document
    #[arg(long, requires = "parquet")]
    pub(in crate::cli) flat: bool,
    /// Where to write: with --no-text, annotations/ and reports/
    #[arg(long, value_name = "DIR", default_value = "export")]
    pub(in crate::cli) out: PathBuf,
    #[command(flatten)]
    pub(in crate::cli) kept: Kept,
}

#[derive(Debug, Args)]
#[command(after_help = "Example:\n  ibid hydrate public/annotations --corpus ~/texts --out whole")]
pub(in crate::cli) struct Hydrate {
    /// Exported annotation files, or folders of them [default: export/annotations]
    #[arg(value_name = "PATH")]
    pub(in crate::cli) paths: Vec<PathBuf>,
    /// Where the documents lie; they are found by their digests
    #[arg(long, value_name = "DIR", default_value = "corpus")]
    pub(in crate::cli) corpus: Vec<PathBuf>,
    /// Where to write annotations/ and reports/
    #[arg(long, value_name = "DIR", default_value = "hydrated")]
    pub(in crate::cli) out: PathBuf,
}

/// Formats of others.
#[derive(Clone, Copy, Debug, PartialEq, Eq, clap::ValueEnum)]
pub(in crate::cli) enum Exchange {
    /// W3C Web Annotation, JSON-LD (.jsonld)
    WebAnnotation,
    /// A table, one row an entry (.csv)
    Csv,
    /// One JSON object a line (.jsonl)
    Jsonl,
    /// brat stand-off (.ann, .txt and annotation.conf)
    Brat,
}

#[derive(Debug, Args)]
#[command(after_help = "Example:\n  ibid import --from csv tables --out annotations-new")]
pub(in crate::cli) struct Import {
    /// Exported files, or folders of them
    #[arg(value_name = "PATH", required = true)]
    pub(in crate::cli) paths: Vec<PathBuf>,
    /// The format
    #[arg(long, value_name = "FORMAT")]
    pub(in crate::cli) from: Exchange,
    /// Where the documents lie; they are found by their digests
    #[arg(long, value_name = "DIR", default_value = "corpus")]
    pub(in crate::cli) corpus: Vec<PathBuf>,
    /// Where to write annotation files; one that is there already is left as it is
    #[arg(long, value_name = "DIR", default_value = "imported")]
    pub(in crate::cli) out: PathBuf,
}
