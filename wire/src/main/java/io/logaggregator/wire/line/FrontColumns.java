package io.logaggregator.wire.line;

import static io.logaggregator.wire.line.FrontWords.AMBIGUOUS;
import static io.logaggregator.wire.line.FrontWords.COMMON;
import static io.logaggregator.wire.line.FrontWords.CUT;
import static io.logaggregator.wire.line.FrontWords.LEVEL_KEYS;
import static io.logaggregator.wire.line.FrontWords.MAIN;
import static io.logaggregator.wire.line.FrontWords.SCHEMES;
import static io.logaggregator.wire.line.FrontWords.isCapitals;
import static io.logaggregator.wire.line.FrontWords.isDigit;
import static io.logaggregator.wire.line.FrontWords.isName;
import static io.logaggregator.wire.line.FrontWords.isProcess;
import static io.logaggregator.wire.line.FrontWords.isSign;
import static io.logaggregator.wire.line.FrontWords.isSpace;
import static io.logaggregator.wire.line.FrontWords.isTimeOfDay;

import io.logaggregator.core.observation.Level;
import io.logaggregator.wire.time.TimeContext;
import io.logaggregator.wire.time.TimeMatch;
import io.logaggregator.wire.time.Timestamps;
import java.time.Duration;
import java.time.Instant;
import java.util.Locale;
import java.util.Optional;

/** Reads the front columns of a line from left to right, once. Not thread-safe. */
final class FrontColumns {

    /** Later columns are text, whatever they look like. */
    private static final int MAX_LENGTH = 1_024;

    private static final int MAX_COLUMNS = 40;
    private static final int MAX_BRACKETED = 256;
    private static final int MAX_PHP_LENGTH = 32;

    /** Older epoch numbers are taken for other numbers. */
    private static final Duration MAX_AGE = Duration.ofDays(366);

    /** Precedes the time in the log of the audit system of Linux. */
    private static final String AUDIT = "msg=audit(";

    private final String text;
    private final TimeContext context;
    private final int end;
    private int position;
    private int columns;
    private boolean afterTime;
    private boolean inTimeBracket;
    private boolean afterProcess;
    private Optional<TimeMatch> time = Optional.empty();
    private Optional<Level> level = Optional.empty();

    FrontColumns(String text, TimeContext context) {
        this.text = text;
        this.context = context;
        int newline = text.indexOf('\n');
        this.end = Math.min(newline < 0 ? text.length() : newline, MAX_LENGTH);
    }

    LineHeader read() {
        while ((time.isEmpty() || level.isEmpty()) && columns < MAX_COLUMNS && skipSpace() && column()) {
            columns++;
        }
        if (level.isEmpty() && position >= end && end < text.length() && text.charAt(end) == '\n') {
            level = levelOfSecondLine();
        }
        return new LineHeader(time, level);
    }

    /** {@code java.util.logging} writes time and source in a line, and level and message in the next one. */
    private Optional<Level> levelOfSecondLine() {
        int start = end + 1;
        int colon = text.indexOf(": ", start);
        return time.isPresent() && colon > start && colon - start < 16 && isCapitals(text, start, colon)
                ? LevelWords.in(text.substring(start, colon))
                : Optional.empty();
    }

    private boolean skipSpace() {
        while (position < end && (isSpace(text.charAt(position)) || text.charAt(position) == ',')) {
            position++;
        }
        return position < end;
    }

    /** Reads a column; false if this is text. */
    private boolean column() {
        char first = text.charAt(position);
        if (startsTime(first) && time()) {
            return true;
        }
        return switch (first) {
            case '[', '(', '<', '{' -> bracketed(first);
            case '"', '\'', '`' -> false;
            default -> word();
        };
    }

    private boolean startsTime(char first) {
        if (time.isPresent()) {
            return false;
        }
        char second = position + 1 < end ? text.charAt(position + 1) : ' ';
        return isDigit(first)
                || (first >= 'A' && first <= 'Z' && (isDigit(second) || (second >= 'a' && second <= 'u')));
    }

    private boolean time() {
        Optional<TimeMatch> found = Timestamps.at(text, position, context);
        found.ifPresent(match -> {
            char first = text.charAt(position);
            if (first >= 'A' && first <= 'Z' && isDigit(text.charAt(position + 1))) { // klog
                foundLevel(LevelWords.ofLetter(first));
            }
            time = found;
            afterTime = true;
            position = Math.min(match.end(), end);
        });
        return found.isPresent();
    }

