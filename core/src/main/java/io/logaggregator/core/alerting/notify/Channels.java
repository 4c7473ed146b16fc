package io.logaggregator.core.alerting.notify;

import io.logaggregator.core.access.Actor;
import io.logaggregator.core.alerting.rule.AlertRule.Origin;
import io.logaggregator.core.alerting.rule.AlertRules;
import io.logaggregator.core.common.CountLimitException;
import io.logaggregator.core.common.DuplicateNameException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/** The notification channels. Changes are audited as those of {@link AlertRules}, without secrets. */
public interface Channels {

    /** Number of channels. Each is held in memory, and lists are complete. */
    int MAX_COUNT = 1000;

    /** By name. */
    List<Channel> list();

    Optional<Channel> find(UUID id);

    /**
     * Adds a channel.
     *
     * @throws DuplicateNameException when another channel has the name, or the channel exists already
     * @throws CountLimitException when there are {@link #MAX_COUNT}
     */
    Channel create(UUID id, Origin origin, Channel.Definition definition, Actor actor, Instant now);

    /**
     * Replaces the definition of a channel. A failing channel is tried again at once. Of the notifications that waited
     * while it was disabled, the newest of each alert remains.
     *
     * @return empty if there is no such channel
     * @throws DuplicateNameException when another channel has the name
     */
    Optional<Channel> update(UUID id, Channel.Definition definition, Actor actor, Instant now);

    /**
     * Deletes a channel. Its pending notifications are cancelled.
     *
     * @return whether the channel existed
     */
    boolean delete(UUID id, Actor actor, Instant now);
}
