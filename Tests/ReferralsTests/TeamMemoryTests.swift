import Access
import Appointments
import Clinic
import Database
import Logging
import Synchronization
import TestKit
import Testing
import Therapists

@testable import Referrals

@Suite("What a server remembers of the team")
struct TeamMemoryTests {
    /// Everything that may change what a ranking says, by a number that a seed draws. Each is one statement by the operator, since what is
    /// under test is that none of them goes unnoticed, by whatever door it came.
    private static let changes: [StaticString] = [
        // A session, in a room or not; a second one beside it, in the other room, as an overlap that somebody allowed.
        """
        INSERT INTO appointment (id, therapist_id, client_id, service_id, room_id, format, during, zone, promised_start, status)
        SELECT gen_random_uuid(), (SELECT id FROM therapist ORDER BY md5(id::text || $1) LIMIT 1), c.id, s.id, r.id,
               CASE WHEN r.id IS NULL THEN 'online' ELSE 'in_person' END, tstzrange(b.start, b.start + interval '50 minutes'),
               'America/Vancouver', b.start AT TIME ZONE 'America/Vancouver', 'booked'
          FROM (SELECT (current_date + 1 + abs(hashint8($1)) % 6 + make_time(9 + abs(hashint8($1 + 1)) % 7, 0, 0))
                       AT TIME ZONE 'America/Vancouver' AS start) b,
               (SELECT id FROM client ORDER BY md5(id::text || $1) LIMIT 1) c, (SELECT id FROM service LIMIT 1) s
          LEFT JOIN (SELECT id FROM room ORDER BY md5(id::text || $1) LIMIT 1) r ON $1 % 3 > 0
            ON CONFLICT DO NOTHING
        """,
        """
        INSERT INTO appointment (id, therapist_id, client_id, service_id, room_id, format, during, zone, promised_start, status, overlap_reason)
        SELECT gen_random_uuid(), a.therapist_id, a.client_id, a.service_id, r.id, 'in_person', a.during, a.zone, a.promised_start, 'booked',
               sha256('test')
          FROM appointment a JOIN room r ON r.id IS DISTINCT FROM a.room_id
         WHERE a.status = 'booked' AND $1 >= 0 ORDER BY md5(a.id::text || $1) LIMIT 1
        """,
        "UPDATE appointment SET status = 'cancelled' WHERE id = (SELECT id FROM appointment WHERE status = 'booked' ORDER BY md5(id::text || $1) LIMIT 1)",
        """
        UPDATE appointment SET during = tstzrange(lower(during) + interval '1 day', upper(during) + interval '1 day')
         WHERE id = (SELECT a.id FROM appointment a WHERE a.status = 'booked' AND NOT EXISTS (
                SELECT FROM appointment o WHERE o.id <> a.id AND o.status = 'booked' AND (o.therapist_id = a.therapist_id OR o.client_id = a.client_id
                   OR o.room_id = a.room_id) AND o.during && tstzrange(lower(a.during) + interval '1 day', upper(a.during) + interval '1 day'))
              ORDER BY md5(a.id::text || $1) LIMIT 1)
        """,
        "UPDATE appointment SET status = 'arrived' WHERE id = (SELECT id FROM appointment WHERE status = 'booked' ORDER BY md5(id::text || $1) LIMIT 1)",
        // Hours.
        """
        INSERT INTO schedule_exception (id, therapist_id, day, kind)
        SELECT gen_random_uuid(), (SELECT id FROM therapist ORDER BY md5(id::text || $1) LIMIT 1), current_date + 1 + abs(hashint8($1)) % 10, 'closed'
        """,
        "DELETE FROM schedule_exception WHERE id = (SELECT id FROM schedule_exception ORDER BY md5(id::text || $1) LIMIT 1)",
        "DELETE FROM weekly_hours WHERE id = (SELECT id FROM weekly_hours ORDER BY md5(id::text || $1) LIMIT 1)",
        """
        INSERT INTO weekly_hours (id, therapist_id, weekday, starts, ends, formats, site_id)
        SELECT gen_random_uuid(), (SELECT id FROM therapist ORDER BY md5(id::text || $1) LIMIT 1), 1 + abs(hashint8($1)) % 7, '18:00', '20:00',
               '{in_person,online}', (SELECT id FROM site LIMIT 1)
        """,
        // Profiles.
        "UPDATE specialty SET level = 2 + abs(hashint8($1)) % 3 WHERE therapist_id = (SELECT id FROM therapist ORDER BY md5(id::text || $1) LIMIT 1)",
        """
        UPDATE credential SET expires_on = CASE WHEN $1 % 2 = 0 THEN current_date + 3 END
         WHERE therapist_id = (SELECT id FROM therapist ORDER BY md5(id::text || $1) LIMIT 1)
        """,
        "UPDATE therapist SET status = CASE status WHEN 'away' THEN 'active' ELSE 'away' END WHERE id = (SELECT id FROM therapist ORDER BY md5(id::text || $1) LIMIT 1)",
        "UPDATE therapist SET gender = 'g' || $1 % 5, fee_cents = 10000 + $1 % 7 WHERE id = (SELECT id FROM therapist ORDER BY md5(id::text || $1) LIMIT 1)",
        """
        WITH added AS (INSERT INTO therapist (id, slug, display_name, formats, capacity, intense_capacity)
                       VALUES (gen_random_uuid(), 't-' || $1, 'T ' || $1, '{in_person,online}', 3, 1) RETURNING id),
             licensed AS (INSERT INTO credential (id, therapist_id, kind, issuer, number, jurisdiction, valid_from)
                          SELECT gen_random_uuid(), id, 'RCC', 'Test College', 't-' || $1, 'CA-BC', '2020-01-01' FROM added)
        INSERT INTO weekly_hours (id, therapist_id, weekday, starts, ends, formats, site_id)
        SELECT gen_random_uuid(), id, 1 + abs(hashint8($1)) % 5, '10:00', '12:00', '{in_person,online}', (SELECT id FROM site LIMIT 1) FROM added
        """,
        // Places, and holds that the clock ends.
        """
        INSERT INTO caseload_place (id, therapist_id, place, client_id, status, held_until)
        SELECT gen_random_uuid(), t.id, 1 + (SELECT count(*) FROM caseload_place p WHERE p.therapist_id = t.id AND status <> 'released'), c.id, 'held',
               clock_timestamp() + interval '20 ms'
          FROM (SELECT id, capacity FROM therapist ORDER BY md5(id::text || $1) LIMIT 1) t, (SELECT id FROM client ORDER BY md5(id::text || $1) LIMIT 1) c
         WHERE (SELECT count(*) FROM caseload_place p WHERE p.therapist_id = t.id AND status <> 'released') < t.capacity
            ON CONFLICT DO NOTHING
        """,
        "UPDATE caseload_place SET status = 'released', held_until = NULL WHERE id = (SELECT id FROM caseload_place ORDER BY md5(id::text || $1) LIMIT 1)",
        """
        INSERT INTO appointment (id, therapist_id, client_id, service_id, room_id, format, during, zone, promised_start, status, hold_until)
        SELECT gen_random_uuid(), (SELECT id FROM therapist ORDER BY md5(id::text || $1) LIMIT 1), c.id, s.id, r.id, 'in_person',
               tstzrange(b.start, b.start + interval '50 minutes'), 'America/Vancouver', b.start AT TIME ZONE 'America/Vancouver', 'proposed',
               clock_timestamp() + interval '20 ms'
          FROM (SELECT (current_date + 1 + abs(hashint8($1)) % 6 + time '09:30') AT TIME ZONE 'America/Vancouver' AS start) b,
               (SELECT id FROM client ORDER BY md5(id::text || $1) LIMIT 1) c, (SELECT id FROM service LIMIT 1) s, (SELECT id FROM room LIMIT 1) r
            ON CONFLICT DO NOTHING
        """,
        // What concerns everybody.
        "INSERT INTO room (id, site_id, code, name) SELECT gen_random_uuid(), id, 'r' || $1, 'R' FROM site",
        "UPDATE service SET notice_hours = $1 % 30",
        "INSERT INTO concept (code, label_en, broader) VALUES ('c' || $1, 'C', 'trauma')",
        "UPDATE site SET code = 'kamloops_' || $1",
    ]

