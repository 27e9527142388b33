internal import Clinic

internal import struct Foundation.UUID

/// A column whose text is sealed for a client before it reaches the database. The name is part of what is sealed, so that no text opens in
/// another column: retired, never renamed.
public enum SealedColumn: String, Sendable, CaseIterable {
    case appointmentOverlapReason = "appointment.overlap_reason"
    case appointmentStatusReason = "appointment.status_reason"
    case assessmentResult = "assessment.result"
    case breakGlassReason = "break_glass.reason"
    case contactPointValue = "contact_point.value"
    case correctionAsked = "correction.asked"
    case correctionNote = "correction.note"
    case destructionReason = "destruction_request.early_reason"
    case earlyCheckNote = "early_check.note"
    case handoutNote = "handout.note"
    case keptApartReason = "kept_apart.reason"
    case legalHoldReason = "legal_hold.reason"
    case messageBody = "message.body"
    case proposalDeclineReason = "proposal.decline_reason"
    case proposalDeclineSealed = "proposal.decline_sealed"
    case proposalOverrideReason = "proposal.override_reason"
    case referralNarrative = "referral.narrative"
    case referralOutPacket = "referral_out.packet"
    case rematchReason = "rematch.reason"
    case safetyTaskClearedReason = "safety_task.cleared_reason"
    case triageReason = "triage.reason"

    /// Which of the client's keys opens it. A lead without an opened file, and the front desk always, is refused the clinical one by the database.
    public var keyClass: KeyClass {
        switch self {
        case .assessmentResult, .earlyCheckNote, .handoutNote, .referralNarrative, .rematchReason, .safetyTaskClearedReason,
            .triageReason:
            .clinical
        case .appointmentOverlapReason, .appointmentStatusReason, .breakGlassReason, .contactPointValue, .correctionAsked,
            .correctionNote, .destructionReason, .keptApartReason, .legalHoldReason, .messageBody, .proposalDeclineReason,
            .proposalDeclineSealed, .proposalOverrideReason, .referralOutPacket:
            .office
        }
    }

    /// Whether it may say that somebody else is a client: then no client's copy of their file has it.
    public var mayTellOfOthers: Bool { self == .proposalDeclineSealed }

    /// Where a text belongs, as it is bound to it: format, column, row, client.
    func place(row: UUID, client: UUID) -> [UInt8] {
        Array("attune text 1 \(rawValue) ".utf8) + row.sixteenBytes + client.sixteenBytes
    }
}
