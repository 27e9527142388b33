import Testing

@testable import Clinic

@Suite("A time-based code")
struct TimeCodeTests {
    @Test("is what RFC 6238 says it is, at each of its six moments")
    func vectors() throws {
        let code = TimeCode(Array("12345678901234567890".utf8))
        let known: [(Int64, String)] = [
            (59, "94287082"), (1_111_111_109, "07081804"), (1_111_111_111, "14050471"), (1_234_567_890, "89005924"),
            (2_000_000_000, "69279037"), (20_000_000_000, "65353130"),
        ]
        for (seconds, digits) in known {
            let instant = try #require(Instant(seconds: seconds))
            #expect(code.code(step: TimeCode.step(at: instant), digits: 8) == digits)
            #expect(code.code(step: TimeCode.step(at: instant)) == String(digits.suffix(6)))
        }
    }

    @Test("fits for one step before and after, never twice, and never an earlier one than the last")
    func steps() throws {
        let code = TimeCode.random()
        let now = try #require(Instant(seconds: 1_800_000_000))
        let step = TimeCode.step(at: now)
        for near in step - 1...step + 1 {
            #expect(code.step(of: code.code(step: near), at: now, after: 0) == near)
            #expect(code.step(of: code.code(step: near), at: now, after: near) == nil)
        }
        for far in [step - 2, step + 2] { #expect(code.step(of: code.code(step: far), at: now, after: 0) == nil) }
        #expect(code.step(of: "", at: now, after: 0) == nil)
    }

    @Test("shows its secret as base32 in groups, and as an address that an app takes")
    func shown() {
        let code = TimeCode(Array("12345678901234567890".utf8))
        #expect(code.text == "GEZD GNBV GY3T QOJQ GEZD GNBV GY3T QOJQ")
        #expect(
            code.address(issuer: "Attune", account: "robin@clinic.example")
                == "otpauth://totp/Attune:robin%40clinic.example?secret=GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ&issuer=Attune"
                + "&algorithm=SHA1&digits=6&period=30")
    }

    @Test("rests on a SHA-1 that knows FIPS 180-4's examples")
    func sha1() {
        #expect(SHA1.digest(Array("abc".utf8)).hex == "a9993e364706816aba3e25717850c26c9cd0d89d")
        #expect(SHA1.digest([]).hex == "da39a3ee5e6b4b0d3255bfef95601890afd80709")
        let long = "abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq"
        #expect(SHA1.digest(Array(long.utf8)).hex == "84983e441c3bd26ebaae4aa1f95129e5e54670f1")
    }
}

@Suite("Argon2id")
struct Argon2Tests {
    @Test("gives the same hash for the same salt and cost, and another for another of any of them")
    func hash() {
        let cheap = Argon2.Cost(kibibytes: 64, passes: 1)
        let salt = [UInt8](repeating: 7, count: 16)
        let hash = Argon2.hash(Array("heron".utf8), salt: salt, cost: cheap)
        #expect(hash?.count == 32)
        #expect(hash == Argon2.hash(Array("heron".utf8), salt: salt, cost: cheap))
        #expect(hash != Argon2.hash(Array("Heron".utf8), salt: salt, cost: cheap))
        #expect(hash != Argon2.hash(Array("heron".utf8), salt: [UInt8](repeating: 8, count: 16), cost: cheap))
        #expect(hash != Argon2.hash(Array("heron".utf8), salt: salt, cost: Argon2.Cost(kibibytes: 64, passes: 2)))
        #expect(Argon2.hash([], salt: [], cost: cheap) == nil)
    }
}
