package io.logaggregator.server.api;

import static io.logaggregator.server.api.FakePorts.ID;
import static io.logaggregator.server.api.FakePorts.NOW;

import io.logaggregator.core.access.Actor;
import io.logaggregator.core.alerting.notify.Channel;
import io.logaggregator.core.alerting.notify.Channels;
import io.logaggregator.core.alerting.rule.AlertRule.Origin;
import io.logaggregator.core.alerting.rule.Severity;
import io.logaggregator.core.common.DuplicateNameException;
import io.logaggregator.core.common.Glob;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/** Channels in memory: at first one of the API, and one of the configuration. */
final class FakeChannels implements Channels {

    static final UUID OURS = ID;
    static final UUID PROVISIONED = UUID.fromString("019ab0c1-0000-7000-8000-00000000000d");

    private final Map<UUID, Channel> channels = new LinkedHashMap<>();

    FakeChannels() {
        forget();
    }

    void forget() {
        channels.clear();
        channels.put(OURS, channel(OURS, Origin.API, "on call"));
        channels.put(PROVISIONED, channel(PROVISIONED, Origin.PROVISIONED, "archive"));
    }

    private static Channel channel(UUID id, Origin origin, String name) {
        Channel.Target target =
                new Channel.Target("webhook", Map.of("url", "https://example.org/hook"), Map.of("secret", "s3cret"));
        return new Channel(
                id,
                origin,
                NOW,
                new Channel.Definition(name, true, target, Severity.HIGH, Glob.ANY, new Glob("web-*")));
    }

    @Override
    public List<Channel> list() {
        return List.copyOf(channels.values());
    }

    @Override
    public Optional<Channel> find(UUID id) {
        return Optional.ofNullable(channels.get(id));
    }

    @Override
    public Channel create(UUID id, Origin origin, Channel.Definition definition, Actor actor, Instant now) {
        refuseDuplicate(id, definition);
        Channel channel = new Channel(id, origin, now, definition);
        channels.put(id, channel);
        return channel;
    }

    @Override
    public Optional<Channel> update(UUID id, Channel.Definition definition, Actor actor, Instant now) {
        return find(id).map(channel -> create(id, channel.origin(), definition, actor, now));
    }

    @Override
    public boolean delete(UUID id, Actor actor, Instant now) {
        return channels.remove(id) != null;
    }

    private void refuseDuplicate(UUID id, Channel.Definition definition) {
        boolean taken = channels.values().stream()
                .anyMatch(channel ->
                        !channel.id().equals(id) && channel.definition().name().equalsIgnoreCase(definition.name()));
        if (taken) {
            throw new DuplicateNameException("channel", definition.name());
        }
    }
}
