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
        try await requireReach(to: client)
        let point = ContactPoint(id: ContactPoint.ID(newID()), channel: channel, value: text, safety: safety)
        try await learnKeys(of: [client.uuid])
        guard vault.hasKey(of: client.uuid) else { throw ClientRefusal.notFound }
        let insertion = try point.insertion(for: client, in: vault)
        _ = try await ClientRefusal.explaining { try await query(insertion) }
        try await touch(client)
        try await record(
            "contact_point.added", subject: point.id.uuid, client: client.uuid, details: ["channel": channel.rawValue])
        return point
    }

    /// Replaces what is safe about a way to reach a client: they were asked again.
    /// - Returns: whose it is.
    /// - Throws: `ClientRefusal.noSuchContactPoint`.
    @discardableResult
    public func confirmContactPoint(_ id: ContactPoint.ID, _ safety: ContactSafety) async throws -> Client.ID {
        try await change(id, by: safety.update(of: id), "contact_point.confirmed")
    }

    /// Never to be used again.
    /// - Returns: whose it was.
    /// - Throws: `ClientRefusal.noSuchContactPoint`.
    @discardableResult
    public func retireContactPoint(_ id: ContactPoint.ID) async throws -> Client.ID {
        try await change(id, by: SQL.retireContactPoint(id), "contact_point.retired")
    }

    private func change(_ id: ContactPoint.ID, by update: Bound, _ action: String) async throws -> Client.ID {
        let owner = try await query(update).first { row throws(DatabaseError) in try row.next(Client.ID.self) }
        // Whose it is, its row alone tells: what the policy refuses now is rolled back.
        guard let owner, try await reach.includes(owner.uuid) else { throw ClientRefusal.noSuchContactPoint }
        try await touch(owner)
        try await record(action, subject: id.uuid, client: owner.uuid)
        return owner
    }

    /// - Parameter assessor: who assessed the basis; whoever acts, where one is needed and nobody else is named.
    /// - Throws: `ClientRefusal.consentAlreadyGiven`, `.notFound`.
    @discardableResult
    public func giveConsent(
        _ kind: Consent.Kind, _ basis: Consent.Basis, at givenAt: Instant? = nil, until expiresAt: Instant? = nil,
        assessedBy assessor: UUID? = nil, by client: Client.ID
    ) async throws -> Consent {
        try await requireReach(to: client)
        let given = if let givenAt { givenAt } else { try await now }
        let assessor = if assessor == nil, basis.needsAssessor { try await actor.id } else { assessor }
        let consent = Consent(
            id: Consent.ID(newID()), kind: kind, basis: basis, givenAt: given, expiresAt: expiresAt, assessor: assessor)
        let answer = try await ClientRefusal.explaining { try await query(consent.insertion(for: client)) }
        guard !answer.isEmpty else { throw ClientRefusal.consentAlreadyGiven }
        try await touch(client)
        try await record("consent.given", subject: consent.id.uuid, client: client.uuid, details: ["kind": kind.rawValue])
        return consent
    }

    /// ``giveConsent(_:_:at:until:assessedBy:by:)`` by days of the clinic's calendar, as people say them.
    /// - Parameters:
    ///   - givenOn: nil: now.
    ///   - until: the last day; nil: until it is revoked.
    /// - Throws: besides, `ClientRefusal.invalid` for a day that has not come, and for an end that has passed.
    @discardableResult
    public func giveConsent(
        _ kind: Consent.Kind, _ basis: Consent.Basis, on givenOn: LocalDate?, until: LocalDate?, rules: ZoneRules,
        assessedBy assessor: UUID? = nil, by client: Client.ID
    ) async throws -> Consent {
        let span: (givenAt: Instant, expiresAt: Instant?)
        do { span = try Consent.span(on: givenOn, until: until, at: try await now, rules) } catch let wrong as Consent.WrongDay {
            throw ClientRefusal.invalid(field: "/" + wrong.field, advice: "\(wrong.field): \(wrong.advice)")
        }
        return try await giveConsent(
            kind, basis, at: span.givenAt, until: span.expiresAt, assessedBy: assessor, by: client)
    }

    /// Consent to messages: nothing is sent to them any more, not what is queued either. Consent to matching is better withdrawn with what
    /// rests on it, above this module.
    /// - Throws: `ClientRefusal.noSuchConsent`.
    public func revokeConsent(_ kind: Consent.Kind, by client: Client.ID) async throws {
        try await requireReach(to: client)
        let answer = try await query(SQL.revokeConsent(client, kind))
        guard !answer.isEmpty else { throw ClientRefusal.noSuchConsent }
        try await touch(client)
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
