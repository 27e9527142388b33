import Access
import Appointments
import Clients
import Clinic
import HTTPTypes
import Therapists

import struct Foundation.UUID

extension RouteTable {
    static var appointments: [Route] {
        [
            Route(
                method: .get, path: "/v1/appointments", operation: "listAppointments", tag: "appointments",
                summary: "Appointments that begin within a span, by start", notes: "The look is recorded.",
                door: .bearer(Policies.calendar),
                parameters: [
                    .query("from", .instant, "The first moment.", required: true),
                    .query("until", .instant, "The moment after the last; 366 days later at most.", required: true),
                    .query("therapist", .uuid, "Hers only."),
                    .query("client", .uuid, "Theirs only; not together with therapist."),
                    .limit, .cursor,
                ],
                answers: [.init(status: .ok, summary: "A page.", schema: .page("Appointments", of: AppointmentWire.schema))],
                traits: [.pages, .brief]
            ) { exchange in
                let span = try exchange.span(days: 366)
                let page = try exchange.page
                let after = try page.afterInstantAndID.map { AppointmentCursor(start: $0.0, id: TypedID($0.1)) }
                let client: Client.ID? = exchange.queryID("client")
                let therapist: Therapist.ID? = exchange.queryID("therapist")
                if client != nil, therapist != nil {
                    throw Problem.invalid("client", "not_together", "Ask for a therapist or for a client, not for both.")
                }
                let owner: AppointmentOwner = therapist.map { .therapist($0) } ?? client.map { .client($0) } ?? .everybody
                return try await exchange.look { look in
                    let rows = try await look.appointments(of: owner, during: span, after: after, limit: page.limit + 1)
                    try await look.recordList("appointment.listed", of: client, rows.prefix(page.limit).map(\.client.uuid))
                    let role = try await look.actor.role
                    return exchange.list(rows, page, cursor: { Page.cursor($0.time.start, $0.id.uuid) }) {
                        AppointmentWire.write($1, for: role, into: &$0)
                    }
                }
            },
            Route(
                method: .get, path: "/v1/appointments/{id}", operation: "getAppointment", tag: "appointments",
                summary: "One appointment", notes: "The look is recorded.", door: .bearer(Policies.calendar),
                parameters: [.id("The appointment's id.")],
                answers: [.init(status: .ok, summary: "The appointment.", schema: AppointmentWire.schema)],
                traits: [.conditional, .brief]
            ) { exchange in
                let id: Appointment.ID = try exchange.pathID()
                return try await exchange.look { look in
                    guard let appointment = try await look.appointment(id) else { throw Problem.notFound }
                    try await look.record("appointment.read", subject: id.uuid, client: appointment.client.uuid)
                    return try await AppointmentWire.reply(appointment, look)
                }
            },
            Route(
                method: .post, path: "/v1/appointments", operation: "bookAppointment", tag: "appointments",
                summary: "Book a time", notes: "Refereed by the database: of many who want one hour, one gets it.",
                door: .bearer(Policies.calendar),
                body: .init(schema: AppointmentWire.newSchema, example: AppointmentWire.example),
                answers: [.init(status: .created, summary: "Booked.", schema: AppointmentWire.schema, location: true)],
                traits: [.idempotent, .brief]
            ) { exchange in
                let zones = exchange.services.zones
                let new = try AppointmentWire.parse(exchange.body, zones: zones)
                return try await exchange.act { act in
                    let appointment = try await act.bookAppointment(new, zones: zones)
                    return try await AppointmentWire.reply(appointment, act, .created)
                        .located("/v1/appointments/\(UUIDText.string(appointment.id.uuid))")
                }
            },
            Route(
                method: .post, path: "/v1/appointments/{id}/cancel", operation: "cancelAppointment", tag: "appointments",
                summary: "Cancel, and free the time", door: .bearer(Policies.calendar),
                parameters: [.id("The appointment's id.")],
                body: .init(schema: AppointmentWire.cancelSchema, example: AppointmentWire.cancelExample, required: false),
                answers: [.init(status: .ok, summary: "Cancelled.", schema: AppointmentWire.schema)],
                problems: [(.conflict, "It cannot be cancelled any more."), (.gone, "The hold has ended.")],
                traits: [.ifMatch, .brief]
            ) { exchange in
                let id: Appointment.ID = try exchange.pathID()
                let version = try exchange.precondition.expected
                let reason = try exchange.json.map { json throws(Problem) in try Fields(json).textIfAny("reason") } ?? nil
                let zones = exchange.services.zones
                return try await exchange.act { act in
                    try await AppointmentWire.reply(
                        try await act.cancelAppointment(id, version: version, reason: reason, zones: zones), act)
                }
            },
            Route(
                method: .post, path: "/v1/appointments/{id}/move", operation: "moveAppointment", tag: "appointments",
                summary: "Move to another time, in one step", door: .bearer(Policies.calendar),
                parameters: [.id("The appointment's id.")],
                body: .init(schema: AppointmentWire.moveSchema, example: AppointmentWire.moveExample),
                answers: [.init(status: .ok, summary: "Moved.", schema: AppointmentWire.schema)],
                problems: [(.conflict, "The new time is taken or closed."), (.gone, "The hold has ended.")],
                traits: [.ifMatch, .brief]
            ) { exchange in
                let id: Appointment.ID = try exchange.pathID()
                let version = try exchange.precondition.expected
                let body = try exchange.body
                let zones = exchange.services.zones
                let move = AppointmentMove(
                    start: try AppointmentWire.start(body, zones: zones), room: try body.idIfAny("room"),
                    override: try body.textIfAny("override"))
                return try await exchange.act { act in
                    try await AppointmentWire.reply(try await act.moveAppointment(id, move, version: version, zones: zones), act)
                }
            },
            attendance("arrive", "arriveAppointment", "The client is here", notYet: nil) { act, id, version in
                try await act.arriveAppointment(id, version: version)
            },
            attendance("expect", "expectAppointment", "Not here after all: awaited as before", notYet: nil) { act, id, version in
                try await act.expectAppointment(id, version: version)
            },
            attendance(
                "fulfil", "fulfilAppointment", "It took place: what early checks and the report of outcomes count",
                notYet: "It has not begun."
            ) { act, id, version in try await act.fulfilAppointment(id, version: version) },
            attendance("miss", "missAppointment", "The client did not come", notYet: "It has not begun.") { act, id, version in
                try await act.missAppointment(id, version: version)
            },
            Route(
                method: .post, path: "/v1/appointments/{id}/withdraw", operation: "withdrawAppointment", tag: "appointments",
                summary: "Entered in error: the wrong client, or the same session twice",
                notes:
                    "Final. Frees the time. A client who had been told of a session to come is told that it does not take place.",
                door: .bearer(Policies.calendar), parameters: [.id("The appointment's id.")],
                body: .init(schema: AppointmentWire.withdrawSchema, example: AppointmentWire.withdrawExample),
                answers: [.init(status: .ok, summary: "On record.", schema: AppointmentWire.schema)],
                problems: [(.conflict, "A hold, of which its proposal decides; or withdrawn already.")],
                traits: [.ifMatch, .brief]
            ) { exchange in
                let id: Appointment.ID = try exchange.pathID()
                let version = try exchange.precondition.expected
                let reason = try exchange.body.text("reason")
                let zones = exchange.services.zones
                return try await exchange.act { act in
                    let withdrawn = try await act.withdrawAppointment(id, version: version, reason: reason, zones: zones)
                    return try await AppointmentWire.reply(withdrawn, act)
                }
            },
        ]
    }

