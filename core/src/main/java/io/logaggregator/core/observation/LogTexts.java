package io.logaggregator.core.observation;

import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.function.Function;

/** The value of each {@link LogField.Text} of a log event; empty if unknown. Immutable. */
public final class LogTexts {

    public static final LogTexts EMPTY = of();

    private final String[] values;

    private LogTexts(String[] values) {
        this.values = values;
    }

    /**
     * Takes over an array, which must not be changed afterwards.
     *
     * @param values in the order of the fields; the last ones may be absent
     */
    public static LogTexts of(String... values) {
        int fields = LogField.Text.ALL.size();
        if (values.length == fields) {
            return new LogTexts(values);
        }
        String[] all = Arrays.copyOf(values, fields);
        Arrays.fill(all, values.length, fields, "");
        return new LogTexts(all);
    }

    public String get(LogField.Text field) {
        return values[field.ordinal()];
    }

    /** In the order of the fields. */
    public List<String> values() {
        return Collections.unmodifiableList(Arrays.asList(values));
    }

    /** These texts, where an empty one is replaced. */
    public LogTexts orElse(Function<LogField.Text, String> other) {
        LogTexts texts = this;
        for (LogField.Text field : LogField.Text.ALL) {
            if (get(field).isEmpty()) {
                String text = other.apply(field);
                texts = text.isEmpty() ? texts : texts.with(field, text);
            }
        }
        return texts;
    }

    /** These texts with another one for a field. */
    public LogTexts with(LogField.Text field, String text) {
        String[] all = values.clone();
        all[field.ordinal()] = text;
        return new LogTexts(all);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof LogTexts texts && Arrays.equals(values, texts.values);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(values);
    }

    @Override
    public String toString() {
        return Arrays.toString(values);
    }
}
