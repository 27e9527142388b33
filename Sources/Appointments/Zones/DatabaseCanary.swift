public import Clinic
public import Database

extension ZoneCanary {
    /// Whether PostgreSQL's clock rules are current: it keeps those of its start, also after an upgrade of `tzdata`.
    /// - Throws: ``ZoneCanaryFailure`` with the fix, or `DatabaseError`.
    public static func check(_ database: Database) async throws {
        let answer = try await database.readShared(SQL.zoneCanary(expectations.map(\.local), expectations.map(\.zone.name)))
        let instants: [Instant] = try answer.values()
        for (index, expectation) in expectations.enumerated() {
            try check(expectation, resolved: index < instants.count ? instants[index] : nil, by: .postgresql)
        }
    }
}
