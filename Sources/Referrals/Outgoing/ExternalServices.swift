public import Access
public import Clinic
public import Database

extension ExternalService.Kind: DatabaseValue {}

/// Which services a list has.
public struct ExternalServiceFilter: Sendable, Hashable {
    public var concept: String?
    public var region: String?
    public var language: String?
    public var includingRetired: Bool

    public init(concept: String? = nil, region: String? = nil, language: String? = nil, includingRetired: Bool = false) {
        self.concept = concept
        self.region = region
        self.language = language
        self.includingRetired = includingRetired
    }
}

extension Querying {
    /// By name.
    /// - Parameters:
    ///   - after: the last name of the page before.
    ///   - limit: 1 to 1,000.
    public func externalServices(
        _ filter: ExternalServiceFilter = .init(), after: String? = nil, limit: Int = 50
    ) async throws -> [ExternalService] {
        try await query(
            SQL.externalServices(
                filter.concept, filter.region, filter.language, filter.includingRetired, after, Int64(min(max(limit, 1), 1_000)))
        ).map(ExternalService.read)
    }

    /// - Throws: `ReferralRefusal.serviceNotFound`.
    public func externalService(_ id: ExternalService.ID) async throws -> ExternalService {
        guard let service = try await query(SQL.externalService(id, nil as String?)).first(ExternalService.read) else {
            throw ReferralRefusal.serviceNotFound
        }
        return service
    }

    /// By its name. - Throws: `ReferralRefusal.serviceNotFound`.
    public func externalService(named name: String) async throws -> ExternalService {
        guard let service = try await query(SQL.externalService(nil as ExternalService.ID?, name)).first(ExternalService.read)
        else { throw ReferralRefusal.serviceNotFound }
        return service
    }
}

extension Act {
    /// Adds a service, or brings one of the same name up to date; the same again changes nothing.
    /// - Returns: its id, and whether it is new; nil where nothing changed.
    /// - Throws: `ReferralRefusal`: not by this role, a concept that nobody knows.
    @discardableResult
    public func addExternalService(_ facts: ExternalService.Facts) async throws -> (id: ExternalService.ID, isNew: Bool)? {
        try await requireIntake()
        let known = try await query(SQL.conceptLabels(facts.concepts)).map { row throws(DatabaseError) in
            try row.next(String.self)
        }
        if let unknown = facts.concepts.first(where: { !known.contains($0) }) {
            throw ReferralRefusal.invalid(
                field: "concepts", problem: "there is no concept “\(unknown.prefix(63))”. List the vocabulary.")
        }
        let answer = try await query(
            SQL.addExternalService(
                newID(), facts.name, facts.kind.rawValue, facts.contact, facts.region, facts.concepts, facts.languages,
                facts.funding,
                facts.checkedOn))
        let added = try answer.first { row throws(DatabaseError) in
            (id: try row.next(ExternalService.ID.self), isNew: try row.next(Bool.self))
        }
        try await record("external.saved", subject: added?.id.uuid, details: ["changed": added == nil ? "no" : "yes"])
        return added
    }

    /// No longer offered; what refers to it stays. - Throws: `ReferralRefusal.serviceNotFound`.
    public func retireExternalService(_ id: ExternalService.ID) async throws {
        try await requireIntake()
        guard try await !query(SQL.retireExternalService(id)).isEmpty else { throw ReferralRefusal.serviceNotFound }
        try await record("external.retired", subject: id.uuid)
    }
}

extension ExternalService {
    static func read(_ row: inout RowReader) throws -> ExternalService {
        let id = try row.next(ID.self)
        let facts = try Facts(
            name: try row.next(), kind: try row.next(), contact: try row.next(), region: try row.next(), concepts: try row.next(),
            languages: try row.next(), funding: try row.next(), checkedOn: try row.next())
        return ExternalService(
            id: id, facts: facts, isRetired: try row.next(), version: try row.next(), isStale: try row.next())
    }
}
