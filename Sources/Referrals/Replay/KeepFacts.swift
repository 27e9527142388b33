internal import Access
internal import Clients
internal import Clinic
internal import Database

internal import struct Foundation.UUID

extension Act {
    /// Keeps what a decision rested on, sealed for the client; it travels with the decision itself.
    func keep(_ facts: MatchFacts, for referral: Referral, hash: [UInt8]) async throws {
        try await learnKeys(of: [referral.client.uuid])
        let sealed = try vault.seal(bytes: facts.packed, for: referral.client.uuid, at: MatchFacts.place(hash))
        try await enqueue(SQL.keepMatchInput(hash, referral.id, referral.client, facts.policy.version, sealed))
    }
}

extension MatchFacts {
    static func place(_ hash: [UInt8]) -> [UInt8] { Array("match_input.facts ".utf8) + hash }

    /// Opens what was kept; nil where it is not what was sealed, or of a form that this Attune does not know.
    static func open(_ sealed: [UInt8], of client: UUID, hash: [UInt8], in vault: Vault) throws -> MatchFacts? {
        guard let bytes = try vault.open(bytes: sealed, for: client, at: place(hash)) else { return nil }
        return try? MatchFacts(packed: bytes)
    }
}
