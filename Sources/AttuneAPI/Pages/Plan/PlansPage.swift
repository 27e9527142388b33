import Allocation
import Clinic
import Referrals

/// Plans, the newest first, and the form that makes one.
enum PlansPage {
    static func html(_ plans: [PlanSummary], _ zone: ZoneRules, _ formToken: String, _ alert: String?) -> String {
        let modes = AllocationMode.allCases.map { "<option value=\"\($0.rawValue)\">\(words($0))</option>" }.joined()
        let levels = Urgency.allCases.map { "<option value=\"\($0.rawValue)\">only \($0.rawValue)</option>" }.joined()
        return BoardPages.frame(
            "Plans", main: "plans",
            """
            <h1>The waiting list, as a whole</h1>
            \(BoardPages.alert(alert))
            <div id="plans" tabindex="-1">
            <p>A plan says who gets a place, with whom and when, and why each of the others waits. It holds nothing until somebody applies it.</p>
            <form method="post" action="/staff/plans" class="filters"><fieldset><legend>A new plan</legend>
            \(BoardPages.hidden(("form", formToken)))
            <label>Who <select name="urgency"><option value="">everybody who waits</option>\(levels)</select></label>
            <label>Aim <select name="mode">\(modes)</select></label>
            <button type="submit">Plan</button>
            </fieldset></form>
            \(plans.isEmpty ? "<p class=\"empty\">No plan yet.</p>" : table(plans, zone))
            </div>
            """)
    }

    static func words(_ mode: AllocationMode) -> String {
        switch mode {
        case .utilitarian: "the best fit in all"
        case .raiseLowest: "the worst fit as good as can be"
        case .stable: "nobody who would rather swap"
        }
    }

    private static func table(_ plans: [PlanSummary], _ zone: ZoneRules) -> String {
        let head = ["Plan", "Made", "Who", "Aim", "Placed", "Standing"].map {
            "<th scope=\"col\" role=\"columnheader\">\($0)</th>"
        }.joined()
        let rows = plans.map { plan in
            """
            <tr role="row"><th scope="row" role="rowheader"><a class="open" href="\(PlanPage.path(plan.id))">\(StaffPages.escaped(plan.reference))</a></th>\
            <td role="cell" data-label="Made">\(BoardPages.day(plan.createdAt, zone)) \(BoardPages.clock(plan.createdAt, zone))</td>\
            <td role="cell" data-label="Who">\(plan.urgency?.rawValue ?? "everybody")</td>\
            <td role="cell" data-label="Aim">\(words(plan.mode))</td>\
            <td role="cell" data-label="Placed">\(plan.placed) of \(plan.placed + plan.waiting)</td>\
            <td role="cell" data-label="Standing">\(plan.status.rawValue)</td></tr>
            """
        }
        return """
            <table class="board" role="table"><caption class="unseen">The newest first</caption>
            <thead role="rowgroup"><tr role="row">\(head)</tr></thead><tbody role="rowgroup">
            \(rows.joined(separator: "\n"))
            </tbody></table>
            """
    }
}
