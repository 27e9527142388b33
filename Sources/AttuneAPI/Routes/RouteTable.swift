/// Every route of the server. What is not here is not served; what is served without being documented does not exist.
enum RouteTable {
    static let all: [Route] =
        service + pages + therapists + clients + referrals + proposals + appointments + slots + articles + handouts + links
        + care + breakGlass
}
