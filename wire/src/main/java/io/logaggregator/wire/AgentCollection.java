package io.logaggregator.wire;

import io.logaggregator.core.observation.JsonObject;
import io.logaggregator.core.observation.Level;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import tools.jackson.core.JsonParser;

/** What an agent says of its own work: errors, each of which is worth an event, and how long it took. */
final class AgentCollection {

    private static final String COMPONENT = "collector";

    private final JsonParser parser;
    private final AgentValues values;
    private final List<String> errors = new ArrayList<>();
    private final AttributesWriter circumstances = new AttributesWriter();

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
            circumstances.add(name, parser);
        }
    }

    void addTo(HostObservationBuilder findings) {
        if (errors.isEmpty()) {
            return;
        }
        JsonObject attributes = circumstances.toObject();
        for (String error : errors) {
            findings.add(new AgentNotice(Optional.empty(), Level.WARN, COMPONENT, error, List.of(), attributes));
        }
    }
}
