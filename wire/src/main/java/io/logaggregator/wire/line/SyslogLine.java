package io.logaggregator.wire.line;

import io.logaggregator.core.observation.JsonObject;
import io.logaggregator.core.observation.Level;
import io.logaggregator.core.observation.LogField;
import io.logaggregator.core.observation.LogTexts;
import io.logaggregator.wire.json.AttributesWriter;
import io.logaggregator.wire.json.LogRecord;
import io.logaggregator.wire.json.Scalars;
import io.logaggregator.wire.time.TimeContext;
import io.logaggregator.wire.time.TimeMatch;
import io.logaggregator.wire.time.Timestamps;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A syslog message: RFC 5424; RFC 3164 with its usual variations, such as rsyslog's forward format, messages without a host,
 * and those of Cisco; and lines of files that syslog daemons and journald write, which have no priority.
 *
 * @param frame the values of the header and the structured data
 * @param text the message behind the header, possibly a record itself
 * @see <a href="https://www.rfc-editor.org/rfc/rfc5424#section-6">RFC 5424, section 6</a>
 * @see <a href="https://www.rfc-editor.org/rfc/rfc3164#section-4">RFC 3164, section 4</a>
 */
public record SyslogLine(LogRecord frame, String text) {

    private static final int MAX_PRIORITY = 191;

    /** Longer words are no tags. */
    private static final int MAX_TAG_LENGTH = 128;

    private static final List<String> FACILITIES = List.of(
            "kern",
            "user",
            "mail",
            "daemon",
            "auth",
            "syslog",
            "lpr",
            "news",
            "uucp",
            "cron",
            "authpriv",
            "ftp",
            "ntp",
            "security",
            "console",
            "solaris-cron",
            "local0",
            "local1",
            "local2",
            "local3",
            "local4",
            "local5",
            "local6",
            "local7");

    /** The parts of a line; empty if it is not from syslog. */
    public static Optional<SyslogLine> parse(String line, TimeContext context) {
        if (line.isEmpty()) {
            return Optional.empty();
        }
        Reader reader = new Reader(line, context);
        if (line.charAt(0) == '<') {
            return reader.priority()
                    ? Optional.of(reader.version() ? reader.rfc5424() : reader.rfc3164())
                    : Optional.empty();
        }
        return reader.fileLine();
    }

    /** Reads a line once. */
    private static final class Reader {

        private final String line;
        private final TimeContext context;
        private final AttributesWriter attributes = new AttributesWriter();
        private int position;
        private @Nullable Level level;
        private @Nullable Instant time;
        private @Nullable String host;
        private String application = "";

        Reader(String line, TimeContext context) {
            this.line = line;
            this.context = context;
        }

        boolean priority() {
            int end = line.indexOf('>');
            if (end < 2 || end > 4) {
                return false;
            }
            int value = number(1, end);
            if (value < 0 || value > MAX_PRIORITY) {
                return false;
            }
            level = Level.ofSyslogSeverity(value % 8).orElse(null);
            attributes.add("facility", FACILITIES.get(value / 8), true);
            position = end + 1;
            return true;
        }

        /** Skips the version of RFC 5424. */
        boolean version() {
            if (!line.startsWith("1 ", position)) {
                return false;
            }
            int start = position + 2;
            Optional<TimeMatch> match = Timestamps.at(line, start, context);
            int end = match.map(TimeMatch::end).orElse(line.startsWith("-", start) ? start + 1 : -1);
            if (end < 0 || end >= line.length() || line.charAt(end) != ' ') {
                return false;
            }
            time = match.map(TimeMatch::instant).orElse(null);
            position = end + 1;
            return true;
        }

        SyslogLine rfc5424() {
            host = label(word());
            application = Optional.ofNullable(label(word())).orElse("");
            attribute("procid", word());
            attribute("msgid", word());
            if (line.startsWith("-", position)) {
                position++;
            } else {
                structuredData();
            }
            skip(' ');
            skip('\uFEFF');
            skip(' '); // the templates of rsyslog add the one that follows the tag of RFC 3164
            return result();
        }

        /** The word up to the next space; empty for the nil value. */
        private String word() {
            int end = endOfWord(position);
            String word = line.substring(position, end);
            position = Math.min(end + 1, line.length());
            return word.equals("-") ? "" : word;
        }

