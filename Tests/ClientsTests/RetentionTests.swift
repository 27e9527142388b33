import Access
import Clients
import Clinic
import Database
import TestKit
import Testing

import struct Foundation.UUID

/// Thousands of invented clients against a calendar of this test's own: exactly those are due whose time is over, and nobody who is held.
@Suite("How long files are kept")
struct RetentionTests {
    @Test("of 3,000 clients exactly those are due whose years are over; nobody early, nobody held, nobody in care")
    func exact() async throws {
        let clinic = try await TestClinic.open()
        let server = try await TestServer.shared.started()
        let superuser = try await Database.start(
            server.configuration(PrivateServer.superuser, clinic.database.name), logger: quiet)
        let seed = UInt64.random(in: 0 ... .max)
        var numbers = Seeded(state: seed)
        let now = SystemTime().now()
        let people = (0..<3_000).map { Person(number: $0, now: now, &numbers) }
        try await superuser.script(people.map(\.sql).joined(separator: "\n"))

        let due = try await clinic.act(as: .operator) { try await $0.retentionDue(limit: 100_000) }
        let expected = Set(people.filter { $0.isDue(at: now) }.map(\.id))
        #expect(Set(due.map(\.client.uuid)) == expected, "seed \(seed)")
        #expect(expected.count > 200 && expected.count < 2_500, "seed \(seed)")
        #expect(due.map(\.endsAt) == due.map(\.endsAt).sorted())
        #expect(due.allSatisfy { !$0.isHeld && !$0.isInCare && $0.endsAt <= now + .hours(1) })
        // Whoever may not know hears of nobody.
        for role in [Role.intake, .frontDesk, .therapist, .worker] {
            #expect(try await clinic.act(as: role) { try await $0.retentionDue() }.isEmpty, "\(role)")
        }
        await superuser.close()
        await clinic.close()
    }

    struct Person {
        let id: UUID
        let created: Instant
        var birth: LocalDate?
        var kind = "adult"
        var session: (end: Instant, status: String)?
        /// Nil within: it goes on.
        var care: Instant??
        var referral: (at: Instant, status: String)?
        var hold: Bool?
        let number: Int

        init(number: Int, now: Instant, _ numbers: inout Seeded) {
            self.number = number
            id = UUID(uuid: (1, 0, 0, 0, 0, 0, 0x70, 0, 0x80, 0, 0, 0, 0, 0, UInt8(number >> 8), UInt8(number & 255)))
            // A third within two days of the day on which seven years are over, to an hour.
            let day = RetentionTests.later(now, years: -7)
            let near = { (numbers: inout Seeded) in day + .hours(Int.random(in: -48...48, using: &numbers)) }
            let any = { (numbers: inout Seeded) in now - .hours(Int.random(in: 1...(24 * 365 * 30), using: &numbers)) }
            created = numbers.chance(3) ? near(&numbers) : any(&numbers)
            kind = ["adult", "child", "youth", "couple", "older_adult"].randomElement(using: &numbers) ?? "adult"
            if numbers.chance(2) {
                let days = Int(created.seconds / 86_400) - Int.random(in: 0...(365 * 60), using: &numbers)
                birth = LocalDate(dayNumber: days)
            }
            if numbers.chance(2) {
                let end = max(created, numbers.chance(2) ? near(&numbers) : any(&numbers))
                session = (
                    end, ["fulfilled", "booked", "arrived", "cancelled", "noshow"].randomElement(using: &numbers) ?? "fulfilled"
                )
            }
            if numbers.chance(8) { session = (now + .hours(50), "booked") }
            if numbers.chance(3) { care = .some(numbers.chance(6) ? nil : max(created, any(&numbers))) }
            if numbers.chance(4) {
                referral = (
                    max(created, any(&numbers)),
                    ["completed", "revoked", "on-hold"].randomElement(using: &numbers) ?? "completed"
                )
            }
            if numbers.chance(4) { hold = numbers.chance(2) }
        }

