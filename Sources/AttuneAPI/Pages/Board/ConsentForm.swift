import Access
import Clients
import Clinic
import Referrals

/// Whether the client agreed to be matched, and the form on which a person records that they do, or not any more.
enum ConsentForm {
    static func html(_ view: WhyPage.View) -> String {
        let standing = view.folder.referral.standing
        let path = "\(view.path)/consent"
        let hidden = BoardPages.hidden(("form", view.formToken), ("version", String(view.folder.referral.version)))
        let facts = "<p>\(escaped(words(view)))</p>"
        if standing.matchingConsent {
            return section(
                facts,
                """
                <form method="post" action="\(path)" class="decide">\(hidden)\(BoardPages.hidden(("act", "withdraw")))
                <p class="soft">Without it nobody is ranked, and what is proposed ends.</p>
                <button type="submit" class="quiet">They do not agree any more</button>
                </form>
                """)
        }
        guard view.isOpen else { return section(facts, "") }
        let kept = view.kept
        let bases = Consent.Basis.allCases.map { basis in
            "<option value=\"\(basis.rawValue)\"\(kept.basis == basis.rawValue ? " selected" : "")>\(escaped(name(basis)))</option>"
        }
        return section(
            facts,
            """
            <form method="post" action="\(path)" class="decide">\(hidden)\(BoardPages.hidden(("act", "record")))
            <label for="consent-basis">They agree</label>
            <select id="consent-basis" name="basis" required><option value="">choose how</option>\(bases.joined())</select>
            <label for="consent-on">On (today, if empty)</label>
            <input id="consent-on" name="given_on" type="date" value="\(escaped(kept.givenOn))">
            <label for="consent-until">Last day (none, if empty)</label>
            <input id="consent-until" name="until" type="date" value="\(escaped(kept.until))">
            <button type="submit">Record it</button>
            </form>
            """)
    }

    /// What is on record, in one sentence.
    static func words(_ view: WhyPage.View) -> String {
        let agreed = view.folder.referral.standing.matchingConsent
        guard let consent = view.folder.consent else {
            return agreed ? "Yes, by the form with which it came." : "No. Ask them, and record it here."
        }
        if let at = consent.revokedAt, !agreed { return "Not any more, since \(BoardPages.day(at, view.zone))." }
        let how = "\(name(consent.basis)), on \(BoardPages.day(consent.givenAt, view.zone))"
        guard let end = consent.expiresAt else { return agreed ? "Yes, \(how)." : "No. Ask them, and record it here." }
        let last = BoardPages.day(end - .seconds(1), view.zone)
        return agreed ? "Yes, \(how), until \(last)." : "Not any more: it held until \(last). Ask them again."
    }

    private static func name(_ basis: Consent.Basis) -> String {
        switch basis {
        case .written: "in writing"
        case .verbal: "by word"
        case .form: "on a form"
        case .own: "themselves"
        case .matureMinor: "as a minor who understands it; you assessed that"
        case .guardian: "through a guardian"
        case .courtOrder: "by a court's order, which you read"
        }
    }

    private static func section(_ facts: String, _ form: String) -> String {
        "<section aria-labelledby=\"consent\"><h2 id=\"consent\">Agreed to matching</h2>\n\(facts)\n\(form)</section>"
    }

    private static func escaped(_ text: String) -> String { StaffPages.escaped(text) }
}

extension Exchange {
    /// Records a consent, or that it is withdrawn; what that ended is said on the page.
    func consent(_ session: PageSession, _ fields: FormFields) async throws -> Reply {
        let id: Referral.ID = try pathID()
        let kept = KeptWords(basis: fields["basis"], givenOn: fields["given_on"], until: fields["until"])
        let rules = try services.zones.rules(services.configuration.clinic.zone)
        do {
            let version = try Self.version(fields)
            if fields["act"] == "withdraw" {
                let done = try await services.gate.act(session.credential, Policies.intake, request) { act in
                    try await act.withdrawConsent(to: id, version: version)
                }
                guard !done.ended.isEmpty else { return StaffPages.redirect(to: Self.why(id, "consent")) }
                let said =
                    "Recorded. What was proposed has ended, and its place and hour are free again: tell the therapist that there is nothing to answer."
                return BoardPages.reply(WhyPage.html(try await whyView(id, session, KeptWords(alert: said))))
            }
            let new = try Self.matchingConsent(fields)
            try await services.gate.act(session.credential, Policies.intake, request) { act in
                _ = try await act.recordConsent(new, to: id, version: version, rules: rules)
            }
        } catch let refusal as ReferralRefusal where refusal != .notFound {
            return try await again(id, session, kept, refusal)
        }
        return StaffPages.redirect(to: Self.why(id, "therapists"))
    }

    private static func why(_ id: Referral.ID, _ part: String) -> String {
        "/staff/board/\(UUIDText.string(id.uuid))#\(part)"
    }

    private static func matchingConsent(_ fields: FormFields) throws(ReferralRefusal) -> MatchingConsent {
        guard let basis = Consent.Basis(rawValue: fields["basis"]) else {
            throw .invalid(field: "basis", problem: "choose how the client agreed.")
        }
        func day(_ name: String) throws(ReferralRefusal) -> LocalDate? {
            let text = fields[name]
            if text.isEmpty { return nil }
            guard let date = try? LocalDate(text) else {
                throw .invalid(field: name, problem: "write a date such as 2026-12-01, or leave it empty.")
            }
            return date
        }
        return MatchingConsent(basis, on: try day("given_on"), until: try day("until"))
    }
}
