package io.logaggregator.server.alerting;

import io.logaggregator.core.access.Actor;
import io.logaggregator.core.alerting.notify.Channel;
import io.logaggregator.core.alerting.notify.Channels;
import io.logaggregator.core.alerting.rule.AlertRule.Origin;
import java.time.InstantSource;
import java.util.List;
import java.util.UUID;

/** Channels. */
record ConfiguredChannels(Channels channels, InstantSource clock) implements Configured<Channel.Definition> {

    @Override
    public String kind() {
        return "channel";
    }

    @Override
    public String nameOf(Channel.Definition definition) {
        return definition.name();
    }

    @Override
    public List<Present> present() {
        return channels.list().stream()
                .map(channel -> new Present(
                        channel.id(), channel.origin(), channel.definition().name()))
                .toList();
    }

    @Override
    public void create(UUID id, Channel.Definition definition) {
        channels.create(id, Origin.PROVISIONED, definition, Actor.SYSTEM, clock.instant());
    }

    @Override
    public void update(UUID id, Channel.Definition definition) {
        channels.update(id, definition, Actor.SYSTEM, clock.instant());
    }

    @Override
    public void delete(UUID id) {
        channels.delete(id, Actor.SYSTEM, clock.instant());
    }
}
