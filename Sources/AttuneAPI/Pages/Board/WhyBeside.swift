import Clinic
import Referrals

/// What lies beside a referral for a person to weigh: flags that wait for somebody, and questionnaires. No rank rests on either.
enum WhyBeside {
    static func html(_ view: WhyPage.View) -> String { safety(view) + scores(view) }

    private static func safety(_ view: WhyPage.View) -> String {
        guard !view.tasks.isEmpty else { return "" }
        let items = view.tasks.map { task in
            let due = "\(BoardPages.day(task.dueAt, view.zone)) \(BoardPages.clock(task.dueAt, view.zone))"
            return
                "<li><strong>\(escaped(task.reasonWords))</strong>, since \(BoardPages.day(task.openedAt, view.zone)), to be taken by \(due): \(escaped(task.standing(at: view.now)))</li>"
        }
        return section("safety", "Somebody must look", "<ul>\(items.joined())</ul>")
    }

    private static func scores(_ view: WhyPage.View) -> String {
        guard !view.scores.isEmpty else { return "" }
        let items = view.scores.map { "<li>\(escaped($0.words))</li>" }
        return section(
            "scores", "Questionnaires",
            "<ul>\(items.joined())</ul><p class=\"soft\">Screens, not diagnoses. No rank rests on them.</p>")
    }

    private static func section(_ id: String, _ title: String, _ body: String) -> String {
        "<section aria-labelledby=\"\(id)\"><h2 id=\"\(id)\">\(title)</h2>\n\(body)</section>\n"
    }

    private static func escaped(_ text: String) -> String { StaffPages.escaped(text) }
}
