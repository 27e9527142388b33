internal import Foundation

/// Where PostgreSQL's own programs are: the newest installation of version 15 or later.
struct PostgresPrograms: Sendable {
    let folder: String
    let major: Int

    func path(_ program: String) -> String { folder + "/" + program }

    /// Debian's layout first, then `PATH`; a version that cannot be told from the path counts as 15.
    static func find(environment: [String: String] = ProcessInfo.processInfo.environment) throws(PrivateServerError)
        -> PostgresPrograms
    {
        let files = FileManager.default
        var found: [PostgresPrograms] = []
        for version in (try? files.contentsOfDirectory(atPath: debian)) ?? [] {
            guard let major = Int(version) else { continue }
            found.append(PostgresPrograms(folder: "\(debian)/\(version)/bin", major: major))
        }
        for folder in (environment["PATH"] ?? "").split(separator: ":") {
            // A link such as /usr/local/bin/postgres leads to the folder that has the other programs too.
            let target = URL(fileURLWithPath: "\(folder)/postgres").resolvingSymlinksInPath().deletingLastPathComponent().path
            let major = target.split(separator: "/").compactMap { Int($0) }.last ?? 15
            found.append(PostgresPrograms(folder: target, major: major))
        }
        let usable = found.filter { programs in
            programs.major >= 15 && ["postgres", "initdb"].allSatisfy { files.isExecutableFile(atPath: programs.path($0)) }
        }
        guard let best = usable.max(by: { $0.major < $1.major }) else { throw .noPostgreSQL }
        return best
    }

    private static let debian = "/usr/lib/postgresql"
}
