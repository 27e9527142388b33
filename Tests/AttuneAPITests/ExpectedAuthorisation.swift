import Access
import TestKit

import struct Foundation.UUID

@testable import AttuneAPI

/// Who may do what, written by hand and apart from the policies: a policy that changes by mistake differs from this page.
enum ExpectedAuthorisation {
    /// L lead, I intake, F front desk, T therapist, X integration, O operator. A route without a line here fails the matrix.
    static let roles: [String: String] = [
        "listTherapists": "L I F T X O", "getTherapist": "L I F T X O", "addTherapist": "L O", "listServices": "L I F T X O",
        "getHours": "L I F T O", "listAffected": "L I F T O", "closeHours": "L I F T O", "openHours": "L I F T O",
        "resetHours": "L I F T O",
        "getMetrics": "L X O", "listClients": "L I F T O", "getClient": "L I F T O", "addClient": "L I F O",
        "editClient": "L I F O", "addContactPoint": "L I F O", "confirmContactPoint": "L I F O", "retireContactPoint": "L I F O",
        "listKeptApart": "L I O", "keepApart": "L I O", "endKeptApart": "L I O", "giveConsent": "L I F O",
        "revokeConsent": "L I F O",
        "listDuplicates": "L I O",
        "copyClient": "L O", "planDestruction": "L O", "askDestruction": "L O", "withdrawDestruction": "L O",
        "confirmDestruction": "L O",
        "listReferrals": "L I T O", "getReferral": "L I T O", "addReferral": "L I O", "importReferrals": "L I O",
        "importBundle": "L I O",
        "triageReferral": "L I O", "matchReferral": "L I O", "proposeReferral": "L I O",
        "listAssessments": "L I T O", "addAssessment": "L I O",
        "listSafetyTasks": "L I T O", "acknowledgeSafetyTask": "L I O", "clearSafetyTask": "L I O",
        "claimReferral": "L I O", "releaseReferral": "L I O",
        "editOwnProfile": "T", "editProfile": "L O", "recordConsent": "L I O", "withdrawConsent": "L I O",
        "replayProposal": "L I O", "getMatchingPolicy": "L I T O", "adoptMatchingPolicy": "L O",
        "getProposal": "L I T O", "acceptProposal": "L I T O", "declineProposal": "L I T O",
        "listOpenProposals": "L I T O", "withdrawProposal": "L I O",
        "listEndedProposals": "L I O", "nextInLine": "L I O", "proposeNext": "L I O", "listOtherHours": "L I O",
        "moveProposedHour": "L I O", "rematchReferral": "L I O",
        "listAllocations": "L I O", "planAllocation": "L I O", "readAllocation": "L I O", "listAllocationMoves": "L I O",
        "solveAllocation": "L I O", "applyAllocation": "L I O", "discardAllocation": "L I O",
        "closeReferral": "L I O", "getMatchingReport": "L O",
        "listExternalServices": "L I T O", "addExternalService": "L I O", "retireExternalService": "L I O",
        "prepareReferralOut": "L I O", "listReferralsOut": "L I O", "getReferralOut": "L I O", "moveReferralOut": "L I O",
        "listEarlyChecks": "L I T O", "answerEarlyCheck": "L I T O", "askEarlyCheck": "L I T O",
        "listAppointments": "L I F T O", "getAppointment": "L I F T O", "bookAppointment": "L I F T O",
        "cancelAppointment": "L I F T O", "moveAppointment": "L I F T O", "findSlots": "L I F T O",
        "arriveAppointment": "L I F T O", "expectAppointment": "L I F T O", "withdrawAppointment": "L I F T O",
        "fulfilAppointment": "L I F T O", "missAppointment": "L I F T O",
        "listArticles": "L I T O", "getArticle": "L I T O", "publishArticle": "L O", "withdrawArticle": "L O",
        "listHandouts": "L T O", "getHandout": "L T O", "giveHandout": "L T O", "linkHandout": "L T O",
        "releaseHandout": "L T O", "withdrawHandout": "L T O",
        "listCareGrants": "L I T O", "grantCare": "L I O", "endCareGrant": "L I O",
        "breakGlass": "L", "listBreakGlass": "L T O", "closeGlass": "L", "reviewGlass": "L O",
        "getMe": "L I F T X O", "listSessions": "L I F T O", "endSession": "L I F T O", "stepUp": "L I F T",
        "changePassword": "L I F T", "offerFactor": "L I F T", "confirmFactor": "L I F T",
    ]

    static let letters: [Character: Role] = [
        "L": .lead, "I": .intake, "F": .frontDesk, "T": .therapist, "X": .integration, "O": .operator,
    ]

    static func roles(of operation: String) -> Set<Role>? {
        roles[operation].map { line in Set(line.compactMap { letters[$0] }) }
    }

