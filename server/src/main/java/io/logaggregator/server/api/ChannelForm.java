package io.logaggregator.server.api;

import static io.swagger.v3.oas.annotations.media.Schema.RequiredMode.REQUIRED;

import com.fasterxml.jackson.annotation.JsonAnySetter;
import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import io.logaggregator.core.alerting.notify.Channel;
import io.logaggregator.core.alerting.notify.ChannelKind.Setting;
import io.logaggregator.core.alerting.notify.ChannelKinds;
import io.logaggregator.core.alerting.rule.Severity;
import io.swagger.v3.oas.annotations.media.Schema;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A channel as it is written in JSON. Members that only responses have are ignored, so that a channel can be read, changed
 * and sent back.
 *
 * @param settings the members of its type, for example {@code url} and {@code secret}. A secret that is absent is kept; an
 *     empty one is removed
 */
@JsonIgnoreProperties({"id", "origin", "readOnly", "updatedAt", "signed"})
record ChannelForm(
        @Schema(requiredMode = REQUIRED) @Nullable String name,
        @Schema(defaultValue = "true") @Nullable Boolean enabled,

        @Schema(requiredMode = REQUIRED, allowableValues = "webhook") @Nullable
        String type,

        @Schema(implementation = Severity.class) @Nullable String minSeverity,
        @Nullable String rule,
        @Nullable String host,
        @JsonAnySetter Map<String, @Nullable String> settings) {

    private static final int LONGEST_TEXT = 200;
    private static final int MAX_SETTING = 10_000;

    /** @param existing the channel to be replaced, whose secrets are kept unless others are given */
    Channel.Definition definition(ChannelKinds kinds, Optional<Channel> existing) {
        String givenName = BodyFields.text("name", name, LONGEST_TEXT, "").strip();
        if (givenName.isEmpty()) {
            throw BodyFields.invalid("name", "nothing", "a name that no other channel has");
        }
        return new Channel.Definition(
                givenName,
                enabled == null || enabled,
                target(kinds, existing.map(channel -> channel.definition().target())),
                minSeverity == null
                        ? Severity.LOW
                        : BodyFields.choice("minSeverity", minSeverity, List.of(Severity.values())),
                BodyFields.glob("rule", rule, LONGEST_TEXT),
                BodyFields.glob("host", host, LONGEST_TEXT));
    }

    private Channel.Target target(ChannelKinds kinds, Optional<Channel.Target> existing) {
        String kind = type == null ? "" : type.toLowerCase(Locale.ROOT);
        Map<String, String> given = new HashMap<>();
        for (Setting setting : kinds.settings(kind)) {
            if (setting.isSecret()) {
                existing.filter(target -> target.kind().equals(kind))
                        .ifPresent(target -> given.put(setting.name(), target.secret(setting.name())));
            }
        }
        settings.forEach((setting, value) -> {
            if (value != null) {
                given.put(setting, BodyFields.text(setting, value, MAX_SETTING, ""));
            }
        });
        return kinds.target(kind, given);
    }

    /** Without settings: they may be secret. */
    @Override
    public String toString() {
        return "ChannelForm[" + name + "]";
    }
}
