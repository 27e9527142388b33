import Access
import Appointments
import Clinic
import HTTPTypes
import Referrals
import Therapists

import struct Foundation.UUID

extension RouteTable {
    static var directory: [Route] {
        [
            Route(
                method: .get, path: "/v1/directory", operation: "searchDirectory", tag: "directory",
                summary: "Therapists, as they agreed to be published, by what somebody looks for",
                notes:
                    "For anybody. A fact that a therapist did not publish is null, and matches nothing. Whether there are places is derived from "
                    + "caseload and calendar at this moment; how many is not told.",
                door: .open, parameters: DirectoryQuery.parameters,
                answers: [.init(status: .ok, summary: "Those who match, with places first.", schema: DirectoryWire.schema)]
            ) { exchange in
                DirectoryWire.reply(try await exchange.directory())
            },
            Route(
                method: .get, path: "/directory", operation: "seeDirectory", tag: "directory",
                summary: "For clients: the same as a page, with a way out", door: .open,
                parameters: DirectoryQuery.parameters + [
                    .query("lang", .word(["en", "fr"]), "English or French; the browser's where not given.")
                ],
                answers: [.init(status: .ok, summary: "A page.", mediaType: "text/html")]
            ) { exchange in
                let found = try await exchange.directory()
                let language: Language = exchange.text("lang").map { $0 == "fr" ? .french : .english } ?? exchange.language
                return Reply.html(
                    DirectoryPage.html(
                        found, DirectoryQuery.filter(exchange), DirectoryWords(language), query: DirectoryQuery.asked(exchange)),
                    policy: StaffPages.contentPolicy)
            },
            Route(
                method: .get, path: "/directory/{card}", operation: "getCard", tag: "directory",
                summary: "One therapist as a vCard 4.0: `/directory/amara-okafor.vcf`", door: .open,
                parameters: [
                    Parameter(
                        name: "card", place: .path, schema: .text(1...210), summary: "Her short name, and `.vcf`.", required: true
                    )
                ],
                answers: [.init(status: .ok, summary: "The card.", mediaType: "text/vcard")]
            ) { exchange in
                let name = exchange.captures.first ?? ""
                guard name.hasSuffix(".vcf") else { throw Problem.notFound }
                let slug = String(name.dropLast(4))
                let reader = exchange.directoryReader
                let today = try await exchange.today(reader)
                guard let therapist = try await reader.publicTherapist(slug, today: today) else { throw Problem.notFound }
                let vocabulary = try await reader.vocabulary()
                let card = VCard(
                    therapist, organisation: nil, address: exchange.services.base + "/directory",
                    label: { vocabulary[$0]?.labelEnglish ?? $0 })
                var reply = Reply(mediaType: "text/vcard; charset=utf-8", body: Array(card.text.utf8))
                if let field = HTTPField.Name("Content-Disposition") {
                    reply.fields.append(HTTPField(name: field, value: "attachment; filename=\"\(slug).vcf\""))
                }
                return reply
            },
        ]
    }
}

extension Exchange {
    /// Nobody is signed in here, so Attune itself looks: its question has the published facts, and no others.
    var directoryReader: Reader {
        services.gate.reader(.trusted(.worker(Self.directoryActor)), Policy("directory.public", allow: [.worker]))
    }

    private static let directoryActor = UUID(uuid: (0x61, 0x74, 0x74, 0x75, 0x6e, 0x65, 0x80, 0x64, 0x80, 0, 0, 0, 0, 0, 0, 1))

    func today(_ reader: Reader) async throws -> LocalDate {
        try services.zones.rules(services.configuration.clinic.zone).local(of: try await reader.now).date
    }

    func directory() async throws -> PublicDirectory {
        let reader = directoryReader
        let service: Service.ID?
        do {
            service = try await services.configuration.clinic.firstSession(nil, reader)
        } catch is Problem {
            // Without any service there are no hours, and so no places.
            service = nil
        }
        return try await reader.publicDirectory(
            DirectoryQuery.filter(self), service: service, today: try await today(reader), zones: services.zones)
    }
}

/// What may be looked for, in the page's form and in JSON alike.
enum DirectoryQuery {
    static let parameters: [Parameter] = [
        .query("concern", .text(0...63), "A concept; narrower ones match too."),
        .query("language", .text(0...3), "A language: fr."),
        .query("format", .word([""] + SessionFormat.words), "How."), .query("kind", .word([""] + ClientKind.words), "For whom."),
        .query("funding", .text(0...63), "A funding programme."), .query("evening", .word(["yes"]), "Works after 17:00."),
        .query("weekend", .word(["yes"]), "Works on Saturday or Sunday."),
    ]

