/// Whose answer it is.
public enum ProposalSide: String, Sendable, Hashable, CaseIterable { case therapist, client }

/// Why somebody said no, as a code: for counting, and for choosing who is next. Retired, never renamed.
public enum DeclineCode: String, Sendable, Hashable, CaseIterable {
    /// No place, or not this kind of work at present.
    case caseload
    /// Not the right therapist for this.
    case fit
    /// The hour does not suit, and no other would.
    case hours
    /// She knows the client, or sees somebody who does. Told as ``caseload`` to everybody but those who may know: why a therapist
    /// cannot have a client says that somebody else is one.
    case relation
    case other

    /// The code for those who may not know.
    var told: DeclineCode { self == .relation ? .caseload : self }

    /// Those that a client may give: nobody asks them about caseloads, and a relation is a therapist's to see.
    public static let clients: [DeclineCode] = [.fit, .hours, .other]
}

/// A no, as somebody gives it.
public struct ProposalDecline: Sendable, Hashable {
    /// Nil: the side whose answer is due.
    public var by: ProposalSide?
    public var code: DeclineCode
    /// 3 to 2000 characters; needed for a therapist's ``DeclineCode/other``. For those who work on the referral, never for the other side.
    public var words: String?

    public init(_ code: DeclineCode = .other, words: String? = nil, by: ProposalSide? = nil) {
        self.by = by
        self.code = code
        self.words = words
    }

    /// As it may be stored.
    func checked(by side: ProposalSide) throws(ReferralRefusal) -> CheckedDecline {
        if side == .client, !DeclineCode.clients.contains(code) {
            throw .invalid(field: "code", problem: "a client's no is fit, hours or other.")
        }
        var kept: String?
        if let words { kept = try TriageDecision.reason(words) }
        if kept == nil, side == .therapist, code == .other { throw .reasonMissing }
        return CheckedDecline(side: side, code: code, words: kept)
    }
}

/// A no that may be stored: which part of it everybody who works on the referral reads, and which part is for those who may know.
struct CheckedDecline: Sendable, Hashable {
    let side: ProposalSide
    let code: DeclineCode
    let words: String?

    /// The words beside the code that is told: a relation's would give it away.
    var toldWords: String? { code == .relation ? nil : words }

    /// What a therapist said, whichever code it was: kept apart, and always there. Nil for a client.
    var truth: String? { side == .therapist ? "\(code.rawValue)\n\(words ?? "")" : nil }

    /// Reads ``truth`` back.
    static func parse(_ truth: String) -> (code: DeclineCode, words: String?)? {
        let parts = truth.split(separator: "\n", maxSplits: 1, omittingEmptySubsequences: false)
        guard parts.count == 2, let code = DeclineCode(rawValue: String(parts[0])) else { return nil }
        return (code, parts[1].isEmpty ? nil : String(parts[1]))
    }
}
