internal import Access
internal import ArgumentParser
internal import Clinic
internal import Messages

internal import struct Foundation.UUID

/// How words of the command line become values; each refusal says what would be right.
enum Arguments {
    static func id(_ text: String) throws -> UUID {
        guard let id = UUID(uuidString: text) else {
            throw ValidationError(
                "“\(text.prefix(40))” is not an id. An id looks like 01890a5d-ac96-774b-bcce-b302099a8057; `list` shows them.")
        }
        return id
    }

    /// A wall-clock time.
    static func wallTime(_ text: String) throws -> LocalDateTime {
        guard let time = try? LocalDateTime(text) else {
            throw ValidationError("“\(text.prefix(40))” is not a date and time such as 2027-03-02T10:00.")
        }
        return time
    }

    static func outboxStatus(_ text: String) throws -> OutboxStatus {
        guard let status = OutboxStatus(rawValue: text) else {
            throw ValidationError("--status is one of \(OutboxStatus.allCases.map(\.rawValue).joined(separator: ", ")).")
        }
        return status
    }

    /// A role that may hold a token.
    static func role(_ text: String) throws -> Role {
        let holders: [Role] = [.lead, .intake, .frontDesk, .therapist, .integration, .operator]
        guard let role = Role(rawValue: text), holders.contains(role) else {
            let words = holders.map(\.rawValue)
            let near = nearest(to: text, among: words).map { " Did you mean \($0)?" } ?? ""
            throw ValidationError("A token's role is one of \(words.joined(separator: ", ")).\(near)")
        }
        return role
    }
}
