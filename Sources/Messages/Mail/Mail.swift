public import Clinic

public import struct Foundation.UUID

/// One mail, ready to leave.
public struct Mail: Hashable, Sendable {
    /// The message's id: the same at every attempt, so that a mail system can drop the second of two.
    public var id: UUID
    public var sender: EmailAddress
    /// What is shown as the sender instead of the address; nil for the address alone.
    public var senderLabel: String?
    public var recipient: EmailAddress
    public var subject: String
    public var text: String
    public var date: Instant

    public init(
        id: UUID, sender: EmailAddress, senderLabel: String? = nil, recipient: EmailAddress, subject: String, text: String,
        date: Instant
    ) {
        self.id = id
        self.sender = sender
        self.senderLabel = senderLabel
        self.recipient = recipient
        self.subject = subject
        self.text = text
        self.date = date
    }

    var name: String { id.text }
    /// As in the header of that name: the same at every attempt.
    public var messageID: String { "<\(name)@\(sender.domain)>" }

    /// As RFC 5322 and MIME write it: ASCII only, lines of at most 78 characters that end in CRLF. Plain text, so nothing can be loaded or
    /// counted when it is read; no receipts are asked for.
    ///
    /// No value can start a header of its own: line ends in a header's value become spaces before they are encoded.
    public var rfc5322: String {
        let from = senderLabel.map { MailHeader.encoded($0) + " <\(sender)>" } ?? sender.text
        let headers = [
            "Date: \(MailHeader.date(date))", "From: \(from)", "To: \(recipient)", "Subject: \(MailHeader.encoded(subject))",
            "Message-ID: \(messageID)", "Auto-Submitted: auto-generated", "X-Auto-Response-Suppress: All", "MIME-Version: 1.0",
            "Content-Type: text/plain; charset=utf-8", "Content-Transfer-Encoding: quoted-printable",
        ]
        return headers.joined(separator: "\r\n") + "\r\n\r\n" + QuotedPrintable.encode(text) + "\r\n"
    }
}

enum MailHeader {
    /// Text as it is where it is plain ASCII, else as RFC 2047 encoded words of at most 75 characters, cut between characters.
    static func encoded(_ text: String) -> String {
        let line = String(
            text.map { $0.isNewline || $0 == "\t" ? " " : $0 }.filter {
                $0.unicodeScalars.allSatisfy { $0.value >= 32 && $0.value != 127 }
            })
        let isPlain =
            line.utf8.allSatisfy { $0 < 127 } && !line.contains("=?") && !line.contains { "\"(),.:;<>@[]\\".contains($0) }
        if isPlain, line.utf8.count <= 60 { return line }
        var words: [String] = []
        var chunk = ""
        for character in line {
            if chunk.utf8.count + String(character).utf8.count > 42, !chunk.isEmpty {
                words.append(chunk)
                chunk = ""
            }
            chunk.append(character)
        }
        words.append(chunk)
        return words.map { "=?utf-8?B?\(base64(Array($0.utf8)))?=" }.joined(separator: "\r\n ")
    }

    /// `Tue, 01 Dec 2026 19:00:00 +0000`.
    static func date(_ instant: Instant) -> String {
        guard let local = LocalDateTime(microsecondsAsIfUTC: instant.microseconds) else {
            return "Thu, 01 Jan 1970 00:00:00 +0000"
        }
        let two = { (number: Int) in number < 10 ? "0\(number)" : "\(number)" }
        let months = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"]
        let date = local.date, time = local.time
        return "\(date.weekday.shortEnglish), \(two(date.day)) \(months[date.month - 1]) \(date.year) "
            + "\(two(time.hour)):\(two(time.minute)):\(two(time.second)) +0000"
    }
}

/// RFC 2045 section 6.7: text that any mail system carries unharmed and that people can still read in a file.
enum QuotedPrintable {
    static func encode(_ text: String) -> String {
        text.split(omittingEmptySubsequences: false) { $0 == "\n" || $0 == "\r\n" }.map { encode(line: Array($0.utf8)) }
            .joined(separator: "\r\n")
    }

    private static func encode(line: [UInt8]) -> String {
        var lines: [String] = []
        var current = ""
        for (index, byte) in line.enumerated() {
            let isLast = index == line.count - 1
            let isBlank = byte == 32 || byte == 9
            let plain = (33...126).contains(byte) && byte != UInt8(ascii: "=") || (isBlank && !isLast)
            let piece = plain ? String(UnicodeScalar(byte)) : "=" + hex(byte)
            if current.utf8.count + piece.utf8.count > 75 {
                lines.append(current + "=")
                current = ""
            }
            current += piece
        }
        lines.append(current)
        return lines.joined(separator: "\r\n")
    }

    private static func hex(_ byte: UInt8) -> String { (byte < 16 ? "0" : "") + String(byte, radix: 16, uppercase: true) }
}
