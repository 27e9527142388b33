import Access
import Database
import HTTPTypes

/// What operators and tools ask: is it alive, is it ready, what can it do.
extension RouteTable {
    static var service: [Route] {
        [
            Route(
                method: .get, path: "/livez", operation: "isAlive", tag: "service", summary: "Whether the process answers",
                door: .open, answers: [.init(status: .ok, summary: "It does.", schema: livez)]
            ) { _ in
                Reply.json { $0.object { $0.member("status", "ok") } }
            },
            Route(
                method: .get, path: "/readyz", operation: "isReady", tag: "service",
                summary: "Whether requests can be served: database, migrations, clock rules",
                door: .open,
                answers: [
                    .init(status: .ok, summary: "Ready.", schema: readyz),
                    .init(status: .serviceUnavailable, summary: "Not ready: the check that failed says why.", schema: readyz),
                ]
            ) { exchange in
                var results: [(name: String, passes: Bool)] = [("database", false)]
                results[0].passes = (try? await exchange.services.gate.database.readShared(SQL.databaseAnswers())) != nil
                for check in exchange.services.checks where check.name != "database" {
                    results.append((check.name, await check.passes()))
                }
                let ready = results.allSatisfy(\.passes)
                return Reply.json(ready ? .ok : .serviceUnavailable) { writer in
                    writer.object { writer in
                        writer.member("status", ready ? "ready" : "not_ready")
                        writer.key("checks")
                        writer.object { writer in
                            for result in results {
                                writer.key(named: result.name)
                                writer.value(result.passes ? "pass" : "fail")
                            }
                        }
                    }
                }
            },
            Route(
                method: .get, path: "/metrics", operation: "getMetrics", tag: "service",
                summary: "Counts of requests, durations and connections, for Prometheus",
                notes: "Labels are the route's template, method and status. Nothing about a person is among them.",
                door: .bearer(Policies.metrics),
                answers: [.init(status: .ok, summary: "The counts.", mediaType: "text/plain; version=0.0.4; charset=utf-8")]
            ) { exchange in
                // The token is looked up with the first statement, so there is one.
                _ = try await exchange.reader().actor
                let services = exchange.services
                let metrics = MetricsText(services.meter, services.routes, services.gate.database.statistics)
                return Reply(mediaType: "text/plain; version=0.0.4; charset=utf-8", body: Array(metrics.text.utf8))
            },
            Route(
                method: .get, path: "/openapi.json", operation: "getDocument", tag: "service",
                summary: "This API, as OpenAPI 3.1",
                door: .open, answers: [.init(status: .ok, summary: "The document.", schema: .map(.any))]
            ) { exchange in
                Reply(body: exchange.services.document)
            },
        ]
    }

    private static let livez = Schema.object("Liveness", [.required("status", .word(["ok"]))])
    private static let readyz = Schema.object(
        "Readiness",
        [
            .required("status", .word(["ready", "not_ready"])),
            .required("checks", .map(.word(["pass", "fail"]))),
        ])
}
