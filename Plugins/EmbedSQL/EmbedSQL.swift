import Foundation
import PackagePlugin

/// Turns the SQL files of a module into compile-time literals, so that one binary carries all of them.
///
/// `SQL/Queries/<Module>/book_appointment.sql` becomes `SQL.bookAppointment`, a `Database.Statement`. For the module `Database`,
/// `SQL/Migrations/*.sql` and `SQL/Roles.sql` become `EmbeddedMigrations.all` and `EmbeddedMigrations.roles`.
@main
struct EmbedSQL: BuildToolPlugin {
    func createBuildCommands(context: PluginContext, target: any Target) throws -> [Command] {
        let sql = context.package.directoryURL.appending(path: "SQL")
        let folders =
            target.name == "Database"
            ? [sql.appending(path: "Migrations"), sql] : [sql.appending(path: "Queries/\(target.name)")]
        let files = folders.flatMap { folder in
            ((try? FileManager.default.contentsOfDirectory(at: folder, includingPropertiesForKeys: nil)) ?? [])
                .filter { $0.pathExtension == "sql" }
                .sorted { $0.lastPathComponent < $1.lastPathComponent }
        }
        let output = context.pluginWorkDirectoryURL.appending(path: "\(target.name)SQL.swift")
        return [
            .buildCommand(
                displayName: "Embedding \(files.count) SQL files into \(target.name)",
                executable: try context.tool(named: "embed-sql").url,
                arguments: [target.name, output.path] + files.map(\.path),
                inputFiles: files,
                outputFiles: [output])
        ]
    }
}
