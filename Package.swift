// swift-tools-version: 6.2
import PackageDescription

/// The compiler holds the arrows of ARCHITECTURE.md: an import is internal unless spelled `public import`,
/// a member needs the import of the module that declares it, and an existential says `any`.
let house: [SwiftSetting] = [
    .swiftLanguageMode(.v6),
    .enableUpcomingFeature("InternalImportsByDefault"),
    .enableUpcomingFeature("MemberImportVisibility"),
    .enableUpcomingFeature("ExistentialAny"),
]

extension Target.Dependency {
    static let argumentParser = product(name: "ArgumentParser", package: "swift-argument-parser")
    static let collections = product(name: "DequeModule", package: "swift-collections")
    static let configuration = product(name: "Configuration", package: "swift-configuration")
    static let hummingbird = product(name: "HummingbirdCore", package: "hummingbird")
    static let httpTypes = product(name: "HTTPTypes", package: "swift-http-types")
    static let lifecycle = product(name: "ServiceLifecycle", package: "swift-service-lifecycle")
    static let logging = product(name: "Logging", package: "swift-log")
    static let metrics = product(name: "Metrics", package: "swift-metrics")
    static let mustache = product(name: "Mustache", package: "swift-mustache")
    static let nioCore = product(name: "NIOCore", package: "swift-nio")
    static let nioHTTP1 = product(name: "NIOHTTP1", package: "swift-nio")
    static let nioHTTPTypes = product(name: "NIOHTTPTypes", package: "swift-nio-extras")
    static let nioHTTPTypesHTTP1 = product(name: "NIOHTTPTypesHTTP1", package: "swift-nio-extras")
    static let nioPosix = product(name: "NIOPosix", package: "swift-nio")
    static let subprocess = product(name: "Subprocess", package: "swift-subprocess")
    static let systemPackage = product(name: "SystemPackage", package: "swift-system")
    static let unixSignals = product(name: "UnixSignals", package: "swift-service-lifecycle")
    static let yams = product(name: "Yams", package: "Yams")
}

/// A module of the house. `sql: true` embeds `SQL/Queries/<name>` (for `Database`: `SQL/Migrations`) as compile-time literals.
func room(_ name: String, sql: Bool = false, config: Bool = false, _ needs: [Target.Dependency]) -> Target {
    .target(
        name: name, dependencies: needs, swiftSettings: house,
        plugins: (sql ? ["EmbedSQL"] : []) + (config ? ["EmbedConfig"] : []))
}

func proof(_ name: String, _ needs: [Target.Dependency]) -> Target {
    .testTarget(name: name, dependencies: needs + ["TestKit"], swiftSettings: house)
}

