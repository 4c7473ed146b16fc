package io.logaggregator.wire;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;

/** The tags of an event: an array of words, or a single word. */
final class Tags {

    private final List<String> words = new ArrayList<>();
    private int dropped;

    /** The tags so far, in the sender's order, without duplicates. */
    List<String> words() {
        return words;
    }

    /** How many elements were no words. */
    int dropped() {
        return dropped;
    }

    /** Adds what the parser's current value holds. False if it is neither an array nor a word. */
    boolean add(JsonParser parser) {
        if (parser.currentToken() == JsonToken.START_ARRAY) {
            Members.ofArray(parser, () -> dropped += addWord(parser) ? 0 : 1);
            return true;
        }
        return addWord(parser);
    }

    private boolean addWord(JsonParser parser) {
        Optional<String> word = Scalars.label(parser);
        if (word.isPresent() && !words.contains(word.get())) {
            words.add(word.get());
        }
        return word.isPresent();
    }
}
