/// Every route of the server. What is not here is not served; what is served without being documented does not exist.
enum RouteTable {
    static let all: [Route] =
        service + pages + directory + refer + staffPages + boardPages + planPages + proposalPages + dayPages + bookPages
        + sessions
        + therapists + hours
        + profiles + clients
        + clientEdits + keptApart + duplicates + rights
        + referrals + matchingConsents + claims + assessments + safety + fhir + proposals + matchPolicy + appointments + slots
        + articles
        + handouts + links + care + breakGlass
        + proposalFlow + allocations + earlyChecks + externalServices + referralsOut + outcomes
}
