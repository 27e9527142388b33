/// Time-based one-time codes (RFC 6238): SHA-1, 6 digits, 30 seconds; what every authenticator app does.
public struct TimeCode: Sendable {
    /// 20 random bytes, as RFC 4226 recommends.
    public let secret: [UInt8]

    /// Seconds for which a code is the current one.
    public static let step: Int64 = 30

    public init(_ secret: [UInt8]) { self.secret = secret }
    /// With a secret from the system's cryptographic source.
    public static func random() -> TimeCode { TimeCode(Secrets.randomBytes(20)) }

    /// The number of the 30 seconds that `instant` lies in.
    public static func step(at instant: Instant) -> Int64 { CivilCalendar.floorDivide(instant.seconds, step) }

    /// - Parameter digits: 6; RFC 6238's examples have 8.
    public func code(step: Int64, digits: Int = 6) -> String {
        let counter = (0..<8).map { UInt8(truncatingIfNeeded: step >> (56 - 8 * Int64($0))) }
        let mac = SHA1.hmac(key: secret, counter)
        let offset = Int(mac[19] & 0x0F)
        let number = (0..<4).reduce(UInt32(0)) { $0 << 8 | UInt32(mac[offset + $1]) } & 0x7FFF_FFFF
        let modulus = (0..<digits).reduce(UInt64(1)) { product, _ in product * 10 }
        let text = String(UInt64(number) % modulus)
        return String(repeating: "0", count: digits - text.count) + text
    }

    /// The step whose code this is: now's, or the one before or after it, for a clock that is a little off. Nil for a wrong code, and for
    /// one of a step that is not later than `last`: a code opens once.
    public func step(of code: String, at instant: Instant, after last: Int64) -> Int64? {
        let now = Self.step(at: instant)
        var found: Int64?
        // All three are compared, whichever fits, so that the time says nothing.
        for step in [now - 1, now, now + 1] where Secrets.equal(self.code(step: step).utf8, code.utf8) && step > last {
            found = found ?? step
        }
        return found
    }

    /// For typing in: RFC 4648 base32 in groups of four.
    public var text: String {
        let plain = Array(Base32.text(secret))
        return stride(from: 0, to: plain.count, by: 4).map { String(plain[$0..<min($0 + 4, plain.count)]) }.joined(separator: " ")
    }

    /// For an authenticator app. `issuer` and `account` are what it shows.
    public func address(issuer: String, account: String) -> String {
        let issuer = Base32.escaped(issuer)
        return "otpauth://totp/\(issuer):\(Base32.escaped(account))?secret=\(Base32.text(secret))&issuer=\(issuer)"
            + "&algorithm=SHA1&digits=6&period=30"
    }
}

enum Base32 {
    private static let alphabet = Array("ABCDEFGHIJKLMNOPQRSTUVWXYZ234567")

    /// RFC 4648 section 6, without padding.
    static func text(_ bytes: [UInt8]) -> String {
        var text = ""
        var window: UInt32 = 0
        var bits: UInt32 = 0
        for byte in bytes {
            window = (window << 8 | UInt32(byte)) & 0xFFFF
            bits += 8
            while bits >= 5 {
                bits -= 5
                text.append(alphabet[Int(window >> bits & 31)])
            }
        }
        if bits > 0 { text.append(alphabet[Int(window << (5 - bits) & 31)]) }
        return text
    }

    /// Percent-encoded but for letters, digits, dots and dashes.
    static func escaped(_ text: String) -> String {
        text.utf8.reduce(into: "") { escaped, byte in
            switch byte {
            case 0x30...0x39, 0x41...0x5A, 0x61...0x7A, 0x2D, 0x2E: escaped.unicodeScalars.append(Unicode.Scalar(byte))
            default: escaped += "%" + (byte < 16 ? "0" : "") + String(byte, radix: 16, uppercase: true)
            }
        }
    }
}

/// Codes for the day on which the telephone is lost: 80 random bits each.
public enum RecoveryCode {
    /// `ABCD-EFGH-IJKL-MNOP`.
    public static func random() -> String {
        let plain = Array(Base32.text(Secrets.randomBytes(10)))
        return stride(from: 0, to: plain.count, by: 4).map { String(plain[$0..<$0 + 4]) }.joined(separator: "-")
    }

    /// As it is compared: capital letters and digits, without what people put between.
    public static func normal(_ text: String) -> String { text.uppercased().filter { $0.isLetter || $0.isNumber } }
}
