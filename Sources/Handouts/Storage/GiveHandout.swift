public import Access
public import Clients
public import Clinic
internal import Database
public import Messages
public import Therapists

internal import struct Foundation.UUID

/// That somebody holds a version of an article, and whose therapist can tell them of it. Whose handout it is stays between those two.
public struct HandoutHolder: Hashable, Sendable {
    public var handout: Handout.ID
    public var therapist: Therapist.ID

    static func read(_ rows: ResultSet) throws -> [HandoutHolder] {
        try rows.map { row throws(DatabaseError) in
            HandoutHolder(handout: try row.next(), therapist: try row.next())
        }
    }
}

extension Act {
    /// Gives a client one version of an article, which stays theirs as it is.
    /// - Throws: `HandoutRefusal`: `.noSuchClient`, `.fileClosed`, `.noSuchArticle`, `.withdrawn`, `.alreadyGiven`, `.therapistNeeded`, `.noteTooLong`,
    ///   `.releaseNeedsTherapist`.
    public func giveHandout(_ new: NewHandout) async throws -> Handout {
        let actor = try await self.actor
        guard let therapist = new.therapist?.uuid ?? actor.therapist else { throw HandoutRefusal.therapistNeeded }
        if let note = new.note, note.unicodeScalars.count > 2_000 { throw HandoutRefusal.noteTooLong }
        let facts = try await query(SQL.givingFacts(new.client.uuid, new.article.uuid, therapist)).first {
            row throws(DatabaseError) in
            let facts = (
                cared: try row.next(Bool.self), exists: try row.next(Bool.self), withdrawn: try row.next(Bool.self),
                held: try row.next(Bool.self), therapist: try row.next(Bool.self), isHard: try row.next(Bool.self),
                isOpen: try row.next(Bool.self)
            )
            try row.nextKey(of: new.client.uuid, in: vault)
            return facts
        }
        let reach = try await self.reach
        guard let facts, reach.includes(new.client.uuid) else { throw HandoutRefusal.noSuchClient }
        try reach.refuseAlong(new.client.uuid)
        guard facts.isOpen else { throw HandoutRefusal.fileClosed }
        guard facts.exists else { throw HandoutRefusal.noSuchArticle }
        guard !facts.withdrawn else { throw HandoutRefusal.withdrawn }
        guard !facts.held else { throw HandoutRefusal.alreadyGiven }
        guard facts.therapist else { throw HandoutRefusal.therapistNeeded }
        let released = try HandoutRelease.decide(
            asked: new.released, isWaiting: !facts.cared && facts.isHard, byTherapist: actor.therapist != nil)

        let id = newID()
        var note: [UInt8]?
        if let text = new.note { note = try await seal(text, for: new.client.uuid, .handoutNote, row: id) }
        let answer = try await query(SQL.addHandout(id, new.client.uuid, therapist, new.article.uuid, note, released))
        guard answer.count == 1 else { throw HandoutRefusal.alreadyGiven }
        try await record(
            "handout.given", subject: id, client: new.client.uuid, details: ["released": released ? "true" : "false"])
        guard let handout = try await handout(.init(id)) else { throw HandoutRefusal.noSuchHandout }
        return handout
    }

    /// Shows a client the prompts that were kept. - Throws: `.noSuchHandout`, `.releaseNeedsTherapist`, `.stale`.
    public func releaseHandout(_ id: Handout.ID, version: Int) async throws -> Handout {
        guard try await actor.therapist != nil else { throw HandoutRefusal.releaseNeedsTherapist }
        return try await changeHandout(id, version: version, released: true, status: nil, action: "handout.released")
    }

    /// Takes a handout back: its links end at once. - Throws: `.noSuchHandout`, `.stale`.
    public func withdrawHandout(_ id: Handout.ID, version: Int) async throws -> Handout {
        let handout = try await changeHandout(
            id, version: version, released: nil, status: .withdrawn, action: "handout.withdrawn")
        try await revokeHandoutLinks(id)
        try await cancelMessages(about: id.uuid)
        return handout
    }

    private func changeHandout(
        _ id: Handout.ID, version: Int, released: Bool?, status: Handout.Status?, action: String
    ) async throws -> Handout {
        guard let before = try await handout(id) else { throw HandoutRefusal.noSuchHandout }
        try await reach.refuseAlong(before.client.uuid)
        let changed = try await query(SQL.changeHandout(id.uuid, Int32(clamping: version), released, status?.rawValue))
        guard changed.count == 1 else { throw HandoutRefusal.stale }
        try await record(action, subject: id.uuid, client: before.client.uuid)
        return try await handout(id) ?? before
    }
}

