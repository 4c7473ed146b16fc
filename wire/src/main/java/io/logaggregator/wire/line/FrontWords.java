package io.logaggregator.wire.line;

import java.util.Set;

/** Kinds of words in the front columns of lines. */
final class FrontWords {

    /** Words that are levels also in small letters and without a sign around them, if they follow a time. */
    static final Set<String> COMMON = Set.of("trace", "debug", "info", "warn", "warning", "error", "fatal", "critical");

    /** Words in capitals that are levels also where no other column precedes them. */
    static final Set<String> MAIN =
            Set.of("TRACE", "DEBUG", "INFO", "WARN", "WARNING", "ERROR", "FATAL", "CRITICAL", "SEVERE");

    /** Words in capitals that are levels only beside a sign such as a bracket or a colon. */
    static final Set<String> AMBIGUOUS = Set.of("HTTP", "LOG", "FAIL", "FAILURE", "SILLY");

    /** Words that are cut off after four letters, by logrus and others. */
    static final Set<String> CUT = Set.of("TRAC", "DEBU", "ERRO", "FATA", "PANI");

    static final Set<String> LEVEL_KEYS = Set.of("level", "lvl", "severity", "loglevel", "log.level");

    /** The first column of access logs of load balancers of AWS. */
    static final Set<String> SCHEMES = Set.of("http", "https", "h2", "grpcs", "ws", "wss");

    private FrontWords() {}

    /** {@code 42:M} of Redis. */
    static boolean isProcess(String word) {
        int colon = word.length() - 2;
        if (colon < 1 || word.charAt(colon) != ':' || !Character.isUpperCase(word.charAt(colon + 1))) {
            return false;
        }
        for (int i = 0; i < colon; i++) {
            if (!isDigit(word.charAt(i))) {
                return false;
            }
        }
        return true;
    }

    static boolean isTimeOfDay(String word) {
        return word.length() >= 8
                && isDigit(word.charAt(0))
                && isDigit(word.charAt(1))
                && word.charAt(2) == ':'
                && isDigit(word.charAt(3))
                && word.charAt(5) == ':';
    }

    /** Whether a word has a character that prose has not. */
    static boolean isName(String word) {
        if (word.charAt(0) == '/') {
            return true;
        }
        for (int i = 0; i < word.length(); i++) {
            char character = word.charAt(i);
            boolean inside = i + 1 < word.length();
            if (isDigit(character)
                    || "/@#_$".indexOf(character) >= 0
                    || (inside && (character == '.' || character == '-' || character == ':'))) {
                return true;
            }
        }
        return false;
    }

    /** Whether a word has no letter and no digit. */
    static boolean isSign(String word) {
        for (int i = 0; i < word.length(); i++) {
            if ("-:*#.,=~>+!".indexOf(word.charAt(i)) < 0) {
                return false;
            }
        }
        return true;
    }

    static boolean isCapitals(String word, int start, int end) {
        for (int i = start; i < end; i++) {
            if (word.charAt(i) < 'A' || word.charAt(i) > 'Z') {
                return false;
            }
        }
        return end > start + 1;
    }

    static boolean isSpace(char character) {
        return character <= ' ' || character == '|' || character == ']';
    }

    static boolean isDigit(char character) {
        return character >= '0' && character <= '9';
    }
}
