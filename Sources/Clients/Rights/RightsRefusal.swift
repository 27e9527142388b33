public import Clinic
internal import Database

/// Why a person's file was not corrected, held or destroyed.
public enum RightsRefusal: Refusal, Hashable {
    /// Not 1 to 2,000 characters, or not a field's name.
    case invalid(field: String, advice: String)
    case heldAlready
    case notHeld
    case askedAlready
    case nobodyAsked
    /// Who asked may not confirm.
    case samePerson
    case held
    case inCare
    case notDue
    case wrongReference

    public var kind: RefusalKind {
        switch self {
        case .invalid, .wrongReference: .invalid
        case .notHeld, .nobodyAsked: .notFound
        case .samePerson: .notAllowed
        case .heldAlready, .askedAlready, .held, .inCare, .notDue: .conflict
        }
    }

    public var code: String {
        switch self {
        case .invalid: "rights.invalid"
        case .heldAlready: "retention.held_already"
        case .notHeld: "retention.not_held"
        case .askedAlready: "destruction.asked_already"
        case .nobodyAsked: "destruction.nobody_asked"
        case .samePerson: "destruction.same_person"
        case .held: "destruction.held"
        case .inCare: "destruction.in_care"
        case .notDue: "destruction.not_due"
        case .wrongReference: "destruction.wrong_reference"
        }
    }

    public var message: String {
        switch self {
        case .invalid(_, let advice): advice
        case .heldAlready: "This file is held already. Release that hold first, if its reason has changed."
        case .notHeld: "This file is not held."
        case .askedAlready: "Somebody has asked for this already. Another person confirms it, or it is withdrawn."
        case .nobodyAsked: "Nobody has asked for this file to be destroyed. One person asks, another confirms."
        case .samePerson: "Whoever asked cannot confirm. Have another person do it, under their own name."
        case .held: "This file is under a legal hold. Nothing was destroyed; release the hold first."
        case .inCare: "This client is in care, or has an appointment or a referral that is open. End those first."
        case .notDue: "This file must be kept for longer. Wait, or ask anew and say why it is destroyed early."
        case .wrongReference: "The reference given is not this client's. Nothing was destroyed."
        }
    }

    public var field: String? { if case .invalid(let field, _) = self { field } else { nil } }

    private init?(_ error: DatabaseError) {
        switch error.constraint {
        case "destruction_asked_first": self = .nobodyAsked
        case "destruction_request_by_two": self = .samePerson
        case "destruction_not_held": self = .held
        case "destruction_not_in_care": self = .inCare
        case "destruction_due": self = .notDue
        default: return nil
        }
    }

    static func explaining<T>(_ body: () async throws -> T) async throws -> T {
        do {
            return try await body()
        } catch let error as DatabaseError {
            throw RightsRefusal(error) ?? error
        }
    }

    /// Somebody's words, trimmed.
    /// - Throws: `.invalid` for fewer than `least` or more than 2,000 characters.
    static func text(_ text: String, _ field: String, least: Int = 1) throws(RightsRefusal) -> String {
        let text = text.trimmingWhitespace()
        guard (least...2_000).contains(text.unicodeScalars.count) else {
            throw .invalid(field: field, advice: "Say it in \(least) to 2,000 characters.")
        }
        return text
    }
}
