internal import Clinic

/// A secret that opens something: 256 random bits, shown once and never stored. The database keeps its hash.
public struct Token: Sendable {
    /// `attune_` and 43 characters of base64url; links carry the same without the prefix.
    public let text: String

    /// Its first characters say what it is, so that a secret scanner finds one that was committed by mistake.
    public static let bearerPrefix = "attune_"

    private init(text: String) { self.text = text }

    /// A new bearer token.
    public static func bearer() -> Token { Token(text: bearerPrefix + Secrets.base64url(Secrets.randomBytes(32))) }
    /// What a session's token begins with; a bearer token's prefix as well, since it is one.
    public static let sessionPrefix = bearerPrefix + "session_"
    /// A new token of a session.
    public static func session() -> Token { Token(text: sessionPrefix + Secrets.base64url(Secrets.randomBytes(32))) }
    /// A new secret for a link.
    public static func link() -> Token { Token(text: Secrets.base64url(Secrets.randomBytes(32))) }

    /// What the database keeps in place of the token.
    public var hash: TokenHash { TokenHash(of: text) }
}

/// The SHA-256 of a token's text. 256 random bits need no salt and no slow hash.
public struct TokenHash: Sendable, Hashable {
    public let bytes: [UInt8]

    /// - Parameter text: whatever was presented: a wrong one has a hash that nobody stored.
    public init(of text: some StringProtocol) { bytes = Secrets.sha256(text.utf8) }
}
