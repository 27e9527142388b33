public import Clinic
internal import Database

public import struct Foundation.UUID

extension Act {
    /// For how long an invitation may be used.
    public static var invitationHours: Int { 72 }

    /// Adds an account, which waits for its one-use link: nobody chooses a password for somebody.
    /// - Returns: the account, and the secret of the link, which is shown this once.
    /// - Throws: `StaffError` naming what is wrong.
    public func addStaff(
        email: String, name: String, role: Role, therapist: UUID? = nil
    ) async throws -> (staff: StaffMember.ID, link: Token) {
        guard Role.staff.contains(role) else { throw StaffError.notStaffRole }
        guard (role == .therapist) == (therapist != nil) else { throw StaffError.therapistWrong }
        let email = StaffMember.normal(email: email)
        let parts = email.split(separator: "@", omittingEmptySubsequences: false)
        // A stray word before the address, as in a form's “email: …”, would make an account that nobody can open.
        guard parts.count == 2, parts.allSatisfy({ !$0.isEmpty }), email.unicodeScalars.count <= 254,
            !email.contains(where: { ":,;<>()[]\\\"".contains($0) })
        else {
            throw StaffError.emailWrong
        }
        guard (1...120).contains(name.unicodeScalars.count) else { throw StaffError.nameWrong }
        let id = newID()
        do {
            _ = try await query(SQL.addStaff(id, email, name, role.rawValue, therapist))
        } catch let error as DatabaseError {
            throw StaffError(error) ?? error
        }
        try await record("staff.added", subject: id, details: ["role": role.rawValue])
        return (StaffMember.ID(id), try await invite(id))
    }

    /// Forgets password, second factor, recovery codes and sessions, and makes a new one-use link: for a lost telephone or a forgotten
    /// password. Until the link is used, nothing opens the account.
    /// - Throws: `StaffError.noSuchStaff`, `.disabled`.
    public func resetStaff(_ id: StaffMember.ID) async throws -> Token {
        if try await staffMember(id)?.status == .disabled { throw StaffError.disabled }
        try await change(id, to: .invited)
        try await record("staff.reset", subject: id.uuid)
        return try await invite(id.uuid)
    }

    /// Lets somebody in again whose account was disabled: by a new one-use link, as at the beginning.
    /// - Throws: `StaffError.noSuchStaff`.
    public func enableStaff(_ id: StaffMember.ID) async throws -> Token {
        try await change(id, to: .invited)
        try await record("staff.enabled", subject: id.uuid)
        return try await invite(id.uuid)
    }

    /// Lets nobody in by this account any more; its sessions end with this transaction.
    public func disableStaff(_ id: StaffMember.ID) async throws {
        try await change(id, to: .disabled)
        try await record("staff.disabled", subject: id.uuid)
    }

    /// Ends a session: one's own, or anybody's where the lead or an operator asks.
    public func endSession(_ id: StaffSession.ID) async throws {
        let owner = try await query(SQL.endSession(id.uuid)).first { row in try row.next(UUID.self) }
        guard let owner else { throw StaffError.noSuchSession }
        try await record("staff.session_ended", subject: owner, details: ["session": id.description])
    }

    /// Ends all sessions of an account. Returns how many there were.
    @discardableResult
    public func endSessions(of id: StaffMember.ID) async throws -> Int {
        let count = try await query(SQL.endSessions(id.uuid, nil)).count
        try await record("staff.sessions_ended", subject: id.uuid, details: ["count": String(count)])
        return count
    }

    private func change(_ id: StaffMember.ID, to status: StaffMember.Status) async throws {
        guard try await query(SQL.changeStaffStatus(id.uuid, status.rawValue)).count == 1 else { throw StaffError.noSuchStaff }
        _ = try await query(SQL.forgetStaffSecrets(id.uuid))
    }

    private func invite(_ staff: UUID) async throws -> Token {
        let link = Token.link()
        try await enqueue(SQL.inviteStaff(newID(), staff, link.hash.bytes, Self.invitationHours))
        try await record("staff.invited", subject: staff)
        return link
    }
}

extension StaffError {
    fileprivate init?(_ error: DatabaseError) {
        switch error.constraint {
        case "staff_email_unique": self = .emailTaken
        case "staff_email_form": self = .emailWrong
        case "staff_name_length": self = .nameWrong
        case "staff_therapist_known": self = .noSuchTherapist
        default: return nil
        }
    }
}
