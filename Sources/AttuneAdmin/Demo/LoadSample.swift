internal import Access
internal import Appointments
internal import Clients
internal import Clinic
internal import Handouts
internal import Referrals
internal import Therapists

/// What loading the sample clinic brought, for the story.
struct LoadedSample: Sendable {
    var therapists = 0
    var clients = 0
    var bookings = 0
    var articles = 0
    var referrals = 0
    /// Rows of the deliberately faulty file, by line and column.
    var problems: [CSVProblem] = []
}

/// Fills an empty clinic from the embedded sample, through the same functions as every other door.
struct LoadSample {
    let clinic: OpenClinic
    let progress: (String) -> Void

    func run() async throws -> LoadedSample {
        var loaded = LoadedSample()
        progress("ten therapists, their hours and rooms")
        let vocabulary = try Vocabulary.parse(try SampleFiles.text("vocabulary/concepts.yaml"))
        let team = try TeamFile.parse(try SampleFiles.text("sample/team.yaml"), vocabulary: vocabulary, zones: clinic.zones)
        let services = try ServiceFile.parse(try SampleFiles.text("sample/services.yaml"))
        let imported = try await clinic.act("demo.load_team") { act in
            _ = try await act.syncVocabulary(vocabulary)
            let imported = try await act.importTeam(team)
            try await act.storeOffer(of: team, services: services, therapists: imported.therapists)
            return imported
        }
        loaded.therapists = imported.therapists.count

        progress("60 clients with safe ways to reach them")
        let rules = try clinic.zones.rules(team.zone)
        let sheet = ClientSheet.parse(
            Array(try SampleFiles.text("sample/clients.csv").utf8), zone: rules, now: try await clinic.reader("demo.load").now)
        let clients = try await clinic.act("demo.load_clients") { act in try await act.importClients(sheet) }
        loaded.clients = clients.clients.count

        progress("eight weeks of bookings")
        loaded.bookings = try await book(clients: clients.clients, therapists: imported.therapists, rules: rules)

        progress("two articles")
        let articles = try SampleFiles.articles()
        loaded.articles = try await clinic.act("demo.load_articles") { act in
            for article in articles {
                let source = try ArticleSource(bytes: Array(SampleFiles.text(article.file).utf8), format: .markdown)
                _ = try await act.publishArticle(
                    NewArticle(
                        slug: article.slug, source: source, language: Language(article.language) ?? .english,
                        concepts: article.concepts,
                        reviewBy: article.reviewBy))
            }
            return articles.count
        }
        return loaded
    }

    /// Eight weeks from ``SampleFiles/firstMonday(from:)``: dates in a file would be stale the week after.
    private func book(clients: [String: Client.ID], therapists: [String: Therapist.ID], rules: ZoneRules) async throws -> Int {
        let plan = try SampleFiles.bookings()
        let reader = clinic.reader("demo.load_bookings")
        let today = rules.local(of: try await reader.now).date
        let services = Dictionary(try await reader.services().map { ($0.code, $0.id) }) { first, _ in first }
        let sites = Dictionary(try await reader.sites().map { ($0.id, $0.code) }) { first, _ in first }
        let rooms = Dictionary(try await reader.rooms().map { ((sites[$0.site] ?? "") + "/" + $0.code, $0.id) }) { first, _ in
            first
        }
        let monday = SampleFiles.firstMonday(from: today)
        var wanted: [NewAppointment] = []
        for week in 0..<plan.weeks {
            for rule in plan.rules where week + 1 >= rule.fromWeek && (week + 1 - rule.fromWeek) % rule.everyWeeks == 0 {
                guard let client = clients[rule.client], let therapist = therapists[rule.therapist],
                    let service = services[rule.service]
                else { continue }
                let day = monday.adding(days: 7 * week + rule.weekday.rawValue - 1)
                wanted.append(
                    NewAppointment(
                        therapist: therapist, client: client, service: service, start: .wall(LocalDateTime(day, rule.at)),
                        format: rule.format,
                        room: rule.room.flatMap { rooms["\(rule.site ?? "")/\($0)"] }))
            }
        }
        return try await clinic.bookAll(wanted)
    }
}

extension OpenClinic {
    /// Books many times, several transactions at once: each waits for its commit, and several commits share one write to disk.
    func bookAll(_ wanted: [NewAppointment]) async throws -> Int {
        let shares = (0..<6).map { share in wanted.enumerated().filter { $0.offset % 6 == share }.map(\.element) }
        return try await withThrowingTaskGroup(of: Int.self) { group in
            for share in shares where !share.isEmpty {
                group.addTask {
                    for chunk in stride(from: 0, to: share.count, by: 20) {
                        try await act("demo.load_bookings") { [zones] act in
                            for new in share[chunk..<min(chunk + 20, share.count)] {
                                _ = try await act.bookAppointment(new, zones: zones)
                            }
                        }
                    }
                    return share.count
                }
            }
            return try await group.reduce(0, +)
        }
    }
}

extension Act {
    /// Places, rooms, services and hours of a team: `importTeam` stores the people.
    func storeOffer(of team: TeamFile, services: ServiceFile?, therapists: [String: Therapist.ID]) async throws {
        var sites: [String: Site.ID] = [:]
        for site in team.sites {
            let saved = try await addSite(code: site.code, name: site.name, zone: site.zone, address: site.address)
            sites[site.code] = saved.id
            for room in site.rooms { _ = try await addRoom(code: room.code, name: room.name, at: saved.id) }
        }
        for service in services?.services ?? [] {
            _ = try await addService(
                Service(
                    id: .init(newID()), code: service.code, name: service.name, durationMinutes: service.durationMinutes,
                    bufferMinutes: service.bufferMinutes, gridMinutes: service.gridMinutes, noticeHours: service.noticeHours,
                    horizonDays: service.horizonDays, formats: Set(service.formats), feeCents: service.feeCents))
        }
        for member in team.therapists {
            guard let id = therapists[member.slug] else { continue }
            try await replaceWeeklyHours(
                member.hours.map { hours in
                    NewWeeklyHours(
                        weekday: hours.weekday, starts: hours.from, ends: hours.until, formats: Set(hours.formats),
                        site: hours.site.flatMap { sites[$0] }, validFrom: hours.validFrom, validUntil: hours.validUntil)
                }, for: id)
            try await replaceScheduleExceptions(
                member.exceptions.map { exception in
                    NewScheduleException(
                        day: exception.day, kind: exception.isOpen ? .open : .closed, starts: exception.from,
                        ends: exception.until,
                        formats: Set(exception.formats), site: exception.site.flatMap { sites[$0] }, note: exception.note)
                }, for: id)
        }
    }
}
