import Access
import Clients
import Clinic
import HTTPTypes

extension RouteTable {
    static var clients: [Route] {
        [
            Route(
                method: .get, path: "/v1/clients", operation: "listClients", tag: "clients",
                summary: "Clients whom you may see, in the order in which they came",
                notes: "A therapist sees those in her care. The look is recorded.", door: .bearer(Policies.readClients),
                parameters: [.limit, .cursor, .query("including_former", .boolean, "Also those who have left.")],
                answers: [.init(status: .ok, summary: "A page.", schema: .page("Clients", of: ClientWire.schema))],
                traits: [.pages, .brief]
            ) { exchange in
                let page = try exchange.page
                let after: Client.ID? = try page.afterID.map(TypedID.init)
                let former = if case .bool(true) = exchange.query["including_former"] { true } else { false }
                return try await exchange.look { look in
                    let rows = try await look.clients(after: after, limit: page.limit + 1, includingFormer: former)
                    try await look.record("client.listed", clients: rows.prefix(page.limit).map(\.id.uuid))
                    return exchange.list(rows, page, cursor: { Page.cursor($0.id.uuid) }) { ClientWire.write($1, into: &$0) }
                }
            },
            Route(
                method: .get, path: "/v1/clients/{id}", operation: "getClient", tag: "clients",
                summary: "One client, with safe ways to reach them and their consents", notes: "The look is recorded.",
                door: .bearer(Policies.readClients), parameters: [.id("The client's id.")],
                answers: [.init(status: .ok, summary: "The client.", schema: ClientWire.fileSchema)],
                traits: [.conditional, .brief]
            ) { exchange in
                let id: Client.ID = try exchange.pathID()
                return try await exchange.look { look in
                    let file = try await look.lookAtFile(of: id)
                    return ClientWire.reply(file.client, contacts: file.contacts, consents: file.consents)
                }
            },
            Route(
                method: .post, path: "/v1/clients", operation: "addClient", tag: "clients",
                summary: "Add a client, with safe ways to reach them and consents",
                notes: "Unless something is said to be safe, nothing is. What is said here counts as confirmed now.",
                door: .bearer(Policies.addClients), body: .init(schema: ClientWire.newSchema, example: ClientWire.example),
                answers: [.init(status: .created, summary: "Added.", schema: ClientWire.fileSchema, location: true)],
                traits: [.idempotent, .brief]
            ) { exchange in
                let new = try NewClient(
                    exchange.body, zone: exchange.services.zone(of: exchange.body),
                    language: exchange.services.configuration.clinic.language)
                return try await exchange.act { act in
                    let client = try await act.addClient(new.person, sourceKey: new.sourceKey)
                    let moment = try await act.now
                    var contacts: [ContactPoint] = []
                    for (index, contact) in new.contacts.enumerated() {
                        do {
                            contacts.append(
                                try await act.addContactPoint(
                                    contact.channel, contact.value, contact.safety.confirmed(at: moment), to: client.id))
                        } catch ClientRefusal.notAnAddress {
                            let refusal = ClientRefusal.notAnAddress
                            throw Problem.invalid([
                                Fault(JSONPointer("/contact_points/\(index)/value"), refusal.code, refusal.message)
                            ])
                        }
                    }
                    var consents: [Consent] = []
                    for kind in new.consents { consents.append(try await act.giveConsent(kind, .form, by: client.id)) }
                    // Each of them counts as a change of the file.
                    guard let file = try await act.client(client.id) else { throw Problem.notFound }
                    return ClientWire.reply(file, contacts: contacts, consents: consents, .created)
                        .located("/v1/clients/\(UUIDText.string(client.id.uuid))")
                }
            },
        ]
    }
}

/// The body of a new client, as domain values.
struct NewClient: Sendable {
    let person: ClientPerson
    let sourceKey: String?
    let contacts: [(channel: ContactPoint.Channel, value: String, safety: ContactSafety)]
    let consents: [Consent.Kind]

    init(_ body: Fields, zone: ZoneID, language usual: Language) throws(Problem) {
        guard let language = try body.textIfAny("language").map({ Language($0) }) ?? usual else {
            throw body.refuse("language", "wrong_form", TextFormat.language.hint)
        }
        person = ClientPerson(
            fullName: try body.text("full_name"), preferredName: try body.textIfAny("preferred_name"),
            pronouns: try body.textIfAny("pronouns"), birthDate: try body.dateIfAny("birth_date"),
            kind: try body.wordIfAny("kind") ?? .adult, language: language,
            jurisdiction: try body.textIfAny("jurisdiction") ?? "CA-BC", zone: zone)
        sourceKey = try body.textIfAny("source_key")
        contacts = try body.objects("contact_points").map { point throws(Problem) in
            let channel: ContactPoint.Channel = try point.word("channel")
            let value = try point.text("value")
            return (channel, value, try ContactSafety(of: point))
        }
        let kinds: [Consent.Kind] = try body.words("consents")
        guard Set(kinds).count == kinds.count else { throw body.refuse("consents", "given_twice", "Name each consent once.") }
        consents = kinds
    }
}

extension ContactSafety {
    /// What a body says is safe; nobody has confirmed it yet.
    init(of point: Fields) throws(Problem) {
        self.init(
            mayWrite: try point.flag("may_write"), mayCall: try point.flag("may_call"),
            mayVoicemail: try point.flag("may_voicemail"),
            senderLabel: try point.textIfAny("sender_label"), wording: try point.wordIfAny("wording") ?? .neutral)
        if let hours = point.objectIfAny("hours") {
            guard let from = try? LocalTime(try hours.text("from")), let until = try? LocalTime(try hours.text("until")),
                let safe = SafeHours(from: from, until: until)
            else { throw point.refuse("hours", "no_hours", "Send two different times, such as 09:00 and 17:00.") }
            self.hours = safe
        }
    }
}
