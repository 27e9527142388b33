public import SystemPackage

/// Everything that may differ between two installations, as one value that is valid once it exists.
public struct Settings: Sendable {
    /// Where Attune keeps what it makes; absolute.
    public internal(set) var dataDirectory: FilePath
    public let keys: KeySettings
    public var database: DatabaseSettings
    public let web: WebSettings
    public let clinic: ClinicSettings
    /// The clinic's matching policy while it is being written; absolute. What ranks is what was adopted.
    public let matchingPolicy: FilePath?
    public internal(set) var messages: MessageSettings
    public let logLevel: LogLevel

    /// Where the clinic's keys come from.
    public struct KeySettings: Sendable {
        /// Absolute; nil means the systemd credential, or the file below the data directory.
        public let file: FilePath?
        /// The keys themselves; they win over a file.
        public let text: String?
    }

    /// Where PostgreSQL is, who serves and who migrates, and how much may happen at once.
    public struct DatabaseSettings: Sendable {
        /// nil means a private PostgreSQL below the data directory.
        public let host: String?
        public let port: Int
        public let name: String
        public let schema: String
        public let user: String
        public let password: String?
        /// Who changes the schema: a role that may become its owner, used by `attune migrate` alone.
        public let migrateUser: String
        public let migratePassword: String?
        public let tls: DatabaseTLS
        /// Connections that many short reads share.
        public let lanes: Int
        /// Connections for transactions, each used by one at a time.
        public let leases: Int
        /// Callers that may wait; more are refused at once.
        public let queue: Int
        /// For one statement, and for the wait for a connection.
        public var timeoutSeconds: Int
    }

    /// Where to listen, what links begin with, and what one request and one caller may take.
    public struct WebSettings: Sendable {
        public let host: String
        /// 0 takes any free port.
        public let port: Int
        /// What links begin with, without a slash at its end; nil means the address that is listened on.
        public let publicURL: String?
        /// Whose X-Forwarded-For is believed; nil means nobody's.
        public let proxy: String?
        /// From a request's first byte to its answer's last.
        public let requestSeconds: Int
        /// Of one caller; 0: any number.
        public let requestsPerSecond: Int
    }

    /// What the clinic decides about itself.
    public struct ClinicSettings: Sendable {
        public let name: String
        public let zone: String
        public let language: String
        /// A mail address; nil: nobody is written to.
        public let privacyOfficer: String?
        /// A mail address; nil: nobody is written to.
        public let safetyContact: String?
        public let crisisText: String?
        public let crisisTextFrench: String?
        /// Of a referral's claim.
        public let claimMinutes: Int
        /// Whether `/directory` and `/v1/directory` are there.
        public let hasDirectory: Bool
        /// Whether `/refer` is there.
        public let takesSelfReferrals: Bool
    }

    /// Where queued messages go, and from whom.
    public struct MessageSettings: Sendable {
        public internal(set) var delivery: MessageDelivery
        public internal(set) var folder: FilePath
        public let sender: String?
        /// Set when, and only when, ``delivery`` is `smtp`.
        public let smtp: SMTPSettings?
    }

    /// A relay, and the account there; without one nobody signs in.
    public struct SMTPSettings: Sendable {
        public let host: String
        public let port: Int
        public let user: String?
        public let password: String?
        public let sender: String
    }
}

extension Settings {
    /// - Throws: ``ConfigurationProblem/missing(_:because:)`` where one setting makes another necessary.
    init(_ resolved: ResolvedSettings, shell: Shell) throws(ConfigurationProblem) {
        func required<Value>(_ setting: Setting<Value>, _ because: String) throws(ConfigurationProblem) -> Value {
            guard let value = resolved[setting] else { throw .missing(setting.row, because: because) }
            return value
        }
        let data = resolved[SettingKeys.dataDirectory].map(shell.absolute) ?? Self.usualDataDirectory(in: shell)
        self.dataDirectory = data
        self.keys = KeySettings(file: resolved[SettingKeys.keysFile].map(shell.absolute), text: resolved[SettingKeys.keysText])
        self.database = DatabaseSettings(
            host: resolved[SettingKeys.databaseHost], port: try required(SettingKeys.databasePort, Self.always),
            name: try required(SettingKeys.databaseName, Self.always),
            schema: try required(SettingKeys.databaseSchema, Self.always),
            user: try required(SettingKeys.databaseUser, Self.always), password: resolved[SettingKeys.databasePassword],
            migrateUser: try required(SettingKeys.migrateUser, Self.always),
            migratePassword: resolved[SettingKeys.migratePassword], tls: try required(SettingKeys.databaseTLS, Self.always),
            lanes: try required(SettingKeys.databaseLanes, Self.always),
            leases: try required(SettingKeys.databaseLeases, Self.always),
            queue: try required(SettingKeys.databaseQueue, Self.always),
            timeoutSeconds: try required(SettingKeys.databaseTimeout, Self.always))
        self.web = WebSettings(
            host: try required(SettingKeys.host, Self.always), port: try required(SettingKeys.port, Self.always),
            publicURL: resolved[SettingKeys.publicURL], proxy: resolved[SettingKeys.proxy],
            requestSeconds: try required(SettingKeys.requestTimeout, Self.always),
            requestsPerSecond: try required(SettingKeys.requestsPerSecond, Self.always))
        self.clinic = ClinicSettings(
            name: try required(SettingKeys.clinicName, Self.always), zone: try required(SettingKeys.clinicZone, Self.always),
            language: try required(SettingKeys.clinicLanguage, Self.always),
            privacyOfficer: resolved[SettingKeys.privacyOfficer], safetyContact: resolved[SettingKeys.safetyContact],
            crisisText: resolved[SettingKeys.crisisText], crisisTextFrench: resolved[SettingKeys.crisisTextFrench],
            claimMinutes: try required(SettingKeys.claimMinutes, Self.always),
            hasDirectory: try required(SettingKeys.directory, Self.always) == .on,
            takesSelfReferrals: try required(SettingKeys.selfReferral, Self.always) == .on)
        self.matchingPolicy = resolved[SettingKeys.matchingPolicy].map(shell.absolute)
        let delivery = try required(SettingKeys.messagesDelivery, Self.always)
        let smtp: SMTPSettings? =
            delivery != .smtp
            ? nil
            : SMTPSettings(
                host: try required(SettingKeys.smtpHost, "messages.delivery is smtp"),
                port: try required(SettingKeys.smtpPort, Self.always), user: resolved[SettingKeys.smtpUser],
                password: resolved[SettingKeys.smtpPassword],
                sender: try required(SettingKeys.sender, "messages.delivery is smtp"))
        self.messages = MessageSettings(
            delivery: delivery, folder: resolved[SettingKeys.messagesFolder].map(shell.absolute) ?? data.appending("outbox"),
            sender: resolved[SettingKeys.sender], smtp: smtp)
        self.logLevel = try required(SettingKeys.logLevel, Self.always)
    }

    private static let always = "Attune cannot run without it"

    /// Root's files belong to the machine; anyone else's lie under the XDG data directory.
    private static func usualDataDirectory(in shell: Shell) -> FilePath {
        if shell.isRoot { return "/var/lib/attune" }
        if let named = shell.environment["XDG_DATA_HOME"], !named.isEmpty { return FilePath(named).appending("attune") }
        return FilePath(shell.environment["HOME"] ?? "/tmp").appending(".local/share/attune")
    }
}
