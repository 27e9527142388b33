import Access
import Clinic
import Referrals

/// What is proposed to a therapist: who asks for what, when, and the forms for her answer.
enum ProposalsPage {
    struct Row: Sendable {
        let proposal: Proposal
        let folder: ReferralFolder
        let hour: HeldHour
    }

    struct View: Sendable {
        let rows: [Row]
        let zone: ZoneRules
        let formToken: String
        /// Why what was sent was not done, about which proposal, and what was typed.
        var alert: String?
        var about: Proposal.ID?
        var kept = KeptWords()
        /// A concept in words.
        let label: @Sendable (String) -> String
    }

    static func html(_ view: View) -> String {
        // What it was about is gone: what was typed is not.
        let isGone = view.about.map { id in !view.rows.contains { $0.proposal.id == id } } ?? false
        let homeless =
            isGone && !view.kept.words.isEmpty
            ? "<p class=\"words\"><strong>You wrote:</strong> \(escaped(view.kept.words))</p>\n" : ""
        let rows =
            view.rows.isEmpty
            ? "<p class=\"empty\">Nothing waits for you. What intake proposes to you appears here.</p>"
            : view.rows.map { article($0, view) }.joined(separator: "\n")
        return BoardPages.frame(
            "Proposals", main: "proposals", places: BoardPages.places(for: .therapist),
            """
            <div id="proposals" tabindex="-1">
            <h1>What is proposed to you</h1>
            \(BoardPages.alert(view.alert))\(homeless)\(rows)
            </div>
            """)
    }

    private static func article(_ row: Row, _ view: View) -> String {
        let (proposal, folder) = (row.proposal, row.folder)
        let id = UUIDText.string(proposal.id.uuid)
        let until = "\(BoardPages.day(proposal.expiresAt, view.zone)) \(BoardPages.clock(proposal.expiresAt, view.zone))"
        let (concerns, needs) = (ReferralParts.concerns(folder, view.label), ReferralParts.needs(folder))
        let standing =
            proposal.status == .proposed
            ? "Waits for your answer until \(until)." : "You said yes. Intake asks the client, who has until \(until)."
        return """
            <article class="card match" aria-labelledby="p-\(id)">
            <h2 id="p-\(id)">\(escaped(folder.clientName)) <span class="soft">\(escaped(folder.referral.reference))</span></h2>
            <p>First session: <strong>\(escaped(row.hour.words ?? "the hour has ended"))</strong>. \(standing)</p>
            <p>\(escaped(folder.referral.kind)), \(folder.referral.intensity.rawValue) intensity, \(escaped(folder.language.ownName)).</p>
            \(concerns.isEmpty ? "" : "<h3>Concerns</h3>\(concerns)")
            \(needs.isEmpty ? "" : "<h3>Needs</h3>\(needs)")
            \(ReferralParts.narrative(folder))
            \(forms(row, view, id))
            </article>
            """
    }

    private static func forms(_ row: Row, _ view: View, _ id: String) -> String {
        let isAsked = view.about == row.proposal.id
        let kept = isAsked ? view.kept : KeptWords()
        func form(_ act: String, _ body: String) -> String {
            """
            <form method="post" action="/staff/proposals/\(id)" class="decide">\
            \(BoardPages.hidden(("form", view.formToken), ("version", String(row.proposal.version)), ("act", act)))
            \(body)</form>

            """
        }
        let yes = row.proposal.status == .proposed ? form("accept", "<button type=\"submit\">Yes, I take this on</button>") : ""
        let codes = DeclineCode.allCases.map {
            "<option value=\"\($0.rawValue)\"\(kept.code == $0.rawValue ? " selected" : "")>\(AnswerForm.words($0))</option>"
        }
        let no = form(
            "decline",
            """
            <label for="code-\(id)">Why not</label><select id="code-\(id)" name="code">\(codes.joined())</select>\
            <p class="soft">That you know them is told to the lead alone; everybody else reads that you have no place.</p>\
            <label for="words-\(id)">In words (needed for another reason)</label>\
            <textarea id="words-\(id)" name="words" rows="2" maxlength="2000">\(escaped(kept.words))</textarea>\
            <button type="submit" class="quiet">No</button>
            """)
        return "\(yes)<details\(isAsked ? " open" : "")><summary>No, and why</summary>\n\(no)</details>"
    }

    private static func escaped(_ text: String) -> String { StaffPages.escaped(text) }
}
