package io.logaggregator.agent.statsd;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import io.logaggregator.agent.statsd.StatsdItem.Event;
import io.logaggregator.agent.statsd.StatsdItem.Measurement;
import io.logaggregator.agent.statsd.StatsdItem.ServiceCheck;
import io.logaggregator.agent.statsd.StatsdItem.Type;
import io.logaggregator.agent.statsd.StatsdItem.Value;
import io.logaggregator.core.observation.Level;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Function;

/**
 * Parses a line of StatsD, with the extensions of DogStatsD (tags, several values, times, events, service checks) and the
 * tags of Telegraf ({@code name,key=value:1|c}). Unknown sections of a line are ignored.
 *
 * @see <a href="https://github.com/statsd/statsd/blob/master/docs/metric_types.md">StatsD, metric types</a>
 * @see <a href="https://docs.datadoghq.com/developers/dogstatsd/datagram_shell/">DogStatsD, datagram format</a>
 */
final class StatsdParser {

    static final int MAX_NAME_LENGTH = 255;
    static final int MAX_TAGS = 100;

    /** Characters of name and tags; the server accepts 1,500 with the host. */
    static final int MAX_SERIES_LENGTH = 1_000;

    private static final int MAX_NUMBER_LENGTH = 40;
    private static final long MAX_SECONDS = 9_223_372_036L;

    private StatsdParser() {}

    /** The content of a line; empty if it is invalid. */
    static Optional<StatsdItem> parse(String line) {
        if (line.startsWith("_e{")) {
            return event(line);
        }
        if (line.startsWith("_sc|")) {
            return serviceCheck(line);
        }
        return measurement(line);
    }

    private static Optional<StatsdItem> measurement(String line) {
        int colon = line.indexOf(':');
        int bar = line.indexOf('|', Math.max(colon, 0));
        if (colon < 1 || bar < 0) {
            return Optional.empty();
        }
        String[] sections = line.substring(bar + 1).split("\\|", -1);
        Optional<Type> type = type(sections[0]);
        var details = new Details();
        boolean valid = details.telegrafName(line.substring(0, colon));
        for (int i = 1; i < sections.length; i++) {
            valid &= details.section(sections[i]);
        }
        if (!valid || type.isEmpty() || !isSeries(details.name, details.tags)) {
            return Optional.empty();
        }
        return values(type.get(), line.substring(colon + 1, bar))
                .map(values -> new Measurement(
                        type.get(), details.name, details.tags, values, details.rate, details.at, details.dogstatsd));
    }

    private static Optional<Type> type(String text) {
        return switch (text) {
            case "c", "m" -> Optional.of(Type.COUNTER);
            case "g" -> Optional.of(Type.GAUGE);
            case "s" -> Optional.of(Type.SET);
            case "ms", "h", "d" -> Optional.of(Type.TIMER);
            default -> Optional.empty();
        };
    }

    private static Optional<List<Value>> values(Type type, String text) {
        if (type == Type.SET) {
            return text.isEmpty() ? Optional.empty() : Optional.of(List.of(new Value(text, 0)));
        }
        List<Value> values = new ArrayList<>();
        for (String value : text.split(":", -1)) {
            Optional<Double> number = number(value);
            if (number.isEmpty()) {
                return Optional.empty();
            }
            values.add(new Value(value, number.get()));
        }
        return Optional.of(values);
    }

    /**
     * {@code _e{title length,text length}:title|text|d:time|h:host|t:error|#tags}. Lengths are in bytes of UTF-8; some clients
     * count characters.
     */
    private static Optional<StatsdItem> event(String line) {
        int comma = line.indexOf(',');
        int brace = line.indexOf("}:");
        if (comma < 0 || brace < comma) {
            return Optional.empty();
        }
        Optional<Long> titleLength = whole(line.substring("_e{".length(), comma));
        Optional<Long> textLength = whole(line.substring(comma + 1, brace));
        if (titleLength.isEmpty() || textLength.isEmpty()) {
            return Optional.empty();
        }
        String content = line.substring(brace + 2);
        // one character per byte
        String bytes = new String(content.getBytes(UTF_8), ISO_8859_1);
        return event(bytes, titleLength.get(), textLength.get(), StatsdParser::decoded)
                .or(() -> event(content, titleLength.get(), textLength.get(), Function.identity()));
    }

    private static String decoded(String bytes) {
        return new String(bytes.getBytes(ISO_8859_1), UTF_8);
    }

    private static Optional<StatsdItem> event(
            String content, long titleLength, long textLength, Function<String, String> decoder) {
        long textEnd = titleLength + 1 + textLength;
        if (titleLength < 1
                || textEnd > content.length()
                || content.charAt((int) titleLength) != '|'
                || textEnd < content.length() && content.charAt((int) textEnd) != '|') {
            return Optional.empty();
        }
        return event(
                decoder.apply(content.substring(0, (int) titleLength)),
                decoder.apply(content.substring((int) titleLength + 1, (int) textEnd))
                        .replace("\\n", "\n"),
                decoder.apply(content.substring((int) textEnd)));
    }

