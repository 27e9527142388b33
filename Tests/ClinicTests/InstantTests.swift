import Clinic
import Testing

@Suite("Instants")
struct InstantTests {
    @Test("RFC 3339 is read with any offset and written in UTC")
    func text() throws {
        #expect(try Instant(rfc3339: "2026-12-01T12:00:00-07:00").description == "2026-12-01T19:00:00Z")
        #expect(try Instant(rfc3339: "2026-12-01t19:00:00.25z").description == "2026-12-01T19:00:00.250000Z")
        #expect(try Instant(rfc3339: "1969-12-31T23:59:59.999999Z").microseconds == -1)
        #expect(try Instant(rfc3339: "2026-12-01T19:00:00.0000000Z").microseconds % 1_000_000 == 0)
    }

    @Test(
        "what is not RFC 3339, or finer than a microsecond, is refused",
        arguments: [
            "", "2026-12-01", "2026-12-01T19:00:00", "2026-12-01T19:00Z", "2026-13-01T19:00:00Z", "2026-02-29T00:00:00Z",
            "2026-12-01T24:00:00Z", "2026-12-01T19:00:60Z", "2026-12-01T19:00:00.1234567Z", "2026-12-01T19:00:00+24:00",
            "2026-12-01T19:00:00Z ", "２026-12-01T19:00:00Z", "2026-12-01T19:00:00.Z", "0000-01-01T00:00:00Z",
        ])
    func refused(text: String) {
        #expect(throws: InstantError.notRFC3339) { try Instant(rfc3339: text) }
    }

    @Test("arithmetic that does not fit is refused, or stops at the ends of time")
    func arithmetic() throws {
        #expect(throws: InstantError.outOfRange) { try Instant.latest.adding(.microseconds(1)) }
        #expect(Instant.latest + .hours(1) == .latest)
        #expect(Instant.earliest - .hours(1) == .earliest)
        #expect(Instant.latest - .hours(-1) == .latest)
        #expect(Instant.epoch + .minutes(90) == Instant(seconds: 5_400))
        #expect(Instant.latest - Instant.earliest == .microseconds(Int64.max) - .microseconds(Int64.min))
        #expect(Instant(seconds: .max) == nil)
        #expect(Instant.earliest.description.hasPrefix("-290308-"))
    }

    @Test("10,000 random instants survive their text")
    func roundTrip() throws {
        var random = SystemRandomNumberGenerator()
        for _ in 0..<10_000 {
            let instant = Instant(microseconds: .random(in: -62_135_596_800_000_000..<253_402_300_800_000_000, using: &random))
            #expect(try Instant(rfc3339: instant.description) == instant)
        }
    }
}
