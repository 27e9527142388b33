import Clinic
import Testing

@Suite("Time ranges")
struct TimeRangeTests {
    private func range(_ from: Int64, _ to: Int64) throws -> TimeRange {
        try TimeRange(start: Instant(microseconds: from), end: Instant(microseconds: to))
    }

    @Test("ranges that touch do not overlap")
    func touching() throws {
        let (one, two) = (try range(0, 50), try range(50, 100))
        #expect(!one.overlaps(two) && !two.overlaps(one))
        #expect(one.intersection(two) == nil)
        #expect(!one.contains(one.end) && one.contains(one.start))
    }

    @Test("an empty or inverted range does not exist")
    func empty() {
        #expect(throws: TimeRangeError.notPositive) { try range(5, 5) }
        #expect(throws: TimeRangeError.notPositive) { try TimeRange(from: .epoch, minutes: 0) }
        #expect(throws: TimeRangeError.outOfRange) { try TimeRange(from: .latest, minutes: 1) }
        #expect(throws: TimeRangeError.outOfRange) { try TimeRange(from: .epoch, minutes: .max) }
    }

    @Test("what is left after subtracting, and the parts merged, agree with a model of single units")
    func model() throws {
        var random = SystemRandomNumberGenerator()
        for _ in 0..<2_000 {
            let busy = try (0..<Int.random(in: 0...6, using: &random)).map { _ in
                let start = Int64.random(in: -5...25, using: &random)
                return try range(start, start + .random(in: 1...10, using: &random))
            }
            let whole = try range(0, 20)
            let free = whole.subtracting(busy)
            for unit in Int64(0)..<20 {
                let instant = Instant(microseconds: unit)
                #expect(free.contains { $0.contains(instant) } == !busy.contains { $0.contains(instant) })
                #expect(TimeRange.merged(busy).contains { $0.contains(instant) } == busy.contains { $0.contains(instant) })
            }
            #expect(zip(free, free.dropFirst()).allSatisfy { $0.end < $1.start })
            let merged = TimeRange.merged(busy)
            #expect(zip(merged, merged.dropFirst()).allSatisfy { $0.end < $1.start })
        }
    }
}