    private void foundLevel(Optional<Level> found) {
        level = level.isPresent() ? level : found;
    }

    /**
     * A part in brackets: a time with what follows it, a level, or an opaque column. A level also follows a colon, as in {@code
     * [proxy:error]}, or precedes a name, as in {@code [ERROR shop.pay]}.
     */
    private boolean bracketed(char open) {
        int start = position + 1;
        if ((open == '[' || open == '<') && start < end) { // WebLogic: <time> <level>
            position = letterBeforeTime(start);
            if (startsTime(text.charAt(position)) && time()) {
                inTimeBracket = open == '[';
                return true;
            }
        }
        int close = close(start, open);
        if (close < 0) {
            return false;
        }
        position = close + 1;
        String inside = text.substring(start, close).strip();
        if (open == '[') {
            foundLevel(inBrackets(inside));
            if (columns == 0) {
                epoch(inside);
            }
        } else if (open == '<') { // ClickHouse
            foundLevel(LevelWords.in(inside));
        }
        return true;
    }

    /** Tornado and others write {@code [E 2026-11-29 15:42:51 name]}. */
    private int letterBeforeTime(int start) {
        if (start + 2 < end && text.charAt(start + 1) == ' ' && isDigit(text.charAt(start + 2))) {
            Optional<Level> letter =
                    text.charAt(start) == 'C' ? Optional.of(Level.FATAL) : LevelWords.ofLetter(text.charAt(start));
            if (Character.isUpperCase(text.charAt(start)) && letter.isPresent()) {
                foundLevel(letter);
                return start + 2;
            }
        }
        return start;
    }

    private int close(int start, char open) {
        char closing = switch (open) {
            case '[' -> ']';
            case '(' -> ')';
            case '<' -> '>';
            default -> '}';
        };
        int limit = Math.min(end, start + MAX_BRACKETED);
        int depth = 1;
        for (int i = start; i < limit; i++) {
            char character = text.charAt(i);
            depth += character == open ? 1 : character == closing ? -1 : 0;
            if (depth == 0) {
                return i;
            }
        }
        return -1;
    }

    private static Optional<Level> inBrackets(String inside) {
        String last = inside.substring(endOfName(inside) + 1);
        if (last.indexOf(' ') < 0 && !isTimeOfDay(inside)) {
            return last.length() == 1 ? oneLetter(last) : LevelWords.in(last);
        }
        int space = inside.indexOf(' ');
        String first = space < 0 ? "" : inside.substring(0, space);
        if (isTimeOfDay(first)) { // Serilog: [15:42:51 ERR]
            return LevelWords.in(inside.substring(inside.lastIndexOf(' ') + 1));
        }
        return MAIN.contains(first) ? LevelWords.in(first) : Optional.empty();
    }

    /** Index of the last character that may precede a level: {@code core:error}, {@code shop/error}, {@code shop#error}. */
    private static int endOfName(String inside) {
        return Math.max(Math.max(inside.lastIndexOf(':'), inside.lastIndexOf('/')), inside.lastIndexOf('#'));
    }

    private static Optional<Level> oneLetter(String letter) {
        return Character.isUpperCase(letter.charAt(0)) ? LevelWords.ofLetter(letter.charAt(0)) : Optional.empty();
    }

    /** A recent epoch number as the time. */
    private void epoch(String number) {
        if (time.isEmpty() && number.length() >= 10 && isDigit(number.charAt(0))) {
            Instant earliest = context.receivedAt().minus(MAX_AGE);
            Optional<Instant> instant = Timestamps.ofEpoch(number, context).filter(found -> found.isAfter(earliest));
            time = instant.map(found -> new TimeMatch(found, position, true));
            afterTime |= time.isPresent();
        }
    }

    /** A word up to white space, a vertical bar, or the end of a bracket. */
    private boolean word() {
        int start = position;
        int stop = start;
        while (stop < end && !isSpace(text.charAt(stop)) && text.charAt(stop) != '[' && text.charAt(stop) != '"') {
            stop++;
        }
        if (stop == start) {
            return false;
        }
        position = stop;
        if (stop < end && text.charAt(stop) == '"') {
            return keyValue(start, stop);
        }
        boolean read = classify(start, stop);
        inTimeBracket &= stop == end || text.charAt(stop) != ']';
        return read;
    }

