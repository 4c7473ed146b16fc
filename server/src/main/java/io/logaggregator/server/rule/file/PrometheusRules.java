package io.logaggregator.server.rule.file;

import io.logaggregator.core.alerting.rule.Severity;
import io.logaggregator.core.common.DurationText;
import io.logaggregator.server.rule.file.ConditionConverter.Converted;
import io.logaggregator.server.rule.file.PromqlParser.UnsupportedException;
import io.logaggregator.server.rule.file.YamlFile.Problem;
import io.logaggregator.server.rule.file.YamlFile.UnreadableFileException;
import java.math.BigDecimal;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.yaml.snakeyaml.DumperOptions;
import org.yaml.snakeyaml.Yaml;
import tools.jackson.databind.JsonNode;

/**
 * Converts files of alerting rules of Prometheus to rule files. A rule whose expression no condition can express is listed
 * with the reason.
 *
 * @param yaml the content of a rule file
 * @param unconverted one line each, with file and line
 * @param notes about converted rules: omitted parts, and differences
 */
record PrometheusRules(String yaml, int converted, List<String> unconverted, List<String> notes) {

    private static final Pattern TEMPLATE = Pattern.compile("\\{\\{[^}]*}}");
    private static final int MAX_NAME = 100;
    private static final int MAX_DESCRIPTION = 4_000;

    static final Map<String, Severity> SEVERITIES = Map.ofEntries(
            Map.entry("critical", Severity.CRITICAL),
            Map.entry("page", Severity.CRITICAL),
            Map.entry("emergency", Severity.CRITICAL),
            Map.entry("error", Severity.HIGH),
            Map.entry("high", Severity.HIGH),
            Map.entry("major", Severity.HIGH),
            Map.entry("warning", Severity.MEDIUM),
            Map.entry("warn", Severity.MEDIUM),
            Map.entry("medium", Severity.MEDIUM),
            Map.entry("minor", Severity.LOW),
            Map.entry("low", Severity.LOW),
            Map.entry("info", Severity.LOW),
            Map.entry("none", Severity.LOW));

    PrometheusRules {
        unconverted = List.copyOf(unconverted);
        notes = List.copyOf(notes);
    }

    /** Converts files. */
    static PrometheusRules convert(List<Path> files) {
        Conversion conversion = new Conversion();
        files.forEach(conversion::add);
        return conversion.result();
    }

    private static final class Conversion {

        private final List<Map<String, Object>> rules = new ArrayList<>();
        private final List<String> unconverted = new ArrayList<>();
        private final List<String> notes = new ArrayList<>();
        private final Set<String> names = new HashSet<>();

        PrometheusRules result() {
            DumperOptions options = new DumperOptions();
            options.setDefaultFlowStyle(DumperOptions.FlowStyle.BLOCK);
            options.setIndicatorIndent(2);
            options.setIndentWithIndicator(true);
            options.setSplitLines(false);
            return new PrometheusRules(
                    new Yaml(options).dump(Map.of("rules", rules)), rules.size(), unconverted, notes);
        }

        void add(Path path) {
            try {
                YamlFile file = YamlFile.read(path);
                if (!file.root().path("groups").isArray()) {
                    unconverted.add(
                            file.problem("groups", "groups: absent or no list (expected: a rule file of Prometheus)")
                                    .toString());
                }
                int group = 0;
                for (JsonNode rulesOfGroup : file.root().path("groups")) {
                    String path0 = "groups[" + group++ + "].rules";
                    int index = 0;
                    for (JsonNode rule : rulesOfGroup.path("rules")) {
                        add(file, path0 + '[' + index++ + ']', rule);
                    }
                }
            } catch (UnreadableFileException e) {
                unconverted.add(e.problem().toString());
            }
        }

        private void add(YamlFile file, String path, JsonNode rule) {
            Optional<String> alert = YamlFile.text(rule, "alert");
            String name = alert.or(() -> YamlFile.text(rule, "record")).orElse("a rule");
            try {
                if (alert.isEmpty()) {
                    throw new UnsupportedException(
                            rule.has("record") ? "a recording rule" : "no alert (expected: the name of an alert)");
                }
                Duration pendingPeriod = duration(rule, "for");
                Converted converted = ConditionConverter.convert(
                        PromqlParser.parse(YamlFile.text(rule, "expr").orElse("")), pendingPeriod);
                List<String> ofRule = new ArrayList<>(converted.notes());
                rules.add(rule(rule, name, converted, ofRule));
                ofRule.forEach(note -> notes.add(line(file, path, name, note)));
            } catch (UnsupportedException e) {
                unconverted.add(line(file, path + ".expr", name, String.valueOf(e.getMessage())));
            }
        }

