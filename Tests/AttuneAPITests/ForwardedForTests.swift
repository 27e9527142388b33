import Access
import HTTPTypes
import Testing

@testable import AttuneAPI

@Suite("Where a request says it came from")
struct ForwardedForTests {
    private static func block(_ header: String?..., peer: String?, proxy: String?) -> ClientAddress? {
        var fields = HTTPFields()
        for value in header { if let value { fields.append(HTTPField(name: .attune("X-Forwarded-For"), value: value)) } }
        return Responder.address(fields, peer: peer, proxy: proxy)
    }

    @Test("counts for nothing, from whomever it is, until the configuration names a proxy")
    func nobody() {
        for peer in ["127.0.0.1", "::1", "10.0.0.7", "203.0.113.9", "::ffff:127.0.0.1"] {
            #expect(Self.block("198.51.100.1", peer: peer, proxy: nil) == ClientAddress(peer), "\(peer)")
            #expect(Self.block("198.51.100.1", peer: peer, proxy: "192.0.2.1") == ClientAddress(peer), "\(peer)")
        }
        #expect(Self.block("198.51.100.1", peer: nil, proxy: "127.0.0.1") == nil)
    }

    @Test("counts from the proxy, and of a list the last entry, which is the proxy's own")
    func proxy() {
        let there = ClientAddress("198.51.100.1")
        #expect(Self.block("198.51.100.1", peer: "127.0.0.1", proxy: "127.0.0.1") == there)
        #expect(Self.block("198.51.100.1", peer: "::ffff:127.0.0.1", proxy: "127.0.0.1") == there)
        #expect(Self.block("203.0.113.9, 198.51.100.1", peer: "10.0.0.7", proxy: "10.0.0.7") == there)
        #expect(Self.block("203.0.113.9,\t198.51.100.1 ", peer: "10.0.0.7", proxy: "10.0.0.7") == there)
        // What the caller sent before it stands in a line of its own.
        #expect(Self.block("203.0.113.9", "198.51.100.1", peer: "10.0.0.7", proxy: "10.0.0.7") == there)
    }

    @Test("is the proxy's own address where it says nothing, or no address")
    func broken() {
        let proxy = ClientAddress("10.0.0.7")
        for header in [
            nil, "", ",", "unknown", "203.0.113.9, unknown", "_hidden", "203.0.113.9:1234", "999.1.1.1", "203.0.113.9,",
        ] {
            let found = Self.block(header, peer: "10.0.0.7", proxy: "10.0.0.7")
            #expect(found == proxy || header == "203.0.113.9,", "\(header ?? "none")")
        }
    }
}
