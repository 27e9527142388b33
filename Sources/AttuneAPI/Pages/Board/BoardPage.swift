import Clinic
import Referrals

import struct Foundation.UUID

/// The list: who waits, how long against the clinic's target, where each stands, and who is on it.
enum BoardPage {
    struct View: Sendable {
        let rows: [BoardRow]
        let filter: BoardFilter
        /// Not the first page.
        let isContinued: Bool
        let now: Instant
        let me: UUID
        let zone: ZoneRules
        let formToken: String
        /// The address's own query, so that a form comes back to the same list.
        let query: String
        let stamp: String
        let next: String?
    }

    static func html(_ view: View) -> String {
        let isFiltered = view.filter != BoardFilter()
        let list =
            if view.rows.isEmpty {
                "<p class=\"empty\">\(empty(view, isFiltered))</p>"
            } else {
                table(view)
            }
        return BoardPages.frame(
            "Referrals", main: "list",
            """
            <h1>Referrals</h1>
            \(filters(view.filter))
            <p id="told" role="status"></p>
            <div id="list" tabindex="-1" data-stamp="\(escaped(view.stamp))">
            <p class="summary">\(summary(view))</p>
            \(list)
            \(view.next.map { "<nav aria-label=\"Pages\"><a class=\"button\" rel=\"next\" href=\"\(escaped($0))\">The next \(view.rows.count)</a></nav>" } ?? "")
            </div>
            \(keys)
            """)
    }

    private static func empty(_ view: View, _ isFiltered: Bool) -> String {
        if view.isContinued { return "Nobody else. <a href=\"/staff/board\">Back to the beginning</a>" }
        if view.filter == BoardFilter(onlyMine: true) {
            return "You are on no referral. Claim one on <a href=\"/staff/board\">the whole board</a>."
        }
        if isFiltered { return "Nothing matches. <a href=\"/staff/board\">Show everybody who waits</a>" }
        return "Nobody is waiting. New referrals appear here."
    }

    private static func summary(_ view: View) -> String {
        let holds = view.rows.count(where: { $0.referral.standing.safetyHold })
        let over = view.rows.count(where: { $0.wait(at: view.now).state == .over })
        var parts = [view.next == nil && !view.isContinued ? "\(view.rows.count) in all" : "\(view.rows.count) on this page"]
        if holds > 0 { parts.append("\(holds) on safety hold") }
        if over > 0 { parts.append("\(over) over target") }
        return parts.joined(separator: " · ")
    }

    private static func filters(_ filter: BoardFilter) -> String {
        func option(_ value: String, _ text: String, _ isChosen: Bool) -> String {
            "<option value=\"\(value)\"\(isChosen ? " selected" : "")>\(text)</option>"
        }
        let status = filter.statuses.first
        let statuses =
            option("open", "all that are open", status == nil)
            + ReferralStatus.allCases.map { option($0.rawValue, words($0), $0 == status) }.joined()
        let levels =
            option("any", "any", filter.urgency == nil)
            + Urgency.allCases.map { option($0.rawValue, $0.rawValue, $0 == filter.urgency) }.joined()
        func tick(_ name: String, _ text: String, _ isOn: Bool) -> String {
            "<label class=\"tick\"><input type=\"checkbox\" name=\"\(name)\" value=\"true\"\(isOn ? " checked" : "")> \(text)</label>"
        }
        return """
            <form method="get" action="/staff/board" class="filters"><fieldset><legend>Show</legend>
            <label>Standing <select name="status">\(statuses)</select></label>
            <label>Urgency <select name="urgency">\(levels)</select></label>
            \(tick("safety_hold", "only safety holds", filter.onlySafetyHolds))
            \(tick("mine", "only mine", filter.onlyMine))
            <button type="submit" class="quiet">Show</button>
            </fieldset></form>
            """
    }

