package io.logaggregator.gateways.elasticsearch;

import io.logaggregator.gateways.http.BodyMembers;
import io.logaggregator.gateways.http.Failure.Kind;
import io.logaggregator.gateways.http.GatewayRequest;
import io.logaggregator.gateways.http.HttpReply;
import io.logaggregator.gateways.http.InvalidBodyException;
import io.logaggregator.gateways.http.JsonText;
import io.logaggregator.gateways.http.Submission;
import io.logaggregator.gateways.message.ByteOutput;
import io.logaggregator.gateways.message.Element;
import io.logaggregator.gateways.message.Envelope;
import io.logaggregator.gateways.message.Outcome;
import io.logaggregator.gateways.message.Outcome.Refusal;
import io.logaggregator.wire.json.Bytes;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The actions of a bulk request, each followed by its document unless it deletes one. Not thread-safe. */
final class BulkBody implements Submission {

    /** Bounds the response, which has an item for each action. */
    private static final int MAX_ACTIONS = Outcome.MAX_REFUSALS;

    private static final String UNNAMED = "\"\"";

    private final GatewayRequest request;
    private final String indexOfPath;
    private final List<Action> actions = new ArrayList<>();

    BulkBody(GatewayRequest request, byte[] body) {
        this.request = request;
        this.indexOfPath = JsonText.quoted(indexOf(request.path()));
        Lines lines = new Lines(Bytes.of(body).withoutByteOrderMark());
        for (Optional<Bytes> line = lines.next(); line.isPresent(); line = lines.next()) {
            if (actions.size() == MAX_ACTIONS) {
                throw new InvalidBodyException(
                        Kind.TOO_LARGE, "The body has more than " + MAX_ACTIONS + " actions. Split the request.");
            }
            actions.add(action(line.get(), lines));
        }
        if (actions.isEmpty()) {
            throw new InvalidBodyException("request body is required");
        }
    }

    /** An action with its document. A line that is no action is an item of its own, unless it is the first one. */
    private Action action(Bytes line, Lines lines) {
        Optional<Action> action = parse(line);
        if (action.isEmpty() && actions.isEmpty()) {
            throw new InvalidBodyException("Malformed action/metadata line [1], expected an object with an action");
        }
        return action.map(known -> known.name.equals("delete")
                        ? known.refused("delete is not supported (expected: index or create)")
                        : withDocument(known, lines.next()))
                .orElseGet(() -> new Action("index", UNNAMED, UNNAMED, Optional.empty(), "malformed action line"));
    }

    private static Action withDocument(Action action, Optional<Bytes> document) {
        if (document.isEmpty()) {
            return action.refused("the document is missing");
        }
        return action.name.equals("update")
                ? action.refused("update is not supported (expected: index or create)")
                : new Action(action.name, action.index, action.id, document, "");
    }

    private Optional<Action> parse(Bytes line) {
        try {
            BodyMembers members = new BodyMembers(line);
            if (!members.next() || !isAction(members.name()) || !members.value().startsWith('{')) {
                return Optional.empty();
            }
            String index = indexOfPath;
            String id = UNNAMED;
            BodyMembers metadata = new BodyMembers(members.value());
            while (metadata.next()) {
                if (metadata.name().equals("_index") && metadata.value().startsWith('"')) {
                    index = metadata.value().text();
                } else if (metadata.name().equals("_id") && metadata.value().startsWith('"')) {
                    id = metadata.value().text();
                }
            }
            return Optional.of(new Action(members.name(), index, id, Optional.empty(), ""));
        } catch (InvalidBodyException e) {
            return Optional.empty();
        }
    }

    private static boolean isAction(String name) {
        return switch (name) {
            case "index", "create", "update", "delete" -> true;
            default -> false;
        };
    }

    private static String indexOf(String path) {
        String[] segments = path.split("/", -1);
        return segments.length == 4 ? segments[2] : "";
    }

    @Override
    public String format() {
        return "ecs";
    }

    @Override
    public Envelope envelope() {
        return Envelope.LINES;
    }

    @Override
    public Iterator<Element> elements() {
        return actions.stream()
                .flatMap(action -> action.document.stream())
                .map(document -> new Element(
                        new ByteOutput(document.length()).add(document).toArray(), 1))
                .iterator();
    }

    @Override
    public boolean reportsRefusals() {
        return true;
    }

    @Override
    public HttpReply stored(Outcome outcome) {
        Map<Integer, Refusal> refusals = new HashMap<>();
        outcome.refusals().forEach(refusal -> refusals.put(refusal.index(), refusal));
        boolean errors = !refusals.isEmpty() || actions.stream().anyMatch(action -> action.document.isEmpty());
        StringBuilder items = new StringBuilder(64 + 160 * actions.size())
                .append("{\"took\":1,\"errors\":")
                .append(errors)
                .append(",\"items\":[");
        int element = 0;
        String separator = "";
        for (Action action : actions) {
            items.append(separator);
            Refusal refusal = action.document.isPresent() ? refusals.get(element++) : null;
            if (action.document.isEmpty()) {
                action.addError(items, 400, "illegal_argument_exception", action.error);
            } else if (refusal == null) {
                action.addCreated(items);
            } else if (refusal.reason() == Outcome.Reason.FORBIDDEN) {
                action.addError(items, 403, "security_exception", refusal.detail());
            } else {
                action.addError(items, 400, "mapper_parsing_exception", refusal.detail());
            }
            separator = ",";
        }
        return ElasticsearchGateway.json(request, 200, items.append("]}").toString());
    }

    /**
     * An action.
     *
     * @param index with quotes, as the id
     * @param document empty if the action is refused
     * @param error reason of the refusal
     */
    private record Action(String name, String index, String id, Optional<Bytes> document, String error) {

        Action refused(String reason) {
            return new Action(name, index, id, Optional.empty(), reason);
        }

        void addCreated(StringBuilder items) {
            begin(items)
                    .append(
                            ",\"_version\":1,\"result\":\"created\",\"_shards\":{\"total\":1,\"successful\":1,\"failed\":0},")
                    .append("\"_seq_no\":0,\"_primary_term\":1,\"status\":201}}");
        }

        void addError(StringBuilder items, int status, String type, String reason) {
            begin(items)
                    .append(",\"status\":")
                    .append(status)
                    .append(",\"error\":{\"type\":\"")
                    .append(type)
                    .append("\",\"reason\":")
                    .append(JsonText.quoted(reason))
                    .append("}}}");
        }

        private StringBuilder begin(StringBuilder items) {
            return items.append("{\"")
                    .append(name)
                    .append("\":{\"_index\":")
                    .append(index)
                    .append(",\"_id\":")
                    .append(id);
        }
    }

    /** Iterates over lines that are not blank. */
    private static final class Lines {

        private Bytes rest;

        Lines(Bytes text) {
            this.rest = text;
        }

        Optional<Bytes> next() {
            while (!rest.isEmpty()) {
                int end = rest.from();
                while (end < rest.to() && rest.array()[end] != '\n') {
                    end++;
                }
                Bytes line = rest.endingAt(end).strip();
                rest = rest.startingAt(end + 1);
                if (!line.isEmpty()) {
                    return Optional.of(line);
                }
            }
            return Optional.empty();
        }
    }
}
