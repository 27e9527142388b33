internal import CSodium

/// A key for secret text: AES-256-GCM (NIST SP 800-38D) with a random 96-bit nonce, by libsodium on the processor's own AES.
///
/// What is sealed is bound to its place: the same bytes at another place do not open. It begins with a version byte, so that another
/// cipher can follow without rewriting what is stored: 1, nonce (12 bytes), ciphertext, tag (16).
public struct SealingKey: Sendable {
    /// 32.
    public let bytes: [UInt8]

    private static let version: UInt8 = 1
    private static let nonceLength = 12, tagLength = 16

    /// How much longer a sealed text is than the plain one, in bytes.
    public static let overhead = 1 + nonceLength + tagLength

    /// Nil unless there are 32 bytes.
    public init?(_ bytes: some Collection<UInt8>) {
        guard bytes.count == 32 else { return nil }
        self.bytes = Array(bytes)
    }

    private init(random: Void) { bytes = Secrets.randomBytes(32) }

    /// From the system's cryptographic source.
    public static func random() -> SealingKey { SealingKey(random: ()) }

    /// Whether this processor can do it at all: x86-64 with AES-NI, as every server made since 2011.
    public static let isAvailable = sodium_init() >= 0 && crypto_aead_aes256gcm_is_available() == 1

    /// - Parameter place: where the text belongs; the same must be said to open it.
    /// - Precondition: ``isAvailable``, which is asked once, when the keys are read.
    public func seal(_ plain: some Collection<UInt8>, at place: some Collection<UInt8>) -> [UInt8] {
        let (plain, place) = (Array(plain), Array(place))
        let nonce = Secrets.randomBytes(Self.nonceLength)
        var sealed = [UInt8](repeating: 0, count: plain.count + Self.tagLength)
        var length: UInt64 = 0
        crypto_aead_aes256gcm_encrypt(&sealed, &length, plain, UInt64(plain.count), place, UInt64(place.count), nil, nonce, bytes)
        return [Self.version] + nonce + sealed
    }

    /// Nil for what was sealed with another key or at another place, was changed, or is no sealed text at all.
    public func open(_ sealed: some Collection<UInt8>, at place: some Collection<UInt8>) -> [UInt8]? {
        let (sealed, place) = (Array(sealed), Array(place))
        guard sealed.count >= Self.overhead, sealed[0] == Self.version else { return nil }
        let nonce = Array(sealed[1...Self.nonceLength])
        let text = Array(sealed[(1 + Self.nonceLength)...])
        var plain = [UInt8](repeating: 0, count: text.count - Self.tagLength + 1)
        var length: UInt64 = 0
        let opened = crypto_aead_aes256gcm_decrypt(
            &plain, &length, nil, text, UInt64(text.count), place, UInt64(place.count), nonce, bytes)
        return opened == 0 ? Array(plain.prefix(Int(length))) : nil
    }
}
