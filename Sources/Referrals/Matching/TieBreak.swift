internal import Clinic

/// The order of therapists for one referral: total, and the same everywhere.
struct TieBreak {
    let team: Team
    let referral: Referral.ID

    func precedes(_ one: Scored, _ other: Scored) -> Bool {
        if one.score != other.score { return one.score > other.score }
        let columns = team.columns
        let starts = (columns.start[Int(one.opening)], columns.start[Int(other.opening)])
        if starts.0 != starts.1 { return starts.0 < starts.1 }
        let a = Int(one.index), b = Int(other.index)
        // taken/capacity compared without dividing: a/b < c/d where ad < cb.
        let loads = (
            Int64(columns.taken[a]) * Int64(columns.capacity[b]), Int64(columns.taken[b]) * Int64(columns.capacity[a])
        )
        if loads.0 != loads.1 { return loads.0 < loads.1 }
        if columns.lastAssigned[a] != columns.lastAssigned[b] { return columns.lastAssigned[a] < columns.lastAssigned[b] }
        let hashes = (hash(a), hash(b))
        return hashes.0 != hashes.1 ? hashes.0 < hashes.1 : a < b
    }

    /// SipHash-2-4 of referral, therapist and policy version under the policy's key: nobody's id is favoured for long.
    private func hash(_ index: Int) -> UInt64 {
        var bytes = CanonicalBytes()
        bytes.append(referral.uuid)
        bytes.append(team.candidates[index].id.uuid)
        bytes.append(team.policy.version)
        return sipHash(bytes.bytes, key: (team.policy.tieKey, ~team.policy.tieKey))
    }
}

/// SipHash-2-4 (Aumasson and Bernstein, 2012), so that the hash is ours and not the standard library's, which changes with each
/// start.
func sipHash(_ message: [UInt8], key: (UInt64, UInt64)) -> UInt64 {
    var v0 = 0x736f_6d65_7073_6575 ^ key.0
    var v1 = 0x646f_7261_6e64_6f6d ^ key.1
    var v2 = 0x6c79_6765_6e65_7261 ^ key.0
    var v3 = 0x7465_6462_7974_6573 ^ key.1
    func rotate(_ value: UInt64, _ by: UInt64) -> UInt64 { value << by | value >> (64 - by) }
    func round() {
        v0 &+= v1
        v1 = rotate(v1, 13)
        v1 ^= v0
        v0 = rotate(v0, 32)
        v2 &+= v3
        v3 = rotate(v3, 16)
        v3 ^= v2
        v0 &+= v3
        v3 = rotate(v3, 21)
        v3 ^= v0
        v2 &+= v1
        v1 = rotate(v1, 17)
        v1 ^= v2
        v2 = rotate(v2, 32)
    }
    func absorb(_ word: UInt64) {
        v3 ^= word
        round()
        round()
        v0 ^= word
    }
    let whole = message.count / 8 * 8
    for start in stride(from: 0, to: whole, by: 8) {
        absorb((0..<8).reduce(0) { $0 | UInt64(message[start + $1]) << UInt64(8 * $1) })
    }
    var last = UInt64(message.count & 0xff) << 56
    for index in whole..<message.count { last |= UInt64(message[index]) << UInt64(8 * (index - whole)) }
    absorb(last)
    v2 ^= 0xff
    for _ in 0..<4 { round() }
    return v0 ^ v1 ^ v2 ^ v3
}
