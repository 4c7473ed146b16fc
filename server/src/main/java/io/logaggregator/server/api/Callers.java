package io.logaggregator.server.api;

import io.logaggregator.core.access.Actor;
import io.logaggregator.server.http.RequestIdFilter;
import io.logaggregator.server.security.Caller;

/** Who calls the API, as those who change something are remembered. */
final class Callers {

    private Callers() {}

    /** Who has sent the request that this thread answers. */
    static Actor current() {
        Caller caller = known();
        return new Actor(caller.getName(), caller.address(), RequestIdFilter.current());
    }

    /** No route below {@code /api} is reached by anybody else. */
    static Caller known() {
        return Caller.current()
                .orElseThrow(() -> new IllegalStateException("a caller nobody knows (expected: none gets here)"));
    }
}
