public import Logging

/// Brings a clinic's schema up to what this version of Attune knows. Forward only, one transaction for each migration, under an advisory lock, so
/// that several servers may start at once. A failed one leaves the old schema serving.
public struct Migrator: Sendable {
    public struct Status: Sendable, Hashable {
        /// By name, in order.
        public let applied: [String]
        public let pending: [String]
        public var isCurrent: Bool { pending.isEmpty }
    }

    let database: Database
    let migrations: [Migration]
    let logger: Logger

    /// - Parameter database: connects as a role that owns the clinic's schema or may create it (`attune_migrate`).
    public init(_ database: Database, migrations: [Migration] = EmbeddedMigrations.all, logger: Logger) {
        self.database = database
        self.migrations = migrations
        self.logger = logger
    }

    /// Applies what is pending.
    /// - Returns: the names of those applied now, in order; empty when the schema was current.
    @discardableResult
    public func migrate() async throws -> [String] { throw DatabaseError(.configuration("not yet")) }

    public func status() async throws -> Status { throw DatabaseError(.configuration("not yet")) }

    /// Creates or corrects Attune's roles: once for each server, as its superuser. May be repeated.
    public static func installRoles(_ database: Database, roles: String = EmbeddedMigrations.roles) async throws(DatabaseError) {
        try await database.script(roles)
    }
}

public enum MigrationError: Error, Sendable, Hashable {
    /// An applied migration's text is not the one that this version carries.
    case changed(String)
    /// The database has a migration that this version does not know: it is newer.
    case unknown(String)
    /// A migration failed; those before it are applied, it and those after it are not.
    case failed(String, DatabaseError)
    /// Another process is migrating, and did not finish within the lock's time limit.
    case locked
}