    /// Nobody's business but a door's: the same for whoever asks, with a token or without.
    static let forAnybody: Set<String> = [
        "isAlive", "isReady", "getDocument", "searchDirectory", "seeDirectory", "getCard", "seeNothing", "seeIndex", "getStyle",
        "seeDoor", "openHandout", "openSession",
        "seeSignIn", "signInByForm", "signOut", "seeSessions", "endSessionByForm", "seeJoin", "join", "seeRefer", "refer",
        "getBoardStyle", "getBoardScript", "seeBoard", "getBoardStamp", "seeWhy", "claimByForm", "triageByForm", "proposeByForm",
        "seePlans", "planByForm", "seePlan", "solveByForm", "applyByForm", "discardByForm",
        "consentByForm", "answerByForm", "seeProposals", "answerOwnByForm", "seeDay", "changeByForm",
        "closeByForm", "seeBook", "bookByForm", "seeClient",
    ]
    /// What each of those answers, if not 200: a page without a cookie leads to the sign-in, and a form of another site's goes nowhere.
    static let statusForAnybody = [
        "getCard": 404, "openHandout": 404, "signInByForm": 403, "signOut": 303, "seeSessions": 303, "endSessionByForm": 303,
        "join": 403, "refer": 403, "seeBoard": 303, "getBoardStamp": 303, "seeWhy": 303, "claimByForm": 303, "triageByForm": 303,
        "proposeByForm": 303, "seePlans": 303, "planByForm": 303, "seePlan": 303, "solveByForm": 303, "applyByForm": 303,
        "discardByForm": 303, "consentByForm": 303, "answerByForm": 303, "seeProposals": 303, "answerOwnByForm": 303,
        "seeDay": 303,
        "changeByForm": 303, "closeByForm": 303, "seeBook": 303, "bookByForm": 303, "seeClient": 303,
    ]
    /// Asks who it is, in the body: a try is counted, whoever makes it (see StaffDoorTests).
    static let asksInBody: Set<String> = ["openSession"]
    /// For a person's own session: a token, whatever its role, is not enough.
    static let forPersons: Set<String> = [
        "stepUp", "changePassword", "offerFactor", "confirmFactor", "breakGlass", "copyClient",
        "askDestruction", "withdrawDestruction", "confirmDestruction",
    ]

    /// What can be done once, by whoever of those allowed comes first.
    static let doneOnce: Set<String> = ["adoptMatchingPolicy", "askEarlyCheck", "withdrawArticle"]
    /// Ranks a team anew and compares it with what was seen, for which this clinic's therapists have too few hours, and nobody urgent waits:
    /// see `ResourceTests.proposalFlow` and `PlanTests`.
    static let needsTeam: Set<String> = ["proposeNext", "planAllocation", "solveAllocation", "applyAllocation"]

    /// What can be said of a session that has begun, and all of this clinic's are to come: see `AppointmentRouteTests.attendance`.
    static let onceBegun: Set<String> = ["fulfilAppointment", "missAppointment"]

    /// What a role of the route is told it may not do to what it sees: kept prompts are a therapist's to release.
    static let notForThisRole: [String: Set<Role>] = ["releaseHandout": [.lead, .operator]]

    /// What a therapist does to her own row by a route of her own (`editOwnProfile`): row-level security lets her, and the policy of this
    /// route, which is for anybody's row, does not.
    static let ownRowByAnotherRoute: Set<String> = ["editProfile"]

    /// What a therapist may do in her own calendar only, though every therapist's row is there for all to see.
    static let ownCalendarOnly: Set<String> = [
        "listAffected", "closeHours", "openHours", "resetHours", "listOpenProposals",
    ]

    /// What changes nobody's file: whose it is says nothing about who may.
    static let nobodysFile: Set<String> = ["withdrawArticle"]

    /// What a lead may do only to a client whose file she has opened: that of `hers`.
    static let withOpenFileOnly: Set<String> = ["giveHandout"]

    /// What a therapist may do to what stays in her calendar only while she cares for the client.
    static let inCareOnly: Set<String> = [
        "cancelAppointment", "moveAppointment", "arriveAppointment", "expectAppointment", "fulfilAppointment", "missAppointment",
        "withdrawAppointment",
    ]

    /// What a therapist may not do to a client whom she only supervises: she reads along.
    static let notAlong: Set<String> = [
        "giveHandout", "linkHandout", "releaseHandout", "withdrawHandout", "bookAppointment", "answerEarlyCheck", "askEarlyCheck",
    ]
}

/// Whoever asks.
enum Asker: Int, CaseIterable, Sendable {
    case lead, intake, frontDesk, amara, tomasz, integration, `operator`
    case nobody, revoked, expired, unknown
    /// Whoever holds the link to a client's handout (that of `hers`) and shows its secret as a token; and one whose secret looks like a token
    /// and like a session's, so that the database is asked for it.
    case link, linkLikeToken
    /// Whom a link makes the actor: the client of `hers`, with a token that no client has but here, so that each door is asked for the role.
    case client

    var role: Role? {
        switch self {
        case .lead: .lead
        case .intake: .intake
        case .frontDesk: .frontDesk
        case .amara, .tomasz: .therapist
        case .integration: .integration
        case .operator: .operator
        case .client: .client
        case .nobody, .revoked, .expired, .unknown, .link, .linkLikeToken: nil
        }
    }
    var therapist: UUID? {
        switch self {
        case .amara: TestClinic.amara
        case .tomasz: TestClinic.tomasz
        default: nil
        }
    }
}

