internal import Clinic

/// How soon somebody must be seen. Set by a named person with a reason: no score decides it.
public enum Urgency: String, Sendable, Hashable, CaseIterable {
    case urgent, soon, routine

    /// Whose target it has (matching specification 5.5; "stat" is never matched, it is handed off).
    public var level: WaitLevel {
        switch self {
        case .urgent: .urgent
        case .soon: .soon
        case .routine: .routine
        }
    }
}

/// What a person decided at triage.
public struct TriageDecision: Sendable, Hashable {
    /// Where the referral goes from here.
    public enum Outcome: Sendable, Hashable {
        /// May be ranked and proposed.
        case urgency(Urgency)
        /// Stays with a person, or goes back to one.
        case safetyHold
        /// Something is missing before anybody can decide.
        case needsInformation
    }

    public let outcome: Outcome
    /// 3 to 2000 characters, without white space around it.
    public let reason: String
    /// How demanding the work is expected to be; nil leaves it as it is.
    public let intensity: Referral.Intensity?

    /// - Throws: `ReferralRefusal` for a reason that is empty or too long.
    public init(_ outcome: Outcome, reason: String, intensity: Referral.Intensity? = nil) throws(ReferralRefusal) {
        self.outcome = outcome
        self.reason = try Self.reason(reason)
        self.intensity = intensity
    }

    /// A reason for a decision as it may be stored.
    static func reason(_ text: String) throws(ReferralRefusal) -> String {
        let reason = text.trimmingWhitespace()
        let length = reason.unicodeScalars.count
        guard (3...2000).contains(length), !reason.unicodeScalars.contains("\0") else { throw .reasonMissing }
        return reason
    }
}

extension ReferralStanding {
    /// The standing after a decision: the only way out of a safety hold.
    public func after(_ decision: TriageDecision) throws(ReferralRefusal) -> ReferralStanding {
        let next: ReferralStatus
        var level = urgency
        var hold = safetyHold
        switch decision.outcome {
        case .urgency(let urgency): (next, level, hold) = (.active, urgency, false)
        case .safetyHold: (next, hold) = (.onHold, true)
        // Asking for information does not answer a flag.
        case .needsInformation: next = .onHold
        }
        guard status.allows(next) else {
            throw status == .revoked || status == .completed ? .closed : .notFrom(status: status.rawValue)
        }
        return ReferralStanding(status: next, safetyHold: hold, urgency: level, matchingConsent: matchingConsent)
    }

    /// The standing of a referral that just arrived: any flag is a hold.
    public static func arrived(flags: [SafetyFlag], matchingConsent: Bool) -> ReferralStanding {
        ReferralStanding(
            status: flags.isEmpty ? .draft : .onHold, safetyHold: !flags.isEmpty, urgency: nil, matchingConsent: matchingConsent)
    }
}
