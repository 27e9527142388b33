import Access
import Clinic
import HTTPTypes
import Referrals
import Therapists

/// The page on which clients refer themselves. It works without scripts and cookies, says nothing in its title, and keeps nothing: what is
/// sent becomes a draft that a person reads.
extension RouteTable {
    static var refer: [Route] {
        [
            Route(
                method: .get, path: "/refer", operation: "seeRefer", tag: "links",
                summary: "The form on which clients refer themselves",
                door: .open,
                parameters: [.query("lang", .word(["en", "fr"]), "English or French; the browser's where not given.")],
                answers: [.init(status: .ok, summary: "The form.", mediaType: "text/html")]
            ) { exchange in
                let page = try await exchange.referPage()
                return ReferPages.reply(
                    page.form(
                        ReferAnswers(), token: exchange.services.gate.publicFormToken(at: exchange.services.gate.time.now())))
            },
            Route(
                method: .post, path: "/refer", operation: "refer", tag: "links",
                summary: "Takes a client's own referral in as a draft",
                notes:
                    "From its own page only, throttled by where it comes from. Whatever is not a plain no to the question about danger is a "
                    + "safety hold, and the answer says whom to reach.",
                door: .open, parameters: [.query("lang", .word(["en", "fr"]), "English or French.")],
                body: .init(schema: .any, otherTypes: ["application/x-www-form-urlencoded"], isJSON: false),
                answers: [.init(status: .ok, summary: "Received.", mediaType: "text/html")],
                problems: [
                    (.forbidden, "Sent from another site, or from a page that is too old."),
                    (.unprocessableContent, "The page says what to correct."),
                    (.tooManyRequests, "Too many from there: see Retry-After."),
                ]
            ) { exchange in
                try exchange.checkOrigin()
                let services = exchange.services
                let fields = try FormFields(exchange.bytes, limit: 120)
                let now = services.gate.time.now()
                let page = try await exchange.referPage()
                guard services.gate.isPublicFormToken(fields["form"], at: now) else {
                    // Left open since yesterday, most likely: what somebody brought themself to write is not lost for that.
                    let answers = ReferAnswers(fields, vocabulary: page.vocabulary, patterns: page.patterns)
                    let tooOld = ReferAnswers.Fault(field: "form", code: "too_old")
                    return ReferPages.reply(
                        page.form(answers, faults: [tooOld], token: services.gate.publicFormToken(at: now)), .forbidden)
                }
                let wait = try await services.gate.countForm("refer", from: exchange.address, exchange.request)
                if wait > 0 { return ReferPages.reply(page.busy(), .tooManyRequests, retryAfter: wait) }
                let answers = ReferAnswers(fields, vocabulary: page.vocabulary, patterns: page.patterns)
                let settings = services.configuration.clinic
                var faults = answers.faults
                if faults.isEmpty {
                    do {
                        return try await services.gate.act(.trusted(.selfReferral), ReferPage.policy, exchange.request) { act in
                            let rules = try await settings.intakeRules(act, zones: services.zones)
                            let new = try answers.form.checked(by: rules).referral
                            let isHeld = new.standing.safetyHold
                            do { try await act.addReferral(new, zone: settings.zone) } catch ReferralRefusal.duplicate {
                                // The same form sent twice: it is there already.
                                try await act.record("referral.sent_again")
                            }
                            return ReferPages.reply(page.received(isHeld: isHeld))
                        }
                    } catch let unusable as UnusableReferral {
                        faults = unusable.problems.map { .init(field: $0.field, code: $0.code) }
                    }
                }
                return ReferPages.reply(
                    page.form(answers, faults: faults, token: services.gate.publicFormToken(at: now)), .unprocessableContent)
            },
        ]
    }
}

extension Exchange {
    /// The page in the language that was asked for, with the clinic's own vocabulary in it.
    fileprivate func referPage() async throws -> ReferPage {
        let settings = services.configuration.clinic
        let vocabulary = try await services.gate.reader(.trusted(.selfReferral), ReferPage.policy).vocabulary()
        let language: Language = text("lang").map { $0 == "fr" ? .french : .english } ?? self.language
        return ReferPage(
            language: language.primary == "fr" ? .french : .english, crisis: settings.crisis.text(in: language),
            vocabulary: vocabulary,
            patterns: settings.patterns)
    }
}
