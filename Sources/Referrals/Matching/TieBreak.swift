internal import Clinic

/// The order of therapists for one referral: total, and the same everywhere.
struct TieBreak {
    let team: Team
    /// Referral and policy version, as words to be hashed before each therapist's.
    private let prefix: (UInt64, UInt64, UInt64)

    init(team: Team, referral: Referral.ID) {
        let key = UUIDKey(referral.uuid)
        self.team = team
        prefix = (key.high, key.low, Self.word(team.policy.version))
    }

    /// Almost all are told apart by one number, score before start; only those that tie in it are compared at length.
    func sorted(_ scored: [Scored]) -> [Scored] {
        struct Key {
            let number: UInt64
            let place: Int32
        }
        var keys: [Key] = []
        keys.reserveCapacity(scored.count)
        for (place, one) in scored.enumerated() {
            let minutes = max(0, (team.columns.start[Int(one.opening)] - team.asOf.microseconds) / 60_000_000)
            keys.append(Key(number: UInt64(20_000 - one.score) << 40 | UInt64(min(minutes, 1 << 40 - 1)), place: Int32(place)))
        }
        keys.sort { a, b in
            a.number != b.number ? a.number < b.number : precedes(scored[Int(a.place)], scored[Int(b.place)])
        }
        return keys.map { scored[Int($0.place)] }
    }

    func precedes(_ one: Scored, _ other: Scored) -> Bool {
        if one.score != other.score { return one.score > other.score }
        let starts = (team.columns.start[Int(one.opening)], team.columns.start[Int(other.opening)])
        if starts.0 != starts.1 { return starts.0 < starts.1 }
        let a = Int(one.index), b = Int(other.index)
        // taken/capacity compared without dividing: a/b < c/d where ad < cb.
        let loads = (
            Int64(team.columns.taken[a]) * Int64(team.columns.capacity[b]),
            Int64(team.columns.taken[b]) * Int64(team.columns.capacity[a])
        )
        if loads.0 != loads.1 { return loads.0 < loads.1 }
        let last = (team.columns.lastAssigned[a], team.columns.lastAssigned[b])
        if last.0 != last.1 { return last.0 < last.1 }
        let hashes = (hash(a), hash(b))
        return hashes.0 != hashes.1 ? hashes.0 < hashes.1 : a < b
    }

    /// SipHash-2-4 of referral, policy version and therapist under the policy's key: nobody's id is favoured for long.
    private func hash(_ index: Int) -> UInt64 {
        let therapist = team.columns.keys[index]
        var hash = SipHash(key: (team.policy.tieKey, ~team.policy.tieKey))
        hash.absorb(prefix.0)
        hash.absorb(prefix.1)
        hash.absorb(prefix.2)
        hash.absorb(therapist.high)
        hash.absorb(therapist.low)
        return hash.finish(bytes: 40)
    }

    private static func word(_ text: String) -> UInt64 {
        let digest = Secrets.sha256(Array(text.utf8))
        return digest.prefix(8).reduce(0) { $0 << 8 | UInt64($1) }
    }
}

/// SipHash-2-4 (Aumasson and Bernstein, 2012) over whole words, so that the hash is ours and not the standard library's, which
/// changes with
/// each start.
struct SipHash {
    private var v0: UInt64, v1: UInt64, v2: UInt64, v3: UInt64

    init(key: (UInt64, UInt64)) {
        v0 = 0x736f_6d65_7073_6575 ^ key.0
        v1 = 0x646f_7261_6e64_6f6d ^ key.1
        v2 = 0x6c79_6765_6e65_7261 ^ key.0
        v3 = 0x7465_6462_7974_6573 ^ key.1
    }

    mutating func absorb(_ word: UInt64) {
        v3 ^= word
        round()
        round()
        v0 ^= word
    }

    /// - Parameter bytes: how many were absorbed.
    mutating func finish(bytes: Int) -> UInt64 {
        absorb(UInt64(bytes & 0xff) << 56)
        v2 ^= 0xff
        for _ in 0..<4 { round() }
        return v0 ^ v1 ^ v2 ^ v3
    }

    private mutating func round() {
        v0 &+= v1
        v1 = (v1 << 13 | v1 >> 51) ^ v0
        v0 = v0 << 32 | v0 >> 32
        v2 &+= v3
        v3 = (v3 << 16 | v3 >> 48) ^ v2
        v0 &+= v3
        v3 = (v3 << 21 | v3 >> 43) ^ v0
        v2 &+= v1
        v1 = (v1 << 17 | v1 >> 47) ^ v2
        v2 = v2 << 32 | v2 >> 32
    }
}
