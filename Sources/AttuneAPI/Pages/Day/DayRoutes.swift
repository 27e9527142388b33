import Access
import Appointments
import Clients
import Clinic
import HTTPTypes
import Therapists

/// The clinic's day as a page. The same policy, functions and audit rows as below `/v1/appointments` and `/v1/therapists/{id}/hours`: a
/// therapist sees her own calendar, the front desk everybody's.
extension RouteTable {
    static var dayPages: [Route] {
        [
            Route(
                method: .get, path: "/staff/day", operation: "seeDay", tag: "staff",
                summary: "One day: who comes to whom, and who is not there",
                notes: "The look is recorded.", door: .cookie,
                parameters: [.query("on", .anyText, "The day, on the clinic's calendar; today where there is none.")],
                answers: BoardDoor.looks, problems: BoardDoor.refusals
            ) { exchange in
                try await exchange.onDay { session, _ in
                    DayPage.reply(try await exchange.dayView(session, on: exchange.date("on")))
                }
            },
            Route(
                method: .get, path: "/staff/clients/{id}", operation: "seeClient", tag: "staff",
                summary: "How to reach a client safely, and when they come", notes: "The look is recorded.", door: .cookie,
                parameters: [BoardDoor.id("The client's id.")], answers: BoardDoor.looks, problems: BoardDoor.refusals
            ) { exchange in
                try await exchange.onDay { session, _ in
                    BoardPages.reply(ClientPage.html(try await exchange.clientView(session)))
                }
            },
            Route(
                method: .post, path: "/staff/day/{id}", operation: "changeByForm", tag: "staff",
                summary: "Is here, took place, did not come; moves or cancels", door: .cookie,
                parameters: [BoardDoor.id("The appointment's id.")], body: BoardDoor.form, answers: BoardDoor.decisions,
                problems: BoardDoor.refusals + [(.gone, "The page says what has ended.")]
            ) { exchange in
                try await exchange.onDay { session, fields in try await exchange.changeAppointment(session, fields) }
            },
            Route(
                method: .post, path: "/staff/day/hours", operation: "closeByForm", tag: "staff",
                summary: "Somebody is not there, or is after all", door: .cookie, body: BoardDoor.form,
                answers: BoardDoor.decisions,
                problems: BoardDoor.refusals
            ) { exchange in
                try await exchange.onDay { session, fields in try await exchange.changeHours(session, fields) }
            },
        ]
    }
}

extension DayPage {
    fileprivate static func reply(_ view: View, _ status: HTTPResponse.Status = .ok) -> Reply {
        BoardPages.reply(html(view), status)
    }
}

extension Exchange {
    func onDay(_ body: (PageSession, FormFields) async throws -> Reply) async throws -> Reply {
        try await onPage(whose: "The day is for those who book.", home: (path: DayPage.path, words: "To today"), body)
    }

    fileprivate func dayView(
        _ session: PageSession, on asked: LocalDate?, _ kept: DayPage.Kept? = nil, done: [AffectedAppointment]? = nil
    ) async throws -> DayPage.View {
        let zones = services.zones
        let zone = try zones.rules(services.configuration.clinic.zone)
        return try await services.gate.look(session.credential, Policies.calendar, request) { look in
            let now = try await look.now
            let day = asked ?? zone.local(of: now).date
            let found = try await look.appointments(of: .everybody, on: day, in: zone, limit: DayPage.limit)
            // A hold that has run out takes nobody's time.
            let appointments = found.filter { $0.holdUntil.map { $0 > now } ?? true }
            let shown = appointments.map(\.client) + (done ?? []).map(\.appointment.client)
            let names = Dictionary(try await look.clients(shown).map { ($0.id, $0.person.fullName) }) { first, _ in first }
            // When they come, and who they are: an inquiry asks for either.
            try await look.recordList("appointment.listed", of: nil, shown.map(\.uuid))
            try await look.record("client.listed", clients: shown.map(\.uuid))
            let team = try await look.calendarOwners()
            let therapists = Dictionary(team.map { ($0.id, $0.profile.displayName) }) { first, _ in first }
            let rooms = Dictionary(try await look.rooms().map { ($0.id, $0.name) }) { first, _ in first }
            let offered = Dictionary(try await look.services().map { ($0.id, $0.name) }) { first, _ in first }
            let differing = try await look.hours(of: team.map(\.id), days: day...day).exceptions
            let closed = try ClosedHours.among(differing, of: team, zones: zones)
            let rows = appointments.map { one in
                DayPage.Row(
                    appointment: one, client: names[one.client],
                    therapist: therapists[one.therapist] ?? "Somebody who left",
                    service: offered[one.service] ?? "", room: one.room.flatMap { rooms[$0] },
                    isAffected: one.status.isLive && one.time.end > now
                        && closed.contains { $0.therapist == one.therapist && $0.time.overlaps(one.time) })
            }
            return DayPage.View(
                day: day, rows: rows, isCut: found.count == DayPage.limit,
                differing: differing,
                owners: team.map(DayPage.Owner.init), sites: try await look.sites(), now: now,
                zone: zone, role: try await look.actor.role, formToken: session.formToken, kept: kept,
                done: done?.map { DayPage.Done(affected: $0, client: names[$0.appointment.client]) })
        }
    }

