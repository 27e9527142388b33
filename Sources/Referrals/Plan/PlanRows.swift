internal import Access
internal import Allocation
internal import Appointments
internal import Clients
internal import Clinic
public import Database
internal import Therapists

internal import struct Foundation.UUID

extension AllocationPlan.Status: DatabaseValue {}
extension PlanLine.Waits: DatabaseValue {}
extension PlanEdit.Kind: DatabaseValue {}

/// A stored plan with the hashes of what it rests on.
struct StoredPlan {
    let plan: AllocationPlan
    let people: [Referral.ID: [UInt8]]
    let team: [Therapist.ID: [UInt8]]

    /// Answers to these are what ``init(_:)`` reads.
    static func statements(_ id: AllocationPlan.ID) -> [Bound] {
        [SQL.allocation(id), SQL.allocationLines(id), SQL.allocationTeam(id), SQL.allocationEdits(id)]
    }

    /// Nil: no such plan, or not for this actor.
    init?(_ answers: [ResultSet]) throws {
        guard answers.count == 4 else { throw DatabaseError(.rowCount(answers.count), statement: SQL.allocation.name) }
        let lines = try answers[1].map { row throws(DatabaseError) in
            (line: try PlanLine(&row), hash: try row.next([UInt8].self))
        }
        let team = try answers[2].map { row throws(DatabaseError) in
            (
                therapist: PlanTherapist(
                    id: try row.next(), slug: try row.next(), name: try row.next(), places: try row.next(),
                    intense: try row.next()), hash: try row.next([UInt8].self)
            )
        }
        let edits = try answers[3].map { row throws(DatabaseError) in
            PlanEdit(try row.next(PlanEdit.Kind.self), try row.next(), try row.nextOptional())
        }
        let found = try answers[0].first { row throws(DatabaseError) in
            try AllocationPlan(&row, lines: lines.map(\.line), therapists: team.map(\.therapist), edits: edits)
        }
        guard let found else { return nil }
        plan = found
        people = Dictionary(lines.map { ($0.line.referral, $0.hash) }) { first, _ in first }
        self.team = Dictionary(team.map { ($0.therapist.id, $0.hash) }) { first, _ in first }
    }
}

extension AllocationPlan {
    fileprivate init(
        _ row: inout RowReader, lines: [PlanLine], therapists: [PlanTherapist], edits: [PlanEdit]
    ) throws(DatabaseError) {
        id = try row.next()
        reference = try row.next()
        status = try row.next()
        let service = try row.next(Service.ID.self)
        let mode = AllocationMode(rawValue: try row.next(String.self)) ?? .utilitarian
        let urgency = try row.nextOptional(Urgency.self)
        settings = PlanSettings(service: service, mode: mode, urgency: urgency, answerHours: try row.next())
        policyVersion = try row.next()
        asOf = try row.next()
        proof = PlanProof(
            totalFit: try row.next(), lowestFit: try row.nextOptional(), tenthFit: try row.nextOptional(),
            enviousPairs: try row.next(), stabilityPrice: try row.next(), gini: try row.next(), setAside: try row.next(),
            isProven: try row.next(), gap: try row.nextOptional(), certificate: try row.next())
        decidedBy = try row.next()
        decidedAs = try row.next()
        appliedAt = try row.nextOptional()
        createdAt = try row.next()
        version = try row.next()
        self.lines = lines
        self.therapists = therapists
        self.edits = edits
    }
}

extension PlanLine {
    fileprivate init(_ row: inout RowReader) throws(DatabaseError) {
        referral = try row.next()
        reference = try row.next()
        client = try row.next()
        clientReference = try row.next()
        zone = try row.next()
        place = try row.next()
        priority = try row.next()
        urgency = try row.next()
        let therapist = try row.nextOptional(Therapist.ID.self)
        let (start, format) = (try row.nextOptional(Instant.self), try row.nextOptional(String.self))
        let (score, rank) = (try row.nextOptional(Int.self), try row.nextOptional(Int.self))
        if let therapist, let start, let format = format.flatMap(SessionFormat.init(rawValue:)), let score, let rank {
            seat = PlanSeat(therapist: therapist, start: start, format: format, score: score, rank: rank)
        } else {
            seat = nil
        }
        matches = try row.next()
        waits = try row.nextOptional()
        unavailable = try row.next()
        proposal = try row.nextOptional()
    }
}

extension PlanAnswer {
    /// Everything but the plan's own row.
    func statements(for plan: AllocationPlan.ID, _ inputs: PlanInputs, edits: [PlanEdit]) -> [Bound] {
        var statements = lines.enumerated().map { place, line in
            let person = inputs.people[line.person]
            return SQL.addAllocationLine(
                plan, person.referral.id, person.referral.client, place + 1, person.priority,
                person.referral.standing.urgency?.rawValue ?? Urgency.routine.rawValue, line.seat?.therapist, line.seat?.start,
                line.seat?.format.rawValue, line.seat?.score, line.seat?.rank, line.matches, line.waits?.rawValue,
                line.unavailable, person.factsHash)
        }
        statements += inputs.team.indices.map { index in
            SQL.addAllocationTeam(
                plan, inputs.team[index].profile.id, places[index], intense[index], inputs.team[index].factsHash)
        }
        let clients = Dictionary(inputs.people.map { ($0.referral.id, $0.referral.client) }) { first, _ in first }
        statements += edits.compactMap { edit in
            clients[edit.referral].map { SQL.addAllocationEdit(plan, edit.referral, $0, edit.kind.rawValue, edit.therapist) }
        }
        return statements
    }
}
