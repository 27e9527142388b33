internal import CSodium

/// Hashes, seals and random bytes, by libsodium. Lengths are in bytes.
public enum Secrets {
    /// 32 bytes (FIPS 180-4).
    public static func sha256(_ message: some Collection<UInt8>) -> [UInt8] {
        let message = Array(message)
        var digest = [UInt8](repeating: 0, count: Int(crypto_hash_sha256_BYTES))
        crypto_hash_sha256(&digest, message, UInt64(message.count))
        return digest
    }

    /// 32 bytes (RFC 2104). The key may have any length; 32 random bytes are right.
    public static func hmacSHA256(key: some Collection<UInt8>, _ message: some Collection<UInt8>) -> [UInt8] {
        let key = Array(key)
        let message = Array(message)
        var state = crypto_auth_hmacsha256_state()
        var seal = [UInt8](repeating: 0, count: Int(crypto_auth_hmacsha256_BYTES))
        crypto_auth_hmacsha256_init(&state, key, key.count)
        crypto_auth_hmacsha256_update(&state, message, UInt64(message.count))
        crypto_auth_hmacsha256_final(&state, &seal)
        return seal
    }

    /// In a time that depends only on the lengths, so that a wrong guess cannot be improved by a stopwatch.
    public static func equal(_ one: some Collection<UInt8>, _ other: some Collection<UInt8>) -> Bool {
        let one = Array(one)
        let other = Array(other)
        guard one.count == other.count else { return false }
        return sodium_memcmp(one, other, one.count) == 0
    }

    /// From the operating system's generator; safe for tokens and keys.
    public static func randomBytes(_ count: Int) -> [UInt8] {
        // The system's generator on Linux is `getrandom`, which does not fail once the machine has started.
        var random = SystemRandomNumberGenerator()
        return (0..<max(0, count)).map { _ in UInt8.random(in: .min ... .max, using: &random) }
    }
}

extension Secrets {
    /// RFC 4648 section 5, without padding: for tokens in links.
    public static func base64url(_ bytes: some Collection<UInt8>) -> String {
        String(decoding: Base64.digits(of: bytes, alphabet: Base64.url), as: UTF8.self)
    }

    /// Nil for a character outside the alphabet, padding, an impossible length, or bits left over that are not zero:
    /// so each sequence of bytes has exactly one spelling.
    public static func bytes(base64url text: some StringProtocol) -> [UInt8]? {
        var bytes: [UInt8] = []
        var window: UInt32 = 0
        var bits: UInt32 = 0
        for character in text.utf8 {
            guard let value = value(of: character) else { return nil }
            window = (window << 6 | value) & 0x3FFF
            bits += 6
            if bits >= 8 {
                bits -= 8
                bytes.append(UInt8(truncatingIfNeeded: window >> bits))
            }
        }
        guard bits < 6, window & ((1 << bits) - 1) == 0 else { return nil }
        return bytes
    }

    private static func value(of character: UInt8) -> UInt32? {
        switch character {
        case 0x41...0x5A: UInt32(character - 0x41)
        case 0x61...0x7A: UInt32(character - 0x61 + 26)
        case 0x30...0x39: UInt32(character - 0x30 + 52)
        case 0x2D: 62
        case 0x5F: 63
        default: nil
        }
    }
}

extension Array where Element == UInt8 {
    /// Small letters: `0x0A` is `0a`.
    public var hex: String { map { ($0 < 16 ? "0" : "") + String($0, radix: 16) }.joined() }
}
