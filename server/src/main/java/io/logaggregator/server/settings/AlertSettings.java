package io.logaggregator.server.settings;

import io.logaggregator.core.alerting.notify.Channel;
import io.logaggregator.core.alerting.notify.ChannelKinds;
import io.logaggregator.core.alerting.rule.RuleDefinition;
import io.logaggregator.core.alerting.rule.Severity;
import io.logaggregator.core.alerting.silence.Inhibition;
import io.logaggregator.core.alerting.silence.MuteInterval;
import io.logaggregator.core.common.InvalidDefinitionException;
import io.logaggregator.server.rule.RuleForm;
import io.logaggregator.server.rule.file.RuleFiles;
import io.logaggregator.server.settings.values.Between;
import io.logaggregator.server.settings.values.InvalidSettingException;
import io.logaggregator.server.settings.values.SelfChecked;
import jakarta.validation.Valid;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * {@code aggregator.alerts}: rules, notification channels and delivery.
 *
 * @param thresholds initial thresholds of the built-in rules
 * @param externalUrl address of the web page for links in notifications; empty for none
 * @param maxGroups maximum number of groups of a log-count rule
 * @param allowedLateness default of the member of log-count rules
 * @param externalSeverity severity of alerts of other systems without the label {@code severity}
 * @param rules read-only in the API
 * @param ruleFiles files of further rules, and directories of such files
 * @param channels read-only in the API
 * @param muteIntervals read-only in the API
 * @param inhibitions read-only in the API
 */