        private void attribute(String name, String value) {
            if (!value.isEmpty()) {
                attributes.add(name, value, !isShortNumber(value));
            }
        }

        /** Reads elements {@code [id name="value"]}, as far as they are valid. */
        private void structuredData() {
            while (line.startsWith("[", position)) {
                int end = element(position + 1, null);
                if (end < 0) {
                    return;
                }
                int idEnd = endOfName(position + 1);
                attributes.startObject(line.substring(position + 1, idEnd));
                element(position + 1, attributes);
                attributes.endObject();
                position = end;
            }
        }

        /**
         * Reads an element from its id on.
         *
         * @param parameters receives the parameters, if given
         * @return the end of the element; negative if it is malformed
         */
        private int element(int start, @Nullable AttributesWriter parameters) {
            int next = endOfName(start);
            if (next == start) {
                return -1;
            }
            while (next < line.length() && line.charAt(next) == ' ') {
                int name = next + 1;
                int equals = endOfName(name);
                if (equals == name || !line.startsWith("=\"", equals)) {
                    return -1;
                }
                int end = endOfValue(equals + 2);
                if (end < 0) {
                    return -1;
                }
                if (parameters != null) {
                    parameters.add(line.substring(name, equals), unescaped(equals + 2, end), true);
                }
                next = end + 1;
            }
            return next < line.length() && line.charAt(next) == ']' ? next + 1 : -1;
        }

        private int endOfName(int start) {
            int end = start;
            while (end < line.length() && line.charAt(end) > ' ' && "=]\"".indexOf(line.charAt(end)) < 0) {
                end++;
            }
            return end;
        }

        private int endOfValue(int start) {
            for (int i = start; i < line.length(); i++) {
                if (line.charAt(i) == '"') {
                    return i;
                }
                i += line.charAt(i) == '\\' ? 1 : 0;
            }
            return -1;
        }

        private String unescaped(int start, int end) {
            StringBuilder value = new StringBuilder(end - start);
            for (int i = start; i < end; i++) {
                boolean escape = line.charAt(i) == '\\' && i + 1 < end && "\"\\]".indexOf(line.charAt(i + 1)) >= 0;
                i += escape ? 1 : 0;
                value.append(line.charAt(i));
            }
            return value.toString();
        }

        SyslogLine rfc3164() {
            int start = position;
            sequenceNumber();
            if (!time()) {
                position = start;
            }
            hostAndTag(time != null);
            return result();
        }

        /** Cisco writes {@code 29: host: 000123: *} before the time. */
        private void sequenceNumber() {
            for (int parts = 0; parts < 3; parts++) {
                skip(' ');
                int end = endOfWord(position);
                boolean colon = end > position && line.charAt(end - 1) == ':';
                String word = line.substring(position, colon ? end - 1 : position);
                boolean number = isShortNumber(word);
                if (!colon || end - position > MAX_TAG_LENGTH || !(number || word.isEmpty() || parts == 1)) {
                    break;
                }
                host = number || word.isEmpty() ? host : label(word);
                position = end;
            }
            skip(' ');
            if (line.startsWith("*", position) || line.startsWith(".", position)) { // the clock is not synchronized
                position++;
            } else if (line.startsWith(":", position)) {
                position++;
            }
        }

        private boolean time() {
            Optional<TimeMatch> match = Timestamps.at(line, position, context);
            match.ifPresent(found -> {
                time = found.instant();
                position = found.end();
            });
            return match.isPresent();
        }

        /** Either may be absent. A word without a colon or a process id is the beginning of the message, unless it is the host. */
        private void hostAndTag(boolean afterTime) {
            if (line.startsWith(":", position)) { // Cisco has no host here
                position++;
                skip(' ');
                return;
            }
            skipSpaces();
            int end = endOfWord(position);
            if (!tag() && afterTime && end < line.length() && end - position <= MAX_TAG_LENGTH) {
                String word = line.substring(position, end);
                String name = label(word);
                if (name != null && isHostName(word)) {
                    host = name;
                    position = end + 1;
                    if (line.startsWith(": ", position)) { // Cisco ASA: host : %ASA-6-302013: text
                        position += 2;
                    }
                    tag();
                }
            }
            skip(' ');
        }

