import Database
import HTTPTypes

/// The counts as Prometheus reads them: text format 0.0.4, `name{label="value"} number`, a HELP and a TYPE line before each name.
struct MetricsText {
    private(set) var text = ""

    init(_ meter: RequestMeter, _ routes: [Route], _ database: Database.Statistics) {
        let (tallies, underWay) = meter.reading
        let rows = tallies.enumerated().filter { !$0.element.statuses.isEmpty }.map { place, tally in
            let route = place < routes.count ? routes[place] : nil
            return (labels: #"route="\#(route?.path ?? "none")",method="\#(route?.method.rawValue ?? "none")""#, tally)
        }
        describe("attune_http_requests_total", "counter", "Requests answered, by the route's template and status.")
        for (labels, tally) in rows {
            for (status, count) in tally.statuses.sorted(by: { $0.key < $1.key }) {
                line("attune_http_requests_total", labels + #",status="\#(status)""#, "\(count)")
            }
        }
        let duration = "attune_http_request_duration_seconds"
        describe(duration, "histogram", "From a request's head to its answer.")
        for (labels, tally) in rows {
            var sum: UInt64 = 0
            for (bound, count) in zip(RequestMeter.bounds, tally.cells) {
                sum += count
                line(duration + "_bucket", labels + #",le="\#(Double(bound) / 1e6)""#, "\(sum)")
            }
            sum += tally.cells.last ?? 0
            line(duration + "_bucket", labels + #",le="+Inf""#, "\(sum)")
            line(duration + "_sum", labels, "\(Double(tally.microseconds) / 1e6)")
            line(duration + "_count", labels, "\(sum)")
        }
        gauge("attune_http_requests_under_way", "Requests being answered now.", underWay)
        gauge("attune_database_connections", "Connections to PostgreSQL.", database.connected)
        gauge("attune_database_leases_in_use", "Connections that a transaction has to itself.", database.leasesInUse)
        gauge("attune_database_waiting", "Callers that wait for a connection.", database.waiting)
        counter("attune_database_statements_total", "Statements sent.", database.statements)
        counter("attune_database_transactions_total", "Transactions begun.", database.transactions)
        counter("attune_database_refused_total", "Callers told to come back because the queue was full.", database.refusedFull)
        counter("attune_database_timeouts_total", "Waits that ended at their deadline.", database.timeouts)
        counter("attune_database_lost_connections_total", "Connections that broke.", database.lostConnections)
    }

    private mutating func describe(_ name: String, _ type: String, _ help: String) {
        text += "# HELP \(name) \(help)\n# TYPE \(name) \(type)\n"
    }

    private mutating func line(_ name: String, _ labels: String, _ value: String) { text += "\(name){\(labels)} \(value)\n" }

    private mutating func gauge(_ name: String, _ help: String, _ value: Int) {
        describe(name, "gauge", help)
        text += "\(name) \(value)\n"
    }

    private mutating func counter(_ name: String, _ help: String, _ value: Int) {
        describe(name, "counter", help)
        text += "\(name) \(value)\n"
    }
}
