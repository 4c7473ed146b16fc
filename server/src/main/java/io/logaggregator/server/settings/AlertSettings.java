package io.logaggregator.server.settings;

import io.logaggregator.core.alerting.notify.Channel;
import io.logaggregator.core.alerting.rule.RuleDefinition;
import io.logaggregator.core.common.InvalidDefinitionException;
import io.logaggregator.server.rule.RuleForm;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.function.BiFunction;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * {@code aggregator.alerts}: what is watched, and who is told.
 *
 * @param thresholds of the built-in rules of a new database
 * @param rules that the API cannot change
 * @param channels that the API cannot change
 */
public record AlertSettings(
        Thresholds thresholds,
        @DefaultValue List<RuleForm> rules,
        @DefaultValue List<ProvisionedChannel> channels,
        Webhook webhook) {

    private static final String PREFIX = "aggregator.alerts.";

    public AlertSettings {
        rules = List.copyOf(rules);
        channels = List.copyOf(channels);
        requireUniqueNames(
                "rules", definitionsOf(rules).stream().map(RuleDefinition::name).toList());
        requireUniqueNames(
                "channels",
                definitionsOfChannels(channels).stream()
                        .map(Channel.Definition::name)
                        .toList());
    }

    /** The rules, understood. */
    public List<RuleDefinition> ruleDefinitions() {
        return definitionsOf(rules);
    }

    /** The channels, understood, with the secrets that stand in files. */
    public List<Channel.Definition> channelDefinitions() {
        return definitionsOfChannels(channels);
    }

    private static List<RuleDefinition> definitionsOf(List<RuleForm> rules) {
        return understood("rules", rules, AlertSettings::definitionOf);
    }

    private static RuleDefinition definitionOf(RuleForm rule, String prefix) {
        try {
            return rule.definition();
        } catch (InvalidDefinitionException e) {
            throw new InvalidSettingException(prefix + e.getMessage(), e);
        }
    }

    private static List<Channel.Definition> definitionsOfChannels(List<ProvisionedChannel> channels) {
        return understood("channels", channels, ProvisionedChannel::definition);
    }

    /** What each element says. All that say nothing are told at once. */
    private static <F, D> List<D> understood(String list, List<F> elements, BiFunction<F, String, D> reading) {
        List<D> understood = new ArrayList<>();
        List<InvalidSettingException> wrong = new ArrayList<>();
        for (F element : elements) {
            try {
                understood.add(reading.apply(element, PREFIX + list + "[" + (understood.size() + wrong.size()) + "]."));
            } catch (InvalidSettingException e) {
                wrong.add(e);
            }
        }
        if (!wrong.isEmpty()) {
            throw InvalidSettingException.of(wrong);
        }
        return List.copyOf(understood);
    }

    private static void requireUniqueNames(String list, List<String> names) {
        Set<String> seen = new HashSet<>();
        for (int i = 0; i < names.size(); i++) {
            String name = names.get(i);
            Check.that(
                    seen.add(name.toLowerCase(Locale.ROOT)),
                    PREFIX + list + "[" + i + "].name",
                    name,
                    "a name that none of the others has");
        }
    }

    /**
     * {@code aggregator.alerts.thresholds}.
     *
     * @param cpuUsagePercent of the whole host, above 0 and below 100
     * @param memoryUsagePercent above 0 and below 100
     */
    public record Thresholds(double cpuUsagePercent, double memoryUsagePercent, int processCount) {

        public Thresholds {
            checkPercent("cpu-usage-percent", cpuUsagePercent);
            checkPercent("memory-usage-percent", memoryUsagePercent);
            Check.range(PREFIX + "thresholds.process-count", processCount, 1, 10_000_000);
        }

        /** What the built-in rules begin with. */
        public io.logaggregator.core.alerting.rule.Thresholds initial() {
            return new io.logaggregator.core.alerting.rule.Thresholds(
                    cpuUsagePercent, memoryUsagePercent, processCount);
        }

        private static void checkPercent(String key, double percent) {
            Check.that(percent > 0 && percent < 100, PREFIX + "thresholds." + key, percent, "above 0 and below 100");
        }
    }

    /**
     * {@code aggregator.alerts.webhook}: how webhooks are called.
     *
     * @param timeout of one call
     * @param allowPrivateRedirects whether a redirect may lead to this machine or a private network
     * @param attempts after which a notification is given up
     * @param firstRetry after the first failure; doubles with each more
     */
    public record Webhook(
            Duration timeout, boolean allowPrivateRedirects, int attempts, Duration firstRetry, Duration longestRetry) {

        public Webhook {
            Check.range(PREFIX + "webhook.timeout", timeout, Duration.ofMillis(100), Duration.ofMinutes(1));
            Check.range(PREFIX + "webhook.attempts", attempts, 1, 100);
            Check.range(PREFIX + "webhook.first-retry", firstRetry, Duration.ofMillis(10), Duration.ofHours(1));
            Check.range(PREFIX + "webhook.longest-retry", longestRetry, firstRetry, Duration.ofDays(1));
        }
    }
}
