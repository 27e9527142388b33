internal import ArgumentParser
internal import Clinic
internal import Database
internal import SystemPackage

extension Failure {
    /// The one place where an error of any kind becomes words and an exit status.
    init(explaining error: any Error) {
        switch error {
        case let failure as Failure: self = failure
        case let problem as ConfigurationProblem: self = problem.failure
        case let refusal as any Refusal:
            self = Failure(
                refusal.code, refusal.message,
                why: refusal.field.map { "It is about \($0.split(separator: "/").joined(separator: " "))." },
                exit: ExitStatus(refusal.kind))
        case let error as DatabaseError: self = Failure(explaining: error)
        case let error as MigrationError: self = Failure(explaining: error)
        case let error as PrivateServerError: self = Failure(explaining: error)
        case is CancellationError: self = Failure("cancelled", "Cancelled. Nothing was left half done.", exit: .cancelled)
        case let code as ExitCode: self = Failure("failed", "Failed.", exit: ExitStatus(rawValue: code.rawValue) ?? .failed)
        default:
            if AttuneCommand.exitCode(for: error) == .validationFailure {
                self = Failure("command.wrong", AttuneCommand.message(for: error), next: "the same command with --help")
            } else {
                // The type alone: an error's text may quote a value.
                self = Failure(
                    "internal", "Something went wrong inside Attune (\(type(of: error))).", next: "attune doctor", exit: .failed)
            }
        }
    }
}

extension Failure {
    /// A full disk, say, under what the command's answer was sent to.
    init(notWritten number: Int32) {
        self = Failure(
            "output.not_written", "The answer could not be written (\(Errno(rawValue: number))). What was asked has been done.",
            next: "df -h, then ask again for what can be asked again; a one-use link is made anew by attune access user reset",
            exit: .failed)
    }

    init(explaining error: DatabaseError) {
        let exit = ExitStatus(error.kind)
        switch error.kind {
        case .unreachable(let reason):
            self = .unreachable(reason)
            return
        // No such table, schema or function.
        case .server("42P01", _, _), .server("3F000", _, _), .server("42883", _, _):
            self = .notMigrated
            return
        default: break
        }
        let next: String? =
            switch exit {
            case .retryLater: "the same command again, in a moment"
            case .cancelled: nil
            default: "attune doctor"
            }
        self = Failure("database", "The database: \(error).", next: next, exit: exit)
    }

    /// libpq's words, in one line, and what to do about the commonest of them.
    private static func unreachable(_ reason: String) -> Failure {
        let lines = reason.split(whereSeparator: \.isNewline).map { String($0).trimmingWhitespace() }
        let said = lines.joined(separator: " ")
        let next =
            if said.contains("does not exist") {
                "attune migrate roles prints what a superuser of that server runs once"
            } else if said
                .contains("password")
            {
                "set ATTUNE_DATABASE_PASSWORD (for attune migrate: ATTUNE_DATABASE_MIGRATE_PASSWORD)"
            } else if said.contains("SSL") {
                "give that server a certificate; database.tls: disable only where nobody else can listen"
            } else { "attune config explain shows where it was looked for" }
        return Failure("database", "PostgreSQL cannot be reached.", why: said, next: next, exit: .databaseUnreachable)
    }

    /// The database is there and Attune's schema in it is not, or is an older one.
    static let notMigrated = Failure(
        "database.not_migrated", "The database's schema is not current.", why: "Migrations are pending.",
        next: "attune migrate up",
        exit: .failed)

    init(explaining error: MigrationError) {
        self =
            switch error {
            case .changed(let name):
                Failure(
                    "migration.changed", "Migration \(name) was applied with another text than this version has.",
                    why: "Somebody edited it, or two versions of Attune share this database.", next: "attune migrate status",
                    exit: .failed)
            case .unknown(let name):
                Failure(
                    "migration.unknown", "The database has migration \(name), which this version does not know.",
                    why: "It was migrated by a newer Attune.", next: "install that version, or restore a backup from before it",
                    exit: .failed)
            case .failed(let name, let cause):
                Failure(
                    "migration.failed", "Migration \(name) failed; those before it are applied.", why: "\(cause).",
                    next: "attune migrate status", exit: .failed)
            case .locked:
                Failure(
                    "migration.locked", "Another process is migrating.", next: "attune migrate up, in a moment", exit: .retryLater
                )
            }
    }

    init(explaining error: PrivateServerError) {
        self =
            switch error {
            case .noPostgreSQL:
                Failure(
                    "postgresql.missing", "PostgreSQL 15 or newer is not installed.", next: "apt-get install postgresql-15",
                    exit: .databaseUnreachable)
            case .failed(let text):
                Failure(
                    "postgresql.failed", "The private PostgreSQL did not start.", why: text, next: "attune doctor",
                    exit: .databaseUnreachable)
            }
    }
}