    private boolean classify(int start, int stop) {
        String word = text.substring(text.charAt(start) == '=' && stop > start + 1 ? start + 1 : start, stop);
        if (isSign(word)) {
            redisSign(word);
            return true;
        }
        if (word.startsWith(AUDIT) && word.indexOf(':') > 0) {
            epoch(word.substring(AUDIT.length(), word.indexOf(':')));
            return true;
        }
        char last = word.charAt(word.length() - 1);
        if (last == ':' || last == ',') {
            return beforeSeparator(word.substring(0, word.length() - 1), last);
        }
        if (last == '>' && isCapitals(word, 0, word.length() - 1)) { // Log4perl
            foundLevel(LevelWords.in(word));
            return true;
        }
        if (word.indexOf('=') > 0) {
            return keyValue(start, stop);
        }
        return bareWord(word) || compound(word);
    }

    /** {@code level=error}, also in quotes. */
    private boolean keyValue(int start, int stop) {
        int equals = text.indexOf('=', start);
        if (equals < 0 || equals >= stop) {
            return false;
        }
        int valueStart = equals + 1;
        int valueEnd = stop;
        if (valueStart == stop && stop < end && text.charAt(stop) == '"') {
            valueStart++;
            valueEnd = text.indexOf('"', valueStart);
            if (valueEnd < 0 || valueEnd > end) {
                return false;
            }
            position = valueEnd + 1;
        } else if (stop < end && text.charAt(stop) == '"') {
            return false;
        }
        if (LEVEL_KEYS.contains(text.substring(start, equals).toLowerCase(Locale.ROOT))) {
            foundLevel(LevelWords.ofField(text.substring(valueStart, valueEnd)));
        }
        return true;
    }

    /** Redis writes the process and its role, the time, and the level as a sign. */
    private void redisSign(String sign) {
        if (afterProcess && time.isPresent()) {
            foundLevel(
                    switch (sign) {
                        case ".", "-" -> Optional.of(Level.DEBUG);
                        case "*" -> Optional.of(Level.INFO);
                        case "#" -> Optional.of(Level.WARN);
                        default -> Optional.empty();
                    });
        }
        afterProcess = false;
    }

    private boolean beforeSeparator(String word, char separator) {
        if (separator == ',') {
            return word.length() == 1 || isName(word);
        }
        int colon = word.indexOf(':');
        int dot = word.lastIndexOf('.');
        if (colon > 0 && isCapitals(word, 0, colon)) {
            foundLevel(LevelWords.in(word.substring(0, colon)));
        } else if (dot > 0 && isCapitals(word, dot + 1, word.length())) {
            foundLevel(LevelWords.in(word.substring(dot + 1)));
        } else if (!ciscoLevel(word) && word.length() > 1) {
            foundLevel(LevelWords.in(word));
        }
        return true;
    }

    /** {@code %LINK-3-UPDOWN}: facility, severity of syslog, mnemonic. */
    private boolean ciscoLevel(String word) {
        int dash = word.startsWith("%") ? word.indexOf('-') : -1;
        while (dash > 0 && dash + 2 < word.length()) {
            if (isDigit(word.charAt(dash + 1)) && word.charAt(dash + 2) == '-') {
                foundLevel(Level.ofSyslogSeverity(word.charAt(dash + 1) - '0'));
                return true;
            }
            dash = word.indexOf('-', dash + 1);
        }
        return false;
    }

    private boolean bareWord(String word) {
        if (word.length() == 1) {
            return letter(word.charAt(0));
        }
        if (word.equals("PHP")) {
            return php();
        }
        if (word.equals("fatal") && text.startsWith(" error:", position)) { // Go, compilers
            foundLevel(Optional.of(Level.FATAL));
            return true;
        }
        if (isLevel(word, columns > 0) && !isMethod()) {
            foundLevel(LevelWords.in(word));
            return true;
        }
        return abbreviated(word);
    }

