import Foundation
import Glibc

@testable import AttuneAPI

/// A small HTTP client on a real loopback socket: what it sends is exactly what the test says, and nothing is smoothed over.
/// Blocking, with a time-out, and so only ever called through `Loopback`, on a thread of its own.
final class LoopbackClient {
    private let socket: Int32
    private var buffer: [UInt8] = []

    init(port: Int, seconds: Int = 20) throws {
        socket = Glibc.socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
        var limit = timeval(tv_sec: seconds, tv_usec: 0)
        setsockopt(socket, SOL_SOCKET, SO_RCVTIMEO, &limit, socklen_t(MemoryLayout<timeval>.size))
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_port = in_port_t(UInt16(port).bigEndian)
        address.sin_addr.s_addr = inet_addr("127.0.0.1")
        let connected = withUnsafePointer(to: &address) {
            $0.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                Glibc.connect(socket, $0, socklen_t(MemoryLayout<sockaddr_in>.size))
            }
        }
        guard connected == 0 else { throw LoopbackError.notConnected }
    }

    deinit { close(socket) }

    func send(_ bytes: [UInt8]) {
        var sent = 0
        while sent < bytes.count {
            let count = bytes[sent...].withUnsafeBytes {
                Glibc.send(socket, $0.baseAddress, $0.count, Int32(MSG_NOSIGNAL))
            }
            guard count > 0 else { return }
            sent += count
        }
    }
    func send(_ text: String) { send(Array(text.utf8)) }

    /// Says that nothing more will come, and goes on listening.
    func endSending() { shutdown(socket, Int32(SHUT_WR)) }

    /// One answer; nil where the server closed the connection instead.
    /// - Parameter interim: also an answer that says that another comes.
    func receive(hasBody: Bool = true, interim: Bool = false) throws -> Answer? {
        while true {
            if let end = buffer.firstRange(of: Array("\r\n\r\n".utf8)) {
                let head = String(decoding: buffer[..<end.lowerBound], as: UTF8.self)
                var answer = Answer(head: head)
                buffer.removeFirst(end.upperBound)
                if answer.status < 200 { if interim { return answer } else { continue } }
                let length = hasBody ? answer["content-length"].flatMap { Int($0) } ?? 0 : 0
                while buffer.count < length { guard try read() else { throw LoopbackError.cutOff } }
                answer.body = Array(buffer.prefix(length))
                buffer.removeFirst(length)
                return answer
            }
            guard try read() else { return nil }
        }
    }

    /// Whether the server ends the connection now.
    func isClosed() throws -> Bool { try !read() }

    private func read() throws -> Bool {
        var chunk = [UInt8](repeating: 0, count: 65_536)
        let count = recv(socket, &chunk, chunk.count, 0)
        if count < 0, errno == EAGAIN { throw LoopbackError.silence }
        guard count > 0 else { return false }
        buffer += chunk[..<count]
        return true
    }
}

enum LoopbackError: Error { case notConnected, cutOff, silence }

struct Answer: Sendable {
    let status: Int
    let fields: [String: String]
    var body: [UInt8] = []

    init(head: String) {
        let lines = head.components(separatedBy: "\r\n")
        status = Int(lines[0].split(separator: " ").dropFirst().first ?? "") ?? 0
        var fields: [String: String] = [:]
        for line in lines.dropFirst() {
            guard let colon = line.firstIndex(of: ":") else { continue }
            fields[line[..<colon].lowercased()] = line[line.index(after: colon)...].trimmingCharacters(in: .whitespaces)
        }
        self.fields = fields
    }

    subscript(_ name: String) -> String? { fields[name] }
    var text: String { String(decoding: body, as: UTF8.self) }
    var json: JSON { (try? JSONReader.read(body, limits: .init(depth: 64))) ?? .null }
    var code: String? { if case .string(let code)? = json["code"] { code } else { nil } }
    /// Pointers of a problem's errors.
    var pointers: [String] {
        guard case .array(let errors)? = json["errors"] else { return [] }
        return errors.compactMap { if case .string(let text)? = $0["pointer"] { text } else { nil } }
    }
    func text(_ name: String) -> String? { if case .string(let text)? = json[name] { text } else { nil } }
}
