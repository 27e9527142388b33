import Appointments
import Clinic
import Therapists

/// Of the day's page: what differs from every week, the forms that say so, and what closing hours came to.
extension DayPage {
    static func differing(_ view: View) -> String {
        let names = Dictionary(view.owners.map { ($0.id, $0.name) }) { first, _ in first }
        let entries = view.differing.compactMap { one in names[one.therapist].map { (one, $0) } }
            .sorted { ($0.1, $0.0.starts ?? .midnight) < ($1.1, $1.0.starts ?? .midnight) }
        guard !entries.isEmpty else { return "" }
        var seen = Set<Therapist.ID>()
        let lines = entries.map { one, name in
            let hours = one.starts.flatMap { starts in one.ends.map { "\(starts)–\($0)" } } ?? "the whole day"
            let formats = SessionFormat.allCases.filter(one.formats.contains).map(HeldHour.words).joined(separator: ", ")
            let what = one.kind == .closed ? "not there, \(hours)" : "extra hours, \(hours), \(formats)"
            // A day is taken back as a whole: one button for each therapist.
            let back =
                seen.insert(one.therapist).inserted
                ? """
                 <form method="post" action="\(path)/hours" class="claim">\
                \(BoardPages.hidden(("form", view.formToken), ("on", "\(view.day)"), ("therapist", UUIDText.string(one.therapist.uuid))))\
                <button type="submit" name="act" value="reset" class="quiet">As in every week<span class="unseen">: \(escaped(name))</span></button></form>
                """
                : ""
            return "<li>\(escaped(name)): \(what).\(back)</li>"
        }
        return """
            <section aria-labelledby="differs"><h2 id="differs">Different on this day</h2>
            <ul class="spaced">
            \(lines.joined(separator: "\n"))
            </ul></section>

            """
    }

    /// What was sent about hours, where it was about `act`.
    private static func kept(_ view: View, _ act: String) -> FormFields? {
        view.kept.flatMap { $0.about == nil && $0.fields["act"] == act ? $0.fields : nil }
    }

    private static func whose(_ view: View, _ id: String, _ kept: FormFields?) -> String {
        let options = view.owners.map { owner in
            let id = UUIDText.string(owner.id.uuid)
            return "<option value=\"\(id)\"\(kept?["therapist"] == id ? " selected" : "")>\(escaped(owner.name))</option>"
        }
        let choose = view.owners.count == 1 ? "" : "<option value=\"\">Choose</option>"
        return
            "<label for=\"\(id)\">Who</label><select id=\"\(id)\" name=\"therapist\" required>\(choose)\(options.joined())</select>"
    }

    static func extra(_ view: View) -> String {
        guard !view.owners.isEmpty else { return "" }
        let kept = kept(view, "open")
        func value(_ name: String, _ otherwise: String = "") -> String {
            "name=\"\(name)\" value=\"\(escaped(kept?[name] ?? otherwise))\""
        }
        let formats = SessionFormat.allCases.map { format in
            """
            <label class="tick"><input name="\(format.rawValue)" type="checkbox" value="yes"\(kept?[format.rawValue] == "yes" ? " checked" : "")>\
            \(HeldHour.words(format))</label>
            """
        }
        let sites = view.sites.map { site in
            let id = UUIDText.string(site.id.uuid)
            return "<option value=\"\(id)\"\(kept?["site"] == id ? " selected" : "")>\(escaped(site.name))</option>"
        }
        return """
            <details\(kept == nil ? "" : " open")><summary>Somebody works extra hours</summary>
            <form method="post" action="\(path)/hours" class="card decide">\(BoardPages.hidden(("form", view.formToken), ("on", "\(view.day)")))
            \(whose(view, "extra", kept))
            <div class="facets">
            <div><label for="extra-day">Day</label><input id="extra-day" type="date" required \(value("day", "\(view.day)"))></div>
            <div><label for="extra-starts">From</label><input id="extra-starts" type="time" required \(value("starts"))></div>
            <div><label for="extra-ends">Until</label><input id="extra-ends" type="time" required \(value("ends"))></div>
            <div><label for="site">Where, in person</label><select id="site" name="site"><option value="">Nowhere</option>\(sites.joined())</select></div>
            </div>
            <fieldset><legend>How</legend>\(formats.joined(separator: "\n"))</fieldset>
            <label for="extra-note">For colleagues</label><input id="extra-note" maxlength="500" \(value("note"))>
            <button type="submit" name="act" value="open">Open these hours</button></form>
            </details>
            """
    }

    static func closing(_ view: View) -> String {
        guard !view.owners.isEmpty else { return "" }
        let kept = kept(view, "close")
        func value(_ name: String, _ otherwise: String = "") -> String {
            "name=\"\(name)\" value=\"\(escaped(kept?[name] ?? otherwise))\""
        }
        return """
            <details\(kept == nil ? "" : " open")><summary>Somebody is not there: illness, leave, a course</summary>
            <form method="post" action="\(path)/hours" class="card decide">\(BoardPages.hidden(("form", view.formToken), ("on", "\(view.day)")))
            \(whose(view, "therapist", kept))
            <div class="facets">
            <div><label for="first">First day</label><input id="first" type="date" required \(value("first_day", "\(view.day)"))></div>
            <div><label for="last">Last day, if it is another</label><input id="last" type="date" \(value("last_day"))></div>
            <div><label for="starts">From, if not the whole day</label><input id="starts" type="time" \(value("starts"))></div>
            <div><label for="ends">Until</label><input id="ends" type="time" \(value("ends"))></div>
            </div>
            <label for="note">For colleagues</label><input id="note" maxlength="500" \(value("note"))>
            <label class="tick" for="cancel"><input id="cancel" name="cancel" type="checkbox" value="yes"\(kept?["cancel"] == "yes" ? " checked" : "")>\
            Cancel the sessions then, and tell whoever can be told safely</label>
            <label for="why">Why they are cancelled (for staff; clients are not told)</label><input id="why" maxlength="500" \(value("reason"))>
            <button type="submit" name="act" value="close">Close these hours</button></form>
            </details>
            """
    }

    static func done(_ view: View) -> String {
        guard let done = view.done else { return "" }
        let calls = done.count { $0.affected.told == .notTold }
        let lines = done.map { one in
            let appointment = one.affected.appointment
            let start = view.zone.local(of: appointment.time.start)
            return
                "<li>\(link(start.date, "\(start.date), \(String("\(start.time)".prefix(5)))")), \(client(one.client, of: appointment)) <span class=\"soft\">\(escaped(appointment.reference))</span>: \(outcome(one.affected))</li>"
        }
        return """
            <section aria-labelledby="done" class="card"><h2 id="done">Closed</h2>
            <p role="status">\(done.isEmpty ? "Nothing stands in the calendar then." : calls > 0 ? "\(calls) cannot be told safely by message: call them, if their file says how." : "This stood in the calendar then:")</p>
            \(lines.isEmpty ? "" : "<ul class=\"spaced\">\n\(lines.joined(separator: "\n"))\n</ul>")
            </section>

            """
    }

    private static func outcome(_ affected: AffectedAppointment) -> String {
        switch (affected.outcome, affected.told) {
        case (.toMove, _): "stays: move or cancel it"
        case (.held, _): "is held for a proposal, which intake withdraws or moves"
        case (.cancelled, .queued): "cancelled; a message leaves when it is safe"
        case (.cancelled, .notTold): "cancelled; <strong class=\"hold\">call them</strong>"
        case (.cancelled, _): "cancelled; no message about it had left yet, and none does: call them if they know of it"
        }
    }
}