let package = Package(
    name: "attune",
    platforms: [.macOS(.v15)],
    products: [.executable(name: "attune", targets: ["attune"])],
    dependencies: [
        .package(url: "https://github.com/hummingbird-project/hummingbird", exact: "2.28.1"),
        .package(url: "https://github.com/hummingbird-project/swift-mustache", from: "2.1.1"),
        .package(url: "https://github.com/apple/swift-argument-parser", from: "1.8.2"),
        .package(url: "https://github.com/apple/swift-collections", from: "1.6.0"),
        .package(url: "https://github.com/apple/swift-configuration", from: "1.4.0", traits: ["YAML", "Logging"]),
        .package(url: "https://github.com/apple/swift-http-types", from: "1.8.0"),
        .package(url: "https://github.com/apple/swift-log", from: "1.16.2"),
        .package(url: "https://github.com/apple/swift-metrics", from: "2.13.0"),
        // Both floors are security fixes that Hummingbird's own manifest does not ask for: CVE-2026-28980, CVE-2026-28898.
        .package(url: "https://github.com/apple/swift-nio", from: "2.100.0"),
        .package(url: "https://github.com/apple/swift-nio-extras", from: "1.34.0"),
        .package(url: "https://github.com/apple/swift-nio-http2", from: "1.44.1"),
        .package(url: "https://github.com/apple/swift-system", from: "1.8.1"),
        .package(url: "https://github.com/swift-server/swift-service-lifecycle", from: "2.13.0"),
        .package(url: "https://github.com/swiftlang/swift-subprocess", from: "1.0.2"),
        .package(url: "https://github.com/jpsim/Yams", from: "6.2.2"),
    ],
    targets: [
        // System libraries: a module map each.
        .systemLibrary(name: "CLibPQ", pkgConfig: "libpq", providers: [.apt(["libpq-dev"])]),
        .systemLibrary(name: "CSodium", pkgConfig: "libsodium", providers: [.apt(["libsodium-dev"])]),
        .systemLibrary(
            name: "CMarkdown", pkgConfig: "libcmark-gfm",
            providers: [.apt(["libcmark-gfm-dev", "libcmark-gfm-extensions-dev"])]),

        // Build tools: SQL files become compile-time literals.
        .plugin(name: "EmbedSQL", capability: .buildTool(), dependencies: ["embed-sql"]),
        .executableTarget(name: "embed-sql", swiftSettings: house),
        // The files of Config, so that the demonstration needs nothing but the binary.
        .plugin(name: "EmbedConfig", capability: .buildTool(), dependencies: ["embed-config"]),
        .executableTarget(name: "embed-config", swiftSettings: house),

        // The house, from the ground up.
        room("Clinic", ["CSodium"]),
        room("Allocation", []),
        room("Database", sql: true, ["CLibPQ", "Clinic", .collections, .logging, .subprocess, .systemPackage]),
        room("Access", sql: true, ["Clinic", "Database", .logging]),
        room("Clients", sql: true, ["Access", "Clinic", "Database"]),
        room("Therapists", sql: true, ["Access", "Clinic", "Database", .yams]),
        room("Messages", sql: true, ["Access", "Clinic", "Database", .logging, .mustache, .nioCore, .nioPosix]),
        room("Appointments", sql: true, ["Access", "Clients", "Clinic", "Database", "Messages", "Therapists"]),
        room(
            "Referrals", sql: true,
            ["Access", "Allocation", "Appointments", "Clients", "Clinic", "Database", "Messages", "Therapists", .logging]),
        room(
            "Handouts", sql: true,
            ["Access", "CMarkdown", "Clients", "Clinic", "Database", "Messages", "Therapists", .mustache]),
        room(
            "AttuneAPI", sql: true,
            [
                "Access", "Allocation", "Appointments", "Clients", "Clinic", "Database", "Handouts", "Messages", "Referrals",
                "Therapists", .collections, .httpTypes, .hummingbird, .lifecycle, .logging, .metrics, .mustache, .nioCore,
                .nioHTTP1,
                .nioHTTPTypes, .nioHTTPTypesHTTP1, .nioPosix,
            ]),
        room(
            "AttuneAdmin", config: true,
            [
                "Access", "Allocation", "Appointments", "AttuneAPI", "Clients", "Clinic", "Database", "Handouts", "Messages",
                "Referrals", "Therapists", .argumentParser, .configuration, .lifecycle, .logging, .nioCore, .nioPosix,
                .systemPackage,
                .unixSignals, .yams,
            ]),
        .executableTarget(name: "attune", dependencies: ["AttuneAdmin"], swiftSettings: house),

        // Measuring: the database client against pgbench (Benchmarks/database/run).
        .executableTarget(
            name: "database-bench", dependencies: ["Clinic", "Database", .logging],
            path: "Benchmarks/database", exclude: ["run", "schema.sql", "select.sql", "select_pipelined.sql"],
            swiftSettings: house),

        // Measuring: one referral against a team of any size, in memory (Benchmarks/rank/run).
        .executableTarget(
            name: "rank-bench", dependencies: ["Clinic", "Referrals", "Therapists"], path: "Benchmarks/rank",
            exclude: ["run", "team.sql"],
            swiftSettings: house),

        // Proving: many proposals for few places, in `make test` and (Benchmarks/contend/run) a hundred thousand.
        .target(
            name: "Contention",
            dependencies: ["Access", "Clinic", "Database", "Referrals", "TestKit", "Therapists"],
            path: "Tests/Contention", swiftSettings: house),
        .executableTarget(
            name: "contend-bench", dependencies: ["Contention"], path: "Benchmarks/contend", exclude: ["run"],
            swiftSettings: house),

        // Proof. TestKit starts one private PostgreSQL per run and hands out a migrated database per test.
        .target(
            name: "TestKit",
            dependencies: ["Access", "Clinic", "Database", .logging],
            path: "Tests/TestKit", swiftSettings: house),
        proof("AllocationTests", ["Allocation"]),
        proof("ClinicTests", ["Clinic", "Database"]),
        proof("DatabaseTests", ["Database", "Clinic", .logging]),
        proof("AccessTests", ["Access", "Clinic", "Database"]),
        proof("ClientsTests", ["Access", "Clients", "Clinic", "Database"]),
        proof("TherapistsTests", ["Access", "Clinic", "Database", "Therapists"]),
        proof("MessagesTests", ["Access", "Clients", "Clinic", "Database", "Messages", .nioCore, .nioPosix]),
        proof("AppointmentsTests", ["Access", "Appointments", "Clients", "Clinic", "Database", "Therapists"]),
        proof(
            "ReferralsTests",
            ["Access", "Allocation", "Appointments", "Clients", "Clinic", "Contention", "Database", "Referrals", "Therapists"]),
        proof("HandoutsTests", ["Access", "Clients", "Clinic", "Database", "Handouts", "Messages", "Therapists"]),
        proof(
            "AttuneAPITests",
            ["Access", "AttuneAPI", "Clinic", "Database", "Messages", .httpTypes, .logging, .nioCore, .nioPosix]),
        proof(
            "AttuneAdminTests",
            [
                "Access", "Appointments", "AttuneAdmin", "Clients", "Clinic", "Database", "Messages", "Referrals",
                .argumentParser,
                .systemPackage,
            ]),
    ]
)
