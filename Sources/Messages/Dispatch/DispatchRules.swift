public import Clinic

/// What to do with a message that is due. Pure: the same gate as at queueing, asked again, because safety may have ended since.
public enum DispatchRules {
    /// What becomes of the message.
    public enum Decision: Hashable, Sendable {
        case send
        /// Not a safe hour: then.
        case later(Instant)
        /// Never: the code says why.
        case drop(String)
    }

    /// - Parameters:
    ///   - zone: the client's.
    ///   - useless: from then on the message says nothing of use; nil: it always does.
    public static func decide(contact: SafeContact, zone: ZoneRules, now: Instant, useless: Instant?) -> Decision {
        guard !contact.isWithdrawn else { return .drop("consent.messages_withdrawn") }
        guard SafeContactGate.channels.contains(contact.channel), contact.mayWrite, !contact.isRetired else {
            return .drop("contact.not_safe")
        }
        guard let until = contact.safeUntil, now < until else { return .drop("contact.recheck_due") }
        if let useless, now >= useless { return .drop("message.too_late") }
        let hours = contact.hours ?? .usual
        guard let next = hours.next(from: now, in: zone) else { return .drop("contact.no_safe_hour") }
        if next == now { return .send }
        guard next < until, useless.map({ next < $0 }) ?? true else { return .drop("message.too_late") }
        return .later(next)
    }

    /// After this many attempts a person has to look.
    public static let attempts = 8

    /// 1, 2, 4 … minutes, at most two hours, a fifth more or less by chance.
    public static func backoff(after attempts: Int, using random: inout some RandomNumberGenerator) -> Duration {
        let minutes = min(120.0, Double(1 << min(max(attempts - 1, 0), 7)))
        return .milliseconds(Int(minutes * 60_000 * Double.random(in: 0.8...1.2, using: &random)))
    }
}
