public import Access
public import Appointments
public import Clinic
internal import Database
internal import Messages

extension Act {
    /// The therapist says yes. She herself, or the lead or operator for her. Place and hour stay held; the client is asked next.
    /// - Throws: `ReferralRefusal`: not found, ended, expired, not by this role.
    public func acceptByTherapist(_ id: Proposal.ID, version: Int? = nil, zones: ZoneCatalogue) async throws -> Proposal {
        let proposal = try await lockProposal(id, version: version)
        let actor = try await actor
        let isHers = actor.role == .therapist && actor.therapist == proposal.therapist.uuid
        guard isHers || [.lead, .operator].contains(actor.role) else { throw ReferralRefusal.notByThisRole }
        let status = try proposal.status.requireAfter(.therapistAccepts)
        let moved = try await move(proposal, to: status)
        try await record("proposal.therapist_accepted", subject: id.uuid, client: proposal.client.uuid)
        if let appointment = try await appointment(proposal.appointment) {
            let zone = try zones.rules(appointment.promise.zone)
            try await queueMessage(
                NewMessage(
                    .proposalMade(start: appointment.time.start, expires: proposal.expiresAt), client: proposal.client.uuid,
                    zone: zone,
                    about: id.uuid))
        }
        return moved
    }

    /// The client says yes, through intake: the first session is booked in its room, the place is taken, care begins, the
    /// referral is
    /// complete, and the client's messages are queued, all in this transaction.
    /// - Throws: `ReferralRefusal`, `.hourClosed` among them; `BookingError.holdEnded` when the hour's hold ran out this very moment.
    public func acceptByClient(
        _ id: Proposal.ID, version: Int? = nil, zones: ZoneCatalogue
    ) async throws -> (proposal: Proposal, appointment: Appointment) {
        try await requireIntake()
        let seen = try await self.proposal(id)
        // The order of every act that needs both: the referral first, then the proposal.
        let referral = try await lockReferral(seen.referral, version: nil)
        let proposal = try await lockProposal(id, version: version)
        let status = try proposal.status.requireAfter(.clientAccepts)
        // A flag raised since the proposal stops it here too, and so does a therapist who has fallen ill.
        try referral.standing.requireRankable()
        try await requireOpenHour(of: proposal, zones: zones)
        try await cancelMessages(about: id.uuid)
        let answers = try await queries([
            SQL.takePlace(proposal.place),
            SQL.endProposedCare(proposal.client, proposal.therapist),
            SQL.beginCare(newID(), proposal.client, proposal.therapist),
            SQL.addEarlyCheck(newID(), proposal.client, proposal.therapist, referral.id),
            SQL.moveReferral(referral.id, ReferralStatus.completed.rawValue),
        ])
        guard let place = answers.first, !place.isEmpty else { throw ReferralRefusal.proposalExpired }
        let appointment = try await confirmHold(proposal.appointment, zones: zones)
        let accepted = try await move(proposal, to: status)
        try await record(
            "proposal.accepted", subject: id.uuid, client: proposal.client.uuid,
            details: ["appointment": appointment.id.uuid.text])
        try await record(
            "referral.completed", subject: referral.id.uuid, client: proposal.client.uuid,
            details: ["therapist": proposal.therapist.uuid.text])
        try await noteEnding(of: referral, .beganCare, with: proposal.therapist)
        try await endCareBefore(referral, zones: zones)
        return (accepted, appointment)
    }

    /// What is held stays held when its day is closed: nobody is to be told of a session on it.
    private func requireOpenHour(of proposal: Proposal, zones: ZoneCatalogue) async throws {
        guard let day = try await appointment(proposal.appointment)?.promise.start.date else { return }
        // A day more on either side: her calendar may be in another zone than the promise.
        let affected = try await affectedAppointments(
            of: proposal.therapist, days: day.adding(days: -1)...day.adding(days: 1), zones: zones)
        if affected.contains(where: { $0.appointment.id == proposal.appointment }) { throw ReferralRefusal.hourClosed }
    }

    /// The therapist or, through intake, the client says no: place and hour are free at once, and this therapist is not offered
    /// again for this referral, whoever said it. Who is next: ``Querying/nextInLine(after:service:policy:zones:)``.
    /// - Throws: `ReferralRefusal`: not found, ended, expired, not by this role, words missing.
    public func declineProposal(_ id: Proposal.ID, _ decline: ProposalDecline, version: Int? = nil) async throws -> Proposal {
        let proposal = try await lockProposal(id, version: version)
        let isHers = try await reach.isTherapist(proposal.therapist.uuid)
        let role = try await actor.role
        guard isHers || [.intake, .lead, .operator].contains(role) else { throw ReferralRefusal.notByThisRole }
        let side = decline.by ?? (isHers || proposal.status == .proposed ? .therapist : .client)
        // What a client says is for intake to hear, not for her to say.
        guard !isHers || side == .therapist else { throw ReferralRefusal.notByThisRole }
        _ = try proposal.status.requireAfter(.decline)
        return try await end(proposal, as: .declined, try decline.checked(by: side))
    }

    /// Whoever proposed takes it back: place and hour are free at once, and the therapist may be proposed again.
    public func withdrawProposal(_ id: Proposal.ID, version: Int? = nil) async throws -> Proposal {
        try await requireIntake()
        let proposal = try await lockProposal(id, version: version)
        _ = try proposal.status.requireAfter(.withdraw)
        return try await end(proposal, as: .withdrawn)
    }

    func lockProposal(_ id: Proposal.ID, version: Int?) async throws -> Proposal {
        let answer = try await query(SQL.lockProposal(id))
        let reach = try await reach
        let found = try answer.first { row in
            (proposal: try Proposal.read(&row, vault, reach), hasRunOut: try row.next(Bool.self))
        }
        guard let found, reach.includesCalendar(of: found.proposal.therapist.uuid) else {
            throw ReferralRefusal.proposalNotFound
        }
        if found.proposal.status.isOpen, found.hasRunOut { throw ReferralRefusal.proposalExpired }
        if let version, version != found.proposal.version { throw ReferralRefusal.stale }
        return found.proposal
    }

    func move(_ proposal: Proposal, to status: ProposalStatus, _ decline: CheckedDecline? = nil) async throws -> Proposal {
        func sealed(_ text: String?, _ column: SealedColumn) async throws -> [UInt8]? {
            guard let text else { return nil }
            return try await seal(text, for: proposal.client.uuid, column, row: proposal.id.uuid)
        }
        let answer = try await query(
            SQL.moveProposal(
                proposal.id, status.rawValue, decline?.side.rawValue, decline?.code.told.rawValue,
                try await sealed(decline?.toldWords, .proposalDeclineReason),
                try await sealed(decline?.truth, .proposalDeclineSealed)))
        guard let moved = try await proposals(in: answer).first else { throw ReferralRefusal.proposalNotFound }
        return moved
    }
}
