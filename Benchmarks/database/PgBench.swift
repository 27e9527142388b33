import Database
import Foundation

/// Runs pgbench, which comes with PostgreSQL's server, and reads its transactions a second.
///
/// It is given a number of transactions, not a time: it measures time by a signal, and children of Swift's threads have signals blocked.
final class PgBench {
    let server: PrivateServer
    let folder: String
    let seconds: Double
    private var lastRates: [String: Double] = [:]

    init(_ server: PrivateServer, folder: String, seconds: Double) {
        self.server = server
        self.folder = folder
        self.seconds = seconds
    }

    func run(_ script: String, clients: Int) throws -> Double {
        let expected = lastRates["\(script) \(clients)"] ?? 2_000
        let each = max(100, Int(expected * seconds) / clients)
        let process = Process()
        process.executableURL = URL(fileURLWithPath: Self.program)
        process.arguments = [
            "-n", "-M", "prepared", "-f", folder + "/" + script, "-c", "\(clients)", "-j", "\(min(2, clients))", "-t",
            "\(each)", "-h", server.socketDirectory, "-p", "\(server.port)", "-U", PrivateServer.superuser, "postgres",
        ]
        let output = Pipe()
        process.standardOutput = output
        process.standardError = FileHandle.nullDevice
        try process.run()
        let text = String(decoding: output.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self)
        process.waitUntilExit()
        let line = text.split(separator: "\n").first { $0.hasPrefix("tps = ") } ?? ""
        guard let rate = line.split(separator: " ").dropFirst(2).first.flatMap({ Double($0) }) else {
            throw DatabaseError(.configuration("pgbench failed"))
        }
        lastRates["\(script) \(clients)"] = rate
        return rate
    }

    private static var program: String {
        let versions = (try? FileManager.default.contentsOfDirectory(atPath: "/usr/lib/postgresql")) ?? []
        let newest = versions.compactMap { Int($0) }.max() ?? 15
        let debian = "/usr/lib/postgresql/\(newest)/bin/pgbench"
        return FileManager.default.isExecutableFile(atPath: debian) ? debian : "/usr/bin/pgbench"
    }
}
