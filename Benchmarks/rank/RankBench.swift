import Clinic
import Foundation
import Referrals

/// Ranking a team for one referral, in memory and on one thread. Prints one figure a line: name, value, unit and goal, with tabs between.
/// `rank-bench [--therapists 100,1000,10000,100000] [--times 200]`
@main
struct RankBench {
    static func main() throws {
        func option(_ name: String, _ fallback: String) -> String {
            let words = CommandLine.arguments
            return words.firstIndex(of: name).flatMap { $0 + 1 < words.count ? words[$0 + 1] : nil } ?? fallback
        }
        let times = max(20, Int(option("--times", "200")) ?? 200)
        for size in option("--therapists", "100,1000,10000,100000").split(separator: ",").compactMap({ Int($0) }) {
            try measure(size, times: times)
        }
    }

    /// Laying the team out is told apart: it happens once for all referrals that are ranked on the same moment's facts.
    private static func measure(_ size: Int, times: Int) throws {
        let candidates = InventedTeam.therapists(size, seed: 20_261_120)
        func team() throws -> Team {
            try Team(candidates, concepts: InventedTeam.concepts, asOf: InventedTeam.now, today: InventedTeam.today)
        }
        let laidOut = try team()
        let layouts = try (0..<max(3, min(20, 100_000 / size))).map { _ in try timed { _ = try team().count } }
        let needs = try (0..<times).map { try InventedTeam.need($0, of: laidOut) }
        for need in needs.prefix(5) { _ = laidOut.rank(need) }
        var ranked = 0, firstTen = 0
        var ranks: [Double] = [], answers: [Double] = []
        for need in needs {
            ranks.append(timed { ranked += laidOut.rank(need).count })
            answers.append(
                timed {
                    let ranking = laidOut.rank(need)
                    firstTen += ranking.matches(limit: 10).count + ranking.counterfactuals().count
                })
        }
        let name = "\(size) therapists"
        let share = Double(ranked) / Double(times * size) * 100
        figure("\(name): meet every hard rule, on average", share, "%")
        figure("\(name): rank, p50", percentile(ranks, 50), "ms")
        figure("\(name): rank, p99", percentile(ranks, 99), "ms", size == 10_000 ? "<=5" : "")
        figure("\(name): rank, first ten in words, what if; p50", percentile(answers, 50), "ms")
        figure("\(name): rank, first ten in words, what if; p99", percentile(answers, 99), "ms")
        figure("\(name): lay the team out and hash it, p50", percentile(layouts, 50), "ms")
    }

    /// CPU time of this thread, in milliseconds: what else runs on the machine does not count.
    private static func timed(_ work: () throws -> Void) rethrows -> Double {
        var from = timespec(), until = timespec()
        clock_gettime(CLOCK_THREAD_CPUTIME_ID, &from)
        try work()
        clock_gettime(CLOCK_THREAD_CPUTIME_ID, &until)
        return Double(until.tv_sec - from.tv_sec) * 1e3 + Double(until.tv_nsec - from.tv_nsec) / 1e6
    }

    private static func percentile(_ values: [Double], _ percent: Int) -> Double {
        let sorted = values.sorted()
        return sorted[min(sorted.count - 1, (sorted.count * percent + 99) / 100 - 1)]
    }

    private static func figure(_ name: String, _ value: Double, _ unit: String, _ goal: String = "") {
        print("\(name)\t\((value * 1000).rounded() / 1000)\t\(unit)\t\(goal)")
    }
}
