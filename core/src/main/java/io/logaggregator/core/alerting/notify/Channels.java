package io.logaggregator.core.alerting.notify;

import io.logaggregator.core.access.Actor;
import io.logaggregator.core.alerting.rule.AlertRule.Origin;
import io.logaggregator.core.alerting.rule.AlertRules;
import io.logaggregator.core.common.DuplicateNameException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/** The channels to which alerts are told; changes are audited as those of {@link AlertRules}, secrets left out. */
public interface Channels {

    /** By name. */
    List<Channel> list();

    Optional<Channel> find(UUID id);

    /**
     * Adds a channel.
     *
     * @throws DuplicateNameException when another has its name, or the channel is there already
     */
    Channel create(UUID id, Origin origin, Channel.Definition definition, Actor actor, Instant now);

    /**
     * Replaces what a channel says.
     *
     * @return empty if there is no such channel
     * @throws DuplicateNameException when another has its name
     */
    Optional<Channel> update(UUID id, Channel.Definition definition, Actor actor, Instant now);

    /**
     * Notifications to it that were not sent yet fail.
     *
     * @return whether there was such a channel
     */
    boolean delete(UUID id, Actor actor, Instant now);
}
