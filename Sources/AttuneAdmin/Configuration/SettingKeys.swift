internal import SystemPackage

/// Every key that can be configured, in the order in which the commented file shows them.
public enum SettingKeys {
    static let dataDirectory = Setting(
        "data_dir", .path, absence: "~/.local/share/attune, or /var/lib/attune when started by root",
        "Where Attune keeps what it makes: the private database, the outbox folder, tokens of the demonstration.")

    static let keysFile = Setting(
        "keys.file", .path, absence: "the systemd credential attune.keys, or keys below data_dir",
        "The clinic's keys, readable by Attune's account alone. Without them secret text cannot be read by anybody, ever again.")
    static let keysText = Setting(
        "keys.text", .secretText, absence: "keys.file is read", secret: true,
        "The keys themselves, where no file is wanted: the lines of the file with semicolons between them.")

    static let databaseHost = Setting(
        "database.host", .text, absence: "a private PostgreSQL below data_dir, reached through a socket only",
        "Your own PostgreSQL 15 or newer: a host, several with commas between them, or the folder of a socket.")
    static let databasePort = Setting("database.port", .whole(1...65535), fallback: "5432", "Its port.")
    static let databaseName = Setting("database.name", .text, fallback: "attune", "The database.")
    static let databaseSchema = Setting(
        "database.schema", .identifier, fallback: "clinic", "The clinic's schema; several clinics have one each.")
    static let databaseUser = Setting(
        "database.user", .identifier, fallback: "attune_app",
        "Who serves: a role that owns nothing and cannot pass row-level security by.")
    static let databasePassword = Setting(
        "database.password", .text, absence: "no password, as with peer or certificate", secret: true,
        "The password of database.user.")
    static let migrateUser = Setting(
        "database.migrate_user", .identifier, fallback: "attune_migrate", "Who changes the schema; used by `attune migrate` only."
    )
    static let migratePassword = Setting(
        "database.migrate_password", .text, absence: "no password, as with peer or certificate", secret: true,
        "The password of database.migrate_user.")
    static let databaseTLS = Setting<DatabaseTLS>(
        "database.tls", .choice, fallback: "verify-full", "How the way to database.host is encrypted; a socket's never is.")
    static let databaseLanes = Setting(
        "database.lanes", .whole(1...64), fallback: "2",
        "Connections that many short reads share; as many as the database has cores.")
    static let databaseLeases = Setting(
        "database.leases", .whole(1...256), fallback: "12", "Connections for transactions, each used by one at a time.")
    static let databaseQueue = Setting(
        "database.queue", .whole(1...100_000), fallback: "4096",
        "How many callers may wait for a connection before others are told to retry.")
    static let databaseTimeout = Setting(
        "database.timeout_seconds", .whole(1...600), fallback: "30",
        "Longest time one statement, or the wait for a connection, may take.")

    static let host = Setting(
        "http.host", .text, fallback: "127.0.0.1", "The address to listen on. Put a reverse proxy with TLS in front of any other."
    )
    static let port = Setting(
        "http.port", .whole(0...65535), fallback: "8080",
        "The port to listen on; 0 takes any free one. A taken one is passed over for the next.")
    static let publicURL = Setting(
        "http.public_url", .webAddress, absence: "http:// with the host and port listened on",
        "What clients' links begin with: the address of the reverse proxy, as seen from outside.")
    static let proxy = Setting(
        "http.proxy", .text, absence: "nobody's X-Forwarded-For is believed",
        "The reverse proxy's own address, such as 127.0.0.1: only from there is X-Forwarded-For read, and its last entry counts.")
    static let requestTimeout = Setting(
        "http.request_seconds", .whole(1...600), fallback: "30",
        "Longest time a request may take from its first byte to its answer's last.")

    static let requestsPerSecond = Setting(
        "http.requests_per_second", .whole(0...1_000_000), fallback: "10000",
        "Requests that one token, and one address, may keep up; 0 for any number. More hear 429.")

    static let clinicName = Setting(
        "clinic.name", .text, fallback: "Attune",
        "What staff call the team; on the command line only, for a client may share a phone."
    )
    static let clinicZone = Setting(
        "clinic.zone", .zone, fallback: "America/Vancouver", "The time zone of the clinic's rooms, by its IANA name.")
    static let clinicLanguage = Setting(
        "clinic.language", .language, fallback: "en",
        "Of a client who named none, and of link pages for a browser that asks for none of ours (BCP 47)."
    )

