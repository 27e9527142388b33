internal import Database
internal import Logging

extension PrivateServer {
    /// Makes the roles, the database and the schema that are missing. Repeating it changes nothing.
    func found(_ settings: Settings.DatabaseSettings, logger: Logger) async throws {
        try await createDatabase(settings.name, logger: logger)
        let owner = try await Database.start(
            configuration(user: settings.migrateUser, database: settings.name, schema: settings.schema, lanes: 1, leases: 1),
            logger: logger)
        do {
            try await Migrator(owner, logger: logger).migrate()
            await owner.close()
        } catch {
            await owner.close()
            throw error
        }
    }
}
