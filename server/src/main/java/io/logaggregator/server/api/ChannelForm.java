package io.logaggregator.server.api;

import static io.swagger.v3.oas.annotations.media.Schema.RequiredMode.REQUIRED;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import io.logaggregator.core.alerting.notify.Channel;
import io.logaggregator.core.alerting.notify.Channel.Target.Webhook;
import io.logaggregator.core.alerting.rule.Severity;
import io.logaggregator.server.parameter.Choices;
import io.swagger.v3.oas.annotations.media.Schema;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A channel as it is written in JSON. What the API adds in its answers is passed over, so that a channel can be read,
 * changed and sent back.
 *
 * @param secret absent: the one that is there stays; empty: none from now on
 */
@JsonIgnoreProperties({"id", "origin", "readOnly", "updatedAt", "signed"})
record ChannelForm(
        @Schema(requiredMode = REQUIRED) @Nullable String name,
        @Schema(defaultValue = "true") @Nullable Boolean enabled,

        @Schema(requiredMode = REQUIRED, allowableValues = "webhook") @Nullable
        String type,

        @Schema(requiredMode = REQUIRED) @Nullable String url,
        @Nullable String secret,
        @Schema(implementation = Severity.class) @Nullable String minSeverity,
        @Nullable String rule,
        @Nullable String host) {

    private static final int LONGEST_TEXT = 200;
    private static final int LONGEST_URL = 2_000;
    private static final String URL = "http or https with a host, without user and password";

    private enum Type {
        WEBHOOK
    }

    /** What it says, for a channel that is new. */
    Channel.Definition definition() {
        return definition("");
    }

    /** What it says, for one that is there. */
    Channel.Definition definition(Channel existing) {
        return definition(
                switch (existing.definition().target()) {
                    case Webhook webhook -> webhook.secret();
                });
    }

    private Channel.Definition definition(String oldSecret) {
        String givenName = BodyFields.text("name", name, LONGEST_TEXT, "").strip();
        if (givenName.isEmpty()) {
            throw BodyFields.invalid("name", "nothing", "a name that no other channel has");
        }
        return new Channel.Definition(
                givenName,
                enabled == null || enabled,
                target(oldSecret),
                minSeverity == null
                        ? Severity.LOW
                        : BodyFields.choice("minSeverity", minSeverity, List.of(Severity.values())),
                BodyFields.glob("rule", rule, LONGEST_TEXT),
                BodyFields.glob("host", host, LONGEST_TEXT));
    }

    private Channel.Target target(String oldSecret) {
        if (type == null || Choices.find(type, List.of(Type.values())).isEmpty()) {
            throw BodyFields.invalid("type", type == null ? "nothing" : type, "webhook");
        }
        return new Webhook(webUrl(), BodyFields.text("secret", secret, LONGEST_TEXT, oldSecret));
    }

    private URI webUrl() {
        String text = BodyFields.text("url", url, LONGEST_URL, "nothing");
        try {
            URI uri = new URI(text);
            if (uri.getRawUserInfo() != null) { // not repeated: there may be a password in it
                throw BodyFields.invalid("url", "a URL with user and password", URL);
            }
            if (isWeb(uri) && uri.getHost() != null) {
                return uri;
            }
        } catch (URISyntaxException e) {
            throw BodyFields.invalid("url", text, URL);
        }
        throw BodyFields.invalid("url", text, URL);
    }

    private static boolean isWeb(URI uri) {
        return "http".equalsIgnoreCase(uri.getScheme()) || "https".equalsIgnoreCase(uri.getScheme());
    }

    /** Without the secret. */
    @Override
    public String toString() {
        return "ChannelForm[" + name + "]";
    }
}
