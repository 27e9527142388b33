import Clinic
import Testing

@testable import Referrals

@Suite("Scoring questionnaires by their published rules")
struct InstrumentTests {
    // MARK: ITQ, against a second implementation made of a table

    /// Which halves of nine items meet their rule, by their bits: written out from the paper's rule as groups of bits, of which each needs one.
    private static let half: [Bool] = {
        let groups = [0b000_000_011, 0b000_001_100, 0b000_110_000, 0b111_000_000]
        return (0..<512).map { bits in groups.allSatisfy { $0 & bits != 0 } }
    }()

    /// Answers that endorse exactly these items: 0 or 1 for one that is not, 2 to 4 for one that is.
    private static func answers(_ pattern: Int) -> [Int] {
        (0..<18).map { item in
            pattern >> item & 1 == 1 ? 2 + (pattern &+ item) % 3 : (pattern >> 3 &+ item) % 2
        }
    }

    @Test("the ITQ's pattern is that of the table for each of the 2^18 patterns of endorsement")
    func itq() {
        #expect(Self.half.count { $0 } == 3 * 3 * 3 * 7)
        var counts: [ITQ.Pattern: Int] = [:]
        var wrong = 0
        for pattern in 0..<(1 << 18) {
            let answers = Self.answers(pattern)
            let itq = ITQ(lowest: answers, highest: answers)
            let (ptsd, dso) = (Self.half[pattern & 511], Self.half[pattern >> 9])
            let expected: ITQ.Pattern = ptsd ? (dso ? .cptsd : .ptsd) : .neither
            if itq.pattern != expected || itq.meetsPTSD != ptsd || itq.meetsDSO != dso { wrong += 1 }
            counts[expected, default: 0] += 1
        }
        #expect(wrong == 0)
        // 189 of 512 halves are met.
        #expect(counts == [.cptsd: 189 * 189, .ptsd: 189 * 323, .neither: 323 * 512])
    }

    @Test("the ITQ's severities are the sums of its symptom items, 0 to 24 each, and impairment counts in neither")
    func severity() throws {
        let highest = InstrumentScore(try InstrumentEntry(.itq, answers: Array(repeating: 4, count: 18)))
        #expect(highest.sums.map(\.possible) == [24...24, 24...24] && highest.sums.map(\.code) == ["ptsd", "dso"])
        for item in 0..<18 {
            var answers = [Int?](repeating: 0, count: 18)
            answers[item] = 3
            let score = InstrumentScore(try InstrumentEntry(.itq, answers: answers))
            #expect(score.sums.map(\.possible.lowerBound) == [item < 6 ? 3 : 0, (9..<15).contains(item) ? 3 : 0])
        }
        #expect(Instrument.itq.items.first == "p1" && Instrument.itq.items[9] == "c1" && Instrument.itq.items.last == "c9")
    }