    /** {@code PHP Fatal error: }, {@code PHP Warning: }: the last word is the level, as PHP reports it to syslog. */
    private boolean php() {
        int colon = text.indexOf(':', position);
        if (colon < 0 || colon >= end || colon - position > MAX_PHP_LENGTH) {
            return false;
        }
        foundLevel(LevelWords.in(text.substring(text.lastIndexOf(' ', colon) + 1, colon)));
        position = colon + 1;
        return true;
    }

    /** Telegraf writes {@code E!}; logrus and others cut off words after four letters. */
    private boolean abbreviated(String word) {
        if (afterTime && word.length() == 2 && word.charAt(1) == '!') {
            foundLevel(oneLetter(word.substring(0, 1)));
            return true;
        }
        boolean beforeBracket = position < end && text.charAt(position) == '[';
        if (word.length() != 4 || !(afterTime || (columns == 0 && beforeBracket))) {
            return false;
        }
        Optional<Level> found = CUT.contains(word) ? LevelWords.in(word) : Optional.empty();
        foundLevel(found);
        return found.isPresent();
    }

    private boolean isLevel(String word, boolean afterColumn) {
        if (MAIN.contains(word) || (afterTime && isCommon(word.toLowerCase(Locale.ROOT)))) {
            return true;
        }
        boolean marked = afterColumn || isBeforeSeparator();
        return marked
                && isCapitals(word, 0, word.length())
                && !AMBIGUOUS.contains(word)
                && LevelWords.in(word).isPresent();
    }

    /** The highest levels in small letters need more space or a sign behind them: "fatal" is a word, too. */
    private boolean isCommon(String word) {
        boolean highest = word.equals("fatal") || word.equals("critical");
        return COMMON.contains(word)
                && (!highest
                        || isBeforeSeparator()
                        || text.startsWith("\t", position)
                        || text.startsWith("  ", position));
    }

    /** Whether a path follows: {@code TRACE / HTTP/1.1}. */
    private boolean isMethod() {
        int next = afterSpace();
        return next < end
                && (text.charAt(next) == '/' || text.startsWith("http://", next) || text.startsWith("https://", next));
    }

    /** A letter in a column after the time, before a separator or a name in capitals. */
    private boolean letter(char letter) {
        int next = afterSpace();
        if (isDigit(letter)) {
            return true;
        }
        boolean isColumn = afterTime
                && letter >= 'A'
                && letter <= 'Z'
                && next < end
                && (isBeforeSeparator() || Character.isUpperCase(text.charAt(next)) || text.charAt(next) == '[');
        if (isColumn) {
            foundLevel(letter == 'V' ? Optional.of(Level.TRACE) : LevelWords.ofLetter(letter)); // V of Android
        }
        return isColumn || isBeforeSeparator();
    }

    private int afterSpace() {
        int next = position;
        while (next < end && (text.charAt(next) == ' ' || text.charAt(next) == '\t')) {
            next++;
        }
        return next;
    }

    /** A word that is not a level: a name, or a word before a separator. */
    private boolean compound(String word) {
        if (columns == 0 && time.isEmpty()) {
            epoch(word);
            afterProcess = isProcess(word);
        }
        if (columns == 0 && SCHEMES.contains(word)) {
            return afterSpace() < end && isDigit(text.charAt(afterSpace()));
        }
        afterTime |= isTimeOfDay(word);
        if (inTimeBracket) { // Celery: [time: ERROR/MainProcess]
            int slash = word.indexOf('/');
            foundLevel(
                    slash > 0 && isCapitals(word, 0, slash)
                            ? LevelWords.in(word.substring(0, slash))
                            : Optional.empty());
            return true;
        }
        int colon = word.indexOf(':');
        if (colon > 0 && colon + 1 < word.length() && word.charAt(colon + 1) != '/' && isCapitals(word, 0, colon)) {
            foundLevel(LevelWords.in(word.substring(0, colon))); // Python: ERROR:root:text
            return false;
        }
        boolean beforeBracket = position < end && text.charAt(position) == '[';
        return beforeBracket || isName(word) || isBeforeSeparator();
    }

    /** Whether the next column is a separator. */
    private boolean isBeforeSeparator() {
        int next = afterSpace();
        if (next == end) {
            return false;
        }
        char character = text.charAt(next);
        return character == '|'
                || ((character == '-' || character == ':')
                        && (next + 1 == end || isSpace(text.charAt(next + 1)) || text.charAt(next + 1) == character));
    }
}
