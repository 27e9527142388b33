import Allocation
import Testing

@Suite("What a change to the list may do to the answer")
struct MetamorphicTests {
    private func total(_ small: Small) throws -> (placed: Int, fit: Int64) {
        let answer = try small.problem().allocated()
        return (answer.placed, answer.fit)
    }

    @Test("turning clients and therapists around changes neither how many are placed nor the fit")
    func permuted() throws {
        for seed in 0..<300 {
            var dice = Dice(seed)
            let small = Small.random(&dice, most: 12, laminar: false)
            let rows = Array(0..<small.clients).shuffled(using: &dice),
                columns = Array(0..<small.therapists).shuffled(using: &dice)
            let turned = Small(
                fits: rows.map { row in columns.map { small.fits[row][$0] } }, places: columns.map { small.places[$0] })
            #expect(try total(small) == total(turned), "seed \(seed)")
        }
    }

    @Test("a better pair never lowers the optimum; a further place never lowers it for the same people")
    func monotone() throws {
        for seed in 0..<300 {
            var dice = Dice(seed)
            var small = Small.random(&dice, most: 10, laminar: false)
            let before = try total(small)
            if small.clients > 0 {
                let row = dice.below(small.clients), column = dice.below(small.therapists)
                if let fit = small.fits[row][column], fit < 10_000 {
                    small.fits[row][column] = fit + 1 + dice.below(10_000 - fit)
                    let after = try total(small)
                    #expect(after.placed == before.placed && after.fit >= before.fit, "seed \(seed)")
                }
            }
            let order = Array(0..<small.clients)
            let members = try small.problem().allocatedByPriority(order).cover.therapistOf
            let same = order.filter { members[$0] >= 0 }
            let less = try small.problem().allocated(among: same)
            small.places[dice.below(small.therapists)] += 1
            let more = try small.problem().allocated(among: same)
            #expect(more.placed == less.placed && more.fit >= less.fit, "seed \(seed)")
        }
    }

    @Test("pins and bans are kept, and undone pins give the first answer back")
    func edited() throws {
        for seed in 0..<200 {
            var dice = Dice(seed)
            var small = Small.random(&dice, most: 8, laminar: false)
            if small.clients == 0 { continue }
            let client = dice.below(small.clients), therapist = dice.below(small.therapists)
            let problem = try small.problem()
            let banned = try problem.edited(bans: [(client, therapist)]).allocated()
            #expect(banned.therapistOf[client] != Int32(therapist))
            guard small.fits[client][therapist] != nil else {
                #expect(throws: AllocationError.contradictoryPin(client: client)) {
                    try problem.edited(pins: [(client, therapist)])
                }
                continue
            }
            let pinned = try problem.edited(pins: [(client, therapist)]).allocated()
            for other in 0..<small.therapists where other != therapist { small.fits[client][other] = nil }
            #expect(try total(small) == (pinned.placed, pinned.fit), "seed \(seed)")
        }
    }
}
