public import Clinic

/// How well it is shown that a therapist can treat a concern. Years of experience and stars are no evidence (R-matching 1.1, 5.2).
public enum EvidenceLevel: Int, CaseIterable, Comparable, Sendable {
    case none = 0
    /// Says so herself.
    case declared = 1
    /// Training that somebody verified.
    case trained = 2
    /// Certification or supervised practice, verified and current.
    case certified = 3
    /// Certified, and the outcomes of her own clients bear it out.
    case proven = 4

    /// The share of a full fit, of 10,000: 0, 4,000, 7,000, 9,000, 10,000 (R-matching 5.2).
    public var basisPoints: Int {
        switch self {
        case .none: 0
        case .declared: 4_000
        case .trained: 7_000
        case .certified: 9_000
        case .proven: 10_000
        }
    }

    /// `certified`: the word in YAML and JSON.
    public var word: String { String(describing: self) }

    /// - Parameter word: as files and JSON have it.
    public init?(word: String) {
        guard let level = Self.allCases.first(where: { $0.word == word }) else { return nil }
        self = level
    }

    /// Above `declared` somebody must have verified it, by name and date.
    public var needsVerification: Bool { self > .declared }

    public static func < (one: EvidenceLevel, other: EvidenceLevel) -> Bool { one.rawValue < other.rawValue }
}

/// A concern that a therapist treats, and on what evidence.
public struct Specialty: Hashable, Sendable {
    /// A code of the vocabulary.
    public let concept: String
    /// As recorded; what counts on a day is ``level(on:)``.
    public let recorded: EvidenceLevel
    /// One of the few that she works on most: ``Specialty/focusLimit`` at most.
    public let isFocus: Bool
    public let verifiedBy: String?
    public let verifiedOn: LocalDate?
    /// The first day on which the verification no longer counts.
    public let expiresOn: LocalDate?

    /// R-matching 5.2: whoever is good at everything has shown nothing.
    public static let focusLimit = 5

    public init(
        concept: String, recorded: EvidenceLevel, isFocus: Bool = false, verifiedBy: String? = nil, verifiedOn: LocalDate? = nil,
        expiresOn: LocalDate? = nil
    ) {
        self.concept = concept
        self.recorded = recorded
        self.isFocus = isFocus
        self.verifiedBy = verifiedBy
        self.verifiedOn = verifiedOn
        self.expiresOn = expiresOn
    }

    /// What the evidence is worth on `date`: verification that is missing, not yet made or expired leaves a mere declaration, and so does
    /// everything that is not a focus.
    public func level(on date: LocalDate) -> EvidenceLevel {
        guard recorded.needsVerification else { return recorded }
        let isVerified = verifiedBy != nil && verifiedOn.map { $0 <= date } == true && !isExpired(on: date)
        return isVerified && isFocus ? recorded : .declared
    }

    /// On ``expiresOn`` itself it no longer counts; without one it never expires.
    public func isExpired(on date: LocalDate) -> Bool { expiresOn.map { $0 <= date } ?? false }
}
