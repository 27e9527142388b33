import Access
import Clients
import Clinic
import HTTPTypes

/// A copy of somebody's file for them, and its destruction by two people. All but the plan ask for a session that was confirmed within five
/// minutes: who asks and who confirms are two people because each has a password and a code.
extension RouteTable {
    static var rights: [Route] {
        [
            Route(
                method: .post, path: "/v1/clients/{id}/copy", operation: "copyClient", tag: "clients",
                summary: "A copy of everything that mentions a client, for that person",
                notes:
                    "For a lead who has opened the file, in a session that was confirmed within five minutes; six an hour. Who saw the file is "
                    + "in it. Nobody else's facts are, as far as a machine can know: words in `redact`, and the names of those from whom "
                    + "the client is kept apart, are taken out of free text. Read it before you hand it over. On record.",
                door: .bearer(Policies.copyFile), parameters: [.id("The client's id.")],
                body: .init(schema: RightsWire.copySchema, example: RightsWire.copyExample),
                answers: [.init(status: .ok, summary: "The copy.", schema: RightsWire.fileSchema)],
                problems: [(.tooManyRequests, "Too many copies within the hour.")], traits: [.needsNoKey]
            ) { exchange in
                let id: Client.ID = try exchange.pathID()
                let words: [String] = try exchange.body.texts("redact")
                return try await exchange.act { act in RightsWire.reply(try await act.exportClient(id, redacting: words)) }
            },
            Route(
                method: .get, path: "/v1/clients/{id}/destruction", operation: "planDestruction", tag: "clients",
                summary: "Until when a file is kept, what destroying it would take away, and who has asked for that",
                notes: "The look is recorded.", door: .bearer(Policies.planDestruction), parameters: [.id("The client's id.")],
                answers: [.init(status: .ok, summary: "The plan.", schema: RightsWire.planSchema)]
            ) { exchange in
                let id: Client.ID = try exchange.pathID()
                return try await exchange.act { act in RightsWire.reply(try await act.planDestruction(of: id)) }
            },
            Route(
                method: .post, path: "/v1/clients/{id}/destruction", operation: "askDestruction", tag: "clients",
                summary: "Ask that a file be destroyed; another person confirms",
                notes:
                    "A file that is held or in care stays. One that must be kept for longer goes only with a reason (`early_reason`).",
                door: .bearer(Policies.destroyFile), parameters: [.id("The client's id.")],
                body: .init(schema: RightsWire.askSchema, example: RightsWire.askExample),
                answers: [.init(status: .ok, summary: "Asked for.", schema: RightsWire.planSchema)],
                problems: [(.conflict, "It is held, in care, not due, or asked for already.")], traits: [.idempotent]
            ) { exchange in
                let id: Client.ID = try exchange.pathID()
                let reason = try exchange.body.textIfAny("early_reason")
                return try await exchange.act { act in
                    try await act.askDestruction(of: id, earlyBecause: reason)
                    return RightsWire.reply(try await act.planDestruction(of: id))
                }
            },
            Route(
                method: .post, path: "/v1/clients/{id}/destruction/withdraw", operation: "withdrawDestruction", tag: "clients",
                summary: "Take back what was asked", door: .bearer(Policies.destroyFile), parameters: [.id("The client's id.")],
                answers: [.init(status: .noContent, summary: "Taken back.")], traits: [.idempotent]
            ) { exchange in
                let id: Client.ID = try exchange.pathID()
                return try await exchange.act { act in
                    try await act.withdrawDestruction(of: id)
                    return Reply(status: .noContent)
                }
            },
            Route(
                method: .post, path: "/v1/clients/{id}/destruction/confirm", operation: "confirmDestruction", tag: "clients",
                summary: "Destroy a file, as the second person. For good",
                notes:
                    "Whoever asked may not confirm. `reference` is the client's, so that nobody destroys the neighbouring line.",
                door: .bearer(Policies.destroyFile), parameters: [.id("The client's id.")],
                body: .init(schema: RightsWire.confirmSchema, example: RightsWire.confirmExample),
                answers: [.init(status: .ok, summary: "The certificate.", schema: RightsWire.certificateSchema)],
                problems: [(.conflict, "It is held, in care, not due, or its copy is owed.")], traits: [.needsNoKey]
            ) { exchange in
                let id: Client.ID = try exchange.pathID()
                let reference = try exchange.body.text("reference")
                return try await exchange.act { act in
                    RightsWire.reply(try await act.destroyClient(id, confirming: reference))
                }
            },
        ]
    }
}
