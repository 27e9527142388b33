internal import Clinic
internal import Database

internal import struct Foundation.UUID

extension Gate {
    /// The first half of using an invitation: a password, kept aside until a code confirms the factor that this offers.
    /// - Throws: `StaffError.invitationEnded` for a link that is unknown, used or expired; a password's own refusals; `.busy`.
    public func prepareInvitation(_ link: TokenHash, password: String, _ request: Request) async throws -> OfferedFactor {
        let (staff, email, name) = try await act(.trusted(.staffDoor), Self.staffDoor, request) { act in
            let invitation = try await act.invitation(link)
            try await act.record("staff.invitation_opened", subject: invitation.staff)
            return (invitation.staff, invitation.email, invitation.name)
        }
        try PasswordRules.check(password, known: [email, name])
        let hash = try await passwords.hash(password)
        let code = TimeCode.random()
        let sealed = staffKeys.sealed(code, of: staff)
        try await act(.trusted(.staffDoor), Self.staffDoor, request) { act in
            guard try await act.query(SQL.prepareInvitation(link.bytes, hash, sealed)).count == 1 else {
                throw StaffError.invitationEnded
            }
            try await act.record("staff.invitation_prepared", subject: staff)
        }
        return OfferedFactor(code, account: email)
    }

    /// The second half: a code of the new factor makes the account active and spends the link.
    /// - Returns: ten recovery codes, which are shown this once.
    /// - Throws: `StaffError.invitationEnded`, `.codeWrong`; twenty tries end the link.
    public func confirmInvitation(_ link: TokenHash, code: String, _ request: Request) async throws -> [String] {
        let keys = staffKeys
        let codes: [String]? = try await act(.trusted(.staffDoor), Self.staffDoor, request) { act in
            let invitation = try await act.invitation(link)
            let id = invitation.staff
            guard let hash = invitation.hash, let time = keys.opened(invitation.sealed, of: id),
                let step = time.step(of: code.filter { !$0.isWhitespace }, at: try await act.now, after: 0)
            else {
                // Committed, so that the try is spent.
                try await act.record("staff.invitation_failed", subject: id)
                return nil
            }
            try await act.enqueue(SQL.setStaffSecret(id, hash, keys.sealed(time, of: id), step))
            try await act.enqueue(SQL.changeStaffStatus(id, StaffMember.Status.active.rawValue))
            try await act.enqueue(SQL.endInvitation(id))
            try await act.enqueue(SQL.endSessions(id, nil))
            try await act.record("staff.joined", subject: id)
            return try await act.renewRecoveryCodes(of: id, keys)
        }
        guard let codes else { throw StaffError.codeWrong }
        return codes
    }
}

private struct Invitation {
    let staff: UUID
    let email, name: String
    let hash: String?
    let sealed: [UInt8]?
}

extension Act {
    /// Spends one of the link's tries.
    fileprivate func invitation(_ link: TokenHash) async throws -> Invitation {
        let found = try await query(SQL.lockInvitation(link.bytes)).first { row in
            Invitation(
                staff: try row.next(), email: try row.next(), name: try row.next(), hash: try row.nextOptional(),
                sealed: try row.nextOptional())
        }
        guard let found else { throw StaffError.invitationEnded }
        return found
    }
}