        func isDue(at now: Instant) -> Bool {
            if hold == true || referral?.status == "on-hold" { return false }
            if let care, care.map({ $0 > now }) ?? true { return false }
            var last = created
            if let session, ["booked", "arrived", "fulfilled"].contains(session.status) {
                if session.end > now { return session.status == "fulfilled" && isDue(after: last, at: now) }
                last = max(last, session.end)
            }
            if let care, let end = care { last = max(last, end) }
            if let referral { last = max(last, referral.at) }
            return isDue(after: last, at: now)
        }

        private func isDue(after last: Instant, at now: Instant) -> Bool {
            var birthday: Instant?
            if let birth = birth
                ?? (["child", "youth"].contains(kind) ? LocalDate(dayNumber: Int(created.seconds.floored(86_400))) : nil)
            {
                birthday = RetentionTests.later(Instant(microseconds: Int64(birth.dayNumber) * 86_400_000_000), years: 19)
            }
            let from = if let birthday, birthday > last { birthday } else { last }
            return RetentionTests.later(from, years: 7) + .hours(24) <= now
        }

        var sql: String {
            let birth = birth.map { "'\($0)'" } ?? "NULL"
            var lines = [
                "INSERT INTO client (id, full_name, kind, birth_date, zone, created_at) VALUES ('\(id)', 'T', '\(kind)', \(birth), 'UTC', '\(created)');"
            ]
            if let session {
                lines.append(
                    """
                    INSERT INTO appointment (id, therapist_id, client_id, service_id, format, during, zone, promised_start, status, overlap_reason)
                    VALUES (gen_random_uuid(), '\(TestClinic.amara)', '\(id)', '\(TestClinic.session)', 'online',
                            tstzrange('\(session.end - .hours(1))', '\(session.end)'), 'UTC', '2020-01-01', '\(session.status)', sha256(''));
                    """)
            }
            if let care {
                let end = care.map { "'\($0)'" } ?? "NULL"
                lines.append(
                    """
                    INSERT INTO care_relationship (id, client_id, therapist_id, kind, during)
                    VALUES (gen_random_uuid(), '\(id)', '\(TestClinic.amara)', 'primary', tstzrange('\(created - .hours(1))', \(end)));
                    """)
            }
            if let referral {
                lines.append(
                    """
                    INSERT INTO referral (id, client_id, source, received_at, status)
                    VALUES (gen_random_uuid(), '\(id)', 'self', '\(referral.at)', '\(referral.status)');
                    """)
            }
            if let hold {
                lines.append(
                    """
                    INSERT INTO legal_hold (id, client_id, reason, placed_by, released_by, released_at)
                    VALUES (gen_random_uuid(), '\(id)', sha256(''), '\(id)', \(hold ? "NULL, NULL" : "'\(id)', now()"));
                    """)
            }
            return lines.joined(separator: "\n")
        }
    }

    /// The same day and time in another year; the 28th where there is no 29th of February.
    static func later(_ instant: Instant, years: Int) -> Instant {
        let days = Int(instant.seconds.floored(86_400))
        guard let date = LocalDate(dayNumber: days) else { return instant }
        let year = date.year + years
        let moved =
            (try? LocalDate(year: year, month: date.month, day: date.day)) ?? (try? LocalDate(year: year, month: 2, day: 28))
        return Instant(microseconds: instant.microseconds + Int64((moved?.dayNumber ?? days) - days) * 86_400_000_000)
    }

    /// SplitMix64.
    struct Seeded: RandomNumberGenerator {
        var state: UInt64
        mutating func next() -> UInt64 {
            state &+= 0x9E37_79B9_7F4A_7C15
            var z = state
            z = (z ^ z >> 30) &* 0xBF58_476D_1CE4_E5B9
            z = (z ^ z >> 27) &* 0x94D0_49BB_1331_11EB
            return z ^ z >> 31
        }
        mutating func chance(_ one: Int) -> Bool { Int.random(in: 1...one, using: &self) == 1 }
    }
}

extension Int64 {
    /// Divided and rounded down.
    fileprivate func floored(_ by: Int64) -> Int64 { (self - ((self % by) + by) % by) / by }
}
