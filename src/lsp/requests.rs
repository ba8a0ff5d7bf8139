//! Requests by their names.

use super::{actions, completion, deeds::Refused, definition, hover, inlay, state::State, symbols};
use lsp_server::ErrorCode;
use lsp_types::{
    CodeAction, CodeActionParams, CompletionParams, DocumentSymbolParams, GotoDefinitionParams, HoverParams,
    InlayHintParams,
};
use serde::{Serialize, de::DeserializeOwned};
use serde_json::Value;

/// Why a request has no result.
pub(super) type Failure = (ErrorCode, String);

/// Answers a request about a file; `None` when there is no such request.
pub(super) fn answer(state: &mut State, method: &str, params: Value) -> Option<Result<Value, Failure>> {
    let answered = match method {
        "textDocument/hover" => with(params, |asked: HoverParams| {
            let at = asked.text_document_position_params;
            Ok(hover::of(state, &at.text_document.uri, at.position))
        }),
        "textDocument/definition" => with(params, |asked: GotoDefinitionParams| {
            let at = asked.text_document_position_params;
            Ok(definition::of(state, &at.text_document.uri, at.position))
        }),
        "textDocument/completion" => with(params, |asked: CompletionParams| {
            let at = asked.text_document_position;
            Ok(completion::of(state, &at.text_document.uri, at.position))
        }),
        "textDocument/documentSymbol" => {
            with(params, |asked: DocumentSymbolParams| Ok(symbols::of(state, &asked.text_document.uri)))
        }
        "textDocument/inlayHint" => {
            with(params, |asked: InlayHintParams| Ok(inlay::of(state, &asked.text_document.uri, asked.range)))
        }
        "textDocument/codeAction" => with(params, |asked: CodeActionParams| Ok(actions::of(state, &asked))),
        "codeAction/resolve" => with(params, |chosen: CodeAction| actions::resolve(state, chosen).map_err(failure)),
        _ => return None,
    };
    Some(answered)
}

/// Reads what a method is told.
pub(super) fn read<P: DeserializeOwned>(params: Value) -> Result<P, Failure> {
    serde_json::from_value(params).map_err(|error| (ErrorCode::InvalidParams, error.to_string()))
}

fn with<P: DeserializeOwned, R: Serialize>(
    params: Value,
    answer: impl FnOnce(P) -> Result<R, Failure>,
) -> Result<Value, Failure> {
    let result = answer(read(params)?)?;
    serde_json::to_value(result).map_err(|error| (ErrorCode::InternalError, error.to_string()))
}

fn failure(refused: Refused) -> Failure {
    match refused {
        Refused::Edited => (ErrorCode::ContentModified, "the file was edited since the action was offered".to_owned()),
        Refused::Wrong(message) => (ErrorCode::RequestFailed, message),
    }
}
