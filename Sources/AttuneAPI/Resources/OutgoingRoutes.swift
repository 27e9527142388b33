import Access
import Clinic
import HTTPTypes
import Referrals

/// When nobody here fits: services outside, and referrals to them.
extension RouteTable {
    static var externalServices: [Route] {
        [
            Route(
                method: .get, path: "/v1/external-services", operation: "listExternalServices", tag: "referrals",
                summary: "Services outside, by name", door: .bearer(Policies.readExternal),
                parameters: [
                    .query("concept", .text(1...63, .code), "That help with this."),
                    .query("region", .text(1...100, .visible), "There."),
                    .query("language", .text(2...12, .language), "In it."),
                    .query("including_retired", .boolean, "Also those that are offered no longer."), .limit, .cursor,
                ],
                answers: [
                    .init(status: .ok, summary: "A page.", schema: .page("ExternalServices", of: OutgoingWire.serviceSchema))
                ],
                traits: [.pages]
            ) { exchange in
                let page = try exchange.page
                let after = try page.afterPair?.0
                let filter = ExternalServiceFilter(
                    concept: exchange.text("concept"), region: exchange.text("region"), language: exchange.text("language"),
                    includingRetired: exchange.query["including_retired"] == .bool(true))
                let rows = try await exchange.reader().externalServices(filter, after: after, limit: page.limit + 1)
                return exchange.list(rows, page, cursor: { Page.cursor(pair: $0.facts.name, "") }) {
                    OutgoingWire.write($1, into: &$0)
                }
            },
            Route(
                method: .post, path: "/v1/external-services", operation: "addExternalService", tag: "referrals",
                summary: "Add a service outside, or bring one up to date",
                notes: "The same name again is the same service.", door: .bearer(Policies.intake),
                body: .init(schema: OutgoingWire.newServiceSchema, example: OutgoingWire.serviceExample),
                answers: [.init(status: .created, summary: "Known.", schema: OutgoingWire.serviceSchema)], traits: [.idempotent]
            ) { exchange in
                let facts = try OutgoingWire.facts(exchange.body)
                return try await exchange.act { act in
                    try await act.addExternalService(facts)
                    let service = try await act.externalService(named: facts.name)
                    return Reply.json(.created) { OutgoingWire.write(service, into: &$0) }
                }
            },
            Route(
                method: .post, path: "/v1/external-services/{id}/retire", operation: "retireExternalService", tag: "referrals",
                summary: "Offer a service no longer", notes: "What refers to it stays.", door: .bearer(Policies.intake),
                parameters: [.id("The service's id.")],
                answers: [.init(status: .noContent, summary: "Retired.")], traits: [.idempotent]
            ) { exchange in
                let id: ExternalService.ID = try exchange.pathID()
                return try await exchange.act { act in
                    try await act.retireExternalService(id)
                    return Reply(status: .noContent)
                }
            },
        ]
    }

    static var referralsOut: [Route] {
        [
            Route(
                method: .post, path: "/v1/referrals/{id}/out", operation: "prepareReferralOut", tag: "referrals",
                summary: "Write what a service outside would be told, and show it",
                notes: "From fields chosen one by one, on a recorded consent to sharing. Nothing leaves.",
                door: .bearer(Policies.intake), parameters: [.id("The referral's id.")],
                body: .init(schema: OutgoingWire.prepareSchema, example: OutgoingWire.prepareExample),
                answers: [.init(status: .created, summary: "Prepared.", schema: OutgoingWire.schema, location: true)],
                problems: [(.conflict, "No consent, the referral is closed, or one to this service is under way.")],
                traits: [.idempotent]
            ) { exchange in
                let id: Referral.ID = try exchange.pathID()
                let body = try exchange.body
                let service: ExternalService.ID = try body.id("service")
                let fields: [PacketField] = try body.words("fields")
                return try await exchange.act { act in
                    let out: ReferralOut
                    do {
                        out = try await act.prepareReferralOut(id, to: service, fields: Set(fields))
                    } catch ReferralRefusal.serviceNotFound {
                        throw Problem.invalid("/service", "external.not_found", "There is no such service, or it is retired.")
                    }
                    return OutgoingWire.reply(out, .created).located("/v1/referrals-out/\(UUIDText.string(out.id.uuid))")
                }
            },
            Route(
                method: .get, path: "/v1/referrals-out", operation: "listReferralsOut", tag: "referrals",
                summary: "Referrals to services outside that are not closed, the oldest first", notes: "The look is recorded.",
                door: .bearer(Policies.intake),
                parameters: [
                    .query("referral", .uuid, "Of this one."),
                    .query("due", .boolean, "Only those about which it is time to ask."), .limit, .cursor,
                ],
                answers: [.init(status: .ok, summary: "A page.", schema: .page("ReferralsOut", of: OutgoingWire.rowSchema))],
                traits: [.pages]
            ) { exchange in
                let page = try exchange.page
                let after = try page.afterInstantAndID.map { (createdAt: $0.0, id: ReferralOut.ID($0.1)) }
                let referral: Referral.ID? = exchange.queryID("referral")
                let due = exchange.query["due"] == .bool(true)
                return try await exchange.look { look in
                    let rows = try await look.referralsOut(of: referral, onlyDue: due, after: after, limit: page.limit + 1)
                    try await look.record("referral_out.listed", clients: rows.prefix(page.limit).map(\.client.uuid))
                    return exchange.list(rows, page, cursor: { Page.cursor($0.createdAt, $0.id.uuid) }) {
                        OutgoingWire.writeRow($1, into: &$0)
                    }
                }
            },
            Route(
                method: .get, path: "/v1/referrals-out/{id}", operation: "getReferralOut", tag: "referrals",
                summary: "One, with what it says, word for word", notes: "The look is recorded.",
                door: .bearer(Policies.intake), parameters: [.id("Its id.")],
                answers: [.init(status: .ok, summary: "It.", schema: OutgoingWire.schema)], traits: [.conditional]
            ) { exchange in
                let id: ReferralOut.ID = try exchange.pathID()
                return try await exchange.look { look in
                    let out = try await look.referralOut(id)
                    try await look.record("referral_out.read", subject: id.uuid, client: out.client.uuid)
                    return OutgoingWire.reply(out)
                }
            },
            Route(
                method: .post, path: "/v1/referrals-out/{id}/move", operation: "moveReferralOut", tag: "referrals",
                summary: "Note that a person sent it, or what came back",
                notes: "Attune sends nothing. When they accept, our own referral ends as referred on.",
                door: .bearer(Policies.intake), parameters: [.id("Its id.")],
                body: .init(schema: OutgoingWire.moveSchema, example: OutgoingWire.moveExample),
                answers: [.init(status: .ok, summary: "Noted.", schema: OutgoingWire.schema)],
                problems: [(.conflict, "Its status does not allow it, or the consent does not hold any more.")],
                traits: [.ifMatch]
            ) { exchange in
                let id: ReferralOut.ID = try exchange.pathID()
                let version = try exchange.precondition.expected
                let body = try exchange.body
                let status: ReferralOutStatus = try body.word("to")
                let how: ReferralOut.Way? = try body.wordIfAny("how")
                let checkOn = try body.dateIfAny("check_on")
                return try await exchange.act { act in
                    OutgoingWire.reply(
                        try await act.moveReferralOut(id, to: status, how: how, checkOn: checkOn, version: version))
                }
            },
        ]
    }
}
