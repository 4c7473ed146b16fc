package io.logaggregator.wire.json;

import io.logaggregator.core.observation.JsonObject;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;

/** The tags of an event: an array of labels, or a single label. */
public final class Tags {

    /** Further tags are dropped. More would be data, and each is stored, indexed and shown with the event. */
    public static final int MAX_TAGS = 100;

    /** The attribute that holds the number of tags dropped beyond the maximum. */
    public static final String DROPPED = "tags.dropped";

    /** Up to this number of tags, comparing with each is faster than a set. */
    private static final int MAX_COMPARED = 8;

    private final List<String> labels = new ArrayList<>(2);
    private @Nullable Set<String> distinct; // of more than MAX_COMPARED labels
    private int invalid;
    private int excess;

    /** The tags so far, in the sender's order, without duplicates. */
    public List<String> labels() {
        return List.copyOf(labels);
    }

    /** Number of invalid elements, and of tags beyond the maximum. */
    public int dropped() {
        return invalid + excess;
    }

    /** The attributes of the event, with the number of tags beyond the maximum if there are any. */
    public JsonObject mark(JsonObject attributes) {
        return excess == 0 ? attributes : attributes.with(DROPPED, String.valueOf(excess));
    }

    /**
     * Adds the parser's current value.
     *
     * @return false if it is neither an array nor a label
     */
    public boolean add(JsonParser parser) {
        if (parser.currentToken() == JsonToken.START_ARRAY) {
            Members.ofArray(parser, () -> invalid += addLabel(parser) ? 0 : 1);
            return true;
        }
        return addLabel(parser);
    }

    private boolean addLabel(JsonParser parser) {
        Optional<String> label = Scalars.label(parser);
        if (label.isEmpty()) {
            return false;
        }
        if (!contains(label.get())) {
            addNew(label.get());
        }
        return true;
    }

    private boolean contains(String label) {
        return distinct == null ? labels.contains(label) : distinct.contains(label);
    }

    private void addNew(String label) {
        if (labels.size() == MAX_TAGS) {
            excess++;
            return;
        }
        labels.add(label);
        if (labels.size() > MAX_COMPARED) {
            distinct = distinct == null ? new HashSet<>(labels) : distinct;
            distinct.add(label);
        }
    }
}
