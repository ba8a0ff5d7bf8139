//! What the client can do, and what it is told that the server can.

use super::positions::Encoding;
use lsp_types::{
    ClientCapabilities, CodeActionKind, CodeActionOptions, CodeActionProviderCapability, CompletionOptions,
    ExecuteCommandOptions, HoverProviderCapability, InitializeParams, InitializeResult, MarkupKind, OneOf,
    ResourceOperationKind, ServerCapabilities, ServerInfo, TextDocumentSyncCapability, TextDocumentSyncKind,
    TextDocumentSyncOptions, TextDocumentSyncSaveOptions,
};
use std::path::PathBuf;

/// The command that shows where a note is written.
pub(super) const SHOW: &str = "ibid.show";

/// The kind of the action that brings an annotation file up to date.
pub(super) const ANNOTATE: &str = "source.ibid.annotate";

/// What the client can do.
#[derive(Clone, Debug, Default)]
pub(super) struct Client {
    /// How characters are counted.
    pub(super) encoding: Encoding,
    /// Whether hovers are Markdown.
    pub(super) markdown: bool,
    /// Whether edits may name the version that they are for.
    pub(super) versions: bool,
    /// Whether edits may make files.
    pub(super) creates: bool,
    /// Whether it asks for an action's edit when the action is chosen.
    pub(super) resolves: bool,
    /// Whether it shows actions that cannot be taken, and why.
    pub(super) disabled: bool,
    /// Whether it shows a place when asked.
    pub(super) shows: bool,
    /// Whether it watches files when asked.
    pub(super) watches: bool,
    /// Whether it asks for inlay hints anew when told.
    pub(super) refreshes: bool,
    /// Whether symbols may have children.
    pub(super) nested: bool,
    /// The name that verdicts are given in.
    pub(super) reviewer: Option<String>,
    /// The folder of the workspace; the first of several.
    pub(super) root: Option<PathBuf>,
}

impl Client {
    /// Reads what the client says of itself. What it leaves out it cannot do.
    pub(super) fn of(params: &InitializeParams) -> Self {
        let can = &params.capabilities;
        let general = can.general.as_ref();
        Self {
            encoding: Encoding::among(general.and_then(|general| general.position_encodings.as_deref())),
            root: root(params),
            reviewer: reviewer(params),
            ..Self::with(can)
        }
    }

    fn with(can: &ClientCapabilities) -> Self {
        let text = can.text_document.as_ref();
        let workspace = can.workspace.as_ref();
        let edit = workspace.and_then(|workspace| workspace.workspace_edit.as_ref());
        let action = text.and_then(|text| text.code_action.as_ref());
        let formats = text.and_then(|text| text.hover.as_ref()).and_then(|hover| hover.content_format.as_ref());
        let watch = workspace.and_then(|workspace| workspace.did_change_watched_files.as_ref());
        let hints = workspace.and_then(|workspace| workspace.inlay_hint.as_ref());
        let symbols = text.and_then(|text| text.document_symbol.as_ref());
        let creates = |kinds: &Vec<ResourceOperationKind>| kinds.contains(&ResourceOperationKind::Create);
        let versions = edit.and_then(|edit| edit.document_changes).unwrap_or(false);
        Self {
            markdown: formats.is_some_and(|formats| formats.contains(&MarkupKind::Markdown)),
            versions,
            creates: versions && edit.and_then(|edit| edit.resource_operations.as_ref()).is_some_and(creates),
            resolves: action.is_some_and(|action| {
                let lazy = action.resolve_support.as_ref();
                action.data_support == Some(true)
                    && lazy.is_some_and(|lazy| lazy.properties.iter().any(|name| name == "edit"))
            }),
            disabled: action.and_then(|action| action.disabled_support).unwrap_or(false),
            shows: can
                .window
                .as_ref()
                .and_then(|window| window.show_document.as_ref())
                .is_some_and(|show| show.support),
            watches: watch.and_then(|watch| watch.dynamic_registration).unwrap_or(false),
            refreshes: hints.and_then(|hints| hints.refresh_support).unwrap_or(false),
            nested: symbols.and_then(|symbols| symbols.hierarchical_document_symbol_support).unwrap_or(false),
            ..Self::default()
        }
    }

    /// Returns the answer to `initialize`.
    pub(super) fn welcome(&self) -> InitializeResult {
        let sync = TextDocumentSyncOptions {
            open_close: Some(true),
            change: Some(TextDocumentSyncKind::INCREMENTAL),
            save: Some(TextDocumentSyncSaveOptions::Supported(true)),
            ..TextDocumentSyncOptions::default()
        };
        let kinds = [CodeActionKind::QUICKFIX, CodeActionKind::REFACTOR_REWRITE, CodeActionKind::from(ANNOTATE)];
        let capabilities = ServerCapabilities {
            position_encoding: Some(self.encoding.kind()),
            text_document_sync: Some(TextDocumentSyncCapability::Options(sync)),
            hover_provider: Some(HoverProviderCapability::Simple(true)),
            completion_provider: Some(CompletionOptions {
                trigger_characters: Some(vec![":".to_owned(), " ".to_owned(), "{".to_owned()]),
                ..CompletionOptions::default()
            }),
            definition_provider: Some(OneOf::Left(true)),
            document_symbol_provider: Some(OneOf::Left(true)),
            code_action_provider: Some(CodeActionProviderCapability::Options(CodeActionOptions {
                code_action_kinds: Some(kinds.to_vec()),
                resolve_provider: Some(self.resolves),
                ..CodeActionOptions::default()
            })),
            inlay_hint_provider: Some(OneOf::Left(true)),
            execute_command_provider: self
                .shows
                .then(|| ExecuteCommandOptions { commands: vec![SHOW.to_owned()], ..ExecuteCommandOptions::default() }),
            ..ServerCapabilities::default()
        };
        let version = Some(env!("CARGO_PKG_VERSION").to_owned());
        InitializeResult { capabilities, server_info: Some(ServerInfo { name: "ibid".to_owned(), version }) }
    }
}

#[allow(deprecated, reason = "older clients say only `rootUri`, or `rootPath`")]
fn root(params: &InitializeParams) -> Option<PathBuf> {
    let folders = params.workspace_folders.iter().flatten().map(|folder| &folder.uri);
    let mut uris = folders.chain(params.root_uri.as_ref());
    uris.find_map(|uri| uri.to_file_path().ok()).or_else(|| params.root_path.as_ref().map(PathBuf::from))
}

fn reviewer(params: &InitializeParams) -> Option<String> {
    let name = params.initialization_options.as_ref()?.get("reviewer")?.as_str()?.trim();
    (!name.is_empty()).then(|| name.to_owned())
}