    /// What became of an agreed time. Each can be put right by another of them, as the table of statuses lets it.
    private static func attendance(
        _ verb: String, _ operation: String, _ summary: String, notYet: String?,
        _ change: @escaping @Sendable (Act, Appointment.ID, Int?) async throws -> Appointment
    ) -> Route {
        Route(
            method: .post, path: "/v1/appointments/{id}/\(verb)", operation: operation, tag: "appointments", summary: summary,
            door: .bearer(Policies.calendar), parameters: [.id("The appointment's id.")],
            answers: [.init(status: .ok, summary: "On record.", schema: AppointmentWire.schema)],
            problems: [(.conflict, notYet ?? "Its status does not lead there.")], traits: [.ifMatch, .brief]
        ) { exchange in
            let id: Appointment.ID = try exchange.pathID()
            let version = try exchange.precondition.expected
            return try await exchange.act { act in try await AppointmentWire.reply(try await change(act, id, version), act) }
        }
    }
}

extension Recording {
    /// A page of many clients' rows, or of one client's, where an empty page is a look at that client too.
    func recordList(_ action: String, of client: Client.ID?, _ clients: [UUID]) async throws {
        try await record(action, clients: clients + (client.map { [$0.uuid] } ?? []), details: ["count": String(clients.count)])
    }
}

extension Exchange {
    /// `from` and `until`.
    func span(days: Int) throws(Problem) -> TimeRange {
        guard let from = instant("from"), let until = instant("until") else {
            throw .invalid("from", "missing", "Send from and until.")
        }
        guard from < until else { throw .invalid("until", "not_after", "Send a time after from.") }
        guard until - from <= .hours(24 * days), let span = try? TimeRange(start: from, end: until) else {
            throw .invalid("until", "too_far", "Ask for \(days) days at most.")
        }
        return span
    }
}
