import Access
import Clinic
import HTTPTypes
import Therapists

/// The page on which clients refer themselves: values in, HTML out. Every value is escaped; the way out and whom to reach come first.
struct ReferPage: Sendable {
    let language: Language
    let crisis: String
    let vocabulary: Vocabulary
    /// Nil where the clinic does not use the questionnaire.
    let patterns: PatternTable?
    static let policy = Policy("referrals.self", allow: [.intake])

    private var words: [String: String] { ReferWords.of(language) }
    private func say(_ name: String) -> String { StaffPages.escaped(words[name] ?? name) }

    func form(_ answers: ReferAnswers, faults: [ReferAnswers.Fault] = [], token: String) -> String {
        let you = [
            field("full_name", answers, faults, required: true), field("preferred_name", answers, faults),
            field("pronouns", answers, faults), field("birth_date", answers, faults, hint: "birthHint"),
        ]
        let reach = [
            hint("reachHint"), field("email", answers, faults, kind: "email"), box("email_may_write", answers),
            field("phone", answers, faults, kind: "tel"), box("phone_may_call", answers), box("phone_may_voicemail", answers),
            box("phone_may_write", answers), field("safe_from", answers, faults), field("safe_until", answers, faults),
        ]
        let what = [field("words", answers, faults), concerns(answers), area("narrative", answers)]
        let asks = [hint("asksHint")] + ReferAnswers.wishes.map { wish($0.kind, $0.values, answers) }
        let agree = [
            "<p>\(say("privacy"))</p>\n", box("agree", answers, required: true), box("consent_matching", answers),
        ]
        let sections = [
            section("you", you), section("reach", reach), section("what", what), section("asks", asks), quiz(answers),
            section("safetyHead", [safety(answers)]), section("agreeHead", agree),
        ]
        return frame(
            """
            <h1>\(say("heading"))</h1>
            \(alert(faults))\(help(say("now")))
            <p>\(say("lead"))</p>
            <p class="hint">\(say("history"))</p>
            <form method="post" action="/refer?lang=\(language.primary)" autocomplete="off">
            <input type="hidden" name="form" value="\(StaffPages.escaped(token))">
            \(sections.joined(separator: "\n"))
            <button type="submit">\(say("send"))</button>
            </form>
            """)
    }

    /// - Parameter isHeld: whether the safety question, or a word, asks for somebody to look soon.
    func received(isHeld: Bool) -> String {
        frame("<h1>\(say("thanks"))</h1>\n<p>\(say(isHeld ? "heldText" : "thanksText"))</p>\n\(help(say("now")))")
    }

    func busy() -> String { frame("<h1>\(say("busy"))</h1>\n<p>\(say("busyText"))</p>\n\(help(say("now")))") }

    // MARK: Parts

    private func section(_ name: String, _ parts: [String]) -> String {
        let body = parts.joined()
        return "<section class=\"card\" aria-labelledby=\"h-\(name)\"><h2 id=\"h-\(name)\">\(say(name))</h2>\n\(body)</section>"
    }

    private func help(_ title: String) -> String {
        "<aside class=\"now\" aria-label=\"\(title)\"><strong>\(title)</strong> \(StaffPages.escaped(crisis))</aside>"
    }

    private func hint(_ name: String) -> String { "<p class=\"hint\">\(say(name))</p>\n" }

    private func alert(_ faults: [ReferAnswers.Fault]) -> String {
        if faults.isEmpty { return "" }
        var told: [String] = []
        for fault in faults {
            let name = fault.code == "no_contact" ? "fault_no_contact" : "fault_\(fault.field)"
            let text = StaffPages.escaped(words[name] ?? words["fault_other"] ?? "")
            // The form itself is no field to go to.
            let isNoField = words[name] == nil || fault.field == "form"
            let item = isNoField ? "<li>\(text)</li>" : "<li><a href=\"#\(fault.field)\">\(text)</a></li>"
            if !told.contains(item) { told.append(item) }
        }
        return "<div class=\"alert\" role=\"alert\"><p>\(say("faults"))</p><ul>\(told.joined())</ul></div>\n"
    }

    private func field(
        _ name: String, _ answers: ReferAnswers, _ faults: [ReferAnswers.Fault], kind: String = "text", hint: String? = nil,
        required: Bool = false
    ) -> String {
        let wrong = faults.contains { $0.field == name } ? " aria-invalid=\"true\"" : ""
        let described = hint.map { _ in " aria-describedby=\"\(name)-hint\"" } ?? ""
        let below = hint.map { "<p class=\"hint\" id=\"\(name)-hint\">\(say($0))</p>\n" } ?? ""
        return """
            <label for="\(name)">\(say(name))</label>
            <input id="\(name)" name="\(name)" type="\(kind)" maxlength="200" autocomplete="off"\(required ? " required" : "")\(wrong)\
            \(described) value="\(StaffPages.escaped(answers.text(name)))">
            \(below)
            """
    }

