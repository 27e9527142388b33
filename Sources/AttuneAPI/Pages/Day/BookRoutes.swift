import Access
import Appointments
import Clients
import Clinic
import HTTPTypes
import Therapists

/// Booking as a page. What identifies a client is sent in a form's body and never stands in an address.
extension RouteTable {
    static var bookPages: [Route] {
        [
            Route(
                method: .get, path: BookPage.path, operation: "seeBook", tag: "staff", summary: "The form to book a session",
                door: .cookie,
                answers: BoardDoor.looks, problems: BoardDoor.refusals
            ) { exchange in
                try await exchange.onDay { session, _ in
                    let reader = exchange.services.gate.reader(session.credential, Policies.calendar)
                    return BoardPages.reply(BookPage.html(try await exchange.bookForm(session, reader, FormFields())))
                }
            },
            Route(
                method: .post, path: BookPage.path, operation: "bookByForm", tag: "staff",
                summary: "Finds free hours, and books one", notes: "A look for a client is recorded.", door: .cookie,
                body: BoardDoor.form,
                answers: BoardDoor.decisions, problems: BoardDoor.refusals
            ) { exchange in
                try await exchange.onDay { session, fields in
                    switch fields["act"] {
                    case "find": BoardPages.reply(BookPage.html(try await exchange.bookView(session, fields)))
                    case "book": try await exchange.book(session, fields)
                    default: throw Problem.notFound
                    }
                }
            },
        ]
    }
}

extension Exchange {
    /// The form itself, which shows nothing about any client.
    fileprivate func bookForm(
        _ session: PageSession, _ asked: some Querying, _ fields: FormFields, alert: String? = nil
    ) async throws -> BookPage.View {
        let zone = try services.zones.rules(services.configuration.clinic.zone)
        let owners = try await asked.calendarOwners().map(DayPage.Owner.init)
        return BookPage.View(
            fields: fields, services: try await asked.services().filter(\.isActive), owners: owners,
            day: zone.local(of: try await asked.now).date, role: try await asked.actor.role, formToken: session.formToken,
            alert: alert)
    }

    /// The form with what was found.
    fileprivate func bookView(_ session: PageSession, _ fields: FormFields, alert: String? = nil) async throws -> BookPage.View {
        let zones = services.zones
        let zone = try zones.rules(services.configuration.clinic.zone)
        return try await services.gate.look(session.credential, Policies.calendar, request) { look in
            var view = try await bookForm(session, look, fields, alert: alert)
            let asked = fields["client"].trimmingWhitespace()
            let named = try await look.client(named: asked.uppercased())
            let clients = if let named { [named] } else { try await look.clients(reachedBy: asked) }
            if clients.isEmpty {
                try await look.record("client.found", details: ["count": "0"])
                view.alert = view.alert ?? "Nobody is known by that. Look at the reference, or try another address or number."
            }
            for client in clients { try await look.record("client.found", subject: client.id.uuid, client: client.id.uuid) }
            guard clients.count == 1, let client = clients.first else {
                view.candidates = clients
                return view
            }
            guard let from = try? LocalDate(fields["from"]), let service = UUIDText.parse(fields["service"]),
                let format = SessionFormat(rawValue: fields["format"]),
                let start = zone.start(of: from), let end = zone.start(of: from.adding(days: BookPage.days)),
                let span = try? TimeRange(start: start, end: end)
            else {
                view.alert = view.alert ?? "Choose what, how, and from which day."
                return view
            }
            let wanted = UUIDText.parse(fields["therapist"])
            let team = view.owners.map(\.id).filter { wanted == nil || $0.uuid == wanted }
            try await look.record("slot.searched", client: client.id.uuid)
            let slots = try await look.slots(
                SlotSearch(
                    therapists: team, service: Service.ID(service), format: format, span: span, client: client.id,
                    limit: BookPage.hoursEach), zones: zones)
            view.found = BookPage.Found(client: client, slots: slots)
            return view
        }
    }

    fileprivate func book(_ session: PageSession, _ fields: FormFields) async throws -> Reply {
        let zones = services.zones
        let parts = fields["hour"].split(separator: " ", maxSplits: 1).map(String.init)
        do {
            guard parts.count == 2, let therapist = UUIDText.parse(parts[0]), let start = WireInstant.parse(parts[1]),
                let service = UUIDText.parse(fields["service"]), let format = SessionFormat(rawValue: fields["format"])
            else { throw Problem.invalid("hour", "missing", "Choose one of the free hours.") }
            let booked = try await services.gate.act(session.credential, Policies.calendar, request) { act in
                guard let client = try await act.client(named: fields["client"]) else { throw BookingError.noSuchClient }
                // A button that was pressed twice books once.
                let theirs = try await act.appointments(of: .client(client.id), during: try TimeRange(from: start, minutes: 1))
                if let same = theirs.first(where: {
                    $0.therapist.uuid == therapist && $0.service.uuid == service && $0.format == format && $0.status == .booked
                }) {
                    try await act.record("appointment.read", subject: same.id.uuid, client: client.id.uuid)
                    return same
                }
                return try await act.bookAppointment(
                    NewAppointment(
                        therapist: Therapist.ID(therapist), client: client.id, service: Service.ID(service),
                        start: .instant(start), format: format), zones: zones)
            }
            return StaffPages.redirect(
                to: DayPage.path(try zones.rules(services.configuration.clinic.zone).local(of: booked.time.start).date))
        } catch {
            let problem = Problem.describing(error)
            guard [.conflict, .unprocessableContent].contains(problem.status) else { throw error }
            // Somebody else was faster, for instance: what is free now is shown.
            return BoardPages.reply(BookPage.html(try await bookView(session, fields, alert: problem.advice)), problem.status)
        }
    }
}
