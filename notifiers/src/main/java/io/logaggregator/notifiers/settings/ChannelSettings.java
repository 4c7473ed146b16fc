package io.logaggregator.notifiers.settings;

import io.logaggregator.core.alerting.notify.Channel;
import io.logaggregator.core.alerting.notify.ChannelKind.Display;
import io.logaggregator.core.alerting.notify.ChannelKind.Setting;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/** Settings that several channel kinds have. */
public final class ChannelSettings {

    private static final String URL = "url";
    private static final int MAX_URL = 2_000;
    private static final int MAX_SECRET = 500;
    private static final Pattern PRINTABLE = Pattern.compile("[!-~]+");
    private static final Set<String> HTTP = Set.of("http", "https");

    private ChannelSettings() {}

    /** A required URL, of which scheme and host are shown. */
    public static Setting url() {
        return url(HTTP, "http or https with a host, without user and password");
    }

    /** A required URL with one of these schemes. */
    public static Setting url(Set<String> schemes, String expected) {
        return new Setting(URL, true, new Display.Address(), MAX_URL, expected, text -> urlRejection(text, schemes));
    }

    /** The URL of a channel. */
    public static URI urlOf(Channel channel) {
        return URI.create(channel.definition().target().secret(URL));
    }

    /** The URL of a channel with a path appended, for a service with an address in the channel. */
    public static URI urlOf(Channel channel, String path) {
        String base = channel.definition().target().secret(URL);
        return URI.create((base.endsWith("/") ? base.substring(0, base.length() - 1) : base) + path);
    }

    /** The URL is not shown: it may contain a secret. */
    private static Optional<String> urlRejection(String text, Set<String> schemes) {
        try {
            URI url = new URI(text);
            if (url.getUserInfo() != null) {
                return Optional.of("a URL with user and password");
            }
            String scheme = String.valueOf(url.getScheme()).toLowerCase(Locale.ROOT);
            return schemes.contains(scheme) && url.getHost() != null ? Optional.empty() : Optional.of("another URL");
        } catch (URISyntaxException _) {
            return Optional.of("no URL");
        }
    }

    /**
     * A token or key to be sent in a header or in a body: printable ASCII characters without spaces.
     *
     * @param shown the member of responses that tells whether there is one
     */
    public static Setting token(String name, boolean required, String shown, String expected) {
        return secret(name, required, shown, PRINTABLE, expected);
    }

    /** A secret that matches as a whole; error messages do not show it. */
    public static Setting secret(String name, boolean required, String shown, Pattern pattern, String expected) {
        return new Setting(
                name,
                required,
                new Display.Presence(shown),
                MAX_SECRET,
                expected,
                text -> pattern.matcher(text).matches() ? Optional.empty() : Optional.of("another text"));
    }

    /** A setting that is shown, and matches as a whole. */
    public static Setting text(String name, boolean required, int maxLength, Pattern pattern, String expected) {
        return new Setting(
                name,
                required,
                new Display.Value(),
                maxLength,
                expected,
                text -> pattern.matcher(text).matches() ? Optional.empty() : Optional.of("another text"));
    }
}
