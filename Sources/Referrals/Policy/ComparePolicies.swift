public import Access
public import Appointments
public import Clinic
internal import Database
internal import Therapists

internal import struct Foundation.UUID

extension Act {
    /// Ranks the last decisions' own inputs again, under the policy in force and under another. On record, as a look at each client.
    /// - Parameter last: decisions at most, 1 to 2,000, the latest first.
    public func comparePolicy(_ other: MatchingPolicy, last: Int = 200) async throws -> PolicyDiff {
        let policy = try await policyInForce().policy
        var diff = PolicyDiff()
        var clients: Set<UUID> = []
        var cursor: (at: Instant, hash: [UInt8])?
        var left = min(max(last, 1), 2000)
        // A page at a time: of a large team, one decision's inputs may be a megabyte.
        while left > 0 {
            let limit = min(left, 20)
            let rows = try await query(SQL.latestMatchInputs(cursor?.at, cursor?.hash, Int64(limit))).map { row in
                let (at, hash, client) = (try row.next(Instant.self), try row.next([UInt8].self), try row.next(UUID.self))
                try row.nextKey(of: client, in: vault)
                return (
                    at: at, hash: hash, client: client, reference: try row.next(String.self), facts: try row.next([UInt8].self)
                )
            }
            for row in rows {
                clients.insert(row.client)
                guard let facts = try MatchFacts.open(row.facts, of: row.client, hash: row.hash, in: vault) else {
                    diff.unreadable += 1
                    continue
                }
                if facts.policy.horizonDays < other.horizonDays { diff.shortSighted += 1 }
                diff.compare(
                    try facts.ranking(under: policy), try facts.ranking(under: other), referral: row.reference)
            }
            guard rows.count == limit, let end = rows.last else { break }
            cursor = (end.at, end.hash)
            left -= rows.count
        }
        return try await recorded(diff, other, clients)
    }

    /// Ranks the referrals that wait now, most urgent first, under the policy in force and under another.
    /// - Parameter last: referrals at most, 1 to 200.
    public func comparePolicyOnWaiting(
        _ other: MatchingPolicy, service: Service.ID, last: Int = 200, zones: ZoneCatalogue
    ) async throws -> PolicyDiff {
        let policy = try await policyInForce().policy
        // Read once, as far ahead as either looks; each then counts as far as it does itself.
        let wider = other.horizonDays > policy.horizonDays ? other : policy
        let memory = TeamMemory()
        var diff = PolicyDiff()
        var clients: Set<UUID> = []
        for row in try await referralBoard(BoardFilter(statuses: [.active]), limit: min(max(last, 1), 200))
        where row.referral.standing.isRankable {
            clients.insert(row.referral.client.uuid)
            let folder = try await referral(row.referral.id)
            let inputs = try await MatchInputs.read(
                self, for: folder, service: service, policy: wider, memory: memory, zones: zones)
            let facts = MatchFacts(inputs.team.rank(inputs.need))
            diff.compare(
                try facts.ranking(under: policy), try facts.ranking(under: other), referral: row.referral.reference)
        }
        return try await recorded(diff, other, clients)
    }

    private func recorded(
        _ found: PolicyDiff, _ other: MatchingPolicy, _ clients: Set<UUID>
    ) async throws -> PolicyDiff {
        var diff = found
        for therapist in Set(diff.moves.flatMap { [$0.before, $0.after].compactMap { $0 } }) {
            diff.slugs[therapist] = try await self.therapist(therapist)?.slug
        }
        try await record(
            "referral.compared", clients: clients.sorted { $0.uuidString < $1.uuidString },
            details: ["policy": other.version, "examined": "\(diff.examined)", "moved": "\(diff.moves.count)"])
        return diff
    }
}
