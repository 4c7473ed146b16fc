package io.logaggregator.gateways.loki;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.logaggregator.gateways.http.BodyMembers;
import io.logaggregator.gateways.http.JsonText;
import io.logaggregator.gateways.http.ProtobufFields;
import io.logaggregator.gateways.message.ByteOutput;
import io.logaggregator.wire.json.Bytes;
import java.util.List;

/** The beginning of a stream: its members except the entries, in a form to which entries can be appended. */
final class StreamHead {

    private static final String NAME = "environment";

    /** Labels from which the environment is read. */
    private static final List<String> ENVIRONMENTS = List.of("env", NAME, "namespace");

    private static final String LABELS = "stream";
    private static final int LABELS_TEXT = 1;

    private StreamHead() {}

    /** Adds a label with the environment to a stream in JSON unless it has one. */
    static Bytes jsonWithEnvironment(Bytes head, String environment) {
        ByteOutput changed = new ByteOutput(head.length() + environment.length() + 32).add('{');
        BodyMembers members = new BodyMembers(closed(head));
        while (members.next()) {
            if (members.name().equals(LABELS) && members.value().startsWith('{') && !hasEnvironment(members.value())) {
                Bytes labels = members.value();
                boolean none = labels.startingAt(labels.from() + 1).strip().startsWith('}');
                changed.add("\"" + LABELS + "\":{\"" + NAME + "\":" + JsonText.quoted(environment) + (none ? "" : ","))
                        .add(labels.startingAt(labels.from() + 1));
            } else {
                changed.add(members.whole());
            }
            changed.add(',');
        }
        return Bytes.of(changed.toArray());
    }

    /** The head as a complete object. */
    private static Bytes closed(Bytes head) {
        return Bytes.of(new ByteOutput(head.length() + 1).add(head).add('}').toArray());
    }

    private static boolean hasEnvironment(Bytes labels) {
        BodyMembers members = new BodyMembers(labels);
        while (members.next()) {
            if (ENVIRONMENTS.contains(members.name())) {
                return true;
            }
        }
        return false;
    }

    /** Adds a label with the environment to a stream in protobuf unless it has one. */
    static Bytes protobufWithEnvironment(Bytes head, String environment) {
        ByteOutput changed = new ByteOutput(head.length() + environment.length() + 32);
        ProtobufFields fields = new ProtobufFields(head);
        while (fields.next()) {
            String labels = fields.isNested(LABELS_TEXT) ? fields.value().text().strip() : "";
            if (labels.endsWith("}") && !hasEnvironment(labels)) {
                boolean none = labels.substring(1, labels.length() - 1).isBlank();
                String more = labels.substring(0, labels.length() - 1) + (none ? "" : ", ") + NAME + "=\""
                        + environment.replace("\\", "\\\\").replace("\"", "\\\"") + "\"}";
                changed.addField(LABELS_TEXT, more.getBytes(UTF_8));
            } else {
                changed.add(fields.whole());
            }
        }
        return Bytes.of(changed.toArray());
    }

    /** Whether labels in text, such as {@code {app="shop", env="prod"}}, name an environment. */
    private static boolean hasEnvironment(String labels) {
        boolean quoted = false;
        StringBuilder name = new StringBuilder();
        for (int i = 1; i < labels.length(); i++) {
            char next = labels.charAt(i);
            if (quoted) {
                i += next == '\\' ? 1 : 0;
                quoted = next != '"';
            } else if (next == '"') {
                quoted = true;
            } else if (next == '=') {
                if (ENVIRONMENTS.contains(name.toString().strip())) {
                    return true;
                }
            } else if (next == ',') {
                name.setLength(0);
            } else {
                name.append(next);
            }
        }
        return false;
    }
}
