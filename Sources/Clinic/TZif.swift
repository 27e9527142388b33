// Source: RFC 9636, "The Time Zone Information Format (TZif)", versions 1 to 4.

extension ZoneRules {
    /// - Parameter tzif: the whole file. Of version 2 and later only the 64-bit block and the footer are read.
    /// - Throws: `.malformed`, with what is wrong; never traps, whatever the bytes are.
    public init(zone: ZoneID, tzif: [UInt8]) throws(ZoneError) {
        var reader = TZifReader(zone: zone, bytes: tzif[...])
        var header = try reader.header()
        if header.version >= 2 {
            try reader.skip(header.length(timeSize: 4))
            header = try reader.header()
        }
        let block = try reader.block(header, timeSize: header.version >= 2 ? 8 : 4)
        let footer = header.version >= 2 ? try reader.footer() : nil
        self.init(zone, starts: block.starts, offsets: block.offsets, firstOffset: block.firstOffset, writingOut: footer)
    }

    /// Writes the footer's changes out up to 2137, so that every time that is booked is a search in a table. A table that ends before
    /// 1900 is no real zone's, and is left as it is: writing it out could take for ever.
    private init(_ zone: ZoneID, starts: [Int64], offsets: [Int32], firstOffset: Int32, writingOut footer: PosixZone?) {
        var starts = starts
        var offsets = offsets
        if let footer, footer.daylight != nil, var last = starts.last, last >= Self.earliestWrittenOut {
            let limit = Int64(CivilCalendar.dayNumber(year: 2138, month: 1, day: 1)) * 86_400
            while true {
                let segment = footer.segment(at: last)
                guard segment.end < limit else { break }
                last = segment.end
                starts.append(last)
                offsets.append(footer.segment(at: last).offset)
            }
        }
        self.zone = zone
        self.starts = starts
        self.offsets = offsets
        self.firstOffset = firstOffset
        self.footer = footer
    }

    /// 1900-01-01T00:00:00Z.
    private static let earliestWrittenOut: Int64 = -2_208_988_800
}

/// Why a zone's rules could not be had.
public enum ZoneError: Refusal, Equatable {
    case noSuchZone(ZoneID)
    case unreadable(ZoneID)
    case malformed(ZoneID, reason: String)

    public var kind: RefusalKind {
        switch self {
        case .noSuchZone: .invalid
        case .unreadable, .malformed: .unavailable
        }
    }

    public var code: String {
        switch self {
        case .noSuchZone: "time.no_such_zone"
        case .unreadable: "time.zone_unreadable"
        case .malformed: "time.zone_malformed"
        }
    }

    public var message: String {
        switch self {
        case .noSuchZone(let zone): "This machine knows no zone \(zone). Use a name such as America/Vancouver, or upgrade tzdata."
        case .unreadable(let zone): "The rules of zone \(zone) cannot be read. Install or reinstall tzdata, then start again."
        case .malformed(let zone, let reason):
            "The rules of zone \(zone) are damaged (\(reason)). Reinstall tzdata, then start again."
        }
    }
}

private struct TZifHeader {
    var version = 1
    var utcIndicators = 0
    var standardIndicators = 0
    var leapSeconds = 0
    var times = 0
    var types = 0
    var characters = 0

    func length(timeSize: Int) -> Int {
        times * (timeSize + 1) + types * 6 + characters + leapSeconds * (timeSize + 4) + standardIndicators + utcIndicators
    }
}

private struct TZifReader {
    let zone: ZoneID
    var bytes: ArraySlice<UInt8>

    mutating func header() throws(ZoneError) -> TZifHeader {
        guard try take(4).elementsEqual("TZif".utf8) else { throw malformed("no TZif header") }
        var header = TZifHeader()
        let version = try take(1).first ?? 0
        // Versions after 4 are to be read as 4 (RFC 9636, 4).
        header.version = version == 0 ? 1 : max(2, Int(version) - 0x30)
        try skip(15)
        header.utcIndicators = try count()
        header.standardIndicators = try count()
        header.leapSeconds = try count()
        header.times = try count()
        header.types = try count()
        header.characters = try count()
        guard (1...256).contains(header.types) else { throw malformed("no local time types") }
        return header
    }

    mutating func block(_ header: TZifHeader, timeSize: Int) throws(ZoneError) -> (
        starts: [Int64], offsets: [Int32], firstOffset: Int32
    ) {
        guard header.length(timeSize: timeSize) <= bytes.count else { throw malformed("cut short") }
        var starts: [Int64] = []
        for _ in 0..<header.times { starts.append(try integer(timeSize)) }
        guard zip(starts, starts.dropFirst()).allSatisfy({ $0 < $1 }) else { throw malformed("times out of order") }
        let indices = try take(header.times).map(Int.init)
        var types: [Int32] = []
        for _ in 0..<header.types {
            let offset = try integer(4)
            guard (-89_999...93_599).contains(offset) else { throw malformed("an offset of more than a day") }
            types.append(Int32(offset))
            try skip(2)
        }
        guard indices.allSatisfy({ $0 < types.count }) else { throw malformed("an unknown local time type") }
        try skip(header.characters)
        let leaps = try leapSeconds(header.leapSeconds, timeSize: timeSize)
        try skip(header.standardIndicators + header.utcIndicators)
        return (starts.map { withoutLeapSeconds($0, leaps) }, indices.map { types[$0] }, types[0])
    }

    /// A line between two newlines; empty: nothing is known after the last change, so nothing changes.
    mutating func footer() throws(ZoneError) -> PosixZone? {
        guard bytes.first == 0x0A else { throw malformed("no footer") }
        let line = bytes.dropFirst()
        guard let end = line.firstIndex(of: 0x0A) else { throw malformed("no footer") }
        let text = line[..<end]
        if text.isEmpty { return nil }
        guard let zone = PosixZoneParser.parse(text) else { throw malformed("a footer that is no TZ rule") }
        return zone
    }

    /// Files under `right/` count leap seconds; our instants, like PostgreSQL's, do not.
    private func withoutLeapSeconds(_ time: Int64, _ leaps: [(at: Int64, correction: Int64)]) -> Int64 {
        time - (leaps.last { $0.at <= time }?.correction ?? 0)
    }

    private mutating func leapSeconds(_ count: Int, timeSize: Int) throws(ZoneError) -> [(at: Int64, correction: Int64)] {
        var leaps: [(at: Int64, correction: Int64)] = []
        for _ in 0..<count { leaps.append((try integer(timeSize), try integer(4))) }
        return leaps
    }

    private mutating func count() throws(ZoneError) -> Int {
        let count = try integer(4)
        // A file is at most a few thousand bytes, so no count may be more.
        guard (0...Int64(ZoneCatalogue.largestFile)).contains(count) else { throw malformed("an impossible count") }
        return Int(count)
    }

    /// Big-endian, signed.
    private mutating func integer(_ size: Int) throws(ZoneError) -> Int64 {
        let value = try take(size).reduce(UInt64(0)) { $0 << 8 | UInt64($1) }
        return size == 4 ? Int64(Int32(truncatingIfNeeded: value)) : Int64(bitPattern: value)
    }

    mutating func skip(_ count: Int) throws(ZoneError) { _ = try take(count) }

    private mutating func take(_ count: Int) throws(ZoneError) -> ArraySlice<UInt8> {
        guard count <= bytes.count else { throw malformed("cut short") }
        defer { bytes = bytes.dropFirst(count) }
        return bytes.prefix(count)
    }

    private func malformed(_ reason: String) -> ZoneError { .malformed(zone, reason: reason) }
}
