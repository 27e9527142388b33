import Access
import Appointments
import Clients
import Clinic
import Therapists

/// One day of the clinic: who comes to whom, when and where, who is not there, and what a person does about it.
enum DayPage {
    struct Row: Sendable {
        let appointment: Appointment
        /// Nil: of whom the reader may know nothing any more, though it stays in the calendar.
        let client: String?
        let therapist: String
        let service: String
        /// Nil where it needs none.
        let room: String?
        /// She is not there then, and it is not over.
        let isAffected: Bool
    }

    /// A therapist whose calendar the reader may change.
    struct Owner: Sendable {
        let id: Therapist.ID
        let name: String

        init(_ therapist: Therapist) { (id, name) = (therapist.id, therapist.profile.displayName) }
    }

    /// What somebody sent that was not done, so that none of it is lost.
    struct Kept: Sendable {
        var alert: String
        var fields: FormFields
        /// Which appointment it was about; nil: hours.
        var about: Appointment.ID?
    }

    struct View: Sendable {
        let day: LocalDate
        let rows: [Row]
        /// There are more than are shown.
        let isCut: Bool
        /// What differs from every week for those in `owners`.
        let differing: [ScheduleException]
        let owners: [Owner]
        let sites: [Site]
        let now: Instant
        let zone: ZoneRules
        let role: Role
        let formToken: String
        var kept: Kept?
        /// What stood at the hours that were closed just now.
        var done: [DayPage.Done]?

        var today: LocalDate { zone.local(of: now).date }
    }

    /// What closing hours came to, for one appointment.
    struct Done: Sendable {
        let affected: AffectedAppointment
        /// Nil as for a row.
        let client: String?
    }

    static func html(_ view: View) -> String {
        let today = view.today
        return BoardPages.frame(
            "Day", main: "day", places: BoardPages.places(for: view.role),
            """
            <div id="day" tabindex="-1">
            <h1>\(weekday(view.day)), \(view.day)\(view.day == today ? " <span class=\"soft\">today</span>" : "")</h1>
            <nav aria-label="Days" class="acts">\(link(view.day.adding(days: -1), "The day before"))\
            \(view.day == today ? "" : " · \(link(today, "Today"))") · \(link(view.day.adding(days: 1), "The day after"))
            · <a href="\(BookPage.path)">Book a session</a></nav>
            <form method="get" action="\(path)" class="filters"><fieldset><legend>Another day</legend>
            <div><label for="on">Date</label><input id="on" name="on" type="date" required value="\(view.day)"></div>
            <button type="submit" class="quiet">Show</button></fieldset></form>
            \(BoardPages.alert(view.kept?.alert))\(done(view))\(differing(view))
            \(closing(view))
            \(extra(view))
            \(table(view))
            </div>
            """)
    }

    static let path = "/staff/day"
    static func path(_ day: LocalDate) -> String { "\(path)?on=\(day)" }

    // MARK: What stands there

    private static func table(_ view: View) -> String {
        guard !view.rows.isEmpty else { return "<p class=\"empty\">Nothing stands on this day.</p>" }
        let affected = view.rows.count(where: \.isAffected)
        let warning =
            affected == 0
            ? ""
            : "<p class=\"alert\">\(affected) of these \(affected == 1 ? "is" : "are") at hours at which the therapist is not there. Move or cancel each.</p>\n"
        return """
            \(warning)<table class="board" role="table"><caption class="unseen">Sessions and holds, by time</caption>
            <thead role="rowgroup"><tr role="row"><th scope="col" role="columnheader">Time</th><th scope="col" role="columnheader">Client</th>\
            <th scope="col" role="columnheader">With</th><th scope="col" role="columnheader">What and where</th>\
            <th scope="col" role="columnheader">Status</th><th scope="col" role="columnheader">What to do</th></tr></thead>
            <tbody role="rowgroup">
            \(view.rows.map { row($0, view) }.joined(separator: "\n"))
            </tbody>
            </table>
            \(view.isCut ? "<p class=\"soft\">Only the first \(limit) are shown.</p>" : "")
            """
    }

    /// Sessions on one page.
    static let limit = 500

