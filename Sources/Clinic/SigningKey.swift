internal import CSodium

/// A key that signs: Ed25519 (RFC 8032), by libsodium, made from a seed of 32 bytes. The same seed is the same key.
public struct SigningKey: Sendable {
    /// 32 bytes; anybody may know them.
    public let publicKey: [UInt8]
    private let secretKey: [UInt8]

    /// Nil unless there are 32 bytes.
    public init?(seed: some Collection<UInt8>) {
        let seed = Array(seed)
        guard seed.count == Int(crypto_sign_SEEDBYTES) else { return nil }
        var publicKey = [UInt8](repeating: 0, count: Int(crypto_sign_PUBLICKEYBYTES))
        var secretKey = [UInt8](repeating: 0, count: Int(crypto_sign_SECRETKEYBYTES))
        crypto_sign_seed_keypair(&publicKey, &secretKey, seed)
        (self.publicKey, self.secretKey) = (publicKey, secretKey)
    }

    /// 64 bytes. The same message has the same signature.
    public func sign(_ message: some Collection<UInt8>) -> [UInt8] {
        let message = Array(message)
        var signature = [UInt8](repeating: 0, count: Int(crypto_sign_BYTES))
        crypto_sign_detached(&signature, nil, message, UInt64(message.count), secretKey)
        return signature
    }

    /// Whether this key made the signature for exactly this message.
    public func verifies(_ signature: some Collection<UInt8>, of message: some Collection<UInt8>) -> Bool {
        let (signature, message) = (Array(signature), Array(message))
        guard signature.count == Int(crypto_sign_BYTES) else { return false }
        return crypto_sign_verify_detached(signature, message, UInt64(message.count), publicKey) == 0
    }
}
