public import Clinic
internal import Database

/// Why something about a therapist was not done.
public enum TherapistRefusal: Refusal, Hashable {
    case notFound
    /// Edited by somebody else since it was read.
    case stale
    case slugTaken
    /// What somebody else says about herself.
    case notHers
    /// A field breaks a rule of the schema: a JSON pointer and what to do.
    case invalid(field: String, advice: String)

    public var kind: RefusalKind {
        switch self {
        case .notFound: .notFound
        case .stale: .stale
        case .slugTaken: .conflict
        case .notHers: .notAllowed
        case .invalid: .invalid
        }
    }

    public var code: String {
        switch self {
        case .notFound: "therapist.not_found"
        case .stale: "therapist.stale"
        case .slugTaken: "therapist.slug_taken"
        case .notHers: "therapist.not_hers"
        case .invalid: "therapist.invalid"
        }
    }

    public var message: String {
        switch self {
        case .notFound: "There is no such therapist. List them to find the right one."
        case .stale: "Somebody else changed this therapist meanwhile. Read it again and repeat your change."
        case .slugTaken: "Another therapist has this short name already. Choose another."
        case .notHers: "Each therapist changes her own profile; for others, ask the clinical lead."
        case .invalid(_, let advice): advice
        }
    }

    public var field: String? {
        switch self {
        case .slugTaken: "/slug"
        case .invalid(let field, _): field
        case .notFound, .stale, .notHers: nil
        }
    }

    /// The schema is the referee: its constraints, explained.
    init?(_ error: DatabaseError) {
        switch error.constraint {
        case "therapist_slug_unique": self = .slugTaken
        case "therapist_slug_form": self = .invalid(field: "/slug", advice: "Use small letters and digits, joined by hyphens.")
        case "therapist_name_length": self = .invalid(field: "/display_name", advice: "A name has 1 to 200 characters.")
        case "therapist_profile_length": self = .invalid(field: "/profile", advice: "A profile has at most 8,000 characters.")
        case "therapist_languages_some": self = .invalid(field: "/languages", advice: "Name at least one language.")
        case "therapist_formats_known":
            self = .invalid(field: "/formats", advice: "Name at least one of in_person, online, phone.")
        case "therapist_client_kinds_known":
            self = .invalid(field: "/client_kinds", advice: "Name kinds of client that are known.")
        case "therapist_fee_not_negative": self = .invalid(field: "/fee_cents", advice: "A fee is 0 or more.")
        case "therapist_capacity_range": self = .invalid(field: "/capacity", advice: "A capacity is 0 to 500.")
        case "therapist_sliding_range":
            self = .invalid(field: "/sliding_places", advice: "It is 0 or more, and at most the capacity.")
        case "therapist_sliding_has_fee":
            self = .invalid(
                field: "/sliding_fee_cents", advice: "Sliding places have a fee of their own: give both, or neither.")
        case "therapist_sliding_below_fee", "therapist_sliding_fee_not_negative":
            self = .invalid(field: "/sliding_fee_cents", advice: "It is 0 or more, and at most the usual fee.")
        case "therapist_intense_capacity_range", "therapist_intense_within_capacity":
            self = .invalid(field: "/intense_capacity", advice: "It is 0 or more, and at most the capacity.")
        default: return nil
        }
    }

    /// Runs `body`; a broken rule of the schema becomes a refusal that says what to do.
    static func explaining<T>(_ body: () async throws -> T) async throws -> T {
        do {
            return try await body()
        } catch let error as DatabaseError {
            if let refusal = TherapistRefusal(error) { throw refusal }
            throw error
        }
    }
}
