import Clinic
import Database
import TestKit
import Testing

@Suite("A column that is not what the program asks for is an error that names it")
struct ColumnTests {
    static let infinity = Statement(
        "column/infinity", sent: .lane, "SELECT 'infinity'::timestamptz AS until, '-infinity'::timestamptz")
    static let ranges = Statement(
        "column/ranges", sent: .lane,
        """
        SELECT 'empty'::tstzrange AS a, tstzrange(NULL, NULL) AS b, tstzrange('2026-01-01Z', 'infinity', '(]') AS c,
               tstzrange('2026-01-01Z', NULL) AS d
        """)
    static let null = Statement("column/null", sent: .lane, "SELECT NULL::text AS note, 1::int8 AS one")
    static let nulls = Statement("column/nulls", sent: .lane, "SELECT ARRAY['a', NULL, 'c'] AS letters, '{}'::text[] AS none")
    static let echo = Statement("column/echo", sent: .lane, "SELECT $1::text, $2::text[], $3::int8")
    static let guess = Statement("column/guess", sent: .lane, "SELECT coalesce($1, 5)")

    @Test("infinity is refused as an instant and read as an optional one")
    func infinite() async throws {
        let database = try await TestDatabase.fresh(migrated: false)
        let result = try await database.app.read([Self.infinity()])[0]
        let error = #expect(throws: DatabaseError.self) { try result.one { row in try row.next(Instant.self) } }
        guard case .decoding("until", .outOfRange)? = error?.kind else {
            Issue.record("\(String(describing: error))")
            return
        }
        let both = try result.one { row in (try row.next(OptionalInstant.self), try row.next(OptionalInstant.self)) }
        #expect(both.0 == .afterAll && both.1 == .beforeAll)
        await database.drop()
    }

    @Test("empty and unbounded ranges are refused as a time range and read as an instant range")
    func oddRanges() async throws {
        let database = try await TestDatabase.fresh(migrated: false)
        let result = try await database.app.read([Self.ranges()])[0]
        #expect(throws: DatabaseError.self) { try result.one { row in try row.next(TimeRange.self) } }
        let start = OptionalInstant.at(Instant(microseconds: 1_767_225_600_000_000))
        let all = try result.one { row in
            [try row.next(InstantRange.self), try row.next(), try row.next(), try row.next()]
        }
        #expect(
            all == [
                .empty, .between(lower: .unbounded, upper: .unbounded),
                .between(lower: .excluded(start), upper: .included(.afterAll)),
                .between(lower: .included(start), upper: .unbounded),
            ])
        await database.drop()
    }

    @Test("NULL is refused where no optional is asked for, as are another type and a column too many")
    func mistaken() async throws {
        let database = try await TestDatabase.fresh(migrated: false)
        let result = try await database.app.read([Self.null()])[0]
        #expect(throws: DatabaseError(.decoding(column: "note", .null), statement: "column/null")) {
            try result.one { row in try row.next(String.self) }
        }
        #expect(throws: DatabaseError(.decoding(column: "one", .wrongType), statement: "column/null")) {
            try result.one { row in
                row.skip()
                return try row.next(String.self)
            }
        }
        #expect(throws: DatabaseError(.decoding(column: "3 of 2", .wrongType), statement: "column/null")) {
            try result.one { row in
                row.skip()
                row.skip()
                return try row.nextOptional(String.self)
            }
        }
        #expect(try result.one { row in try row.nextOptional(String.self) } == nil)
        #expect(throws: DatabaseError.self) { try result.first { row throws(DatabaseError) in try row.next(Int32.self) } }
        await database.drop()
    }

    @Test("arrays keep their NULLs and may be empty")
    func arrays() async throws {
        let database = try await TestDatabase.fresh(migrated: false)
        let result = try await database.app.read([Self.nulls()])[0]
        #expect(try result.one { row in try row.next([String?].self) } == ["a", nil, "c"])
        #expect(throws: DatabaseError.self) { try result.one { row in try row.next([String].self) } }
        let echoed = try await database.app.read([Self.echo(nil, ["x", nil] as [String?], nil)])[0]
        let row = try echoed.one { row in
            (try row.nextOptional(String.self), try row.next([String?].self), try row.nextOptional(Int.self))
        }
        #expect(row.0 == nil && row.1 == ["x", nil] && row.2 == nil)
        await database.drop()
    }

    @Test("text with a NUL is refused before it is sent")
    func nul() async throws {
        let database = try await TestDatabase.fresh(migrated: false)
        await #expect(throws: DatabaseError(.encoding(parameter: 1), statement: "column/echo")) {
            try await database.app.read([Self.echo("a\0b", nil, nil)])
        }
        await database.drop()
    }

    @Test("a parameter that was NULL at first may be a number later")
    func nullFirst() async throws {
        let database = try await TestDatabase.fresh(migrated: false)
        #expect(try await database.app.read([Self.guess(nil)])[0].value(Int.self) == 5)
        #expect(try await database.app.read([Self.guess(1 << 40)])[0].value(Int.self) == 1 << 40)
        #expect(try await database.app.read([Self.guess("7")])[0].value(Int.self) == 7)
        #expect(try await database.app.read([Self.guess(nil)])[0].value(Int.self) == 5)
        await database.drop()
    }
}
