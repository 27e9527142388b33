internal import Database
internal import Logging

extension OpenClinic {
    /// Whether every migration that this version carries is applied. One that it does not know is a newer version's, made so that this one
    /// goes on serving until it is replaced.
    func isSchemaCurrent(_ logger: Logger) async throws -> Bool { try await Schema.isCurrent(database, logger) }

    /// Refuses to serve on a schema that this version does not know its way in. A private one was brought up to date a moment ago.
    func checkSchema(_ logger: Logger) async throws {
        guard try await isSchemaCurrent(logger) else { throw Failure.notMigrated }
    }
}

extension Schema {
    static func isCurrent(_ database: Database, _ logger: Logger) async throws -> Bool {
        do { return try await Migrator(database, logger: logger).status().isCurrent } catch MigrationError.unknown { return true }
    }
}
