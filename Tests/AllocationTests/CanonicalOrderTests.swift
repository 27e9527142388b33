import Allocation
import Testing

@Suite("The same list in another order")
struct CanonicalOrderTests {
    @Test("has the same answer, client by client, however many answers are equally good")
    func permuted() throws {
        for seed in 0..<400 {
            var dice = Dice(seed)
            let small = Small.random(&dice, most: 12, laminar: seed % 2 == 0)
            // Keys as a keyed hash would give them: they belong to the person, not to the place in the list.
            let clientKeys = (0..<small.clients).map { _ in dice.next() },
                therapistKeys = (0..<small.therapists).map { _ in dice.next() }
            let rows = Array(0..<small.clients).shuffled(using: &dice),
                columns = Array(0..<small.therapists).shuffled(using: &dice)
            var turned = Small(
                fits: rows.map { row in columns.map { small.fits[row][$0] } }, places: columns.map { small.places[$0] })
            turned.inner = small.inner.map { inner in (parent: inner.parent, caps: columns.map { inner.caps[$0] }) }
            turned.classOf = small.classOf.isEmpty ? [] : rows.map { small.classOf[$0] }
            let order = try CanonicalOrder(clientKeys: clientKeys, therapistKeys: therapistKeys)
            let other = try CanonicalOrder(
                clientKeys: rows.map { clientKeys[$0] }, therapistKeys: columns.map { therapistKeys[$0] })
            let first = try order.arranged(small.problem()).allocated(), second = try other.arranged(turned.problem()).allocated()
            #expect(first == second, "seed \(seed)")
            let mine = try order.restored(first.therapistOf), theirs = try other.restored(second.therapistOf)
            for (place, row) in rows.enumerated() {
                #expect((theirs[place] < 0 ? -1 : columns[Int(theirs[place])]) == Int(mine[row]), "seed \(seed)")
            }
            let plain = try small.problem().allocated()
            #expect(plain.placed == first.placed && plain.cost == first.cost, "seed \(seed)")
        }
    }

    @Test("keys that are the same leave no order of their own, and are refused")
    func sameKeys() {
        #expect(throws: AllocationError.repeated(client: 2, therapist: 0)) {
            try CanonicalOrder(clientKeys: [7, 1, 7], therapistKeys: [])
        }
    }
}
