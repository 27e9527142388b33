public import Clinic

/// Why the clinic's keys cannot be used. Nothing is ever overwritten instead.
public enum KeyringError: Refusal, Equatable {
    /// What is wrong with one line of the file of keys.
    public enum Fault: Sendable, Hashable {
        case unknownPurpose, notThreeWords, notAKey, twice
    }

    case malformed(line: Int, why: Fault)
    case lacks(Keyring.Purpose)
    case noHardware

    public var kind: RefusalKind { .unavailable }

    public var code: String {
        switch self {
        case .malformed: "keys.malformed"
        case .lacks: "keys.incomplete"
        case .noHardware: "keys.no_hardware"
        }
    }

    public var message: String {
        switch self {
        case .malformed(let line, let why):
            switch why {
            case .unknownPurpose:
                "Line \(line) of the keys does not begin with wrap, pepper, lookup, audit or sign. Put the right file back."
            case .notThreeWords: "Line \(line) of the keys must have three words: purpose, name, key. Put the right file back."
            case .notAKey: "Line \(line) of the keys holds no key of 32 bytes in base64url. Put the right file back."
            case .twice: "Line \(line) of the keys says something that an earlier line says already. Remove one of them."
            }
        case .lacks(let purpose): "The keys lack one for “\(purpose.rawValue)”. Put the right file back."
        case .noHardware:
            "This processor has no AES instructions, so secret text can be neither sealed nor read here. Use an x86-64 server with AES-NI."
        }
    }
}
