/// What keeps an allocation from being computed. Nothing is wrapped, clamped or guessed instead.
public enum AllocationError: Error, Hashable, Sendable {
    /// A list has another length than the problem: `expected` entries were due.
    case wrongCount(of: String, expected: Int, found: Int)
    /// A therapist's places or cap is below zero, or more than 2,147,483,647.
    case badPlaces(therapist: Int, value: Int)
    /// A fit outside 0...10,000.
    case badFit(client: Int, therapist: Int, value: Int)
    /// A cost outside ±2,000,000,000.
    case badCost(client: Int, therapist: Int, value: Int)
    /// No such client, therapist or class.
    case unknown(String, Int)
    /// The same pair twice in a list of pairs.
    case repeated(client: Int, therapist: Int)
    /// Classes whose parents do not lead to class 0.
    case badClasses
    /// More pairs than memory is planned for: `limit` at most.
    case tooLarge(pairs: Int, limit: Int)
    /// A client is pinned to two therapists, or to one who is forbidden.
    case contradictoryPin(client: Int)
    /// Prices grew beyond 64 bits: costs of this span cannot be told from a ban.
    case costsSpanTooMuch

    public var message: String {
        switch self {
        case .wrongCount(let what, let expected, let found): "\(expected) \(what) are needed, and there are \(found)."
        case .badPlaces(let therapist, let value):
            "Therapist \(therapist + 1) cannot have \(value) places. Use a whole number from 0 to 2,147,483,647."
        case .badFit(let client, let therapist, let value):
            "Client \(client + 1) with therapist \(therapist + 1): the fit \(value) is not within 0 and 10,000."
        case .badCost(let client, let therapist, let value):
            "Row \(client + 1), column \(therapist + 1): the cost \(value) is not within -2,000,000,000 and 2,000,000,000."
        case .unknown(let what, let index): "There is no \(what) \(index + 1)."
        case .repeated(let client, let therapist): "Row \(client + 1), column \(therapist + 1) is there twice. Keep one of them."
        case .badClasses: "Caps within caps have to lead to the therapist's places, each to exactly one other."
        case .tooLarge(let pairs, let limit): "\(pairs) pairs are more than the \(limit) that fit in memory. Split the list."
        case .contradictoryPin(let client):
            "Client \(client + 1) is pinned to two therapists, or to one who is forbidden. Keep one of the two wishes."
        case .costsSpanTooMuch: "The costs differ by too much to be added up exactly. Divide them all by a common factor."
        }
    }
}
