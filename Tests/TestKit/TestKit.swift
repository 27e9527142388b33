public import Database
import Logging

/// A database of its own for one test, migrated, empty but for what migrations put there.
///
/// ```swift
/// let database = try await TestDatabase.fresh()
/// let result = try await database.app.query(SQL.ping())
/// ```
/// One private PostgreSQL serves the whole test run, in a temporary folder; it starts with the first `fresh()` and stops with the process.
public final class TestDatabase: Sendable {
    /// As the application connects: `attune_app`, subject to row-level security.
    public let app: Database
    /// As the schema's owner connects (`attune_migrate`).
    public let owner: Database
    public let name: String

    init(app: Database, owner: Database, name: String) {
        self.app = app
        self.owner = owner
        self.name = name
    }

    /// - Parameter migrated: false for an empty database without Attune's schema.
    public static func fresh(migrated: Bool = true) async throws -> TestDatabase {
        throw DatabaseError(.configuration("not yet"))
    }

    /// Ends its connections and drops it. A test that forgets this only leaves work to the end of the run.
    public func drop() async {}
}
