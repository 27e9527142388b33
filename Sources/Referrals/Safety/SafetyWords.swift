public import Clinic

extension SafetyTask {
    /// Why somebody must look, in words and without the words that were written.
    public var reasonWords: String {
        switch reason {
        case SafetyFlag.ticked.rawValue: "a box that was ticked"
        case SafetyFlag.words.rawValue: "words that name danger"
        case SafetyFlag.itemNine.rawValue: "an answer in a questionnaire"
        case SafetyFlag.stat.rawValue: "asked for at once"
        default: "a person's triage"
        }
    }

    /// How it stands: `taken by intake`, `nobody has taken it`, `overdue: nobody has taken it`.
    public func standing(at now: Instant) -> String {
        if let taken = acknowledged { return "taken by \(taken.role.replacing("_", with: " "))" }
        return isOverdue(at: now) ? "overdue: nobody has taken it" : "nobody has taken it"
    }
}

extension Assessment {
    /// `PHQ-9 of 2026-11-02: total 14 of 27. …`; without figures where they are not for whoever reads it. For people: no rank rests on it.
    public var words: String {
        let title = "\(instrument.title) of \(takenOn)"
        guard let score else { return "\(title): open the client's file to read it." }
        let sums = score.sums.map { sum in
            let value =
                sum.possible.lowerBound == sum.possible.upperBound
                ? "\(sum.possible.lowerBound)" : "\(sum.possible.lowerBound) to \(sum.possible.upperBound)"
            return "\(sum.code) \(value) of \(sum.highest)"
        }
        return "\(title): \(sums.joined(separator: ", ")). \(score.words)"
    }
}
