package io.logaggregator.description;

import java.util.Locale;

/** Texts from the code, as a page shows them. */
final class Sentence {

    private Sentence() {}

    /** With a capital and a full stop. */
    static String of(String text) {
        return text.substring(0, 1).toUpperCase(Locale.ROOT)
                + text.substring(1)
                + (text.matches("(?s).*[.?!]") ? "" : ".");
    }

    /** Javadoc in Markdown. */
    static String ofJavadoc(String html) {
        return of(html.replaceAll("</?code>", "`")
                .replaceAll("\\{@link (\\S+) \\S+}", "`$1`")
                .replaceAll("\\s*<p>\\s*", "\n\n")
                .replaceAll("(?<!\\n)\\n *(?!\\n)", " ")
                .strip());
    }
}
