package io.logaggregator.gateways.alertmanager;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.logaggregator.core.alerting.kinds.ExternalAlerts;
import io.logaggregator.core.observation.MetricSample;
import io.logaggregator.core.observation.MetricSample.ExternalAlert;
import io.logaggregator.gateways.http.Failure;
import io.logaggregator.gateways.http.GatewayRequest;
import io.logaggregator.gateways.http.HttpGateway;
import io.logaggregator.gateways.http.HttpReply;
import io.logaggregator.gateways.http.InvalidBodyException;
import io.logaggregator.gateways.http.JsonText;
import io.logaggregator.gateways.http.Route;
import io.logaggregator.gateways.http.Submission;
import io.logaggregator.gateways.message.Element;
import io.logaggregator.gateways.message.Envelope;
import io.logaggregator.gateways.message.Outcome;
import io.logaggregator.gateways.message.Outcome.Refusal;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.StringJoiner;
import java.util.TreeMap;
import java.util.stream.Stream;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.json.JsonFactory;

/**
 * Alerts of Prometheus and other senders to Alertmanager. An alert is appended as a sample of the metric {@link
 * MetricSample#EXTERNAL_ALERT} with its labels, in the format of OTLP: its value is the time when the alert ends, its start
 * time the start of the alert, and the metadata of the metric has annotations and generator URL.
 *
 * @see <a href="https://github.com/prometheus/alertmanager/blob/main/api/v2/openapi.yaml">API v2 of Alertmanager</a>
 */
public final class AlertmanagerGateway implements HttpGateway {

    /** Maximum number of labels of an alert. */
    static final int MAX_LABELS = 64;

    /** Maximum number of characters of the name of a label. */
    static final int MAX_NAME_LENGTH = 256;

    /** Maximum number of characters of the value of a label. */
    static final int MAX_VALUE_LENGTH = 1_000;

    /** Maximum number of characters of all labels: a longer series would be rejected when it is read. */
    static final int MAX_TOTAL_LENGTH = 1_200;

    /** Maximum number of alerts of a request. */
    static final int MAX_ALERTS = 10_000;

    private static final int MAX_REPORTED = 20;
    private static final String HOST = "host";
    private static final String INSTANCE = "instance";
    private static final String NO_HOST = "external";
    private static final JsonFactory JSON = new JsonFactory();

    private final InstantSource clock;

    public AlertmanagerGateway(InstantSource clock) {
        this.clock = clock;
    }

    @Override
    public String name() {
        return "alertmanager";
    }

    @Override
    public List<Route> routes() {
        return List.of(Route.ingest("/api/v2/alerts", (_, body) -> new Alerts(body, clock.instant())));
    }

    /** The server answers other methods, with the alerts. */
    @Override
    public boolean sharesPaths() {
        return true;
    }

    @Override
    public HttpReply failure(GatewayRequest request, Failure failure) {
        return HttpReply.json(failure.status(), JsonText.quoted(failure.detail()));
    }

    /** An alert as sent. */
    private record Alert(
            SortedMap<String, String> labels,
            Optional<Instant> startsAt,
            Optional<Instant> endsAt,
            SortedMap<String, String> annotations,
            String generatorUrl) {

        /** The reason why it cannot be used; empty if it can. */
        Optional<String> invalid() {
            if (labels.isEmpty()) {
                return Optional.of("at least one label pair required");
            }
            if (labels.size() > MAX_LABELS) {
                return Optional.of(labels.size() + " labels (expected: at most " + MAX_LABELS + ")");
            }
            Optional<String> longLabel = labels.entrySet().stream()
                    .filter(label -> label.getKey().isEmpty()
                            || label.getKey().length() > MAX_NAME_LENGTH
                            || label.getValue().length() > MAX_VALUE_LENGTH)
                    .map(label -> "label of " + label.getKey().length() + " and "
                            + label.getValue().length() + " characters (expected: a name of 1 to " + MAX_NAME_LENGTH
                            + ", a value of at most " + MAX_VALUE_LENGTH + ")")
                    .findFirst();
            if (longLabel.isPresent()) {
                return longLabel;
            }
            int length = labels.entrySet().stream()
                    .mapToInt(
                            label -> label.getKey().length() + label.getValue().length())
                    .sum();
            if (length > MAX_TOTAL_LENGTH) {
                return Optional.of("labels of " + length + " characters (expected: at most " + MAX_TOTAL_LENGTH + ")");
            }
            return startsAt.isPresent() && endsAt.isPresent() && endsAt.get().isBefore(startsAt.get())
                    ? Optional.of("start time must be before end time")
                    : Optional.empty();
        }

        Element element(Instant now) {
            Instant end = endsAt.orElseGet(() -> now.plus(ExternalAlerts.RESOLVE_TIMEOUT));
            StringJoiner attributes = new StringJoiner(",", "[", "]");
            labels.forEach((label, value) -> attributes.add(attribute(label, value)));
            ExternalAlert parts = new ExternalAlert(null, annotations, generatorUrl); // bounds the texts
            StringJoiner metadata = new StringJoiner(",", "[", "]");
            parts.annotations().forEach((name, text) -> metadata.add(attribute("annotation." + name, text)));
            if (!parts.generatorUrl().isEmpty()) {
                metadata.add(attribute("generator.url", parts.generatorUrl()));
            }
            String start = startsAt.filter(time -> time.isBefore(now))
                    .map(time -> "\"startTimeUnixNano\":\"" + nanoseconds(time) + "\",")
                    .orElse("");
            String json = "{\"resource\":{\"attributes\":[" + attribute("host.name", host()) + "]},\"scopeMetrics\":[{"
                    + "\"metrics\":[{\"name\":\"" + MetricSample.EXTERNAL_ALERT + "\",\"unit\":\"s\",\"metadata\":"
                    + metadata + ",\"gauge\":{\"dataPoints\":[{" + start + "\"timeUnixNano\":\"" + nanoseconds(now)
                    + "\",\"asDouble\":" + (end.getEpochSecond() + end.getNano() / 1e9) + ",\"attributes\":"
                    + attributes + "}]}}]}]}";
            return new Element(json.getBytes(UTF_8), 1);
        }

        private static long nanoseconds(Instant time) {
            return ChronoUnit.NANOS.between(Instant.EPOCH, time);
        }

        private static String attribute(String name, String value) {
            return "{\"key\":" + JsonText.quoted(name) + ",\"value\":{\"stringValue\":" + JsonText.quoted(value) + "}}";
        }

        /** The label `host`, or `instance` without its port. */
        private String host() {
            String host = labels.getOrDefault(HOST, "");
            if (host.isBlank()) {
                String instance = labels.getOrDefault(INSTANCE, "");
                host = instance.replaceFirst(":[0-9]+$", "");
            }
            return host.isBlank() ? NO_HOST : host;
        }
    }

