public import Database

/// What `attune doctor` asks PostgreSQL about itself. Nothing here needs an actor: it is about the server, never about a client.
public enum DatabaseProbes {
    /// The server, and the account that asks.
    public struct Server: Sendable, Hashable {
        /// 150008 for 15.8.
        public let version: Int
        public let hasChecksums: Bool
        /// `fsync`, `full_page_writes` and `synchronous_commit` all on: a commit that was acknowledged survives a crash.
        public let isDurable: Bool
        /// Whether values of parameters are written to the server's log when a statement fails.
        public let logsValues: Bool
        public let maxConnections: Int
        public let user: String
    }

    /// One of Attune's roles in PostgreSQL, which are roles of the server and not of people.
    public struct Role: Sendable, Hashable {
        public let name: String
        public let bypassesRowSecurity: Bool
        public let mayCreateRoles: Bool
        public let canLogIn: Bool
        public let ownsTables: Bool
    }

    /// Whether row-level security is enabled on a table and forced on its owner, too.
    public struct Table: Sendable, Hashable {
        public let name: String
        public let isRowSecurityForced: Bool
    }

    /// - Throws: `DatabaseError`.
    public static func server(_ database: Database) async throws -> Server {
        try await database.readShared(SQL.probeServer()).one { row in
            let version: Int = try row.next()
            let checksums: String = try row.next()
            let durable = [try row.next(String.self), try row.next(String.self), try row.next(String.self)]
            let logged: String = try row.next()
            let connections: Int = try row.next()
            _ = try row.next(String.self)
            return Server(
                version: version, hasChecksums: checksums == "on", isDurable: !durable.contains("off"), logsValues: logged != "0",
                maxConnections: connections, user: try row.next())
        }
    }

    /// Those of Attune's five roles that exist, by name.
    public static func roles(_ database: Database) async throws(DatabaseError) -> [Role] {
        try await database.readShared(SQL.probeRoles()).map { row throws(DatabaseError) in
            Role(
                name: try row.next(), bypassesRowSecurity: try row.next(), mayCreateRoles: try row.next(),
                canLogIn: try row.next(),
                ownsTables: try row.next())
        }
    }

    /// Every table of the clinic's schema, by name.
    public static func tables(_ database: Database) async throws(DatabaseError) -> [Table] {
        try await database.readShared(SQL.probeRowSecurity()).map { row throws(DatabaseError) in
            let name: String = try row.next()
            let isEnabled: Bool = try row.next()
            return Table(name: name, isRowSecurityForced: try row.next() && isEnabled)
        }
    }
}