    private func area(_ name: String, _ answers: ReferAnswers) -> String {
        """
        <label for="\(name)">\(say(name))</label>
        <textarea id="\(name)" name="\(name)" rows="6" maxlength="6000" autocomplete="off">\
        \(StaffPages.escaped(answers.text(name)))</textarea>

        """
    }

    private func box(_ name: String, _ answers: ReferAnswers, required: Bool = false) -> String {
        tick(name, say(name), answers.ticked.contains(name), required: required)
    }

    private func tick(_ name: String, _ label: String, _ isTicked: Bool, required: Bool = false) -> String {
        """
        <p class="tick"><input type="checkbox" id="\(name)" name="\(name)" value="yes"\(isTicked ? " checked" : "")\
        \(required ? " required" : "")><label for="\(name)">\(label)</label></p>

        """
    }

    private func concerns(_ answers: ReferAnswers) -> String {
        let offered = vocabulary.offered
        if offered.isEmpty { return "" }
        let boxes = offered.map {
            tick("c_\($0.code)", StaffPages.escaped($0.label(in: language)), answers.concerns.contains($0.code))
        }
        return "<fieldset><legend>\(say("tick"))</legend>\n\(boxes.joined())</fieldset>\n"
    }

    private func quiz(_ answers: ReferAnswers) -> String {
        guard let patterns, !patterns.patterns.isEmpty else { return "" }
        let boxes = patterns.patterns.map { pattern in
            let english = pattern.saysEnglish ?? pattern.labelEnglish
            let says = language.primary == "fr" ? pattern.saysFrench ?? english : english
            return tick("p_\(pattern.code)", StaffPages.escaped(says), answers.patterns.contains(pattern.code))
        }
        let legend = "<legend class=\"unseen\">\(say("quiz"))</legend>"
        return section("quiz", [hint("quizHint"), "<fieldset>\(legend)\n\(boxes.joined())</fieldset>"])
    }

    private func wish(_ kind: String, _ values: [String], _ answers: ReferAnswers) -> String {
        let wanted = answers.wanted[kind]
        func option(_ value: String, _ label: String, _ isChosen: Bool) -> String {
            "<option value=\"\(value)\"\(isChosen ? " selected" : "")>\(say(label))</option>"
        }
        let offered = values.map { value in
            // The telephone is a way to meet here, and a number above.
            option(value, value == "phone" ? "phoneFormat" : value, wanted?.value == value)
        }
        let choices = ([option("", "any", wanted == nil)] + offered).joined()
        let strengths = ["any", "wish", "must"].map { option($0, $0, (wanted?.strength ?? "wish") == $0) }
        return """
            <fieldset class="wish"><legend>\(say(kind))</legend>
            <label for="w_\(kind)" class="unseen">\(say(kind))</label><select id="w_\(kind)" name="w_\(kind)">\(choices)</select>
            <label for="s_\(kind)" class="unseen">\(say("strength"))</label><select id="s_\(kind)" name="s_\(kind)">\(strengths.joined())</select>
            </fieldset>

            """
    }

    private func safety(_ answers: ReferAnswers) -> String {
        let choices = ["no", "yes", "unsure"].map { value in
            """
            <p class="tick"><input type="radio" id="safety-\(value)" name="safety" value="\(value)" required\
            \(answers.text("safety") == value ? " checked" : "")><label for="safety-\(value)">\(say(value))</label></p>
            """
        }
        return "<fieldset id=\"safety\"><legend>\(say("safety"))</legend>\n\(choices.joined(separator: "\n"))</fieldset>"
    }

    private func frame(_ body: String) -> String {
        let other = words["otherCode"] ?? "en"
        let leave =
            "<a class=\"leave\" id=\"leave\" href=\"\(words["exit"] ?? "")\" rel=\"noreferrer noopener nofollow\">"
            + "\(say("leave"))<span class=\"unseen\"> (\(say("leaveHint")))</span></a>"
        return """
            <!doctype html>
            <html lang="\(language.primary)">
            <head>
            <meta charset="utf-8">
            <meta name="viewport" content="width=device-width, initial-scale=1">
            <meta name="robots" content="noindex, nofollow, noarchive">
            <meta name="color-scheme" content="light dark">
            <title>\(say("tab"))</title>
            <link rel="icon" href="data:,">
            <style>\(ReferPages.style)</style>
            </head>
            <body>
            \(leave)
            <main>
            <p class="other"><a href="/refer?lang=\(other)" lang="\(other)" hreflang="\(other)">\(say("other"))</a></p>
            \(body)
            </main>
            </body>
            </html>
            """
    }
}