    fileprivate func clientView(_ session: PageSession) async throws -> ClientPage.View {
        let id: Client.ID = try pathID()
        let zones = services.zones
        let zone = try zones.rules(services.configuration.clinic.zone)
        return try await services.gate.look(session.credential, Policies.readClients, request) { look in
            let (file, now) = (try await look.lookAtFile(of: id), try await look.now)
            let span = try TimeRange(start: now - .hours(24), end: now + .hours(24 * ClientPage.days))
            let sessions = try await look.appointments(of: .client(id), during: span, limit: ClientPage.limit)
                .filter { $0.holdUntil.map { $0 > now } ?? true }
            try await look.record("appointment.listed", client: id.uuid)
            let team = try await look.therapists(limit: 1_000)
            return ClientPage.View(
                client: file.client,
                reach: ReachPart.View(
                    contacts: file.contacts, refusesMessages: file.consents.refuseMessages(at: now),
                    zone: try? zones.rules(file.client.person.zone), now: now),
                sessions: sessions, therapists: Dictionary(team.map { ($0.id, $0.profile.displayName) }) { first, _ in first },
                zone: zone, role: try await look.actor.role)
        }
    }

    /// What became of a session, another time, or none.
    fileprivate func changeAppointment(_ session: PageSession, _ fields: FormFields) async throws -> Reply {
        let id: Appointment.ID = try pathID()
        let day = try? LocalDate(fields["on"])
        guard let deed = DayPage.Deed(rawValue: fields["act"]), let version = Int(fields["version"]) else {
            throw Problem.notFound
        }
        let zones = services.zones
        do {
            let changed = try await services.gate.act(session.credential, Policies.calendar, request) { act in
                let reason = fields["reason"]
                return switch deed {
                case .arrive: try await act.arriveAppointment(id, version: version)
                case .expect: try await act.expectAppointment(id, version: version)
                case .fulfil: try await act.fulfilAppointment(id, version: version)
                case .miss: try await act.missAppointment(id, version: version)
                case .cancel:
                    try await act.cancelAppointment(id, version: version, reason: reason.isEmpty ? nil : reason, zones: zones)
                case .move: try await act.moveAppointment(id, try fields.move, version: version, zones: zones)
                case .withdraw: try await act.withdrawAppointment(id, version: version, reason: reason, zones: zones)
                }
            }
            // Where it stands now: whoever moved it sees that it is there.
            let zone = try zones.rules(services.configuration.clinic.zone)
            return StaffPages.redirect(to: DayPage.path(zone.local(of: changed.time.start).date))
        } catch {
            return try await again(session, fields, on: day, about: id, error)
        }
    }

