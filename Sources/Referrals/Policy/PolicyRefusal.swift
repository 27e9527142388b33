public import Clinic

/// Why a matching policy was not adopted, or cannot be used.
public enum PolicyRefusal: Refusal, Hashable {
    /// No clinician's name and date.
    case notSignedOff
    /// The sign-off lies in the future.
    case signedAhead
    /// Other settings were, or are, in force under this version.
    case versionUsed(String)
    /// Another policy is in force than the one that it was compared with.
    case stale
    /// No policy of this version was ever in force.
    case notFound
    /// Adopted by a newer Attune, whose settings this one does not know.
    case unreadable(number: Int)

    public var kind: RefusalKind {
        switch self {
        case .notSignedOff, .signedAhead: .invalid
        case .versionUsed: .conflict
        case .stale: .stale
        case .notFound: .notFound
        case .unreadable: .unavailable
        }
    }

    public var code: String {
        switch self {
        case .notSignedOff: "matching_policy.not_signed_off"
        case .signedAhead: "matching_policy.signed_ahead"
        case .versionUsed: "matching_policy.version_used"
        case .stale: "matching_policy.stale"
        case .notFound: "matching_policy.not_found"
        case .unreadable: "matching_policy.unreadable"
        }
    }

    public var message: String {
        switch self {
        case .notSignedOff:
            "No clinician has signed this policy. Fill in signed_off_by and signed_off_on, then adopt it."
        case .signedAhead: "signed_off_on lies in the future. Use the day on which the clinician signed."
        case .versionUsed(let version):
            "A policy of version \(version) was in force already, and decisions name it. Give the changed one a version of its own."
        case .stale: "Another policy was adopted meanwhile. Compare yours with that one, then adopt it."
        case .notFound: "No policy of that version was ever in force. List them to find the right one."
        case .unreadable(let number):
            "Policy number \(number) was adopted by a newer Attune, and this one cannot read it. Upgrade, then try again."
        }
    }

    public var field: String? {
        switch self {
        case .notSignedOff, .signedAhead, .versionUsed: "/text"
        case .stale, .notFound, .unreadable: nil
        }
    }
}
