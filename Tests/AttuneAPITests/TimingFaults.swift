import Access
import TestKit
import Testing

import func Foundation.sqrt

@testable import AttuneAPI

/// What is hidden and what is absent are within one timing class: Welch's t below 4.5 (the limit of Reparaz, Balasch and Verbauwhede,
/// "Dude, is my code constant time?", 2017) over 20,000 pairs for each of six ways to ask.
@Suite("Faults: the time that a refusal takes", .serialized, .enabled(if: Faults.areAsked, "asked for by make faults"))
struct TimingFaults {
    private static let asks: [(name: String, operation: String, owner: Owner)] = [
        ("a client", "getClient", .colleagues), ("a referral", "getReferral", .colleagues),
        ("an appointment", "getAppointment", .colleagues), ("a handout", "getHandout", .colleagues),
        ("a proposal", "getProposal", .colleagues), ("a booking for a client", "bookAppointment", .colleagues),
    ]

    @Test("a stopwatch does not tell hidden from absent, on six paths")
    func welch() async throws {
        try await AuthorisationClinic.with { clinic in
            let all = AuthorisationAsks.all(clinic.tokens).filter { $0.asker == .amara && !$0.isHead }
            for ask in Self.asks {
                let hidden = try #require(all.first { $0.operation == ask.operation && $0.owner == ask.owner })
                let absent = try #require(all.first { $0.operation == ask.operation && $0.owner == .absent })
                let pairs = 20_000, connections = 16
                let samples = try await withThrowingTaskGroup(of: [[Double]].self) { group in
                    for connection in 0..<connections {
                        group.addTask {
                            try await Self.pairs(clinic, hidden, absent, pairs / connections, order: connection)
                        }
                    }
                    return try await group.reduce(into: [[], []]) { $0 = [$0[0] + $1[0], $0[1] + $1[1]] }
                }
                let t = Self.welch(samples[0], samples[1])
                print("\(ask.name): t = \((t * 100).rounded() / 100)")
                #expect(abs(t) < 4.5, "\(ask.name)")
            }
        }
    }

    /// Microseconds of each, in turn and each first as often as the other.
    private static func pairs(
        _ clinic: AuthorisationClinic, _ hidden: Ask, _ absent: Ask, _ count: Int, order: Int
    ) async throws -> [[Double]] {
        try await clinic.api.loopback(seconds: 1_200) { client in
            var times: [[Double]] = [[], []]
            let clock = ContinuousClock()
            for number in 0..<count * 2 {
                let which = (number + number / 2 + order) % 2
                let bytes = which == 0 ? hidden.bytes : absent.bytes
                let start = clock.now
                client.send(bytes)
                guard try client.receive(hasBody: true) != nil else { throw LoopbackError.cutOff }
                times[which].append((clock.now - start) / .microseconds(1))
            }
            return times
        }
    }

    private static func welch(_ one: [Double], _ other: [Double]) -> Double {
        let (a, b) = (moments(one), moments(other))
        return (a.mean - b.mean) / sqrt(a.variance / Double(one.count) + b.variance / Double(other.count))
    }

    private static func moments(_ values: [Double]) -> (mean: Double, variance: Double) {
        let mean = values.reduce(0, +) / Double(values.count)
        return (mean, values.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / Double(values.count - 1))
    }
}