    @Test("what is said of a pattern is that it is consistent with something, and never that somebody has it")
    func words() throws {
        for pattern in ITQ.Pattern.allCases { #expect(pattern.words.hasPrefix("ITQ pattern consistent with")) }
        let score = InstrumentScore(try InstrumentEntry(.itq, answers: Array(repeating: 2, count: 18)))
        #expect(score.words == "ITQ pattern consistent with CPTSD." && score.band == "cptsd")
        for instrument in Instrument.allCases {
            let words = InstrumentScore(
                try InstrumentEntry(instrument, answers: Array(repeating: 3, count: instrument.itemCount))
            ).words
            #expect(!words.contains(" has ") && !words.contains("diagnos"))
        }
    }

    // MARK: Totals

    @Test("PHQ-9: every total is in its published range, and ten is the cut-off")
    func phq9() throws {
        let ranges = [
            (0...4, "minimal"), (5...9, "mild"), (10...14, "moderate"), (15...19, "moderately_severe"), (20...27, "severe"),
        ]
        for (range, band) in ranges {
            for total in range {
                let score = InstrumentScore(try InstrumentEntry(.phq9, total: total))
                #expect(score.band == band && score.findings == [.init(code: "total_10", isMet: total >= 10)])
                #expect(score.sums == [.init(code: "total", possible: total...total, highest: 27)])
            }
        }
    }

    @Test("GAD-7: every total is in its published range")
    func gad7() throws {
        for (range, band) in [(0...4, "minimal"), (5...9, "mild"), (10...14, "moderate"), (15...21, "severe")] {
            for total in range { #expect(InstrumentScore(try InstrumentEntry(.gad7, total: total)).band == band) }
        }
    }

    @Test("PHQ-9 and GAD-7 totals are the sums of their answers, for each pair of items and answers")
    func pairs() throws {
        for instrument in [Instrument.phq9, .gad7] {
            for one in 0..<instrument.itemCount {
                for other in 0..<instrument.itemCount where other != one {
                    for (a, b) in (0...3).flatMap({ a in (0...3).map { (a, $0) } }) {
                        var answers = [Int?](repeating: 1, count: instrument.itemCount)
                        (answers[one], answers[other]) = (a, b)
                        let total = instrument.itemCount - 2 + a + b
                        #expect(
                            InstrumentScore(try InstrumentEntry(instrument, answers: answers)).sums[0].possible == total...total)
                    }
                }
            }
        }
    }

    // MARK: PCL-5

    @Test("PCL-5: both ends of the published cut-off, from answers and from a total")
    func pcl5Total() throws {
        for total in 0...80 {
            var left = total
            let answers: [Int?] = (0..<20).map { _ in
                let answer = min(4, left)
                left -= answer
                return answer
            }
            for entry in [try InstrumentEntry(.pcl5, total: total), try InstrumentEntry(.pcl5, answers: answers)] {
                let score = InstrumentScore(entry)
                #expect(score.sums[0].possible == total...total && score.band == nil)
                #expect(score.findings.prefix(2).map(\.isMet) == [total >= 31, total >= 33])
            }
        }
        #expect(InstrumentScore(try InstrumentEntry(.pcl5, total: 80)).findings.dropFirst(2).allSatisfy { $0.isMet == nil })
    }

    @Test("PCL-5: clusters B and C need one item at 2 or more, D and E two, in each of their patterns")
    func pcl5Clusters() throws {
        let clusters: [(first: Int, count: Int, needed: Int)] = [(0, 5, 1), (5, 2, 1), (7, 7, 2), (14, 6, 2)]
        for (number, cluster) in clusters.enumerated() {
            for pattern in 0..<(1 << cluster.count) {
                for others in [1, 2] {
                    var answers = [Int?](repeating: others, count: 20)
                    for item in 0..<cluster.count {
                        answers[cluster.first + item] = pattern >> item & 1 == 1 ? 2 + item % 3 : item % 2
                    }
                    let findings = InstrumentScore(try InstrumentEntry(.pcl5, answers: answers)).findings.dropFirst(2).map(
                        \.isMet)
                    let isMet = pattern.nonzeroBitCount >= cluster.needed
                    #expect(findings[number] == isMet)
                    #expect(findings[4] == (isMet && others == 2))
                }
            }
        }
    }

    // MARK: Missing answers

    @Test("what missing answers leave open is exactly what differs between the ways to complete them")
    func missing() throws {
        let seed = UInt64.random(in: .min ... .max)
        var random = SeededNumbers(seed: seed)
        for instrument in Instrument.allCases {
            for _ in 0..<60 {
                // Near the thresholds, where it matters.
                var answers: [Int?] = (0..<instrument.itemCount).map { _ in Int.random(in: 0...3, using: &random) }
                let holes = Set((0..<2).map { _ in Int.random(in: 0..<instrument.itemCount, using: &random) }).sorted()
                for hole in holes { answers[hole] = nil }
                let score = InstrumentScore(try InstrumentEntry(instrument, answers: answers))
                var complete: [[Int?]] = [answers]
                for hole in holes {
                    complete = complete.flatMap { given in
                        (0...instrument.highestAnswer).map { answer in
                            var filled = given
                            filled[hole] = answer
                            return filled
                        }
                    }
                }
                let all = try complete.map { InstrumentScore(try InstrumentEntry(instrument, answers: $0)) }
                for (index, finding) in score.findings.enumerated() {
                    let values = Set(all.map { $0.findings[index].isMet })
                    #expect(finding.isMet == (values.count == 1 ? values.first ?? nil : nil), "seed \(seed) \(finding.code)")
                }
                let bands = Set(all.map(\.band))
                #expect(score.band == (bands.count == 1 ? bands.first ?? nil : nil), "seed \(seed) \(instrument)")
                for (index, sum) in score.sums.enumerated() {
                    let values = all.map { $0.sums[index].possible.lowerBound }
                    #expect(sum.possible.lowerBound == values.min() && sum.possible.upperBound == values.max(), "seed \(seed)")
                }
                #expect(score.unanswered == holes.count)
            }
        }
    }

    // MARK: Safety

    @Test("the ninth item of the PHQ-9 raises a flag from 1 on, a total only where it cannot be 0, and nothing else does")
    func itemNine() throws {
        for answer in 0...3 {
            var answers = [Int?](repeating: 3, count: 9)
            answers[8] = answer
            #expect((try InstrumentEntry(.phq9, answers: answers).safetyFlag == .itemNine) == (answer >= 1))
            answers = Array(repeating: 0, count: 8) + [answer]
            #expect((try InstrumentEntry(.phq9, answers: answers).safetyFlag == .itemNine) == (answer >= 1))
        }
        for total in 0...27 {
            let entry = try InstrumentEntry(.phq9, total: total)
            #expect((entry.safetyFlag == .itemNine) == (total > 24))
            #expect(entry.leavesSafetyOpen == (1...24).contains(total))
        }
        let open = try InstrumentEntry(.phq9, answers: Array(repeating: 0, count: 8) + [nil])
        #expect(open.safetyFlag == nil && open.leavesSafetyOpen)
        for instrument in Instrument.allCases where instrument != .phq9 {
            let highest = try InstrumentEntry(
                instrument, answers: Array(repeating: instrument.highestAnswer, count: instrument.itemCount))
            #expect(highest.safetyFlag == nil && !highest.leavesSafetyOpen)
        }
    }

    // MARK: What people type

    @Test("answers and totals are read as people write them, and stored so that they read back the same")
    func texts() throws {
        #expect(try InstrumentEntry(.phq9, text: " 14\n") == .total(.phq9, 14))
        let gad = try InstrumentEntry(.gad7, text: "0, 1;2 3 - 1\n0")
        #expect(gad == .answers(.gad7, [0, 1, 2, 3, nil, 1, 0]))
        for entry in [gad, .total(.pcl5, 33), try InstrumentEntry(.itq, answers: [4] + Array(repeating: nil, count: 17))] {
            #expect(InstrumentEntry(entry.instrument, stored: entry.stored) == entry)
        }
    }

    @Test("what cannot be an answer is refused by its item, and never repeated")
    func refused() {
        func refusal(_ instrument: Instrument, _ text: String) -> AssessmentRefusal? {
            do throws(AssessmentRefusal) {
                _ = try InstrumentEntry(instrument, text: text)
                return nil
            } catch { return error }
        }
        #expect(refusal(.phq9, "28") == .totalOutOfRange(.phq9))
        #expect(refusal(.phq9, "-3") == .notNumbers(.phq9))
        #expect(refusal(.phq9, "") == .nothingAnswered)
        #expect(refusal(.phq9, "- - - - - - - - -") == .nothingAnswered)
        #expect(refusal(.phq9, "0 1 2") == .wrongCount(.phq9, found: 3))
        #expect(refusal(.phq9, "0 1 2 3 4 0 0 0 0") == .outOfRange(.phq9, item: "phq9_5"))
        #expect(refusal(.itq, "40") == .noTotal(.itq))
        #expect(refusal(.itq, "0 0 0 0 0 0 0 0 0 0 0 0 0 0 0 0 0 5") == .outOfRange(.itq, item: "c9"))
        #expect(refusal(.gad7, "99999999999999999999") == .notNumbers(.gad7))
        #expect(refusal(.gad7, "0 1 2 3 x 1 0") == .notNumbers(.gad7))
    }
}
