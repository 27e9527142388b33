internal import Access
internal import Appointments
internal import Clinic
internal import Database
internal import Foundation
internal import SystemPackage

#if canImport(Glibc)
    internal import Glibc
#endif

/// What `attune doctor` looks at, in the order in which one thing rests on another. Changes nothing.
struct Examination {
    let settings: Settings
    let shell: Shell

    func run() async -> [Finding] {
        let team = settings.clinic.name == "Attune" ? "" : " of \(settings.clinic.name)"
        var findings = [Finding.well("config", "Configuration\(team): every key and value is right.")]
        findings.append(clocks())
        findings += folder()
        do {
            let clinic = try await OpenClinic.open(settings, as: nil, mayRecord: false, in: shell)
            findings += await database(clinic.database)
            findings.append(.well("keys", "The keys are the ones that this clinic's secrets were made with."))
            await clinic.close()
            findings.append(await migrations())
        } catch {
            let failure = Failure(explaining: error)
            // The doctor is where people are sent: it cannot send them to itself.
            let fix = failure.next == "attune doctor" ? "attune config explain" : failure.next
            let part = failure.code.hasPrefix("keys.") ? "keys" : "database"
            findings.append(.wrong(part, failure.what + (failure.why.map { " " + $0 } ?? ""), fix: fix))
        }
        findings.append(port())
        return findings
    }

    /// Rules that promise the wrong hour are the worst thing that can be wrong, so they come first.
    private func clocks() -> Finding {
        do {
            let zones = ZoneCatalogue(environment: shell.environment)
            try ZoneCanary.check(zones)
            guard let zone = ZoneID(settings.clinic.zone) else {
                return .wrong("zones", "clinic.zone is no zone.", fix: "attune config check")
            }
            _ = try zones.rules(zone)
            return .well("zones", "Clock rules of this machine (tzdata) are current: the changes of 2026 in Canada are in them.")
        } catch {
            return .wrong(
                "zones", Failure(explaining: error).what,
                fix: "apt-get install --only-upgrade tzdata, then restart PostgreSQL and Attune")
        }
    }

    private func folder() -> [Finding] {
        let path = settings.dataDirectory.string
        var present = settings.dataDirectory
        while !FileManager.default.fileExists(atPath: present.string), present.removeLastComponent() {}
        var space = statvfs()
        guard statvfs(present.string, &space) == 0 else {
            return [.wrong("disk", "\(path) cannot be looked at.", fix: "ls -ld \(present)")]
        }
        let free = Int(space.f_bavail) * Int(space.f_frsize) / 1_048_576
        if free < 200 { return [.wrong("disk", "Only \(free) MiB are free at \(path).", fix: "df -h \(present)")] }
        if free < 2_048 {
            return [.warning("disk", "\(free) MiB are free at \(path); two gigabytes would be calmer.", fix: "df -h \(present)")]
        }
        return [.well("disk", "\(free / 1_024) GiB are free at \(path).")]
    }

    private func database(_ database: Database) async -> [Finding] {
        var findings: [Finding] = []
        do {
            let server = try await DatabaseProbes.server(database)
            let release = "\(server.version / 10_000).\(server.version % 10_000)"
            findings.append(
                server.version >= 150_000
                    ? .well("postgresql", "PostgreSQL \(release) answers.")
                    : .wrong(
                        "postgresql", "PostgreSQL \(release) is too old; 15 is the oldest that works.", fix: "upgrade PostgreSQL")
            )
            findings.append(
                server.isDurable
                    ? .well("durability", "What PostgreSQL acknowledges survives a crash.")
                    : .wrong(
                        "durability", "fsync, full_page_writes or synchronous_commit is off: a crash may lose bookings.",
                        fix: "ALTER SYSTEM RESET fsync; RESET full_page_writes; RESET synchronous_commit, then restart PostgreSQL"
                    ))
            if !server.hasChecksums {
                findings.append(
                    .warning("checksums", "Data checksums are off: a failing disk goes unnoticed.", fix: "pg_checksums --enable"))
            }
            let roles = try await DatabaseProbes.roles(database)
            findings.append(Self.judge(roles, asUser: server.user))
            findings.append(Self.judge(try await DatabaseProbes.tables(database)))
            try await ZoneCanary.check(database)
            findings.append(.well("database_zones", "Clock rules of PostgreSQL are current."))
        } catch let error as ZoneCanaryFailure {
            findings.append(
                .wrong("database_zones", error.message, fix: "apt-get install --only-upgrade tzdata, then restart PostgreSQL"))
        } catch {
            let failure = Failure(explaining: error)
            let part = failure.code.hasPrefix("keys.") ? "keys" : "database"
            findings.append(.wrong(part, failure.what, fix: "attune migrate status"))
        }
        return findings
    }

    private func migrations() async -> Finding {
        do {
            let status = try await Schema.withOwner(settings, in: shell) { database in
                try await Migrator(database, logger: shell.logger(settings.logLevel)).status()
            }
            if status.isCurrent { return .well("migrations", "The schema is current (\(status.applied.count) migrations).") }
            return .wrong("migrations", "\(status.pending.count) migrations are pending.", fix: "attune migrate up")
        } catch {
            let failure = Failure(explaining: error)
            // The serving account need not know the owner's password.
            return .warning("migrations", "The schema's state cannot be read: \(failure.what)", fix: "attune migrate status")
        }
    }

    private func port() -> Finding {
        let port = settings.web.port
        if port == 0 { return .well("port", "Any free port will be taken.") }
        return Port.isFree(port, on: settings.web.host)
            ? .well("port", "Port \(port) is free.")
            : .warning(
                "port", "Port \(port) is in use: by a running Attune, perhaps. attune up would take the next one.",
                fix: "ss -ltnp | grep :\(port)")
    }
}

extension Examination {
    /// The second lock: who serves must neither own tables nor pass row-level security by.
    static func judge(_ roles: [DatabaseProbes.Role], asUser user: String) -> Finding {
        let expected = ["attune_app", "attune_migrate", "attune_owner", "attune_readonly", "attune_worker"]
        let missing = expected.filter { name in !roles.contains { $0.name == name } }
        if !missing.isEmpty {
            return .wrong("roles", "Roles are missing: \(missing.joined(separator: ", ")).", fix: "attune migrate up")
        }
        for role in roles where role.bypassesRowSecurity {
            return .wrong(
                "roles", "\(role.name) passes row-level security by.", fix: "ALTER ROLE \(role.name) NOSUPERUSER NOBYPASSRLS")
        }
        for role in roles where role.ownsTables && role.canLogIn {
            return .wrong("roles", "\(role.name) logs in and owns tables.", fix: "REASSIGN OWNED BY \(role.name) TO attune_owner")
        }
        return .well("roles", "Roles: who serves (\(user)) owns nothing and cannot pass row-level security by.")
    }

    static func judge(_ tables: [DatabaseProbes.Table]) -> Finding {
        // The migrator's own book-keeping holds no client's data.
        let open = tables.filter { !$0.isRowSecurityForced && $0.name != "schema_migration" }
        if tables.isEmpty { return .wrong("row_security", "There are no tables yet.", fix: "attune migrate up") }
        guard let first = open.first else {
            return .well("row_security", "Row-level security is forced on all \(tables.count) tables.")
        }
        return .wrong(
            "row_security", "Row-level security is not forced on \(open.map(\.name).joined(separator: ", ")).",
            fix: "ALTER TABLE \(first.name) ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY")
    }
}
