import Database
import Foundation
import TestKit
import Testing

@Suite("Cancelling at any moment")
struct CancellationTests {
    static let echo = Statement("cancel/echo", sent: .shared, "SELECT $1::int8 FROM (SELECT pg_sleep($2::float8)) AS nap")

    /// Thirty seconds, or what `ATTUNE_CANCEL_SECONDS` says.
    static var seconds: Double { ProcessInfo.processInfo.environment["ATTUNE_CANCEL_SECONDS"].flatMap(Double.init) ?? 30 }

    @Test("leaves no stuck connection and gives nobody another's answer")
    func anyMoment() async throws {
        let database = try await TestDatabase.fresh(migrated: false)
        let app = database.app
        let end = ContinuousClock.now + .seconds(Self.seconds)
        let seed = UInt64.random(in: 0 ... .max)
        try await withThrowingTaskGroup(of: (done: Int, cancelled: Int).self) { group in
            for worker in 0..<16 {
                group.addTask {
                    var random = SeededGenerator(seed: seed &+ UInt64(worker))
                    var done = 0
                    var cancelled = 0
                    var number = worker * 1_000_000
                    while ContinuousClock.now < end {
                        number += 1
                        let wanted = number
                        let nap = Double.random(in: 0...0.002, using: &random)
                        let way = Int.random(in: 0..<4, using: &random)
                        let task = Task { try await Self.ask(app, wanted, nap, way) }
                        if Bool.random(using: &random) {
                            let pause = Int.random(in: 0...3_000, using: &random)
                            try await Task.sleep(for: .microseconds(pause))
                            task.cancel()
                        }
                        do {
                            let answer = try await task.value
                            #expect(answer == wanted, "seed \(seed)")
                            done += 1
                        } catch let error as DatabaseError {
                            #expect(error.kind == .cancelled, "seed \(seed)")
                            cancelled += 1
                        }
                    }
                    return (done, cancelled)
                }
            }
            var total = (done: 0, cancelled: 0)
            for try await one in group { total = (total.done + one.done, total.cancelled + one.cancelled) }
            #expect(total.done > 100 && total.cancelled > 100, "\(total), seed \(seed)")
        }
        // Every connection is free again, and answers.
        try await withDeadline(.seconds(60)) {
            while app.statistics.leasesInUse > 0 || app.statistics.inFlight > 0 { try await Task.sleep(for: .milliseconds(20)) }
        }
        try await withThrowingTaskGroup(of: Void.self) { group in
            for number in 0..<50 {
                group.addTask {
                    let leased: Int = try await app.query(Self.echo(number, 0.0)).value()
                    let shared: Int = try await app.readShared(Self.echo(number, 0.0)).value()
                    #expect(leased == number && shared == number)
                }
            }
            try await group.waitForAll()
        }
        #expect(app.statistics.lostConnections == 0)
        await database.drop()
    }

    private static func ask(_ app: Database, _ number: Int, _ nap: Double, _ way: Int) async throws -> Int {
        switch way {
        case 0: try await app.readShared(echo(number, nap)).value()
        case 1: try await app.read([echo(number, nap)])[0].value()
        case 2: try await app.query(echo(number, nap)).value()
        default:
            try await app.transaction { transaction in
                _ = try await transaction.query(echo(0, nap))
                return try await transaction.query(echo(number, nap)).value()
            }
        }
    }

    @Test("a task that is cancelled already is answered without a connection")
    func beforehand() async throws {
        let database = try await TestDatabase.fresh(migrated: false)
        let app = database.app
        let task = Task {
            while !Task.isCancelled { await Task.yield() }
            return try await app.query(Self.echo(1, 0.0))
        }
        task.cancel()
        await #expect(throws: DatabaseError(.cancelled, statement: "cancel/echo")) { try await task.value }
        #expect(app.statistics.statements == 0)
        await database.drop()
    }
}
