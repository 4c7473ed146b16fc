package io.logaggregator.server.alerting;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.logaggregator.core.access.Actor;
import io.logaggregator.core.alerting.kinds.RuleReferences;
import io.logaggregator.core.alerting.notify.Channel;
import io.logaggregator.core.alerting.notify.ChannelKinds;
import io.logaggregator.core.alerting.notify.Channels;
import io.logaggregator.core.alerting.rule.AlertRule;
import io.logaggregator.core.alerting.rule.AlertRule.Origin;
import io.logaggregator.core.alerting.rule.AlertRules;
import io.logaggregator.core.alerting.rule.BuiltInRules;
import io.logaggregator.core.alerting.rule.RuleDefinition;
import io.logaggregator.core.alerting.silence.Inhibition;
import io.logaggregator.core.alerting.silence.MuteInterval;
import io.logaggregator.core.alerting.silence.NamedDefinitions;
import io.logaggregator.core.common.CountLimitException;
import io.logaggregator.core.common.DuplicateNameException;
import io.logaggregator.core.common.InvalidDefinitionException;
import io.logaggregator.server.ingest.IngestLifecycle.StartupTask;
import io.logaggregator.server.settings.AlertSettings;
import io.logaggregator.server.settings.values.InvalidSettingException;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Aligns the store with the configuration: creates missing built-in rules, and creates, updates and deletes provisioned rules,
 * channels, mute intervals and inhibitions. Idempotent.
 *
 * <p>Those created over the API are never changed. A configured one with the same name is skipped, and logged
 * as an error.
 */
final class Provisioning implements StartupTask {

    private static final Logger log = LoggerFactory.getLogger(Provisioning.class);

    private final AlertSettings settings;
    private final List<RuleDefinition> configuredRules;
    private final List<Channel.Definition> configuredChannels;
    private final AlertRules rules;
    private final Channels channels;
    private final NamedDefinitions<MuteInterval> intervals;
    private final NamedDefinitions<Inhibition> inhibitions;
    private final InstantSource clock;

    /** @throws InvalidSettingException if a rule file is invalid, or a channel is not accepted by its type */
    Provisioning(
            AlertSettings settings,
            ChannelKinds kinds,
            AlertRules rules,
            Channels channels,
            NamedDefinitions<MuteInterval> intervals,
            NamedDefinitions<Inhibition> inhibitions,
            InstantSource clock) {
        this.settings = settings;
        this.configuredRules = RuleReferences.inOrderOfReferences(settings.ruleDefinitions());
        this.configuredChannels = settings.channelDefinitions(kinds);
        this.rules = rules;
        this.channels = channels;
        this.intervals = intervals;
        this.inhibitions = inhibitions;
        this.clock = clock;
    }

    /**
     * Rules or channels of the store.
     *
     * @param kind name in the log
     * @param create throws {@link DuplicateNameException} if the name or the id exists
     * @param <D> the definition of a rule or channel
     */
    private record Resources<D>(
            String kind,
            Function<D, String> name,
            Supplier<List<Resource>> list,
            BiConsumer<UUID, D> create,
            BiConsumer<UUID, D> update,
            Consumer<UUID> delete) {

        Optional<Resource> find(String name) {
            return list.get().stream()
                    .filter(resource -> foldCase(resource.name()).equals(foldCase(name)))
                    .findFirst();
        }
    }

    private record Resource(UUID id, Origin origin, String name) {

        Resource(AlertRule rule) {
            this(rule.id(), rule.origin(), rule.definition().name());
        }

        Resource(Channel channel) {
            this(channel.id(), channel.origin(), channel.definition().name());
        }
    }

