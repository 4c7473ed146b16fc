package io.logaggregator.wire.agent;

import io.logaggregator.core.observation.JsonObject;
import io.logaggregator.core.observation.Level;
import io.logaggregator.wire.json.AttributesWriter;
import io.logaggregator.wire.json.Scalars;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import tools.jackson.core.JsonParser;

/** The agent's own errors, each of which becomes an event, and the metadata of its collection. */
final class AgentCollection {

    private static final String COMPONENT = "collector";

    private final JsonParser parser;
    private final AgentValues values;
    private final List<String> errors = new ArrayList<>();
    private final AttributesWriter attributes = new AttributesWriter();

    AgentCollection(JsonParser parser, AgentValues values) {
        this.parser = parser;
        this.values = values;
    }

    /** Reads a member of {@code metadata}. */
    void readMember(String name) {
        if (name.equals("errors")) {
            errors.clear();
            values.array(() -> Scalars.text(parser).ifPresentOrElse(errors::add, values::drop));
        } else {
            attributes.add(name, parser);
        }
    }

    void addTo(HostObservationBuilder result) {
        if (errors.isEmpty()) {
            return;
        }
        JsonObject metadata = attributes.toObject();
        for (String error : errors) {
            result.add(new AgentNotice(Optional.empty(), Level.WARN, COMPONENT, error, List.of(), metadata));
        }
    }
}