    /** The alerts of a body. Invalid ones are reported, and do not affect the others. */
    private static final class Alerts implements Submission {

        /** By labels, of which the last alert counts. */
        private final Map<SortedMap<String, String>, Alert> valid = new LinkedHashMap<>();

        private final List<String> invalid = new ArrayList<>();
        private final Instant now;

        Alerts(byte[] body, Instant now) {
            this.now = now.truncatedTo(ChronoUnit.MICROS);
            try (JsonParser json = JSON.createParser(ObjectReadContext.empty(), body)) {
                if (json.nextToken() != JsonToken.START_ARRAY) {
                    throw new InvalidBodyException("The body is no array of alerts.");
                }
                for (int count = 0; json.nextToken() != JsonToken.END_ARRAY; count++) {
                    if (count == MAX_ALERTS) {
                        throw new InvalidBodyException("more than " + MAX_ALERTS + " alerts");
                    }
                    add(json);
                }
            } catch (JacksonException e) {
                throw new InvalidBodyException("The body is not valid JSON: " + e.getOriginalMessage());
            }
        }

        private void add(JsonParser json) {
            if (json.currentToken() != JsonToken.START_OBJECT) {
                throw new InvalidBodyException("The body is no array of alerts.");
            }
            try {
                Alert alert = alert(json);
                Optional<String> reason = alert.invalid();
                if (reason.isEmpty()) {
                    valid.put(alert.labels(), alert);
                } else {
                    report(reason.get());
                }
            } catch (DateTimeException e) {
                throw new InvalidBodyException("startsAt, endsAt: expected times of RFC 3339");
            }
        }

        private static Alert alert(JsonParser json) {
            SortedMap<String, String> labels = new TreeMap<>();
            Optional<Instant> startsAt = Optional.empty();
            Optional<Instant> endsAt = Optional.empty();
            SortedMap<String, String> annotations = new TreeMap<>();
            String generatorUrl = "";
            while (json.nextToken() == JsonToken.PROPERTY_NAME) {
                String member = json.currentName();
                JsonToken value = json.nextToken();
                switch (member) {
                    case "labels" -> readTexts(json, value, labels);
                    case "annotations" -> readTexts(json, value, annotations);
                    case "generatorURL" -> generatorUrl = value == JsonToken.VALUE_STRING ? json.getString() : "";
                    case "startsAt" -> startsAt = time(json, value);
                    case "endsAt" -> endsAt = time(json, value);
                    default -> json.skipChildren();
                }
            }
            return new Alert(labels, startsAt, endsAt, annotations, generatorUrl);
        }

        private static void readTexts(JsonParser json, JsonToken value, SortedMap<String, String> texts) {
            if (value == JsonToken.VALUE_NULL) {
                return;
            }
            String member = json.currentName();
            if (value != JsonToken.START_OBJECT) {
                throw new InvalidBodyException(member + ": expected an object");
            }
            while (json.nextToken() == JsonToken.PROPERTY_NAME) {
                String name = json.currentName();
                if (json.nextToken() != JsonToken.VALUE_STRING) {
                    throw new InvalidBodyException(member + ": expected texts");
                }
                String text = json.getString();
                if (!text.isEmpty()) {
                    texts.put(name, text);
                }
            }
        }

        /** The zero time of Go is none. */
        private static Optional<Instant> time(JsonParser json, JsonToken value) {
            if (value == JsonToken.VALUE_NULL) {
                return Optional.empty();
            }
            if (value != JsonToken.VALUE_STRING) {
                throw new DateTimeException("no text");
            }
            return Optional.of(Instant.parse(json.getString())).filter(time -> time.isAfter(Instant.EPOCH));
        }

        private void report(String reason) {
            if (invalid.size() < MAX_REPORTED) {
                invalid.add(reason);
            }
        }

        @Override
        public String format() {
            return "otlp";
        }

        @Override
        public Envelope envelope() {
            return Envelope.arrayIn("resourceMetrics");
        }

        @Override
        public Iterator<Element> elements() {
            return valid.values().stream().map(alert -> alert.element(now)).iterator();
        }

        @Override
        public boolean reportsRefusals() {
            return true;
        }

        @Override
        public HttpReply stored(Outcome outcome) {
            List<String> reasons = Stream.concat(
                            invalid.stream(),
                            outcome.refusals().stream().limit(MAX_REPORTED).map(Refusal::detail))
                    .toList();
            if (reasons.isEmpty()) {
                return new HttpReply(200, HttpReply.JSON, Map.of(), new byte[0]);
            }
            return HttpReply.json(outcome.isForbidden() ? 403 : 400, JsonText.quoted(String.join("; ", reasons)));
        }
    }
}
