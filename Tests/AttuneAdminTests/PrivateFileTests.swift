import Foundation
import SystemPackage
import Testing

@testable import AttuneAdmin

@Suite("Writing a file that nobody else may open")
struct PrivateFileTests {
    private let world: TestShell
    private let path: FilePath

    init() throws {
        world = try TestShell()
        path = world.folder.appending("keys")
    }

    private var names: [String] {
        get throws { try FileManager.default.contentsOfDirectory(atPath: world.folder.string).sorted() }
    }

    @Test("it is whole, its owner's alone, and never written over another")
    func whole() throws {
        let text = String(repeating: "é", count: 100_000)
        try PrivateFile.create(path, text)
        #expect(try String(contentsOfFile: path.string, encoding: .utf8) == text)
        let mode = try FileManager.default.attributesOfItem(atPath: path.string)[.posixPermissions] as? Int
        #expect(mode == 0o600)
        #expect(throws: Errno.fileExists) { try PrivateFile.create(path, "other") }
        #expect(try String(contentsOfFile: path.string, encoding: .utf8) == text)
    }

    @Test("where the disk is full half-way, no half of it stays behind, and the next try finds the place free")
    func full() throws {
        #expect(throws: Errno.noSpace) {
            try PrivateFile.create(path) { file throws(Errno) in
                do { try file.writeAll(Array("half".utf8)) } catch { throw Errno.ioError }
                throw .noSpace
            }
        }
        #expect(try names == [])
        try PrivateFile.create(path, "whole")
        #expect(try names == ["keys"])
    }

    @Test("a copy of a client's file is there in both forms or in none")
    func copy() throws {
        let files = [(name: "copy.md", text: "read"), (name: "copy.json", text: "{}")]
        let folder = world.folder.appending("copy")
        try FileManager.default.createDirectory(atPath: folder.string, withIntermediateDirectories: true)
        try world.write("older", to: "copy/copy.json")
        #expect {
            try ClientsExport.write(files, to: folder)
        } throws: { error in
            (error as? Failure)?.code == "file.unwritable" && (error as? Failure)?.why?.contains("already") == true
        }
        #expect(try FileManager.default.contentsOfDirectory(atPath: folder.string) == ["copy.json"])
        let other = world.folder.appending("other")
        try ClientsExport.write(files, to: other)
        #expect(try FileManager.default.contentsOfDirectory(atPath: other.string).sorted() == ["copy.json", "copy.md"])
        #expect(throws: Failure.self) { try ClientsExport.write(files, to: other.appending("copy.md")) }
    }

    @Test("keys that cannot be written end the command with 1, and say where and why")
    func keys() async throws {
        try world.write("no folder", to: "file")
        let place = world.folder.appending("file/keys")
        #expect(await world.attune("keys", "create", "--set", "keys.file=\(place)") == .failed)
        #expect(world.talk.contains("\(place)") && world.talk.contains("Not a directory") && world.talk.contains("Next: ls -ld"))
        #expect(world.output == "")
        #expect(await world.attune("keys", "create", "--set", "keys.file=\(path)") == .done)
        #expect(try names == ["file", "keys"])
    }
}
