public import Clients
public import Clinic

public import struct Foundation.UUID

/// A flag on a referral, as work for a person: with a clock, somebody who takes it, and somebody who clears it with a reason. Nothing about
/// the referral is ranked or proposed while one is open.
public struct SafetyTask: Sendable, Hashable {
    public typealias ID = TypedID<SafetyTask>

    /// What a named person did, and in which role.
    public struct Deed: Sendable, Hashable {
        public let by: UUID
        public let role: String
        public let at: Instant
    }

    public let id: ID
    public let referral: Referral.ID
    /// For people: `R-2041`.
    public let reference: String
    public let client: Client.ID
    public let clientReference: String
    /// A code: `flag_ticked`, `flag_words`, `flag_phq9_item9`, `flag_triage`.
    public let reason: String
    public let openedAt: Instant
    /// By when somebody has taken it.
    public let dueAt: Instant
    public let acknowledged: Deed?
    public let cleared: Deed?
    /// Why it was cleared; nil while it is open, and for a lead who has not opened the file.
    public let clearedReason: String?

    /// Nobody has taken it in time.
    public func isOverdue(at now: Instant) -> Bool { cleared == nil && acknowledged == nil && dueAt <= now }
}

/// Why a safety task was not moved.
public enum SafetyRefusal: Refusal, Hashable {
    case notFound
    /// Somebody has taken it.
    case taken
    case cleared

    public var kind: RefusalKind { self == .notFound ? .notFound : .conflict }

    public var code: String {
        switch self {
        case .notFound: "safety.not_found"
        case .taken: "safety.taken"
        case .cleared: "safety.cleared"
        }
    }

    public var message: String {
        switch self {
        case .notFound: "There is no such safety task. List them again."
        case .taken:
            "Somebody has taken this task already. List the tasks to see who; clear it once you have spoken with the client."
        case .cleared: "This task is cleared already. Open the referral to see where it stands."
        }
    }
}
