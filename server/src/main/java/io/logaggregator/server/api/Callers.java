package io.logaggregator.server.api;

import io.logaggregator.application.alert.Actor;
import io.logaggregator.server.http.RequestIdFilter;

/** Who calls the API. There is one key, so that its holders cannot be told apart. */
final class Callers {

    private static final String API_KEY = "api-key";

    private Callers() {}

    /** Who has sent the request that this thread answers. */
    static Actor current() {
        return new Actor(API_KEY, RequestIdFilter.current());
    }
}
