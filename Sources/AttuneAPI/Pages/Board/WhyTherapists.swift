import Clinic
import Referrals
import Therapists

/// Why whom: everybody ranked, with contributions that visibly sum; everybody else, with the first rule that they failed and all of them; and
/// what would change the answer. Told as to staff: who is kept apart from the client reads as having no place.
enum WhyTherapists {
    static func html(_ view: WhyPage.View) -> String {
        guard let matches = view.matches else {
            return """
                <section aria-labelledby="therapists"><h2 id="therapists">Therapists</h2>
                <p>Nobody is ranked. \(escaped(view.unranked ?? ""))</p></section>
                """
        }
        let ranked = matches.ranking.matches(limit: 10)
        let count = matches.ranking.count
        let none = ranked.isEmpty ? "<p>Nobody meets every hard rule. Below stands what is against each.</p>" : ""
        return """
            <section aria-labelledby="therapists"><h2 id="therapists">Therapists, the best fit first</h2>
            <p class="soft">\(count == 1 ? "One meets" : "\(count) meet") every hard rule\(count > ranked.count ? "; the first \(ranked.count) are shown" : ""). \
            Points of 10,000, policy \(escaped(matches.ranking.team.policy.version)). Software proposes; you decide.</p>
            \(none)\(ranked.map { article($0, matches, view) }.joined(separator: "\n"))
            </section>
            \(excluded(matches, view))\(others(matches))
            """
    }

    private static func article(_ match: Match, _ matches: ReferralMatches, _ view: WhyPage.View) -> String {
        let id = UUIDText.string(match.therapist.uuid)
        let opening = match.opening.map {
            "First session possible on \($0.local.date), \(String("\($0.local.time)".prefix(5))), \($0.format.rawValue.replacing("_", with: " "))"
        }
        let rows = match.contributions.map { part in
            let facts = part.facts.map { "<li>\(escaped($0.text))</li>" }.joined()
            return """
                <tr role="row"><th scope="row" role="rowheader">\(escaped(part.factor.label))</th>\
                <td role="cell" class="points"><span class="number">\(part.points)</span> <span class="soft">of \(part.weight)</span>\(bar(part))</td>\
                <td role="cell">\(escaped(part.text))\(part.isKnown ? "" : " <strong>Unknown.</strong>")\
                \(facts.isEmpty ? "" : "<ul class=\"facts-of\">\(facts)</ul>")</td></tr>
                """
        }
        let unmet = match.unmet.isEmpty ? "" : "<p><strong>Not met:</strong> \(escaped(match.unmet.joined(separator: "; "))).</p>"
        let table = """
            <table class="why" role="table"><caption class="unseen">Where the \(match.score) points come from</caption>
            <thead role="rowgroup"><tr role="row"><th scope="col" role="columnheader">Factor</th><th scope="col" role="columnheader">Points</th>\
            <th scope="col" role="columnheader">Why</th></tr></thead>
            <tbody role="rowgroup">\(rows.joined())</tbody>
            <tfoot role="rowgroup"><tr role="row"><th scope="row" role="rowheader">Sum</th><td role="cell" colspan="2">\(escaped(match.sum))</td></tr></tfoot></table>
            """
        return """
            <article class="card match" aria-labelledby="t-\(id)"><h3 id="t-\(id)">\(match.rank). \(escaped(view.name(match.therapist))): \(match.score)</h3>
            <p>\(escaped(opening ?? "No opening known")).</p>\(unmet)
            <details\(match.rank == 1 ? " open" : "")><summary>The points, and what each rests on</summary>\(table)</details>
            \(form(match, view, id))</article>
            """
    }

    /// As long as the points are of ten thousand, in the room of what the factor could bring. Beside it stand the figures: it tells nothing alone.
    private static func bar(_ part: Contribution) -> String {
        """
        <svg class="bar" viewBox="0 0 4000 300" preserveAspectRatio="none" aria-hidden="true" focusable="false">\
        <rect class="room" width="\(min(4_000, part.weight))" height="300"/><rect class="full" width="\(min(4_000, part.points))" height="300"/></svg>
        """
    }

    private static func form(_ match: Match, _ view: WhyPage.View, _ id: String) -> String {
        guard view.isOpen, view.openProposal == nil else { return "" }
        let name = escaped(view.name(match.therapist))
        let kept = view.kept.therapist == match.therapist.uuid ? view.kept.override : ""
        let reason =
            match.rank == 1 && kept.isEmpty
            ? ""
            : """
            <label for="r-\(id)">\(match.rank == 1 ? "Why (not needed for the first)" : "Why not the first")</label>
            <textarea id="r-\(id)" name="reason" rows="2"\(match.rank == 1 ? "" : " required minlength=\"3\"") maxlength="2000">\(escaped(kept))</textarea>
            """
        return """
            <form method="post" action="\(view.path)/propose" class="decide">\
            \(BoardPages.hidden(("form", view.formToken), ("version", String(view.folder.referral.version)), ("therapist", id)))
            \(reason)<button type="submit">Propose \(name)</button></form>
            """
    }

    private static func excluded(_ matches: ReferralMatches, _ view: WhyPage.View) -> String {
        let most = 100
        let all = matches.ranking.exclusions(for: .staff, limit: most)
        guard !all.isEmpty else { return "" }
        let items = all.map { one in
            let told = zip(one.all, one.texts).map { "\($0.number): \(escaped($1))" }
            let rest = told.dropFirst().map { "<li>\($0)</li>" }.joined()
            return """
                <li><strong>\(escaped(view.name(one.therapist)))</strong>: \(told.first ?? "")\
                \(rest.isEmpty ? "" : "<br><span class=\"soft\">Besides:</span><ul>\(rest)</ul>")</li>
                """
        }
        let others = matches.ranking.team.count - matches.ranking.count - all.count
        let rules = matches.ranking.exclusionsByRule(for: .staff).map { "\($0.rule.number) \($0.count)" }.joined(separator: ", ")
        let more =
            others > 0 ? "<p>\(others) more are not shown. By the first rule that each does not meet: \(rules).</p>" : ""
        return """
            <section aria-labelledby="not-offered"><h2 id="not-offered">Not offered</h2><ul class="spaced">\(items.joined())</ul>\(more)</section>

            """
    }

    private static func others(_ matches: ReferralMatches) -> String {
        let others = matches.ranking.counterfactuals()
        guard !others.isEmpty else { return "" }
        let items = others.map { other in
            "<li>\(escaped(other.text)) <span class=\"soft\">\(escaped(matches.therapists[other.therapist]?.name ?? "")), \(other.score)</span></li>"
        }
        return """
            <section aria-labelledby="instead"><h2 id="instead">What would change the answer</h2><ul>\(items.joined())</ul></section>
            """
    }

    private static func escaped(_ text: String) -> String { StaffPages.escaped(text) }
}
