import Access
import Appointments
import Clients
import Clinic
import HTTPTypes
import Referrals
import Therapists

extension Exchange {
    /// The clinic's clock, calendar and crisis information, as answers about referrals need them.
    func moment(_ now: Instant) throws -> ReferralWire.Moment {
        let clinic = services.configuration.clinic
        return ReferralWire.Moment(now: now, rules: try services.zones.rules(clinic.zone), crisis: clinic.crisis)
    }
}

extension RouteTable {
    static var referrals: [Route] {
        [
            Route(
                method: .get, path: "/v1/referrals", operation: "listReferrals", tag: "referrals",
                summary: "The triage board: safety holds first, then by due date", notes: "The look is recorded.",
                door: .bearer(Policies.readReferrals),
                parameters: [
                    .query(
                        "status", .word(ReferralStatus.allCases.map(\.rawValue)), "Only these; all that are open where not given."
                    ),
                    .query("urgency", .word(Urgency.allCases.map(\.rawValue)), "Only these."),
                    .query("safety_hold", .boolean, "Only those on a safety hold."),
                    .query("mine", .boolean, "Only those that you have claimed."), .limit, .cursor,
                ],
                answers: [.init(status: .ok, summary: "A page.", schema: .page("Referrals", of: ReferralWire.rowSchema))],
                traits: [.pages, .brief]
            ) { exchange in
                let page = try exchange.page
                let after = try page.afterGroupInstantAndID.map { BoardCursor(group: $0.0, due: $0.1, id: $0.2) }
                let filter = BoardFilter(
                    statuses: exchange.text("status").flatMap(ReferralStatus.init(rawValue:)).map { [$0] } ?? [],
                    urgency: exchange.text("urgency").flatMap(Urgency.init(rawValue:)),
                    onlySafetyHolds: exchange.query["safety_hold"] == .bool(true),
                    onlyMine: exchange.query["mine"] == .bool(true))
                return try await exchange.look { look in
                    // The board gives 200 rows at most; a full page may have another behind it.
                    let rows = try await look.referralBoard(filter, after: after, limit: page.limit)
                    try await look.record("referral.listed", clients: rows.map(\.referral.client.uuid))
                    let moment = try exchange.moment(try await look.now)
                    return exchange.list(
                        rows, page, mayHaveMore: rows.count == page.limit,
                        cursor: { Page.cursor(group: $0.cursor.group, $0.cursor.due, $0.cursor.id) }
                    ) { ReferralWire.write($1, at: moment, into: &$0) }
                }
            },
            Route(
                method: .get, path: "/v1/referrals/{id}", operation: "getReferral", tag: "referrals",
                summary: "One referral: what is asked for, its triages and proposals", notes: "The look is recorded.",
                door: .bearer(Policies.readReferrals), parameters: [.id("The referral's id.")],
                answers: [.init(status: .ok, summary: "The referral.", schema: ReferralWire.fileSchema)],
                traits: [.conditional, .brief]
            ) { exchange in
                let id: Referral.ID = try exchange.pathID()
                return try await exchange.look { look in
                    let folder = try await look.referral(id)
                    try await look.record("referral.read", subject: id.uuid, client: folder.referral.client.uuid)
                    return ReferralWire.reply(folder, at: try exchange.moment(try await look.now))
                }
            },
            Route(
                method: .post, path: "/v1/referrals", operation: "addReferral", tag: "referrals",
                summary: "Take in one referral",
                notes: "Words that name danger, or a ticked safety flag, put it on a safety hold that only a person lifts.",
                door: .bearer(Policies.intake), body: .init(schema: ReferralForms.schema, example: ReferralForms.example),
                answers: [.init(status: .created, summary: "Taken in.", schema: ReferralWire.fileSchema, location: true)],
                traits: [.idempotent, .brief]
            ) { exchange in
                let body = try exchange.body
                let form = try ReferralForms.parse(body)
                let client: Client.ID? = try body.idIfAny("client")
                let settings = exchange.services.configuration.clinic
                let zones = exchange.services.zones
                return try await exchange.act { act in
                    if let client {
                        guard try await act.client(client) != nil else {
                            throw Problem.invalid("/client", "client.not_found", "There is no such client. Look them up again.")
                        }
                    }
                    let rules = try await settings.intakeRules(act, zones: zones)
                    let checked: CheckedReferral
                    do { checked = try form.checked(by: rules, client: client) } catch let unusable as UnusableReferral {
                        throw ReferralForms.problem(unusable)
                    }
                    let added = try await act.addReferral(checked.referral, zone: settings.zone)
                    return ReferralWire.reply(
                        try await act.referral(added.id), .created, at: try exchange.moment(try await act.now)
                    )
                    .located("/v1/referrals/\(UUIDText.string(added.id.uuid))")
                }
            },
            Route(
                method: .post, path: "/v1/referrals/import", operation: "importReferrals", tag: "referrals",
                summary: "Take in a CSV file of referrals",
                notes:
                    "Good rows are kept, bad ones reported by line and column; 2,000 rows are read. The same file again adds nothing.",
                door: .bearer(Policies.intake),
                body: .init(schema: .any, otherTypes: ["text/csv"], isJSON: false, isImport: true),
                answers: [.init(status: .ok, summary: "What became of each row.", schema: ReferralWire.importSchema)],
                traits: [.idempotent]
            ) { exchange in
                let bytes = exchange.bytes
                let settings = exchange.services.configuration.clinic
                let zones = exchange.services.zones
                var limits = CSVLimits()
                limits.rows = exchange.services.configuration.maximumImportRows
                return try await exchange.act { [limits] act in
                    let file = ReferralFile(bytes, rules: try await settings.intakeRules(act, zones: zones), limits: limits)
                    let report = try await act.importReferrals(file, zone: settings.zone)
                    return ReferralWire.reply(report, of: file, crisis: settings.crisis.text(in: settings.language))
                }
            },
            Route(
                method: .post, path: "/v1/referrals/{id}/triage", operation: "triageReferral", tag: "referrals",
                summary: "Record what a person decided",
                notes: "A level lifts a safety hold: whoever sets it clears what is open, with the same reason.",
                door: .bearer(Policies.intake), parameters: [.id("The referral's id.")],
                body: .init(schema: ReferralForms.triageSchema, example: ReferralForms.triageExample),
                answers: [.init(status: .ok, summary: "Decided.", schema: ReferralWire.fileSchema)],
                problems: [(.conflict, "The referral's status does not allow it.")], traits: [.ifMatch]
            ) { exchange in
                let id: Referral.ID = try exchange.pathID()
                let version = try exchange.precondition.expected
                let decision = try ReferralForms.triage(exchange.body)
                return try await exchange.act { act in
                    try await act.triageReferral(id, decision, version: version)
                    return ReferralWire.reply(try await act.referral(id), at: try exchange.moment(try await act.now))
                }
            },
            Route(
                method: .get, path: "/v1/referrals/{id}/matches", operation: "matchReferral", tag: "referrals",
                summary: "Every therapist ranked with reasons, or excluded with reasons",
                notes: "Points sum to the score. Software proposes; a named person decides. The look is recorded.",
                door: .bearer(Policies.intake),
                parameters: [
                    .id("The referral's id."),
                    .query("service", .uuid, "What a first session is; the clinic's own where not given."),
                    .query("limit", .integer(1...100), "Matches at most; 10 where not given."),
                ] + MatchWire.Page.parameters,
                answers: [.init(status: .ok, summary: "The ranking.", schema: MatchWire.schema)],
                problems: [(.conflict, "It must not be ranked: flagged, not triaged, closed, or without consent.")]
            ) { exchange in
                let id: Referral.ID = try exchange.pathID()
                let asked: Service.ID? = exchange.queryID("service")
                let page = MatchWire.Page(exchange, matches: 10)
                let services = exchange.services
                return try await exchange.act { act in
                    let service = try await services.configuration.clinic.firstSession(asked, act)
                    let matches = try await act.matches(
                        for: id, service: service, memory: services.team, zones: services.zones)
                    try await act.record("referral.matched", subject: id.uuid, client: matches.folder.referral.client.uuid)
                    return MatchWire.reply(matches, page)
                }
            },
            Route(
                method: .post, path: "/v1/referrals/{id}/proposals", operation: "proposeReferral", tag: "referrals",
                summary: "Propose a therapist: holds a place and an hour", door: .bearer(Policies.intake),
                parameters: [.id("The referral's id.")],
                body: .init(schema: ReferralForms.proposalSchema, example: ReferralForms.proposalExample),
                answers: [.init(status: .created, summary: "Proposed.", schema: ReferralWire.proposalSchema, location: true)],
                traits: [.idempotent]
            ) { exchange in
                let id: Referral.ID = try exchange.pathID()
                let body = try exchange.body
                let asked: Service.ID? = try body.idIfAny("service")
                let therapist: Therapist.ID = try body.id("therapist")
                let start = try body.instantIfAny("start")
                let format: SessionFormat? = try body.wordIfAny("format")
                let hours = try body.integerIfAny("answer_within_hours") ?? 72
                let reason = try body.textIfAny("override_reason")
                let services = exchange.services
                return try await exchange.act { act in
                    let service = try await services.configuration.clinic.firstSession(asked, act)
                    let proposal = try await act.propose(
                        NewProposal(
                            referral: id, therapist: therapist, service: service, start: start, format: format,
                            answerWithin: .hours(hours), overrideReason: reason),
                        memory: services.team, zones: services.zones)
                    return ReferralWire.reply(proposal, .created).located("/v1/proposals/\(UUIDText.string(proposal.id.uuid))")
                }
            },
        ]
    }