        private static String line(YamlFile file, String path, String name, String text) {
            Problem place = file.problem(path, name + ": " + text);
            return place.toString();
        }

        private Map<String, Object> rule(JsonNode rule, String alert, Converted converted, List<String> notes)
                throws UnsupportedException {
            Map<String, Object> members = new LinkedHashMap<>();
            Severity severity = severity(rule, notes);
            members.put("name", name(alert, severity));
            description(rule, notes).ifPresent(text -> members.put("description", text));
            members.put("condition", converted.condition());
            members.put("severities", Map.of(severity.name(), number(converted.threshold())));
            putUnlessZero(members, "for", converted.pendingPeriod());
            Duration recovery = converted.recovery().plus(duration(rule, "keep_firing_for"));
            if (!recovery.isZero()) {
                members.put("recovery", Map.of("for", DurationText.of(recovery)));
            }
            Map<String, Object> matchers = new LinkedHashMap<>();
            converted.host().ifPresent(host -> matchers.put("host", host));
            if (!converted.attributes().isEmpty()) {
                matchers.put("attributes", converted.attributes());
            }
            if (!matchers.isEmpty()) {
                members.put("matchers", matchers);
            }
            return members;
        }

        /** As YAML writes it without a tag. */
        private static Number number(BigDecimal threshold) {
            double number = threshold.doubleValue();
            return number == Math.rint(number) && Math.abs(number) < 1e15 ? (Number) (long) number : (Number) number;
        }

        private static void putUnlessZero(Map<String, Object> members, String name, Duration duration) {
            if (!duration.isZero()) {
                members.put(name, DurationText.of(duration));
            }
        }

        private static Duration duration(JsonNode rule, String member) throws UnsupportedException {
            Optional<String> text = YamlFile.text(rule, member);
            Duration duration = text.isPresent() ? PromqlParser.duration(text.get()) : Duration.ZERO;
            if (duration.compareTo(Duration.ofDays(1)) > 0) {
                throw new UnsupportedException(member + ": " + text.orElse("") + " (expected: at most a day)");
            }
            return duration;
        }

        private static Severity severity(JsonNode rule, List<String> notes) {
            JsonNode labels = rule.path("labels");
            String others = labels.propertyNames().stream()
                    .filter(label -> !label.equals("severity"))
                    .collect(Collectors.joining(", "));
            if (!others.isEmpty()) {
                notes.add("labels are left out: " + others);
            }
            String given = YamlFile.text(labels, "severity").orElse("");
            Severity severity = SEVERITIES.get(given.toLowerCase(Locale.ROOT));
            if (severity == null && !given.isEmpty()) {
                notes.add("severity " + given + " is unknown and became MEDIUM");
            }
            return severity == null ? Severity.MEDIUM : severity;
        }

        /** Rules of Prometheus may have the same name, for example one for each severity. */
        private String name(String alert, Severity severity) {
            String base = alert.strip().substring(0, Math.min(alert.strip().length(), MAX_NAME - 20));
            String name = base;
            if (names.contains(name.toLowerCase(Locale.ROOT))) {
                name = base + ' ' + severity.name().toLowerCase(Locale.ROOT);
            }
            for (int number = 2; !names.add(name.toLowerCase(Locale.ROOT)); number++) {
                name = base + ' ' + number;
            }
            return name;
        }

        private static Optional<String> description(JsonNode rule, List<String> notes) {
            JsonNode annotations = rule.path("annotations");
            String text = Stream.concat(
                            Stream.of("summary", "description", "message"),
                            annotations.propertyNames().stream().sorted())
                    .distinct()
                    .flatMap(annotation -> YamlFile.text(annotations, annotation).stream())
                    .map(String::strip)
                    .filter(annotation -> !annotation.isEmpty())
                    .collect(Collectors.joining("\n"));
            String plain = TEMPLATE.matcher(text).replaceAll("…");
            if (!plain.equals(text)) {
                notes.add("templates in annotations became …");
            }
            return Optional.of(plain.substring(0, Math.min(plain.length(), MAX_DESCRIPTION)))
                    .filter(description -> !description.isEmpty());
        }
    }
}
