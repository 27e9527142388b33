internal import Clinic

/// An append-only tree of hashes as in RFC 9162, section 2.1, reduced to what appending needs: the roots of its full subtrees, one for
/// each bit of its size. Appending a leaf costs as many hashes as the size has trailing ones, whatever came before.
public struct MerkleLog: Sendable, Hashable {
    public private(set) var size: Int
    /// Largest subtree first.
    public private(set) var peaks: [[UInt8]]

    /// The empty log.
    public init() { (size, peaks) = (0, []) }

    /// A log as it was stored. Nil when a log of this size does not have that many peaks.
    public init?(size: Int, peaks: [[UInt8]]) {
        guard size >= 0, peaks.count == size.nonzeroBitCount, peaks.allSatisfy({ $0.count == 32 }) else { return nil }
        (self.size, self.peaks) = (size, peaks)
    }

    /// The hash that commits to a leaf's data.
    public static func leaf(_ data: [UInt8]) -> [UInt8] { Secrets.sha256([0] + data) }
    static func node(_ left: [UInt8], _ right: [UInt8]) -> [UInt8] { Secrets.sha256([1] + left + right) }

    /// - Parameter leaf: a leaf's hash.
    public mutating func append(_ leaf: [UInt8]) {
        var node = leaf
        var ones = size
        while ones & 1 == 1, let left = peaks.popLast() {
            node = Self.node(left, node)
            ones >>= 1
        }
        peaks.append(node)
        size += 1
    }

    /// 32 bytes; of the empty log, the hash of nothing.
    public var root: [UInt8] {
        guard var root = peaks.last else { return Secrets.sha256([]) }
        for peak in peaks.dropLast().reversed() { root = Self.node(peak, root) }
        return root
    }
}