extension Act {
    /// Makes a link to a handout. Its token is in the answer and nowhere else: the database keeps the hash.
    /// - Parameters:
    ///   - lasts: one hour to 90 days.
    ///   - uses: how often it opens, 1 to 100.
    /// - Throws: `HandoutRefusal.noSuchHandout`, `.withdrawn`, `.lifetimeInvalid`.
    public func makeHandoutLink(_ id: Handout.ID, lasts: Duration = .hours(14 * 24), uses: Int = 10) async throws -> HandoutLink {
        guard lasts >= .hours(1), lasts <= .hours(90 * 24), (1...100).contains(uses) else { throw HandoutRefusal.lifetimeInvalid }
        guard let handout = try await handout(id) else { throw HandoutRefusal.noSuchHandout }
        try await reach.refuseAlong(handout.client.uuid)
        guard handout.status != .withdrawn else { throw HandoutRefusal.withdrawn }
        let link = HandoutLink(id: newID(), token: .link(), expires: try await now + lasts, uses: uses)
        try await enqueue(
            SQL.addHandoutLink(link.id, id.uuid, handout.client.uuid, link.token.hash.bytes, link.expires, Int32(uses)))
        try await record("handout.link_made", subject: id.uuid, client: handout.client.uuid)
        return link
    }

    /// Makes a link and queues a message with it, if there is a safe way to send one; otherwise the link is handed over by hand.
    /// - Parameters:
    ///   - base: where Attune's pages are: `https://clinic.example`, without a slash at its end.
    ///   - zone: in which the link's end is told.
    public func shareHandout(
        _ id: Handout.ID, base: String, zone: ZoneRules, lasts: Duration = .hours(14 * 24), uses: Int = 10,
        wording: Wording = .standard
    ) async throws -> HandoutDelivery {
        guard let handout = try await handout(id) else { throw HandoutRefusal.noSuchHandout }
        let link = try await makeHandoutLink(id, lasts: lasts, uses: uses)
        let outcome = try await queueMessage(
            NewMessage(
                .handoutShared(link: "\(base)/h/\(link.token.text)", expires: link.expires), client: handout.client.uuid,
                zone: zone,
                about: id.uuid),
            wording: wording)
        return HandoutDelivery(link: link, message: outcome)
    }

    /// Ends every open link of a handout. - Returns: how many there were.
    @discardableResult
    public func revokeHandoutLinks(_ id: Handout.ID) async throws -> Int {
        let count = try await query(SQL.revokeLinks(id.uuid)).count
        try await record("handout.links_revoked", subject: id.uuid, details: ["count": String(count)])
        return count
    }

    /// What the client who came by a link may read; spends one use of it. For acts with the credential `.handoutLink`.
    /// - Throws: `AccessError.notSignedIn` where the link is unknown, expired, used up or revoked: all of these look the same.
    public func openHandout() async throws -> HandoutContent {
        let actor = try await self.actor
        guard actor.role == .client, let id = Handout.ID(actor.label), let handout = try await handout(id),
            var content = try await articleContent(handout.article, released: handout.released)
        else { throw AccessError.notSignedIn }
        content.note = handout.note
        try await record("handout.opened", subject: id.uuid, client: handout.client.uuid)
        return content
    }
}

extension Querying {
    /// Nil where there is none, or it is not this actor's to see.
    public func handout(_ id: Handout.ID) async throws -> Handout? {
        try await handouts(SQL.handouts(id.uuid, UUID?.none, UUID?.none, Int32(1))).first
    }

    /// Handouts that this actor may see, by id (oldest first).
    /// - Parameter limit: 1 to 200.
    public func handouts(of client: Client.ID? = nil, after: Handout.ID? = nil, limit: Int = 50) async throws -> [Handout] {
        try await handouts(SQL.handouts(UUID?.none, client?.uuid, after?.uuid, Int32(min(max(limit, 1), 200))))
    }

    private func handouts(_ bound: Bound) async throws -> [Handout] {
        try await admitted(
            query(bound).map { row in try Handout(&row, vault) }, { $0.includesHandouts(of: $1.client.uuid) })
    }
}

extension Handout {
    /// Columns of `handouts.sql`.
    init(_ row: inout RowReader, _ vault: Vault) throws {
        id = try row.next()
        client = try row.next()
        therapist = try row.next()
        article = try row.next()
        title = try row.next()
        language = Language(try row.next(String.self)) ?? .english
        try row.nextKey(of: client.uuid, in: vault)
        note = try row.nextSecret(.handoutNote, row: id.uuid, of: client.uuid, in: vault)
        released = try row.next()
        status = Status(rawValue: try row.next(String.self)) ?? .given
        version = try row.next()
        givenAt = try row.next()
    }
}
