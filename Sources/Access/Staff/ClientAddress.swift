#if canImport(Glibc)
    internal import Glibc
#endif

/// Where a request came from, as far as it counts tries: the /24 of an IPv4 address, the /56 of an IPv6 one, since that much is one
/// household or office. Kept nowhere: the database sees an HMAC of it.
public struct ClientAddress: Sendable, Hashable {
    let block: String
    /// Whether it is this machine itself, such as a proxy that stands in front.
    public let isLoopback: Bool

    /// Nil for text that is no address.
    public init?(_ text: String) {
        var four = in_addr()
        var six = in6_addr()
        if inet_pton(AF_INET, text, &four) == 1 {
            let bytes = withUnsafeBytes(of: &four) { Array($0) }
            self.init(four: bytes)
        } else if inet_pton(AF_INET6, text, &six) == 1 {
            let bytes = withUnsafeBytes(of: &six) { Array($0) }
            if bytes.prefix(10).allSatisfy({ $0 == 0 }), bytes[10] == 0xFF, bytes[11] == 0xFF {
                self.init(four: Array(bytes.suffix(4)))
            } else {
                self.init(
                    block: bytes.prefix(7).map { String($0, radix: 16) }.joined(separator: ":"),
                    isLoopback: bytes.prefix(15).allSatisfy { $0 == 0 } && bytes[15] == 1)
            }
        } else {
            return nil
        }
    }

    private init(four bytes: [UInt8]) {
        self.init(block: bytes.prefix(3).map { String($0) }.joined(separator: "."), isLoopback: bytes.first == 127)
    }

    private init(block: String, isLoopback: Bool) {
        self.block = block
        self.isLoopback = isLoopback
    }
}