    static let privacyOfficer = Setting(
        "clinic.privacy_officer", .mailAddress, absence: "the log says so",
        "Who is written to when a lead opens a client's file in an emergency: a neutral line, without a name.")

    static let safetyContact = Setting(
        "clinic.safety_contact", .mailAddress, absence: "the log says so",
        "Who is written to when a flag on a referral waits for a person, and when nobody took it in time: a neutral line, without a name."
    )
    static let crisisText = Setting(
        "clinic.crisis_text", .text, absence: "911, 9-8-8, 310-6789 and VictimLinkBC, as they are in British Columbia",
        "Whom somebody can reach at once, in English; shown wherever a flag is recorded, and on the page where clients refer themselves."
    )
    static let crisisTextFrench = Setting(
        "clinic.crisis_text_fr", .text, absence: "the same, in French", "The same in French.")

    static let claimMinutes = Setting(
        "clinic.claim_minutes", .whole(1...720), fallback: "30",
        "How long a coordinator's “I am on this one” lasts, unless it is prolonged or let go.")
    static let directory = Setting<Switch>(
        "clinic.directory", .choice, fallback: "on",
        "Whether anybody may look through the team at /directory and /v1/directory; off, there is nothing there.")
    static let selfReferral = Setting<Switch>(
        "clinic.self_referral", .choice, fallback: "on",
        "Whether clients may refer themselves at /refer; off, there is nothing there.")
    static let matchingPolicy = Setting(
        "matching.policy", .path, absence: "`attune match policy` asks for a file",
        "The clinic's own matching policy while it is being written; what ranks is the one that was adopted last.")

    static let messagesDelivery = Setting<MessageDelivery>(
        "messages.delivery", .choice, fallback: "none",
        "Where queued messages go: nowhere yet, into a folder to look at, or to an SMTP server.")
    static let messagesFolder = Setting(
        "messages.folder", .path, absence: "outbox below data_dir",
        "The folder that takes messages when messages.delivery is folder.")
    static let smtpHost = Setting(
        "messages.smtp_host", .text, absence: "required when messages.delivery is smtp", "The SMTP server that takes messages.")
    static let smtpPort = Setting("messages.smtp_port", .whole(1...65535), fallback: "587", "The SMTP server's port.")
    static let smtpUser = Setting("messages.smtp_user", .text, absence: "no sign-in", "The account at the SMTP server.")
    static let smtpPassword = Setting(
        "messages.smtp_password", .text, absence: "no sign-in", secret: true, "The account's password.")
    static let sender = Setting(
        "messages.sender", .mailAddress, absence: "required when messages.delivery is smtp",
        "The address that messages come from. It should name neither the clinic nor its work.")

    static let logLevel = Setting<LogLevel>("log.level", .choice, fallback: "notice", "How much is written to standard error.")

    /// Every row, in file order.
    public static let all: [SettingKey] = [
        dataDirectory.row, keysFile.row, keysText.row, databaseHost.row, databasePort.row, databaseName.row, databaseSchema.row,
        databaseUser.row,
        databasePassword.row, migrateUser.row, migratePassword.row, databaseTLS.row, databaseLanes.row, databaseLeases.row,
        databaseQueue.row, databaseTimeout.row, host.row,
        port.row, publicURL.row, proxy.row, requestTimeout.row, requestsPerSecond.row, clinicName.row, clinicZone.row,
        clinicLanguage.row, privacyOfficer.row, safetyContact.row, crisisText.row, crisisTextFrench.row, claimMinutes.row,
        directory.row, selfReferral.row, matchingPolicy.row, messagesDelivery.row,
        messagesFolder.row, smtpHost.row, smtpPort.row, smtpUser.row, smtpPassword.row, sender.row, logLevel.row,
    ]

    /// Variables that begin with `ATTUNE_` without being a setting: they say where things are, for one command.
    static let otherVariables = ["ATTUNE_CONFIG", "ATTUNE_TOKEN", "ATTUNE_TOKEN_FILE", "ATTUNE_URL"]
}

/// How the connection to a PostgreSQL of your own is encrypted; libpq's `sslmode`.
public enum DatabaseTLS: String, CaseIterable, Sendable {
    case disable, require
    case verifyFull = "verify-full"
}

/// Something that a clinic may not want to offer.
public enum Switch: String, CaseIterable, Sendable { case on, off }

/// Where queued messages go.
public enum MessageDelivery: String, CaseIterable, Sendable { case none, folder, smtp }

/// The levels of swift-log.
public enum LogLevel: String, CaseIterable, Sendable { case trace, debug, info, notice, warning, error, critical }
