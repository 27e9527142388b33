internal import Clinic
internal import Foundation
internal import Glibc
internal import Logging

/// The files of a private server: made once by `initdb`, its access rules written anew at each start.
struct Cluster {
    let dataDirectory: String
    let programs: PostgresPrograms
    let account: ServerAccount

    /// Beside the data, so that it survives a fresh cluster.
    var logFile: String { dataDirectory + ".log" }
    private var isMade: Bool { FileManager.default.fileExists(atPath: dataDirectory + "/PG_VERSION") }

    /// Makes the folders and the cluster where they are missing, and forgets a lock that a crash left behind.
    func prepare(logger: Logger) async throws {
        let parent = URL(fileURLWithPath: dataDirectory).deletingLastPathComponent().path
        try makeFolder(parent, mode: 0o711, belongsToServer: false)
        try makeFolder(dataDirectory, mode: 0o700, belongsToServer: true)
        _ = FileManager.default.createFile(atPath: logFile, contents: nil)
        try requireWayIn()
        if isMade {
            if PostmasterFile(dataDirectory: dataDirectory).map({ !$0.isAlive }) ?? false {
                logger.notice("PostgreSQL did not stop cleanly last time; it recovers by itself")
                unlink(dataDirectory + "/postmaster.pid")
            }
            return
        }
        logger.info("making a private PostgreSQL cluster")
        let command = [
            programs.path("initdb"), "-D", dataDirectory, "-k", "-E", "UTF8", "--locale=C.UTF-8", "-U", PrivateServer.superuser,
            "-A", "peer", "--no-instructions",
        ]
        let child = ChildProcess.start(account.wrapping(command, parentDeathSignal: "KILL"), log: logFile)
        guard await child.wait(.seconds(120)), child.exitStatus == 0 else {
            throw PrivateServerError.failed("initdb could not make a cluster in \(dataDirectory). Its words are in \(logFile).")
        }
    }

    private func makeFolder(_ path: String, mode: mode_t, belongsToServer: Bool) throws {
        if !FileManager.default.fileExists(atPath: path) {
            do {
                try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
            } catch {
                throw PrivateServerError.failed("The folder \(path) could not be made. Choose another with --data-dir.")
            }
            chmod(path, mode)
        }
        if belongsToServer && account.isAnother { chown(path, account.userID, account.groupID) }
    }

    /// The server's account must be able to walk to its data: a folder above that is closed to others stops it with a riddle.
    private func requireWayIn() throws {
        guard account.isAnother else { return }
        var path = URL(fileURLWithPath: dataDirectory).deletingLastPathComponent()
        while path.path != "/" {
            var status = stat()
            if stat(path.path, &status) == 0, status.st_uid != account.userID, status.st_mode & 0o001 == 0 {
                throw PrivateServerError.failed(
                    "PostgreSQL runs as \(account.name), which may not enter \(path.path). "
                        + "Choose a folder that it may reach with --data-dir, such as /var/lib/attune.")
            }
            path.deleteLastPathComponent()
        }
    }

    /// Private to the server's account; elsewhere when the path is too long for a socket (107 bytes).
    func socketDirectory() throws -> String {
        let beside = dataDirectory + "/socket"
        let fits = beside.utf8.count + "/.s.PGSQL.5432".utf8.count <= 107
        let path = fits ? beside : "/tmp/attune-\(account.userID)-\(Secrets.sha256(dataDirectory.utf8).hex.prefix(12))"
        try makeFolder(path, mode: 0o700, belongsToServer: true)
        var status = stat()
        // In a folder that everybody may write to, somebody may have been there first.
        guard lstat(path, &status) == 0, status.st_mode & S_IFMT == S_IFDIR, status.st_uid == account.userID else {
            throw PrivateServerError.failed("\(path) belongs to somebody else. Remove it, then try again.")
        }
        chmod(path, 0o700)
        return path
    }

    /// Who may be whom: the account that started Attune, and the server's own, as each of `roles`.
    func writeRules(roles: [String]) throws {
        let people = Set([account.starter, account.name]).sorted()
        let map = people.flatMap { person in roles.map { "attune \"\(person)\" \($0)" } }
        try write("local all all peer map=attune\n", to: "pg_hba.conf")
        try write(map.joined(separator: "\n") + "\n", to: "pg_ident.conf")
    }

    private func write(_ text: String, to file: String) throws {
        let path = dataDirectory + "/" + file
        do {
            try text.write(toFile: path, atomically: true, encoding: .utf8)
        } catch {
            throw PrivateServerError.failed("\(path) could not be written: is the disk full, or the folder somebody else's?")
        }
        if account.isAnother { chown(path, account.userID, account.groupID) }
        chmod(path, 0o600)
    }

    func command(socket: String, options: PrivateServer.Options) -> [String] {
        var settings = [
            "listen_addresses=", "unix_socket_directories=\(socket)", "unix_socket_permissions=0700", "port=5432",
            "max_connections=\(options.maxConnections)", "timezone=UTC", "log_timezone=UTC", "logging_collector=off",
            // The log holds no values: neither the statement that failed nor the row that it failed on.
            "log_statement=none", "log_min_error_statement=panic", "log_error_verbosity=terse",
            "shared_buffers=128MB", "random_page_cost=1.1", "wal_compression=on", "password_encryption=scram-sha-256",
        ]
        if !options.isDurable { settings += ["fsync=off", "synchronous_commit=off", "full_page_writes=off"] }
        return [programs.path("postgres"), "-D", dataDirectory] + settings.flatMap { ["-c", $0] }
    }
}
