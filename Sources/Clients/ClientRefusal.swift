public import Clinic
internal import Database

/// Why something about a client was not done. No case tells whether somebody is a client who the actor may not know of.
public enum ClientRefusal: Refusal, Hashable {
    case notFound
    /// Edited by somebody else since it was read.
    case stale
    case sourceKeyTaken
    case consentAlreadyGiven
    case noSuchConsent
    case noSuchContactPoint
    case notAnAddress
    case alreadyKeptApart
    case keptApartFromThemselves
    case noSuchKeptApart
    /// Of two clients, the second is none, or not for this actor.
    case noOtherClient
    /// A field breaks a rule of the schema: a JSON pointer and what to do.
    case invalid(field: String, advice: String)

    public var kind: RefusalKind {
        switch self {
        case .notFound, .noSuchConsent, .noSuchContactPoint, .noSuchKeptApart, .noOtherClient: .notFound
        case .stale: .stale
        case .sourceKeyTaken, .consentAlreadyGiven, .alreadyKeptApart: .conflict
        case .notAnAddress, .keptApartFromThemselves, .invalid: .invalid
        }
    }

    public var code: String {
        switch self {
        case .notFound, .noOtherClient: "client.not_found"
        case .stale: "client.stale"
        case .sourceKeyTaken: "client.source_key_taken"
        case .consentAlreadyGiven: "consent.already_given"
        case .noSuchConsent: "consent.not_found"
        case .noSuchContactPoint: "contact_point.not_found"
        case .notAnAddress: "contact_point.not_an_address"
        case .alreadyKeptApart: "kept_apart.already"
        case .keptApartFromThemselves: "kept_apart.same_client"
        case .noSuchKeptApart: "kept_apart.not_found"
        case .invalid: "client.invalid"
        }
    }

    public var message: String {
        switch self {
        case .notFound, .noOtherClient: "There is no such client. Look them up again."
        case .stale: "Somebody else changed this client meanwhile. Read it again and repeat your change."
        case .sourceKeyTaken: "A client with this key is here already. Edit that one, or leave the key out."
        case .consentAlreadyGiven: "This consent is on record already. Revoke it first if it is to be given anew."
        case .noSuchConsent: "There is no such consent to revoke."
        case .noSuchContactPoint: "There is no such way to reach this client, or it was retired. List them again."
        case .notAnAddress: "This is not an address or number of that channel. Correct it."
        case .alreadyKeptApart: "These two are kept apart already."
        case .keptApartFromThemselves: "Name two different clients."
        case .noSuchKeptApart: "There is no such entry, or it has ended."
        case .invalid(_, let advice): advice
        }
    }

    public var field: String? {
        switch self {
        case .sourceKeyTaken: "/source_key"
        case .notAnAddress: "/value"
        case .keptApartFromThemselves, .noOtherClient: "/other"
        case .invalid(let field, _): field
        default: nil
        }
    }

    /// The schema is the referee: its constraints, explained.
    init?(_ error: DatabaseError) {
        switch error.constraint {
        case "client_source_key_unique": self = .sourceKeyTaken
        case "client_name_length": self = .invalid(field: "/full_name", advice: "A name has 1 to 200 characters.")
        case "client_jurisdiction_form": self = .invalid(field: "/jurisdiction", advice: "Name country and province: CA-BC.")
        case "contact_point_value_length": self = .notAnAddress
        case "contact_point_client_id_fkey", "consent_client_id_fkey", "kept_apart_one_id_fkey", "kept_apart_other_id_fkey":
            self = .notFound
        case "kept_apart_ordered": self = .keptApartFromThemselves
        default: return nil
        }
    }

    /// Runs `body`; a broken rule of the schema becomes a refusal that says what to do.
    static func explaining<T>(_ body: () async throws -> T) async throws -> T {
        do {
            return try await body()
        } catch let error as DatabaseError {
            if let refusal = ClientRefusal(error) { throw refusal }
            throw error
        }
    }
}
