/// The two ways from a task to the loop and back.
extension Mailbox {
    /// Posts the flight and suspends until the loop has answered it. A cancelled task is answered as its route allows.
    nonisolated(nonsending) func fly(_ flight: Flight) async throws(DatabaseError) {
        await withTaskCancellationHandler {
            await withUnsafeContinuation { continuation in
                flight.continuation = continuation
                if !post(.flight(flight)) { flight.answer(DatabaseError(.closed)) }
            }
        } onCancel: {
            post(.cancel(flight))
        }
        if let error = flight.error { throw error }
    }

    nonisolated(nonsending) func perform(_ request: SessionRequest) async throws(DatabaseError) {
        await withTaskCancellationHandler {
            await withUnsafeContinuation { continuation in
                request.continuation = continuation
                if !post(.session(request)) { request.answer(DatabaseError(.closed)) }
            }
        } onCancel: {
            post(.cancelSession(request))
        }
        if let error = request.error { throw error }
    }

    /// Waits for an answer that cancellation must not cut short.
    nonisolated(nonsending) func settle(_ message: (Flight) -> Message) async throws(DatabaseError) {
        let flight = Flight(.lane, [])
        await withUnsafeContinuation { continuation in
            flight.continuation = continuation
            if !post(message(flight)) { flight.answer(DatabaseError(.closed)) }
        }
        if let error = flight.error { throw error }
    }
}
