public import Access
public import Clients
public import Clinic
public import Messages
public import Therapists

public import struct Foundation.UUID

/// A version of an article, given to a client by a therapist.
public struct Handout: Hashable, Sendable {
    public typealias ID = TypedID<Handout>
    /// What became of it; `read` once somebody opened its link.
    public enum Status: String, Sendable, CaseIterable { case given, read, withdrawn }

    public var id: ID
    public var client: Client.ID
    public var therapist: Therapist.ID
    public var article: ArticleVersion.ID
    public var title: String
    public var language: Language
    public var note: String?
    /// Whether prompts that go back to what happened are shown.
    public var released: Bool
    public var status: Status
    /// The ETag.
    public var version: Int
    public var givenAt: Instant
}

/// What somebody gives to a client.
public struct NewHandout: Hashable, Sendable {
    public var client: Client.ID
    public var article: ArticleVersion.ID
    /// Who gives it; nil: the therapist who acts.
    public var therapist: Therapist.ID?
    /// To the client; at most 2,000 characters.
    public var note: String?
    /// Nil: released for clients who have a therapist of their own, kept for those still waiting.
    public var released: Bool?

    public init(
        client: Client.ID, article: ArticleVersion.ID, therapist: Therapist.ID? = nil, note: String? = nil, released: Bool? = nil
    ) {
        self.client = client
        self.article = article
        self.therapist = therapist
        self.note = note
        self.released = released
    }
}

/// A way into one handout. The token is shown once; only its hash is kept.
public struct HandoutLink: Sendable {
    public var id: UUID
    public var token: Token
    public var expires: Instant
    public var uses: Int
}

/// How a link reached its client.
public struct HandoutDelivery: Sendable {
    public var link: HandoutLink
    /// `queued`, or why it has to be handed over by hand.
    public var message: MessageOutcome
}

/// An article that may suit a client, by what they asked for.
public struct HandoutSuggestion: Hashable, Sendable {
    public var article: ArticleVersion.ID
    public var slug: String
    public var title: String
    /// The concepts that it shares with what was asked for, in order.
    public var shared: [String]
}

/// Who sees prompts of intensity 3. Pure.
public enum HandoutRelease {
    /// - Parameters:
    ///   - asked: what the giver said; nil where nothing was said.
    ///   - isWaiting: the client has no therapist of their own yet.
    ///   - byTherapist: a therapist acts.
    /// - Throws: `.releaseNeedsTherapist` where somebody else would release them for a person who is still waiting.
    public static func decide(asked: Bool?, isWaiting: Bool, byTherapist: Bool) throws(HandoutRefusal) -> Bool {
        guard let asked else { return !isWaiting }
        guard asked, isWaiting, !byTherapist else { return asked }
        throw .releaseNeedsTherapist
    }
}
