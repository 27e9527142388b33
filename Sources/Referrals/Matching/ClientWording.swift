internal import Clinic

/// A match in words for the client: short sentences, nothing about load, figures, outcomes or anybody else.
public struct ClientWording: Sendable, Hashable {
    public let sentences: [String]

    /// - Parameter label: a concept's label in the client's language; its code otherwise.
    public init(_ match: Match, need: MatchNeed, candidate: Candidate, label: (String) -> String) {
        var sentences: [String] = []
        let shared = need.concerns.filter { concern in
            candidate.specialties.contains { $0.concept == concern.concept && $0.level > 0 }
        }
        if let first = shared.first {
            let level = candidate.specialties.first { $0.concept == first.concept }?.level ?? 0
            sentences.append("This counsellor works with \(label(first.concept).lowercased()).")
            if level >= 2 { sentences.append("Their training in it has been checked.") }
        }
        if let language = need.wants.languages.first, candidate.languages.contains(language), language != "en" {
            sentences.append("They can work with you in your language.")
        }
        if let opening = match.opening {
            let how =
                switch opening.format {
                case .inPerson: "in person"
                case .online: "online"
                case .phone: "by phone"
                }
            sentences.append(
                "A first session \(how) is possible on \(opening.local.date) at \(opening.local.time.hoursAndMinutes), clinic time."
            )
        }
        if !match.unmet.isEmpty { sentences.append("Not everything you hoped for could be found. You can ask for someone else.") }
        sentences.append("You decide. Saying no costs you nothing.")
        self.sentences = sentences
    }
}

extension LocalTime {
    /// `09:30`.
    var hoursAndMinutes: String {
        func two(_ number: Int) -> String { number < 10 ? "0\(number)" : "\(number)" }
        return "\(two(hour)):\(two(minute))"
    }
}
