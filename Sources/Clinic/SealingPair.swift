internal import CSodium

/// Two keys of which one seals and the other opens, so that whoever writes a text need not be able to read such texts: X25519 (RFC 7748), by
/// libsodium, with a key of each text's own.
///
/// What is sealed begins with a version byte: 2, the text's own public key (32 bytes), then what ``SealingKey`` makes under
/// HMAC-SHA256(shared secret, both public keys). It is bound to its place as well.
public struct SealingPair: Sendable {
    /// 32 bytes; opens nothing.
    public let publicKey: [UInt8]
    /// 32 bytes.
    public let secret: [UInt8]

    private static let version: UInt8 = 2
    private static let keyLength = 32

    /// How much longer a sealed text is than the plain one, in bytes.
    public static let overhead = 1 + keyLength + SealingKey.overhead

    /// Nil unless there are 32 bytes.
    public init?(secret: some Collection<UInt8>) {
        guard secret.count == Self.keyLength else { return nil }
        self.init(of: Array(secret))
    }

    private init(of secret: [UInt8]) {
        self.secret = secret
        publicKey = Self.publicKey(of: secret)
    }

    /// From the system's cryptographic source.
    public static func random() -> SealingPair { SealingPair(of: Secrets.randomBytes(keyLength)) }

    /// - Parameters:
    ///   - publicKey: of whoever may open it.
    ///   - place: where the text belongs; the same must be said to open it.
    /// - Returns: nil for bytes that are no public key.
    public static func seal(
        _ plain: some Collection<UInt8>, to publicKey: [UInt8], at place: some Collection<UInt8>
    ) -> [UInt8]? {
        let once = SealingPair.random()
        guard let key = once.key(with: publicKey, sender: once.publicKey, receiver: publicKey) else { return nil }
        return [version] + once.publicKey + key.seal(plain, at: place)
    }

    /// Nil for what was sealed for somebody else or at another place, was changed, or is no sealed text at all.
    public func open(_ sealed: some Collection<UInt8>, at place: some Collection<UInt8>) -> [UInt8]? {
        let sealed = Array(sealed)
        guard sealed.count >= Self.overhead, sealed[0] == Self.version else { return nil }
        let sender = Array(sealed[1...Self.keyLength])
        return key(with: sender, sender: sender, receiver: publicKey)?.open(sealed[(1 + Self.keyLength)...], at: place)
    }

    /// Nil where the other key is one of the few points that share the same secret with everybody (RFC 7748, section 6.1).
    private func key(with other: [UInt8], sender: [UInt8], receiver: [UInt8]) -> SealingKey? {
        guard other.count == Self.keyLength else { return nil }
        var shared = [UInt8](repeating: 0, count: Self.keyLength)
        guard crypto_scalarmult(&shared, secret, other) == 0 else { return nil }
        return SealingKey(Secrets.hmacSHA256(key: shared, Array("attune pair 2 ".utf8) + sender + receiver))
    }

    private static func publicKey(of secret: [UInt8]) -> [UInt8] {
        var publicKey = [UInt8](repeating: 0, count: keyLength)
        crypto_scalarmult_base(&publicKey, secret)
        return publicKey
    }
}
