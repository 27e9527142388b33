internal import Clinic
public import Logging

/// Brings a clinic's schema up to what this version of Attune knows. Forward only, one transaction for each migration, under an advisory lock, so
/// that several servers may start at once. A failed one leaves the old schema serving.
public struct Migrator: Sendable {
    /// How far a database is behind.
    public struct Status: Sendable, Hashable {
        /// By name, in order.
        public let applied: [String]
        public let pending: [String]
        public var isCurrent: Bool { pending.isEmpty }
    }

    let database: Database
    let migrations: [Migration]
    let logger: Logger

    /// - Parameter database: connects as a role that may become `attune_owner` (`attune_migrate`).
    public init(_ database: Database, migrations: [Migration] = EmbeddedMigrations.all, logger: Logger) {
        self.database = database
        self.migrations = migrations
        self.logger = logger
    }

    /// Applies what is pending.
    /// - Returns: the names of those applied now, in order; empty when the schema was current.
    /// - Throws: `MigrationError`; `DatabaseError` when the server cannot be reached.
    @discardableResult
    public func migrate() async throws -> [String] {
        try await database.withConnection { connection in
            try await lock(connection)
            try await connection.script(preparation)
            let pending = try await status(connection).pending
            for name in pending {
                guard let migration = migrations.first(where: { $0.name == name }) else { continue }
                try await apply(migration, connection)
                logger.info("migration applied", metadata: ["migration": "\(name)"])
            }
            return pending
        }
    }

    /// What is applied and what is not. A database that was never migrated has everything pending.
    public func status() async throws -> Status {
        try await database.withConnection { connection in
            let exists = try await connection.query(Self.recordExists()).value(Bool.self)
            return exists ? try await status(connection) : Status(applied: [], pending: migrations.map(\.name))
        }
    }

    private func status(_ connection: LeasedConnection) async throws -> Status {
        let applied = try await connection.query(Self.applied()).map { row throws(DatabaseError) in
            (name: try row.next(String.self), checksum: try row.next(String.self))
        }
        for (name, checksum) in applied {
            guard let known = migrations.first(where: { $0.name == name }) else { throw MigrationError.unknown(name) }
            guard known.checksum == checksum else { throw MigrationError.changed(name) }
        }
        let names = Set(applied.map(\.name))
        return Status(applied: applied.map(\.name), pending: migrations.map(\.name).filter { !names.contains($0) })
    }

    private func apply(_ migration: Migration, _ connection: LeasedConnection) async throws {
        do {
            try await connection.script(
                """
                BEGIN; SET LOCAL lock_timeout = '10s';
                \(migration.text)
                ;INSERT INTO schema_migration (name, checksum) VALUES ('\(migration.name)', '\(migration.checksum)'); COMMIT;
                """)
        } catch {
            // The connection ends with this, and an open transaction with it.
            throw MigrationError.failed(migration.name, error)
        }
    }

    /// Waits its turn for a minute: another server is migrating the same schema.
    private func lock(_ connection: LeasedConnection) async throws {
        for _ in 0..<240 {
            if try await connection.query(Self.tryLock(database.configuration.schema)).value(Bool.self) { return }
            try await Task.sleep(for: .milliseconds(250))
        }
        throw MigrationError.locked
    }

    private var preparation: String {
        let schema = "\"" + database.configuration.schema.replacing("\"", with: "\"\"") + "\""
        return """
            SET ROLE attune_owner;
            SET client_min_messages = warning;
            CREATE SCHEMA IF NOT EXISTS \(schema);
            -- Functions that run as their owner keep this path. Unless it is named last, a caller's temporary table would be looked up first.
            SET search_path = \(schema), public, pg_temp;
            -- Whoever serves people makes nothing in the database, not even that.
            DO $$ BEGIN EXECUTE format('REVOKE TEMPORARY, CREATE ON DATABASE %I FROM PUBLIC', current_database()); END $$;
            CREATE TABLE IF NOT EXISTS schema_migration (
                name text PRIMARY KEY, checksum text NOT NULL, applied_at timestamptz NOT NULL DEFAULT now());
            GRANT USAGE ON SCHEMA \(schema) TO attune_app;
            GRANT SELECT ON schema_migration TO attune_app;
            """
    }

    private static let recordExists = Statement(
        "Database/record_exists", sent: .lease, "SELECT to_regclass('schema_migration') IS NOT NULL")
    private static let applied = Statement(
        "Database/applied", sent: .lease, "SELECT name, checksum FROM schema_migration ORDER BY name")
    /// The lock's number is the schema's: clinics on one server migrate side by side.
    private static let tryLock = Statement(
        "Database/lock", sent: .lease, "SELECT pg_try_advisory_lock(hashtextextended('attune/' || $1::text, 2026))")

    /// Creates or corrects Attune's roles: once for each server, as its superuser. May be repeated.
    public static func installRoles(_ database: Database, roles: String = EmbeddedMigrations.roles) async throws(DatabaseError) {
        try await database.script(roles)
    }
}

extension Migration {
    /// SHA-256 of its text, in hexadecimal: an applied migration is never edited.
    var checksum: String { Secrets.sha256(text.utf8).hex }
}

/// Why the schema was not brought up to date.
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

extension MigrationError: CustomStringConvertible {
    public var description: String {
        switch self {
        case .changed(let name):
            "Migration \(name) is not the one that was applied. Run the version of Attune that migrated this database, or restore a backup."
        case .unknown(let name):
            "This database is newer than this version of Attune: it has migration \(name). Install the newer version."
        case .failed(let name, let error):
            "Migration \(name) failed and changed nothing: \(error)."
        case .locked:
            "Another server is migrating this database. Wait until it has finished, then try again."
        }
    }
}