    private static Optional<StatsdItem> event(String title, String text, String rest) {
        var details = new Details();
        Map<String, String> attributes = new LinkedHashMap<>();
        Level level = Level.INFO;
        boolean valid = true;
        for (String section : rest.split("\\|", -1)) {
            String value = section.length() > 2 ? section.substring(2) : "";
            switch (section.length() > 2 ? section.substring(0, 2) : "") {
                case "t:" -> level = level(value);
                case "p:" -> attributes.put("priority", value);
                case "k:" -> attributes.put("aggregation_key", value);
                case "s:" -> attributes.put("source_type_name", value);
                default -> valid &= details.section(section);
            }
        }
        attributes.putAll(details.tags);
        String message = text.isBlank() ? title : title + '\n' + text;
        return valid ? Optional.of(new Event(level, message, details.host, details.at, attributes)) : Optional.empty();
    }

    private static Level level(String alertType) {
        return switch (alertType.toLowerCase(Locale.ROOT)) {
            case "error" -> Level.ERROR;
            case "warning" -> Level.WARN;
            default -> Level.INFO;
        };
    }

    /** {@code _sc|name|status|d:time|h:host|#tags|m:message}; the message is the last section. */
    private static Optional<StatsdItem> serviceCheck(String line) {
        int end = line.indexOf("|m:");
        String message = end < 0 ? "" : line.substring(end + 3).replace("\\n", "\n");
        String[] sections = (end < 0 ? line : line.substring(0, end)).split("\\|", -1);
        if (sections.length < 3 || !sections[2].matches("[0-3]")) {
            return Optional.empty();
        }
        var details = new Details();
        details.name = sections[1];
        boolean valid = true;
        for (int i = 3; i < sections.length; i++) {
            valid &= details.section(sections[i]);
        }
        return valid && isSeries(details.name, details.tags)
                ? Optional.of(new ServiceCheck(
                        details.name, Integer.parseInt(sections[2]), message, details.host, details.at, details.tags))
                : Optional.empty();
    }

    private static boolean isSeries(String name, Map<String, String> tags) {
        int length = name.length();
        boolean valid = !name.isBlank() && name.length() <= MAX_NAME_LENGTH && tags.size() <= MAX_TAGS && isPlain(name);
        for (Map.Entry<String, String> tag : tags.entrySet()) {
            length += tag.getKey().length() + tag.getValue().length();
            valid &= isPlain(tag.getKey()) && isPlain(tag.getValue());
        }
        return valid && length <= MAX_SERIES_LENGTH;
    }

    private static boolean isPlain(String text) {
        return text.chars().noneMatch(Character::isISOControl);
    }

    /** A finite decimal number; Java reads {@code 1d} and {@code 0x1p3} too. */
    private static Optional<Double> number(String text) {
        boolean decimal = !text.isEmpty()
                && text.length() <= MAX_NUMBER_LENGTH
                && text.chars().allMatch(c -> c >= '0' && c <= '9' || "+-.eE".indexOf(c) >= 0);
        try {
            return decimal ? Optional.of(Double.valueOf(text)).filter(Double::isFinite) : Optional.empty();
        } catch (NumberFormatException notANumber) {
            return Optional.empty();
        }
    }

    private static Optional<Long> whole(String text) {
        return text.length() <= 18 && !text.isEmpty() && text.chars().allMatch(c -> c >= '0' && c <= '9')
                ? Optional.of(Long.parseLong(text))
                : Optional.empty();
    }

    /** The sections of a line that all kinds of lines have. */
    private static final class Details {

        private String name = "";
        private final SortedMap<String, String> tags = new TreeMap<>();
        private double rate = 1;
        private boolean dogstatsd;
        private Optional<Instant> at = Optional.empty();
        private Optional<String> host = Optional.empty();

        /** Reads a name and the tags after it; false if they are invalid. */
        boolean telegrafName(String text) {
            int comma = text.indexOf(',');
            name = comma < 0 ? text : text.substring(0, comma);
            if (comma < 0) {
                return true;
            }
            boolean valid = true;
            for (String tag : text.substring(comma + 1).split(",", -1)) {
                int equals = tag.indexOf('=');
                valid &= equals > 0;
                if (equals > 0) {
                    tag(tag.substring(0, equals), tag.substring(equals + 1));
                }
            }
            return valid;
        }

        /** Reads a section; false if it is invalid. */
        boolean section(String section) {
            if (section.startsWith("@")) {
                rate = number(section.substring(1)).orElse(0.0);
                return rate > 0 && rate <= 1;
            }
            dogstatsd = true;
            if (section.startsWith("#")) {
                for (String tag : section.substring(1).split(",", -1)) {
                    int colon = tag.indexOf(':');
                    tag(colon < 0 ? tag : tag.substring(0, colon), colon < 0 ? "true" : tag.substring(colon + 1));
                }
            } else if (section.startsWith("T")) {
                return time(section.substring(1));
            } else if (section.startsWith("d:")) {
                return time(section.substring(2));
            } else if (section.startsWith("h:")) {
                host = Optional.of(section.substring(2).strip()).filter(text -> !text.isEmpty() && isPlain(text));
            }
            return true;
        }

        private boolean time(String seconds) {
            Optional<Long> number = whole(seconds).filter(value -> value > 0 && value < MAX_SECONDS);
            at = number.map(Instant::ofEpochSecond);
            return number.isPresent();
        }

        private void tag(String key, String value) {
            if (!key.isBlank() && !value.isBlank()) {
                tags.put(key.strip(), value.strip());
            }
        }
    }
}
