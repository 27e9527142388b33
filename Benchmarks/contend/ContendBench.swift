import Contention
import Foundation

/// A hundred thousand proposals for eight places. Prints one figure a line: name, value, unit and goal, with tabs between.
/// `contend-bench [--proposals 100000] [--connections 8]`
@main
struct ContendBench {
    static func main() async throws {
        func option(_ name: String, _ fallback: Int) -> Int {
            let words = CommandLine.arguments
            return words.firstIndex(of: name).flatMap { $0 + 1 < words.count ? Int(words[$0 + 1]) : nil } ?? fallback
        }
        let contention = try await Contention.open(connections: max(1, option("--connections", 8)))
        let count = try await contention.run(max(1, option("--proposals", 100_000)))
        await contention.close()
        func figure(_ name: String, _ value: some CustomStringConvertible, _ unit: String = "", _ goal: String = "") {
            print("\(name)\t\(value)\t\(unit)\t\(goal)")
        }
        figure("proposals attempted, a transaction each", count.attempts)
        for (outcome, number) in count.outcomes.sorted(by: { $0.key < $1.key }) { figure("of them \(outcome)", number) }
        figure("attempts", Double(count.attempts) / count.seconds, "/s")
        figure("places held, each counted as it was", count.placesHeld)
        figure("most places of one therapist (capacity 4)", count.fullest, "", "<=4")
        figure("looks at all of it meanwhile", count.looks)
        figure("over-fills of places", count.overPlaces, "", "<=0")
        figure("over-fills of the high-intensity cap", count.overIntense, "", "<=0")
        figure("overlapping hours", count.overHours, "", "<=0")
        figure("places, hours or proposals without the others", count.orphans, "", "<=0")
    }
}
