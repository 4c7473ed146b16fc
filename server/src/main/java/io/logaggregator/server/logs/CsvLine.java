package io.logaggregator.server.logs;

import java.util.List;

/**
 * A record of a CSV file. Text that a spreadsheet would evaluate as a formula gets a leading apostrophe, because log
 * messages are untrusted.
 *
 * @see <a href="https://www.rfc-editor.org/rfc/rfc4180">RFC 4180, CSV</a>
 * @see <a href="https://owasp.org/www-community/attacks/CSV_Injection">OWASP, CSV injection</a>
 */
final class CsvLine {

    private static final String FORMULA = "=+-@\t\r\n";
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
        String safe = !field.isEmpty() && FORMULA.indexOf(field.charAt(0)) >= 0 ? '\'' + field : field;
        if (safe.chars().anyMatch(character -> QUOTED.indexOf(character) >= 0)) {
            line.append('"').append(safe.replace("\"", "\"\"")).append('"');
        } else {
            line.append(safe);
        }
    }
}
