package io.logaggregator.notifiers.template;

import com.samskivert.mustache.BasicCollector;
import com.samskivert.mustache.Mustache;
import com.samskivert.mustache.MustacheException;
import com.samskivert.mustache.Template;
import java.io.Writer;
import java.util.HashMap;
import java.util.Iterator;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A Mustache template of a request body. It sees only the values that it is given: no methods, no files. Its result has at
 * most 64 KB, and it repeats at most 2,000 sections. Immutable.
 *
 * @see <a href="https://mustache.github.io/mustache.5.html">Mustache</a>
 */
final class BodyTemplate {

    static final int MAX_LENGTH = 4_000;

    private static final int MAX_RESULT = 64 * 1024;
    private static final int MAX_REPETITIONS = 2_000;

    private final String text;
    private final boolean json;

    /** @param json whether values are escaped as in JSON strings */
    BodyTemplate(String text, boolean json) {
        this.text = text;
        this.json = json;
    }

    /** Why the template is invalid. */
    Optional<String> rejection() {
        try {
            compile();
            return Optional.empty();
        } catch (MustacheException | UnsupportedOperationException e) {
            return Optional.of("an invalid template");
        }
    }

    /**
     * The template with values.
     *
     * @param values texts, booleans, and lists of such maps, by name; missing ones are empty
     * @throws InvalidTemplateException if it is invalid or reaches a limit
     */
    String render(Map<String, Object> values) throws InvalidTemplateException {
        BoundedWriter out = new BoundedWriter();
        try {
            compile().execute(values, out);
            return out.toString();
        } catch (MustacheException | UnsupportedOperationException e) {
            LimitException limit = e.getCause() instanceof LimitException cause ? cause : null;
            throw new InvalidTemplateException(limit == null ? "invalid (expected: Mustache)" : limit.reason());
        } catch (LimitException e) {
            throw new InvalidTemplateException(e.reason());
        }
    }

    private Template compile() {
        return Mustache.compiler()
                .defaultValue("")
                .emptyStringIsFalse(true)
                .withEscaper(json ? BodyTemplate::escapeJson : value -> value)
                .withLoader(name -> {
                    throw new UnsupportedOperationException("partial: " + name);
                })
                .withCollector(new Values())
                .compile(text);
    }

    /** Escapes a text for a JSON string. */
    static String escapeJson(String value) {
        StringBuilder escaped = new StringBuilder(value.length() + 16);
        for (int i = 0; i < value.length(); i++) {
            char character = value.charAt(i);
            switch (character) {
                case '"' -> escaped.append("\\\"");
                case '\\' -> escaped.append("\\\\");
                case '\n' -> escaped.append("\\n");
                case '\r' -> escaped.append("\\r");
                case '\t' -> escaped.append("\\t");
                default -> {
                    if (character < ' ' || character == '\u2028' || character == '\u2029') {
                        escaped.append("\\u%04x".formatted((int) character));
                    } else {
                        escaped.append(character);
                    }
                }
            }
        }
        return escaped.toString();
    }

    /** A template that cannot be rendered; the message begins after the name of the setting. */
    static final class InvalidTemplateException extends Exception {

        private static final long serialVersionUID = 1L;

        InvalidTemplateException(String reason) {
            super(reason);
        }

        String reason() {
            return String.valueOf(getMessage());
        }
    }

    private static final class LimitException extends RuntimeException {

        private static final long serialVersionUID = 1L;

        LimitException(String reason) {
            super(reason);
        }

        String reason() {
            return String.valueOf(getMessage());
        }
    }

    /** Members of maps, and no others: the default of the library calls methods of any object. */
    private static final class Values extends BasicCollector {

        private int repetitions;

        @Override
        public Mustache.@Nullable VariableFetcher createFetcher(Object context, String name) {
            return context instanceof Map ? super.createFetcher(context, name) : null;
        }

        @Override
        public @Nullable Iterator<?> toIterator(Object value) {
            return value instanceof Iterable<?> list ? counted(list.iterator()) : null;
        }

        private Iterator<?> counted(Iterator<?> elements) {
            return new Iterator<Object>() {
                @Override
                public boolean hasNext() {
                    return elements.hasNext();
                }

                @Override
                public Object next() {
                    if (++repetitions > MAX_REPETITIONS) {
                        throw new LimitException("more than " + MAX_REPETITIONS + " repetitions");
                    }
                    return elements.next();
                }
            };
        }

        @Override
        public <K, V> Map<K, V> createFetcherCache() {
            return new HashMap<>();
        }
    }

    private static final class BoundedWriter extends Writer {

        private final StringBuilder text = new StringBuilder();

        @Override
        public void write(char[] buffer, int offset, int length) {
            if (text.length() + length > MAX_RESULT) {
                throw new LimitException("result of more than " + MAX_RESULT + " characters");
            }
            text.append(buffer, offset, length);
        }

        @Override
        public void flush() {}

        @Override
        public void close() {}

        @Override
        public String toString() {
            return text.toString();
        }
    }
}