        /** Reads {@code shop[42]:} or {@code shop:}; false if there is none. The mnemonic of Cisco stays in the message. */
        private boolean tag() {
            skipSpaces();
            int start = position;
            int end = start;
            int limit = Math.min(line.length(), start + MAX_TAG_LENGTH);
            while (end < limit && isTagPart(line.charAt(end))) {
                end++;
            }
            if (end == start || end == line.length() || line.charAt(start) == '%') {
                return false;
            }
            int next = end;
            String process = "";
            if (line.charAt(end) == '[') {
                int close = line.indexOf(']', end);
                if (close < 0 || close - end > MAX_TAG_LENGTH || close == end + 1) {
                    return false;
                }
                process = line.substring(end + 1, close);
                next = close + 1;
            }
            boolean colon = line.startsWith(":", next);
            if (!colon || (next + 1 < line.length() && line.charAt(next + 1) > ' ')) {
                return false;
            }
            application = Optional.ofNullable(label(line.substring(start, end))).orElse("");
            attribute("procid", process);
            position = next + 1;
            return true;
        }

        private static boolean isTagPart(char character) {
            return character > ' ' && ":[]\"{}<>=,;".indexOf(character) < 0;
        }

        private static boolean isHostName(String word) {
            for (int i = 0; i < word.length(); i++) {
                char character = word.charAt(i);
                if (!Character.isLetterOrDigit(character) && ".-_:".indexOf(character) < 0) {
                    return false;
                }
            }
            return word.charAt(word.length() - 1) != ':';
        }

        /** A line of a file: time, host and tag must all be there. With a time of ISO 8601, so must the process id. */
        Optional<SyslogLine> fileLine() {
            char first = line.charAt(0);
            boolean isIso = first >= '0' && first <= '9';
            boolean isMonth = first >= 'A' && first <= 'S';
            if ((!isIso && !isMonth) || (isIso && (line.length() < 24 || line.charAt(10) != 'T'))) {
                return Optional.empty();
            }
            boolean isShort = isMonth && (line.length() < 16 || line.charAt(3) != ' ' || line.charAt(6) != ' ');
            if (isShort || !time()) {
                return Optional.empty();
            }
            int end = endOfWord(position + 1);
            if (!line.startsWith(" ", position) || end >= line.length() || end - position > MAX_TAG_LENGTH) {
                return Optional.empty();
            }
            String word = line.substring(position + 1, end);
            host = word.isEmpty() || LevelWords.in(word).isPresent() || !isHostName(word) ? null : label(word);
            position = end + 1;
            int start = position;
            boolean read = host != null && tag();
            if (!read || (isIso && line.charAt(start + application.length()) != '[')) {
                return Optional.empty();
            }
            skip(' ');
            return Optional.of(result());
        }

        private SyslogLine result() {
            JsonObject others = attributes.toObject();
            LogTexts texts = LogTexts.EMPTY.with(LogField.Text.APPLICATION, application);
            return new SyslogLine(
                    new LogRecord(time, host, level, null, texts, List.of(), others),
                    line.substring(Math.min(position, line.length())));
        }

        private static @Nullable String label(String word) {
            return Scalars.label(word).orElse(null);
        }

        private int endOfWord(int start) {
            int end = start;
            while (end < line.length() && line.charAt(end) != ' ') {
                end++;
            }
            return end;
        }

        private int number(int start, int end) {
            int number = 0;
            for (int i = start; i < end; i++) {
                int digit = line.charAt(i) - '0';
                if (digit < 0 || digit > 9) {
                    return -1;
                }
                number = number * 10 + digit;
            }
            return number;
        }

        private static boolean isShortNumber(String text) {
            if (text.isEmpty() || text.length() > 9 || (text.length() > 1 && text.charAt(0) == '0')) {
                return false;
            }
            return text.chars().allMatch(c -> c >= '0' && c <= '9');
        }

        private void skip(char character) {
            position += position < line.length() && line.charAt(position) == character ? 1 : 0;
        }

        private void skipSpaces() {
            while (position < line.length() && line.charAt(position) == ' ') {
                position++;
            }
        }
    }
}
