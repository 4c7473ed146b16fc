package io.logaggregator.wire.otlp;

import io.logaggregator.wire.json.JsonObjectBuilder;
import io.logaggregator.wire.json.Text;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * The resource and the instrumentation scope of an element, mapped to the fields of observations.
 *
 * @param host empty if unknown
 * @param attributes of log events, other than those that became a field
 * @param seriesAttributes that distinguish the series of several processes of a host
 */
record OtlpSource(
        @Nullable String host,
        String application,
        String environment,
        String component,
        Map<String, Object> attributes,
        Map<String, String> seriesAttributes) {

    private static final List<String> HOST_NAMES = List.of("host.name", "k8s.node.name", "service.instance.id");
    private static final List<String> ENVIRONMENT_NAMES =
            List.of("deployment.environment.name", "deployment.environment");

    /** Characters of attributes that all events of a resource share. */
    static final int MAX_LENGTH = 8_192;

    /** The attribute that holds the number of omitted attributes. */
    private static final String DROPPED = "resource.dropped";

    /** The name that an SDK sends for a service without one. */
    private static final String UNKNOWN_SERVICE = "unknown_service";

    static OtlpSource of(Map<String, Object> resource, Scope scope) {
        Map<String, Object> rest = new LinkedHashMap<>(resource);
        String instance = label(resource.get("service.instance.id")).orElse("");
        String host = take(rest, HOST_NAMES);
        String environment = take(rest, ENVIRONMENT_NAMES);
        String application = label(rest.remove("service.name"))
                .filter(name -> !name.startsWith(UNKNOWN_SERVICE))
                .orElse("");
        Map<String, String> series = new TreeMap<>();
        if (!application.isEmpty()) {
            series.put("service.name", application);
            label(resource.get("service.namespace")).ifPresent(name -> series.put("service.namespace", name));
        }
        if (!instance.isEmpty() && !instance.equals(host)) {
            series.put("service.instance.id", instance);
        }
        if (!scope.version().isEmpty()) {
            rest.putIfAbsent("otel.scope.version", scope.version());
        }
        scope.attributes().forEach(rest::putIfAbsent);
        omitExcess(rest);
        return new OtlpSource(
                host.isEmpty() ? null : host,
                application,
                environment,
                Text.label(scope.name()).orElse(""),
                rest,
                series);
    }

    /** Omits attributes beyond a total length, since each event has them all. */
    private static void omitExcess(Map<String, Object> attributes) {
        int[] length = {0};
        int before = attributes.size();
        attributes.entrySet().removeIf(attribute -> {
            int own = attribute.getKey().length()
                    + JsonObjectBuilder.text(attribute.getValue()).length();
            boolean fits = length[0] + own <= MAX_LENGTH;
            length[0] += fits ? own : 0;
            return !fits;
        });
        if (attributes.size() < before) {
            attributes.put(DROPPED, (long) before - attributes.size());
        }
    }

    private static String take(Map<String, Object> attributes, List<String> names) {
        for (String name : names) {
            Optional<String> label = label(attributes.get(name));
            if (label.isPresent()) {
                attributes.remove(name);
                return label.get();
            }
        }
        return "";
    }

    private static Optional<String> label(@Nullable Object value) {
        return value == null ? Optional.empty() : Text.label(value.toString());
    }

    /** An instrumentation scope: a library or a logger. */
    record Scope(String name, String version, Map<String, Object> attributes) {

        static final Scope NONE = new Scope("", "", Map.of());
    }
}
