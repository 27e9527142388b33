import Clinic
import Testing

@testable import Access

@Suite("The audit's Merkle log")
struct MerkleLogTests {
    @Test("has the roots of RFC 9162's test vectors")
    func vectors() {
        let leaves = ["", "00", "10", "2021", "3031", "40414243", "5051525354555657", "606162636465666768696a6b6c6d6e6f"]
        let roots = [
            "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
            "fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125",
            "aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77",
            "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
            "4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4",
            "76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef",
            "ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c",
            "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328",
        ]
        var log = MerkleLog()
        #expect(log.root.hex == "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855")
        for (leaf, root) in zip(leaves, roots) {
            log.append(MerkleLog.leaf(Self.bytes(leaf)))
            #expect(log.root.hex == root)
        }
    }

    @Test("appended one by one, and taken up again from its peaks, has the root of the whole for every size from 0 to 300")
    func appended() throws {
        let leaves = (0..<300).map { MerkleLog.leaf([UInt8($0 & 0xFF), UInt8($0 >> 8)]) }
        var log = MerkleLog()
        for size in 0...300 {
            #expect(log.size == size && log.root == Self.whole(leaves[..<size]))
            log = try #require(MerkleLog(size: log.size, peaks: log.peaks))
            if size < 300 { log.append(leaves[size]) }
        }
        #expect(MerkleLog(size: 5, peaks: log.peaks) == nil)
    }

    /// RFC 9162, section 2.1.1, as it is written there.
    private static func whole(_ leaves: ArraySlice<[UInt8]>) -> [UInt8] {
        guard leaves.count > 1, let only = leaves.first else { return leaves.first ?? Secrets.sha256([]) }
        _ = only
        var half = 1
        while half * 2 < leaves.count { half *= 2 }
        return Secrets.sha256([1] + whole(leaves.prefix(half)) + whole(leaves.dropFirst(half)))
    }

    private static func bytes(_ hex: String) -> [UInt8] {
        stride(from: 0, to: hex.count, by: 2).compactMap { UInt8(hex.dropFirst($0).prefix(2), radix: 16) }
    }
}

@Suite("A checkpoint")
struct AuditCheckpointTests {
    private static let key = SigningKey(seed: [UInt8](repeating: 7, count: 32))

    @Test("signs as RFC 8032 says")
    func vector() throws {
        let seed: [UInt8] = [
            0x9d, 0x61, 0xb1, 0x9d, 0xef, 0xfd, 0x5a, 0x60, 0xba, 0x84, 0x4a, 0xf4, 0x92, 0xec, 0x2c, 0xc4, 0x44, 0x49, 0xc5,
            0x69,
            0x7b, 0x32, 0x69, 0x19, 0x70, 0x3b, 0xac, 0x03, 0x1c, 0xae, 0x7f, 0x60,
        ]
        let key = try #require(SigningKey(seed: seed))
        #expect(key.publicKey.hex == "d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a")
        #expect(
            key.sign([]).hex
                == "e5564300c360ac729086e2cc806e828a84877f1eb8e5d974d873e065224901555fb8821590a33bacc61e39701cf9b46bd25bf5f0595bbe24655141438e7a100b"
        )
        #expect(SigningKey(seed: [1, 2, 3]) == nil)
    }

    @Test("is read back from its text, and is not signed any more once a character of it is another")
    func text() throws {
        let key = try #require(Self.key)
        var log = MerkleLog()
        log.append(MerkleLog.leaf([1]))
        let checkpoint = AuditCheckpoint.signed(log, previous: 0, at: Instant(microseconds: 1_800_000_000_000_001), by: key)
        let read = try #require(AuditCheckpoint(text: checkpoint.text))
        #expect(read == checkpoint && read.isSigned(by: key))
        let letters = Array(checkpoint.text)
        for place in letters.indices {
            var other = letters
            other[place] = other[place] == "1" ? "2" : "1"
            #expect(AuditCheckpoint(text: String(other)).map { $0 != checkpoint && $0.isSigned(by: key) } != true)
        }
        let another = try #require(SigningKey(seed: [UInt8](repeating: 8, count: 32)))
        #expect(!read.isSigned(by: another))
        for text in ["", "x", checkpoint.text + "x\n", checkpoint.text.replacing("\n", with: "\n\n")] {
            #expect(AuditCheckpoint(text: text).map { $0 == checkpoint } != false)
        }
    }
}
