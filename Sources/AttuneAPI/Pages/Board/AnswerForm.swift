import Access
import Appointments
import Clinic
import HTTPTypes
import Referrals

/// The hour that an open proposal holds, and what else its therapist has.
struct HeldHour: Sendable {
    let appointment: Appointment?
    let others: [Slot]

    init(appointment: Appointment?, others: [Slot]) {
        self.appointment = appointment
        self.others = others
    }

    init(of proposal: Proposal, _ act: Act, zones: ZoneCatalogue) async throws {
        appointment = try await act.appointment(proposal.appointment)
        // One that has just run out has no other hours; the page says so by its status.
        do { others = try await act.otherHours(proposal.id, limit: 20, zones: zones) } catch is ReferralRefusal { others = [] }
    }

    /// `2026-12-01, 10:00, online`, on the clock that was promised.
    var words: String? {
        appointment.map { "\($0.promise.start.date), \(String("\($0.promise.start.time)".prefix(5))), \(Self.words($0.format))" }
    }

    static func words(_ format: SessionFormat) -> String { format.rawValue.replacing("_", with: " ") }
}

/// What is to be done about the open proposal: whose answer is due, another hour, a no, or taking it back.
enum AnswerForm {
    static func html(_ view: WhyPage.View) -> String {
        guard let proposal = view.openProposal else { return "" }
        let until = "\(BoardPages.day(proposal.expiresAt, view.zone)) \(BoardPages.clock(proposal.expiresAt, view.zone))"
        let hour = view.held?.words.map { "<p>First session: <strong>\(escaped($0))</strong>.</p>\n" } ?? ""
        return """
            \(hour)<p class="soft">The place and the hour are held until \(until).</p>
            \(yes(view, proposal))\(others(view, proposal))\(no(view, proposal))\(form(view, proposal, "withdraw", "<button type=\"submit\" class=\"quiet\">Take it back</button>"))
            """
    }

    private static func yes(_ view: WhyPage.View, _ proposal: Proposal) -> String {
        let name = escaped(view.name(proposal.therapist))
        guard proposal.status == .proposed else {
            return "<p>\(name) said yes. Ask the client; their yes books the session and tells them where that is safe.</p>\n"
                + form(view, proposal, "client", "<button type=\"submit\">The client says yes</button>")
        }
        let waits = "<p>Waits for \(name), who answers on her own page.</p>\n"
        guard view.role == .lead else { return waits }
        return waits + form(view, proposal, "therapist", "<button type=\"submit\">She says yes: I record it for her</button>")
    }

    private static func others(_ view: WhyPage.View, _ proposal: Proposal) -> String {
        let hours = view.held?.others ?? []
        guard !hours.isEmpty else { return "" }
        let options = hours.map { hour in
            "<option value=\"\(hour.time.start)\">\(hour.local.date), \(String("\(hour.local.time)".prefix(5))), \(HeldHour.words(hour.format))</option>"
        }
        return """
            <details><summary>Another hour</summary>
            \(form(view, proposal, "move", "<label for=\"other-hour\">Hold instead</label><select id=\"other-hour\" name=\"start\">\(options.joined())</select><button type=\"submit\">Hold this hour</button>"))</details>

            """
    }

    private static func no(_ view: WhyPage.View, _ proposal: Proposal) -> String {
        let kept = view.kept
        func options(_ values: [(String, String)], _ chosen: String) -> String {
            values.map { "<option value=\"\($0.0)\"\($0.0 == chosen ? " selected" : "")>\($0.1)</option>" }.joined()
        }
        let due = proposal.status == .proposed ? "therapist" : "client"
        let sides = options(
            [("therapist", "the therapist’s"), ("client", "the client’s: she never hears why")],
            kept.side.isEmpty ? due : kept.side)
        return """
            <details\(kept.words.isEmpty && kept.code.isEmpty ? "" : " open")><summary>A no</summary>
            \(form(view, proposal, "decline", """
                <label for="no-side">Whose no it is</label><select id="no-side" name="side">\(sides)</select>\
                <label for="no-code">Why</label><select id="no-code" name="code">\(options(DeclineCode.allCases.map { ($0.rawValue, words($0)) }, kept.code))</select>\
                <label for="no-words">In words (needed where the therapist’s reason is another one)</label>\
                <textarea id="no-words" name="words" rows="2" maxlength="2000">\(escaped(kept.words))</textarea>\
                <button type="submit">Record the no</button>
                """))</details>

            """
    }

    static func words(_ code: DeclineCode) -> String {
        switch code {
        case .caseload: "no place, or not this work at present"
        case .fit: "not the right fit"
        case .hours: "the hours do not suit"
        case .relation: "she knows them, or sees somebody who does"
        case .other: "another reason"
        }
    }

    private static func form(_ view: WhyPage.View, _ proposal: Proposal, _ act: String, _ body: String) -> String {
        """
        <form method="post" action="\(view.path)/answer" class="decide">\
        \(BoardPages.hidden(("form", view.formToken), ("version", String(proposal.version)), ("proposal", UUIDText.string(proposal.id.uuid)), ("act", act)))
        \(body)</form>

        """
    }

    private static func escaped(_ text: String) -> String { StaffPages.escaped(text) }
}

extension Exchange {
    /// Records what was answered, holds another hour, or takes the proposal back; then the page as it is.
    func answer(_ session: PageSession, _ fields: FormFields) async throws -> Reply {
        let id: Referral.ID = try pathID()
        guard let proposal = UUIDText.parse(fields["proposal"]).map({ Proposal.ID($0) }) else { throw Problem.notFound }
        let kept =
            fields["act"] == "decline"
            ? KeptWords(side: fields["side"], code: fields["code"], words: fields["words"]) : KeptWords()
        let zones = services.zones
        do {
            let version = try Self.version(fields)
            try await services.gate.act(session.credential, Policies.intake, request) { act in
                guard try await act.proposal(proposal).referral == id else { throw ReferralRefusal.proposalNotFound }
                switch fields["act"] {
                case "therapist": _ = try await act.acceptByTherapist(proposal, version: version, zones: zones)
                case "client": _ = try await act.acceptByClient(proposal, version: version, zones: zones)
                case "withdraw": _ = try await act.withdrawProposal(proposal, version: version)
                case "decline": _ = try await act.declineProposal(proposal, try fields.decline, version: version)
                case "move":
                    guard let start = WireInstant.parse(fields["start"]) else { throw ReferralRefusal.notAvailable }
                    _ = try await act.moveHour(of: proposal, to: .instant(start, zone: nil), version: version, zones: zones)
                default: throw Problem.notFound
                }
            }
        } catch let refusal as any Refusal where refusal.kind != .notFound && !(refusal is AccessError) {
            return try await again(id, session, kept, refusal)
        }
        return StaffPages.redirect(to: "/staff/board/\(UUIDText.string(id.uuid))#proposals")
    }
}

extension FormFields {
    /// A no as a form sends it: a code, whose it is where the form asks, and words.
    var decline: ProposalDecline {
        get throws(ReferralRefusal) {
            guard let code = DeclineCode(rawValue: self["code"]) else {
                throw .invalid(field: "code", problem: "choose why.")
            }
            return ProposalDecline(
                code, words: self["words"].isEmpty ? nil : self["words"], by: ProposalSide(rawValue: self["side"]))
        }
    }
}
