/// An error that a log can name without quoting anybody.
public protocol CodedError: Error, Sendable {
    /// For machines: `appointment.therapist_busy`. Retired, never renamed.
    var code: String { get }
}

/// What a domain says when it will not do something. Every domain's error enum conforms; the doors turn `kind` into an HTTP status and
/// an exit code.
public protocol Refusal: CodedError {
    var kind: RefusalKind { get }
    /// For the front desk: what happened, then what to do. No personal data.
    var message: String { get }
    /// A JSON pointer to what was refused, such as `/start`; nil where it was not one field.
    var field: String? { get }
}

extension Refusal {
    public var field: String? { nil }
}

/// What sort of no it is. A door gives each its HTTP status or exit code.
public enum RefusalKind: String, Sendable, CaseIterable {
    /// The request could never work as it stands.
    case invalid
    /// It is not there, or not for this actor: the two look the same.
    case notFound
    /// It clashes with what is there now.
    case conflict
    case notAllowed
    /// It was changed since it was read.
    case stale
    /// It was there and has ended: an expired or revoked link, a proposal that ran out.
    case gone
    /// Not now: try again later.
    case unavailable
}
