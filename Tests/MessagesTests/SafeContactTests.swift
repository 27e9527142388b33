import Clinic
import Foundation
import Testing

@testable import Messages

@Suite("The safe-contact gate")
struct SafeContactTests {
    static let now = Instant(microseconds: 1_796_151_600_000_000)  // 2026-12-01 19:00Z, noon in Vancouver
    let zone: ZoneRules

    init() throws { zone = try ZoneCatalogue().rules(try #require(ZoneID("America/Vancouver"))) }

    func contact(
        _ channel: String = "email", write: Bool = true, confirmed: Duration? = .hours(1), recheck: Duration? = nil,
        retired: Bool = false,
        hours: SafeHours? = nil
    ) -> SafeContact {
        SafeContact(
            id: UUID(), channel: channel, mayWrite: write, hours: hours, isClinicNamed: false,
            confirmedAt: confirmed.map { Self.now - $0 },
            recheckDue: recheck.map { Self.now + $0 }, isRetired: retired)
    }

    @Test("in every combination, somebody is written to only where all of it is safe")
    func table() {
        for channel in ["email", "sms", "phone"] {
            for write in [true, false] {
                for confirmed in [nil, Duration.hours(1), .hours(24 * 89), .hours(24 * 90), .hours(24 * 400)] {
                    for recheck in [nil, Duration.hours(1), .zero, .hours(-1)] {
                        for retired in [true, false] {
                            let contact = contact(channel, write: write, confirmed: confirmed, recheck: recheck, retired: retired)
                            let isSafe =
                                channel == "email" && write && !retired && (confirmed.map { $0 < .hours(24 * 90) } ?? false)
                                && (recheck.map { $0 > .zero } ?? true)
                            let chosen = try? SafeContactGate.choose([contact], now: Self.now).get()
                            #expect((chosen != nil) == isSafe)
                            let sent = DispatchRules.decide(contact: contact, zone: zone, now: Self.now, useless: nil) == .send
                            #expect(sent == isSafe)
                        }
                    }
                }
            }
        }
    }

    @Test("whoever has withdrawn is written to at no address, however safe")
    func withdrawn() {
        var contact = contact()
        #expect((try? SafeContactGate.choose([contact], now: Self.now).get()) == contact)
        contact.isWithdrawn = true
        #expect(throws: SafeContactGate.Refused(reason: .consentWithdrawn)) {
            try SafeContactGate.choose([contact], now: Self.now).get()
        }
        #expect(contact.safeUntil == nil)
        let decision = DispatchRules.decide(contact: contact, zone: zone, now: Self.now, useless: nil)
        #expect(decision == .drop("consent.messages_withdrawn"))
    }

    @Test("nobody is written to by default")
    func none() {
        #expect(throws: SafeContactGate.Refused(reason: .noSafeContact)) { try SafeContactGate.choose([], now: Self.now).get() }
        #expect(throws: SafeContactGate.Refused(reason: .recheckDue)) {
            try SafeContactGate.choose([contact(confirmed: nil)], now: Self.now).get()
        }
    }

    @Test("a message waits for the safe hour, also past midnight")
    func hours() throws {
        let evening = try #require(SafeHours(from: LocalTime("20:00"), until: LocalTime("22:00")))
        let night = try #require(SafeHours(from: LocalTime("22:00"), until: LocalTime("02:00")))
        #expect(evening.next(from: Self.now, in: zone) == Self.now + .hours(8))
        #expect(night.next(from: Self.now, in: zone) == Self.now + .hours(10))
        #expect(night.next(from: Self.now + .hours(13), in: zone) == Self.now + .hours(13))
        #expect(night.next(from: Self.now + .hours(14), in: zone) == Self.now + .hours(34))
        #expect(evening.last(until: Self.now, in: zone) == Self.now - .hours(14) - .minutes(1))
    }

    @Test("a message leaves in a safe hour, in time and not too soon, or not at all")
    func moments() {
        var random = SystemRandomNumberGenerator()
        for _ in 0..<2_000 {
            let from = LocalTime(microsecondsOfDay: Int64.random(in: 0..<1_440, using: &random) * 60_000_000) ?? .midnight
            let until = LocalTime(microsecondsOfDay: Int64.random(in: 0..<1_440, using: &random) * 60_000_000) ?? .midnight
            let contact = contact(hours: from == until ? nil : SafeHours(from: from, until: until))
            let soonest = Self.now + .minutes(3)
            let wanted = Self.now + .minutes(Int.random(in: -600...3_000, using: &random))
            let useless = Self.now + .minutes(Int.random(in: 0...4_000, using: &random))
            let moment = SafeContactGate.moment(
                for: contact, wanted: wanted, soonest: soonest, useless: useless, mayBeEarlier: Bool.random(using: &random),
                zone: zone)
            if let moment {
                #expect((contact.hours ?? .usual).contains(moment, in: zone))
                #expect(moment >= soonest && moment < useless)
            }
        }
    }

    @Test("a reminder that cannot come on the day before in a safe hour comes earlier")
    func earlier() throws {
        // Tuesday 9:00; safe are only the hours from 18 to 20: on Monday evening it is still of use.
        let start = Self.now - .hours(3) + .hours(48)
        let contact = contact(
            hours: SafeHours(from: try LocalTime(hour: 18, minute: 0), until: try LocalTime(hour: 20, minute: 0)))
        let moment = SafeContactGate.moment(
            for: contact, wanted: start - .hours(24), soonest: Self.now, useless: start - .hours(16), mayBeEarlier: true,
            zone: zone)
        #expect(moment == start - .hours(37) - .minutes(1))
    }

    @Test("a reminder of a session after the confirmation lapses waits for its own day, and leaves only if it was confirmed anew")
    func afterLapse() throws {
        let start = Self.now + .hours(24 * 40)
        let contact = contact(confirmed: .hours(24 * 80))
        let moment = try #require(
            SafeContactGate.moment(
                for: contact, wanted: start - .hours(24), soonest: Self.now, useless: start - .hours(2), mayBeEarlier: true,
                zone: zone))
        #expect(moment >= start - .hours(24) && moment < start - .hours(2))
        #expect(
            DispatchRules.decide(contact: contact, zone: zone, now: moment, useless: start - .hours(2))
                == .drop("contact.recheck_due"))
        let anew = self.contact(confirmed: .zero - .hours(24 * 20))
        #expect(DispatchRules.decide(contact: anew, zone: zone, now: moment, useless: start - .hours(2)) == .send)
    }

    @Test("waits between attempts grow and end")
    func backoff() {
        var random = SystemRandomNumberGenerator()
        for attempt in 1...20 {
            let wait = DispatchRules.backoff(after: attempt, using: &random)
            #expect(wait >= .seconds(48) && wait <= .minutes(144))
        }
    }
}
