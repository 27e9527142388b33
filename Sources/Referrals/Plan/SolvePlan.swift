internal import Allocation
internal import Appointments
internal import Clinic
internal import Therapists

/// The answer of one solving, by index of people and team.
struct PlanAnswer: Sendable {
    /// By person, in the order of `order`.
    struct Line: Sendable {
        let person: Int
        /// Index in the team; nil waits.
        let therapist: Int?
        let seat: PlanSeat?
        let waits: PlanLine.Waits?
        let matches: Int
        let unavailable: [Therapist.ID]
    }

    let lines: [Line]
    /// By therapist: places for which there is an hour.
    let places: [Int]
    let intense: [Int]
    let proof: PlanProof
}

extension PlanInputs {
    /// Allocates the list: who gets a place by priority, then with whom by fit, then when; a pair for whom no hour is left is forbidden and
    /// the rest solved anew.
    ///
    /// Pure, and the same to the byte for the same inputs. Each round is exact; that a pair without an hour is set aside, the less urgent
    /// first, is the one step that is not, and is counted.
    /// - Throws: `PlanRefusal` for edits that cannot be met.
    func solved(_ mode: AllocationMode, edits: [PlanEdit]) throws -> PlanAnswer {
        let wanted = try PlanWants(self, edits)
        let order = wanted.order
        let seats = team.indices.map {
            min(team[$0].free, hours.count(of: team[$0].profile.id, limit: min(team[$0].free, people.count)))
        }
        let intense = team.indices.map { min(seats[$0], team[$0].freeIntense) }
        let tables = PlanTables(self, wanted)

        var seating = PlanSeating(self)
        var bans = Set<[Int]>()
        var round = 0
        while true {
            round += 1
            let problem = try tables.problem(places: seats, intense: intense, banned: bans)
            let solution = try PlanSolution(problem, self, order: order, mode: mode)
            let unseated = Set(seating.seat(solution.therapistOf, order: order) + solution.violations(of: apart, order: order))
            if unseated.isEmpty || round == Self.rounds {
                seating.dismiss(unseated)
                return try answer(
                    solution.without(unseated), seating, wanted, order, places: seats, intense: intense,
                    setAside: bans.count + unseated.count)
            }
            for person in unseated {
                if wanted.pins[person] != nil {
                    throw PlanRefusal.pinNotAvailable(referral: people[person].referral.reference)
                }
                bans.insert([person, solution.therapistOf[person]])
            }
        }
    }

    /// Times that the list is solved anew because of hours; whoever has none after that waits.
    private static let rounds = 200

    private func answer(
        _ solution: PlanSolution, _ seating: PlanSeating, _ wanted: PlanWants, _ order: [Int], places: [Int], intense: [Int],
        setAside: Int
    ) throws -> PlanAnswer {
        for person in wanted.pins.keys.sorted() where solution.therapistOf[person] < 0 {
            throw PlanRefusal.pinsTooMany(therapist: wanted.pins[person].map { team[$0].profile.slug } ?? "")
        }
        let lines = (order + wanted.leftOut).map { line(of: $0, solution, seating, wanted) }
        return PlanAnswer(
            lines: lines, places: places, intense: intense, proof: try solution.proof(order: order, setAside: setAside))
    }

    private func line(of person: Int, _ solution: PlanSolution, _ seating: PlanSeating, _ wanted: PlanWants) -> PlanAnswer.Line {
        let ranking = people[person].ranking
        let therapist = solution.therapistOf[person]
        let id = therapist >= 0 ? team[therapist].profile.id : nil
        if let id, let session = seating.sessions[person], let scored = ranking.scored(of: id),
            let rank = ranking.scored.firstIndex(where: { $0.index == scored.index })
        {
            let seat = PlanSeat(
                therapist: id, start: session.time.start, format: session.format, score: Int(scored.score), rank: rank + 1)
            return PlanAnswer.Line(
                person: person, therapist: therapist, seat: seat, waits: nil, matches: ranking.count, unavailable: [])
        }
        let fitting = ranking.fittingButForRoom
        let waits: PlanLine.Waits = wanted.isLeftOut(person) ? .leftOut : fitting.isEmpty ? .nobodyFits : .noPlace
        return PlanAnswer.Line(
            person: person, therapist: nil, seat: nil, waits: waits, matches: ranking.count,
            unavailable: waits == .noPlace ? fitting : [])
    }
}

extension Ranking {
    /// Who meets every rule, or every one but those of a free place and hour. A relation is one of these: nobody reads from a list that it
    /// was not a full caseload.
    var fittingButForRoom: [Therapist.ID] {
        let scarce: FailedRules = [FailedRules(.place), FailedRules(.opening), FailedRules(.keptApart)]
        return failed.indices.filter { failed[$0].isSubset(of: scarce) }.map { team.candidates[$0].id }
    }
}

/// A person's edits, as indices.
struct PlanWants: Sendable {
    /// By person: the therapist.
    let pins: [Int: Int]
    let forbidden: Set<[Int]>
    let leftOut: [Int]
    /// Everybody to be placed: the pinned first, then by priority.
    let order: [Int]

    /// - Throws: `PlanRefusal` for a pin that no rule allows. Edits of referrals that wait no more do nothing.
    init(_ inputs: PlanInputs, _ edits: [PlanEdit]) throws(PlanRefusal) {
        var pins: [Int: Int] = [:], forbidden = Set<[Int]>(), leftOut = Set<Int>()
        for edit in edits {
            guard let person = inputs.people.firstIndex(where: { $0.referral.id == edit.referral }) else { continue }
            let therapist = edit.therapist.flatMap { id in inputs.team.firstIndex { $0.profile.id == id } }
            switch (edit.kind, therapist) {
            case (.leave, _): leftOut.insert(person)
            case (.forbid, let therapist?): forbidden.insert([person, therapist])
            case (.pin, let therapist?):
                let ranking = inputs.people[person].ranking
                let id = inputs.team[therapist].profile.id
                if ranking.scored(of: id) == nil {
                    let reference = inputs.people[person].referral.reference
                    throw ranking.refusal(of: id) == .notAvailable
                        ? .pinNotAvailable(referral: reference) : .pinNotAMatch(referral: reference)
                }
                pins[person] = therapist
            case (.forbid, nil): break
            case (.pin, nil): throw .pinNotAMatch(referral: inputs.people[person].referral.reference)
            }
        }
        for (person, therapist) in pins where leftOut.contains(person) || forbidden.contains([person, therapist]) {
            throw .contradictory(referral: inputs.people[person].referral.reference)
        }
        self.pins = pins
        self.forbidden = forbidden
        self.leftOut = leftOut.sorted()
        let listed = inputs.people.indices.filter { !leftOut.contains($0) }
        order = listed.filter { pins[$0] != nil } + listed.filter { pins[$0] == nil }
    }

    func isLeftOut(_ person: Int) -> Bool { leftOut.contains(person) }
}
