import Access
import Clinic
import Database
import TestKit
import Testing

import func Foundation.sqrt

/// Whatever was wrong, a sign-in takes as long: Welch's t below 4.5 between each two of the three ways to fail, as in TimingFaults. The hash is
/// a cheap one here, so that a difference of microseconds is not drowned in its 100 milliseconds.
@Suite("Faults: the time that a failed sign-in takes", .serialized, .enabled(if: Faults.areAsked, "asked for by make faults"))
struct SignInTimingFaults {
    private static let ways = ["an unknown account", "a wrong password", "a wrong code"]

    @Test("a stopwatch tells an unknown account, a wrong password and a wrong code from each other by nothing")
    func welch() async throws {
        let clinic = try await TestClinic.open()
        let robin = try await TestStaff.join(clinic)
        var times: [[Double]] = [[], [], []]
        let clock = ContinuousClock()
        let count = 4_000
        for round in 0..<count + 100 {
            // The limit on tries would end this after five; each begins as the first.
            try await clinic.alter(Self.forget())
            let right = try await robin.code(clinic)
            let wrong = right == "000000" ? "000001" : "000000"
            for turn in 0..<3 {
                // Each first, second and third as often as the others.
                let way = (turn + round) % 3
                let (email, password, code) = [
                    ("nobody@clinic.example", robin.password, right), (robin.email, "not the password", right),
                    (robin.email, robin.password, wrong),
                ][way]
                let start = clock.now
                await #expect(throws: StaffError.signInFailed) { _ = try await clinic.signIn(email, password, code) }
                // The first hundred warm everything up.
                if round >= 100 { times[way].append((clock.now - start) / .microseconds(1)) }
            }
        }
        for (one, other) in [(0, 1), (0, 2), (1, 2)] {
            let t = Self.welch(times[one], times[other])
            print("\(Self.ways[one]) and \(Self.ways[other]): t = \((t * 100).rounded() / 100)")
            #expect(abs(t) < 4.5, "\(Self.ways[one]) and \(Self.ways[other])")
        }
        await clinic.close()
    }

    private static func welch(_ one: [Double], _ other: [Double]) -> Double {
        let (a, b) = (moments(one), moments(other))
        return (a.mean - b.mean) / sqrt(a.variance / Double(one.count) + b.variance / Double(other.count))
    }

    /// Without the slowest hundredth of each, which is the machine's and not the code's.
    private static func moments(_ values: [Double]) -> (mean: Double, variance: Double) {
        let values = values.sorted().prefix(values.count * 99 / 100)
        let mean = values.reduce(0, +) / Double(values.count)
        return (mean, values.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / Double(values.count - 1))
    }

    private static let forget = Statement("SignInTimingFaults/forget", sent: .lease, "DELETE FROM sign_in_try")
}
