package io.logaggregator.server.alerting;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.logaggregator.core.alerting.notify.Channels;
import io.logaggregator.core.alerting.rule.AlertRule.Origin;
import io.logaggregator.core.alerting.rule.AlertRules;
import io.logaggregator.core.alerting.rule.BuiltInRules;
import io.logaggregator.core.common.DuplicateNameException;
import io.logaggregator.server.alerting.Configured.Present;
import io.logaggregator.server.lifecycle.StartupTask;
import io.logaggregator.server.settings.AlertSettings;
import java.time.InstantSource;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Brings the store's rules and channels in line with the configuration: makes the built-in rules that are missing, and of
 * those that are provisioned makes, changes and deletes whatever differs. Doing it again changes nothing.
 *
 * <p>What was made over the API is never touched: where it has a name that the configuration uses too, it stays, and an
 * error in the log says what was left out.
 */
final class Provisioning implements StartupTask {

    private static final Logger log = LoggerFactory.getLogger(Provisioning.class);

    private final AlertSettings settings;
    private final AlertRules rules;
    private final Channels channels;
    private final InstantSource clock;

    Provisioning(AlertSettings settings, AlertRules rules, Channels channels, InstantSource clock) {
        this.settings = settings;
        this.rules = rules;
        this.channels = channels;
        this.clock = clock;
    }

    @Override
    public void run() {
        ensureBuiltInRules();
        provision(new ConfiguredRules(rules, clock), settings.ruleDefinitions());
        provision(new ConfiguredChannels(channels, clock), settings.channelDefinitions());
    }

    private void ensureBuiltInRules() {
        try {
            BuiltInRules.ensure(rules, settings.thresholds().initial(), clock.instant());
        } catch (DuplicateNameException e) {
            log.error("built-in rules left out: reason={}", e.getMessage());
        }
    }

    private static <D> void provision(Configured<D> configured, List<D> wanted) {
        Set<String> names = wanted.stream()
                .map(definition -> caseless(configured.nameOf(definition)))
                .collect(Collectors.toSet());
        for (Present present : configured.present()) {
            if (present.origin() == Origin.PROVISIONED && !names.contains(caseless(present.name()))) {
                configured.delete(present.id());
                log.info("{} no longer provisioned, deleted: name={}", configured.kind(), present.name());
            }
        }
        wanted.forEach(definition -> put(configured, definition));
    }

    private static <D> void put(Configured<D> configured, D definition) {
        String name = configured.nameOf(definition);
        if (find(configured, name).isEmpty() && isCreated(configured, definition)) {
            log.info("{} provisioned: name={}", configured.kind(), name);
            return;
        }
        find(configured, name).ifPresent(present -> {
            if (present.origin() == Origin.PROVISIONED) {
                configured.update(present.id(), definition);
            } else {
                log.error(
                        "{} of the configuration left out: name={} reason=one of origin {} has that name",
                        configured.kind(),
                        name,
                        present.origin());
            }
        });
    }

    private static <D> boolean isCreated(Configured<D> configured, D definition) {
        try {
            configured.create(idOf(configured, definition), definition);
            return true;
        } catch (DuplicateNameException e) { // by another instance, just now
            return false;
        }
    }

    private static Optional<Present> find(Configured<?> configured, String name) {
        return configured.present().stream()
                .filter(present -> caseless(present.name()).equals(caseless(name)))
                .findFirst();
    }

    /** The same wherever it is made, also after it was taken out for a while: so its alerts are those of one rule. */
    private static <D> UUID idOf(Configured<D> configured, D definition) {
        String text = "provisioned " + configured.kind() + " " + caseless(configured.nameOf(definition));
        return UUID.nameUUIDFromBytes(text.getBytes(UTF_8));
    }

    private static String caseless(String name) {
        return name.toLowerCase(Locale.ROOT);
    }
}
