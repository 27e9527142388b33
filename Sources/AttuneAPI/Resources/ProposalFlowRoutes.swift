import Access
import Appointments
import Clinic
import HTTPTypes
import Referrals
import Therapists

/// What follows an answer: who is next, and another hour for the client.
extension RouteTable {
    static var proposalFlow: [Route] {
        [
            Route(
                method: .get, path: "/v1/proposals", operation: "listEndedProposals", tag: "referrals",
                summary: "Referrals that wait for the next proposal, by their last one",
                notes: "It was declined, ran out, or the care did not last. Longest waiting first; the look is recorded.",
                door: .bearer(Policies.intake), parameters: [.limit, .cursor],
                answers: [
                    .init(status: .ok, summary: "A page.", schema: .page("EndedProposals", of: ReferralWire.endedSchema))
                ],
                traits: [.pages, .brief]
            ) { exchange in
                let page = try exchange.page
                let after = try page.afterInstantAndID.map { (endedAt: $0.0, id: Proposal.ID($0.1)) }
                return try await exchange.look { look in
                    let rows = try await look.endedProposals(after: after, limit: page.limit + 1)
                    try await look.record("proposal.listed", clients: rows.prefix(page.limit).map(\.proposal.client.uuid))
                    return exchange.list(rows, page, cursor: { Page.cursor($0.endedAt, $0.proposal.id.uuid) }) {
                        ReferralWire.write($1, into: &$0)
                    }
                }
            },
            Route(
                method: .get, path: "/v1/proposals/{id}/next", operation: "nextInLine", tag: "referrals",
                summary: "Who is next, after a no or when time ran out",
                notes: "The team ranked anew, without those who were declined. The look is recorded.",
                door: .bearer(Policies.intake),
                parameters: [
                    .id("The proposal's id."),
                    .query("service", .uuid, "What a first session is; the clinic's own where not given."),
                    .query("limit", .integer(1...100), "Matches at most; 3 where not given."),
                ] + MatchWire.Page.parameters,
                answers: [.init(status: .ok, summary: "The ranking.", schema: MatchWire.schema)],
                problems: [(.conflict, "It may still be answered, or the referral must not be ranked.")]
            ) { exchange in
                let id: Proposal.ID = try exchange.pathID()
                let asked: Service.ID? = exchange.queryID("service")
                let page = MatchWire.Page(exchange, matches: 3)
                let services = exchange.services
                return try await exchange.act { act in
                    let service = try await services.configuration.clinic.firstSession(asked, act)
                    let matches = try await act.nextInLine(
                        after: id, service: service, memory: services.team, zones: services.zones)
                    try await act.record("referral.matched", subject: id.uuid, client: matches.folder.referral.client.uuid)
                    return MatchWire.reply(matches, page)
                }
            },
            Route(
                method: .post, path: "/v1/proposals/{id}/next", operation: "proposeNext", tag: "referrals",
                summary: "Propose whoever is next: holds a place and an hour",
                notes:
                    "Ranked anew in the same transaction. Name the therapist whom you saw as the next, and nothing is proposed when "
                    + "somebody else comes first by now. To choose another one, propose on the referral.",
                door: .bearer(Policies.intake), parameters: [.id("The proposal's id.")],
                body: .init(schema: ReferralForms.nextSchema, example: ReferralForms.nextExample, required: false),
                answers: [.init(status: .created, summary: "Proposed.", schema: ReferralWire.proposalSchema, location: true)],
                problems: [(.conflict, "It may still be answered, nobody is left, or somebody else is next.")],
                traits: [.idempotent]
            ) { exchange in
                let id: Proposal.ID = try exchange.pathID()
                let body = exchange.json.map { Fields($0) }
                let asked: Service.ID? = try body?.idIfAny("service")
                let therapist: Therapist.ID? = try body?.idIfAny("therapist")
                let start = try body?.instantIfAny("start")
                let format: SessionFormat? = try body?.wordIfAny("format")
                let hours = try body?.integerIfAny("answer_within_hours") ?? 72
                let services = exchange.services
                return try await exchange.act { act in
                    let service = try await services.configuration.clinic.firstSession(asked, act)
                    let proposal = try await act.proposeNext(
                        after: id,
                        NextProposal(therapist, service: service, start: start, format: format, answerWithin: .hours(hours)),
                        memory: services.team, zones: services.zones)
                    return ReferralWire.reply(proposal, .created).located("/v1/proposals/\(UUIDText.string(proposal.id.uuid))")
                }
            },
            Route(
                method: .get, path: "/v1/proposals/{id}/hours", operation: "listOtherHours", tag: "referrals",
                summary: "Other hours that the same therapist has, for a client who asks",
                notes: "After the proposal's last moment, the earliest first. The look is recorded.",
                door: .bearer(Policies.intake),
                parameters: [.id("The proposal's id."), .query("limit", .integer(1...50), "At most; 20 where not given.")],
                answers: [.init(status: .ok, summary: "Openings.", schema: ReferralWire.hoursSchema)],
                problems: [(.conflict, "It is not open any more."), (.gone, "It has expired.")]
            ) { exchange in
                let id: Proposal.ID = try exchange.pathID()
                let (limit, zones) = (exchange.integer("limit") ?? 20, exchange.services.zones)
                return try await exchange.act { act in
                    let hours = try await act.otherHours(id, limit: limit, zones: zones)
                    try await act.record("proposal.read", subject: id.uuid, client: try await act.proposal(id).client.uuid)
                    return ReferralWire.reply(hours)
                }
            },
            Route(
                method: .post, path: "/v1/proposals/{id}/hour", operation: "moveProposedHour", tag: "referrals",
                summary: "Hold another hour of the same therapist, as the client asked",
                notes: "In one step: place, expiry and answers stay as they are.", door: .bearer(Policies.intake),
                parameters: [.id("The proposal's id.")],
                body: .init(schema: ReferralForms.hourSchema, example: ReferralForms.hourExample),
                answers: [.init(status: .ok, summary: "Held.", schema: ReferralWire.proposalSchema)],
                problems: [(.conflict, "It is not open any more, or the hour is taken."), (.gone, "It has expired.")],
                traits: [.ifMatch]
            ) { exchange in
                let id: Proposal.ID = try exchange.pathID()
                let version = try exchange.precondition.expected
                let zones = exchange.services.zones
                let start = try AppointmentWire.start(exchange.body, zones: zones)
                return try await exchange.act { act in
                    ReferralWire.reply(try await act.moveHour(of: id, to: start, version: version, zones: zones).proposal)
                }
            },
        ]
    }
}
