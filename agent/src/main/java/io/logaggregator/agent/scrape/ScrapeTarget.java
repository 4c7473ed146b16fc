package io.logaggregator.agent.scrape;

import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.Path;
import java.util.Collections;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * A program with metrics to scrape.
 *
 * @param uri of the metrics, http or https
 * @param host that the metrics are of; empty: this host if the URI names it or a loopback address, else the host of the URI
 * @param job name of the service; empty if unknown
 * @param bearerTokenFile file with the token of the request, read before each scrape
 * @param labels attributes of all samples
 */
public record ScrapeTarget(
        URI uri, Optional<String> host, String job, Optional<Path> bearerTokenFile, SortedMap<String, String> labels) {

    private static final String EXPECTED =
            " (expected: an http or https URL, then job=NAME, host=NAME, bearer-token-file=FILE or LABEL=VALUE)";
    private static final Set<String> LOOPBACK = Set.of("localhost", "::1", "[::1]");

    public ScrapeTarget {
        labels = Collections.unmodifiableSortedMap(new TreeMap<>(labels));
        String scheme = uri.getScheme() == null ? "" : uri.getScheme().toLowerCase(Locale.ROOT);
        if (!scheme.equals("http") && !scheme.equals("https")
                || uri.getHost() == null
                || uri.getUserInfo() != null
                || uri.getPort() > 0xFFFF) {
            throw new IllegalArgumentException("scrape: " + uri + EXPECTED);
        }
    }

    /**
     * Parses a URL and settings after it, separated by spaces: {@code https://shop:8443/metrics job=shop zone=eu}.
     *
     * @throws IllegalArgumentException if the text is invalid
     */
    public static ScrapeTarget parse(String text) {
        String[] words = text.strip().split("\\s+", -1);
        SortedMap<String, String> labels = new TreeMap<>();
        for (int i = 1; i < words.length; i++) {
            int equals = words[i].indexOf('=');
            if (equals < 1 || equals == words[i].length() - 1) {
                throw new IllegalArgumentException("scrape: " + words[i] + EXPECTED);
            }
            labels.put(words[i].substring(0, equals), words[i].substring(equals + 1));
        }
        Optional<String> host = Optional.ofNullable(labels.remove("host"));
        String job = Optional.ofNullable(labels.remove("job")).orElse("");
        Optional<Path> token =
                Optional.ofNullable(labels.remove("bearer-token-file")).map(Path::of);
        return new ScrapeTarget(uri(words[0]), host, job, token, labels);
    }

    private static URI uri(String text) {
        try {
            return new URI(text);
        } catch (URISyntaxException e) {
            throw new IllegalArgumentException("scrape: " + text + EXPECTED, e);
        }
    }

    /** Host and port of the target. */
    String instance() {
        int port = uri.getPort() >= 0 ? uri.getPort() : uri.getScheme().equalsIgnoreCase("https") ? 443 : 80;
        return uri.getHost() + ':' + port;
    }

    /** The URL without its query, which may contain secrets. */
    String name() {
        return uri.getScheme() + "://" + uri.getRawAuthority() + uri.getRawPath();
    }

    /**
     * The host that the metrics are of.
     *
     * @param own name of this host
     */
    String hostOf(String own) {
        if (host.isPresent()) {
            return host.get();
        }
        String target = uri.getHost();
        boolean isOwn = LOOPBACK.contains(target.toLowerCase(Locale.ROOT))
                || target.startsWith("127.")
                || target.equalsIgnoreCase(own)
                || own.regionMatches(true, 0, target + '.', 0, target.length() + 1);
        return isOwn ? own : target.startsWith("[") ? target.substring(1, target.length() - 1) : target;
    }
}
