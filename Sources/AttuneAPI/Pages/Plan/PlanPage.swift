import Clinic
import Referrals
import Therapists

/// One plan: who with whom and when, who waits and why, what a person has asked for, and what has moved since.
enum PlanPage {
    struct View: Sendable {
        let plan: AllocationPlan
        let moves: PlanMoves
        let zones: [ZoneID: ZoneRules]
        let formToken: String
        let alert: String?
    }

    static func path(_ id: AllocationPlan.ID) -> String { "/staff/plans/\(UUIDText.string(id.uuid))" }

    static func html(_ view: View) -> String {
        let plan = view.plan
        return BoardPages.frame(
            plan.reference, main: "plan",
            """
            <p class="crumb"><a href="/staff/plans">All plans</a></p>
            <div id="plan" tabindex="-1">
            <h1>\(escaped(plan.reference)) <span class="soft">\(plan.placed.count) of \(plan.lines.count) placed, \(plan.status.rawValue)</span></h1>
            \(BoardPages.alert(view.alert))\(moved(view))
            <p class="summary">\(summary(plan))</p>
            \(acts(view))
            \(table(view))
            \(team(plan))
            </div>
            """)
    }

    private static func moved(_ view: View) -> String {
        guard view.plan.status == .draft, view.alert == nil, !view.moves.isEmpty else { return "" }
        return "<p class=\"alert\">\(escaped(view.moves.sentence)) Solve it again before it is applied.</p>\n"
    }

    private static func summary(_ plan: AllocationPlan) -> String {
        let proof = plan.proof
        var parts = [
            PlansPage.words(plan.settings.mode), plan.settings.urgency.map { "only \($0.rawValue)" } ?? "everybody who waits",
            proof.isValid
                ? (proof.isProven ? "proven: no better plan exists" : "not proven to be the best") : "the check found a fault",
        ]
        if let lowest = proof.lowestFit { parts.append("lowest fit \(lowest)") }
        if proof.enviousPairs > 0 { parts.append("\(proof.enviousPairs) would rather have each other") }
        if proof.setAside > 0 { parts.append("\(proof.setAside) set aside for want of an hour") }
        return parts.map(escaped).joined(separator: " · ")
    }

    private static func acts(_ view: View) -> String {
        let plan = view.plan
        guard plan.status == .draft else { return "" }
        func act(_ name: String, _ label: String, _ style: String) -> String {
            """
            <form method="post" action="\(path(plan.id))/\(name)" class="claim">\(hidden(view))\
            <button type="submit"\(style)>\(label)</button></form>
            """
        }
        let canApply = view.moves.isEmpty && !plan.placed.isEmpty && plan.proof.isValid
        return "<p class=\"acts\">"
            + (canApply
                ? act(
                    "apply", plan.placed.count == 1 ? "Apply: make 1 proposal" : "Apply: make \(plan.placed.count) proposals", "")
                    + " "
                : "")
            + act("solve", "Solve again", canApply ? " class=\"quiet\"" : "") + " "
            + act("discard", "Put away", " class=\"quiet\"") + "</p>"
    }

    private static func hidden(_ view: View) -> String {
        BoardPages.hidden(("form", view.formToken), ("version", "\(view.plan.version)"))
    }

