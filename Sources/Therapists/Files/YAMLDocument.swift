package import Clinic
internal import Yams

/// A YAML file that is read strictly: every value knows its line, unknown keys are refused with the nearest one that is known, and all
/// problems are collected before anything is done with the file.
///
/// Not read at all: files over a mebibyte, several documents in one, and anchors, which let a small file stand for a huge one.
package struct YAMLDocument {
    package let root: YAMLValue
    package let problems: ProblemList

    /// - Throws: what makes it no YAML; its one problem has the line.
    package init(_ text: String) throws(FileRefusal) {
        guard text.utf8.count <= 1 << 20 else {
            throw Self.refusal(1, 1, "The file has \(text.utf8.count) bytes; at most 1048576 are read.")
        }
        guard !text.utf8.contains(0) else { throw Self.refusal(1, 1, "The file holds a NUL character. Save it as UTF-8 text.") }
        let node: Node?
        do {
            let parser = try Parser(yaml: text)
            node = try parser.singleRoot()
            // The parser owns the anchors' names, and nodes refer to them weakly.
            let anchored = withExtendedLifetime(parser) { node.flatMap(Self.firstAnchored) }
            if let anchored {
                let message = "Anchors and aliases (& and *) are not read. Write the value out."
                throw Self.refusal(anchored.mark?.line ?? 1, anchored.mark?.column ?? 1, message)
            }
        } catch let refusal as FileRefusal {
            throw refusal
        } catch let error as YamlError {
            throw Self.refusal(of: error)
        } catch {
            throw Self.refusal(1, 1, "The file is not YAML.")
        }
        guard let node else { throw Self.refusal(1, 1, "The file is empty.") }
        problems = ProblemList()
        root = YAMLValue(node, path: "", problems: problems)
    }

    /// Stops at the first: behind it, aliases may have made the tree exponentially large.
    private static func firstAnchored(_ node: Node) -> Node? {
        if node.anchor != nil { return node }
        switch node {
        case .mapping(let mapping):
            for (key, value) in mapping { if let found = firstAnchored(key) ?? firstAnchored(value) { return found } }
        case .sequence(let sequence):
            for item in sequence { if let found = firstAnchored(item) { return found } }
        case .scalar, .alias: break
        }
        return nil
    }

    /// The value, unless there was any problem.
    package func finish<Value>(_ value: Value) throws(FileRefusal) -> Value {
        guard problems.all.isEmpty else { throw FileRefusal(problems.all) }
        return value
    }

    private static func refusal(of error: YamlError) -> FileRefusal {
        switch error {
        case .scanner(_, let problem, let mark, _), .parser(_, let problem, let mark, _), .composer(_, let problem, let mark, _):
            refusal(mark.line, mark.column, "The file is not YAML here: \(problem). Are indentation and quotes right?")
        case .duplicatedKeysInMapping(_, let context):
            refusal(context.mark.line, context.mark.column, "A key stands here more than once. Keep one of them.")
        default:
            refusal(1, 1, "The file is not YAML, or not UTF-8.")
        }
    }

    private static func refusal(_ line: Int, _ column: Int, _ message: String) -> FileRefusal {
        FileRefusal([FileProblem(line: line, column: column, path: "", code: "file.not_yaml", message: message)])
    }
}

/// Collects what is wrong with one file; at most 200 problems, since a file with more is another kind of file.
package final class ProblemList {
    package private(set) var all: [FileProblem] = []

    /// Beyond the 200th, problems are dropped.
    package func add(_ problem: FileProblem) {
        if all.count < 200 { all.append(problem) }
    }
}
