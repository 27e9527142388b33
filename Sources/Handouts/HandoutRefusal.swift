public import Clinic

/// Why an article or a handout could not be published, given or changed.
public enum HandoutRefusal: Refusal, Equatable {
    case noSuchArticle
    case noSuchHandout
    case noSuchClient
    /// A lead's look at what a client reads is by breaking the glass.
    case fileClosed
    case withdrawn
    /// Why an article is withdrawn: 3 to 500 characters.
    case reasonMissing
    case alreadyGiven
    /// Nobody was named who gives it.
    case therapistNeeded
    case releaseNeedsTherapist
    case noteTooLong
    case slugInvalid
    case titleMissing
    case unknownConcept
    case linkTargetInvalid(Int)
    case lifetimeInvalid
    case stale

    public var kind: RefusalKind {
        switch self {
        case .noSuchArticle, .noSuchHandout, .noSuchClient: .notFound
        case .withdrawn, .alreadyGiven: .conflict
        case .releaseNeedsTherapist, .fileClosed: .notAllowed
        case .stale: .stale
        case .reasonMissing, .therapistNeeded, .noteTooLong, .slugInvalid, .titleMissing, .unknownConcept, .linkTargetInvalid,
            .lifetimeInvalid:
            .invalid
        }
    }

    public var code: String { text.code }
    public var message: String { text.message }

    public var field: String? {
        switch self {
        case .therapistNeeded: "/therapist"
        case .releaseNeedsTherapist: "/released"
        case .noteTooLong: "/note"
        case .reasonMissing: "/reason"
        case .slugInvalid: "/slug"
        case .titleMissing: "/source"
        case .unknownConcept: "/concepts"
        case .linkTargetInvalid(let ordinal): "/targets/\(ordinal)"
        case .lifetimeInvalid: "/expires"
        default: nil
        }
    }

    private var text: (code: String, message: String) {
        switch self {
        case .noSuchArticle:
            ("handout.no_such_article", "There is no such article here. List them, and take the id from that list.")
        case .noSuchHandout: ("handout.no_such_handout", "There is no such handout here, or it is not yours to see.")
        case .noSuchClient: ("handout.no_such_client", "There is no such client here, or they are not yours to see.")
        case .fileClosed:
            (
                "handout.file_closed",
                "What a client reads is between them and their therapist. In an emergency, open the file first, with a reason."
            )
        case .withdrawn: ("handout.withdrawn", "This version has been withdrawn. Give the newer one instead.")
        case .reasonMissing: ("article.reason_missing", "Say why it is withdrawn, in 3 to 500 characters.")
        case .alreadyGiven: ("handout.already_given", "The client holds this version already. Make a new link for it instead.")
        case .therapistNeeded: ("handout.therapist_needed", "A handout is given by a therapist. Name who gives it.")
        case .releaseNeedsTherapist:
            (
                "handout.release_needs_therapist",
                "This client is still waiting: only a therapist may release questions that go back to what happened. Leave them kept, or ask one."
            )
        case .noteTooLong: ("handout.note_too_long", "The note is longer than 2,000 characters. Shorten it.")
        case .slugInvalid:
            (
                "article.slug_invalid",
                "The short name may have small letters, digits and single hyphens, at most 80 characters: staying-close."
            )
        case .titleMissing: ("article.title_missing", "No title was found. Put it in the first line, in Markdown after one #.")
        case .unknownConcept:
            ("article.unknown_concept", "One of these concepts is not in the vocabulary. Take their codes from its list.")
        case .linkTargetInvalid(let ordinal):
            (
                "article.link_target_invalid",
                "The target of link \(ordinal) is no web, mail or telephone address, or there is no such link."
            )
        case .lifetimeInvalid:
            ("handout.lifetime_invalid", "A link lasts between one hour and 90 days, and opens 1 to 100 times.")
        case .stale: ("handout.stale", "This handout was changed since it was read. Read it again, then repeat the change.")
        }
    }
}
