import Clinic
import Database
import TestKit
import Testing

import struct Foundation.UUID

/// Values go to a real server and come back: each is compared with what was sent, and with what PostgreSQL itself writes for it.
@Suite("Every type survives the way to PostgreSQL and back")
struct RoundTripTests {
    static let bool = Statement(
        "round/bool", sent: .lane, "SELECT v, v::text FROM unnest($1::bool[]) WITH ORDINALITY AS t(v, n) ORDER BY n")
    static let int2 = Statement(
        "round/int2", sent: .lane, "SELECT v, v::text FROM unnest($1::int2[]) WITH ORDINALITY AS t(v, n) ORDER BY n")
    static let int4 = Statement(
        "round/int4", sent: .lane, "SELECT v, v::text FROM unnest($1::int4[]) WITH ORDINALITY AS t(v, n) ORDER BY n")
    static let int8 = Statement(
        "round/int8", sent: .lane, "SELECT v, v::text FROM unnest($1::int8[]) WITH ORDINALITY AS t(v, n) ORDER BY n")
    static let float8 = Statement(
        "round/float8", sent: .lane, "SELECT v, v::text FROM unnest($1::float8[]) WITH ORDINALITY AS t(v, n) ORDER BY n")
    static let text = Statement(
        "round/text", sent: .lane, "SELECT v, v FROM unnest($1::text[]) WITH ORDINALITY AS t(v, n) ORDER BY n")
    static let uuid = Statement(
        "round/uuid", sent: .lane, "SELECT v, v::text FROM unnest($1::uuid[]) WITH ORDINALITY AS t(v, n) ORDER BY n")
    static let instant = Statement(
        "round/instant", sent: .lane,
        "SELECT v, (extract(epoch FROM v) * 1000000)::int8::text FROM unnest($1::timestamptz[]) WITH ORDINALITY AS t(v, n) ORDER BY n"
    )
    static let date = Statement(
        "round/date", sent: .lane,
        "SELECT v, to_char(v, 'YYYY-MM-DD') FROM unnest($1::date[]) WITH ORDINALITY AS t(v, n) ORDER BY n")
    static let time = Statement(
        "round/time", sent: .lane,
        "SELECT v, (extract(epoch FROM v) * 1000000)::int8::text FROM unnest($1::time[]) WITH ORDINALITY AS t(v, n) ORDER BY n")
    static let wall = Statement(
        "round/wall", sent: .lane,
        "SELECT v, (extract(epoch FROM v) * 1000000)::int8::text FROM unnest($1::timestamp[]) WITH ORDINALITY AS t(v, n) ORDER BY n"
    )
    static let numeric = Statement(
        "round/numeric", sent: .lane, "SELECT v, v::text FROM unnest($1::numeric[]) WITH ORDINALITY AS t(v, n) ORDER BY n")
    static let range = Statement(
        "round/range", sent: .lane,
        "SELECT v, (extract(epoch FROM lower(v)) * 1000000)::int8::text FROM unnest($1::tstzrange[]) WITH ORDINALITY AS t(v, n) ORDER BY n"
    )
    static let bytes = Statement(
        "round/bytes", sent: .lane, "SELECT v, encode(v, 'hex') FROM unnest($1::bytea[]) WITH ORDINALITY AS t(v, n) ORDER BY n")
    static let json = Statement(
        "round/json", sent: .lane, "SELECT v, v::text FROM unnest($1::jsonb[]) WITH ORDINALITY AS t(v, n) ORDER BY n")

    /// Sends all values as one array and reads them back one a row, each with PostgreSQL's own spelling.
    private func check<T: DatabaseValue & Equatable>(
        _ values: [T], through statement: Statement, in database: Database, seed: UInt64, spelled: (T) -> String?
    ) async throws {
        let rows = try await database.read([statement(values)])[0].map { row throws(DatabaseError) in
            (value: try row.next(T.self), text: try row.nextOptional(String.self))
        }
        #expect(rows.map(\.value) == values, "seed \(seed)")
        for (row, value) in zip(rows, values) {
            guard let expected = spelled(value) else { continue }
            #expect(row.text == expected, "seed \(seed)")
        }
    }