    /// By who ranks with what is remembered and who reads all of it anew, in one transaction: the hash covers every fact.
    private static func compare(_ here: ReferralClinic, _ id: Referral.ID, _ memory: TeamMemory, _ comment: Comment) async throws
    {
        let zones = here.zones
        let (one, other) = try await here.clinic.act(as: .intake) { act in
            try await act.record("test.compared")
            return (
                try await act.matches(for: id, service: ReferralClinic.service, memory: memory, zones: zones),
                try await act.matches(for: id, service: ReferralClinic.service, zones: zones)
            )
        }
        #expect(one.ranking.inputHash == other.ranking.inputHash, comment)
        #expect(one.ranking.matches(limit: .max) == other.ranking.matches(limit: .max), comment)
        #expect(one.ranking.exclusions() == other.ranking.exclusions(), comment)
        #expect(one.therapists.mapValues(\.name) == other.therapists.mapValues(\.name), comment)
    }

    @Test(
        "is what a reading of everything would find, after every kind of change and in whatever order they come",
        arguments: [1, 2, 3])
    func everyChange(seed: UInt64) async throws {
        let here = try await ReferralClinic.open()
        let id = try await here.triaged()
        let memory = TeamMemory()
        var random = SeededNumbers(seed: seed)
        var order = Array(Self.changes.indices).shuffled(using: &random)
        order += (0..<30).map { _ in Int.random(in: Self.changes.indices, using: &random) }
        try await Self.compare(here, id, memory, "at first")
        for (step, kind) in order.enumerated() {
            let number = Int64.random(in: 0..<1_000_000, using: &random)
            try await here.change(Self.changes[kind], number)
            try await Self.compare(here, id, memory, "seed \(seed), step \(step), change \(kind), number \(number)")
            if step % 5 == 4 {
                try await Task.sleep(for: .milliseconds(25))
                try await Self.compare(here, id, memory, "seed \(seed), after step \(step), when holds have ended")
            }
        }
        await here.close()
    }

