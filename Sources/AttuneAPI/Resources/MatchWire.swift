import Clinic
import Referrals
import Therapists

/// A ranking as JSON: who fits and why, who does not and why, and what would change the answer.
enum MatchWire {
    /// How much of a ranking is asked for.
    struct Page {
        let matches: Int
        let excluded: Int
        let excludedAfter: Therapist.ID?

        /// - Parameter matches: where the query does not say.
        init(_ exchange: Exchange, matches: Int) {
            self.matches = exchange.integer("limit") ?? matches
            excluded = exchange.integer("excluded") ?? 200
            excludedAfter = exchange.queryID("excluded_after")
        }

        static let parameters: [Parameter] = [
            .query("excluded", .integer(0...1_000), "Of those who are not ranked at most; 200 where not given."),
            .query("excluded_after", .uuid, "From `excluded_next` of the page before."),
        ]
    }

    static func reply(_ matches: ReferralMatches, _ page: Page) -> Reply {
        let ranking = matches.ranking
        // One more than asked for tells whether there are more.
        let excluded = ranking.exclusions(
            for: .staff, after: page.excludedAfter, limit: page.excluded + 1, withFacts: false)
        let hasMore = excluded.count > page.excluded
        return Reply.json(capacity: 32_768) { writer in
            writer.object { writer in
                writer.member("referral", matches.folder.referral.id)
                writer.member("policy_version", ranking.team.policy.version)
                writer.member("input_hash", ranking.inputHash)
                writer.member("as_of", ranking.team.asOf)
                writer.member("count", ranking.count)
                writer.key("data")
                writer.array(ranking.matches(limit: page.matches)) { writer, match in write(match, matches, into: &writer) }
                writer.member("excluded_count", ranking.team.count - ranking.count)
                writer.key("excluded_by_rule")
                writer.array(ranking.exclusionsByRule(for: .staff)) { writer, one in
                    writer.object { writer in
                        writer.member("rule", one.rule.code)
                        writer.member("count", one.count)
                    }
                }
                writer.member("excluded_next", hasMore && page.excluded > 0 ? excluded[page.excluded - 1].therapist : nil)
                writer.key("excluded")
                writer.array(excluded.prefix(page.excluded)) { writer, exclusion in
                    writer.object { writer in
                        writer.member("therapist", exclusion.therapist)
                        writer.member("name", matches.therapists[exclusion.therapist]?.name)
                        writer.member("first", exclusion.first.code)
                        writer.member("rules", exclusion.all.map(\.code))
                        writer.member("texts", exclusion.texts)
                    }
                }
                writer.key("counterfactuals")
                writer.array(ranking.counterfactuals()) { writer, other in
                    writer.object { writer in
                        writer.member("change", other.change)
                        writer.member("therapist", other.therapist)
                        writer.member("score", other.score)
                        writer.member("start", other.start)
                        writer.member("text", other.text)
                    }
                }
            }
        }
    }

    private static func write(_ match: Match, _ matches: ReferralMatches, into writer: inout JSONWriter) {
        writer.object { writer in
            writer.member("therapist", match.therapist)
            writer.member("name", matches.therapists[match.therapist]?.name)
            writer.member("slug", matches.therapists[match.therapist]?.slug)
            writer.member("rank", match.rank)
            writer.member("score", match.score)
            writer.member("start", match.opening?.start)
            writer.member("local_start", match.opening?.local.description)
            writer.member("format", match.opening?.format.rawValue)
            writer.member("site", match.opening?.site)
            writer.key("contributions")
            writer.array(match.contributions) { writer, part in
                writer.object { writer in
                    writer.member("factor", part.factor.code)
                    writer.member("weight", part.weight)
                    writer.member("level", part.level)
                    writer.member("points", part.points)
                    writer.member("known", part.isKnown)
                    writer.member("text", part.text)
                    writer.member("facts", part.facts.map(\.id))
                }
            }
            writer.member("unmet", match.unmet)
            writer.member("known_share", match.knownShare)
        }
    }

    private static let points = Schema.integer(0...10_000)
    private static let sentences = Schema.list(.text(0...2_000))

    static let schema = Schema.object(
        "Matches",
        [
            .required("referral", .uuid), .required("policy_version", .text(1...100)), .required("input_hash", .text(1...128)),
            .required("as_of", .instant),
            .required("count", Schema.integer(0...100_000).described("How many meet every hard rule.")),
            .required(
                "data",
                .list(
                    .object(
                        "Match",
                        [
                            .required("therapist", .uuid), .required("name", .text(0...200).orNull),
                            .required("slug", .text(0...200).orNull), .required("rank", .integer(1...100_000)),
                            .required("score", points.described("The sum of the contributions' points.")),
                            .required("start", Schema.instant.orNull.described("The hour that a proposal would hold.")),
                            .required("local_start", .text(0...26).orNull),
                            .required("format", Schema.word(SessionFormat.words).orNull),
                            .required("site", .text(0...200).orNull),
                            .required(
                                "contributions",
                                .list(
                                    .object(
                                        "Contribution",
                                        [
                                            .required("factor", .text(1...100)), .required("weight", points),
                                            .required("level", points), .required("points", points),
                                            .required(
                                                "known", Schema.boolean.described("False: nobody knows, so it is neutral.")),
                                            .required("text", .text(0...2_000)), .required("facts", sentences),
                                        ]))),
                            .required("unmet", sentences), .required("known_share", points),
                        ]))),
            .required("excluded_count", Schema.integer(0...100_000).described("How many are not ranked.")),
            .required(
                "excluded_by_rule",
                Schema.list(
                    .object("RuleCount", [.required("rule", .text(1...100)), .required("count", .integer(1...100_000))])
                ).described("By the first rule that each of them fails, in the rules' order.")),
            .required(
                "excluded_next", Schema.uuid.orNull.described("Where there are more: give it as `excluded_after`.")),
            .required(
                "excluded",
                .list(
                    .object(
                        "Exclusion",
                        [
                            .required("therapist", .uuid), .required("name", .text(0...200).orNull),
                            .required("first", .text(1...100)), .required("rules", sentences), .required("texts", sentences),
                        ]), 0...1_000)),
            .required(
                "counterfactuals",
                .list(
                    .object(
                        "Counterfactual",
                        [
                            .required("change", .text(0...400)), .required("therapist", .uuid), .required("score", points),
                            .required("start", .instant), .required("text", .text(0...2_000)),
                        ]))),
        ])
}
