package io.logaggregator.server.alerting;

import io.logaggregator.core.access.Actor;
import io.logaggregator.core.alerting.notify.Channel;
import io.logaggregator.core.alerting.notify.Channels;
import io.logaggregator.core.alerting.rule.AlertRule.Origin;
import io.logaggregator.core.common.DuplicateNameException;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/** Channels in memory. */
final class FakeChannels implements Channels {

    private final Map<UUID, Channel> channels = new LinkedHashMap<>();

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
        if (channels.containsKey(id)) {
            throw new DuplicateNameException("channel", definition.name());
        }
        Channel channel = new Channel(id, origin, now, definition);
        channels.put(id, channel);
        return channel;
    }

    @Override
    public Optional<Channel> update(UUID id, Channel.Definition definition, Actor actor, Instant now) {
        channels.computeIfPresent(id, (same, channel) -> new Channel(id, channel.origin(), now, definition));
        return find(id);
    }

    @Override
    public boolean delete(UUID id, Actor actor, Instant now) {
        return channels.remove(id) != null;
    }
}
