package io.logaggregator.server.rule.file;

import io.logaggregator.core.alerting.rule.AlertRules;
import io.logaggregator.core.alerting.rule.Condition.OfEvents;
import io.logaggregator.core.alerting.rule.RuleDefinition;
import io.logaggregator.core.common.InvalidDefinitionException;
import io.logaggregator.server.json.UnreadableBody;
import io.logaggregator.server.rule.RuleForm;
import io.logaggregator.server.rule.file.YamlFile.Problem;
import io.logaggregator.server.rule.file.YamlFile.UnreadableFileException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * Rules in YAML files: a list {@code rules}, with the members of a rule in the API. Unknown members are problems. A
 * directory stands for its files {@code *.yaml} and {@code *.yml}, by name.
 *
 * @param rules the valid rules in the order of the files
 * @param problems of all files, each with its line
 */
public record RuleFiles(List<RuleDefinition> rules, List<String> problems) {

    private static final String RULES = "rules";

    private static final JsonMapper MAPPER = JsonMapper.builder()
            .enable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
            .build();

    public RuleFiles {
        rules = List.copyOf(rules);
        problems = List.copyOf(problems);
    }

    /** Reads files and directories, without settings. */
    public static RuleFiles read(List<Path> paths) {
        return read(paths, OfEvents.ALLOWED_LATENESS);
    }

    /**
     * Reads files and directories. Never throws: all problems are in the result.
     *
     * @param allowedLateness of log-count rules without one
     */
    public static RuleFiles read(List<Path> paths, Duration allowedLateness) {
        Reading reading = new Reading(allowedLateness);
        paths.forEach(reading::addAll);
        return new RuleFiles(
                reading.rules, reading.problems.stream().map(Problem::toString).toList());
    }

    private static final class Reading {

        private final List<RuleDefinition> rules = new ArrayList<>();
        private final List<Problem> problems = new ArrayList<>();
        /** The places of the names, in lower case. */
        private final Map<String, String> names = new HashMap<>();

        private final Duration allowedLateness;

        Reading(Duration allowedLateness) {
            this.allowedLateness = allowedLateness;
        }

        void addAll(Path path) {
            if (!Files.isDirectory(path)) {
                add(path);
                return;
            }
            try (Stream<Path> files = Files.list(path)) {
                files.filter(RuleFiles::isYaml).sorted().forEach(this::add);
            } catch (IOException e) {
                problems.add(new Problem(path, 0, "not readable: " + e.getMessage()));
            }
        }

        private void add(Path path) {
            try {
                add(YamlFile.read(path));
            } catch (UnreadableFileException e) {
                problems.add(e.problem());
            }
        }

        private void add(YamlFile file) {
            for (String member : file.root().propertyNames()) {
                if (!member.equals(RULES)) {
                    problems.add(file.problem(member, member + ": no such member (expected: " + RULES + ")"));
                }
            }
            if (!file.root().path(RULES).isArray()) {
                problems.add(file.problem(RULES, RULES + ": absent or no list (expected: a list of rules)"));
                return;
            }
            int index = 0;
            for (JsonNode rule : file.root().path(RULES)) {
                add(file, RULES + '[' + index++ + ']', rule);
            }
        }

        private void add(YamlFile file, String path, JsonNode rule) {
            try {
                RuleDefinition definition =
                        MAPPER.treeToValue(rule, RuleForm.class).definition(allowedLateness);
                String name = definition.name();
                Problem place = file.problem(path + ".name", "");
                String other = names.putIfAbsent(name.toLowerCase(Locale.ROOT), place.file() + ":" + place.line());
                if (other != null) {
                    problems.add(file.problem(
                            path + ".name", "name: " + name + " (expected: a unique name; also in " + other + ")"));
                } else if (rules.size() == AlertRules.MAX_COUNT) {
                    problems.add(file.problem(path, "more than " + AlertRules.MAX_COUNT + " rules"));
                } else {
                    rules.add(definition);
                }
            } catch (InvalidDefinitionException e) {
                problems.add(file.problem(path + '.' + e.field(), String.valueOf(e.getMessage())));
            } catch (JacksonException e) {
                UnreadableBody body = UnreadableBody.of(e);
                problems.add(file.problem(
                        body.field().map(field -> path + '.' + field).orElse(path), body.detail()));
            }
        }
    }

    private static boolean isYaml(Path file) {
        String name = String.valueOf(file.getFileName());
        return (name.endsWith(".yaml") || name.endsWith(".yml")) && !name.startsWith(".");
    }
}
