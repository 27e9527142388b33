/// Standard base64 with padding (RFC 4648 section 4), as mail and Content Security Policies want it.
public func base64(_ bytes: some Collection<UInt8>) -> String {
    let text = Base64.digits(of: bytes, alphabet: Base64.standard)
    return String(decoding: text + Array(repeating: UInt8(ascii: "="), count: (4 - text.count % 4) % 4), as: UTF8.self)
}

/// What both forms of base64 share: six bits a digit, those that are left over filled up with zeros.
enum Base64 {
    static let standard = Array("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/".utf8)
    static let url = Array("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_".utf8)

    static func digits(of bytes: some Collection<UInt8>, alphabet: [UInt8]) -> [UInt8] {
        var text: [UInt8] = []
        text.reserveCapacity((bytes.count * 4 + 2) / 3 + 2)
        var window: UInt32 = 0
        var bits: UInt32 = 0
        for byte in bytes {
            window = window << 8 | UInt32(byte)
            bits += 8
            while bits >= 6 {
                bits -= 6
                text.append(alphabet[Int(window >> bits & 63)])
            }
            window &= 0xFF
        }
        if bits > 0 { text.append(alphabet[Int(window << (6 - bits) & 63)]) }
        return text
    }
}
