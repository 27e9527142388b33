import Access
import HTTPTypes

extension EvenTime {
    /// Whether an answer may stand for "hidden" as well as for "absent".
    static func isNeeded(_ status: HTTPResponse.Status, _ route: Route?) -> Bool {
        guard let route, status == .notFound || status == .unprocessableContent else { return false }
        if case .open = route.door { return false }
        return true
    }
}
