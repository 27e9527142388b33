import Foundation
import PackagePlugin

/// Puts the files of `Config/` into the binary, so that `attune up --demo` works wherever the binary is copied to.
///
/// `Config/sample/team.yaml` becomes `EmbeddedConfig.files["sample/team.yaml"]`, byte for byte.
@main
struct EmbedConfig: BuildToolPlugin {
    func createBuildCommands(context: PluginContext, target: any Target) throws -> [Command] {
        let root = context.package.directoryURL.appending(path: "Config")
        let found = FileManager.default.enumerator(at: root, includingPropertiesForKeys: [.isRegularFileKey])
        let files = (found?.compactMap { $0 as? URL } ?? [])
            .filter { (try? $0.resourceValues(forKeys: [.isRegularFileKey]).isRegularFile) == true }
            .sorted { $0.path < $1.path }
        let output = context.pluginWorkDirectoryURL.appending(path: "EmbeddedConfig.swift")
        return [
            .buildCommand(
                displayName: "Embedding \(files.count) files of Config",
                executable: try context.tool(named: "embed-config").url,
                arguments: [root.path, output.path] + files.map(\.path),
                inputFiles: files,
                outputFiles: [output])
        ]
    }
}
