import Access
import Appointments
import Clinic
import HTTPTypes
import Therapists

/// When a therapist works, and when she does not: her week, and the dates that differ from it.
extension RouteTable {
    static var hours: [Route] {
        [
            Route(
                method: .get, path: "/v1/therapists/{id}/hours", operation: "getHours", tag: "therapists",
                summary: "Her week, and the dates that differ from it", notes: "On the wall clock of her zone.",
                door: .bearer(Policies.calendar), parameters: [.id("The therapist's id.")] + HoursWire.days,
                answers: [.init(status: .ok, summary: "The hours.", schema: HoursWire.schema)], traits: [.brief]
            ) { exchange in
                let id: Therapist.ID = try exchange.pathID()
                let days = try HoursWire.days(exchange)
                let schedule = try await exchange.reader().schedule(of: id, days: days)
                return Reply.json(capacity: 2_048) { writer in
                    writer.object { writer in
                        writer.member("zone", schedule.zone.name)
                        writer.key("weekly")
                        writer.array(schedule.weekly) { HoursWire.write($1, into: &$0) }
                        writer.key("exceptions")
                        writer.array(schedule.exceptions) { HoursWire.write($1.exception, $1.note, into: &$0) }
                    }
                }
            },
            Route(
                method: .get, path: "/v1/therapists/{id}/hours/affected", operation: "listAffected", tag: "therapists",
                summary: "What stands in her calendar although she is not there then",
                notes: "Agreed sessions and holds at closed times, from now on. The look is recorded.",
                door: .bearer(Policies.calendar), parameters: [.id("The therapist's id.")] + HoursWire.days,
                answers: [.init(status: .ok, summary: "The appointments, by start.", schema: HoursWire.affectedSchema)]
            ) { exchange in
                let id: Therapist.ID = try exchange.pathID()
                let days = try HoursWire.days(exchange)
                let zones = exchange.services.zones
                return try await exchange.look { look in
                    let found = try await look.affectedAppointments(of: id, days: days, zones: zones)
                    try await look.recordList("appointment.listed", of: nil, found.map(\.appointment.client.uuid))
                    return try await HoursWire.reply(found, .ok, look)
                }
            },
            Route(
                method: .post, path: "/v1/therapists/{id}/hours/close", operation: "closeHours", tag: "therapists",
                summary: "She is not there: leave, illness, a course",
                notes:
                    "Closes days, or the same hours of each, and answers with what stands in her calendar then. It stays there unless "
                    + "`cancel` says otherwise; then the client is told where that is safe, and `told` says whom a person must call.",
                door: .bearer(Policies.calendar), parameters: [.id("The therapist's id.")],
                body: .init(schema: HoursWire.closureSchema, example: HoursWire.closureExample),
                answers: [.init(status: .created, summary: "Closed.", schema: HoursWire.affectedSchema)], traits: [.idempotent]
            ) { exchange in
                let id: Therapist.ID = try exchange.pathID()
                let body = try exchange.body
                let closure = HoursClosure(
                    days: try HoursWire.days(body), starts: try HoursWire.time(body, "starts"),
                    ends: try HoursWire.time(body, "ends"),
                    note: try body.textIfAny("note"))
                let cancels = try body.flag("cancel"), reason = try body.textIfAny("reason")
                if !cancels, reason != nil {
                    throw body.refuse(
                        "reason", "not_together", "A reason belongs to what is cancelled. Send cancel too, or a note.")
                }
                let cancelling = cancels ? reason ?? "" : nil
                let zones = exchange.services.zones
                return try await exchange.act { act in
                    let affected = try await act.closeHours(of: id, closure, cancelling: cancelling, zones: zones)
                    if !affected.isEmpty {
                        try await act.recordList("appointment.listed", of: nil, affected.map(\.appointment.client.uuid))
                    }
                    return try await HoursWire.reply(affected, .created, act)
                }
            },
            Route(
                method: .post, path: "/v1/therapists/{id}/hours/open", operation: "openHours", tag: "therapists",
                summary: "Extra hours on one day", door: .bearer(Policies.calendar), parameters: [.id("The therapist's id.")],
                body: .init(schema: HoursWire.extraSchema, example: HoursWire.extraExample),
                answers: [.init(status: .created, summary: "Open.", schema: HoursWire.exceptionSchema)], traits: [.idempotent]
            ) { exchange in
                let id: Therapist.ID = try exchange.pathID()
                let body = try exchange.body
                let new = NewScheduleException(
                    day: try body.date("day"), kind: .open, starts: try HoursWire.time(body, "starts"),
                    ends: try HoursWire.time(body, "ends"), formats: Set(try body.words("formats")),
                    site: try body.idIfAny("site"),
                    note: try body.textIfAny("note"))
                return try await exchange.act { act in
                    let exception = ScheduleException(
                        id: try await act.openHours(of: id, new), therapist: id, day: new.day, kind: .open, starts: new.starts,
                        ends: new.ends, formats: new.formats, site: new.site)
                    return Reply.json(.created) { HoursWire.write(exception, new.note, into: &$0) }
                }
            },
            Route(
                method: .post, path: "/v1/therapists/{id}/hours/reset", operation: "resetHours", tag: "therapists",
                summary: "These days are as in every week again",
                notes: "Takes back closures and extra hours alike. What was cancelled stays cancelled.",
                door: .bearer(Policies.calendar), parameters: [.id("The therapist's id.")],
                body: .init(schema: HoursWire.daysSchema, example: HoursWire.daysExample),
                answers: [.init(status: .ok, summary: "How many entries were taken back.", schema: HoursWire.resetSchema)],
                traits: [.idempotent]
            ) { exchange in
                let id: Therapist.ID = try exchange.pathID()
                let days = try HoursWire.days(exchange.body)
                return try await exchange.act { act in
                    let count = try await act.resetHours(of: id, days: days)
                    return Reply.json { writer in writer.object { $0.member("taken_back", count) } }
                }
            },
        ]
    }
}

