public import Clinic
internal import Database

/// Why a person's file was not copied, corrected, held or destroyed.
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
    /// Both acts at the command line, where a name is what somebody types.
    case bothAtShell
    /// Before its time, and not by a lead.
    case earlyByLead
    /// The client has asked for a copy that they have not got.
    case copyOwed
    /// A copy has everything that the client said: a lead opens the file first.
    case fileClosed
    case tooManyCopies(seconds: Int)
    case requestedAlready
    case notRequested

    public var kind: RefusalKind {
        switch self {
        case .invalid, .wrongReference: .invalid
        case .tooManyCopies: .unavailable
        case .notHeld, .nobodyAsked, .notRequested: .notFound
        case .samePerson, .bothAtShell, .earlyByLead, .fileClosed: .notAllowed
        case .heldAlready, .askedAlready, .held, .inCare, .notDue, .copyOwed, .requestedAlready: .conflict
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
        case .bothAtShell: "destruction.needs_session"
        case .earlyByLead: "destruction.early_by_lead"
        case .copyOwed: "destruction.copy_owed"
        case .fileClosed: "copy.file_closed"
        case .tooManyCopies: "copy.too_many"
        case .requestedAlready: "copy.requested_already"
        case .notRequested: "copy.not_requested"
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
        case .bothAtShell:
            "Somebody asked at the command line, so a lead confirms in a session of their own (POST /v1/clients/{id}/destruction/confirm). Nothing was destroyed."
        case .earlyByLead:
            "Only a lead asks for a file to go before its time, in a session of their own (POST /v1/clients/{id}/destruction)."
        case .copyOwed: "This client has asked for a copy of their file. Answer that first: attune clients requests."
        case .fileClosed: "A copy has everything that this client said. Open their file first, with a reason."
        case .tooManyCopies: "You made several copies of files within the hour. Wait a while, then go on."
        case .requestedAlready: "A request by this client is open already. Answer that one first."
        case .notRequested: "No request by this client is open."
        }
    }

    public var field: String? { if case .invalid(let field, _) = self { field } else { nil } }

    private init?(_ error: DatabaseError) {
        switch error.constraint {
        case "access_request_not_ahead":
            self = .invalid(field: "/asked_on", advice: "Give the day on which they asked, today at the latest.")
        case "destruction_asked_first": self = .nobodyAsked
        case "destruction_request_by_two": self = .samePerson
        case "destruction_not_held": self = .held
        case "destruction_not_in_care": self = .inCare
        case "destruction_due": self = .notDue
        case "destruction_not_asked_for": self = .copyOwed
        case "destruction_request_one_in_session": self = .bothAtShell
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
