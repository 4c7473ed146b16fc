package io.logaggregator.server.settings;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A setting that cannot be, and, as suppressed ones, others that were found together with it. The message begins with the
 * key and a colon; then come the value and what was expected.
 */
public final class InvalidSettingException extends IllegalArgumentException {

    public InvalidSettingException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }

    /** The first of them, with the others. */
    static InvalidSettingException of(List<InvalidSettingException> all) {
        InvalidSettingException first = all.getFirst();
        all.stream().skip(1).forEach(first::addSuppressed);
        return first;
    }

    /** This, and those found together with it. */
    List<InvalidSettingException> all() {
        List<InvalidSettingException> all = new ArrayList<>(List.of(this));
        for (Throwable other : getSuppressed()) {
            if (other instanceof InvalidSettingException invalid) {
                all.add(invalid);
            }
        }
        return all;
    }

    String key() {
        return String.valueOf(getMessage()).split(": ", 2)[0];
    }
}
