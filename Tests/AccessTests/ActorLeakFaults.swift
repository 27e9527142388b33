import Access
import Clinic
import Database
import TestKit
import Testing

import struct Foundation.UUID

/// R-reliability F23: an actor must not be left behind on a connection for whoever comes next.
@Suite("Faults: actors on shared connections", .serialized)
struct ActorLeakFaults {
    private static let therapists = 32, clientsEach = 4

    @Test("of a million requests by mixed actors over eight connections, with aborts and cancellations, none sees another's row")
    func mixed() async throws {
        let clinic = try await TestClinic.open()
        let server = try await TestServer.shared.started()
        let superuser = try await Database.start(
            server.configuration(PrivateServer.superuser, clinic.database.name), logger: quiet)
        try await superuser.script(Self.founding)
        await superuser.close()
        var configuration = server.configuration("attune_app", clinic.database.name)
        (configuration.lanes, configuration.leases) = (4, 4)
        let database = try await Database.start(configuration, logger: quiet)
        // Row-level security alone: the policy's own filter would hide what it let by.
        let gate = Gate(database, keys: TestClinic.keys)
        let total = Faults.count(1_000_000, small: 20_000), workers = 64
        let tallies = await withTaskGroup(of: Tally.self) { group in
            for worker in 0..<workers {
                group.addTask { await Self.work(gate, seed: UInt64(worker), requests: total / workers) }
            }
            return await group.reduce(into: Tally()) { $0.add($1) }
        }
        #expect(tallies.foreign == 0, "rows of somebody else's client")
        #expect(tallies.withoutActor == 0, "rows for nobody")
        #expect(tallies.short == 0, "an answer without all of one's own clients")
        #expect(tallies.unexpected == [])
        // And no look is on record as anybody else's.
        let rows = try await clinic.reader(as: .lead).query(Self.looks()).map { row throws(DatabaseError) in
            (actor: try row.next(UUID.self), clients: try row.next([UUID].self))
        }
        #expect(rows.count > total / 50)
        #expect(rows.count { row in row.clients.contains { !$0.isOf(Int(row.actor.uuid.14)) } } == 0)
        // The test means something: most were answered, and some were cut off on the way.
        #expect(tallies.answered > total / 2)
        #expect(tallies.cancelled > 0)
        #expect(tallies.aborted > total / 20)
        await gate.drain()
        await database.close()
        await clinic.close()
    }

    private struct Tally: Sendable {
        var answered = 0, cancelled = 0, aborted = 0, foreign = 0, withoutActor = 0, short = 0
        var unexpected: Set<String> = []

        mutating func add(_ other: Tally) {
            answered += other.answered
            cancelled += other.cancelled
            aborted += other.aborted
            foreign += other.foreign
            withoutActor += other.withoutActor
            short += other.short
            unexpected.formUnion(other.unexpected)
        }
    }

    private struct Aborted: Error {}

    private static func work(_ gate: Gate, seed: UInt64, requests: Int) async -> Tally {
        var random = SplitMix(state: seed &* 7_919 &+ 17)
        var tally = Tally()
        for _ in 0..<requests {
            let number = Int(random.next() % UInt64(therapists))
            let therapist = id(therapist: number)
            let actor = Actor(role: .therapist, id: therapist, therapist: therapist, label: "test")
            let kind = random.next() % 10
            let task = Task { () throws -> [UUID] in
                switch kind {
                case 0: return try await gate.database.read([clients()])[0].values(UUID.self)
                case 1, 2, 3:
                    let seen = try await gate.act(.trusted(actor), policy, Request(id: gate.newID(), door: "test")) { act in
                        let seen = try await act.query(clients()).values(UUID.self)
                        if kind == 1 { throw Aborted() }
                        // Nothing is written a million times over: a transaction that says nothing of itself is rolled back.
                        return seen
                    }
                    return seen
                case 4:
                    return try await gate.look(.trusted(actor), policy, Request(id: gate.newID(), door: "leak")) { look in
                        let seen = try await look.query(clients()).values(UUID.self)
                        try await look.record("client.listed", clients: seen)
                        return seen
                    }
                default: return try await gate.reader(.trusted(actor), policy).query(clients()).values(UUID.self)
                }
            }
            if random.next() % 50 == 0 {
                for _ in 0..<random.next() % 40 { await Task.yield() }
                task.cancel()
            }
            do {
                let seen = try await task.value
                tally.answered += 1
                if kind == 0 {
                    tally.withoutActor += seen.count
                } else {
                    tally.foreign += seen.count { !$0.isOf(number) }
                    if seen.count != clientsEach { tally.short += 1 }
                }
            } catch is Aborted {
                tally.aborted += 1
            } catch AccessError.unaudited {
                tally.aborted += 1
            } catch is CancellationError {
                tally.cancelled += 1
            } catch let error as DatabaseError where error.kind == .cancelled {
                tally.cancelled += 1
            } catch {
                tally.unexpected.insert("\(error)")
            }
        }
        return tally
    }

    private static let policy = Policy("test.leak", allow: [.therapist], isScoped: false)
    private static let clients = Statement("ActorLeakFaults/clients", sent: .lane, "SELECT id FROM client")

    private static let looks = Statement(
        "ActorLeakFaults/looks", sent: .lane, "SELECT actor_id, clients FROM audit WHERE door = 'leak'")

    private static func id(therapist number: Int) -> UUID {
        UUID(uuid: (0, 0, 0, 0, 0, 0, 0x70, 0, 0x80, 0, 0, 0, 0, 1, UInt8(number), 0))
    }

    private static let founding = """
        CREATE FUNCTION pg_temp.made(kind int, therapist int, number int) RETURNS uuid LANGUAGE sql AS $$
            SELECT ('00000000-0000-7000-8000-0000' || lpad(to_hex(kind), 4, '0') || lpad(to_hex(therapist), 2, '0')
                    || lpad(to_hex(number), 2, '0'))::uuid $$;
        INSERT INTO therapist (id, slug, display_name, languages, formats, capacity, intense_capacity)
        SELECT pg_temp.made(1, t, 0), 'leak-' || t, 'Test', '{en}', '{online}', 50, 5 FROM generate_series(0, \(therapists - 1)) AS t;
        INSERT INTO client (id, full_name) SELECT pg_temp.made(2, t, c), 'Test'
          FROM generate_series(0, \(therapists - 1)) AS t, generate_series(1, \(clientsEach)) AS c;
        INSERT INTO care_relationship (id, client_id, therapist_id, kind, during)
        SELECT gen_random_uuid(), pg_temp.made(2, t, c), pg_temp.made(1, t, 0), 'primary', tstzrange(now(), NULL)
          FROM generate_series(0, \(therapists - 1)) AS t, generate_series(1, \(clientsEach)) AS c;
        """
}

extension UUID {
    /// Whether this is one of that therapist's clients.
    fileprivate func isOf(_ therapist: Int) -> Bool { uuid.13 == 2 && Int(uuid.14) == therapist }
}

/// SplitMix64 (Steele, Lea and Flood, 2014): the same numbers for the same seed.
private struct SplitMix {
    var state: UInt64

    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var mixed = state
        mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
        mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
        return mixed ^ (mixed >> 31)
    }
}