    static var proposals: [Route] {
        [
            Route(
                method: .get, path: "/v1/proposals/{id}", operation: "getProposal", tag: "referrals",
                summary: "One proposal, with the explanation it was made on", notes: "The look is recorded.",
                door: .bearer(Policies.answerProposals), parameters: [.id("The proposal's id.")],
                answers: [.init(status: .ok, summary: "The proposal.", schema: ReferralWire.proposalSchema)],
                traits: [.conditional, .brief]
            ) { exchange in
                let id: Proposal.ID = try exchange.pathID()
                return try await exchange.look { look in
                    let proposal = try await look.proposal(id)
                    try await look.record("proposal.read", subject: id.uuid, client: proposal.client.uuid)
                    return ReferralWire.reply(proposal)
                }
            },
            Route(
                method: .get, path: "/v1/therapists/{id}/proposals", operation: "listOpenProposals", tag: "referrals",
                summary: "What waits for a therapist's answer, or for her client's",
                notes: "The one that ends first at the top; 100 at most. A therapist asks for herself. The look is recorded.",
                door: .bearer(Policies.answerProposals), parameters: [.id("The therapist's id.")],
                answers: [.init(status: .ok, summary: "The open proposals.", schema: ReferralWire.openSchema)], traits: [.brief]
            ) { exchange in
                let id: Therapist.ID = try exchange.pathID()
                return try await exchange.look { look in
                    let rows = try await look.openProposals(of: id)
                    try await look.recordList("proposal.listed", of: nil, rows.map(\.client.uuid))
                    return Reply.json(capacity: 64 + rows.count * 4_096) { writer in
                        writer.object { writer in
                            writer.key("data")
                            writer.array(rows) { ReferralWire.write($1, into: &$0) }
                        }
                    }
                }
            },
            Route(
                method: .post, path: "/v1/proposals/{id}/accept", operation: "acceptProposal", tag: "referrals",
                summary: "The therapist says yes, and then the client does",
                notes:
                    "The therapist answers for herself; intake records the client's yes, which books the first session. The lead may do "
                    + "either: name whose answer it is in `by`.",
                door: .bearer(Policies.answerProposals), parameters: [.id("The proposal's id.")],
                body: .init(schema: ReferralForms.acceptSchema, example: ReferralForms.acceptExample, required: false),
                answers: [.init(status: .ok, summary: "Accepted.", schema: ReferralWire.proposalSchema)],
                problems: [(.conflict, "It is not open for this answer."), (.gone, "It has expired.")], traits: [.ifMatch]
            ) { exchange in
                let id: Proposal.ID = try exchange.pathID()
                let version = try exchange.precondition.expected
                let by = try exchange.json.map { json throws(Problem) in try Fields(json).textIfAny("by") } ?? nil
                let zones = exchange.services.zones
                return try await exchange.act { act in
                    let isClients: Bool
                    if let by {
                        isClients = by == "client"
                    } else if try await act.actor.role == .therapist {
                        isClients = false
                    } else {
                        isClients = try await act.proposal(id).status == .therapistAccepted
                    }
                    if isClients {
                        return ReferralWire.reply(try await act.acceptByClient(id, version: version, zones: zones).proposal)
                    }
                    return ReferralWire.reply(try await act.acceptByTherapist(id, version: version, zones: zones))
                }
            },
            Route(
                method: .post, path: "/v1/proposals/{id}/decline", operation: "declineProposal", tag: "referrals",
                summary: "Say no: place and hour are free at once",
                notes:
                    "The therapist for herself; intake for the client, or for her. Whoever said it, she is not offered again for this "
                    + "referral, and what a client says she never hears.", door: .bearer(Policies.answerProposals),
                parameters: [.id("The proposal's id.")],
                body: .init(schema: ReferralForms.declineSchema, example: ReferralForms.declineExample),
                answers: [.init(status: .ok, summary: "Declined.", schema: ReferralWire.proposalSchema)],
                problems: [(.conflict, "It is not open any more."), (.gone, "It has expired.")], traits: [.ifMatch]
            ) { exchange in
                let id: Proposal.ID = try exchange.pathID()
                let version = try exchange.precondition.expected
                let decline = try ReferralForms.decline(exchange.body)
                return try await exchange.act { act in
                    ReferralWire.reply(try await act.declineProposal(id, decline, version: version))
                }
            },
            Route(
                method: .post, path: "/v1/proposals/{id}/withdraw", operation: "withdrawProposal", tag: "referrals",
                summary: "Take it back: place and hour are free at once", notes: "The same therapist may be proposed again.",
                door: .bearer(Policies.intake), parameters: [.id("The proposal's id.")],
                answers: [.init(status: .ok, summary: "Withdrawn.", schema: ReferralWire.proposalSchema)],
                problems: [(.conflict, "It is not open any more."), (.gone, "It has expired.")], traits: [.ifMatch, .brief]
            ) { exchange in
                let id: Proposal.ID = try exchange.pathID()
                let version = try exchange.precondition.expected
                return try await exchange.act { act in
                    ReferralWire.reply(try await act.withdrawProposal(id, version: version))
                }
            },
        ]
    }
}
