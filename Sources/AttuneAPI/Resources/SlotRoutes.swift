import Access
import Appointments
import Clients
import Clinic
import HTTPTypes
import Therapists

extension RouteTable {
    static var slots: [Route] {
        [
            Route(
                method: .get, path: "/v1/slots", operation: "findSlots", tag: "appointments",
                summary: "Openings of one therapist or of the team",
                notes: "A look for a client is recorded.", door: .bearer(Policies.calendar),
                parameters: [
                    .query("service", .uuid, "What is to be booked: see services.", required: true),
                    .query("format", .word(SessionFormat.words), "How.", required: true),
                    .query("from", .instant, "The first moment at which one may begin.", required: true),
                    .query("until", .instant, "The moment after the last; 92 days later at most.", required: true),
                    .query("therapist", .uuid, "Hers only; the whole team where it is not given."),
                    .query("client", .uuid, "Keep clear of this client's own appointments."),
                    .query("limit", .integer(1...50), "Of each therapist, the earliest; 5 where it is not given."),
                ],
                answers: [.init(status: .ok, summary: "Openings, by therapist and then by time.", schema: slotsSchema)]
            ) { exchange in
                let span = try exchange.span(days: 92)
                guard let service: Service.ID = exchange.queryID("service"),
                    let format = exchange.text("format").flatMap(SessionFormat.init(rawValue:))
                else { throw Problem.invalid("service", "missing", "Send service and format.") }
                let therapist: Therapist.ID? = exchange.queryID("therapist")
                let client: Client.ID? = exchange.queryID("client")
                let (limit, zones) = (exchange.integer("limit") ?? 5, exchange.services.zones)
                @Sendable func reply(_ asked: any Querying) async throws -> Reply {
                    let team = if let therapist { [therapist] } else { try await asked.therapists(limit: 1_000).map(\.id) }
                    return slotsReply(
                        try await asked.slots(
                            SlotSearch(
                                therapists: team, service: service, format: format, span: span, client: client, limit: limit),
                            zones: zones))
                }
                guard let client else { return try await reply(exchange.reader()) }
                // What is closed to a client tells when they are elsewhere.
                return try await exchange.act { act in
                    let reply = try await reply(act)
                    try await act.record("slot.searched", client: client.uuid)
                    return reply
                }
            },
            Route(
                method: .get, path: "/v1/services", operation: "listServices", tag: "appointments",
                summary: "Kinds of session that can be booked", door: .bearer(Policies.directory),
                answers: [.init(status: .ok, summary: "All of them, retired ones too, by code.", schema: servicesSchema)]
            ) { exchange in
                let services = try await exchange.reader().services()
                return Reply.json { writer in
                    writer.object { writer in
                        writer.key("data")
                        writer.array(services) { writer, service in
                            writer.object { writer in
                                writer.member("id", service.id)
                                writer.member("code", service.code)
                                writer.member("name", service.name)
                                writer.member("duration_minutes", service.durationMinutes)
                                writer.member("buffer_minutes", service.bufferMinutes)
                                writer.member("grid_minutes", service.gridMinutes)
                                writer.member("notice_hours", service.noticeHours)
                                writer.member("horizon_days", service.horizonDays)
                                writer.member("formats", service.formats.map(\.rawValue).sorted())
                                writer.member("fee_cents", service.feeCents)
                                writer.member("active", service.isActive)
                            }
                        }
                    }
                }
            },
        ]
    }

    private static func slotsReply(_ slots: [Slot]) -> Reply {
        Reply.json(capacity: 64 + slots.count * 300) { writer in
            writer.object { writer in
                writer.key("data")
                writer.array(slots) { writer, slot in
                    writer.object { writer in
                        writer.member("therapist", slot.therapist)
                        writer.member("start", slot.time.start)
                        writer.member("end", slot.time.end)
                        writer.member("local_start", slot.local.description)
                        writer.member("zone", slot.zone.name)
                        writer.member("format", slot.format.rawValue)
                        writer.member("site", slot.site)
                        writer.member("room", slot.room)
                    }
                }
            }
        }
    }

    private static let slotsSchema = Schema.object(
        "Slots",
        [
            .required(
                "data",
                .list(
                    .object(
                        "Slot",
                        [
                            .required("therapist", .uuid), .required("start", .instant), .required("end", .instant),
                            .required("local_start", .text(16...26).described("On the wall clock of `zone`.")),
                            .required("zone", .text(1...64)), .required("format", .word(SessionFormat.words)),
                            .required("site", Schema.uuid.orNull), .required("room", Schema.uuid.orNull),
                        ]), 0...50_000))
        ])

    private static let servicesSchema = Schema.object(
        "Services",
        [
            .required(
                "data",
                .list(
                    .object(
                        "Service",
                        [
                            .required("id", .uuid), .required("code", .text(2...63)), .required("name", .text(0...1_000)),
                            .required("duration_minutes", .integer(5...480)), .required("buffer_minutes", .integer(0...240)),
                            .required("grid_minutes", .integer(5...240)), .required("notice_hours", .integer(0...720)),
                            .required("horizon_days", .integer(1...730)), .required("formats", .list(.word(SessionFormat.words))),
                            .required("fee_cents", .integer(0...100_000_000).orNull), .required("active", .boolean),
                        ]), 0...1_000))
        ])
}
