/// How soon something should happen, by the clinic's own targets (matching specification 5.5).
public enum WaitLevel: String, Sendable, Hashable, CaseIterable {
    /// A person's look at a flag.
    case safety
    /// The first triage.
    case untriaged
    /// A first session.
    case urgent, soon, routine
}

/// The clinic's targets, in hours from arrival. Valid once they exist: urgent is not after soon, nor soon after routine.
public struct WaitTargets: Sendable, Hashable {
    /// Of every level.
    public let hours: [WaitLevel: Int]

    /// Four hours, two days, and 7, 14 and 42 days.
    public static let standard = WaitTargets([:])

    private init(_ set: [WaitLevel: Int]) {
        hours = [.safety: 4, .untriaged: 48, .urgent: 168, .soon: 336, .routine: 1008].merging(set) { $1 }
    }

    /// - Throws: `ReferralRefusal.invalid` for hours outside 1 to 8,784, and for levels that contradict each other.
    public init(changing set: [WaitLevel: Int], of others: WaitTargets) throws(ReferralRefusal) {
        let all = others.hours.merging(set) { $1 }
        for level in WaitLevel.allCases where !(1...8_784).contains(all[level] ?? 0) {
            throw .invalid(field: level.rawValue, problem: "Choose 1 hour to 366 days.")
        }
        let order: [WaitLevel] = [.urgent, .soon, .routine]
        for (sooner, later) in zip(order, order.dropFirst()) where (all[sooner] ?? 0) > (all[later] ?? 0) {
            throw .invalid(
                field: later.rawValue,
                problem: "A \(later.rawValue) referral would be due before a \(sooner.rawValue) one. Set both, so that they fit.")
        }
        self.init(all)
    }

    /// In hours.
    public subscript(_ level: WaitLevel) -> Int { hours[level] ?? 0 }

    /// `7d`, `36h`. Nil for anything else.
    public static func hours(_ text: String) -> Int? {
        guard let unit = text.last, let number = Int(text.dropLast()), (1...8_784).contains(number) else { return nil }
        switch unit {
        case "h": return number
        case "d": return number * 24
        default: return nil
        }
    }

    /// `7 d`, `36 h`.
    public static func words(_ hours: Int) -> String { hours % 24 == 0 ? "\(hours / 24) d" : "\(hours) h" }
}
