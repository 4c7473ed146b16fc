package io.logaggregator.server.settings;

import io.logaggregator.core.alerting.notify.Channel;
import io.logaggregator.core.alerting.notify.ChannelKinds;
import io.logaggregator.core.alerting.rule.Severity;
import io.logaggregator.core.alerting.silence.ChannelIntervals;
import io.logaggregator.core.alerting.silence.ChannelIntervals.OnMute;
import io.logaggregator.core.common.Glob;
import io.logaggregator.core.common.InvalidDefinitionException;
import io.logaggregator.core.common.NameText;
import io.logaggregator.server.settings.values.OptionalFile;
import io.logaggregator.server.settings.values.Secret;
import io.logaggregator.server.settings.values.SelfChecked;
import jakarta.validation.constraints.NotBlank;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * {@code aggregator.alerts.channels[]}: a notification channel.
 *
 * @param type the name of a {@link ChannelKinds kind of channel}
 * @param url may contain a secret of its receiver
 * @param secret for signatures; blank for none
 * @param secretFile alternative to {@code secret}
 * @param settings further settings of its type, by name
 * @param rule glob for rule names
 * @param host glob for host names
 * @param groupBy labels, or {@code rule}: alerts with equal values are sent together; absent: the default of the type
 * @param groupInterval minimum time between two notifications of a group
 * @param notifyAfter only alerts are sent that have been open and unacknowledged for this long
 * @param repeatInterval open and unacknowledged alerts are sent again after this time
 * @param mute names of mute intervals of the settings: nothing is sent within one of them
 * @param active names of mute intervals of the settings: nothing is sent outside of all of them
 */
public record ProvisionedChannel(
        @DefaultValue("") String name,
        @DefaultValue("webhook") String type,
        @DefaultValue("true") boolean enabled,
        @DefaultValue("") Secret url,
        @DefaultValue("") Secret secret,
        @DefaultValue("") OptionalFile secretFile,
        @DefaultValue Map<String, Secret> settings,
        @DefaultValue("LOW") Severity minSeverity,

        @NotBlank(message = "text, * or ?") @DefaultValue("*")
        String rule,

        @NotBlank(message = "text, * or ?") @DefaultValue("*")
        String host,

        @Nullable List<String> groupBy,
        @Nullable Duration groupInterval,
        @Nullable Duration notifyAfter,
        @Nullable Duration repeatInterval,
        @DefaultValue List<String> mute,
        @DefaultValue List<String> active,
        @DefaultValue("DEFER") OnMute onMute)
        implements SelfChecked {

    private static final int MAX_NAME_LENGTH = 200;

    @Override
    public void check(Errors errors) {
        errors.require(
                !name.isBlank()
                        && name.length() <= MAX_NAME_LENGTH
                        && name.equals(name.strip())
                        && NameText.isValid(name),
                "name",
                name.isBlank() ? "no value" : NameText.escaped(name),
                "1 to " + MAX_NAME_LENGTH + " characters, without surrounding whitespace and control characters");
        Secret.check(errors, "secret", secret, secretFile);
    }

    /**
     * The channel of these settings, which are valid.
     *
     * @throws InvalidDefinitionException if the type does not exist, or does not accept the settings
     */
    Channel.Definition definition(ChannelKinds kinds) {
        Map<String, String> given = new HashMap<>();
        settings.forEach((setting, value) -> given.put(setting, value.value()));
        putUnlessEmpty(given, "url", url);
        putUnlessEmpty(given, "secret", secret.orContentOf(secretFile));
        return new Channel.Definition(
                name,
                enabled,
                kinds.target(type, given, Optional.empty()),
                minSeverity,
                new Glob(rule),
                new Glob(host),
                new ChannelIntervals(mute, active, onMute),
                kinds.timing(
                        type,
                        Optional.ofNullable(groupBy),
                        Optional.ofNullable(groupInterval),
                        Optional.ofNullable(notifyAfter),
                        Optional.ofNullable(repeatInterval)));
    }

    /** The names of all mute intervals of the channel. */
    List<String> intervalNames() {
        return Stream.concat(mute.stream(), active.stream()).toList();
    }

    private static void putUnlessEmpty(Map<String, String> given, String setting, Secret value) {
        if (!value.isEmpty()) {
            given.put(setting, value.value());
        }
    }
}