    @Test("thousands of random values and the edges of each type")
    func everyType() async throws {
        let database = try await TestDatabase.fresh(migrated: false)
        let app = database.app
        var random = SeededGenerator()
        let seed = random.seed
        let count = 2_000

        try await check([true, false], through: Self.bool, in: app, seed: seed) { $0 ? "true" : "false" }
        try await check(
            [.min, -1, 0, 1, .max] + (0..<count).map { _ in Int16.random(in: .min ... .max, using: &random) }, through: Self.int2,
            in: app, seed: seed
        ) { "\($0)" }
        try await check(
            [.min, -1, 0, 1, .max] + (0..<count).map { _ in Int32.random(in: .min ... .max, using: &random) }, through: Self.int4,
            in: app, seed: seed
        ) { "\($0)" }
        try await check(
            [.min, -1, 0, 1, .max] + (0..<count).map { _ in Int64.random(in: .min ... .max, using: &random) }, through: Self.int8,
            in: app, seed: seed
        ) { "\($0)" }
        try await check(
            [.min, -1, 0, 1, .max] + (0..<count).map { _ in Int.random(in: .min ... .max, using: &random) }, through: Self.int8,
            in: app, seed: seed
        ) { "\($0)" }
        let doubles = (0..<count).map { _ in Double(bitPattern: random.next()) }.filter { !$0.isNaN }
        try await check(
            [0, -1.5, .greatestFiniteMagnitude, .leastNonzeroMagnitude, .infinity, -.infinity] + doubles, through: Self.float8,
            in: app, seed: seed
        ) { _ in nil }
        let strings = (0..<count).map { _ in
            String(
                String.UnicodeScalarView(
                    (0..<Int.random(in: 0...40, using: &random)).compactMap { _ in
                        Unicode.Scalar(UInt32.random(in: 1...0x10FFFF, using: &random))
                    }))
        }
        try await check(
            ["", "'", "\\", "NULL", "{}", "\"", "é", "\u{1F642}", String(repeating: "ä", count: 1_048_576)] + strings,
            through: Self.text, in: app, seed: seed
        ) { $0 }
        try await check(
            (0..<count).map { _ in UUID.v7(at: Instant(microseconds: Int64(random.next() >> 12)), random: &random) },
            through: Self.uuid, in: app, seed: seed
        ) { $0.uuidString.lowercased() }
        // PostgreSQL's own range: 4713 BC to 294276.
        let instants: [Int64] = [
            -210_866_803_200_000_000, 0, 1, -1, 946_684_800_000_000, 946_684_799_999_999, 9_223_371_331_199_999_999 - 1,
        ]
        try await check(
            (instants
                + (0..<count).map { _ in Int64.random(in: -210_866_803_200_000_000...4_102_444_800_000_000, using: &random) })
                .map { Instant(microseconds: $0) }, through: Self.instant, in: app, seed: seed
        ) { "\($0.microseconds)" }
        let days =
            [-719_162, 2_932_896, 0, 10_957] + (0..<count).map { _ in Int.random(in: -719_162...2_932_896, using: &random) }
        try await check(days.compactMap { LocalDate(dayNumber: $0) }, through: Self.date, in: app, seed: seed) { "\($0)" }
        let times = [0, 86_400_000_000] + (0..<count).map { _ in Int64.random(in: 0...86_400_000_000, using: &random) }
        try await check(times.compactMap { LocalTime(microsecondsOfDay: $0) }, through: Self.time, in: app, seed: seed) {
            "\($0.microsecondsOfDay)"
        }
        let walls = (0..<count).map { _ in Int64.random(in: -62_135_596_800_000_000...253_402_300_799_999_999, using: &random) }
        try await check(walls.compactMap { LocalDateTime(microsecondsAsIfUTC: $0) }, through: Self.wall, in: app, seed: seed) {
            "\($0.microsecondsAsIfUTC)"
        }
        let numbers = (0..<count).compactMap { _ in Numeric(Self.randomDecimal(&random)) }
        let edges = ["0", "0.00", "-0.5", "10000", "0.0001", "123456789.98765432100", "NaN", "1.50", "-99999999999999999999"]
        try await check(edges.compactMap { Numeric($0) } + numbers, through: Self.numeric, in: app, seed: seed) { $0.description }
        let ranges = (0..<count).compactMap { _ in
            try? TimeRange(
                from: Instant(microseconds: Int64.random(in: -4_000_000_000_000_000...4_000_000_000_000_000, using: &random)),
                minutes: Int.random(in: 1...100_000, using: &random))
        }
        try await check(ranges, through: Self.range, in: app, seed: seed) { "\($0.start.microseconds)" }
        let blobs =
            [[], [0], [0, 1, 255]]
            + (0..<500).map { _ in
                (0..<Int.random(in: 0...99, using: &random)).map { _ in UInt8(truncatingIfNeeded: random.next()) }
            }
        let returned: [[UInt8]] = try await app.read([Self.bytes(blobs)])[0].values()
        #expect(returned == blobs, "seed \(seed)")
        try await check(
            [JSONText("{}"), JSONText("[1, 2.50, null]"), JSONText(#"{"a": "é\n"}"#)], through: Self.json, in: app, seed: seed
        ) { $0.text }
        await database.drop()
    }

    private static func randomDecimal(_ random: inout SeededGenerator) -> String {
        func digits(_ most: Int) -> String {
            (0..<Int.random(in: 1...most, using: &random)).map { _ in "\(Int.random(in: 0...9, using: &random))" }.joined()
        }
        return (Bool.random(using: &random) ? "-" : "") + digits(30) + (Bool.random(using: &random) ? "." + digits(20) : "")
    }
}
