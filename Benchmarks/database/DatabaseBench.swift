import Clinic
import Database
import Foundation
import Logging

/// The client against pgbench on one table: a prepared SELECT of nine columns by primary key, each row decoded into a struct (pgbench decodes
/// nothing). Everything compared runs in each round; what counts is the median of the rounds' ratios.
///
/// Prints one figure a line: name, value, unit and goal, with tabs between. `database-bench FOLDER [--rounds 3] [--seconds 4]`
@main
struct DatabaseBench {
    static func main() async throws {
        let arguments = CommandLine.arguments
        func option(_ name: String, _ fallback: Double) -> Double {
            arguments.firstIndex(of: name).flatMap { Double(arguments[min($0 + 1, arguments.count - 1)]) } ?? fallback
        }
        let rounds = Int(option("--rounds", 3))
        let seconds = option("--seconds", 4)
        let folder = arguments.dropFirst().first { $0.hasPrefix("/") } ?? FileManager.default.currentDirectoryPath
        var logger = Logger(label: "bench")
        logger.logLevel = .error

        let scratch = "/tmp/attune-bench-\(ProcessInfo.processInfo.processIdentifier)"
        try FileManager.default.createDirectory(
            atPath: scratch, withIntermediateDirectories: true, attributes: [.posixPermissions: 0o711])
        defer { try? FileManager.default.removeItem(atPath: scratch) }
        let server = try await PrivateServer.start(dataDirectory: scratch + "/postgres", logger: logger)
        do {
            try await measure(server, folder: folder, rounds: rounds, seconds: seconds, logger: logger)
        } catch {
            await server.stop()
            throw error
        }
        await server.stop()
    }

    private static func measure(
        _ server: PrivateServer, folder: String, rounds: Int, seconds: Double, logger: Logger
    ) async throws {
        let configuration = server.configuration(user: PrivateServer.superuser, database: "postgres")
        let setUp = try await Database.start(configuration, logger: logger)
        try await setUp.script(try String(contentsOfFile: folder + "/schema.sql", encoding: .utf8))
        try await setUp.script("VACUUM (ANALYZE, FREEZE) bench.appointments")
        await setUp.close()

        var lanes = configuration
        lanes.lanes = 2
        lanes.warms = true
        let shared = try await Database.start(lanes, logger: logger)
        var single = configuration
        single.lanes = 1
        let alone = try await Database.start(single, logger: logger)

        let pgbench = PgBench(server, folder: folder, seconds: seconds)
        var ratios: [String: [Double]] = [:]
        var rates: [String: [Double]] = [:]
        func note(_ name: String, _ value: Double, in table: inout [String: [Double]]) { table[name, default: []].append(value) }
        // One round to warm up, not counted.
        for round in 0...rounds {
            let plain = try pgbench.run("select.sql", clients: 8)
            let batched = try await rate(64, seconds) { id in try await Reading.shared(shared, id) }
            let piped = try pgbench.run("select_pipelined.sql", clients: 2) * 8
            let acted = try await rate(64, seconds) { id in try await Reading.acted(shared, id) }
            let one = try pgbench.run("select.sql", clients: 1)
            let task = try await rate(1, seconds) { id in try await Reading.lane(alone, id) }
            guard round > 0 else { continue }
            note("plain", plain, in: &rates)
            note("piped", piped, in: &rates)
            note("batched", batched, in: &rates)
            note("acted", acted, in: &rates)
            note("latency", 1e6 / task, in: &rates)
            note("batched/plain", batched / plain, in: &ratios)
            note("batched/piped", batched / piped, in: &ratios)
            note("acted/plain", acted / plain, in: &ratios)
            note("latency/plain", one / task, in: &ratios)
        }
        func median(_ values: [Double]?) -> Double { (values ?? [0]).sorted()[(values?.count ?? 1) / 2] }
        func figure(_ name: String, _ value: Double, _ unit: String, _ goal: String) {
            print("\(name)\t\((value * 100).rounded() / 100)\t\(unit)\t\(goal)")
        }
        figure("pgbench, 8 clients", median(rates["plain"]), "/s", "")
        figure("pgbench, 2 clients, pipelines of 8", median(rates["piped"]), "/s", "")
        figure("shared reads, 64 tasks", median(rates["batched"]), "/s", "")
        figure("reads with an actor and a sync each, 64 tasks", median(rates["acted"]), "/s", "")
        figure("one task alone", median(rates["latency"]), "us", "")
        figure("shared reads to pgbench", median(ratios["batched/plain"]), "x", ">=1.8")
        figure("shared reads to pgbench pipelining", median(ratios["batched/piped"]), "x", ">=0.65")
        figure("reads with an actor to pgbench", median(ratios["acted/plain"]), "x", ">=1.0")
        figure("one task's latency to pgbench's mean", median(ratios["latency/plain"]), "x", "<=1.4")
        await shared.close()
        await alone.close()
    }

    /// Calls a second, by `tasks` tasks that each ask again as soon as they are answered.
    private static func rate(_ tasks: Int, _ seconds: Double, _ ask: @escaping @Sendable (Int) async throws -> Void) async throws
        -> Double
    {
        let clock = ContinuousClock()
        let start = clock.now
        let end = start + .seconds(seconds)
        let total = try await withThrowingTaskGroup(of: Int.self) { group in
            for task in 0..<tasks {
                group.addTask {
                    var state = UInt64(task) &* 0x9E37_79B9_7F4A_7C15 | 1
                    var count = 0
                    while clock.now < end {
                        // A xorshift: cheaper than asking the system for each number.
                        for _ in 0..<8 {
                            state ^= state << 13
                            state ^= state >> 7
                            state ^= state << 17
                            try await ask(Int(state % 100_000) + 1)
                        }
                        count += 8
                    }
                    return count
                }
            }
            return try await group.reduce(0, +)
        }
        let elapsed = clock.now - start
        return Double(total) / (Double(elapsed.components.seconds) + Double(elapsed.components.attoseconds) / 1e18)
    }
}
