import Clients
import Clinic

/// How a client may be reached, and whether that is safe at this moment. Whoever rings at the wrong hour may be answered by the person whom
/// the client is afraid of: what is not safe now is said before the number.
enum ReachPart {
    struct View: Sendable {
        /// Ways to reach them that are not retired.
        let contacts: [ContactPoint]
        /// They do not agree to messages any more.
        let refusesMessages: Bool
        /// Of the clock where they are; nil where this machine knows no such zone.
        let zone: ZoneRules?
        let now: Instant
    }

    static func html(_ view: View) -> String {
        let items = view.contacts.map { "<li>\(item($0, view))</li>" }
        let body =
            items.isEmpty
            ? "<p>No way to reach them is on record. Ask whoever referred them.</p>"
            : "<ul class=\"spaced reach\">\(items.joined(separator: "\n"))</ul>"
        return "<section aria-labelledby=\"reach\"><h2 id=\"reach\">How to reach them</h2>\n\(body)</section>"
    }

    private static func item(_ point: ContactPoint, _ view: View) -> String {
        let safety = point.safety
        let use: ContactSafety.Use = point.channel == .phone ? .call : .write
        let (isSafe, state) = standing(safety, use, view)
        var more: [String] = []
        if let hours = safety.hours {
            more.append("only from \(clock(hours.from)) to \(clock(hours.until)), by the clock where they are")
        }
        if use == .call { more.append(safety.mayCall && safety.mayVoicemail ? "a voicemail is all right" : "no voicemail") }
        if let label = safety.senderLabel { more.append("say that it is \(label)") }
        if use == .write, safety.wording == .clinicNamed { more.append("the clinic may be named") }
        let told = more.isEmpty ? "" : "<br><span class=\"soft\">\(escaped(sentence(more)))</span>"
        return "<strong\(isSafe ? "" : " class=\"hold\"")>\(state)</strong>: \(address(point, isSafe))\(told)"
    }

    private static func standing(_ safety: ContactSafety, _ use: ContactSafety.Use, _ view: View) -> (Bool, String) {
        if use == .write, view.refusesMessages { return (false, "Do not write: they do not agree to messages any more") }
        // Without their clock nobody knows whether it is one of their hours.
        guard let local = view.zone?.local(of: view.now).time ?? (safety.hours == nil ? .midnight : nil) else {
            return (false, "Not safe: what time it is where they are is not known here")
        }
        return switch safety.obstacle(to: use, now: view.now, localTime: local) {
        case nil: (true, use == .call ? "May be called now" : "May be written to now")
        case .notAllowed: (false, use == .call ? "Do not call" : "Do not write")
        case .neverConfirmed: (false, "Not safe yet: nobody has confirmed it with them")
        case .recheckDue: (false, "Not safe any more: ask them again first")
        case .outsideHours: (false, use == .call ? "Do not call now" : "Not to be written to now")
        }
    }

    /// A number that is safe now is dialled by touching it, and no other; an address never, since what it opens would send from somebody's own
    /// mailbox.
    private static func address(_ point: ContactPoint, _ isSafe: Bool) -> String {
        let name = point.channel == .sms ? "text message to " : ""
        guard point.channel == .phone, isSafe else { return name + escaped(point.value) }
        let digits = point.value.filter { $0.isASCII && ($0.isNumber || $0 == "+") }
        return "<a href=\"tel:\(escaped(digits))\">\(escaped(point.value))</a>"
    }

    private static func sentence(_ parts: [String]) -> String {
        let text = parts.joined(separator: "; ")
        return text.prefix(1).uppercased() + text.dropFirst() + "."
    }

    private static func clock(_ time: LocalTime) -> String { String("\(time)".prefix(5)) }
    private static func escaped(_ text: String) -> String { StaffPages.escaped(text) }
}
