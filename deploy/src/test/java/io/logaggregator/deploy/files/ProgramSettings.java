package io.logaggregator.deploy.files;

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

/** Configuration keys and environment variables of the programs. */
public final class ProgramSettings {

    private static final Set<String> JVM_AND_SPRING = Set.of("JAVA_TOOL_OPTIONS", "SPRING_PROFILES_ACTIVE");
    private static final Map<String, String> SETTINGS = settings();

    private ProgramSettings() {}

    /** Keys and values of application.yaml of the server. */
    private static Map<String, String> settings() {
        try (InputStream yaml = AggregatorServer.class.getResourceAsStream("/application.yaml")) {
            if (yaml == null) {
                throw new IllegalStateException("application.yaml: not found");
            }
            Map<String, String> settings = new TreeMap<>();
            ProjectFiles.documents(new String(yaml.readAllBytes(), StandardCharsets.UTF_8))
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

    /** Whether a program reads this variable. */
    public static boolean areKnown(String variable) {
        return JVM_AND_SPRING.contains(variable)
                || SETTINGS.keySet().stream()
                        .flatMap(ProgramSettings::variables)
                        .anyMatch(variable::equals)
                || agentProgramSettings().anyMatch(variable::equals)
                || Stream.of(GlobalConfig.class.getFields())
                        .anyMatch(field -> field.getName().equals(variable));
    }

    /** Spring finds a key whether its dashes are left out or became underscores. */
    private static Stream<String> variables(String key) {
        String name = key.replace('.', '_').toUpperCase(Locale.ROOT);
        return Stream.of(name.replace("-", ""), name.replace('-', '_'));
    }

    private static Stream<String> agentProgramSettings() {
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

    public static Set<String> healthGroups() {
        String groups = "management.endpoint.health.group.";
        return SETTINGS.keySet().stream()
                .filter(key -> key.startsWith(groups))
                .map(key -> key.substring(groups.length()).split("\\.", 2)[0])
                .collect(Collectors.toSet());
    }

    /** How long each phase of stopping may take. */
    public static Duration drainTime() {
        return DurationStyle.detectAndParse(SETTINGS.getOrDefault("spring.lifecycle.timeout-per-shutdown-phase", ""));
    }
}
