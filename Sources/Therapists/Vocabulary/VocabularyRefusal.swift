public import Clinic
internal import Database

/// Why concepts were not merged, or a table not signed.
public enum VocabularyRefusal: Refusal, Hashable {
    /// No concept of this code; the nearest, if any is near.
    case unknownConcept(String, nearest: String?)
    /// Already retired, or no active heir.
    case notMergeable(String)
    case intoItself
    /// The heir is narrower by more than one step.
    case heirIsNarrower
    case alreadySigned

    public var kind: RefusalKind {
        switch self {
        case .unknownConcept: .notFound
        case .intoItself: .invalid
        case .notMergeable, .heirIsNarrower, .alreadySigned: .conflict
        }
    }

    public var code: String {
        switch self {
        case .unknownConcept: "vocabulary.unknown_concept"
        case .notMergeable: "vocabulary.not_mergeable"
        case .intoItself: "vocabulary.into_itself"
        case .heirIsNarrower: "vocabulary.heir_is_narrower"
        case .alreadySigned: "vocabulary.already_signed"
        }
    }

    public var message: String {
        switch self {
        case .unknownConcept(let code, let near):
            "There is no concept \(code). " + (near.map { "Was \($0) meant?" } ?? "Search the vocabulary to find it.")
        case .notMergeable(let code): "\(code) is not active any more, so it cannot be merged. Name a concept that is."
        case .intoItself: "A concept is not merged into itself. Name another heir."
        case .heirIsNarrower:
            "The heir lies several steps below the concept, so the two would run in a circle. Move it up first, then merge."
        case .alreadySigned: "This table was signed already. A changed one gets a version of its own, and is signed anew."
        }
    }

    public var field: String? {
        if case .unknownConcept = self { "/code" } else { nil }
    }

    init?(_ error: DatabaseError, _ code: String) {
        switch error.constraint {
        case "concept_merge_of_known": self = .notMergeable(code)
        case "concept_merge_no_circle": self = .heirIsNarrower
        default: return nil
        }
    }
}
