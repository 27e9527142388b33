public import Access
internal import Clients
public import Clinic
public import Database

extension ReferralOutStatus: DatabaseValue {}
extension ReferralOut.Way: DatabaseValue {}
extension PacketField: DatabaseValue {}

extension Querying {
    /// One, with what it says. - Throws: `ReferralRefusal.outNotFound`.
    public func referralOut(_ id: ReferralOut.ID) async throws -> ReferralOut {
        let answer = try await query(SQL.referralOut(id))
        let reach = try await reach
        guard let found = try answer.first({ row in try ReferralOut.read(&row, packetIn: vault, reach) }),
            reach.includes(found.client.uuid)
        else { throw ReferralRefusal.outNotFound }
        return found
    }

    /// Those that are not closed, the oldest first, without what they say.
    /// - Parameters:
    ///   - onlyDue: those about which somebody is to ask by now.
    ///   - limit: 1 to 201.
    public func referralsOut(
        of referral: Referral.ID? = nil, onlyDue: Bool = false, after: (createdAt: Instant, id: ReferralOut.ID)? = nil,
        limit: Int = 50
    ) async throws -> [ReferralOut] {
        let answer = try await query(
            SQL.referralsOut(referral, onlyDue, after?.createdAt, after?.id, Int64(min(max(limit, 1), 201))))
        let reach = try await reach
        return try await admitted(
            answer.map { row in try ReferralOut.read(&row, packetIn: nil, reach) }, { $0.includes($1.client.uuid) })
    }
}

extension Act {
    /// Writes what a service outside would be told, from fields that were chosen one by one, and keeps it as it was shown. Nothing leaves.
    /// - Throws: `ReferralRefusal`: not found, closed, not by this role, no consent to sharing, one to this service is open already.
    public func prepareReferralOut(
        _ id: Referral.ID, to service: ExternalService.ID, fields: Set<PacketField>
    ) async throws -> ReferralOut {
        try await requireIntake()
        let referral = try await lockReferral(id, version: nil)
        guard referral.standing.status.allows(.revoked) else { throw ReferralRefusal.closed }
        let folder = try await self.referral(id)
        let service = try await externalService(service)
        guard !service.isRetired else { throw ReferralRefusal.serviceNotFound }
        guard let client = try await client(referral.client) else { throw ReferralRefusal.notFound }
        let moment = try await now
        guard
            let consent = try await consents(of: referral.client).first(where: { $0.kind == .sharing && $0.holds(at: moment) })
        else { throw ReferralRefusal.noSharingConsent }
        let contacts = fields.contains(.contact) ? try await contactPoints(of: referral.client) : []
        let labels = try await query(SQL.conceptLabels(folder.concerns.map(\.concept))).map { row throws(DatabaseError) in
            (try row.next(String.self), try row.next(String.self))
        }
        let packet = try Packet(
            fields, of: folder, client, contacts, labels: Dictionary(labels) { first, _ in first })
        let row = ReferralOut.ID(newID())
        let sealed = try await seal(packet.text, for: referral.client.uuid, .referralOutPacket, row: row.uuid)
        let chosen = PacketField.allCases.filter(fields.contains).map(\.rawValue)
        let answer = try await consented {
            try await query(SQL.addReferralOut(row, id, referral.client, service.id, consent.id, chosen, sealed))
        }
        guard !answer.isEmpty else { throw ReferralRefusal.outOpen }
        try await record(
            "referral_out.prepared", subject: row.uuid, client: referral.client.uuid,
            details: ["service": service.id.uuid.text, "fields": chosen.joined(separator: " ")])
        return try await referralOut(row)
    }

