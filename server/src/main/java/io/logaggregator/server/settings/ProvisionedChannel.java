package io.logaggregator.server.settings;

import io.logaggregator.core.alerting.notify.Channel;
import io.logaggregator.core.alerting.rule.Severity;
import io.logaggregator.core.common.Glob;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.Map;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * {@code aggregator.alerts.channels[]}: a webhook to which alerts are told.
 *
 * @param url may hold a secret of its receiver
 * @param secret with which calls are signed; blank for none
 * @param secretFile instead of {@code secret}
 * @param rule glob over the names of rules, and {@code host} over those of hosts
 */
public record ProvisionedChannel(
        @DefaultValue("") String name,
        @DefaultValue("true") boolean enabled,
        @DefaultValue("") Secret url,
        @DefaultValue("") Secret secret,
        @DefaultValue("") OptionalFile secretFile,
        @DefaultValue("LOW") Severity minSeverity,
        @DefaultValue("*") String rule,
        @DefaultValue("*") String host) {

    private static final int LONGEST_NAME = 200;

    /** @param prefix of its keys */
    Channel.Definition definition(String prefix) {
        Check.that(
                !name.isBlank() && name.length() <= LONGEST_NAME && name.equals(name.strip()),
                prefix + "name",
                name.isBlank() ? "nothing" : name,
                "1 to " + LONGEST_NAME + " characters, without space around");
        return new Channel.Definition(
                name,
                enabled,
                new Channel.Target(
                        "webhook",
                        Map.of("url", address(prefix + "url")),
                        Map.of(
                                "secret",
                                Secret.of(prefix + "secret", secret, secretFile).value())),
                minSeverity,
                glob(prefix + "rule", rule),
                glob(prefix + "host", host));
    }

    private String address(String key) {
        String expected = "http or https, a host, and no user";
        try {
            URI uri = new URI(url.value());
            boolean http = "http".equalsIgnoreCase(uri.getScheme()) || "https".equalsIgnoreCase(uri.getScheme());
            Check.that(
                    http && uri.getHost() != null && uri.getUserInfo() == null,
                    key,
                    url.isEmpty() ? "nothing" : "another URL",
                    expected);
            return url.value();
        } catch (URISyntaxException e) {
            throw new InvalidSettingException(
                    key + ": no URL, at character " + e.getIndex() + " (expected: " + expected + ")", null);
        }
    }

    private static Glob glob(String key, String pattern) {
        Check.present(key, pattern, "text, * or ?");
        return new Glob(pattern);
    }
}
