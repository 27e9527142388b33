import Access
import Appointments
import Clients
import Clinic
import Therapists

/// What whoever books may know of a client: how to reach them safely, and when they come. Nothing that was written about them is here.
enum ClientPage {
    struct View: Sendable {
        let client: Client
        let reach: ReachPart.View
        /// From yesterday on, by start.
        let sessions: [Appointment]
        let therapists: [Therapist.ID: String]
        let zone: ZoneRules
        let role: Role
    }

    static func path(_ id: Client.ID) -> String { "/staff/clients/\(UUIDText.string(id.uuid))" }
    /// How far ahead sessions are shown, and how many.
    static let days = 366, limit = 50

    static func html(_ view: View) -> String {
        let person = view.client.person
        let pronouns = person.pronouns.map { ", \(escaped($0))" } ?? ""
        let preferred = person.preferredName.map { "<p>Goes by <strong>\(escaped($0))</strong>.</p>\n" } ?? ""
        // A window's title is read over shoulders: it has the reference.
        return BoardPages.frame(
            view.client.reference, main: "client", places: BoardPages.places(for: view.role),
            """
            <div id="client" tabindex="-1">
            <p class="crumb"><a href="\(DayPage.path)">The day</a></p>
            <h1>\(escaped(person.fullName)) <span class="soft">\(view.client.reference)\(pronouns)</span></h1>
            \(preferred)<p>\(escaped(person.kind.rawValue)), \(escaped(person.language.ownName))\(person.status == .former ? ", not served any more" : "").</p>
            \(ReachPart.html(view.reach))
            \(sessions(view))
            </div>
            """)
    }

    private static func sessions(_ view: View) -> String {
        let lines = view.sessions.map { one in
            let day = view.zone.local(of: one.time.start).date
            let who = view.therapists[one.therapist].map { ", \(escaped($0))" } ?? ""
            return
                "<li><a href=\"\(DayPage.path(day))\">\(day.weekday.shortEnglish) \(day), \(BoardPages.clock(one.time.start, view.zone))</a>\(who), \(HeldHour.words(one.format)): \(DayPage.words(one, view.zone))</li>"
        }
        let list =
            lines.isEmpty
            ? "<p>None. <a href=\"\(BookPage.path)\">Book one</a>.</p>"
            : "<ul class=\"spaced\">\n\(lines.joined(separator: "\n"))\n</ul>"
        let cut = lines.count == limit ? "<p class=\"soft\">Only the first \(limit) are shown.</p>" : ""
        return "<section aria-labelledby=\"sessions\"><h2 id=\"sessions\">Sessions</h2>\n\(list)\(cut)</section>"
    }

    private static func escaped(_ text: String) -> String { StaffPages.escaped(text) }
}
