package io.logaggregator.wire.json;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;

/** The tags of an event: an array of labels, or a single label. */
public final class Tags {

    private final List<String> labels = new ArrayList<>();
    private int dropped;

    /** The tags so far, in the sender's order, without duplicates. */
    public List<String> labels() {
        return labels;
    }

    /** Number of invalid elements. */
    public int dropped() {
        return dropped;
    }

    /**
     * Adds the parser's current value.
     *
     * @return false if it is neither an array nor a label
     */
    public boolean add(JsonParser parser) {
        if (parser.currentToken() == JsonToken.START_ARRAY) {
            Members.ofArray(parser, () -> dropped += addLabel(parser) ? 0 : 1);
            return true;
        }
        return addLabel(parser);
    }

    private boolean addLabel(JsonParser parser) {
        Optional<String> label = Scalars.label(parser);
        if (label.isPresent() && !labels.contains(label.get())) {
            labels.add(label.get());
        }
        return label.isPresent();
    }
}
