package io.logaggregator.agent.lines;

/** Follows the brackets and quotes of a JSON object or array, to find its end. Not thread-safe. */
final class JsonBrackets {

    private int depth;
    private boolean inText;
    private boolean escaped;

    /** Whether a line without white space around it is a JSON object, by its brackets. */
    static boolean isObject(String line) {
        if (!line.startsWith("{")
                || !line.endsWith("}")
                || !line.substring(1).strip().startsWith("\"")) {
            return false;
        }
        var brackets = new JsonBrackets();
        int end = brackets.endIn(line);
        return end == line.length();
    }

    /** The index after the end of the object or array; negative if it does not end in this text. */
    int endIn(String text) {
        for (int i = 0; i < text.length(); i++) {
            char character = text.charAt(i);
            if (inText) {
                inText = escaped || character != '"';
                escaped = !escaped && character == '\\';
            } else if (character == '"') {
                inText = true;
            } else if (character == '{' || character == '[') {
                depth++;
            } else if (character == '}' || character == ']') {
                depth--;
                if (depth <= 0) {
                    return i + 1;
                }
            }
        }
        return -1;
    }
}
