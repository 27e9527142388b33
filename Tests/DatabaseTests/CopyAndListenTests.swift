import Clinic
import Database
import TestKit
import Testing

@Suite("COPY and LISTEN")
struct CopyAndListenTests {
    static let copyIn = Statement("copy/in", sent: .lease, "COPY public.entry (id, at, note) FROM STDIN (FORMAT binary)")
    static let copyText = Statement("copy/text", sent: .lease, "COPY public.entry (id, note) FROM STDIN (FORMAT csv)")
    static let copyOut = Statement(
        "copy/out", sent: .lease, "COPY (SELECT id, note FROM public.entry ORDER BY id) TO STDOUT (FORMAT csv)")
    static let count = Statement("copy/count", sent: .lane, "SELECT count(*), count(note), min(at) FROM public.entry")
    static let notify = Statement("copy/notify", sent: .lease, "SELECT pg_notify('news', $1::text)")

    private func fresh() async throws -> TestDatabase {
        let database = try await TestDatabase.fresh(migrated: false)
        try await database.owner.script(
            "CREATE TABLE public.entry (id int8 CONSTRAINT entry_positive CHECK (id >= 0), at timestamptz, note text); GRANT ALL ON public.entry TO attune_app"
        )
        return database
    }

    @Test("rows go in by the thousand, in binary, and come out again")
    func both() async throws {
        let database = try await fresh()
        let copied = try await database.app.copyIn(
            Self.copyIn,
            rows: (0..<50_000).map { [$0, Instant.epoch, $0 % 2 == 0 ? "note \($0)" : nil] as [(any DatabaseEncodable)?] })
        #expect(copied == 50_000)
        let counted = try await database.app.read([Self.count()])[0].one { row in
            (try row.next(Int.self), try row.next(Int.self), try row.next(Instant.self))
        }
        #expect(counted.0 == 50_000 && counted.1 == 25_000 && counted.2 == .epoch)
        var lines = 0
        var bytes = 0
        let out = try await database.app.copyOut(Self.copyOut) { line in
            lines += 1
            bytes += line.count
        }
        #expect(out == 50_000 && lines == 50_000 && bytes > 500_000)
        await database.drop()
    }

    @Test("a bad row leaves none, and the next caller finds connections as they were")
    func badRow() async throws {
        let database = try await fresh()
        for _ in 0..<10 {
            let error = await #expect(throws: DatabaseError.self) {
                try await database.app.copyIn(Self.copyText, [Array("1,a\n2,b\n".utf8), Array("-3,c\n".utf8)])
            }
            #expect(error?.constraint == "entry_positive")
        }
        await #expect(throws: DatabaseError.self) { try await database.app.copyIn(Self.notify, [[1]]) }
        #expect(try await database.app.read([Self.count()])[0].one { row in try row.next(Int.self) } == 0)
        await database.drop()
    }

    @Test("who stops half-way through a copy out holds nobody up")
    func abandoned() async throws {
        struct Enough: Error {}
        let database = try await fresh()
        _ = try await database.app.copyIn(Self.copyIn, rows: (0..<200_000).map { [$0, Instant.epoch, "a note of some length"] })
        for _ in 0..<6 {
            await #expect(throws: Enough.self) { try await database.app.copyOut(Self.copyOut) { _ in throw Enough() } }
        }
        #expect(try await database.app.query(Self.count()).one { row in try row.next(Int.self) } == 200_000)
        await database.drop()
    }

    @Test("notifications arrive, and a lost connection says that some may be missing")
    func listening() async throws {
        let database = try await fresh()
        var stream = database.app.listen(["news"]).makeAsyncIterator()
        #expect(await stream.next()?.mayHaveMissed == true)
        for number in 0..<10 {
            _ = try await database.app.query(Self.notify("\(number)"))
            #expect(await stream.next()?.payload == "\(number)")
        }
        let admin = try await TestServer.shared.started().admin
        let end = Statement(
            "copy/end", sent: .lease,
            "SELECT count(pg_terminate_backend(pid)) FROM pg_stat_activity WHERE datname = $1::text AND query LIKE 'LISTEN%'")
        #expect(try await admin.query(end(database.name)).value(Int.self) == 1)
        #expect(await stream.next()?.mayHaveMissed == true)
        _ = try await database.app.query(Self.notify("again"))
        #expect(await stream.next()?.payload == "again")
        await database.drop()
    }
}
