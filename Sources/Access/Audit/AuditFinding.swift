public import struct Foundation.UUID

/// Something in the audit that is not as it was written.
public struct AuditFinding: Sendable, Hashable {
    /// The words of `attune audit verify --json`.
    public enum Kind: String, Sendable, Hashable, CaseIterable {
        /// A row, or its place in the log, does not say what it said.
        case changed
        /// The log names a row that is gone.
        case deleted
        /// A row that Attune did not write.
        case inserted
        /// Attune's own row, waiting for the log for longer than it should.
        case unsealed
        /// Between two checkpoints rows were swapped, or leaves replaced, removed or added.
        case reordered
        /// Leaves that are gone.
        case gap
        /// The log ends before a checkpoint says it does.
        case truncated
        /// Leaves that no checkpoint vouches for.
        case unsigned
        /// A checkpoint that this clinic's key did not sign.
        case forged
        /// A checkpoint that is gone.
        case missing
        /// The log is not the one that the exported checkpoint was made of.
        case rewritten
    }

    public let kind: Kind
    /// The row, where one is meant.
    public let row: UUID?
    /// The leaf's number, or the checkpoint's size.
    public let place: Int?

    init(_ kind: Kind, row: UUID? = nil, place: Int? = nil) {
        self.kind = kind
        self.row = row
        self.place = place
    }

    /// For the operator, one sentence; which row or checkpoint it is, stands beside it.
    public var words: String {
        switch kind {
        case .changed: "This row, or its leaf, was changed."
        case .deleted: "This row was deleted."
        case .inserted: "Attune did not write this row."
        case .unsealed: "This row has waited for the log too long."
        case .reordered: "The leaves below this checkpoint are not those that were signed."
        case .gap: "Leaves from this one on were deleted."
        case .truncated: "The log ends before this checkpoint."
        case .unsigned: "No checkpoint vouches for the leaves from this one on."
        case .forged: "This checkpoint was not signed with the clinic's key."
        case .missing: "The checkpoint of this size was deleted."
        case .rewritten: "The log is not the one that the exported checkpoint was made of."
        }
    }
}
