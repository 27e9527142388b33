import Access
import Clients
import Clinic
import HTTPTypes
import Handouts
import Messages
import Therapists

extension RouteTable {
    static var handouts: [Route] {
        [
            Route(
                method: .get, path: "/v1/handouts", operation: "listHandouts", tag: "handouts",
                summary: "Handouts that were given, the oldest first", notes: "The look is recorded.",
                door: .bearer(Policies.handouts), parameters: [.query("client", .uuid, "Theirs only."), .limit, .cursor],
                answers: [.init(status: .ok, summary: "A page.", schema: .page("Handouts", of: HandoutWire.schema))],
                traits: [.pages, .brief]
            ) { exchange in
                let page = try exchange.page
                let after: Handout.ID? = try page.afterID.map(TypedID.init)
                let client: Client.ID? = exchange.queryID("client")
                return try await exchange.look { look in
                    let rows = try await look.handouts(of: client, after: after, limit: page.limit)
                    try await look.recordList("handout.listed", of: client, rows.map(\.client.uuid))
                    return exchange.list(
                        rows, page, mayHaveMore: rows.count == page.limit, cursor: { Page.cursor($0.id.uuid) }
                    ) { HandoutWire.write($1, into: &$0) }
                }
            },
            Route(
                method: .get, path: "/v1/handouts/{id}", operation: "getHandout", tag: "handouts", summary: "One handout",
                notes: "The look is recorded.", door: .bearer(Policies.handouts), parameters: [.id("The handout's id.")],
                answers: [.init(status: .ok, summary: "The handout.", schema: HandoutWire.schema)],
                traits: [.conditional, .brief]
            ) { exchange in
                let id: Handout.ID = try exchange.pathID()
                return try await exchange.look { look in
                    guard let handout = try await look.handout(id) else { throw Problem.notFound }
                    try await look.record("handout.looked_up", subject: id.uuid, client: handout.client.uuid)
                    return HandoutWire.reply(handout)
                }
            },
            Route(
                method: .post, path: "/v1/handouts", operation: "giveHandout", tag: "handouts",
                summary: "Give a client one version of an article", door: .bearer(Policies.handouts),
                body: .init(schema: HandoutWire.newSchema, example: HandoutWire.example),
                answers: [.init(status: .created, summary: "Given.", schema: HandoutWire.schema, location: true)],
                traits: [.idempotent]
            ) { exchange in
                let body = try exchange.body
                let new = NewHandout(
                    client: try body.id("client"), article: try body.id("article"), therapist: try body.idIfAny("therapist"),
                    note: try body.textIfAny("note"), released: body.has("released") ? try body.flag("released") : nil)
                return try await exchange.act { act in
                    let handout = try await act.giveHandout(new)
                    return HandoutWire.reply(handout, .created).located("/v1/handouts/\(UUIDText.string(handout.id.uuid))")
                }
            },
            Route(
                method: .post, path: "/v1/handouts/{id}/links", operation: "linkHandout", tag: "handouts",
                summary: "Make a link, and send it if that is safe",
                notes: "The link is shown once and kept nowhere: a retry with the same key hears 409 instead of it.",
                door: .bearer(Policies.handouts), parameters: [.id("The handout's id.")],
                body: .init(schema: HandoutWire.linkSchema, example: HandoutWire.linkExample),
                answers: [.init(status: .created, summary: "The link.", schema: HandoutWire.madeLinkSchema)],
                traits: [.idempotent, .showsSecret]
            ) { exchange in
                let id: Handout.ID = try exchange.pathID()
                let body = try exchange.body
                let lasts = Duration.hours(try body.integerIfAny("lasts_hours") ?? 14 * 24)
                let uses = try body.integerIfAny("uses") ?? 10
                let sends = try body.flag("send")
                let services = exchange.services
                return try await exchange.act { act in
                    guard sends else {
                        return HandoutWire.reply(try await act.makeHandoutLink(id, lasts: lasts, uses: uses), services)
                    }
                    let zone = try services.zones.rules(services.configuration.clinic.zone)
                    let delivery = try await act.shareHandout(id, base: services.base, zone: zone, lasts: lasts, uses: uses)
                    return HandoutWire.reply(delivery.link, services, delivery.message)
                }
            },
            Route(
                method: .post, path: "/v1/handouts/{id}/release", operation: "releaseHandout", tag: "handouts",
                summary: "Show the prompts that were kept", door: .bearer(Policies.handouts),
                parameters: [.id("The handout's id.")],
                answers: [.init(status: .ok, summary: "Released.", schema: HandoutWire.schema)], traits: [.ifMatch]
            ) { exchange in
                let id: Handout.ID = try exchange.pathID()
                let precondition = try exchange.precondition
                return try await exchange.act { act in
                    HandoutWire.reply(try await act.releaseHandout(id, version: try await act.version(of: id, precondition)))
                }
            },
            Route(
                method: .post, path: "/v1/handouts/{id}/withdraw", operation: "withdrawHandout", tag: "handouts",
                summary: "Take it back: its links end at once", door: .bearer(Policies.handouts),
                parameters: [.id("The handout's id.")],
                answers: [.init(status: .ok, summary: "Withdrawn.", schema: HandoutWire.schema)], traits: [.ifMatch]
            ) { exchange in
                let id: Handout.ID = try exchange.pathID()
                let precondition = try exchange.precondition
                return try await exchange.act { act in
                    HandoutWire.reply(try await act.withdrawHandout(id, version: try await act.version(of: id, precondition)))
                }
            },
        ]
    }