/// Whose object an address or a body names, as Amara sees it. To a client `hers` is their own, and every other belongs to another client.
enum Owner: Int, CaseIterable, Sendable {
    case hers, colleagues, ended, covered, coverEnded, coverAhead, supervised, supervisionEnded, proposed, proposalEnded
    case nobodys, keptApart
    /// An id of something else that she may see, an id of nothing, and what is no id.
    case otherKind, absent, malformed

    static let existing = Owner.allCases.filter { $0.rawValue < Owner.otherKind.rawValue }
    var exists: Bool { rawValue < Owner.otherKind.rawValue }

    /// Care by Amara that holds now.
    static let ofAmara: Set<Owner> = [.hers, .covered, .supervised, .proposed]
    static let ofTomasz: Set<Owner> = [.colleagues, .covered, .coverEnded, .coverAhead, .supervised, .supervisionEnded]
    /// Whose calendar and whose proposal: these stay a therapist's own when her care ends, with ids and times and no name.
    static let inAmarasCalendar: Set<Owner> = [.hers, .ended, .proposed, .proposalEnded]
    static let inTomaszsCalendar: Set<Owner> = ofTomasz

    /// Whether `asker` only supervises this owner's care, which is Amara's of some and Tomasz's of none.
    func isAlong(_ asker: Asker) -> Bool { self == .supervised && asker == .amara }

    /// Whose calendar the appointment and the proposal are in.
    var therapist: UUID {
        if Owner.inAmarasCalendar.contains(self) { return TestClinic.amara }
        return Owner.inTomaszsCalendar.contains(self) ? TestClinic.tomasz : AuthorisationClinic.mika
    }

    /// Whether `asker` may see it where it was made for `other` to ask about: a client is one of them, staff see all alike.
    func isSeen(by asker: Asker, as kind: ObjectKind, madeFor other: Asker) -> Bool {
        (asker != .client || other == asker) && isSeen(by: asker, as: kind)
    }

    /// Whether `asker`, whose role the route names, may see this owner's object of this kind.
    func isSeen(by asker: Asker, as kind: ObjectKind) -> Bool {
        guard exists else { return false }
        switch (asker, kind) {
        case (_, .therapist), (_, .article), (_, .externalService): return true
        case (.client, _): return self == .hers && [.client, .appointment, .handout].contains(kind)
        case (_, .keptApart): return self == .keptApart
        case (.tomasz, .careGrant), (.tomasz, .opening), (.tomasz, .othersOpening): return false
        case (_, .careGrant): return [.covered, .coverAhead, .supervised].contains(self)
        case (_, .opening), (_, .othersOpening), (.lead, .handout): return self == .hers
        case (_, .session): return false
        case (.amara, .appointment), (.amara, .proposal): return Owner.inAmarasCalendar.contains(self)
        case (.tomasz, .appointment), (.tomasz, .proposal): return Owner.inTomaszsCalendar.contains(self)
        case (.amara, _): return Owner.ofAmara.contains(self)
        case (.tomasz, _): return Owner.ofTomasz.contains(self)
        default: return true
        }
    }
}

/// What an address names, by its noun; the raw value is part of the test's ids.
enum ObjectKind: Int, CaseIterable, Sendable {
    case client = 1
    case referral, proposal, appointment, handout
    case therapist, article
    case careGrant
    /// A file that the lead who asks has opened, and one that another lead has.
    case opening, othersOpening
    /// Of these nobody here has any: their own tests end them.
    case session
    /// A flag that waits for a person.
    case safetyTask
    case earlyCheck, referralOut, externalService
    /// A plan for the waiting list that has the client on it.
    case allocation
    /// A way to reach a client; numbered as the clinic's rows are.
    case contactPoint = 20
    /// Only whoever is kept apart from somebody has one.
    case keptApart = 22

    init?(_ path: String) {
        if path.hasSuffix("/review") {
            self = .othersOpening
            return
        }
        let nouns: [(String, ObjectKind)] = [
            ("/v1/clients", .client), ("/v1/referrals-out", .referralOut), ("/v1/referrals", .referral),
            ("/v1/proposals", .proposal),
            ("/v1/appointments", .appointment), ("/v1/handouts", .handout), ("/v1/therapists", .therapist),
            ("/v1/articles", .article), ("/v1/slots", .client), ("/v1/care-grants", .careGrant), ("/v1/break-glass", .opening),
            ("/v1/sessions", .session), ("/v1/safety-tasks", .safetyTask), ("/v1/early-checks", .earlyCheck),
            ("/v1/external-services", .externalService), ("/v1/allocations", .allocation),
            ("/v1/contact-points", .contactPoint), ("/v1/kept-apart", .keptApart),
        ]
        guard let kind = nouns.first(where: { path.hasPrefix($0.0) })?.1 else { return nil }
        self = kind
    }
}
