internal import Access
internal import ArgumentParser
internal import AttuneAPI
internal import Foundation
internal import Messages
internal import SystemPackage

/// `attune up`: everything that serving needs, started in its order, until Ctrl-C.
struct UpCommand: ShellCommand {
    static let configuration = CommandConfiguration(
        commandName: "up", abstract: "Start Attune: database, schema, server.",
        discussion: """
            Without a configured database it runs a private PostgreSQL below the data
            directory, reached through a socket only. Ctrl-C stops everything.

            --demo fills a data directory of its own with an invented clinic, takes one
            referral to its first session, and prints what happened. A second run finds
            the first one's data; --reset starts the demonstration over.

            Examples:
              attune up --demo
              attune up --demo --once
              attune up --demo --json --port 0
              attune up --reset
              attune up --config /etc/attune/attune.yaml
            """)
    @OptionGroup(title: "Where") var options: SettingOptions
    @Flag(help: "Serve an invented clinic, with a story to follow.") var demo = false
    @Flag(help: "Start the demonstration over; never touches anything else.") var reset = false
    @Flag(help: "Do it all, print, stop and exit.") var once = false
    @Option(help: ArgumentHelp("Where to listen (http.port); a taken port is passed over for the next.", valueName: "n"))
    var port: Int?
    @Flag(help: "Print one JSON document on standard output.") var json = false

    func run(in shell: Shell) async throws {
        let isDemo = demo || reset
        let flags = port.map { [ResolvedSettings.Flag(key: SettingKeys.port.row, text: String($0), option: "--port")] } ?? []
        let resolved = try await options.resolve(flags, in: shell)
        var settings = try Settings(resolved, shell: shell)
        if isDemo {
            guard settings.database.host == nil else {
                throw Failure(
                    "demo.needs_private_database", "The demonstration has a PostgreSQL of its own.", why: "database.host is set.",
                    next: "unset ATTUNE_DATABASE_HOST")
            }
            // Apart from a real clinic's data, unless a place was named.
            if resolved[SettingKeys.dataDirectory] == nil { settings.dataDirectory = settings.dataDirectory.appending("demo") }
            if resolved[SettingKeys.messagesFolder] == nil {
                settings.messages.folder = settings.dataDirectory.appending("outbox")
            }
            if settings.messages.delivery == .none { settings.messages.delivery = .folder }
            try DemoFolder(settings: settings).prepare(reset: reset, in: shell)
        }
        let progress = Progress(shell)
        Scheduling.finishTurns()
        let clinic = try await OpenClinic.open(settings, as: nil, mayFound: true, in: shell) { progress($0) }
        do {
            try await clinic.checkClocks()
            try await clinic.checkSchema(shell.logger(settings.logLevel))
            if isDemo {
                let story = try await tell(in: clinic, progress)
                let tokens = try await DemoTokens.issue(in: clinic, story)
                progress.finish()
                try await serve(clinic, in: shell) { url, _ in
                    if json {
                        shell.print(
                            Greeting.json(url: url, settings: settings, story, tokens).text(indented: shell.output.width != nil))
                    } else {
                        shell.output.write(
                            Greeting.text(
                                url: url, settings: settings, story, tokens, coloured: shell.output.isColoured, goesOn: !once))
                    }
                }
            } else {
                try await clinic.loadVocabularyOnce()
                progress.finish()
                try await serve(clinic, in: shell) { url, listening in
                    if json {
                        shell.print(
                            JSON.object([
                                ("url", .string(url)), ("listens", .string(listening)), ("clinic", .string(settings.clinic.name)),
                                ("data_dir", .string(settings.dataDirectory.string)),
                            ]).text(indented: false))
                    } else {
                        shell.output.write(Greeting.text(url: url, listening: listening, settings: settings))
                    }
                }
            }
            await clinic.close()
        } catch {
            await clinic.close()
            throw error
        }
    }

    private func tell(in clinic: OpenClinic, _ progress: Progress) async throws -> DemoStory {
        let folder = clinic.settings.dataDirectory
        if let story = DemoStory.read(in: folder) { return story }
        let loaded = try await LoadSample(clinic: clinic, progress: { progress($0) }).run()
        let story = try await TellStory(clinic: clinic, loaded: loaded, progress: { progress($0) }).run()
        try story.write(in: folder)
        return story
    }

    /// Serves until this task is cancelled, which is what a signal does.
    private func serve(_ clinic: OpenClinic, in shell: Shell, _ greet: (String, String) -> Void) async throws {
        let server = try await clinic.serve(in: shell)
        ServingPort.write(server.port, in: clinic.settings)
        let host = clinic.settings.web.host
        let listening = "http://\(host.contains(":") ? "[\(host)]" : host):\(server.port)"
        greet(clinic.settings.web.publicURL ?? listening, listening)
        if !once {
            // All end with this task's cancellation; the server works in its own tasks.
            try await clinic.work(in: shell)
            shell.say("Stopping: requests under way are answered first.")
        }
        await Task { await server.stop() }.value
    }
}

/// The folder of a demonstration, which is marked so that `--reset` can never remove a real clinic.
struct DemoFolder {
    let settings: Settings

    func prepare(reset: Bool, in shell: Shell) throws {
        let files = FileManager.default
        let folder = settings.dataDirectory
        let mark = folder.appending("DEMONSTRATION").string
        let cluster = settings.clusterDirectory.string
        let hasCluster = files.fileExists(atPath: cluster)
        if hasCluster, !files.fileExists(atPath: mark) {
            throw Failure(
                "demo.real_clinic", "\(folder) holds a clinic that is no demonstration; it was left alone.",
                next: "attune up --demo --data-dir \(folder)-demo", exit: .conflict)
        }
        let isUnfinished = hasCluster && DemoStory.read(in: folder) == nil
        if hasCluster, reset || isUnfinished {
            if isUnfinished, !reset { shell.say("An earlier start was interrupted: starting the demonstration over.") }
            try RunningServer.refuseIfAlive(cluster)
            try files.removeItem(atPath: cluster)
            try? files.removeItem(atPath: DemoStory.file(in: folder).string)
            try? files.removeItem(atPath: folder.appending("outbox").string)
        }
        do {
            // 0711: PostgreSQL's account passes through to its own folder and can list nothing.
            try files.createDirectory(
                atPath: folder.string, withIntermediateDirectories: true, attributes: [.posixPermissions: 0o711])
        } catch {
            throw Failure(
                "up.folder", "\(folder) cannot be made.", next: "attune up --demo --data-dir ~/attune-demo", exit: .failed)
        }
        // Without it, the next start would take what is here for a real clinic.
        let marking = Data("Everything here is invented. attune up --reset removes it.\n".utf8)
        if !files.fileExists(atPath: mark), !files.createFile(atPath: mark, contents: marking) {
            throw Failure("up.folder", "\(folder) cannot be written to.", next: "df -h \(folder)", exit: .failed)
        }
    }
}

/// A PostgreSQL whose files are about to be removed must not be running.
enum RunningServer {
    static func refuseIfAlive(_ cluster: String) throws {
        guard let data = FileManager.default.contents(atPath: cluster + "/postmaster.pid"),
            let line = String(decoding: data, as: UTF8.self).split(separator: "\n").first, let id = Int32(line),
            kill(id, 0) == 0 || errno == EPERM
        else { return }
        throw Failure(
            "demo.running", "The demonstration is running; stop it first.", why: "Its PostgreSQL is process \(id).",
            next: "press Ctrl-C where it runs, then attune up --reset", exit: .conflict)
    }
}
