public import Clinic

/// Why the audit's log cannot be continued or looked at.
public enum AuditLogError: Refusal, Equatable {
    case noKey
    /// The newest checkpoint is not what was signed, or the clinic's key is another one now.
    case checkpointTampered
    case nothingSealed
    case noCheckpoint

    public var kind: RefusalKind {
        switch self {
        case .noKey, .checkpointTampered: .unavailable
        case .nothingSealed: .notFound
        case .noCheckpoint: .invalid
        }
    }

    public var code: String {
        switch self {
        case .noKey: "audit.no_key"
        case .checkpointTampered: "audit.checkpoint_tampered"
        case .nothingSealed: "audit.nothing_sealed"
        case .noCheckpoint: "audit.no_checkpoint"
        }
    }

    public var message: String {
        switch self {
        case .noKey: "There is no key to sign the audit with. Put the clinic's keys back."
        case .checkpointTampered:
            "The audit's newest checkpoint was not signed with this clinic's key, or was changed. Put the right keys back, or run "
                + "`attune audit verify`."
        case .nothingSealed: "Nothing is sealed yet: the first checkpoint comes a minute after `attune up` has started."
        case .noCheckpoint: "That file holds no checkpoint. Give one that `attune audit checkpoint` wrote."
        }
    }
}