    private static func row(_ row: Row, _ view: View) -> String {
        let appointment = row.appointment
        let clock = BoardPages.clock(appointment.time.start, view.zone)
        let place = ([row.service, HeldHour.words(appointment.format)] + (row.room.map { [$0] } ?? [])).map(escaped)
        // Whoever was promised another clock's time is spoken to in it.
        let promised =
            appointment.promise.zone == view.zone.zone
            ? ""
            : " <span class=\"soft\">promised \(String("\(appointment.promise.start.time)".prefix(5))) \(escaped(appointment.promise.zone.name))</span>"
        let standing =
            "\(words(appointment, view.zone))\(row.isAffected ? " <strong class=\"hold\">not there</strong>" : "")"
        return """
            <tr role="row"><th scope="row" role="rowheader" class="clock">\(clock)–\(BoardPages.clock(appointment.time.end, view.zone))\(promised)</th>\
            <td role="cell" data-label="Client">\(client(row.client, of: appointment)) <span class="soft">\(escaped(appointment.reference))</span></td>\
            <td role="cell" data-label="With">\(escaped(row.therapist))</td>\
            <td role="cell" data-label="What">\(place.joined(separator: ", "))</td>\
            <td role="cell" data-label="Status">\(standing)</td>\
            <td role="cell">\(acts(row, view, clock))</td></tr>
            """
    }

    static func client(_ name: String?, of appointment: Appointment) -> String {
        guard let name else { return "Not in your care" }
        return "<a class=\"open\" href=\"\(ClientPage.path(appointment.client))\">\(escaped(name))</a>"
    }

    /// Its status, for people.
    static func words(_ appointment: Appointment, _ zone: ZoneRules) -> String {
        switch appointment.status {
        case .proposed, .pending:
            "Held" + (appointment.holdUntil.map { " until \(BoardPages.day($0, zone)) \(BoardPages.clock($0, zone))" } ?? "")
        case .booked: "Booked"
        case .arrived: "Is here"
        case .fulfilled: "Took place"
        case .cancelled: "Cancelled"
        case .noshow: "Did not come"
        case .enteredInError: "Entered in error"
        }
    }

    // MARK: What a person does

    /// What can be done about a session on this page, as the word in the form.
    enum Deed: String, CaseIterable {
        case arrive, expect, fulfil, miss, cancel, move, withdraw
    }

    private static func acts(_ row: Row, _ view: View, _ clock: String) -> String {
        let appointment = row.appointment
        guard !appointment.status.isHold else { return "<span class=\"soft\">Its proposal decides.</span>" }
        guard let client = row.client else { return "" }
        let hasBegun = appointment.time.start <= view.now
        let isDue = view.zone.local(of: appointment.time.start).date <= view.today
        let whom = "<span class=\"unseen\">: \(escaped(client)), \(clock)</span>"
        func button(_ deed: Deed, _ words: String) -> String {
            "<button type=\"submit\" name=\"act\" value=\"\(deed.rawValue)\" class=\"quiet\">\(words)\(whom)</button>"
        }
        var buttons = ""
        if isDue, appointment.status.mayBecome(.arrived) {
            let words = [.noshow: "Came after all", .fulfilled: "Not over yet"][appointment.status] ?? "Is here"
            buttons += button(.arrive, words)
        }
        if appointment.status == .arrived { buttons += button(.expect, "Not here yet") }
        if hasBegun, appointment.status.mayBecome(.fulfilled) { buttons += button(.fulfil, "Took place") }
        if hasBegun, appointment.status.mayBecome(.noshow) { buttons += button(.miss, "Did not come") }
        let first = buttons.isEmpty ? "" : form(row, view, buttons)
        guard appointment.status.mayBecome(.enteredInError) else { return first }

        let isAsked = view.kept?.about == appointment.id
        let kept = isAsked ? view.kept?.fields ?? FormFields() : FormFields()
        let id = UUIDText.string(appointment.id.uuid)
        let mayCancel = appointment.status.mayBecome(.cancelled)
        let move =
            hasBegun || !mayCancel
            ? ""
            : form(
                row, view,
                """
                <label for="start-\(id)">Another time, on the therapist's clock</label>\
                <input id="start-\(id)" name="start" type="datetime-local" required value="\(escaped(kept["start"]))">\
                \(button(.move, "Move"))
                """)
        let cancel = form(
            row, view,
            """
            <label for="reason-\(id)">Why (for staff; the client is not told)</label>\
            <input id="reason-\(id)" name="reason" maxlength="500" value="\(escaped(kept["reason"]))">\
            \(mayCancel ? button(.cancel, "Cancel it") : "")\(button(.withdraw, "Entered in error"))
            """)
        let summary = mayCancel ? (hasBegun ? "Cancel" : "Move or cancel") : "Entered in error"
        return "\(first)<details\(isAsked ? " open" : "")><summary>\(summary)\(whom)</summary>\n\(move)\(cancel)</details>"
    }

    private static func form(_ row: Row, _ view: View, _ body: String) -> String {
        """
        <form method="post" action="\(path)/\(UUIDText.string(row.appointment.id.uuid))" class="claim">\
        \(BoardPages.hidden(("form", view.formToken), ("version", String(row.appointment.version)), ("on", "\(view.day)")))
        \(body)</form>

        """
    }

    // MARK: Parts

    static func link(_ day: LocalDate, _ words: String) -> String { "<a href=\"\(path(day))\">\(words)</a>" }

    private static func weekday(_ day: LocalDate) -> String {
        let code = day.weekday.code
        return code.prefix(1).uppercased() + code.dropFirst()
    }

    static func escaped(_ text: String) -> String { StaffPages.escaped(text) }
}
