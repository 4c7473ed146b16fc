package io.logaggregator.testkit.fakes;

import io.logaggregator.core.access.Actor;
import io.logaggregator.core.alerting.notify.Channel;
import io.logaggregator.core.alerting.notify.Channels;
import io.logaggregator.core.alerting.rule.AlertRule.Origin;
import io.logaggregator.core.common.CountLimitException;
import io.logaggregator.core.common.DuplicateNameException;
import java.time.Instant;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/** In-memory channels. Thread-safe. */
public final class FakeChannels implements Channels {

    private final List<Channel> initial;
    private final Map<UUID, Channel> channels = new LinkedHashMap<>();

    public FakeChannels(Channel... initial) {
        this.initial = List.copyOf(Arrays.asList(initial));
        reset();
    }

    /** Restores the initial channels. */
    public synchronized void reset() {
        channels.clear();
        initial.forEach(channel -> channels.put(channel.id(), channel));
    }

    @Override
    public synchronized List<Channel> list() {
        return List.copyOf(channels.values());
    }

    @Override
    public synchronized Optional<Channel> find(UUID id) {
        return Optional.ofNullable(channels.get(id));
    }

    @Override
    public synchronized Channel create(
            UUID id, Origin origin, Channel.Definition definition, Actor actor, Instant now) {
        if (channels.containsKey(id)) {
            throw new DuplicateNameException("channel", definition.name());
        }
        if (channels.size() >= MAX_COUNT) {
            throw new CountLimitException("channel", MAX_COUNT);
        }
        return put(new Channel(id, origin, now, definition));
    }

    @Override
    public synchronized Optional<Channel> update(UUID id, Channel.Definition definition, Actor actor, Instant now) {
        return find(id).map(channel -> put(new Channel(id, channel.origin(), now, definition)));
    }

    private Channel put(Channel added) {
        boolean duplicate = channels.values().stream()
                .anyMatch(channel -> !channel.id().equals(added.id())
                        && channel.definition()
                                .name()
                                .equalsIgnoreCase(added.definition().name()));
        if (duplicate) {
            throw new DuplicateNameException("channel", added.definition().name());
        }
        channels.put(added.id(), added);
        return added;
    }

    @Override
    public synchronized boolean delete(UUID id, Actor actor, Instant now) {
        return channels.remove(id) != null;
    }
}
