import Access
import Clients
import Clinic
import Referrals
import Therapists

import struct Foundation.UUID

/// One referral: what is asked for, how it was triaged, who is on it, and why whom. Sections in the order in which a coordinator decides.
enum WhyPage {
    struct View: Sendable {
        let folder: ReferralFolder
        let claim: ReferralClaim?
        /// Nil where it must not be ranked: ``unranked`` says why.
        let matches: ReferralMatches?
        let unranked: String?
        /// Flags that wait for a person, and questionnaires; as far as whoever looks may read them.
        let tasks: [SafetyTask]
        let scores: [Assessment]
        let reach: ReachPart.View
        let targets: WaitTargets
        /// The hour that the open proposal holds, and the others that its therapist has; nil where nothing is open.
        let held: HeldHour?
        let now: Instant
        let me: UUID
        let role: Role
        let zone: ZoneRules
        let formToken: String
        let kept: KeptWords
        /// A concept in words.
        let label: @Sendable (String) -> String

        var path: String { "/staff/board/\(UUIDText.string(folder.referral.id.uuid))" }
        var isOpen: Bool { !folder.referral.standing.status.next.isEmpty }
        var openProposal: Proposal? { folder.proposals.first { $0.status.isOpen } }
        func name(_ id: Therapist.ID) -> String { matches?.therapists[id]?.name ?? "a therapist" }
    }

    static func html(_ view: View) -> String {
        let referral = view.folder.referral
        return BoardPages.frame(
            referral.reference, main: "referral",
            """
            <p class="crumb"><a href="/staff/board">The board</a></p>
            <div id="referral" tabindex="-1">
            <h1>\(escaped(referral.reference)) <span class="soft">\(escaped(view.folder.clientName)), \(escaped(view.folder.clientReference))</span></h1>
            \(BoardPages.alert(view.kept.alert))\(homeless(view))\(hold(referral))
            <div class="sides"><div>
            \(asked(view))
            \(ReachPart.html(view.reach))
            \(ConsentForm.html(view))
            </div><div>
            \(onIt(view))
            \(WhyBeside.html(view))
            \(proposals(view))
            \(triage(view))
            </div></div>
            \(WhyTherapists.html(view))
            </div>
            """)
    }

    /// What was typed into a form that is not there any more: it is shown, since nothing that somebody wrote is thrown away.
    private static func homeless(_ view: View) -> String {
        let kept = view.kept
        var words = view.isOpen ? "" : kept.reason
        if view.openProposal == nil, !kept.words.isEmpty { words = kept.words }
        if let therapist = kept.therapist, !kept.override.isEmpty,
            !view.isOpen || view.openProposal != nil
                || view.matches?.ranking.matches(limit: 10).contains(where: { $0.therapist.uuid == therapist }) != true
        {
            words = kept.override
        }
        return words.isEmpty ? "" : "<p class=\"words\"><strong>You wrote:</strong> \(escaped(words))</p>\n"
    }

    private static func hold(_ referral: Referral) -> String {
        guard referral.standing.safetyHold else { return "" }
        return """
            <p class="alert"><strong class="hold">Safety hold.</strong> Nobody is ranked or proposed until a person has spoken with the client and \
            says so below, with a reason.</p>

            """
    }

    private static func asked(_ view: View) -> String {
        let folder = view.folder, referral = folder.referral
        let age = folder.wait(at: view.now)
        var facts: [(String, String)] = [
            ("Waited", "<span class=\"age \(age.state.rawValue)\">\(escaped(age.text))</span>"),
            ("Standing", escaped(referral.standing.words)),
            ("Arrived", "\(BoardPages.day(referral.receivedAt, view.zone)), from \(escaped(source(referral.source)))"),
            ("For", "\(escaped(referral.kind)), \(referral.intensity.rawValue) intensity"),
            ("Language", escaped(folder.language.ownName)), ("Lives in", escaped(folder.jurisdiction)),
        ]
        if let funding = referral.funding { facts.append(("Funding", escaped(funding))) }
        if let cents = referral.feeCeilingCents {
            facts.append(("Can pay", "$\(cents / 100).\(cents % 100 < 10 ? "0" : "")\(cents % 100) a session"))
        }
        let (concerns, needs) = (ReferralParts.concerns(folder, view.label), ReferralParts.needs(folder))
        return """
            <section aria-labelledby="asked"><h2 id="asked">What is asked for</h2>
            <dl class="facts">\(facts.map { "<dt>\($0.0)</dt><dd>\($0.1)</dd>" }.joined())</dl>
            <h3>Concerns</h3>\(concerns.isEmpty ? "<p>None named yet.</p>" : concerns)
            <h3>Needs</h3>\(needs.isEmpty ? "<p>None named.</p>" : needs)
            \(ReferralParts.narrative(folder))</section>
            """
    }

