import Clinic
import Testing

@Suite("A pair of keys, of which one seals and the other opens")
struct SealingPairTests {
    private static let words = Array("She would rather not be called at home.".utf8), place = Array("here".utf8)

    @Test("opens what its public half sealed, at that place and nowhere else, and says how much longer it is")
    func opens() throws {
        let pair = SealingPair.random()
        let sealed = try #require(SealingPair.seal(Self.words, to: pair.publicKey, at: Self.place))
        #expect(pair.open(sealed, at: Self.place) == Self.words)
        #expect(sealed.count == Self.words.count + SealingPair.overhead && SealingPair.overhead == 62)
        #expect(pair.open(sealed, at: Array("there".utf8)) == nil)
        #expect(SealingPair.random().open(sealed, at: Self.place) == nil)
        #expect(SealingPair.seal(Self.words, to: pair.publicKey, at: Self.place) != sealed)
        #expect(SealingPair(secret: pair.secret)?.publicKey == pair.publicKey)
        #expect(try #require(SealingPair.seal([], to: pair.publicKey, at: [])).count == 62)
    }

    @Test("does not open when a single bit was changed or a part is missing")
    func damaged() throws {
        let pair = SealingPair.random()
        let sealed = try #require(SealingPair.seal(Self.words, to: pair.publicKey, at: Self.place))
        for index in sealed.indices {
            for bit in 0..<8 {
                var changed = sealed
                changed[index] ^= 1 << UInt8(bit)
                #expect(pair.open(changed, at: Self.place) == nil, "byte \(index), bit \(bit)")
            }
            #expect(pair.open(Array(sealed.prefix(index)), at: Self.place) == nil)
        }
    }

    @Test("takes no bytes of another length for a key, nor a point that shares one secret with everybody")
    func refused() {
        #expect(SealingPair(secret: [UInt8](repeating: 1, count: 31)) == nil)
        #expect(SealingPair.seal(Self.words, to: [UInt8](repeating: 1, count: 33), at: []) == nil)
        // RFC 7748, section 6.1: the points 0 and 1 give the shared secret zero.
        for first in [UInt8(0), 1] {
            let point = [first] + [UInt8](repeating: 0, count: 31)
            #expect(SealingPair.seal(Self.words, to: point, at: []) == nil)
        }
    }

    @Test("agrees on the secret of RFC 7748, section 6.1")
    func vector() throws {
        let secret = try #require(
            Secrets.bytes(base64url: "dwdtCnMYpX08FsFyUbJmRd9ML4frwJkqsXf7pR25LCo"))
        let publicKey = try #require(Secrets.bytes(base64url: "hSDwCYkwp1R0i33ctD73Wg2_Og0mOBr066SpjqqbTmo"))
        #expect(SealingPair(secret: secret)?.publicKey == publicKey)
    }
}
