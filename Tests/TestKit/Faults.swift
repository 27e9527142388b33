import Foundation

/// What takes minutes to provoke runs whole under `make faults` (`ATTUNE_FAULTS=1`), and in small with every other test.
public enum Faults {
    public static let areAsked = ProcessInfo.processInfo.environment["ATTUNE_FAULTS"] != nil

    public static func count(_ whole: Int, small: Int) -> Int { areAsked ? whole : small }
}
