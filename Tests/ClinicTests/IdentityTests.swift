import Clinic
import Foundation
import Testing

@Suite("Identifiers, secrets and small values")
struct IdentityTests {
    @Test("identifiers ascend strictly, also when the clock stands still or goes back")
    func monotone() {
        let generator = UUIDv7Generator()
        let start = SystemTime().now()
        var last = TypedID<Never>(generator.next(at: start))
        for step in 0..<20_000 {
            let next = TypedID<Never>(generator.next(at: step % 3 == 0 ? start - .seconds(step % 50) : start))
            #expect(last < next)
            last = next
        }
    }

    @Test("an identifier carries its version, its variant and its millisecond")
    func layout() throws {
        var random = SystemRandomNumberGenerator()
        let text = TypedID<Never>(UUID.v7(at: try Instant(rfc3339: "2026-12-01T19:00:00.123456Z"), random: &random)).description
        let digits = Array(text)
        #expect(digits[14] == "7")
        #expect("89ab".contains(digits[19]))
        #expect(UInt64(text.prefix(8) + text.dropFirst(9).prefix(4), radix: 16) == 1_796_151_600_123)
        #expect(TypedID<Never>(text)?.description == text)
        #expect(TypedID<Never>("not an id") == nil)
    }

    @Test("hashes and seals are those of FIPS 180 and RFC 4231")
    func hashes() {
        #expect(
            Secrets.sha256(Array("abc".utf8)).hex == "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad")
        #expect(
            Secrets.hmacSHA256(key: Array("Jefe".utf8), Array("what do ya want for nothing?".utf8)).hex
                == "5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843")
        #expect(Secrets.equal([1, 2, 3], [1, 2, 3]) && !Secrets.equal([1, 2, 3], [1, 2, 4]) && !Secrets.equal([1], []))
        #expect(Secrets.randomBytes(32) != Secrets.randomBytes(32))
    }

    @Test("base64url has one spelling for each sequence of bytes")
    func base64url() {
        for count in 0..<70 {
            let bytes = Secrets.randomBytes(count)
            #expect(Secrets.bytes(base64url: Secrets.base64url(bytes)) == bytes)
        }
        #expect(Secrets.base64url([0xFF, 0xFE]) == "__4")
        for wrong in ["A", "AB", "_-5", "AA==", "AA A", "é"] { #expect(Secrets.bytes(base64url: wrong) == nil) }
    }

    @Test("languages, money and zone names keep to their form")
    func forms() throws {
        #expect(Language("FR-ca")?.code == "fr-CA")
        #expect(Language("zh-hant-tw")?.code == "zh-Hant-TW")
        #expect(Language("fr-CA")?.primary == "fr")
        for wrong in ["", "f", "french", "fr-", "fr_CA", "é"] { #expect(Language(wrong) == nil) }
        let fee = try #require(Money(cents: 14_000, currency: "CAD"))
        #expect(fee.description == "CAD 140.00")
        #expect(Money(cents: -5, currency: "CAD")?.description == "CAD -0.05")
        #expect(Money(cents: 1, currency: "cad") == nil)
        #expect(throws: MoneyError.differentCurrencies) { try fee.adding(#require(Money(cents: 1, currency: "USD"))) }
        #expect(ZoneID("America/Port_of_Spain")?.city == "Port of Spain")
        for wrong in ["", "/etc/passwd", "../etc", "America//Vancouver", "America/..", ".", "a b", "A\0", "1/2"] {
            #expect(ZoneID(wrong) == nil)
        }
    }
}
