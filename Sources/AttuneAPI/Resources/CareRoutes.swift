import Access
import Clients
import Clinic
import HTTPTypes
import Therapists

/// Who may see whose file for a while: cover, supervision, and the lead's look in an emergency.
extension RouteTable {
    static var care: [Route] {
        [
            Route(
                method: .get, path: "/v1/care-grants", operation: "listCareGrants", tag: "care",
                summary: "Cover and supervision that run or are to come",
                notes: "A therapist sees her own. The look is recorded.",
                door: .bearer(Policies.readCare),
                parameters: [
                    .query("client", .uuid, "Whose file."), .query("therapist", .uuid, "Who may see it."),
                    .query("including_ended", .boolean, "Also those that are over."), .limit, .cursor,
                ],
                answers: [.init(status: .ok, summary: "A page.", schema: .page("CareGrants", of: CareWire.grantSchema))],
                traits: [.pages]
            ) { exchange in
                let page = try exchange.page
                let after: CareGrant.ID? = try page.afterID.map(TypedID.init)
                let client: Client.ID? = exchange.queryID("client")
                let therapist: Therapist.ID? = exchange.queryID("therapist")
                let ended = exchange.query["including_ended"] == .bool(true)
                return try await exchange.look { look in
                    let rows = try await look.careGrants(
                        of: client, by: therapist?.uuid, includingEnded: ended, after: after, limit: page.limit + 1)
                    try await look.recordList("care.listed", of: client, rows.prefix(page.limit).map(\.client.uuid))
                    return exchange.list(rows, page, cursor: { Page.cursor($0.id.uuid) }) { CareWire.write($1, into: &$0) }
                }
            },
            Route(
                method: .post, path: "/v1/care-grants", operation: "grantCare", tag: "care",
                summary: "Let a therapist see a client's file, or all of a colleague's clients', for a while",
                notes:
                    "Name `client`, or `everybody_of` when a colleague is away. It begins and ends by itself. Whom this therapist cannot "
                    + "see is passed over, and nobody is told why.", door: .bearer(Policies.grantCare),
                body: .init(schema: CareWire.newGrantSchema, example: CareWire.grantExample),
                answers: [.init(status: .created, summary: "Granted.", schema: CareWire.grantedSchema)],
                problems: [(.conflict, "It cannot be this therapist, or there is nobody to cover.")], traits: [.idempotent]
            ) { exchange in
                let new = try CareWire.parse(exchange.body)
                return try await exchange.act { act in
                    let granted: GrantedCare
                    do { granted = try await act.grantCare(new) } catch ClientRefusal.notFound {
                        throw Problem.invalid("/client", "client.not_found", "There is no such client. Look them up again.")
                    }
                    return CareWire.reply(granted)
                }
            },
            Route(
                method: .post, path: "/v1/care-grants/{id}/end", operation: "endCareGrant", tag: "care",
                summary: "End cover or supervision now; take it back if it has not begun", door: .bearer(Policies.grantCare),
                parameters: [.id("The grant's id.")],
                answers: [.init(status: .noContent, summary: "Ended: the very next request is refused.")], traits: [.idempotent]
            ) { exchange in
                let id: CareGrant.ID = try exchange.pathID()
                return try await exchange.act { act in
                    try await act.endCareGrant(id)
                    return Reply(status: .noContent)
                }
            },
        ]
    }

    static var breakGlass: [Route] {
        [
            Route(
                method: .post, path: "/v1/clients/{id}/break-glass", operation: "breakGlass", tag: "care",
                summary: "Open a client's file to the lead for an hour, with a reason",
                notes:
                    "For a session that was confirmed within five minutes. What clients say and read is not the lead's to see. In an "
                    + "emergency she says why; the client's therapists see that she "
                    + "did, the privacy officer is told, and somebody else reviews it.",
                door: .bearer(Policies.breakGlass), parameters: [.id("The client's id.")],
                body: .init(schema: CareWire.reasonSchema, example: CareWire.reasonExample),
                answers: [.init(status: .created, summary: "Open.", schema: CareWire.glassSchema)],
                problems: [(.conflict, "It is open to you already.")], traits: [.idempotent]
            ) { exchange in
                let id: Client.ID = try exchange.pathID()
                let reason = try exchange.body.text("reason")
                return try await exchange.act { act in CareWire.reply(try await act.breakGlass(id, because: reason), .created) }
            },
            Route(
                method: .get, path: "/v1/break-glass", operation: "listBreakGlass", tag: "care",
                summary: "Whose files were opened in an emergency, the latest first",
                notes: "A therapist sees those of her own clients. The look is recorded.", door: .bearer(Policies.reviewGlass),
                parameters: [
                    .query("client", .uuid, "Theirs only."),
                    .query("unreviewed", .boolean, "Only those that nobody has reviewed."), .limit, .cursor,
                ],
                answers: [.init(status: .ok, summary: "A page.", schema: .page("Openings", of: CareWire.glassSchema))],
                traits: [.pages]
            ) { exchange in
                let page = try exchange.page
                let before: BreakGlass.ID? = try page.afterID.map(TypedID.init)
                let client: Client.ID? = exchange.queryID("client")
                let unreviewed = exchange.query["unreviewed"] == .bool(true)
                return try await exchange.look { look in
                    let rows = try await look.brokenGlass(
                        of: client, onlyUnreviewed: unreviewed, before: before, limit: page.limit + 1)
                    try await look.recordList("glass.listed", of: client, rows.prefix(page.limit).map(\.client.uuid))
                    return exchange.list(rows, page, cursor: { Page.cursor($0.id.uuid) }) { CareWire.write($1, into: &$0) }
                }
            },
            Route(
                method: .post, path: "/v1/break-glass/{id}/close", operation: "closeGlass", tag: "care",
                summary: "Close a file that you opened, before its hour is over", door: .bearer(Policies.closeGlass),
                parameters: [.id("The opening's id.")],
                answers: [.init(status: .ok, summary: "Closed.", schema: CareWire.glassSchema)], traits: [.idempotent]
            ) { exchange in
                let id: BreakGlass.ID = try exchange.pathID()
                return try await exchange.act { act in CareWire.reply(try await act.closeGlass(id)) }
            },
            Route(
                method: .post, path: "/v1/break-glass/{id}/review", operation: "reviewGlass", tag: "care",
                summary: "Note that you looked at why somebody else opened a file",
                notes: "Nobody reviews her own.", door: .bearer(Policies.reviewOpenings), parameters: [.id("The opening's id.")],
                answers: [.init(status: .ok, summary: "Reviewed.", schema: CareWire.glassSchema)], traits: [.idempotent]
            ) { exchange in
                let id: BreakGlass.ID = try exchange.pathID()
                return try await exchange.act { act in CareWire.reply(try await act.reviewGlass(id)) }
            },
        ]
    }
}
