import Access
import Appointments
import Clients
import Clinic
import Therapists

/// A session is booked in two steps: whom for and what, then which of the free hours.
enum BookPage {
    /// What somebody searched for, and what was found.
    struct Found: Sendable {
        let client: Client
        let slots: [Slot]
    }

    struct View: Sendable {
        /// What was sent, so that none of it is lost.
        let fields: FormFields
        let services: [Service]
        let owners: [DayPage.Owner]
        /// Where free hours are looked for when nothing was sent yet.
        let day: LocalDate
        let role: Role
        let formToken: String
        var alert: String?
        /// Several clients who are reached by the same address or number: one is to be chosen.
        var candidates: [Client] = []
        var found: Found?
    }

    static let path = "/staff/book"
    /// Days in which free hours are looked for, and how many are shown of each therapist.
    static let days = 14, hoursEach = 12

    static func html(_ view: View) -> String {
        BoardPages.frame(
            "Book", main: "book", places: BoardPages.places(for: view.role),
            """
            <div id="book" tabindex="-1">
            <p class="crumb"><a href="\(DayPage.path(view.day))">The day</a></p>
            <h1>Book a session</h1>
            \(BoardPages.alert(view.alert))\(search(view))\(hours(view))
            </div>
            """)
    }

    private static func search(_ view: View) -> String {
        let fields = view.fields
        func options<Value>(_ values: [Value], _ name: String, _ code: (Value) -> String, _ words: (Value) -> String) -> String {
            values.map {
                "<option value=\"\(code($0))\"\(fields[name] == code($0) ? " selected" : "")>\(escaped(words($0)))</option>"
            }.joined()
        }
        let whose =
            view.candidates.isEmpty
            ? """
            <label for="client">Client: reference, e-mail address or telephone</label>\
            <input id="client" name="client" required maxlength="254" autocomplete="off" value="\(escaped(fields["client"]))">
            """
            : """
            <label for="client">Whom? Several are reached there</label><select id="client" name="client" required>\
            \(view.candidates.map { "<option value=\"\($0.reference)\">\(escaped($0.person.fullName)), \($0.reference)</option>" }.joined())</select>
            """
        let anybody = view.owners.count == 1 ? "" : "<option value=\"\">Anybody</option>"
        let from = fields.has("from") ? fields["from"] : "\(view.day)"
        return """
            <form method="post" action="\(path)" class="card decide">\(BoardPages.hidden(("form", view.formToken)))
            \(whose)
            <div class="facets">
            <div><label for="service">What</label><select id="service" name="service" required><option value="">Choose</option>\
            \(options(view.services, "service", { UUIDText.string($0.id.uuid) }, { "\($0.name), \($0.durationMinutes) min" }))</select></div>
            <div><label for="format">How</label><select id="format" name="format" required>\
            \(options(SessionFormat.allCases, "format", \.rawValue, HeldHour.words))</select></div>
            <div><label for="therapist">With</label><select id="therapist" name="therapist">\(anybody)\
            \(options(view.owners, "therapist", { UUIDText.string($0.id.uuid) }, \.name))</select></div>
            <div><label for="from">From</label><input id="from" name="from" type="date" required value="\(escaped(from))"></div>
            </div>
            <button type="submit" name="act" value="find">Find free hours</button></form>
            """
    }

    private static func hours(_ view: View) -> String {
        guard let found = view.found else { return "" }
        let name = "\(escaped(found.client.person.fullName)) <span class=\"soft\">\(found.client.reference)</span>"
        let groups = Dictionary(grouping: found.slots, by: \.therapist)
        let lists = view.owners.compactMap { owner in groups[owner.id].map { (owner, $0) } }.map { owner, slots in
            let id = UUIDText.string(owner.id.uuid)
            let choices = slots.map { slot in
                """
                <label class="tick"><input type="radio" name="hour" required value="\(id) \(slot.time.start)">\
                \(slot.local.date.weekday.shortEnglish) \(slot.local.date), \(String("\(slot.local.time)".prefix(5)))</label>
                """
            }
            return
                "<fieldset><legend>\(escaped(owner.name))</legend>\n<div class=\"facets\">\(choices.joined(separator: "\n"))</div></fieldset>"
        }
        let carried = BoardPages.hidden(
            ("form", view.formToken), ("client", found.client.reference), ("service", view.fields["service"]),
            ("format", view.fields["format"]), ("therapist", view.fields["therapist"]), ("from", view.fields["from"]))
        let none =
            "<p class=\"empty\">Nothing is free for this client in these \(days) days. Try another format, another therapist, or a later day.</p>"
        let form = """
            <form method="post" action="\(path)" class="decide">\(carried)
            \(lists.joined(separator: "\n"))
            <button type="submit" name="act" value="book">Book this hour</button></form>
            """
        return """
            <section aria-labelledby="hours"><h2 id="hours">Free for \(name)</h2>
            \(lists.isEmpty ? none : form)
            </section>
            """
    }

    private static func escaped(_ text: String) -> String { StaffPages.escaped(text) }
}