    private static func source(_ source: ReferralSource) -> String { source.rawValue == "self" ? "the client" : source.rawValue }

    private static func onIt(_ view: View) -> String {
        let nobody = view.claim == nil ? "<p>Nobody.</p>" : ""
        return """
            <section aria-labelledby="on-it"><h2 id="on-it">Who is on it</h2>
            \(nobody)\(ClaimForm.html(view.folder.referral, view.claim, me: view.me, view.zone, view.formToken, back: nil))
            </section>
            """
    }

    private static func proposals(_ view: View) -> String {
        guard !view.folder.proposals.isEmpty else { return "" }
        let items = view.folder.proposals.map { proposal in
            let why = proposal.overrideReason.map { "<br><span class=\"soft\">Chosen because: \(escaped($0))</span>" } ?? ""
            let no = proposal.declineReason.map { "<br><span class=\"soft\">Answer: \(escaped($0))</span>" } ?? ""
            return
                "<li>\(escaped(view.name(proposal.therapist))): \(escaped(proposal.status.rawValue.replacing("-", with: " ")))\(why)\(no)</li>"
        }
        return """
            <section aria-labelledby="proposals"><h2 id="proposals">Proposed</h2><ul>\(items.joined())</ul>
            \(AnswerForm.html(view))</section>
            """
    }

    private static func triage(_ view: View) -> String {
        let past = view.folder.triages.map { triage in
            let reason = triage.reason.map { "<br>“\(escaped($0))”" } ?? ""
            return
                "<li>\(BoardPages.day(triage.decidedAt, view.zone)): <strong>\(escaped(triage.outcome))</strong>, by \(escaped(triage.decidedAs.replacing("_", with: " ")))\(reason)</li>"
        }
        let history = past.isEmpty ? "<p>Nobody has triaged it yet.</p>" : "<ul>\(past.joined())</ul>"
        guard view.isOpen else { return section(history) }
        let kept = view.kept
        let outcomes = [
            ("urgent", "Urgent: a first session within \(WaitTargets.words(view.targets[.urgent]))"),
            ("soon", "Soon: within \(WaitTargets.words(view.targets[.soon]))"),
            ("routine", "Routine: within \(WaitTargets.words(view.targets[.routine]))"),
            ("safety_hold", "Safety hold: a person speaks with the client first"), ("needs_information", "Waits for information"),
        ].map { value, text in
            "<label class=\"tick\"><input type=\"radio\" name=\"outcome\" value=\"\(value)\" required\(kept.outcome == value ? " checked" : "")> \(text)</label>"
        }
        let intensities = [("", "as it is"), ("standard", "standard"), ("high", "high")].map { value, text in
            "<option value=\"\(value)\"\(kept.intensity == value ? " selected" : "")>\(text)</option>"
        }
        return section(
            """
            \(history)
            <form method="post" action="\(view.path)/triage" class="decide">\
            \(BoardPages.hidden(("form", view.formToken), ("version", String(view.folder.referral.version))))
            <fieldset><legend>Decide</legend>
            \(outcomes.joined(separator: "\n"))
            </fieldset>
            <label for="triage-reason">Why</label>
            <textarea id="triage-reason" name="reason" rows="3" required minlength="3" maxlength="2000">\(escaped(kept.reason))</textarea>
            <label for="triage-intensity">Intensity of the work</label>
            <select id="triage-intensity" name="intensity">\(intensities.joined())</select>
            <button type="submit">Record it</button>
            </form>
            """)
    }

    private static func section(_ body: String) -> String {
        "<section aria-labelledby=\"triage\"><h2 id=\"triage\">Triage</h2>\n\(body)\n</section>"
    }

    private static func escaped(_ text: String) -> String { StaffPages.escaped(text) }
}
