package io.logaggregator.server.rule.file;

import io.logaggregator.server.rule.file.PromqlExpression.Matcher;
import io.logaggregator.server.rule.file.PromqlParser.UnsupportedException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** The host and the attributes of series that matchers of labels select, as globs. Not thread-safe. */
final class SeriesMatchers {

    /** Label of the host; see {@code wire}, remote write. */
    static final String INSTANCE = "instance";

    private @Nullable String host;
    private final Map<String, String> attributes = new TreeMap<>();

    /** Glob of the host; empty for all hosts. */
    Optional<String> host() {
        return Optional.ofNullable(host);
    }

    /** Globs by the name of the attribute. */
    Map<String, String> attributes() {
        return attributes;
    }

    /** Selects a host by a glob. */
    void host(String glob) {
        host = glob;
    }

    /** Adds the matchers of a selector. */
    void match(List<Matcher> matchers) throws UnsupportedException {
        for (Matcher matcher : matchers) {
            match(matcher);
        }
    }

    /** Adds a matcher. */
    void match(Matcher matcher) throws UnsupportedException {
        String glob = glob(matcher);
        boolean isHost = matcher.label().equals(INSTANCE) && glob.indexOf(':') < 0;
        if (isHost ? host != null : attributes.containsKey(matcher.label())) {
            throw new UnsupportedException("two matchers of " + matcher.label());
        }
        if (isHost) {
            host = glob;
        } else {
            attributes.put(matcher.label(), glob);
        }
    }

    /** A glob with the meaning of a matcher. */
    static String glob(Matcher matcher) throws UnsupportedException {
        String text = matcher.label() + matcher.operator() + '"' + matcher.value() + '"';
        String value = matcher.value();
        if (matcher.operator().equals("!=") && value.isEmpty()) {
            return "?*";
        }
        if (matcher.operator().startsWith("!") || value.isEmpty()) {
            throw new UnsupportedException("the matcher " + text + ": only equal and non-empty values can be matched");
        }
        if (matcher.operator().equals("=")) {
            if (value.indexOf('*') >= 0 || value.indexOf('?') >= 0) {
                throw new UnsupportedException("the matcher " + text + ": it has a wildcard");
            }
            return value;
        }
        StringBuilder glob = new StringBuilder();
        for (int index = 0; index < value.length(); index++) {
            char c = value.charAt(index);
            char next = index + 1 < value.length() ? value.charAt(index + 1) : ' ';
            if (c == '.' && (next == '*' || next == '+')) {
                glob.append(next == '+' ? "?*" : "*");
                index++;
            } else if (c == '.') {
                glob.append('?');
            } else if (c == '\\' && ".-/:_".indexOf(next) >= 0) {
                glob.append(next);
                index++;
            } else if ("\\^$*+?()[]{}|".indexOf(c) >= 0 || "*+?{".indexOf(next) >= 0) {
                throw new UnsupportedException("the matcher " + text + ": its regular expression is no glob");
            } else {
                glob.append(c);
            }
        }
        return glob.toString();
    }
}
