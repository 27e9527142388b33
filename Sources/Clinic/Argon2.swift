internal import CSodium

/// Argon2id (RFC 9106) by libsodium, version 1.3, one lane.
public enum Argon2 {
    /// How much a guess costs.
    public struct Cost: Sendable, Hashable {
        public let kibibytes: Int
        public let passes: Int

        /// - Parameters: at least 8 KiB and one pass.
        public init(kibibytes: Int, passes: Int) {
            self.kibibytes = max(8, kibibytes)
            self.passes = max(1, passes)
        }

        /// 64 MiB, three passes: about a quarter of a second.
        public static let standard = Cost(kibibytes: 64 * 1_024, passes: 3)
    }

    public static let saltLength = 16

    /// 32 bytes; nil where there is not enough memory.
    /// - Parameter salt: 16 bytes.
    public static func hash(_ message: [UInt8], salt: [UInt8], cost: Cost) -> [UInt8]? {
        guard salt.count == saltLength, sodium_init() >= 0 else { return nil }
        var hash = [UInt8](repeating: 0, count: 32)
        let text = message.map { CChar(bitPattern: $0) }
        let done = crypto_pwhash(
            &hash, UInt64(hash.count), text, UInt64(text.count), salt, UInt64(cost.passes), cost.kibibytes * 1_024,
            crypto_pwhash_ALG_ARGON2ID13)
        return done == 0 ? hash : nil
    }
}
