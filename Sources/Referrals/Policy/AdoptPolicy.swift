public import Access
public import Clinic
internal import Database

public import struct Foundation.UUID

/// The policy that ranks now, and since when.
public struct PolicyInForce: Sendable, Hashable {
    /// Who put it in force.
    public struct Adoption: Sendable, Hashable {
        public let by: UUID
        /// The role in which they did.
        public let role: String
        public let at: Instant
    }

    /// Counts adoptions from 1; 0 for Attune's own, which nobody adopted.
    public let number: Int
    public let policy: MatchingPolicy
    /// Nil for Attune's own.
    public let file: MatchingPolicyFile?
    public let adoption: Adoption?

    /// Before anything is adopted.
    static let own = PolicyInForce(number: 0, policy: .standard, file: nil, adoption: nil)
}

extension PolicyInForce {
    static func read(_ row: inout RowReader) throws -> PolicyInForce {
        let number = try row.next(Int.self)
        let text = try row.next(String.self)
        let adoption = Adoption(by: try row.next(), role: try row.next(), at: try row.next())
        // It was checked when it was adopted; only another Attune can have stored what this one does not understand.
        guard let file = try? MatchingPolicyFile.parse(text) else { throw PolicyRefusal.unreadable(number: number) }
        return PolicyInForce(number: number, policy: file.policy, file: file, adoption: adoption)
    }

    /// From the answer to `policy_in_force.sql`.
    static func read(_ answer: ResultSet) throws -> PolicyInForce { try answer.first { row in try read(&row) } ?? .own }
}

extension Querying {
    /// What ranks now: the last policy that was adopted, or Attune's own.
    /// - Throws: `PolicyRefusal.unreadable`.
    public func policyInForce() async throws -> PolicyInForce { try PolicyInForce.read(try await query(SQL.policyInForce())) }

    /// Every policy that was adopted, the latest first.
    public func policyHistory() async throws -> [PolicyInForce] {
        try await query(SQL.policyHistory()).map { row in try PolicyInForce.read(&row) }
    }
}

extension Act {
    /// Puts a policy in force, for every ranking from this transaction's commit on. On record as `policy.adopted`.
    /// - Parameters:
    ///   - number: of the policy that it was compared with (``PolicyInForce/number``).
    ///   - today: the clinic's date: a sign-off does not lie in the future.
    /// - Throws: `PolicyRefusal`.
    public func adoptPolicy(
        _ file: MatchingPolicyFile, replacing number: Int, today: LocalDate
    ) async throws -> PolicyInForce {
        guard let by = file.signedOffBy, let on = file.signedOffOn else { throw PolicyRefusal.notSignedOff }
        guard on <= today else { throw PolicyRefusal.signedAhead }
        let version = file.policy.version
        // Attune's own counts as used: decisions name it from the first day on.
        if version == MatchingPolicy.standard.version, file.policy != .standard { throw PolicyRefusal.versionUsed(version) }
        let answer = try await query(SQL.adoptPolicy(version, file.text, by, on, Int32(clamping: number)))
        let adopted = try answer.first { row throws(DatabaseError) in
            (
                number: try row.next(Int.self),
                adoption: PolicyInForce.Adoption(by: try row.next(), role: try row.next(), at: try row.next())
            )
        }
        guard let adopted else {
            let isUsed = try await policyHistory().contains { $0.policy.version == version }
            throw isUsed ? PolicyRefusal.versionUsed(version) : PolicyRefusal.stale
        }
        try await record(
            "policy.adopted",
            details: ["version": version, "number": "\(adopted.number)", "sha256": Secrets.sha256(file.text.utf8).hex])
        return PolicyInForce(number: adopted.number, policy: file.policy, file: file, adoption: adopted.adoption)
    }
}
