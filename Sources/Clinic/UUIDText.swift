public import struct Foundation.UUID

extension UUID {
    /// 36 characters in small letters, as RFC 9562, PostgreSQL and the API write them; Foundation prints capitals.
    public var text: String { uuidString.lowercased() }

    /// The 16 bytes in the order in which they are written.
    public var sixteenBytes: [UInt8] { withUnsafeBytes(of: uuid) { Array($0) } }
}