    private static func words(_ status: ReferralStatus) -> String {
        switch status {
        case .draft: "not triaged"
        case .active: "triaged"
        case .onHold: "on hold"
        case .revoked: "withdrawn"
        case .completed: "first session booked"
        }
    }

    // Roles are spelled out because a telephone shows each row as a card, and a browser then forgets that it is a table.
    private static func table(_ view: View) -> String {
        let head = ["Referral", "Client", "Waited", "Standing", "On it"].map {
            "<th scope=\"col\" role=\"columnheader\">\($0)</th>"
        }.joined()
        return """
            <table class="board" role="table"><caption class="unseen">Safety holds first, then the most overdue</caption>
            <thead role="rowgroup"><tr role="row">\(head)</tr></thead>
            <tbody role="rowgroup">
            \(view.rows.map { row($0, view) }.joined(separator: "\n"))
            </tbody></table>
            """
    }

    private static func row(_ row: BoardRow, _ view: View) -> String {
        let age = row.wait(at: view.now), standing = row.referral.standing
        let id = UUIDText.string(row.referral.id.uuid)
        let level =
            standing.safetyHold ? "<strong class=\"hold\">Safety hold</strong>" : "<span>\(escaped(standing.words))</span>"
        return """
            <tr role="row" data-id="\(id)"><th scope="row" role="rowheader"><a class="open" href="/staff/board/\(id)">\(escaped(row.referral.reference))</a></th>\
            <td role="cell" data-label="Client">\(escaped(row.clientName)) <span class="soft">\(escaped(row.clientReference))</span></td>\
            <td role="cell" data-label="Waited"><span class="age \(age.state.rawValue)">\(escaped(age.text))</span></td>\
            <td role="cell" data-label="Standing">\(level)</td>\
            <td role="cell" data-label="On it">\(ClaimForm.html(row.referral, row.claim, me: view.me, view.zone, view.formToken, back: view.query))</td></tr>
            """
    }

    private static let keys = """
        <details class="keys"><summary>Keys</summary>
        <dl><dt>j, k</dt><dd>the next row, the one before</dd><dt>Enter</dt><dd>why whom</dd>
        <dt>c</dt><dd>claim, or let go</dd><dt>r</dt><dd>look again now; the list also does so by itself</dd></dl>
        <label class="tick"><input type="checkbox" id="keys-on" checked disabled> single keys (needs scripts)</label>
        </details>
        """

    private static func escaped(_ text: String) -> String { StaffPages.escaped(text) }
}

/// Who is on a referral, and the one button that changes it.
enum ClaimForm {
    /// - Parameter back: the list's query to return to; nil: the referral's own page.
    static func html(
        _ referral: Referral, _ claim: ReferralClaim?, me: UUID, _ zone: ZoneRules, _ formToken: String, back: String?
    ) -> String {
        let id = UUIDText.string(referral.id.uuid)
        let isMine = claim?.by == me
        var told = ""
        if let claim {
            let from = claim.takenFrom.map { " (took over from \(BoardPages.escaped($0.name)))" } ?? ""
            told =
                "<span class=\"who\(isMine ? " you" : "")\">\(isMine ? "You" : BoardPages.escaped(claim.name))\(from)</span> "
                + "<span class=\"soft\">until \(BoardPages.clock(claim.until, zone))</span> "
        }
        guard !referral.standing.status.next.isEmpty || isMine else { return told }
        let (act, label) = claim == nil ? ("claim", "Claim") : isMine ? ("release", "Let go") : ("take", "Take over")
        var fields = BoardPages.hidden(("form", formToken), ("act", act), ("from", claim.map { UUIDText.string($0.by) } ?? ""))
        if let back { fields += BoardPages.hidden(("back", back.isEmpty ? "list" : "list?" + back)) }
        return """
            \(told)<form method="post" action="/staff/board/\(id)/claim" class="claim">\(fields)\
            <button type="submit" class="quiet">\(label)<span class="unseen"> \(BoardPages.escaped(referral.reference))</span></button></form>
            """
    }
}
