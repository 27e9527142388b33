import Access
import Clinic
import Testing

@Suite("The clinic's keys")
struct KeyringTests {
    @Test("are read back from the text they are written as, also from one line")
    func roundTrip() throws {
        let ring = Keyring.random().addingWrapping()
        for text in [ring.text, ring.text.split(separator: "\n").filter { !$0.hasPrefix("#") }.joined(separator: ";")] {
            let read = try Keyring.parse(text)
            #expect(read.text == ring.text)
            #expect(read.current.name == "w2")
        }
        #expect(ring.keepingOnlyCurrent().wrapping.map(\.name) == ["w2"])
    }

    @Test(
        "are refused by line where something is wrong with them, without a word of what stands there",
        arguments: [
            ("wrap w1", KeyringError.malformed(line: 1, why: .notThreeWords)),
            ("\nsecret w1 AAAA", .malformed(line: 2, why: .unknownPurpose)),
            ("wrap w1 AAAA", .malformed(line: 1, why: .notAKey)),
            ("wrap w/1 AAAA", .malformed(line: 1, why: .notThreeWords)),
            ("wrap w1 \(zeros)\nwrap w1 \(zeros)", .malformed(line: 2, why: .twice)),
            ("wrap w1 \(zeros)", .lacks(.pepper)), ("", .lacks(.wrap)),
        ])
    func malformed(text: String, error: KeyringError) {
        #expect(throws: error) { try Keyring.parse(text) }
        #expect(!error.message.contains("AAAA"))
    }
    private static let zeros = Secrets.base64url([UInt8](repeating: 0, count: 32))

    @Test("seal text so that it opens only with the same key, at the same place, unchanged")
    func seal() throws {
        let key = SealingKey.random()
        let words = Array("She would like to be seen on her own.".utf8), place = Array("referral.narrative 1".utf8)
        let sealed = key.seal(words, at: place)
        #expect(sealed.count == words.count + SealingKey.overhead)
        #expect(key.open(sealed, at: place) == words)
        #expect(key.open(key.seal([], at: place), at: place) == [])
        #expect(SealingKey.random().open(sealed, at: place) == nil)
        #expect(key.open(sealed, at: "referral.narrative 2".utf8) == nil)
        for index in sealed.indices {
            var changed = sealed
            changed[index] ^= 1
            #expect(key.open(changed, at: place) == nil)
        }
        for length in 0..<SealingKey.overhead { #expect(key.open(sealed.prefix(length), at: place) == nil) }
        #expect(key.seal(words, at: place) != sealed)
    }

    @Test("open what NIST's test vector says: AES-256-GCM, case 16 of the GCM specification")
    func vector() throws {
        let bytes = { (hex: String) -> [UInt8] in
            stride(from: 0, to: hex.utf8.count, by: 2).map { UInt8(hex.dropFirst($0).prefix(2), radix: 16) ?? 0 }
        }
        let key = try #require(SealingKey(bytes("feffe9928665731c6d6a8f9467308308feffe9928665731c6d6a8f9467308308")))
        let sealed =
            [1] + bytes("cafebabefacedbaddecaf888")
            + bytes(
                "522dc1f099567d07f47f37a32a84427d643a8cdcbfe5c0c97598a2bd2555d1aa8cb08e48590dbb3da7b08b1056828838c5f61e6393ba7a0abcc9f662"
            )
            + bytes("76fc6ece0f4e1768cddf8853bb2d551b")
        let plain = bytes(
            "d9313225f88406e5a55909c5aff5269a86a7a9531534f7da2e4c303d8a318a721c3c0c95956809532fcf0e2449a6b525b16aedf5aa0de657ba637b39"
        )
        #expect(key.open(sealed, at: bytes("feedfacedeadbeeffeedfacedeadbeefabaddad2")) == plain)
    }
}
