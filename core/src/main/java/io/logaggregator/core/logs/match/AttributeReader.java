package io.logaggregator.core.logs.match;

import io.logaggregator.core.observation.JsonObject;
import java.util.function.Function;

/** Reads single attributes of log events, as the store finds them. Thread-safe. */
public interface AttributeReader {

    /**
     * Gets ready to read the attribute at a path.
     *
     * @param path see {@link io.logaggregator.core.logs.LogField.Attribute}
     * @return thread-safe; {@link AttributeValue.Nothing} where there is none
     */
    Function<JsonObject, AttributeValue> at(String path);
}
