import Database
import Foundation
import TestKit
import Testing

@Suite("Limits")
struct LimitTests {
    static let sleep = Statement("limit/sleep", sent: .lease, "SELECT pg_sleep($1::float8)")
    static let echo = Statement("limit/echo", sent: .shared, "SELECT $1::int8, repeat('x', 100)")

    private func database(_ change: (inout Database.Configuration) -> Void) async throws -> (TestDatabase, Database) {
        let home = try await TestDatabase.fresh(migrated: false)
        var configuration = home.app.configuration
        change(&configuration)
        return (home, try await Database.start(configuration, logger: quiet))
    }

    @Test("a thousand tasks over four connections are all answered, each with its own")
    func manyTasks() async throws {
        let (home, database) = try await database {
            $0.lanes = 2
            $0.leases = 2
        }
        try await withThrowingTaskGroup(of: Void.self) { group in
            for caller in 0..<1_000 {
                group.addTask {
                    for round in 0..<5 {
                        let number = caller * 10 + round
                        let result =
                            switch caller % 3 {
                            case 0: try await database.readShared(Self.echo(number))
                            case 1: try await database.read([Self.echo(number)])[0]
                            default: try await database.query(Self.echo(number))
                            }
                        #expect(try result.one { row in try row.next(Int.self) } == number)
                    }
                }
            }
            try await group.waitForAll()
        }
        #expect(database.statistics.connected <= 4)
        await database.close()
        await home.drop()
    }

    @Test("beyond the queue's length callers are refused at once")
    func queueFull() async throws {
        let (home, database) = try await database {
            $0.leases = 1
            $0.queueLimit = 10
        }
        let outcomes = try await withThrowingTaskGroup(of: DatabaseError.Kind?.self) { group in
            for _ in 0..<31 {
                group.addTask {
                    do {
                        _ = try await database.query(Self.sleep(0.02))
                        return nil
                    } catch let error as DatabaseError { return error.kind }
                }
            }
            return try await group.reduce(into: []) { $0.append($1) }
        }
        #expect(outcomes.count { $0 == .queueFull } >= 15)
        #expect(outcomes.count { $0 == nil } >= 11)
        #expect(outcomes.allSatisfy { $0 == nil || $0 == .queueFull })
        await database.close()
        await home.drop()
    }

    @Test("a wait for a connection, and a statement, end at their deadlines; the connection is usable after")
    func deadlines() async throws {
        let (home, database) = try await database {
            $0.leases = 1
            $0.acquireTimeout = .milliseconds(200)
            $0.statementTimeout = .milliseconds(600)
        }
        let slow = Task { try await database.query(Self.sleep(5.0)) }
        try await Task.sleep(for: .milliseconds(50))
        await #expect(throws: DatabaseError(.timeout, statement: "limit/sleep")) { try await database.query(Self.sleep(0.0)) }
        await #expect(throws: DatabaseError(.timeout, statement: "limit/sleep")) { try await slow.value }
        // Had either waited for the statement itself, there would be an answer instead of a refusal.
        _ = try await database.query(Self.sleep(0.0))
        let inTransaction = await #expect(throws: DatabaseError.self) {
            try await database.transaction { transaction in _ = try await transaction.query(Self.sleep(5.0)) }
        }
        #expect(inTransaction?.kind == .timeout)
        try await withDeadline(.seconds(30)) {
            while (try? await database.query(Self.sleep(0.0))) == nil {}
        }
        await database.close()
        await home.drop()
    }

    @Test("a slow statement on a lane is stopped by the server")
    func laneTimeout() async throws {
        let (home, database) = try await database { $0.laneStatementTimeout = .milliseconds(200) }
        await #expect(throws: DatabaseError(.timeout, statement: "limit/sleep")) { try await database.read([Self.sleep(5.0)]) }
        #expect(try await database.readShared(Self.echo(1)).one { row in try row.next(Int.self) } == 1)
        await database.close()
        await home.drop()
    }

    @Test("a closed database answers everybody, at once")
    func closing() async throws {
        let (home, database) = try await database { _ in }
        let slow = Task { try await database.query(Self.sleep(20.0)) }
        let lane = Task { try await database.read([Self.sleep(4.0)]) }
        try await Task.sleep(for: .milliseconds(100))
        await database.close()
        await #expect(throws: DatabaseError.self) { try await slow.value }
        await #expect(throws: DatabaseError.self) { try await lane.value }
        await #expect(throws: DatabaseError.self) { try await database.query(Self.sleep(0.0)) }
        await #expect(throws: DatabaseError.self) { try await database.readShared(Self.echo(1)) }
        await database.close()
        await home.drop()
    }

    /// A million, or what `ATTUNE_QUERIES` says.
    static var queries: Int { ProcessInfo.processInfo.environment["ATTUNE_QUERIES"].flatMap { Int($0) } ?? 1_000_000 }

    @Test("a million queries leave memory as it was")
    func memory() async throws {
        let (home, database) = try await database { _ in }
        func run(_ count: Int) async throws {
            try await withThrowingTaskGroup(of: Void.self) { group in
                for task in 0..<64 {
                    group.addTask {
                        for number in 0..<count / 64 {
                            // Mostly the quick way; each of the others often enough to show a leak.
                            switch number % 50 {
                            case 0: _ = try await database.query(Self.echo(task))
                            case 1...5: _ = try await database.read([Self.echo(task), Self.echo(number)])
                            default: _ = try await database.readShared(Self.echo(number))
                            }
                        }
                    }
                }
                try await group.waitForAll()
            }
        }
        try await run(Self.queries / 10)
        let before = Self.residentKiB
        try await run(Self.queries)
        let growth = Self.residentKiB - before
        // Four bytes a query would be 4 MB. `Deploy/test` gives this one a process of its own.
        #expect(growth < 40_000, "\(growth) KiB more")
        await database.close()
        await home.drop()
    }

    static var residentKiB: Int {
        let status = (try? String(contentsOfFile: "/proc/self/status", encoding: .utf8)) ?? ""
        let line = status.split(separator: "\n").first { $0.hasPrefix("VmRSS:") } ?? ""
        return Int(line.filter(\.isNumber)) ?? 0
    }
}
