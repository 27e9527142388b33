import Access
import Clients
import Clinic
import HTTPTypes
import Referrals

/// What changes about somebody who is a client already: the person, how to reach them safely, and what they agree to.
extension RouteTable {
    static var clientEdits: [Route] {
        [
            Route(
                method: .put, path: "/v1/clients/{id}", operation: "editClient", tag: "clients",
                summary: "Correct who a client is",
                notes:
                    "All of the person at once. Addresses and consents have routes of their own, and count as changes as well.",
                door: .bearer(Policies.editClients), parameters: [.id("The client's id.")],
                body: .init(schema: ClientWire.personSchema, example: ClientWire.personExample),
                answers: [.init(status: .ok, summary: "Changed.", schema: ClientWire.schema)], traits: [.ifMatch, .brief]
            ) { exchange in
                let id: Client.ID = try exchange.pathID()
                let expected = try exchange.precondition.expected
                let person = try ClientPerson(of: exchange.body, zone: exchange.services.zone(of: exchange.body))
                return try await exchange.act { act in
                    let version = if let expected { expected } else { try await act.client(id)?.version }
                    guard let version else { throw Problem.notFound }
                    let client = try await act.editClient(id, person, expecting: version)
                    return Reply.json { ClientWire.write(client, into: &$0) }.tagged(client.version)
                }
            },
            Route(
                method: .post, path: "/v1/clients/{id}/contact-points", operation: "addContactPoint", tag: "clients",
                summary: "Add a way to reach a client, with what they said is safe about it",
                notes: "Unless something is said to be safe, nothing is. It counts as confirmed now.",
                door: .bearer(Policies.editClients), parameters: [.id("The client's id.")],
                body: .init(schema: ClientWire.newContactSchema, example: ClientWire.newContactExample),
                answers: [.init(status: .created, summary: "Added.", schema: ClientWire.contactSchema)],
                traits: [.idempotent, .brief]
            ) { exchange in
                let id: Client.ID = try exchange.pathID()
                let body = try exchange.body
                let channel: ContactPoint.Channel = try body.word("channel")
                let value = try body.text("value")
                let safety = try ContactSafety(of: body)
                return try await exchange.act { act in
                    let point = try await act.addContactPoint(
                        channel, value, safety.confirmed(at: try await act.now), to: id)
                    return Reply.json(.created) { ClientWire.write(point, into: &$0) }
                }
            },
            Route(
                method: .post, path: "/v1/contact-points/{id}/confirm", operation: "confirmContactPoint", tag: "clients",
                summary: "The client was asked again: what is safe about this way to reach them",
                notes:
                    "Replaces all that was said before: what is left out is not safe any more. It holds for messages that wait as well: each is "
                    + "held against it once more before it leaves.",
                door: .bearer(Policies.editClients), parameters: [.id("The contact point's id.")],
                body: .init(schema: ClientWire.safetySchema, example: ClientWire.safetyExample),
                answers: [.init(status: .ok, summary: "Confirmed.", schema: ClientWire.contactSchema)],
                traits: [.idempotent, .brief]
            ) { exchange in
                let id: ContactPoint.ID = try exchange.pathID()
                let safety = try ContactSafety(of: exchange.body)
                return try await exchange.act { act in
                    let client = try await act.confirmContactPoint(id, safety.confirmed(at: try await act.now))
                    let points = try await act.contactPoints(of: client)
                    guard let point = points.first(where: { $0.id == id }) else { throw Problem.notFound }
                    return Reply.json { ClientWire.write(point, into: &$0) }
                }
            },
            Route(
                method: .post, path: "/v1/contact-points/{id}/retire", operation: "retireContactPoint", tag: "clients",
                summary: "Never use this way to reach a client again",
                notes: "What waits for it is not sent. It stays on record, and does not come back: add it anew.",
                door: .bearer(Policies.editClients), parameters: [.id("The contact point's id.")],
                answers: [.init(status: .noContent, summary: "Retired.")], traits: [.idempotent, .brief]
            ) { exchange in
                let id: ContactPoint.ID = try exchange.pathID()
                return try await exchange.act { act in
                    try await act.retireContactPoint(id)
                    return Reply(status: .noContent)
                }
            },
            Route(
                method: .post, path: "/v1/clients/{id}/consents", operation: "giveConsent", tag: "clients",
                summary: "Record what a client agrees to",
                notes:
                    "Without `assessor` it is whoever records it, where the basis needs one. Consent to matching is recorded at the referral "
                    + "that rests on it (`recordConsent`).",
                door: .bearer(Policies.editClients), parameters: [.id("The client's id.")],
                body: .init(schema: ClientWire.newConsentSchema, example: ClientWire.newConsentExample),
                answers: [.init(status: .created, summary: "Recorded.", schema: ClientWire.consentSchema)],
                problems: [(.conflict, "It is on record already, and not revoked.")], traits: [.idempotent, .brief]
            ) { exchange in
                let id: Client.ID = try exchange.pathID()
                let body = try exchange.body
                let kind: Consent.Kind = try body.word("kind")
                let basis: Consent.Basis = try body.word("basis")
                let (givenOn, until) = (try body.dateIfAny("given_on"), try body.dateIfAny("until"))
                let assessor: Client.ID? = try body.idIfAny("assessor")
                let rules = try exchange.services.zones.rules(exchange.services.configuration.clinic.zone)
                return try await exchange.act { act in
                    let consent = try await act.giveConsent(
                        kind, basis, on: givenOn, until: until, rules: rules, assessedBy: assessor?.uuid, by: id)
                    return Reply.json(.created) { ClientWire.write(consent, into: &$0) }
                }
            },
            Route(
                method: .post, path: "/v1/clients/{id}/consents/{kind}/revoke", operation: "revokeConsent", tag: "clients",
                summary: "The client does not agree any more",
                notes:
                    "To messages: nothing is sent to them from now on, not what is queued either. To matching, for intake and the lead: what is "
                    + "proposed ends, and the answer names it. To sharing: nothing more is prepared or sent to services outside.",
                door: .bearer(Policies.editClients), parameters: [.id("The client's id."), .consentKind],
                answers: [.init(status: .ok, summary: "Revoked.", schema: ClientWire.revokedSchema)],
                traits: [.idempotent]
            ) { exchange in
                let id: Client.ID = try exchange.pathID()
                guard let kind = exchange.captures.last.flatMap(Consent.Kind.init(rawValue:)) else { throw Problem.notFound }
                return try await exchange.act { act in
                    var ended: [Proposal.ID] = []
                    if kind == .matching {
                        ended = try await act.withdrawMatchingConsent(by: id)
                    } else {
                        try await act.revokeConsent(kind, by: id)
                    }
                    return Reply.json { writer in
                        writer.object { writer in
                            writer.member("client", id)
                            writer.member("kind", kind.rawValue)
                            writer.key("ended_proposals")
                            writer.array(ended) { $0.value(UUIDText.string($1.uuid)) }
                        }
                    }
                }
            },
        ]
    }
}

extension Parameter {
    fileprivate static let consentKind = Parameter(
        name: "kind", place: .path, schema: ClientWire.kinds, summary: "What they agreed to.", required: true)
}

extension ClientPerson {
    /// All of a person, as a body that replaces it has them.
    fileprivate init(of body: Fields, zone: ZoneID) throws(Problem) {
        guard let language = Language(try body.text("language")) else {
            throw body.refuse("language", "wrong_form", TextFormat.language.hint)
        }
        self.init(
            fullName: try body.text("full_name"), preferredName: try body.textIfAny("preferred_name"),
            pronouns: try body.textIfAny("pronouns"), birthDate: try body.dateIfAny("birth_date"),
            kind: try body.word("kind"), language: language, jurisdiction: try body.text("jurisdiction"), zone: zone,
            status: try body.word("status"))
    }
}
