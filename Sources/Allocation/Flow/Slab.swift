/// Contiguous numbers that one solver owns: neither copied on write nor checked at each step of a loop over millions of them.
/// SAFETY of the pointer: it is allocated and filled in `init`, freed once in `deinit`, and never leaves the module; every index comes
/// from a loop over `0..<count` or from a table that the solver itself wrote.
final class Slab<Element: BitwiseCopyable> {
    let base: UnsafeMutablePointer<Element>
    let count: Int

    init(_ count: Int, _ value: Element) {
        // Aligned for the widest vector that is loaded from it.
        let bytes = max(1, count) * MemoryLayout<Element>.stride
        let raw = UnsafeMutableRawPointer.allocate(byteCount: bytes, alignment: 64)
        base = raw.bindMemory(to: Element.self, capacity: max(1, count))
        base.initialize(repeating: value, count: count)
        self.count = count
    }

    deinit { UnsafeMutableRawPointer(base).deallocate() }

    @inline(__always) subscript(_ index: Int) -> Element {
        get { base[index] }
        set { base[index] = newValue }
    }

    func fill(_ value: Element) { base.update(repeating: value, count: count) }

    var array: [Element] { Array(UnsafeBufferPointer(start: base, count: count)) }
}