/// Hours and what they affect, as JSON.
enum HoursWire {
    static func write(_ hours: WeeklyHours, into writer: inout JSONWriter) {
        writer.object { writer in
            writer.member("weekday", hours.weekday.rawValue)
            writer.member("starts", hours.starts.description)
            writer.member("ends", hours.ends.description)
            writer.member("formats", SessionFormat.words(hours.formats))
            writer.member("site", hours.site)
            writer.member("valid_from", hours.validFrom?.description)
            writer.member("valid_until", hours.validUntil?.description)
        }
    }

    static func write(_ exception: ScheduleException, _ note: String?, into writer: inout JSONWriter) {
        writer.object { writer in
            writer.member("day", exception.day.description)
            writer.member("kind", exception.kind.rawValue)
            writer.member("starts", exception.starts?.description)
            writer.member("ends", exception.ends?.description)
            writer.member("formats", SessionFormat.words(exception.formats))
            writer.member("site", exception.site)
            writer.member("note", note)
        }
    }

    static func reply(_ affected: [AffectedAppointment], _ status: HTTPResponse.Status, _ asked: some Querying) async throws
        -> Reply
    {
        let role = try await asked.actor.role
        return Reply.json(status, capacity: 64 + affected.count * 512) { writer in
            writer.object { writer in
                writer.key("data")
                writer.array(affected) { writer, one in
                    writer.object { writer in
                        writer.member("outcome", one.outcome.rawValue)
                        writer.member("told", one.told?.rawValue)
                        writer.key("appointment")
                        AppointmentWire.write(one.appointment, for: role, into: &writer)
                    }
                }
            }
        }
    }

    // MARK: Reading

    static let days: [Parameter] = [
        .query("first_day", .date, "The first day.", required: true),
        .query("last_day", .date, "The last day; \(HoursClosure.longest) days at most.", required: true),
    ]

    static func days(_ exchange: Exchange) throws(Problem) -> ClosedRange<LocalDate> {
        guard let first = exchange.date("first_day"), let last = exchange.date("last_day") else {
            throw .invalid("first_day", "missing", "Send first_day and last_day.")
        }
        guard first <= last else { throw .invalid("last_day", "not_after", notAfter) }
        return first...last
    }

    /// `first_day`, and `last_day` where there is more than one.
    static func days(_ body: Fields) throws(Problem) -> ClosedRange<LocalDate> {
        let first = try body.date("first_day")
        let last = try body.dateIfAny("last_day") ?? first
        guard first <= last else { throw body.refuse("last_day", "not_after", notAfter) }
        return first...last
    }

    private static let notAfter = "The last day comes before the first. Correct one of them."