    /// What was asked, as it was sent, without the language: the beginning of a query that goes on.
    static func asked(_ exchange: borrowing Exchange) -> String {
        let path = exchange.head.path ?? ""
        return path.drop { $0 != "?" }.dropFirst().split(separator: "&").filter { !$0.hasPrefix("lang=") }.map { $0 + "&" }
            .joined()
    }

    /// An empty choice of the form is none.
    static func filter(_ exchange: borrowing Exchange) -> DirectoryFilter {
        func text(_ name: String, _ exchange: borrowing Exchange) -> String? {
            exchange.text(name).flatMap { $0.isEmpty ? nil : $0 }
        }
        var filter = DirectoryFilter()
        filter.concern = text("concern", exchange)
        filter.language = text("language", exchange)
        filter.format = text("format", exchange).flatMap(SessionFormat.init(rawValue:))
        filter.clientKind = text("kind", exchange).flatMap(ClientKind.init(rawValue:))
        filter.funding = text("funding", exchange)
        filter.evening = exchange.text("evening") == "yes"
        filter.weekend = exchange.text("weekend") == "yes"
        return filter
    }
}

/// The directory as JSON: published facts alone.
enum DirectoryWire {
    static func reply(_ found: PublicDirectory) -> Reply {
        Reply.json(capacity: 16_384) { writer in
            writer.object { writer in
                writer.key("data")
                writer.array(found.therapists) { write($1, into: &$0) }
                writer.member("concerns", found.concerns)
                writer.member("languages", found.languages.map(\.code))
                writer.member("funding", found.funding)
            }
        }
    }

    private static func write(_ therapist: PublicTherapist, into writer: inout JSONWriter) {
        writer.object { writer in
            writer.member("slug", therapist.slug)
            writer.member("name", therapist.name)
            writer.member("has_places", therapist.hasPlaces ? "yes" : "waiting_list")
            writer.member("pronouns", therapist.pronouns)
            writer.member("gender", therapist.gender)
            writer.member("profile", therapist.profile)
            list("languages", therapist.languages?.map(\.code), &writer)
            list("formats", therapist.formats?.map(\.rawValue), &writer)
            list("client_kinds", therapist.clientKinds?.map(\.rawValue), &writer)
            list("modalities", therapist.modalities, &writer)
            list("funding", therapist.funding, &writer)
            writer.member("fee_cents", therapist.feeCents)
            writer.member("sliding_fee_cents", therapist.slidingFeeCents)
            list("specialties", therapist.specialties, &writer)
            list("credentials", therapist.credentials, &writer)
            list("sites", therapist.sites, &writer)
            flag("evening", therapist.evening, &writer)
            flag("weekend", therapist.weekend, &writer)
            writer.member("card", "/directory/\(therapist.slug).vcf")
        }
    }

    private static func list(_ name: String, _ values: [String]?, _ writer: inout JSONWriter) {
        writer.key(named: name)
        if let values { writer.array(values) { $0.value($1) } } else { writer.null() }
    }

    private static func flag(_ name: String, _ value: Bool?, _ writer: inout JSONWriter) {
        writer.key(named: name)
        if let value { writer.value(value) } else { writer.null() }
    }

    private static func words(_ longest: Int = 200) -> Schema { Schema.list(.text(0...longest)).orNull }

    static let schema = Schema.object(
        "Directory",
        [
            .required(
                "data",
                .list(
                    .object(
                        "PublicTherapist",
                        [
                            .required("slug", .text(1...200)), .required("name", .text(1...200)),
                            .required(
                                "has_places",
                                Schema.word(["yes", "waiting_list"]).described(
                                    "Derived from caseload and calendar at this moment.")),
                            .required("pronouns", Schema.text(0...100).orNull), .required("gender", Schema.text(0...100).orNull),
                            .required("profile", Schema.text(0...8_000).orNull), .required("languages", words()),
                            .required("formats", words()), .required("client_kinds", words()), .required("modalities", words()),
                            .required("funding", words()), .required("fee_cents", Schema.integer(0...100_000_000).orNull),
                            .required(
                                "sliding_fee_cents",
                                Schema.integer(0...100_000_000).orNull.described(
                                    "The least on a place at a lower fee, free or not.")),
                            .required("specialties", words()), .required("credentials", words()), .required("sites", words()),
                            .required(
                                "evening",
                                {
                                    var flag = Schema.boolean
                                    flag.nullable = true
                                    return flag
                                }()),
                            .required(
                                "weekend",
                                {
                                    var flag = Schema.boolean
                                    flag.nullable = true
                                    return flag
                                }()),
                            .required("card", .text(1...300)),
                        ]))),
            .required("concerns", Schema.list(.text(2...63)).described("Concepts that somebody published, with broader ones.")),
            .required("languages", .list(.text(2...35))), .required("funding", .list(.text(1...200))),
        ])
}
