package io.logaggregator.gateways.prometheus;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.logaggregator.gateways.http.ProtobufFields;
import io.logaggregator.gateways.message.ByteOutput;
import io.logaggregator.gateways.message.Element;
import io.logaggregator.wire.json.Bytes;
import java.util.Set;

/** The labels of series in the form of version 1.0. */
final class SeriesLabels {

    private static final String NAME = "deployment.environment.name";

    private static final Set<String> ENVIRONMENTS =
            Set.of(NAME, "deployment_environment_name", "deployment_environment", "environment", "env");

    private static final int SERIES = 1;
    private static final int LABEL = 1;

    private SeriesLabels() {}

    /** Adds a label with the environment to the series of an element unless they have one. */
    static Element withEnvironment(Element element, String environment) {
        ByteOutput changed = new ByteOutput(element.value().length + environment.length() + 64);
        ProtobufFields fields = new ProtobufFields(Bytes.of(element.value()));
        while (fields.next()) {
            if (fields.isNested(SERIES) && !hasEnvironment(fields.value())) {
                byte[] label = new ByteOutput()
                        .addField(1, NAME.getBytes(UTF_8))
                        .addField(2, environment.getBytes(UTF_8))
                        .toArray();
                changed.addField(
                        SERIES,
                        new ByteOutput(fields.value().length() + label.length + 8)
                                .addField(LABEL, label)
                                .add(fields.value())
                                .toArray());
            } else {
                changed.add(fields.whole());
            }
        }
        return new Element(changed.toArray(), element.events());
    }

    private static boolean hasEnvironment(Bytes series) {
        ProtobufFields labels = new ProtobufFields(series);
        while (labels.next()) {
            if (labels.isNested(LABEL) && ENVIRONMENTS.contains(nameOf(labels.value()))) {
                return true;
            }
        }
        return false;
    }

    private static String nameOf(Bytes label) {
        ProtobufFields parts = new ProtobufFields(label);
        String name = "";
        while (parts.next()) {
            name = parts.isNested(1) ? parts.value().text() : name;
        }
        return name;
    }
}
