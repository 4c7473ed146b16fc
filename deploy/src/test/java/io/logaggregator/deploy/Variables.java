package io.logaggregator.deploy;

import io.logaggregator.server.AggregatorServer;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.springframework.boot.convert.DurationStyle;
import oshi.util.GlobalConfig;
import picocli.CommandLine;
import tools.jackson.databind.JsonNode;

/** What the programs take from outside: keys of the configuration, and environment variables. */
final class Variables {

    private static final Set<String> OF_THE_JVM_AND_SPRING = Set.of("JAVA_TOOL_OPTIONS", "SPRING_PROFILES_ACTIVE");
    private static final Map<String, String> SETTINGS = settings();

    private Variables() {}

    /** Each key of the server's application.yaml with its value. */
    private static Map<String, String> settings() {
        try (InputStream yaml = AggregatorServer.class.getResourceAsStream("/application.yaml")) {
            if (yaml == null) {
                throw new IllegalStateException("application.yaml: not in the server");
            }
            Map<String, String> settings = new TreeMap<>();
            Repository.documents(new String(yaml.readAllBytes(), StandardCharsets.UTF_8))
                    .forEach(document -> flatten("", document, settings));
            return settings;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void flatten(String prefix, JsonNode section, Map<String, String> into) {
        section.properties().forEach(entry -> {
            String key = prefix.isEmpty() ? entry.getKey() : prefix + '.' + entry.getKey();
            if (entry.getValue().isObject()) {
                flatten(key, entry.getValue(), into);
            } else {
                into.put(key, entry.getValue().isArray() ? "" : entry.getValue().asString());
            }
        });
    }

    /** Whether one of the programs reads a variable. */
    static boolean areKnown(String variable) {
        return OF_THE_JVM_AND_SPRING.contains(variable)
                || SETTINGS.keySet().stream().flatMap(Variables::variables).anyMatch(variable::equals)
                || agentVariables().anyMatch(variable::equals)
                || Stream.of(GlobalConfig.class.getFields())
                        .anyMatch(field -> field.getName().equals(variable));
    }

    /** Spring finds a key whether its dashes are left out or became underscores. */
    private static Stream<String> variables(String key) {
        String name = key.replace('.', '_').toUpperCase(Locale.ROOT);
        return Stream.of(name.replace("-", ""), name.replace('-', '_'));
    }

    private static Stream<String> agentVariables() {
        try {
            Class<?> command = Class.forName("io.logaggregator.agent.cli.AgentCommand");
            return new CommandLine(command)
                    .getCommandSpec().options().stream()
                            .map(option -> option.longestName().substring("--".length()))
                            .map(name ->
                                    "AGENT_" + name.toUpperCase(Locale.ROOT).replace('-', '_'));
        } catch (ClassNotFoundException e) {
            throw new IllegalStateException("the agent has no command", e);
        }
    }

    static Set<String> healthGroups() {
        String groups = "management.endpoint.health.group.";
        return SETTINGS.keySet().stream()
                .filter(key -> key.startsWith(groups))
                .map(key -> key.substring(groups.length()).split("\\.", 2)[0])
                .collect(Collectors.toSet());
    }

    /** How long each phase of stopping may take. */
    static Duration drainTime() {
        return DurationStyle.detectAndParse(SETTINGS.getOrDefault("spring.lifecycle.timeout-per-shutdown-phase", ""));
    }
}
