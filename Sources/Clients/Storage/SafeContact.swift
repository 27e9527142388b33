public import Access
public import Clinic
internal import Database

public import struct Foundation.UUID

extension Act {
    /// Adds a way to reach a client, with what they said is safe about it.
    /// - Throws: `ClientRefusal.notAnAddress`, `.notFound`.
    @discardableResult
    public func addContactPoint(
        _ channel: ContactPoint.Channel, _ value: String, _ safety: ContactSafety, to client: Client.ID
    ) async throws -> ContactPoint {
        let text = value.trimmingWhitespace()
        guard channel.accepts(text) else { throw ClientRefusal.notAnAddress }
        let point = ContactPoint(id: ContactPoint.ID(newID()), channel: channel, value: text, safety: safety)
        try await learnKeys(of: [client.uuid])
        guard vault.hasKey(of: client.uuid) else { throw ClientRefusal.notFound }
        let insertion = try point.insertion(for: client, in: vault)
        _ = try await ClientRefusal.explaining { try await query(insertion) }
        try await record(
            "contact_point.added", subject: point.id.uuid, client: client.uuid, details: ["channel": channel.rawValue])
        return point
    }

    /// Replaces what is safe about a way to reach a client: they were asked again.
    /// - Throws: `ClientRefusal.noSuchContactPoint`.
    public func confirmContactPoint(_ id: ContactPoint.ID, _ safety: ContactSafety) async throws {
        let answer = try await query(safety.update(of: id))
        guard !answer.isEmpty else { throw ClientRefusal.noSuchContactPoint }
        try await record("contact_point.confirmed", subject: id.uuid, client: try answer.value(UUID.self))
    }

    /// Never to be used again.
    /// - Throws: `ClientRefusal.noSuchContactPoint`.
    public func retireContactPoint(_ id: ContactPoint.ID) async throws {
        let answer = try await query(SQL.retireContactPoint(id))
        guard !answer.isEmpty else { throw ClientRefusal.noSuchContactPoint }
        try await record("contact_point.retired", subject: id.uuid, client: try answer.value(UUID.self))
    }

    /// - Parameter assessor: who assessed the basis; whoever acts, where one is needed and nobody else is named.
    /// - Throws: `ClientRefusal.consentAlreadyGiven`, `.notFound`.
    @discardableResult
    public func giveConsent(
        _ kind: Consent.Kind, _ basis: Consent.Basis, at givenAt: Instant? = nil, until expiresAt: Instant? = nil,
        assessedBy assessor: UUID? = nil, by client: Client.ID
    ) async throws -> Consent {
        let given = if let givenAt { givenAt } else { try await now }
        let assessor = if assessor == nil, basis.needsAssessor { try await actor.id } else { assessor }
        let consent = Consent(
            id: Consent.ID(newID()), kind: kind, basis: basis, givenAt: given, expiresAt: expiresAt, assessor: assessor)
        let answer = try await ClientRefusal.explaining { try await query(consent.insertion(for: client)) }
        guard !answer.isEmpty else { throw ClientRefusal.consentAlreadyGiven }
        try await record("consent.given", subject: consent.id.uuid, client: client.uuid, details: ["kind": kind.rawValue])
        return consent
    }

    /// - Throws: `ClientRefusal.noSuchConsent`.
    public func revokeConsent(_ kind: Consent.Kind, by client: Client.ID) async throws {
        let answer = try await query(SQL.revokeConsent(client, kind))
        guard !answer.isEmpty else { throw ClientRefusal.noSuchConsent }
        try await record(
            "consent.revoked", subject: try answer.value(UUID.self), client: client.uuid, details: ["kind": kind.rawValue])
    }
}

extension ContactPoint {
    /// - Throws: `SealingError`.
    func insertion(for client: Client.ID, in vault: Vault) throws -> Bound {
        let sealed = try vault.seal(value, for: client.uuid, .contactPointValue, row: id.uuid)
        guard let lookup = ContactLookup(value) else { throw ClientRefusal.notAnAddress }
        return Bound(SQL.addContactPoint, [id, client, channel, sealed] + safety.parameters + [lookup.index(in: vault)])
    }
}

extension Consent {
    func insertion(for client: Client.ID) -> Bound { SQL.giveConsent(id, client, kind, basis, givenAt, expiresAt, assessor) }
}

extension ContactSafety {
    func update(of id: ContactPoint.ID) -> Bound { Bound(SQL.confirmContactPoint, [id] + parameters) }

    /// In the order of `add_contact_point.sql`, from `may_write` on.
    var parameters: [(any DatabaseEncodable)?] {
        [mayWrite, mayCall, mayVoicemail, hours?.from, hours?.until, senderLabel, wording, confirmedAt, recheckDue]
    }
}
