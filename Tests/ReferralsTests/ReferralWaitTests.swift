import Clinic
import Testing

@testable import Referrals

@Suite("Age against target, in words")
struct ReferralWaitTests {
    private static let start = Instant.epoch

    private static func age(after waited: Duration, of hours: Int, isOpen: Bool = true) -> ReferralWait {
        ReferralWait(received: start, targetHours: hours, isOpen: isOpen, at: start + waited)
    }

    /// Seconds waited, hours of the target, and what is said of it.
    struct Case: Sendable {
        let waited: Int, target: Int, text: String, state: ReferralWait.State
        init(_ waited: Int, _ target: Int, _ text: String, _ state: ReferralWait.State) {
            (self.waited, self.target, self.text, self.state) = (waited, target, text, state)
        }
    }

    private static let hour = 3_600, day = 86_400
    private static let long: [Case] = [
        Case(0, 336, "0 d of 14 d", .inTime), Case(23 * hour, 336, "0 d of 14 d", .inTime),
        Case(day, 336, "1 d of 14 d", .inTime),
        Case(9 * day, 336, "9 d of 14 d", .inTime),
        // A quarter of 14 days is 84 hours.
        Case(252 * hour - 1, 336, "10 d of 14 d", .inTime), Case(252 * hour, 336, "10 d of 14 d", .near),
        Case(14 * day, 336, "14 d of 14 d", .near), Case(14 * day + 1, 336, "just over", .over),
        Case(337 * hour, 336, "1 h over", .over), Case(359 * hour, 336, "23 h over", .over),
        Case(15 * day, 336, "1 d over", .over), Case(17 * day, 336, "3 d over", .over),
    ]
    private static let short: [Case] = [
        Case(5 * hour, 48, "5 h of 48 h", .inTime), Case(47 * hour, 48, "47 h of 48 h", .near),
        Case(-30 * hour, 48, "0 h of 48 h", .inTime), Case(2 * hour, 0, "2 h over", .over),
    ]

    @Test("counts days of the target, then days over it; hours where the target is short")
    func words() {
        for one in Self.long + Self.short {
            let age = Self.age(after: .seconds(one.waited), of: one.target)
            #expect(age.text == one.text && age.state == one.state, "\(one)")
        }
    }

    @Test("says the same, whole, as in short: how long, of how much, and by how much it is over")
    func sentences() {
        for one in Self.long + Self.short {
            let wait = Self.age(after: .seconds(one.waited), of: one.target)
            #expect(wait.words.hasPrefix("waited \(wait.ageDays) day"), "\(one)")
            #expect(
                (wait.code == "over") == (wait.state == .over) && wait.words.contains("over") == (wait.state == .over), "\(one)")
            guard wait.state == .over, wait.text != "just over" else { continue }
            let number = wait.text.prefix { $0.isNumber }
            let noun = wait.text.contains(" d ") ? "day" : "hour"
            #expect(wait.words.contains("over by \(number) \(noun)"), "\(one): \(wait.words)")
        }
    }

    @Test("nobody waits for what is closed, and no clock overflows")
    func ends() {
        #expect(Self.age(after: .hours(1_000), of: 1, isOpen: false).text == "closed")
        #expect(ReferralWait(received: .epoch, targetHours: 0, isOpen: true, at: .latest).state == .over)
    }
}
