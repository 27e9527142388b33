public import Access
public import Clinic
internal import Database

public import struct Foundation.UUID

extension Act {
    /// Records a consent whether or not one of its kind is on record: an earlier one ends at the moment in which this one begins.
    /// - Parameter assessor: who assessed the basis; whoever acts, where one is needed and nobody else is named.
    /// - Returns: the new consent, and the one that it replaces.
    /// - Throws: `ClientRefusal.notFound`.
    public func renewConsent(
        _ kind: Consent.Kind, _ basis: Consent.Basis, at givenAt: Instant? = nil, until expiresAt: Instant? = nil,
        assessedBy assessor: UUID? = nil, by client: Client.ID
    ) async throws -> (consent: Consent, replaced: Consent.ID?) {
        let replaced = try await query(SQL.revokeConsent(client, kind)).first { row throws(DatabaseError) in
            try row.next(Consent.ID.self)
        }
        if let replaced {
            try await record(
                "consent.replaced", subject: replaced.uuid, client: client.uuid, details: ["kind": kind.rawValue])
        }
        let consent = try await giveConsent(
            kind, basis, at: givenAt, until: expiresAt, assessedBy: assessor, by: client)
        return (consent, replaced)
    }

    /// The consent of a kind that is on record and not revoked; where there is none, one is given now.
    /// - Throws: `ClientRefusal.notFound`.
    public func consentOnRecord(_ kind: Consent.Kind, or basis: Consent.Basis, by client: Client.ID) async throws -> Consent.ID {
        let moment = try await now
        if let held = try await consents(of: client).first(where: { $0.kind == kind && $0.holds(at: moment) }) { return held.id }
        return try await renewConsent(kind, basis, by: client).consent.id
    }
}
