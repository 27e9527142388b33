extension Database {
    /// Where the server is, who connects, and how much may happen at once.
    public struct Configuration: Sendable, Hashable {
        /// How the way to the server is encrypted; libpq's `sslmode`.
        public enum TLS: String, Sendable, Hashable, CaseIterable {
            /// For a Unix socket.
            case disable
            /// Encrypted, the server's certificate not checked.
            case require
            /// Encrypted, the certificate and host name checked against the system's authorities.
            case verifyFull = "verify-full"
        }

        /// A folder (`/run/postgresql`) means its Unix socket. Several hosts, separated by commas, are tried in order until one takes writes.
        public var host: String
        public var port: Int
        public var database: String
        public var user: String
        public var password: String?
        public var tls: TLS
        /// The clinic's schema: first in `search_path`.
        public var schema: String
        /// Shown in `pg_stat_activity`.
        public var applicationName = "attune"

        /// Connections that many callers' reads share; as many as the database has cores.
        public var lanes = 2
        /// Connections for transactions, one each at a time.
        public var leases = 8
        /// Connects the other lanes and two leases at once, rather than when they are first wanted: a connect costs as much as 100 queries.
        public var warms = true
        /// Statements under way on one lane; more wait their turn. What travels together is sent whole.
        public var laneDepth = 256
        /// Callers that may wait for a lane or a lease together; the next is refused with `.queueFull`.
        public var queueLimit = 4_096

        public var connectTimeout: Duration = .seconds(5)
        /// For a turn: the wait for a lease, or on a full lane.
        public var acquireTimeout: Duration = .seconds(5)
        /// For a flight of a transaction, and for a lane's answer.
        public var statementTimeout: Duration = .seconds(30)
        /// PostgreSQL's own `statement_timeout` on lanes: a slow statement holds up all that are behind it.
        public var laneStatementTimeout: Duration = .seconds(5)

        public init(
            host: String, port: Int = 5432, database: String, user: String, password: String? = nil, tls: TLS = .disable,
            schema: String = "clinic"
        ) {
            self.host = host
            self.port = port
            self.database = database
            self.user = user
            self.password = password
            self.tls = tls
            self.schema = schema
        }
    }
}
