package io.logaggregator.server.logs;

import java.text.Normalizer;
import java.text.Normalizer.Form;
import java.util.List;

/**
 * A record of a CSV file. Text that a spreadsheet would evaluate as a formula gets a leading apostrophe, because log
 * messages are untrusted. Some spreadsheets ignore white space before a formula and accept full-width operators.
 *
 * @see <a href="https://www.rfc-editor.org/rfc/rfc4180">RFC 4180, CSV</a>
 * @see <a href="https://owasp.org/www-community/attacks/CSV_Injection">OWASP, CSV injection</a>
 */
final class CsvLine {

    private static final String FORMULA = "=+-@";
    private static final String BREAKS = "\t\r\n";
    private static final String QUOTED = ",\"\r\n";

    private CsvLine() {}

    /** A record with its line break. */
    static String of(List<String> fields) {
        StringBuilder line = new StringBuilder();
        for (String field : fields) {
            append(field, line);
            line.append(',');
        }
        line.setLength(line.length() - 1);
        return line.append("\r\n").toString();
    }

    private static void append(String field, StringBuilder line) {
        String safe = isFormula(field) ? '\'' + field : field;
        if (safe.chars().anyMatch(character -> QUOTED.indexOf(character) >= 0)) {
            line.append('"').append(safe.replace("\"", "\"\"")).append('"');
        } else {
            line.append(safe);
        }
    }

    private static boolean isFormula(String field) {
        int start = 0;
        while (start < field.length() && isIgnored(field.charAt(start))) {
            if (BREAKS.indexOf(field.charAt(start++)) >= 0) {
                return true;
            }
        }
        // One character is enough: no operator is the normalization of several.
        return start < field.length()
                && FORMULA.indexOf(Normalizer.normalize(field.substring(start, start + 1), Form.NFKC)
                                .charAt(0))
                        >= 0;
    }

    /** White space of all kinds, and characters without width. */
    private static boolean isIgnored(char character) {
        return Character.isWhitespace(character)
                || Character.isSpaceChar(character)
                || Character.isISOControl(character)
                || Character.getType(character) == Character.FORMAT;
    }
}
