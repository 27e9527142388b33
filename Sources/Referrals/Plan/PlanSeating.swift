internal import Appointments
internal import Clinic
internal import Therapists

/// An hour for each person with the therapist whom they were given: hours, rooms and lower fees are shared, so not every allocation that
/// the caseloads hold can be seated.
struct PlanSeating {
    private let inputs: PlanInputs
    private let apartOf: [Int: [Int]]
    private var book: HourBook
    /// By person.
    private(set) var sessions: [Int: HourBook.Session] = [:]
    private var sliding: [Int: Int] = [:]
    private var options: [Pair: [(start: Instant, format: SessionFormat)]] = [:]

    private struct Pair: Hashable {
        let person: Int
        let therapist: Int
    }

    init(_ inputs: PlanInputs) {
        self.inputs = inputs
        book = inputs.hours
        var apartOf: [Int: [Int]] = [:]
        for pair in inputs.apart {
            apartOf[pair.one, default: []].append(pair.other)
            apartOf[pair.other, default: []].append(pair.one)
        }
        self.apartOf = apartOf
    }

    /// Seats everybody for whom there is an hour, the most urgent first; who has a seat may be moved to another hour of the same therapist
    /// for somebody who has no other.
    /// - Parameters:
    ///   - therapistOf: by person; -1 waits.
    ///   - order: everybody who may have a seat, the most urgent first.
    /// - Returns: those for whom none is left.
    mutating func seat(_ therapistOf: [Int], order: [Int]) -> [Int] {
        book = inputs.hours
        sessions = [:]
        sliding = [:]
        var unseated = order.filter { person in
            let therapist = therapistOf[person]
            guard therapist >= 0 else { return false }
            if usesSlidingPlace(person, therapist) {
                guard sliding[therapist, default: 0] < inputs.team[therapist].freeSliding else { return true }
                sliding[therapist, default: 0] += 1
            }
            var visited: Set<Int> = [person]
            return !place(person, therapist, therapistOf, &visited)
        }
        // Once more, in the order in which they will be held: rooms are given out as they come, and who was moved about may have found one that
        // is not there in this order.
        let found = sessions
        book = inputs.hours
        sessions = [:]
        for person in order {
            guard let session = found[person] else { continue }
            if !pencil(person, therapistOf[person], (session.time.start, session.format)) { unseated.append(person) }
        }
        return unseated
    }

    /// Leaves these without a seat after all.
    mutating func dismiss(_ people: Set<Int>) {
        for person in people { erase(person) }
    }

    private mutating func place(_ person: Int, _ therapist: Int, _ therapistOf: [Int], _ visited: inout Set<Int>) -> Bool {
        let options = hours(of: person, therapist)
        for option in options where pencil(person, therapist, option) { return true }
        let others = sessions.keys.filter { therapistOf[$0] == therapist && !visited.contains($0) }.sorted()
        for other in others {
            guard visited.insert(other).inserted, let old = sessions[other] else { continue }
            erase(other)
            let wide = old.time.padded(before: .hours(4), after: .hours(4))
            for option in options where wide.contains(option.start) && pencil(person, therapist, option) {
                if place(other, therapist, therapistOf, &visited) { return true }
                erase(person)
            }
            // Where it was, it still fits.
            _ = pencil(other, therapist, (old.time.start, old.format))
        }
        return false
    }

    private mutating func pencil(_ person: Int, _ therapist: Int, _ option: (start: Instant, format: SessionFormat)) -> Bool {
        let avoiding = (apartOf[person] ?? []).compactMap { sessions[$0] }
        let session = book.pencil(
            inputs.team[therapist].profile.id, inputs.people[person].referral.client, at: option.start, format: option.format,
            avoiding: avoiding)
        sessions[person] = session
        return session != nil
    }

    private mutating func erase(_ person: Int) {
        if let session = sessions.removeValue(forKey: person) { book.erase(session) }
    }

    private mutating func hours(of person: Int, _ therapist: Int) -> [(start: Instant, format: SessionFormat)] {
        let pair = Pair(person: person, therapist: therapist)
        if let known = options[pair] { return known }
        let found = inputs.people[person].options(inputs.team[therapist].candidate, in: inputs.hours, sites: inputs.sites)
        options[pair] = found
        return found
    }

    private func usesSlidingPlace(_ person: Int, _ therapist: Int) -> Bool {
        inputs.people[person].ranking.scored(of: inputs.team[therapist].profile.id)?.usesSlidingPlace ?? false
    }
}

extension Ranking {
    /// Nil where she is not ranked.
    func scored(of therapist: Therapist.ID) -> Scored? {
        team.position(of: therapist).flatMap { place in scored.first { Int($0.index) == place } }
    }
}
