package io.logaggregator.server.api;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import io.logaggregator.domain.alert.Channel;
import io.logaggregator.domain.alert.Channel.Target.Webhook;
import io.logaggregator.domain.alert.Glob;
import io.logaggregator.domain.alert.Severity;
import io.logaggregator.server.web.ProblemException;
import io.swagger.v3.oas.annotations.media.Schema;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Pattern;
import jakarta.validation.constraints.Size;
import java.net.URI;
import java.net.URISyntaxException;
import org.jspecify.annotations.Nullable;

/**
 * A channel to create, or to replace one. Members that only responses have are ignored, so that a response can be changed
 * and sent back.
 *
 * @param secret signs the requests; default: the present secret stays; empty: no signature
 * @param rule glob of the names of the rules; default: all
 * @param host glob of the hosts; default: all
 */
@JsonIgnoreProperties({"id", "origin", "readOnly", "updatedAt", "signed"})
record ChannelForm(
        @NotBlank(message = "a name that no other channel has")
        @Size(max = ChannelForm.MAX_TEXT, message = "at most {max} characters")
        String name,

        @Schema(defaultValue = "true") @Nullable Boolean enabled,

        @NotNull(message = ChannelForm.TYPE)
        @Pattern(regexp = "webhook", flags = Pattern.Flag.CASE_INSENSITIVE, message = ChannelForm.TYPE)
        @Schema(allowableValues = ChannelForm.TYPE)
        String type,

        @NotNull(message = ChannelForm.URL) @Size(max = 2_000, message = "at most {max} characters")
        String url,

        @Size(max = ChannelForm.MAX_TEXT, message = "at most {max} characters") @Nullable
        String secret,

        @Schema(defaultValue = "LOW") @Nullable Severity minSeverity,

        @Size(min = 1, max = ChannelForm.MAX_TEXT, message = ChannelForm.GLOB) @Nullable
        String rule,

        @Size(min = 1, max = ChannelForm.MAX_TEXT, message = ChannelForm.GLOB) @Nullable
        String host) {

    private static final int MAX_TEXT = 200;
    private static final String TYPE = "webhook";
    private static final String URL = "http or https with a host, without user and password";
    private static final String GLOB = "a pattern of {min} to {max} characters, with * and ? as wildcards";

    /** The definition of a new channel. */
    Channel.Definition definition() {
        return definition("");
    }

    /** The definition that replaces a channel. */
    Channel.Definition definition(Channel existing) {
        return definition(
                switch (existing.definition().target()) {
                    case Webhook webhook -> webhook.secret();
                });
    }

    private Channel.Definition definition(String oldSecret) {
        return new Channel.Definition(
                name.strip(),
                enabled == null || enabled,
                new Webhook(webUrl(), secret == null ? oldSecret : secret),
                minSeverity == null ? Severity.LOW : minSeverity,
                rule == null ? Glob.ANY : new Glob(rule),
                host == null ? Glob.ANY : new Glob(host));
    }

    private URI webUrl() {
        try {
            URI uri = new URI(url);
            if (uri.getRawUserInfo() != null) { // not repeated in the error: it may contain a password
                throw ProblemException.invalidField("url", "a URL with user and password", URL);
            }
            if (isWeb(uri) && uri.getHost() != null) {
                return uri;
            }
        } catch (URISyntaxException e) {
            throw ProblemException.invalidField("url", url, URL);
        }
        throw ProblemException.invalidField("url", url, URL);
    }

    private static boolean isWeb(URI uri) {
        return "http".equalsIgnoreCase(uri.getScheme()) || "https".equalsIgnoreCase(uri.getScheme());
    }

    /** Omits the secret. */
    @Override
    public String toString() {
        return "ChannelForm[" + name + "]";
    }
}
