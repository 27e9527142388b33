public import Access
public import Clinic
internal import Database

internal import struct Foundation.UUID

extension Act {
    /// From now on these two never get the same therapist. The record names the entry and neither client's file.
    /// - Parameter reason: up to 2,000 characters, sealed for both clients: it is gone as soon as either one's key is.
    /// - Throws: `ClientRefusal.alreadyKeptApart`, `.keptApartFromThemselves`, `.notFound`; `DatabaseError` for actors other than the lead, intake
    ///   and the operator (row-level security), whom no policy lets come this far.
    @discardableResult
    public func keepApart(
        _ one: Client.ID, _ other: Client.ID, _ kind: KeptApart.Kind, reason: String? = nil
    ) async throws -> KeptApart.ID {
        guard one != other else { throw ClientRefusal.keptApartFromThemselves }
        let id = KeptApart.ID(newID())
        var sealed: [UInt8]?
        if let reason = reason?.trimmingWhitespace(), !reason.isEmpty {
            guard reason.unicodeScalars.count <= 2_000 else {
                throw ClientRefusal.invalid(field: "/reason", advice: "A reason has at most 2,000 characters.")
            }
            let both = KeptApart.inOrder(one, other)
            try await learnKeys(of: [both.0, both.1])
            sealed = try vault.seal(reason, forBoth: both, .keptApartReason, row: id.uuid)
        }
        let entry = SQL.keepApart(id, one, other, kind, sealed)
        let answer = try await ClientRefusal.explaining { try await query(entry) }
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
