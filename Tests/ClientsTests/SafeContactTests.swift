import Clients
import Clinic
import Testing

@Suite("What is safe about a way to reach a client")
struct SafeContactTests {
    private let now = Instant(seconds: 1_790_000_000) ?? .epoch
    private let noon = (try? LocalTime("12:00")) ?? .midnight

    @Test("unless somebody said otherwise, nothing is")
    func nothing() {
        for use in ContactSafety.Use.allCases {
            #expect(ContactSafety().obstacle(to: use, now: now, localTime: noon) == .notAllowed)
        }
        let unasked = ContactSafety(mayWrite: true, mayCall: true, mayVoicemail: true)
        for use in ContactSafety.Use.allCases {
            #expect(unasked.obstacle(to: use, now: now, localTime: noon) == .neverConfirmed)
        }
    }

    @Test("what the client said counts for 90 days from when they said it")
    func recheck() {
        let safety = ContactSafety(mayWrite: true).confirmed(at: now)
        #expect(safety.obstacle(to: .write, now: now - .seconds(1), localTime: noon) == .neverConfirmed)
        #expect(safety.obstacle(to: .write, now: now, localTime: noon) == nil)
        #expect(safety.obstacle(to: .write, now: now + .hours(24 * 90) - .seconds(1), localTime: noon) == nil)
        #expect(safety.obstacle(to: .write, now: now + .hours(24 * 90), localTime: noon) == .recheckDue)
    }

    @Test("a voicemail needs leave to call as well")
    func voicemail() {
        let safety = ContactSafety(mayVoicemail: true).confirmed(at: now)
        #expect(safety.obstacle(to: .voicemail, now: now, localTime: noon) == .notAllowed)
        let both = ContactSafety(mayCall: true, mayVoicemail: true).confirmed(at: now)
        #expect(both.obstacle(to: .voicemail, now: now, localTime: noon) == nil)
        #expect(both.obstacle(to: .write, now: now, localTime: noon) == .notAllowed)
    }

    @Test("outside the hours that they named it is not safe")
    func hours() throws {
        let day = try #require(SafeHours(from: LocalTime("09:00"), until: LocalTime("15:30")))
        let safety = ContactSafety(mayWrite: true, hours: day).confirmed(at: now)
        #expect(safety.obstacle(to: .write, now: now, localTime: try LocalTime("20:00")) == .outsideHours)
        #expect(safety.obstacle(to: .write, now: now, localTime: try LocalTime("09:00")) == nil)
    }

    @Test("an address that could smuggle a second one, or a header, is no address")
    func addresses() {
        let good = ["robin@example.org", "a.b+c@mail.example.org"]
        let bad = [
            "robin", "@example.org", "robin@example", "a@b@c.org", "a@b.org,c@d.org", "a@b.org\r\nBcc: x@y.org", "a b@c.org",
            "<a@b.org>", "a@.org",
        ]
        #expect(good.allSatisfy { ContactPoint.Channel.email.accepts($0) })
        #expect(bad.allSatisfy { !ContactPoint.Channel.email.accepts($0) })
        #expect(ContactPoint.Channel.phone.accepts("+1 (250) 555-0101"))
        #expect(!ContactPoint.Channel.sms.accepts("call me"))
        #expect(!ContactPoint.Channel.sms.accepts("12345"))
    }

    @Test("a consent holds from when it was given until it expires or is revoked")
    func consent() {
        let consent = Consent(
            id: TypedID(.v7(at: now)), kind: .matching, basis: .verbal, givenAt: now, expiresAt: now + .hours(2),
            revokedAt: now + .hours(1))
        let hours = [-1, 0, 1, 2].map { consent.holds(at: now + .hours($0)) }
        #expect(hours == [false, true, false, false])
    }
}