    @Override
    public void run() {
        createBuiltInRules();
        provision(
                new Resources<>(
                        "rule",
                        RuleDefinition::name,
                        () -> rules.list().stream().map(Resource::new).toList(),
                        (id, rule) -> rules.create(id, Origin.PROVISIONED, rule, Actor.SYSTEM, clock.instant()),
                        (id, rule) -> rules.update(id, rule, Actor.SYSTEM, clock.instant()),
                        id -> rules.delete(id, Actor.SYSTEM, clock.instant())),
                configuredRules);
        Instant now = clock.instant().truncatedTo(ChronoUnit.MICROS);
        List<MuteInterval> configuredIntervals = settings.muteIntervals(now);
        create(ofIntervals(now), configuredIntervals); // before the channels that name them
        provision(
                new Resources<>(
                        "channel",
                        Channel.Definition::name,
                        () -> channels.list().stream().map(Resource::new).toList(),
                        (id, channel) ->
                                channels.create(id, Origin.PROVISIONED, channel, Actor.SYSTEM, clock.instant()),
                        (id, channel) -> channels.update(id, channel, Actor.SYSTEM, clock.instant()),
                        id -> channels.delete(id, Actor.SYSTEM, clock.instant())),
                configuredChannels);
        deleteOthers(ofIntervals(now), configuredIntervals);
        provision(
                new Resources<>(
                        "inhibition",
                        Inhibition::name,
                        () -> inhibitions.list().stream()
                                .map(one -> new Resource(one.id(), originOf(one.id()), one.name()))
                                .toList(),
                        (_, one) -> inhibitions.create(one, Actor.SYSTEM, now),
                        (_, one) -> {
                            if (inhibitions
                                    .find(one.id())
                                    .map(old -> old.withUpdate(now))
                                    .filter(one::equals)
                                    .isEmpty()) {
                                inhibitions.update(one, Actor.SYSTEM, now);
                            }
                        },
                        id -> inhibitions.delete(id, Actor.SYSTEM, now)),
                settings.inhibitions(now));
    }

    private Resources<MuteInterval> ofIntervals(Instant now) {
        return new Resources<>(
                "mute interval",
                MuteInterval::name,
                () -> intervals.list().stream()
                        .map(one -> new Resource(one.id(), originOf(one.id()), one.name()))
                        .toList(),
                (_, one) -> intervals.create(one, Actor.SYSTEM, now),
                (_, one) -> {
                    if (intervals
                            .find(one.id())
                            .map(old -> old.withUpdate(now))
                            .filter(one::equals)
                            .isEmpty()) {
                        intervals.update(one, Actor.SYSTEM, now);
                    }
                },
                id -> intervals.delete(id, Actor.SYSTEM, now));
    }

    private static Origin originOf(UUID id) {
        return NamedDefinitions.isProvisioned(id) ? Origin.PROVISIONED : Origin.API;
    }

    private void createBuiltInRules() {
        try {
            BuiltInRules.ensure(rules, settings.thresholds().initial(), clock.instant());
        } catch (DuplicateNameException | CountLimitException e) {
            log.error("built-in rules skipped: reason={}", e.getMessage());
        }
    }

    private static <D> void provision(Resources<D> resources, List<D> configured) {
        deleteOthers(resources, configured);
        create(resources, configured);
    }

    private static <D> void create(Resources<D> resources, List<D> configured) {
        configured.forEach(definition -> provision(resources, definition));
    }

    private static <D> void deleteOthers(Resources<D> resources, List<D> configured) {
        Set<String> names = configured.stream()
                .map(definition -> foldCase(resources.name().apply(definition)))
                .collect(Collectors.toSet());
        for (Resource existing : resources.list().get()) {
            if (existing.origin() == Origin.PROVISIONED && !names.contains(foldCase(existing.name()))) {
                resources.delete().accept(existing.id());
                log.info("provisioned {} deleted: name={}", resources.kind(), existing.name());
            }
        }
    }

    private static <D> void provision(Resources<D> resources, D definition) {
        String name = resources.name().apply(definition);
        if (resources.find(name).isEmpty() && create(resources, name, definition)) {
            log.info("{} provisioned: name={}", resources.kind(), name);
            return;
        }
        resources.find(name).ifPresent(existing -> {
            if (existing.origin() == Origin.PROVISIONED) {
                update(resources, existing.id(), name, definition);
            } else {
                log.error(
                        "{} not provisioned, name in use: name={} origin={}",
                        resources.kind(),
                        name,
                        existing.origin());
            }
        });
    }

    private static <D> boolean create(Resources<D> resources, String name, D definition) {
        try {
            resources.create().accept(idOf(resources.kind(), name), definition);
            return true;
        } catch (DuplicateNameException e) { // created concurrently by another instance
            return false;
        } catch (CountLimitException | InvalidDefinitionException e) {
            log.error("{} not provisioned: name={} reason={}", resources.kind(), name, e.getMessage());
            return false;
        }
    }

    private static <D> void update(Resources<D> resources, UUID id, String name, D definition) {
        try {
            resources.update().accept(id, definition);
        } catch (InvalidDefinitionException e) {
            log.error("{} not updated: name={} reason={}", resources.kind(), name, e.getMessage());
        }
    }

    /** Derived from the name, so that a rule that was removed and added again keeps its alerts. */
    private static UUID idOf(String kind, String name) {
        return UUID.nameUUIDFromBytes(("provisioned " + kind + " " + foldCase(name)).getBytes(UTF_8));
    }

    private static String foldCase(String name) {
        return name.toLowerCase(Locale.ROOT);
    }
}
