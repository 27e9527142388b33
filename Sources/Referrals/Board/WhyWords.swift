internal import Clinic

// What a coordinator reads of a match, the same in a terminal and on a page.

extension Match {
    /// `3600 + 1250 + 0 = 4850`: the contributions in the factors' order, and the score that they make.
    public var sum: String { contributions.map { String($0.points) }.joined(separator: " + ") + " = \(score)" }
}

extension Fact {
    /// Where a statement comes from and of what day: `cptsd: verified, 2025-01-01`.
    public var text: String {
        let kind = id.prefix { $0 != ":" }
        let detail = id.split(separator: "/").last.map(String.init) ?? ""
        let date = verifiedOn.map { ", \($0)" } ?? ""
        return switch kind {
        case "specialty": "\(detail): \(source)\(date)"
        case "profile" where id.contains("/"): "\(detail.replacing("_", with: " ")): \(source)\(date)"
        case "need": "the client asked for \(id.dropFirst(5).replacing("_", with: " "))"
        case "policy": "the clinic's matching policy"
        default: source + date
        }
    }
}

extension ReferralNeed {
    /// `must: format = in person`.
    public var text: String {
        let name = kind.rawValue.replacing("_", with: " ")
        return "\(strength == .must ? "must" : "wish"): \(name) = \(value.replacing("_", with: " "))"
    }
}

extension TriageRecord {
    /// What was decided, without its reason: `soon`, `safety hold`.
    public var outcome: String { safetyHold ? "safety hold" : urgency?.rawValue ?? "waits for information" }
}

extension ReferralStanding {
    /// In a few words: `safety hold`, `not triaged`, `soon`, `waits for information`, `closed`.
    public var words: String {
        if safetyHold { return "safety hold" }
        return switch status {
        case .draft: "not triaged"
        case .active: urgency?.rawValue ?? "not triaged"
        case .onHold: "waits for information"
        case .revoked: "withdrawn"
        case .completed: "first session booked"
        }
    }
}
