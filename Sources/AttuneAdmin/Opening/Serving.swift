internal import Access
internal import Appointments
internal import AttuneAPI
internal import Clinic
internal import Database
internal import Logging
internal import Referrals
internal import Therapists

extension OpenClinic {
    /// Serves; when the port is taken, on the next free one (twenty are tried).
    func serve(in shell: Shell) async throws -> APIServer {
        var configuration = APIConfiguration()
        configuration.host = settings.web.host
        configuration.port = settings.web.port
        configuration.publicURL = settings.web.publicURL
        configuration.proxy = settings.web.proxy
        configuration.requestDeadline = .seconds(settings.web.requestSeconds)
        configuration.requestsPerSecond = settings.web.requestsPerSecond
        configuration.clinic = try apiSettings()
        let logger = shell.logger(settings.logLevel)
        let sealer = sealer(logger)
        let checks = [
            ReadinessCheck("database") { [database] in (try? await DatabaseProbes.server(database)) != nil },
            ReadinessCheck("migrations") { (try? await isSchemaCurrent(logger)) == true },
            ReadinessCheck("keys") { (try? await hasRightKeys()) == true },
            ReadinessCheck("time") { [database] in (try? await ZoneCanary.check(database)) != nil },
            ReadinessCheck("audit") { (try? await sealer.waiting().since).map { $0 <= AuditSealer.patience } == true },
        ]
        for attempt in 0..<20 {
            do {
                return try await APIServer.start(
                    configuration, gate: gate, zones: zones, checks: checks, logger: logger)
            } catch APIServerError.portTaken(let port) where attempt < 19 && port < 65_535 {
                shell.say("Port \(port) is taken; trying \(port + 1).")
                configuration.port = port + 1
            } catch let error as APIServerError {
                throw Failure(explaining: error)
            }
        }
        throw Failure("serve.no_port", "Twenty ports in a row are taken.", next: "attune up --port 0", exit: .failed)
    }

    /// What the HTTP door must know about the clinic: the same rules as the commands work by.
    private func apiSettings() throws -> AttuneAPI.ClinicSettings {
        var clinic = AttuneAPI.ClinicSettings()
        clinic.zone = try clinicRules().zone
        clinic.language = language
        clinic.crisis = crisisText
        clinic.claimMinutes = settings.clinic.claimMinutes
        clinic.hasDirectory = settings.clinic.hasDirectory
        clinic.takesSelfReferrals = settings.clinic.takesSelfReferrals
        let vocabulary = try Vocabulary.parse(try SampleFiles.text("vocabulary/concepts.yaml"))
        let patterns = try SampleFiles.text("vocabulary/patterns.yaml")
        clinic.patterns = try PatternTable.parse(patterns, vocabulary: vocabulary)
        clinic.patternsText = patterns
        return clinic
    }

    /// Whom somebody can reach at once.
    var crisisText: CrisisText {
        CrisisText(english: settings.clinic.crisisText, french: settings.clinic.crisisTextFrench)
    }

    /// Refuses to serve with clock rules that would promise wrong hours.
    func checkClocks() async throws {
        try ZoneCanary.check(zones)
        try await ZoneCanary.check(database)
    }
}

extension Failure {
    init(explaining error: APIServerError) {
        self =
            switch error {
            case .portTaken(let port):
                Failure(
                    "serve.port_taken", "Port \(port) is taken, and so are the ones after it.", next: "attune up --port 0",
                    exit: .failed)
            case .portNotAllowed(let port):
                Failure(
                    "serve.port_not_allowed", "This account may not listen on port \(port).",
                    why: "Ports below 1024 need a privilege.",
                    next: "attune up --port 8080", exit: .failed)
            case .noSuchAddress(let host):
                Failure(
                    "serve.no_such_address", "\(host) is no address of this machine.",
                    next: "attune up --set http.host=127.0.0.1", exit: .failed)
            case .stopped: Failure("serve.stopped", "The server stopped before it began.", next: "attune doctor", exit: .failed)
            }
    }
}