    /// Closes hours and says what stood there, or takes a day's closures back.
    fileprivate func changeHours(_ session: PageSession, _ fields: FormFields) async throws -> Reply {
        let day = try? LocalDate(fields["on"])
        let zones = services.zones
        do {
            guard let therapist = UUIDText.parse(fields["therapist"]).map({ Therapist.ID($0) }) else {
                throw Problem.invalid("therapist", "missing", "Choose who is not there.")
            }
            switch fields["act"] {
            case "close":
                let closure = try fields.closure, reason = fields["reason"]
                let cancels = fields["cancel"] == "yes"
                if !cancels, !reason.isEmpty {
                    throw Problem.invalid(
                        "reason", "not_together", "A reason belongs to what is cancelled. Tick that too, or leave it empty.")
                }
                let done = try await services.gate.act(session.credential, Policies.calendar, request) { act in
                    try await act.closeHours(of: therapist, closure, cancelling: cancels ? reason : nil, zones: zones)
                }
                return DayPage.reply(try await dayView(session, on: closure.days.lowerBound, done: done))
            case "open":
                let extra = try fields.extraHours
                try await services.gate.act(session.credential, Policies.calendar, request) { act in
                    _ = try await act.openHours(of: therapist, extra)
                }
                return StaffPages.redirect(to: DayPage.path(extra.day))
            case "reset":
                guard let day else { throw Problem.notFound }
                try await services.gate.act(session.credential, Policies.calendar, request) { act in
                    _ = try await act.resetHours(of: therapist, days: day...day)
                }
                return StaffPages.redirect(to: DayPage.path(day))
            default: throw Problem.notFound
            }
        } catch {
            return try await again(session, fields, on: day, about: nil, error)
        }
    }

    /// The same day as it is now, saying why not, with what was typed.
    private func again(
        _ session: PageSession, _ fields: FormFields, on day: LocalDate?, about: Appointment.ID?, _ error: any Error
    ) async throws -> Reply {
        let problem = Problem.describing(error)
        let isShown = [.conflict, .gone, .preconditionFailed, .unprocessableContent].contains(problem.status)
        guard isShown else { throw error }
        let alert =
            problem.status == .preconditionFailed
            ? BoardPages.changedMeanwhile : problem.advice
        let kept = DayPage.Kept(alert: alert, fields: fields, about: about)
        return DayPage.reply(try await dayView(session, on: day, kept), problem.status)
    }
}

extension Querying {
    /// Therapists in whose calendar the actor may book, by name.
    func calendarOwners() async throws -> [Therapist] {
        let reach = try await reach
        return try await therapists(limit: 1_000).filter { reach.includesCalendar(of: $0.id.uuid) }
            .sorted { $0.profile.displayName < $1.profile.displayName }
    }
}

extension FormFields {
    fileprivate var move: AppointmentMove {
        get throws(Problem) {
            guard let start = try? LocalDateTime(self["start"]) else {
                throw .invalid("start", "wrong_form", "Choose a day and a time.")
            }
            return AppointmentMove(start: .wall(start))
        }
    }

    private func refuse(_ name: String, _ words: String) -> Problem { .invalid(name, "wrong_form", words) }

    private func time(_ name: String) throws(Problem) -> LocalTime? {
        if self[name].isEmpty { return nil }
        guard let time = try? LocalTime(self[name]) else { throw refuse(name, "Choose a time, such as 13:00.") }
        return time
    }

    fileprivate var extraHours: NewScheduleException {
        get throws(Problem) {
            guard let day = try? LocalDate(self["day"]) else { throw refuse("day", "Choose the day.") }
            return NewScheduleException(
                day: day, kind: .open, starts: try time("starts"), ends: try time("ends"),
                formats: Set(SessionFormat.allCases.filter { self[$0.rawValue] == "yes" }),
                site: UUIDText.parse(self["site"]).map { Site.ID($0) }, note: self["note"].isEmpty ? nil : self["note"])
        }
    }

    fileprivate var closure: HoursClosure {
        get throws(Problem) {
            guard let first = try? LocalDate(self["first_day"]) else { throw refuse("first_day", "Choose the first day.") }
            var last = first
            if !self["last_day"].isEmpty {
                guard let day = try? LocalDate(self["last_day"]), day >= first else {
                    throw refuse("last_day", "The last day is not before the first one.")
                }
                last = day
            }
            return HoursClosure(
                days: first...last, starts: try time("starts"), ends: try time("ends"),
                note: self["note"].isEmpty ? nil : self["note"])
        }
    }
}
