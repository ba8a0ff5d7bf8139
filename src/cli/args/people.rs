//! Arguments of the verbs for annotation files that people edit.

use super::{Folders, Kept, Own};
use clap::{Args, Subcommand};
use std::path::PathBuf;

#[derive(Debug, Args)]
#[command(
    after_help = "Errors give exit code 1; warnings and notes do not.\n\nExamples:\n  ibid check\n  ibid check --fix annotations/harbor-post.md.yaml\n  ibid check --format sarif > ibid.sarif"
)]
pub(in crate::cli) struct Check {
    /// Annotation files, lexicons, or folders of them [default: annotations]
    #[arg(value_name = "PATH")]
    pub(in crate::cli) paths: Vec<PathBuf>,
    /// Show as a diff how to mend what only one thing can be meant by, and write it
    #[arg(long)]
    pub(in crate::cli) fix: bool,
    /// With --fix: show the diff, and write nothing
    #[arg(long, requires = "fix")]
    pub(in crate::cli) dry_run: bool,
    #[command(flatten)]
    pub(in crate::cli) own: Own,
    #[command(flatten)]
    pub(in crate::cli) kept: Kept,
}

#[derive(Debug, Args)]
#[command(
    args_conflicts_with_subcommands = true,
    after_help = "On a terminal, without a verdict: the text with what was found in it, and one key to decide.\nPiped, or with --list: the undecided entries, the most doubtful first.\n\nExamples:\n  ibid review --by \"Mira Osk\"\n  ibid review --list\n  ibid review accept c-7k2m f-88qe --by \"Mira Osk\"\n  ibid review amend f-2c9d --voice quoted --speaker \"Dana Roth\""
)]
pub(in crate::cli) struct Review {
    #[command(subcommand)]
    pub(in crate::cli) decision: Option<Decision>,
    /// Annotation files, documents, or folders of annotation files [default: annotations]
    #[arg(value_name = "PATH")]
    pub(in crate::cli) paths: Vec<PathBuf>,
    /// List what is undecided, on a terminal too
    #[arg(long)]
    pub(in crate::cli) list: bool,
    /// Who decides, on a terminal
    #[arg(long, value_name = "NAME")]
    pub(in crate::cli) by: Option<String>,
    #[command(flatten)]
    pub(in crate::cli) kept: Kept,
}

#[derive(Debug, Subcommand)]
pub(in crate::cli) enum Decision {
    /// Say that entries are right
    Accept(About),
    /// Say that entries are wrong: they leave reports, and are not proposed again
    Reject(About),
    /// Change what entries say; they are a person's from then on
    Amend(Amend),
}

#[derive(Debug, Args)]
pub(in crate::cli) struct About {
    /// Ids of claims and framing terms
    #[arg(value_name = "ID", required = true)]
    pub(in crate::cli) ids: Vec<String>,
    /// A remark, shown in reports
    #[arg(long, value_name = "TEXT")]
    pub(in crate::cli) note: Option<String>,
    /// Who decides
    #[arg(long, value_name = "NAME")]
    pub(in crate::cli) by: Option<String>,
    /// Where to look for the ids: annotation files, documents, folders [default: annotations]
    #[arg(long = "in", value_name = "PATH")]
    pub(in crate::cli) within: Vec<PathBuf>,
    #[command(flatten)]
    pub(in crate::cli) folders: Folders,
}

#[derive(Debug, Args)]
pub(in crate::cli) struct Amend {
    #[command(flatten)]
    pub(in crate::cli) about: About,
    /// Whose words a term is: outlet, headline, quoted, attributed, scare
    #[arg(long, value_name = "VOICE")]
    pub(in crate::cli) voice: Option<String>,
    /// Who speaks
    #[arg(long, value_name = "NAME")]
    pub(in crate::cli) speaker: Option<String>,
    /// What a term does: `ibid explain` lists the categories
    #[arg(long, value_name = "CATEGORY")]
    pub(in crate::cli) category: Option<String>,
    /// How much of a claim is quoted: direct, indirect, mixed
    #[arg(long, value_name = "KIND")]
    pub(in crate::cli) kind: Option<String>,
    /// How the outlet hands words on: neutral, distancing, endorsing
    #[arg(long, value_name = "RELAY")]
    pub(in crate::cli) relay: Option<String>,
}

#[derive(Debug, Args)]
#[command(
    after_help = "Rejected entries count as not there. Disagreement is no failure: the exit code is 0.\n\nExamples:\n  ibid agree ann/annotations bo/annotations\n  ibid agree ann/annotations bo/annotations cy/annotations --out adjudicate"
)]
pub(in crate::cli) struct Agree {
    /// Each person's folder of annotation files, or each person's file
    #[arg(value_name = "PATH", required = true, num_args = 2..)]
    pub(in crate::cli) people: Vec<PathBuf>,
    /// Write one file a document, where a person decides: what all agree on, and every reading of the rest
    #[arg(long, value_name = "DIR")]
    pub(in crate::cli) out: Option<PathBuf>,
}

impl Decision {
    pub(in crate::cli) const fn about(&self) -> &About {
        match self {
            Self::Accept(about) | Self::Reject(about) => about,
            Self::Amend(amend) => &amend.about,
        }
    }

    /// Returns what is written into the entries: keys and values.
    pub(in crate::cli) fn values(&self) -> Vec<(&'static str, String)> {
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
    pub(in crate::cli) const fn done(&self) -> &'static str {
        match self {
            Self::Accept(_) => "accepted",
            Self::Reject(_) => "rejected",
            Self::Amend(_) => "amended",
        }
    }
}
