internal import Access
internal import Appointments
internal import Clinic
internal import Database
internal import Foundation
internal import Logging
internal import SystemPackage

/// A clinic that a command works on: its database, reached, and the operator who asks.
struct OpenClinic: Sendable {
    let settings: Settings
    /// Attune's own PostgreSQL, if it has one.
    let server: PrivateServer?
    let database: Database
    let gate: Gate
    let zones: ZoneCatalogue
    /// The person at the command line.
    let operatorActor: Actor

    /// - Parameter mayFound: whether a private PostgreSQL is made when there is none, and its schema brought up to date; `attune up` does.
    ///   Every other command works on what is there.
    /// - Parameter mayRecord: whether keys that are not on record yet are put there; not by who only looks.
    static func open(
        _ settings: Settings, as name: String?, mayFound: Bool = false, mayRecord: Bool = true, in shell: Shell,
        progress: (String) -> Void = { _ in }
    ) async throws -> OpenClinic {
        let logger = shell.logger(settings.logLevel)
        let zones = ZoneCatalogue(environment: shell.environment)
        let operatorActor = Actor.commandLine(name ?? shell.userName)
        let file = KeyFile(settings, in: shell)
        if let configuration = settings.database.configuration() {
            let keys = try file.read()
            let database = try await Database.start(configuration, logger: logger)
            let clinic = OpenClinic(
                settings: settings, server: nil, database: database, gate: Gate(database, keys: keys, reload: file.reload),
                zones: zones, operatorActor: operatorActor)
            do {
                try await clinic.checkKeys(mayRecord: mayRecord)
                return clinic
            } catch {
                await clinic.close()
                throw error
            }
        }
        let folder = settings.clusterDirectory
        let hasCluster = FileManager.default.fileExists(atPath: folder.appending("PG_VERSION").string) || shell.isHidden(folder)
        guard mayFound || hasCluster else {
            throw Failure(
                "clinic.none_here", "There is no clinic in \(settings.dataDirectory).",
                why: "Nothing was ever started there, or --data-dir names another folder.", next: "attune up --demo",
                exit: .notFound)
        }
        let keys = try file.read(mayMake: mayFound && !hasCluster)
        progress("starting PostgreSQL")
        let server = try await PrivateServer.start(dataDirectory: folder.string, logger: logger)
        do {
            if mayFound {
                progress("bringing the schema up to date")
                try await server.found(settings.database, logger: logger)
            }
            var configuration = server.configuration(
                user: settings.database.user, database: settings.database.name, schema: settings.database.schema)
            settings.database.apply(to: &configuration)
            let database = try await Database.start(configuration, logger: logger)
            let clinic = OpenClinic(
                settings: settings, server: server, database: database, gate: Gate(database, keys: keys, reload: file.reload),
                zones: zones, operatorActor: operatorActor)
            do {
                try await clinic.checkKeys(mayRecord: mayRecord)
                return clinic
            } catch {
                await database.close()
                throw error
            }
        } catch {
            await server.stop()
            throw error
        }
    }

    /// Ends the connections, and a private PostgreSQL that this process started. Also when the command was cancelled.
    func close() async {
        // A task of its own: closing waits, and a cancelled task's waits end at once.
        await Task {
            await gate.drain()
            await database.close()
            await server?.stop()
        }.value
    }

    /// One transaction by the operator.
    func act<T: Sendable>(_ name: String, _ body: @Sendable (Act) async throws -> T) async throws -> T {
        try await gate.act(.trusted(operatorActor), Self.policy(name), Request(id: gate.newID(), door: "cli"), body)
    }

    /// Reads by the operator.
    func reader(_ name: String) -> Reader { gate.reader(.trusted(operatorActor), Self.policy(name)) }

    /// Who sits at the server's own command line may do what an operator may, and each act is on record under their name.
    private static func policy(_ name: String) -> Policy { Policy(name, allow: [.operator]) }
}

extension Settings {
    /// Where the private PostgreSQL keeps its files.
    var clusterDirectory: FilePath { dataDirectory.appending("postgresql") }
}

extension Actor {
    /// A named person at the server's command line. The same name is the same actor on every machine: its id is made from the name's hash.
    static func commandLine(_ name: String) -> Actor {
        var bytes = Array(Secrets.sha256("attune operator \(name)".utf8).prefix(16))
        bytes[6] = bytes[6] & 0x0F | 0x80  // UUID version 8 (RFC 9562): made by a rule of our own.
        bytes[8] = bytes[8] & 0x3F | 0x80
        let id = bytes.withUnsafeBytes { $0.loadUnaligned(as: uuid_t.self) }
        return Actor(role: .operator, id: UUID(uuid: id), label: name)
    }
}

extension Shell {
    func logger(_ level: LogLevel) -> Logger {
        var logger = Logger(label: "attune", factory: { StreamLogHandler.standardError(label: $0) })
        logger.logLevel = Logger.Level(rawValue: level.rawValue) ?? .notice
        return logger
    }

    /// Whether the folder may exist where this account cannot look.
    func isHidden(_ folder: FilePath) -> Bool {
        let parent = folder.removingLastComponent().string
        return FileManager.default.fileExists(atPath: parent) && !FileManager.default.isReadableFile(atPath: parent)
    }
}