    /// What clients open. `GET` is harmless, because mail scanners and previews fetch links; `POST` opens.
    static var links: [Route] {
        [
            Route(
                method: .get, path: "/h/{token}", operation: "seeDoor", tag: "links", summary: "The door in front of a handout",
                notes: "The same for every link, known or not: nothing is looked up and nothing changes.", door: .link,
                parameters: [.token], answers: [.init(status: .ok, summary: "The door.", mediaType: "text/html")]
            ) { exchange in
                exchange.services.page(exchange.services.pages.door(language: exchange.language))
            },
            Route(
                method: .post, path: "/h/{token}", operation: "openHandout", tag: "links", summary: "Opens a handout",
                notes: "Unknown, expired, used up and revoked links look the same.", door: .link, parameters: [.token],
                answers: [
                    .init(status: .ok, summary: "The handout.", mediaType: "text/html"),
                    .init(status: .notFound, summary: "The link does not open anything.", mediaType: "text/html"),
                ]
            ) { exchange in
                let services = exchange.services
                let secret = TokenHash(of: exchange.captures.first ?? "")
                do {
                    let content = try await services.gate.act(.handoutLink(secret), Policies.openLink, exchange.request) { act in
                        try await act.openHandout()
                    }
                    return services.page(services.pages.handout(content))
                } catch AccessError.notSignedIn {
                    return services.page(services.pages.closed(language: exchange.language), .notFound)
                }
            },
        ]
    }
}

extension Act {
    /// The version to change: the one that was read, or with `*` the one that is there.
    fileprivate func version(of id: Handout.ID, _ precondition: Precondition) async throws -> Int {
        if let version = precondition.expected { return version }
        guard let handout = try await handout(id) else { throw Problem.notFound }
        return handout.version
    }
}

extension Parameter {
    static let token = Parameter(
        name: "token", place: .path, schema: .text(1...200), summary: "The secret of the link.", required: true)
}

extension Exchange {
    /// The reader's, as far as the pages are translated; the clinic's where the browser asks for neither.
    var language: Language {
        let wanted = head.headerFields[.acceptLanguage]?.lowercased() ?? ""
        for tag in wanted.split(separator: ",") {
            let code = tag.drop { $0 == " " }.prefix { $0 != ";" && $0 != "-" }
            if code == "fr" { return .french }
            if code == "en" { return .english }
        }
        return services.configuration.clinic.language
    }
}

extension Services {
    /// A page with the headers that it must have.
    func page(_ html: String, _ status: HTTPResponse.Status = .ok) -> Reply {
        var reply = Reply.html(html)
        reply.status = status
        reply.fields = pageFields
        return reply
    }
}
