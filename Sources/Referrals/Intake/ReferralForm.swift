/// A referral as somebody wrote it down: a CSV row or a request body, every answer still text. ``checked(by:)`` makes it a
/// ``NewReferral``.
public struct ReferralForm: Sendable, Hashable {
    public var reference: String?
    public var receivedOn: String?
    public var source: String?
    /// The reference or id of somebody who is a client already, resolved by the door; then no name is needed.
    public var fullName: String?
    public var preferredName: String?
    public var pronouns: String?
    public var birthDate: String?
    public var kind: String?
    public var language: String?
    public var jurisdiction: String?
    public var email: String?
    public var emailMayWrite: String?
    public var phone: String?
    public var phoneMayCall: String?
    public var phoneMayVoicemail: String?
    public var phoneMayWrite: String?
    public var safeFrom: String?
    public var safeUntil: String?
    public var senderLabel: String?
    /// Concept codes or the client's own words, most pressing first.
    public var concerns: [String] = []
    /// Codes of the six relationship patterns.
    public var patterns: [String] = []
    /// `gender=woman`, `format=online`, or plain words such as `evenings`.
    public var must: [String] = []
    public var wish: [String] = []
    public var funding: String?
    /// In whole currency units and cents: `60.00`.
    public var feeCeiling: String?
    public var intensity: String?
    public var consentMatching: String?
    public var consentMessages: String?
    public var safetyFlag: String?
    public var narrative: String?
    /// Totals, or all answers with spaces between, by instrument.
    public var scores: [Instrument: String] = [:]

    public init() {}
}

/// Something wrong with one answer of a form. Never repeats the answer.
public struct IntakeProblem: Sendable, Hashable, Error {
    /// The form's field, by its column name: `birth_date`.
    public let field: String
    /// `referral.no_such_date`; retired, never renamed.
    public let code: String
    /// What is wrong, then what to do.
    public let message: String

    public init(field: String, code: String, message: String) {
        self.field = field
        self.code = code
        self.message = message
    }
}

/// What was read, and what a person should look at.
public struct CheckedReferral: Sendable, Hashable {
    public let referral: NewReferral
    /// Words that could not be read for certain. The referral is kept; intake settles them.
    public let doubts: [IntakeProblem]
}

/// A form that cannot be used: every problem that it has, in the order of its fields.
public struct UnusableReferral: Error, Sendable, Hashable {
    public let problems: [IntakeProblem]
}