    /// Notes that a person sent it, or what came back. When they accept, our own referral ends as referred on, and what is proposed in it is
    /// taken back.
    /// - Parameters:
    ///   - how: with `sent`; nil: printed.
    ///   - checkOn: with `sent`, when somebody is to ask; nil: in two weeks.
    /// - Throws: `ReferralRefusal`: not found, stale, a move that the table does not have, a consent that was revoked meanwhile.
    public func moveReferralOut(
        _ id: ReferralOut.ID, to status: ReferralOutStatus, how: ReferralOut.Way? = nil, checkOn: LocalDate? = nil,
        version: Int? = nil
    ) async throws -> ReferralOut {
        try await requireIntake()
        let seen = try await referralOut(id)
        // The order of every act that needs both: our referral first.
        let referral = try await lockReferral(seen.referral, version: nil)
        _ = try await query(SQL.lockReferralOut(id))
        let out = try await referralOut(id)
        if let version, version != out.version { throw ReferralRefusal.stale }
        guard out.status.next.contains(status) else { throw ReferralRefusal.outNotFrom(status: out.status.rawValue) }
        let isSending = status == .sent
        let today = LocalDate(dayNumber: Int(try await now.microseconds / 86_400_000_000))
        let check = isSending ? checkOn ?? today?.adding(days: 14) : nil
        _ = try await consented {
            try await query(SQL.moveReferralOut(id, status.rawValue, isSending ? (how ?? .printed).rawValue : nil, check))
        }
        var details = ["service": out.service.uuid.text]
        if isSending {
            // The client's ledger of who was told what, and on which consent (PIPA section 23).
            details["fields"] = out.fields.map(\.rawValue).joined(separator: " ")
            details["consent"] = out.consent.uuid.text
            details["how"] = (how ?? .printed).rawValue
        }
        try await record(
            "referral_out.\(status.rawValue)", subject: id.uuid, client: out.client.uuid, details: details)
        if status == .accepted, referral.standing.status.allows(.revoked) {
            try await endOpenProposals(of: referral)
            _ = try await query(SQL.moveReferral(referral.id, ReferralStatus.revoked.rawValue))
            try await noteEnding(of: referral, .referredOn)
            try await record("referral.referred_on", subject: referral.id.uuid, client: referral.client.uuid)
        }
        return try await referralOut(id)
    }

    /// The database is the referee: a consent that was revoked this very moment stops it.
    private func consented<T>(_ body: () async throws -> T) async throws -> T {
        do { return try await body() } catch let error as DatabaseError where error.constraint == "referral_out_consented" {
            throw ReferralRefusal.noSharingConsent
        }
    }
}

extension ReferralOut {
    /// In the order of `referrals_out.sql`; `referral_out.sql` goes on from there.
    static func read(_ row: inout RowReader, packetIn vault: Vault?, _ reach: Reach) throws -> ReferralOut {
        let id = try row.next(ID.self)
        let referral = try row.next(Referral.ID.self)
        let client = try row.next(Client.ID.self)
        let service = try row.next(ExternalService.ID.self)
        let name = try row.next(String.self)
        let consent = try row.next(Consent.ID.self)
        let fields = try row.next([String].self).compactMap(PacketField.init(rawValue:))
        let status = try row.next(ReferralOutStatus.self)
        let how = try row.nextOptional(Way.self)
        let checkOn = try row.nextOptional(LocalDate.self)
        let sentAt = try row.nextOptional(Instant.self)
        let createdAt = try row.next(Instant.self)
        let version = try row.next(Int.self), isDue = try row.next(Bool.self)
        let reference = try row.next(String.self)
        var packet: Packet?
        if let vault {
            try row.nextKey(of: client.uuid, in: vault)
            // What the client said in their own words is not a lead's to read here either, before she opens the file.
            let isOpen = !fields.contains(.narrative) || reach.includesText(of: client.uuid)
            packet = try row.nextSecret(.referralOutPacket, row: id.uuid, of: client.uuid, in: vault, isOpen: isOpen)
                .map(Packet.init(text:))
        }
        return ReferralOut(
            id: id, referral: referral, reference: reference, client: client, service: service, serviceName: name,
            consent: consent,
            fields: fields, status: status, how: how, checkOn: checkOn, sentAt: sentAt, createdAt: createdAt, version: version,
            isDue: isDue, packet: packet)
    }
}
