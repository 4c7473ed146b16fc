package io.logaggregator.server.settings;

import io.logaggregator.core.alerting.notify.Channel;
import io.logaggregator.core.alerting.rule.Severity;
import io.logaggregator.core.common.Glob;
import io.logaggregator.server.settings.values.OptionalFile;
import io.logaggregator.server.settings.values.Secret;
import io.logaggregator.server.settings.values.SelfChecked;
import jakarta.validation.constraints.NotBlank;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.Map;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * {@code aggregator.alerts.channels[]}: a notification channel.
 *
 * @param url may contain a secret of its receiver
 * @param secret for signatures; blank for none
 * @param secretFile alternative to {@code secret}
 * @param rule glob for rule names
 * @param host glob for host names
 */
public record ProvisionedChannel(
        @DefaultValue("") String name,
        @DefaultValue("true") boolean enabled,
        @DefaultValue("") Secret url,
        @DefaultValue("") Secret secret,
        @DefaultValue("") OptionalFile secretFile,
        @DefaultValue("LOW") Severity minSeverity,

        @NotBlank(message = "text, * or ?") @DefaultValue("*")
        String rule,

        @NotBlank(message = "text, * or ?") @DefaultValue("*")
        String host)
        implements SelfChecked {

    private static final int MAX_NAME_LENGTH = 200;
    private static final String URL = "http or https, a host, and no user";

    @Override
    public void check(Errors errors) {
        errors.require(
                !name.isBlank() && name.length() <= MAX_NAME_LENGTH && name.equals(name.strip()),
                "name",
                name.isBlank() ? "no value" : name,
                "1 to " + MAX_NAME_LENGTH + " characters, without surrounding whitespace");
        Secret.check(errors, "secret", secret, secretFile);
        try {
            URI uri = new URI(url.value());
            boolean http = "http".equalsIgnoreCase(uri.getScheme()) || "https".equalsIgnoreCase(uri.getScheme());
            errors.require(
                    http && uri.getHost() != null && uri.getUserInfo() == null,
                    "url",
                    url.isEmpty() ? "no value" : "another URL",
                    URL);
        } catch (URISyntaxException e) {
            errors.add("url: not a URL, at character " + e.getIndex() + " (expected: " + URL + ")");
        }
    }

    /** The channel of these settings, which are valid. */
    Channel.Definition definition() {
        return new Channel.Definition(
                name,
                enabled,
                new Channel.Target(
                        "webhook",
                        Map.of("url", url.value()),
                        Map.of("secret", secret.orContentOf(secretFile).value())),
                minSeverity,
                new Glob(rule),
                new Glob(host));
    }
}
