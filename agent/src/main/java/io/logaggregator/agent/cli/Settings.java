package io.logaggregator.agent.cli;

import java.io.IOException;
import java.io.Reader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;
import org.yaml.snakeyaml.error.YAMLException;
import picocli.CommandLine.IDefaultValueProvider;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;

/** Defaults of options from environment variables, then from a YAML file. */
final class Settings implements IDefaultValueProvider {

    private static final String VARIABLE_PREFIX = "AGENT_";

    /** Not a setting. */
    private static final String CHECK = "--check-config";

    private final Map<String, String> environment;
    private final Map<String, String> file;
    private final List<String> unknownVariables;

    private Settings(Map<String, String> environment, Map<String, String> file, List<String> unknownVariables) {
        this.environment = environment;
        this.file = file;
        this.unknownVariables = unknownVariables;
    }

    /** @throws IllegalArgumentException if the file is not readable or contains an unknown setting */
    static Settings of(Optional<Path> configFile, Map<String, String> environment, CommandSpec command) {
        Map<String, String> file = configFile.map(Settings::read).orElse(Map.of());
        TreeSet<String> known = command.options().stream()
                .filter(option -> !option.usageHelp()
                        && !option.versionHelp()
                        && !option.longestName().equals(CHECK))
                .map(Settings::name)
                .collect(Collectors.toCollection(TreeSet::new));
        List<String> unknown =
                file.keySet().stream().filter(key -> !known.contains(key)).toList();
        if (!unknown.isEmpty()) {
            throw new IllegalArgumentException(configFile.orElseThrow() + ": unknown setting "
                    + String.join(", ", unknown) + " (expected: one of " + known + ")");
        }
        return new Settings(environment, file, unknownVariables(environment, known));
    }

    /** Unknown variables are not an error, because other programs use the prefix: {@code AGENT_NAME} of build servers. */
    private static List<String> unknownVariables(Map<String, String> environment, Set<String> known) {
        Set<String> variables = known.stream().map(Settings::variable).collect(Collectors.toSet());
        return environment.keySet().stream()
                .filter(variable -> variable.startsWith(VARIABLE_PREFIX) && !variables.contains(variable))
                .sorted()
                .toList();
    }

    /** Environment variables with the prefix that are not settings. */
    List<String> unknownVariables() {
        return unknownVariables;
    }

    @Override
    public @Nullable String defaultValue(ArgSpec argument) {
        if (!(argument instanceof OptionSpec option)) {
            return null;
        }
        String inEnvironment = environment.get(variable(name(option)));
        return inEnvironment == null ? file.get(name(option)) : inEnvironment;
    }

    private static String name(OptionSpec option) {
        return option.longestName().substring("--".length());
    }

    private static String variable(String name) {
        return VARIABLE_PREFIX + name.toUpperCase(Locale.ROOT).replace('-', '_');
    }

    private static Map<String, String> read(Path path) {
        try (Reader reader = Files.newBufferedReader(path)) {
            Object content = new Yaml(new SafeConstructor(new LoaderOptions())).load(reader);
            return switch (content) {
                case null -> Map.of();
                case Map<?, ?> settings -> flat(settings);
                default -> throw new IllegalArgumentException(path + ": not a mapping (expected: key: value)");
            };
        } catch (IOException | YAMLException e) {
            throw new IllegalArgumentException("cannot read " + path + ": " + e.getMessage(), e);
        }
    }

    private static Map<String, String> flat(Map<?, ?> settings) {
        var flat = new LinkedHashMap<String, String>();
        settings.forEach((key, value) -> flat.put(String.valueOf(key), text(value)));
        return flat;
    }

    private static String text(@Nullable Object value) {
        return value instanceof List<?> list
                ? list.stream().map(String::valueOf).collect(Collectors.joining(","))
                : String.valueOf(value);
    }
}
