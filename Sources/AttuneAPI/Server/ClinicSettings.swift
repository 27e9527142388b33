import Access
import Appointments
public import Clinic
public import Referrals
public import Therapists

/// What the door must know about the clinic itself.
public struct ClinicSettings: Sendable {
    /// On whose calendar "today" is, and the wall clock of a new client's times.
    public var zone = ZoneID("America/Vancouver") ?? .utc
    /// Of a client who named none, and of the page in front of a link for a browser that asks for no language of ours.
    public var language = Language.english
    /// The questionnaire's relationship patterns, if the clinic uses them.
    public var patterns: PatternTable?
    /// Its file, to the byte: what a clinician's name stands under.
    public var patternsText: String?
    /// The code of the service that a first session is. Where the clinic has none of that code: the first active one, by code.
    public var firstSession = "first_session"
    /// How long "I am on this one" lasts: 1 to 720.
    public var claimMinutes = 30
    /// Whether anybody may look through the team: `/directory` and `/v1/directory`.
    public var hasDirectory = true
    /// Whether clients may refer themselves: `/refer`.
    public var takesSelfReferrals = true

    /// Whom somebody can reach at once, told wherever a flag is recorded.
    public var crisis = CrisisText()

    public init() {}

    func intakeRules(_ querying: some Querying, zones: ZoneCatalogue) async throws -> IntakeRules {
        let rules = try zones.rules(zone)
        let today = rules.local(of: try await querying.now).date
        var table = patterns
        if let patterns, let patternsText {
            table = patterns.signed(try await querying.patternSignOff(of: patternsText), zone: rules)
        }
        return IntakeRules(vocabulary: try await querying.vocabulary(), patterns: table, today: today, language: language)
    }

    /// - Throws: 422 on `service` where the clinic has none.
    func firstSession(_ asked: Service.ID?, _ querying: some Querying) async throws -> Service.ID {
        if let asked { return asked }
        let active = try await querying.services().filter(\.isActive)
        guard let service = active.first(where: { $0.code == firstSession }) ?? active.first else {
            throw Problem.invalid(
                "service", "appointment.no_such_service", "There is no service to propose. Add one, or name one.")
        }
        return service.id
    }
}