    static func time(_ body: Fields, _ name: String) throws(Problem) -> LocalTime? {
        guard let text = try body.textIfAny(name) else { return nil }
        guard let time = try? LocalTime(text) else { throw body.refuse(name, "wrong_form", TextFormat.time.hint) }
        return time
    }

    // MARK: Shapes

    /// As it is told (24:00 ends a day), and as it is taken.
    private static let toldTime = Schema.text(5...15), time = Schema.text(5...5, .time)
    private static let formats = Schema.list(.word(SessionFormat.words), 0...3)

    static let exceptionSchema = Schema.object(
        "ScheduleException",
        [
            .required("day", .date), .required("kind", .word(ScheduleException.Kind.allCases.map(\.rawValue))),
            .required("starts", toldTime.orNull.described("Null: the whole day.")), .required("ends", toldTime.orNull),
            .required("formats", formats), .required("site", Schema.uuid.orNull),
            .required("note", Schema.text(0...500).orNull.described("For colleagues.")),
        ])
    static let schema = Schema.object(
        "TherapistHours",
        [
            .required("zone", .text(1...64)),
            .required(
                "weekly",
                .list(
                    .object(
                        "WeeklyHours",
                        [
                            .required("weekday", Schema.integer(1...7).described("1 is Monday.")), .required("starts", toldTime),
                            .required("ends", toldTime), .required("formats", formats), .required("site", Schema.uuid.orNull),
                            .required("valid_from", Schema.date.orNull),
                            .required("valid_until", Schema.date.orNull.described("The first day on which it holds no more.")),
                        ]))),
            .required("exceptions", .list(exceptionSchema, 0...10_000)),
        ])
    static let affectedSchema = Schema.object(
        "AffectedAppointments",
        [
            .required(
                "data",
                .list(
                    .object(
                        "AffectedAppointment",
                        [
                            .required(
                                "outcome",
                                Schema.word(AffectedAppointment.Outcome.allCases.map(\.rawValue)).described(
                                    "`to_move`: a person moves or cancels it. `held`: withdraw the proposal, or hold another hour."
                                )),
                            .required(
                                "told",
                                Schema.word(AffectedAppointment.Told.allCases.map(\.rawValue)).orNull.described(
                                    "Of what was cancelled. `not_told`: nothing can be sent safely, so a person calls.")),
                            .required("appointment", AppointmentWire.schema),
                        ]), 0...5_000))
        ])
    static let resetSchema = Schema.object("HoursReset", [.required("taken_back", .integer(0...Int64(Int32.max)))])

    private static let dayMembers: [Schema.Member] = [
        .required("first_day", Schema.date.described("On the calendar of her zone.")),
        .optional(
            "last_day", Schema.date.orNull.described("The same day where there is none; \(HoursClosure.longest) days at most.")),
    ]
    private static let note = Schema.text(1...500, .visible).orNull.described("For colleagues.")
    static let daysSchema = Schema.object("HoursDays", dayMembers)
    static let closureSchema = Schema.object(
        "HoursClosure",
        dayMembers + [
            .optional("starts", time.orNull.described("From when on each day; the whole day where there is none.")),
            .optional("ends", time.orNull), .optional("note", note),
            .optional("cancel", Schema.boolean.described("Cancels the agreed sessions too. Not otherwise.")),
            .optional(
                "reason", .text(1...500, .visible).orNull.described("Of the cancellations, for staff; clients are not told.")),
        ])
    static let extraSchema = Schema.object(
        "ExtraHours",
        [
            .required("day", .date), .required("starts", time), .required("ends", time),
            .required("formats", .list(.word(SessionFormat.words), 1...3)),
            .optional("site", Schema.uuid.orNull.described("Where, for those in person.")), .optional("note", note),
        ])

    static let daysExample = JSON.object([.init(name: "first_day", value: .string("2027-07-05"))])
    static let closureExample = JSON.object([
        .init(name: "first_day", value: .string("2027-07-05")), .init(name: "last_day", value: .string("2027-07-06")),
        .init(name: "note", value: .string("Summer leave")),
    ])
    static let extraExample = JSON.object([
        .init(name: "day", value: .string("2027-07-10")), .init(name: "starts", value: .string("10:00")),
        .init(name: "ends", value: .string("14:00")), .init(name: "formats", value: .array([.string("online")])),
    ])
}
