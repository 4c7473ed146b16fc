package io.logaggregator.core.logs.match;

import io.logaggregator.core.observation.JsonObject;
import java.util.function.Function;

/** Reads single attributes of log events, with the results of the store. Thread-safe. */
public interface AttributeReader {

    /**
     * Compiles a reader of the attribute at a path.
     *
     * @param path see {@link io.logaggregator.core.observation.LogField.Attribute}
     * @return thread-safe; gives {@link AttributeValue.Nothing} if there is no such attribute
     */
    Function<JsonObject, AttributeValue> at(String path);
}
