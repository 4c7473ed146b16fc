package io.logaggregator.core.alerting.notify;

import io.logaggregator.core.access.Actor;
import io.logaggregator.core.alerting.rule.AlertRule.Origin;
import io.logaggregator.core.alerting.rule.Severity;
import io.logaggregator.core.common.Glob;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;

/** In-memory channels, read only. */
final class FakeChannels implements Channels {

    private final Map<UUID, Channel> rows = new ConcurrentHashMap<>();

    UUID add(boolean enabled) {
        UUID id = UUID.randomUUID();
        Channel.Definition definition = new Channel.Definition(
                "on-call",
                enabled,
                new Channel.Target("webhook", Map.of("url", "https://hooks.example.org/alerts"), Map.of()),
                Severity.LOW,
                Glob.ANY,
                Glob.ANY);
        rows.put(id, new Channel(id, Origin.API, FakeOutbox.OPENED, definition));
        return id;
    }

    @Override
    public List<Channel> list() {
        return List.copyOf(rows.values());
    }

    @Override
    public Optional<Channel> find(UUID id) {
        return Optional.ofNullable(rows.get(id));
    }

    @Override
    public Channel create(UUID id, Origin origin, Channel.Definition definition, Actor actor, Instant now) {
        throw new UnsupportedOperationException();
    }

    @Override
    public Optional<Channel> update(UUID id, Channel.Definition definition, Actor actor, Instant now) {
        throw new UnsupportedOperationException();
    }

    @Override
    public boolean delete(UUID id, Actor actor, Instant now) {
        throw new UnsupportedOperationException();
    }
}
