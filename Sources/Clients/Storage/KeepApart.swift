public import Access
public import Clinic
internal import Database

internal import struct Foundation.UUID

extension Act {
    /// From now on these two never get the same therapist. The record names the entry and neither client's file.
    /// - Throws: `ClientRefusal.alreadyKeptApart`, `.keptApartFromThemselves`, `.notFound`; `DatabaseError` for actors other than the lead, intake
    ///   and the operator (row-level security), whom no policy lets come this far.
    @discardableResult
    public func keepApart(_ one: Client.ID, _ other: Client.ID, _ kind: KeptApart.Kind) async throws -> KeptApart.ID {
        guard one != other else { throw ClientRefusal.keptApartFromThemselves }
        let id = KeptApart.ID(newID())
        let answer = try await ClientRefusal.explaining { try await query(SQL.keepApart(id, one, other, kind)) }
        guard !answer.isEmpty else { throw ClientRefusal.alreadyKeptApart }
        try await record("kept_apart.added", subject: id.uuid)
        return id
    }

    /// - Throws: `ClientRefusal.noSuchKeptApart`.
    public func endKeptApart(_ id: KeptApart.ID) async throws {
        guard try await !query(SQL.endKeptApart(id)).isEmpty else { throw ClientRefusal.noSuchKeptApart }
        try await record("kept_apart.ended", subject: id.uuid)
    }
}
