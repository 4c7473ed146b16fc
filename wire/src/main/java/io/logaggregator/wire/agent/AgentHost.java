package io.logaggregator.wire.agent;

import io.logaggregator.wire.json.Scalars;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;

/**
 * The host of an agent's report. Its description becomes the attributes of one metric that rarely changes, which keeps
 * the number of series low.
 */
final class AgentHost {

    private static final String ENVIRONMENT = "deployment.environment.name";

    private final JsonParser parser;
    private final AgentValues values;
    private final SortedMap<String, String> description = new TreeMap<>();
    private @Nullable String name;
    private OptionalDouble cpuCores = OptionalDouble.empty();

    AgentHost(JsonParser parser, AgentValues values) {
        this.parser = parser;
        this.values = values;
    }

    Optional<String> name() {
        return Optional.ofNullable(name);
    }

    /** Empty if unknown. */
    String environment() {
        return description.getOrDefault(ENVIRONMENT, "");
    }

    /** Reads a member of {@code host}. */
    void readHost(String member) {
        switch (member) {
            case "hostname" -> name = Scalars.label(parser).orElse(null);
            case "cpu_cores" -> cpuCores = values.amount();
            case "os" -> describe("os.type", label -> label.toLowerCase(Locale.ROOT));
            case "arch" -> describe("host.arch", AgentHost::architecture);
            case "go_version" -> describe("process.runtime.version", UnaryOperator.identity());
            default -> {}
        }
    }

    /** Reads a member of {@code tenant_metadata}. */
    void readTenant(String member) {
        switch (member) {
            case "environment" -> describe(ENVIRONMENT, UnaryOperator.identity());
            case "agent_version" -> describe("agent.version", UnaryOperator.identity());
            case "tenant_name" -> describe("tenant.name", UnaryOperator.identity());
            case "tenant_type" -> describe("tenant.type", UnaryOperator.identity());
            default -> {}
        }
    }

    private void describe(String attribute, UnaryOperator<String> normalization) {
        Optional<String> label = Scalars.label(parser);
        label.ifPresent(value -> description.put(attribute, normalization.apply(value)));
        if (label.isEmpty() && !isBlank()) {
            values.drop();
        }
    }

    private boolean isBlank() {
        return parser.currentToken() == JsonToken.VALUE_NULL
                || (parser.currentToken() == JsonToken.VALUE_STRING
                        && parser.getString().isBlank());
    }

    /** OpenTelemetry's names of architectures. */
    private static String architecture(String label) {
        return switch (label) {
            case "x86_64" -> "amd64";
            case "aarch64" -> "arm64";
            case "arm" -> "arm32";
            case "386", "i386", "i686" -> "x86";
            default -> label;
        };
    }

    void addTo(HostObservationBuilder result) {
        result.add("system.cpu.logical.count", cpuCores, description);
    }
}
