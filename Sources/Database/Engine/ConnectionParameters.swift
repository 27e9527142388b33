/// What libpq is told when it connects.
struct ConnectionParameters {
    private let pairs: [(key: String, value: String)]

    init(_ configuration: Database.Configuration, isLane: Bool) {
        let milliseconds = { (duration: Duration) in
            String(duration.components.seconds * 1_000 + duration.components.attoseconds / 1_000_000_000_000_000)
        }
        // A backslash keeps a space within an option's value.
        var options = [
            "search_path=\(configuration.schema),\\ public", "TimeZone=UTC", "DateStyle=ISO", "IntervalStyle=iso_8601",
            // Every statement is planned once a connection, and looks things up by index from the first row to the millionth: a plan made
            // for today's values costs more than most statements do, and one made while a table was small reads all of it when it is not.
            "plan_cache_mode=force_generic_plan", "enable_seqscan=off", "jit=off",
        ]
        if isLane {
            options += [
                "statement_timeout=\(milliseconds(configuration.laneStatementTimeout))", "default_transaction_read_only=on",
            ]
        } else {
            // A program that forgets a transaction must not hold its locks for ever.
            options += ["idle_in_transaction_session_timeout=\(milliseconds(configuration.statementTimeout * 2))"]
        }
        var pairs = [
            ("host", configuration.host), ("port", String(configuration.port)), ("dbname", configuration.database),
            ("user", configuration.user), ("application_name", configuration.applicationName), ("client_encoding", "UTF8"),
            ("options", options.map { "-c \($0)" }.joined(separator: " ")),
            // Tried first by default, at a cost for each connection.
            ("gssencmode", "disable"), ("sslmode", configuration.tls.rawValue),
            // Found dead within half a minute, where the network swallowed its end.
            ("keepalives_idle", "10"), ("keepalives_interval", "5"), ("keepalives_count", "3"), ("tcp_user_timeout", "30000"),
        ]
        if configuration.tls == .verifyFull { pairs.append(("sslrootcert", "/etc/ssl/certs/ca-certificates.crt")) }
        if configuration.host.contains(",") { pairs.append(("target_session_attrs", "read-write")) }
        if let password = configuration.password { pairs.append(("password", password)) }
        self.pairs = pairs
    }

    func withPointers<T>(_ body: (UnsafePointer<UnsafePointer<CChar>?>, UnsafePointer<UnsafePointer<CChar>?>) -> T) -> T {
        let texts = pairs.map { (key: Array($0.key.utf8CString), value: Array($0.value.utf8CString)) }
        var buffers: [UnsafeMutablePointer<CChar>] = []
        defer { for buffer in buffers { buffer.deallocate() } }
        func copy(_ text: [CChar]) -> UnsafePointer<CChar> {
            let buffer = UnsafeMutablePointer<CChar>.allocate(capacity: text.count)
            buffer.initialize(from: text, count: text.count)
            buffers.append(buffer)
            return UnsafePointer(buffer)
        }
        let keys: [UnsafePointer<CChar>?] = texts.map { copy($0.key) } + [nil]
        let values: [UnsafePointer<CChar>?] = texts.map { copy($0.value) } + [nil]
        return body(keys, values)
    }
}
