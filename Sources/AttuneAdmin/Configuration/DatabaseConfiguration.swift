internal import Database

extension Settings.DatabaseSettings {
    /// How to connect to a PostgreSQL of the clinic's own; nil when Attune runs a private one.
    func configuration(forMigrations: Bool = false) -> Database.Configuration? {
        guard let host else { return nil }
        let isSocket = host.hasPrefix("/")
        var configuration = Database.Configuration(
            host: host, port: port, database: name, user: forMigrations ? migrateUser : user,
            password: forMigrations ? migratePassword : password, tls: isSocket ? .disable : .init(tls), schema: schema)
        apply(to: &configuration)
        return configuration
    }

    /// The limits, which hold for a private server as well.
    func apply(to configuration: inout Database.Configuration) {
        configuration.lanes = lanes
        configuration.leases = leases
        configuration.queueLimit = queue
        configuration.statementTimeout = .seconds(timeoutSeconds)
    }
}

extension Settings {
    /// For a question that reads years of rows while somebody waits for it: its statements may take as long as this, where the limit for all
    /// others is lower.
    func waiting(atLeast seconds: Int) -> Settings {
        var copy = self
        copy.database.timeoutSeconds = max(seconds, database.timeoutSeconds)
        return copy
    }
}

extension Database.Configuration.TLS {
    init(_ tls: DatabaseTLS) {
        self =
            switch tls {
            case .disable: .disable
            case .require: .require
            case .verifyFull: .verifyFull
            }
    }
}
