public import Clinic
internal import Database

/// Why a file was not opened to somebody, or not closed.
public enum CareRefusal: Refusal, Hashable {
    case ended
    case tooLong
    /// Kept apart, granted already, or her own client: which of these is not said.
    case notThisTherapist
    case nobodyToCover
    case noSuchTherapist
    case noSuchGrant
    case noReason
    case openAlready
    case noSuchOpening

    public var kind: RefusalKind {
        switch self {
        case .ended, .tooLong, .noSuchTherapist, .noReason: .invalid
        case .notThisTherapist, .nobodyToCover, .openAlready: .conflict
        case .noSuchGrant, .noSuchOpening: .notFound
        }
    }

    public var code: String {
        switch self {
        case .ended: "care.ended"
        case .tooLong: "care.too_long"
        case .notThisTherapist: "care.not_this_therapist"
        case .nobodyToCover: "care.nobody_to_cover"
        case .noSuchTherapist: "care.no_such_therapist"
        case .noSuchGrant: "care.grant_not_found"
        case .noReason: "break_glass.no_reason"
        case .openAlready: "break_glass.open_already"
        case .noSuchOpening: "break_glass.not_found"
        }
    }

    public var message: String {
        switch self {
        case .ended: "It would end before it begins. Choose a later end."
        case .tooLong: "A grant lasts a year at most. Choose an earlier end, and grant it again then."
        case .notThisTherapist: "This therapist cannot be given this client's file, or has it already. Choose another therapist."
        case .nobodyToCover: "This therapist has no clients of her own now, so there is nobody to cover."
        case .noSuchTherapist: "There is no such therapist. Look them up again."
        case .noSuchGrant: "There is no such grant, or it has ended."
        case .noReason: "Say why, in 10 to 1000 characters: somebody will read it."
        case .openAlready: "This file is open to you already."
        case .noSuchOpening: "There is no such opening that you may close or review, or somebody did."
        }
    }

    public var field: String? {
        switch self {
        case .ended, .tooLong: "/until"
        case .noSuchTherapist: "/therapist"
        case .noReason: "/reason"
        default: nil
        }
    }

    private init?(_ error: DatabaseError) {
        switch error.constraint {
        case "care_relationship_therapist_id_fkey": self = .noSuchTherapist
        case "break_glass_reason_length": self = .noReason
        default: return nil
        }
    }

    static func explaining<T>(_ body: () async throws -> T) async throws -> T {
        do {
            return try await body()
        } catch let error as DatabaseError {
            throw CareRefusal(error) ?? error
        }
    }
}
