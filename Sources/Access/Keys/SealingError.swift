public import Clinic

public import struct Foundation.UUID

/// Why a secret text could be neither opened nor sealed. Never an empty text instead.
public enum SealingError: Refusal, Hashable {
    /// The text is not what was sealed at this place with this client's key.
    case cannotOpen(SealedColumn, row: UUID)
    /// The client's own key cannot be unwrapped: the key that wraps it is missing or another one, or the row was changed.
    case cannotUnwrap(client: UUID)
    /// The client has no key: it was destroyed, or this actor may not see the client.
    case noKey(client: UUID)
    /// An answer that was kept for a retry is not what was kept.
    case cannotOpenAnswer

    public var kind: RefusalKind { .unavailable }

    public var code: String {
        switch self {
        case .cannotOpen, .cannotUnwrap, .cannotOpenAnswer: "keys.cannot_open"
        case .noKey: "keys.no_client_key"
        }
    }

    public var message: String {
        switch self {
        case .cannotOpen(let column, let row):
            "The text in \(column.rawValue) of \(row.text) cannot be opened. Nothing was changed; tell your administrator: attune keys check."
        case .cannotUnwrap(let client):
            "The key of client \(client.text) cannot be opened. Nothing was changed; tell your administrator: attune keys check."
        case .noKey(let client):
            "Client \(client.text) has no key any more, so their secret text can be neither read nor written."
        case .cannotOpenAnswer:
            "The answer to this request's first try cannot be opened. Look whether it took effect; then use another key."
        }
    }
}
