package io.logaggregator.notifiers;

import io.logaggregator.notifiers.http.HttpSender;
import io.logaggregator.notifiers.http.HttpSenderConfig;
import io.logaggregator.notifiers.message.AlertLinks;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/** Shared parts of the notifiers under test. */
public final class Senders {

    public static final Instant NOW = Instant.parse("2026-05-01T12:05:00Z");

    public static final AlertLinks LINKS = new AlertLinks(Optional.of(URI.create("https://logs.example.org/la")));
    public static final String LINK =
            "https://logs.example.org/la/alerts?status=ALL&selected=00000000-0000-0000-0000-000000000001";

    private Senders() {}

    /** Sends to any address, with a generous timeout. */
    public static HttpSender sender() {
        return new HttpSender(new HttpSenderConfig(Duration.ofSeconds(20), true, "log-aggregator-test"), () -> NOW);
    }
}