public record AlertSettings(
        @Valid Thresholds thresholds,
        @DefaultValue("") String externalUrl,
        @Between(min = "1", max = "100000") int maxGroups,
        @Between(min = "0s", max = "1h") Duration allowedLateness,
        @DefaultValue("MEDIUM") Severity externalSeverity,
        @DefaultValue List<RuleForm> rules,
        @DefaultValue List<Path> ruleFiles,
        @DefaultValue List<@Valid ProvisionedChannel> channels,
        @DefaultValue List<ProvisionedMuting.Interval> muteIntervals,
        @DefaultValue List<ProvisionedMuting.Inhibiting> inhibitions,
        @Valid Webhook webhook)
        implements SelfChecked {

    private static final int MAX_EXTERNAL_URL = 200;

    public AlertSettings {
        rules = List.copyOf(rules);
        ruleFiles = List.copyOf(ruleFiles);
        channels = List.copyOf(channels);
        muteIntervals = List.copyOf(muteIntervals);
        inhibitions = List.copyOf(inhibitions);
    }

    @Override
    public void check(Errors errors) {
        errors.require(
                externalUrl.isEmpty() || (externalUrl.length() <= MAX_EXTERNAL_URL && isHttp(externalUrl)),
                "external-url",
                externalUrl,
                "http or https with a host, without query, of at most " + MAX_EXTERNAL_URL + " characters");
        Set<String> ruleNames = new HashSet<>();
        for (int i = 0; i < rules.size(); i++) {
            String key = "rules[" + i + "].";
            try {
                checkName(errors, key, rules.get(i).definition().name(), ruleNames);
            } catch (InvalidDefinitionException e) {
                errors.add(key + e.getMessage());
            }
        }
        Set<String> channelNames = new HashSet<>();
        for (int i = 0; i < channels.size(); i++) {
            checkName(errors, "channels[" + i + "].", channels.get(i).name(), channelNames);
        }
        checkMuting(errors);
    }

    private void checkMuting(Errors errors) {
        Set<String> intervalNames = new HashSet<>();
        for (int i = 0; i < muteIntervals.size(); i++) {
            String key = "mute-intervals[" + i + "].";
            ProvisionedMuting.Interval interval = muteIntervals.get(i);
            checkDefinition(errors, key, () -> interval.interval(Instant.EPOCH));
            errors.require(intervalNames.add(interval.name()), key + "name", interval.name(), "a unique name");
        }
        for (int i = 0; i < channels.size(); i++) {
            ProvisionedChannel channel = channels.get(i);
            for (String name : channel.intervalNames()) {
                errors.require(
                        intervalNames.contains(name),
                        "channels[" + i + "].mute",
                        name,
                        "names of mute intervals of the settings, in mute and active");
            }
        }
        Set<String> inhibitionNames = new HashSet<>();
        for (int i = 0; i < inhibitions.size(); i++) {
            String key = "inhibitions[" + i + "].";
            ProvisionedMuting.Inhibiting inhibition = inhibitions.get(i);
            checkDefinition(errors, key, () -> inhibition.inhibition(Instant.EPOCH));
            errors.require(inhibitionNames.add(inhibition.name()), key + "name", inhibition.name(), "a unique name");
        }
    }

    private static void checkDefinition(Errors errors, String key, Runnable definition) {
        try {
            definition.run();
        } catch (InvalidDefinitionException e) {
            errors.add(key + e.getMessage());
        }
    }

    /** The mute intervals of the settings, with ids derived from their names. */
    public List<MuteInterval> muteIntervals(Instant now) {
        return muteIntervals.stream().map(interval -> interval.interval(now)).toList();
    }

    /** The inhibitions of the settings, with ids derived from their names. */
    public List<Inhibition> inhibitions(Instant now) {
        return inhibitions.stream()
                .map(inhibition -> inhibition.inhibition(now))
                .toList();
    }

    private static boolean isHttp(String text) {
        try {
            URI url = new URI(text);
            return Set.of("http", "https").contains(String.valueOf(url.getScheme()))
                    && url.getHost() != null
                    && url.getRawUserInfo() == null
                    && url.getRawQuery() == null
                    && url.getRawFragment() == null;
        } catch (URISyntaxException _) {
            return false;
        }
    }

    /** The external URL; empty if links are off. */
    public Optional<URI> externalUri() {
        return Optional.of(externalUrl).filter(url -> !url.isEmpty()).map(URI::create);
    }

    private static void checkName(Errors errors, String prefix, String name, Set<String> others) {
        errors.require(others.add(name.toLowerCase(Locale.ROOT)), prefix + "name", name, "a unique name");
    }

    /**
     * The definitions of the rules, and those in the files.
     *
     * @throws InvalidSettingException with all problems of the files
     */
    public List<RuleDefinition> ruleDefinitions() {
        List<RuleDefinition> definitions = new ArrayList<>(
                rules.stream().map(rule -> rule.definition(allowedLateness)).toList());
        Set<String> names = definitions.stream()
                .map(definition -> definition.name().toLowerCase(Locale.ROOT))
                .collect(Collectors.toSet());
        RuleFiles files = RuleFiles.read(ruleFiles, allowedLateness);
        List<String> problems = new ArrayList<>(files.problems());
        files.rules().stream()
                .map(RuleDefinition::name)
                .filter(name -> names.contains(name.toLowerCase(Locale.ROOT)))
                .forEach(
                        name -> problems.add("name: " + name + " (expected: a name that no rule of the settings has)"));
        if (!problems.isEmpty()) {
            throw new InvalidSettingException(
                    problems.stream()
                            .map(problem -> "aggregator.alerts.rule-files: " + problem)
                            .collect(Collectors.joining("\n")),
                    null);
        }
        definitions.addAll(files.rules());
        return definitions;
    }

    /**
     * The definitions of the channels, with the secrets from files.
     *
     * @throws InvalidSettingException if their types do not exist, or do not accept their settings
     */
    public List<Channel.Definition> channelDefinitions(ChannelKinds kinds) {
        List<Channel.Definition> definitions = new ArrayList<>();
        List<String> errors = new ArrayList<>();
        for (int i = 0; i < channels.size(); i++) {
            try {
                definitions.add(channels.get(i).definition(kinds));
            } catch (InvalidDefinitionException e) {
                errors.add("aggregator.alerts.channels[" + i + "]." + e.getMessage());
            }
        }
        if (!errors.isEmpty()) {
            throw new InvalidSettingException(String.join("\n", errors), null);
        }
        return definitions;
    }

    /**
     * {@code aggregator.alerts.thresholds}.
     *
     * @param cpuUsagePercent of the host, above 0 and below 100
     * @param memoryUsagePercent above 0 and below 100
     */
    public record Thresholds(
            double cpuUsagePercent,
            double memoryUsagePercent,
            @Between(min = "1", max = "10000000") int processCount) implements SelfChecked {

        @Override
        public void check(Errors errors) {
            checkPercent(errors, "cpu-usage-percent", cpuUsagePercent);
            checkPercent(errors, "memory-usage-percent", memoryUsagePercent);
        }

        private static void checkPercent(Errors errors, String key, double percent) {
            errors.require(percent > 0 && percent < 100, key, percent, "above 0 and below 100");
        }

        /** The initial thresholds of the built-in rules. */
        public io.logaggregator.core.alerting.rule.Thresholds initial() {
            return new io.logaggregator.core.alerting.rule.Thresholds(
                    cpuUsagePercent, memoryUsagePercent, processCount);
        }
    }

    /**
     * {@code aggregator.alerts.webhook}: delivery to channels of all types.
     *
     * @param timeout of a request
     * @param allowPrivateTargets whether channels of the API and redirects may lead to this machine and to private networks
     * @param maxConcurrent number of notifications that are sent to a channel concurrently
     * @param giveUpAfter time after which a notification that is retried has failed
     * @param initialBackoff after the first failure; doubles with each further one
     */
    public record Webhook(
            @Between(min = "100ms", max = "1m") Duration timeout,
            boolean allowPrivateTargets,
            @Between(min = "1", max = "16") int maxConcurrent,
            @Between(min = "1m", max = "7d") Duration giveUpAfter,
            @Between(min = "10ms", max = "1h") Duration initialBackoff,
            @Between(min = "10ms", max = "1d") Duration maxBackoff)
            implements SelfChecked {

        @Override
        public void check(Errors errors) {
            errors.require(
                    maxBackoff.compareTo(initialBackoff) >= 0,
                    "max-backoff",
                    maxBackoff,
                    "at least initial-backoff, " + initialBackoff);
        }
    }
}