    @Test("every table that a reading of the team reads has a trigger that says when it changes")
    func everyTable() async throws {
        let here = try await ReferralClinic.open()
        // What a reading of everything asks, and the bodies of the functions in it.
        let asked = StatementTexts()
        let (id, zones) = (try await here.triaged(), here.zones)
        let reader = here.clinic.reader(as: .intake)
        let folder = try await reader.referral(id)
        let look = TeamLook(
            asked: Overheard(reader: reader, texts: asked), service: ReferralClinic.service, zone: try zones.rules(folder.zone),
            policy: nil, zones: zones)
        let mark = TeamMark(snapshot: "1:1:", at: try await reader.now, started: .epoch, base: 1, isOwn: false)
        _ = try await look.team(nil, at: mark, [])
        var text = asked.text
        let bodies = Statement(
            "TeamMemoryTests/bodies", sent: .lease,
            "SELECT proname::text, prosrc FROM pg_proc WHERE pronamespace = current_schema()::regnamespace")
        for (name, body) in try await here.clinic.database.owner.query(bodies()).map({ row throws(DatabaseError) in
            (try row.next(String.self), try row.next(String.self))
        }) where text.contains("\(name)(") { text += "\n" + body }
        let tables = Statement(
            "TeamMemoryTests/tables", sent: .lease,
            """
            SELECT t.relname::text, EXISTS (SELECT FROM pg_trigger g JOIN pg_proc p ON p.oid = g.tgfoid
                                             WHERE g.tgrelid = t.oid AND g.tgenabled = 'O' AND p.proname LIKE 'note_change%')
              FROM pg_class t WHERE t.relkind = 'r' AND t.relnamespace = current_schema()::regnamespace
            """)
        // The licences' statement asks for a client's province, and is given no client.
        let other: Set = ["client"]
        var read: Set<String> = []
        for (table, isNoted) in try await here.clinic.database.owner.query(tables()).map({ row throws(DatabaseError) in
            (try row.next(String.self), try row.next(Bool.self))
        }) where text.contains(try Regex("(FROM|JOIN)\\s+\(table)\\b")) {
            read.insert(table)
            #expect(isNoted || other.contains(table), "\(table) is read, and nothing says when it changes")
        }
        #expect(
            read.isSuperset(of: ["therapist", "credential", "specialty", "weekly_hours", "appointment", "caseload_place", "room"])
        )
        await here.close()
    }

    @Test("is not told what a transaction found that was then undone")
    func undone() async throws {
        struct Undo: Error {}
        let here = try await ReferralClinic.open()
        let id = try await here.triaged()
        let (memory, zones) = (TeamMemory(), here.zones)
        try await Self.compare(here, id, memory, "before")
        let change = Statement("TeamMemoryTests/undone", sent: .lease, "UPDATE specialty SET level = 4 WHERE therapist_id = $1")
        await #expect(throws: Undo.self) {
            try await here.clinic.act(as: .operator) { act in
                _ = try await act.query(change(ReferralClinic.tomasz))
                let within = try await act.matches(for: id, service: ReferralClinic.service, memory: memory, zones: zones)
                #expect(within.ranking.match(of: ReferralClinic.tomasz)?.contributions.first?.text.contains("proven") == true)
                throw Undo()
            }
        }
        try await Self.compare(here, id, memory, "after")
        await here.close()
    }

    @Test("hears of what the very transaction changes after it has handed on what it found")
    func afterwards() async throws {
        let here = try await ReferralClinic.open()
        let id = try await here.triaged()
        let (memory, zones) = (TeamMemory(), here.zones)
        let lock = Statement("TeamMemoryTests/lock", sent: .lease, "SELECT 1 FROM therapist WHERE id = $1 FOR UPDATE")
        let change = Statement(
            "TeamMemoryTests/afterwards", sent: .lease, "UPDATE specialty SET level = 4 WHERE therapist_id = $1")
        let other = Statement("TeamMemoryTests/other", sent: .lease, "UPDATE therapist SET gender = 'x' WHERE id = $1")
        try await here.clinic.act(as: .operator) { act in
            // From here on the transaction has a number.
            _ = try await act.query(lock(ReferralClinic.tomasz))
            // One that began later has ended, so the snapshot reaches beyond this one.
            try await here.clinic.act(as: .operator) { later in
                _ = try await later.query(other(ReferralClinic.amara))
                try await later.record("test.changed")
            }
            _ = try await act.matches(for: id, service: ReferralClinic.service, memory: memory, zones: zones)
            #expect(memory.team(at: .init(service: ReferralClinic.service, zone: ReferralClinic.zone)) != nil)
            _ = try await act.query(change(ReferralClinic.tomasz))
            try await act.record("test.changed")
        }
        try await Self.compare(here, id, memory, "after")
        #expect(TeamMark.snapshot("10:20:12,15", without: 14) == "10:20:12,14,15")
        #expect(TeamMark.snapshot("10:14:", without: 14) == "10:14:")
        await here.close()
    }

    @Test("sees what everybody writes at once while others rank")
    func crowd() async throws {
        let here = try await ReferralClinic.open()
        let id = try await here.triaged()
        let (memory, zones) = (TeamMemory(), here.zones)
        try await withThrowingTaskGroup(of: Void.self) { group in
            for writer in 0..<4 {
                group.addTask {
                    for number in 0..<12 {
                        try? await here.change(
                            Self.changes[(writer * 3 + number) % Self.changes.count], Int64(writer * 1_000 + number))
                    }
                }
                group.addTask {
                    for _ in 0..<12 {
                        try await here.clinic.act(as: .intake) { act in
                            try await act.record("test.ranked")
                            _ = try await act.matches(for: id, service: ReferralClinic.service, memory: memory, zones: zones)
                        }
                    }
                }
            }
            try await group.waitForAll()
        }
        try await Task.sleep(for: .milliseconds(30))
        try await Self.compare(here, id, memory, "when all have ended")
        await here.close()
    }

    @Test("drops an hour when it is too near, and begins anew with the day")
    func clock() async throws {
        let here = try await ReferralClinic.open()
        // A Monday, ten to nine in Kamloops.
        let monday = try Instant(rfc3339: "2027-03-01T16:50:00Z")
        let look = TeamLook(
            asked: here.clinic.reader(as: .intake), service: ReferralClinic.service,
            zone: try here.zones.rules(ReferralClinic.zone),
            policy: nil, zones: here.zones)
        func mark(_ minutes: Int) -> TeamMark {
            TeamMark(snapshot: "1:1:", at: monday + .minutes(minutes), started: monday, base: 1, isOwn: false)
        }
        var known = try await look.team(nil, at: mark(0), [])
        let first = try #require(known.team.columns.start.first)
        #expect(Instant(microseconds: first) == monday + .minutes(10))
        for minutes in [1, 9, 10, 11, 41, 200, 700, 1_500, 4_000] {
            known = try await look.team(known, at: mark(minutes), [])
            let anew = try await look.team(nil, at: mark(minutes), [])
            #expect(known.team.at(known.mark.at).digest == anew.team.at(known.mark.at).digest, "\(minutes) minutes later")
            #expect(known.readAt == (minutes < 900 ? monday : known.mark.at), "\(minutes) minutes later")
            #expect(known.team.columns.start.allSatisfy { $0 >= known.mark.at.microseconds })
        }
        // In another database, or after a day, everything is read again.
        let other = TeamMark(snapshot: "1:1:", at: known.mark.at, started: monday, base: 2, isOwn: false)
        #expect(!known.canCatchUp(to: other, clock: known.clock, today: known.team.today))
        #expect(known.canCatchUp(to: known.mark, clock: known.clock, today: known.team.today))
        await here.close()
    }

    @Test("keeps a client's own appointments, and people not to be met, out of the hours found for that client alone")
    func particular() async throws {
        let here = try await ReferralClinic.open()
        let id = try await here.triaged()
        let memory = TeamMemory()
        try await Self.compare(here, id, memory, "nothing of the client's own")
        let client = try await here.clinic.reader(as: .intake).referral(id).referral.client
        // Every morning of the next days, which is when this client would rather come.
        try await here.change(
            """
            INSERT INTO appointment (id, therapist_id, client_id, service_id, format, during, zone, promised_start, status)
            SELECT gen_random_uuid(), t.id, $1, s.id, 'online', tstzrange(b.start, b.start + interval '3 hours'), 'America/Vancouver',
                   b.start AT TIME ZONE 'America/Vancouver', 'booked'
              FROM (SELECT id FROM therapist WHERE slug = 'tomasz') t, service s, generate_series(0, 4) g,
                   LATERAL (SELECT (current_date + g + time '09:00') AT TIME ZONE 'America/Vancouver' AS start) b
            """, client.uuid)
        try await Self.compare(here, id, memory, "busy in the mornings")
        let zones = here.zones
        let match = try await here.clinic.act(as: .intake) { act in
            try await act.record("test.ranked")
            return try await act.matches(for: id, service: ReferralClinic.service, memory: memory, zones: zones).ranking
                .match(of: ReferralClinic.amara)
        }
        let opening = try #require(match?.opening)
        let busy = try await here.number(
            "SELECT count(*) FROM appointment WHERE client_id = $1 AND during && tstzrange($2, $2 + interval '50 minutes')",
            client.uuid, opening.start)
        #expect(busy == 0)
        await here.close()
    }

    @Test("forgets lines that nobody reads any more")
    func forgotten() async throws {
        let here = try await ReferralClinic.open()
        let sweeper = TeamChangeSweeper(gate: here.clinic.gate, worker: TestClinic.actor(.worker), logger: Logger(label: "test"))
        let now = try await here.clinic.reader(as: .worker).now
        #expect(try await sweeper.sweep(before: now - .hours(1)) == 0)
        #expect(try await sweeper.sweep(before: now + .hours(1)) > 0)
        #expect(try await sweeper.sweep(before: now + .hours(1)) == 0)
        await here.close()
    }
}

/// What was asked, while it is answered.
private struct Overheard: Querying {
    let reader: Reader
    let texts: StatementTexts

    var vault: Vault { reader.vault }
    var actor: Actor { get async throws { try await reader.actor } }
    var reach: Reach { get async throws { try await reader.reach } }
    var now: Instant { get async throws { try await reader.now } }

    func queries(_ bounds: [Bound]) async throws -> [ResultSet] {
        texts.add(bounds.map(\.statement.text))
        return try await reader.queries(bounds)
    }
}

private final class StatementTexts: Sendable {
    private let texts = Mutex<[String]>([])

    var text: String { texts.withLock { $0.joined(separator: "\n") } }

    func add(_ more: [String]) { texts.withLock { $0 += more } }
}
