public import Access
internal import Clients
public import Clinic
public import Database
public import Messages
public import Therapists

extension EarlyCheck.Answer: DatabaseValue {}

extension Querying {
    /// Open questions of care that goes on, after at least one session, what is due first at the top. A therapist sees those of her clients,
    /// but for those that somebody else has answered.
    /// - Parameter limit: 1 to 201.
    public func earlyChecks(
        of therapist: Therapist.ID? = nil, onlyDue: Bool = false, after: (dueAt: Instant, id: EarlyCheck.ID)? = nil,
        limit: Int = 50
    ) async throws -> [EarlyCheck] {
        let answer = try await query(
            SQL.earlyChecks(therapist, onlyDue, after?.dueAt, after?.id, Int64(min(max(limit, 1), 201))))
        return try await earlyChecks(in: answer)
    }

    /// - Throws: `ReferralRefusal.checkNotFound`, also where it is not for this actor.
    public func earlyCheck(_ id: EarlyCheck.ID) async throws -> EarlyCheck {
        guard let check = try await earlyChecks(in: query(SQL.earlyCheck(id))).first else { throw ReferralRefusal.checkNotFound }
        return check
    }

    private func earlyChecks(in answer: ResultSet) async throws -> [EarlyCheck] {
        let reach = try await reach
        return try answer.map { row in try EarlyCheck.read(&row, vault, reach) }.filter { reach.includes($0.client.uuid) }
    }
}

extension Act {
    /// Writes down how it is going. Nothing follows by itself: a change is a person's next act.
    /// - Parameter note: 3 to 2000 characters; a therapist reads only her own.
    /// - Throws: `ReferralRefusal`: not found, answered already.
    public func answerEarlyCheck(
        _ id: EarlyCheck.ID, _ answer: EarlyCheck.Answer, note: String? = nil
    ) async throws -> EarlyCheck {
        let check = try await earlyCheck(id)
        try await reach.refuseAlong(check.client.uuid)
        var sealed: [UInt8]?
        if let note {
            sealed = try await seal(try TriageDecision.reason(note), for: check.client.uuid, .earlyCheckNote, row: id.uuid)
        }
        guard try await !query(SQL.answerEarlyCheck(id, answer.rawValue, sealed)).isEmpty else {
            throw ReferralRefusal.checkAnswered
        }
        try await cancelMessages(about: id.uuid)
        try await record(
            "early_check.answered", subject: id.uuid, client: check.client.uuid, details: ["answer": answer.rawValue])
        return try await earlyCheck(id)
    }

    /// Asks the client by a message, in neutral words and only where writing is safe; otherwise a person has to ask.
    /// - Throws: `ReferralRefusal`: not found, answered already.
    public func askEarlyCheck(_ id: EarlyCheck.ID, zones: ZoneCatalogue) async throws -> MessageOutcome {
        let check = try await earlyCheck(id)
        try await reach.refuseAlong(check.client.uuid)
        guard check.answer?.isOpen ?? true else { throw ReferralRefusal.checkAnswered }
        guard let client = try await client(check.client) else { throw ReferralRefusal.checkNotFound }
        let outcome = try await queueMessage(
            NewMessage(
                .checkIn(until: try await now + .hours(24 * 14)), client: check.client.uuid,
                zone: try zones.rules(client.person.zone), about: id.uuid))
        if case .queued = outcome { _ = try await query(SQL.askEarlyCheck(id)) }
        try await record("early_check.asked", subject: id.uuid, client: check.client.uuid)
        return outcome
    }
}

extension EarlyCheck {
    static func read(_ row: inout RowReader, _ vault: Vault, _ reach: Reach) throws -> EarlyCheck {
        let id = try row.next(ID.self), client = try row.next(Client.ID.self)
        let therapist = try row.next(Therapist.ID.self), referral = try row.next(Referral.ID.self)
        try row.nextKey(of: client.uuid, in: vault)
        return EarlyCheck(
            id: id, client: client, therapist: therapist, referral: referral, askedAt: try row.nextOptional(),
            answer: try row.nextOptional(),
            note: try row.nextSecret(
                .earlyCheckNote, row: id.uuid, of: client.uuid, in: vault, isOpen: reach.includesText(of: client.uuid)),
            answeredAs: try row.nextOptional(), answeredAt: try row.nextOptional(), sessions: try row.next(),
            dueAt: try row.nextOptional(), isDue: try row.next())
    }
}
