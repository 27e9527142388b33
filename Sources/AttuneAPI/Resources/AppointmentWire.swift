import Access
import Appointments
import Clinic
import HTTPTypes

/// An appointment as JSON. Staff's reasons are not for the front desk: what it gets has no room for them.
enum AppointmentWire {
    static func reply(_ appointment: Appointment, _ asked: some Querying, _ status: HTTPResponse.Status = .ok) async throws
        -> Reply
    {
        let role = try await asked.actor.role
        return Reply.json(status) { write(appointment, for: role, into: &$0) }.tagged(appointment.version)
    }

    static func write(_ appointment: Appointment, for role: Role, into writer: inout JSONWriter) {
        writer.object { writer in
            writer.member("id", appointment.id)
            writer.member("reference", appointment.reference)
            writer.member("therapist", appointment.therapist)
            writer.member("client", appointment.client)
            writer.member("service", appointment.service)
            writer.member("room", appointment.room)
            writer.member("format", appointment.format.rawValue)
            writer.member("start", appointment.time.start)
            writer.member("end", appointment.time.end)
            writer.member("promised_start", appointment.promise.start.description)
            writer.member("zone", appointment.promise.zone.name)
            writer.member("status", appointment.status.rawValue)
            writer.member("hold_until", appointment.holdUntil)
            if role != .frontDesk {
                writer.member("overlap_reason", appointment.overlapReason)
                writer.member("status_reason", appointment.statusReason)
            }
            writer.member("version", appointment.version)
            writer.member("created_at", appointment.createdAt)
            writer.member("updated_at", appointment.updatedAt)
        }
    }

    static let schema = Schema.object(
        "Appointment",
        [
            .required("id", .uuid), .required("reference", .text(1...20).described("For people: A-3001.")),
            .required("therapist", .uuid), .required("client", .uuid), .required("service", .uuid),
            .required("room", Schema.uuid.orNull), .required("format", .word(SessionFormat.words)),
            .required("start", .instant), .required("end", Schema.instant.described("The moment after it.")),
            .required("promised_start", .text(16...26).described("The wall time that was promised, on the clock of `zone`.")),
            .required("zone", .text(1...64)), .required("status", .word(AppointmentStatus.allCases.map(\.rawValue))),
            .required("hold_until", Schema.instant.orNull.described("When a hold ends by itself.")),
            .optional("overlap_reason", .text(0...500).orNull.described("Not for the front desk.")),
            .optional("status_reason", .text(0...500).orNull.described("Not for the front desk.")),
            .required("version", .integer(1...Int64(Int32.max))), .required("created_at", .instant),
            .required("updated_at", .instant),
        ])

    static let startSchema = Schema.text(16...35, .start).described(
        "A moment with its offset, or a time on the wall clock of `zone`. A wall time that does not exist, or exists twice, is refused.",
        example: .string("2026-12-01T12:00"))
    private static let commonStart: [Schema.Member] = [
        .required("start", startSchema),
        .optional(
            "zone", .text(1...64, .zone).orNull.described("Whose clock `start` is on; the therapist's where there is none.")),
        .optional(
            "choosing",
            .word(FoldChoice.allCases.map(\.rawValue)).orNull.described(
                "Which of the two, where the clocks go back over `start`.")),
        .optional("room", Schema.uuid.orNull.described("A free one is chosen where there is none.")),
        .optional(
            "override",
            .text(3...500, .visible).orNull.described("Why it may go against the calendar's rules: a person's decision.")),
    ]

    static let newSchema = Schema.object(
        "NewAppointment",
        [
            .required("therapist", .uuid), .required("client", .uuid), .required("service", .uuid),
            .required("format", .word(SessionFormat.words)),
        ] + commonStart)
    static let moveSchema = Schema.object("AppointmentMove", commonStart)
    static let cancelSchema = Schema.object(
        "AppointmentCancellation",
        [.optional("reason", .text(1...500, .visible).orNull.described("For staff; the client is not told."))])

    static let withdrawSchema = Schema.object(
        "AppointmentWithdrawal",
        [.required("reason", Schema.text(1...500, .visible).described("For staff; the client is not told."))])

    static let example = JSON.object([
        .init(name: "therapist", value: .string("01931f0e-6f00-7000-8000-000000000001")),
        .init(name: "client", value: .string("01931f0e-6f00-7000-8000-000000000002")),
        .init(name: "service", value: .string("01931f0e-6f00-7000-8000-000000000003")),
        .init(name: "format", value: .string("in_person")), .init(name: "start", value: .string("2026-12-01T12:00")),
    ])
    static let moveExample = JSON.object([.init(name: "start", value: .string("2026-12-02T19:00:00Z"))])
    static let withdrawExample = JSON.object([.init(name: "reason", value: .string("Booked for the wrong client"))])
    static let cancelExample = JSON.object([.init(name: "reason", value: .string("Unwell"))])

    static func parse(_ body: Fields, zones: ZoneCatalogue) throws(Problem) -> NewAppointment {
        NewAppointment(
            therapist: try body.id("therapist"), client: try body.id("client"), service: try body.id("service"),
            start: try start(body, zones: zones), format: try body.word("format"), room: try body.idIfAny("room"),
            override: try body.textIfAny("override"))
    }

    static func start(_ body: Fields, zones: ZoneCatalogue) throws(Problem) -> AppointmentStart {
        let text = try body.text("start")
        let zone = try body.zoneIfAny("zone", of: zones)
        if let instant = WireInstant.parse(text) { return .instant(instant, zone: zone) }
        guard let local = try? LocalDateTime(text) else { throw body.refuse("start", "wrong_form", TextFormat.start.hint) }
        return .wall(local, zone: zone, choosing: try body.wordIfAny("choosing"))
    }
}