    // Roles are spelled out as on the board.
    private static func table(_ view: View) -> String {
        let isDraft = view.plan.status == .draft
        let head = (["", "Referral", "Waited", "Therapist", "First session", "Fit"] + (isDraft ? ["Your decision"] : [])).map {
            "<th scope=\"col\" role=\"columnheader\">\($0.isEmpty ? "<span class=\"unseen\">Place</span>" : $0)</th>"
        }.joined()
        let names = Dictionary(view.plan.therapists.map { ($0.id, $0) }) { first, _ in first }
        return """
            <table class="board" role="table"><caption class="unseen">In the order of priority; whom a person pinned comes first</caption>
            <thead role="rowgroup"><tr role="row">\(head)</tr></thead><tbody role="rowgroup">
            \(view.plan.lines.map { row($0, view, names) }.joined(separator: "\n"))
            </tbody></table>
            <datalist id="team">\(view.plan.therapists.map { "<option value=\"\(escaped($0.slug))\">\(escaped($0.name))</option>" }.joined())</datalist>
            """
    }

    private static func row(_ line: PlanLine, _ view: View, _ names: [Therapist.ID: PlanTherapist]) -> String {
        let late = line.priority >= 10_000 ? "over" : line.priority >= 7_500 ? "near" : "in_time"
        let hour = line.seat.map { seat in
            let local = view.zones[line.zone].map { "\($0.local(of: seat.start))".replacing("T", with: " ") } ?? "\(seat.start)"
            return "\(local.prefix(16)), \(seat.format.rawValue.replacing("_", with: " "))"
        }
        let who = line.seat.flatMap { names[$0.therapist]?.name } ?? "waits"
        return """
            <tr role="row"><td role="cell" data-label="Place">\(line.place)</td>\
            <th scope="row" role="rowheader"><a class="open" href="/staff/board/\(UUIDText.string(line.referral.uuid))">\(escaped(line.reference))</a> \
            <span class="soft">\(escaped(line.clientReference))</span></th>\
            <td role="cell" data-label="Waited"><span class="age \(late)">\(line.priority / 100) % of target</span> <span class="soft">\(line.urgency.rawValue)</span></td>\
            <td role="cell" data-label="Therapist">\(line.seat == nil ? "<span class=\"soft\">waits</span>" : escaped(who))</td>\
            <td role="cell" data-label="First session">\(hour.map(escaped) ?? escaped(why(line, names)))</td>\
            <td role="cell" data-label="Fit">\(line.seat.map { "<span class=\"number\">\($0.score)</span> <span class=\"soft\">choice \($0.rank) of \(line.matches)</span>" } ?? "")</td>\
            \(view.plan.status == .draft ? "<td role=\"cell\" data-label=\"Your decision\">\(decision(line, view, names))</td>" : "")</tr>
            """
    }

    private static func why(_ line: PlanLine, _ names: [Therapist.ID: PlanTherapist]) -> String {
        switch line.waits {
        case .noPlace:
            let list = line.unavailable.compactMap { names[$0]?.name }
            return "No place or hour with " + list.prefix(3).joined(separator: ", ")
                + (list.count > 3 ? " and \(list.count - 3) more" : "")
        case .nobodyFits: return "Nobody fits: see why on the referral's page"
        case .leftOut: return "Left out"
        case nil: return ""
        }
    }

    private static func decision(_ line: PlanLine, _ view: View, _ names: [Therapist.ID: PlanTherapist]) -> String {
        let edits = view.plan.edits.filter { $0.referral == line.referral }
        let said = edits.map { edit in
            let name = edit.therapist.flatMap { names[$0]?.name } ?? ""
            switch edit.kind {
            case .pin: return "with \(name)"
            case .forbid: return "not with \(name)"
            case .leave: return "left out"
            }
        }
        let slug = line.seat.flatMap { names[$0.therapist]?.slug } ?? ""
        let kinds =
            [("forbid", "not with"), ("pin", "with"), ("leave", "leave out")]
            + (edits.isEmpty ? [] : [("free", "as the plan finds")])
        let options = kinds.map { "<option value=\"\($0.0)\">\($0.1)</option>" }.joined()
        return """
            \(said.isEmpty ? "" : "<strong>\(escaped(said.joined(separator: "; ")))</strong>")<details><summary>Change<span class="unseen"> \(escaped(line.reference))</span></summary>\
            <form method="post" action="\(path(view.plan.id))/solve">\(hidden(view))\
            \(BoardPages.hidden(("referral", UUIDText.string(line.referral.uuid))))\
            <label>Decision <select name="kind">\(options)</select></label>\
            <label>Therapist <input name="therapist" list="team" value="\(escaped(slug))" autocomplete="off" spellcheck="false"></label>\
            <button type="submit" class="quiet">Solve with this</button></form></details>
            """
    }

    private static func team(_ plan: AllocationPlan) -> String {
        let rows = plan.therapists.map { one in
            "<tr><th scope=\"row\">\(escaped(one.name))</th><td>\(plan.lines.count { $0.seat?.therapist == one.id }) of \(one.places)</td></tr>"
        }.joined()
        return """
            <details><summary>The team: places given</summary>
            <table class="why"><caption class="unseen">Places with an hour, and how many of them this plan gives</caption><tbody>\(rows)</tbody></table>
            </details>
            """
    }

    private static func escaped(_ text: String) -> String { StaffPages.escaped(text) }
}
