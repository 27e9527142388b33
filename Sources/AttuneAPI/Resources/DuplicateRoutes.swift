import Access
import Clients
import HTTPTypes

extension RouteTable {
    static var duplicates: [Route] {
        [
            Route(
                method: .get, path: "/v1/client-duplicates", operation: "listDuplicates", tag: "clients",
                summary: "Files that may be about one person, and what a merge of two would move and meet",
                notes:
                    "By the same address or number, or by name and birth date. A person decides; nothing is merged. The look is recorded.",
                door: .bearer(Policies.compareClients),
                parameters: [
                    .query("client", .uuid, "Of one client only."),
                    .query(
                        "with", .uuid, "Compare `client`, whose file would stay, with this one, whose file would move into it."),
                ],
                answers: [.init(status: .ok, summary: "Pairs, those with the most signs first.", schema: DuplicateWire.schema)],
                problems: [(.notFound, "One of them is not here, or not for you.")]
            ) { exchange in
                let client: Client.ID? = exchange.queryID("client")
                let with: Client.ID? = exchange.queryID("with")
                return try await exchange.act { act in
                    let pairs = try await act.likelyDuplicates(of: client, limit: 1_000)
                    var comparison: FileComparison?
                    if let client, let with { comparison = try await act.compareFiles(client, with) }
                    return DuplicateWire.reply(pairs, comparison)
                }
            }
        ]
    }
}

enum DuplicateWire {
    static func reply(_ pairs: [LikelyDuplicate], _ comparison: FileComparison?) -> Reply {
        Reply.json(capacity: 128 + pairs.count * 256) { writer in
            writer.object { writer in
                writer.key("data")
                writer.array(pairs) { writer, pair in
                    writer.object { writer in
                        writer.member("one", pair.one)
                        writer.member("one_reference", pair.oneReference)
                        writer.member("other", pair.other)
                        writer.member("other_reference", pair.otherReference)
                        writer.key("signs")
                        writer.array(pair.signs) { $0.value($1.rawValue) }
                    }
                }
                writer.key("comparison")
                if let comparison { write(comparison, into: &writer) } else { writer.null() }
            }
        }
    }

    private static func write(_ comparison: FileComparison, into writer: inout JSONWriter) {
        writer.object { writer in
            writer.member("two_people", comparison.areTwoPeople)
            for (name, counts) in [("moves", comparison.moves), ("clashes", comparison.clashes)] {
                writer.key(named: name)
                writer.array(counts.sorted { $0.key < $1.key }) { writer, item in
                    writer.object { writer in
                        writer.member("what", item.key)
                        writer.member("count", item.value)
                    }
                }
            }
        }
    }

    private static let counts = Schema.list(
        .object("FileCount", [.required("what", .text(1...63)), .required("count", .integer(0...1_000_000))]))
    static let schema = Schema.object(
        "Duplicates",
        [
            .required(
                "data",
                .list(
                    .object(
                        "LikelyDuplicate",
                        [
                            .required("one", .uuid), .required("one_reference", .text(1...20)), .required("other", .uuid),
                            .required("other_reference", .text(1...20)),
                            .required("signs", .list(.word(LikelyDuplicate.Sign.allCases.map(\.rawValue)))),
                        ]))),
            .required(
                "comparison",
                Schema.object(
                    "FileComparison",
                    [
                        .required("two_people", .boolean),
                        .required("moves", counts.described("Rows that would move, by table.")),
                        .required("clashes", counts.described("What a person has to settle first.")),
                    ]
                ).orNull),
        ])
}
