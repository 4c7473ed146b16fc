package io.logaggregator.server.rule.file;

import io.logaggregator.core.alerting.rule.Severity;
import io.logaggregator.core.alerting.silence.Inhibition;
import io.logaggregator.core.alerting.silence.LabelMatcher;
import io.logaggregator.core.alerting.silence.LabelMatcher.Operator;
import io.logaggregator.core.alerting.silence.MatcherGrammar;
import io.logaggregator.core.alerting.silence.RecurringTime;
import io.logaggregator.core.alerting.silence.RecurringTime.Part;
import io.logaggregator.core.common.DurationText;
import io.logaggregator.core.common.InvalidDefinitionException;
import io.logaggregator.server.rule.file.PromqlExpression.Matcher;
import io.logaggregator.server.rule.file.PromqlParser.UnsupportedException;
import io.logaggregator.server.rule.file.YamlFile.UnreadableFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.yaml.snakeyaml.DumperOptions;
import org.yaml.snakeyaml.Yaml;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.StringNode;

/**
 * Converts configurations of Alertmanager to settings: each receiver of a route becomes channels, time intervals become mute
 * intervals, and inhibition rules become inhibitions. Parts without an equivalent are listed with the reason.
 *
 * @param yaml settings below {@code aggregator.alerts}
 * @param converted number of channels, mute intervals and inhibitions
 * @param unconverted one line each, with file and line
 * @param notes about converted parts: omitted members, and differences
 */
record AlertmanagerConfiguration(String yaml, int converted, List<String> unconverted, List<String> notes) {

    private static final int MAX_GROUP_BY = 4;
    private static final Duration MAX_GROUP_INTERVAL = Duration.ofDays(1);
    private static final Duration MAX_REPEAT_INTERVAL = Duration.ofDays(7);
    private static final Set<String> WITHOUT_GROUPS = Set.of("pagerduty", "opsgenie");

    AlertmanagerConfiguration {
        unconverted = List.copyOf(unconverted);
        notes = List.copyOf(notes);
    }

    /** Converts files. */
    static AlertmanagerConfiguration convert(List<Path> files) {
        Result result = new Result();
        for (Path path : files) {
            try {
                new Conversion(YamlFile.read(path), result).convert();
            } catch (UnreadableFileException e) {
                result.unconverted.add(e.problem().toString());
            }
        }
        return result.configuration();
    }

    /** The converted parts of all files. */
    private static final class Result {

        private final List<Object> channels = new ArrayList<>();
        private final List<Object> intervals = new ArrayList<>();
        private final List<Object> inhibitions = new ArrayList<>();
        private final List<String> unconverted = new ArrayList<>();
        private final List<String> notes = new ArrayList<>();
        private final Set<String> channelNames = new HashSet<>();

        AlertmanagerConfiguration configuration() {
            Map<String, Object> alerts = new LinkedHashMap<>();
            alerts.put("channels", channels);
            alerts.put("mute-intervals", intervals);
            alerts.put("inhibitions", inhibitions);
            DumperOptions options = new DumperOptions();
            options.setDefaultFlowStyle(DumperOptions.FlowStyle.BLOCK);
            options.setIndicatorIndent(2);
            options.setIndentWithIndicator(true);
            options.setSplitLines(false);
            return new AlertmanagerConfiguration(
                    new Yaml(options).dump(Map.of("aggregator", Map.of("alerts", alerts))),
                    channels.size() + intervals.size() + inhibitions.size(),
                    unconverted,
                    notes);
        }

        /** Several channels of a receiver have its name with a number. */
        String uniqueName(String receiver) {
            String name = receiver;
            for (int number = 2; !channelNames.add(name.toLowerCase(Locale.ROOT)); number++) {
                name = receiver + ' ' + number;
            }
            return name;
        }
    }

    /** A route with the members that it inherits. */
    private record Route(
            String receiver, List<LabelMatcher> matchers, JsonNode groupBy, String interval, String repeat) {}

    private static final class Conversion {

        private final YamlFile file;
        private final Result result;
        private final JsonNode global;
        private final Map<String, String> receivers = new LinkedHashMap<>(); // path by name

        Conversion(YamlFile file, Result result) {
            this.file = file;
            this.result = result;
            global = file.root().path("global");
        }

        void convert() {
            if (!file.root().path("route").isObject()) {
                omit("route", "route: absent or no object (expected: a configuration of Alertmanager)");
                return;
            }
            if (!file.root().path("templates").isEmpty()) {
                omit("templates", "templates: templates of Go");
            }
            for (String member : List.of("time_intervals", "mute_time_intervals")) {
                each(member, this::interval);
            }
            each("receivers", (path, receiver) -> receivers.put(text(receiver, "name"), path));
            route(
                    "route",
                    file.root().path("route"),
                    new Route("", List.of(), file.root().path("-"), "", ""));
            each("inhibit_rules", this::inhibition);
        }

        private interface Visitor {
            void visit(String path, JsonNode element) throws UnsupportedException;
        }

        private void each(String member, Visitor visitor) {
            int index = 0;
            for (JsonNode element : file.root().path(member)) {
                String path = member + '[' + index++ + ']';
                attempt(path, () -> visitor.visit(path, element));
            }
        }

        private interface Work {
            void run() throws UnsupportedException;
        }

        private void attempt(String path, Work work) {
            try {
                work.run();
            } catch (UnsupportedException | InvalidDefinitionException e) {
                omit(path, path + ": " + e.getMessage());
            }
        }

        private void omit(String path, String text) {
            result.unconverted.add(file.problem(path, text).toString());
        }

        private void note(String path, String text) {
            result.notes.add(file.problem(path, text).toString());
        }

        // ---- routes

        private void route(String path, JsonNode node, Route parent) {
            attempt(path, () -> {
                Route route = new Route(
                        YamlFile.text(node, "receiver").orElse(parent.receiver),
                        Stream.concat(parent.matchers.stream(), matchers(node, "").stream())
                                .toList(),
                        node.has("group_by") ? node.path("group_by") : parent.groupBy,
                        YamlFile.text(node, "group_interval").orElse(parent.interval),
                        YamlFile.text(node, "repeat_interval").orElse(parent.repeat));
                int index = 0;
                for (JsonNode child : node.path("routes")) {
                    String childPath = path + ".routes[" + index++ + ']';
                    route(childPath, child, route);
                }
                if (index > 0) {
                    note(path, path + ": its channel also gets the alerts of the routes below it");
                }
                attempt(path, () -> channels(path, node, route));
            });
        }

        private void channels(String path, JsonNode node, Route route) throws UnsupportedException {
            String receiver = receivers.get(route.receiver);
            if (receiver == null) {
                throw new UnsupportedException("receiver: " + route.receiver + " (expected: one of the file)");
            }
            Map<String, Object> filters = filters(path, route);
            JsonNode definition = file.root().at(pointer(receiver));
            for (String integration : definition.propertyNames()) {
                int index = 0;
                for (JsonNode one : definition.path(integration)) {
                    String integrationPath = receiver + '.' + integration + '[' + index++ + ']';
                    attempt(integrationPath, () -> {
                        Map<String, Object> channel = new LinkedHashMap<>();
                        channel.put("name", "");
                        target(integration, one, channel);
                        noteOmitted(integrationPath, one);
                        channel.putAll(filters);
                        timing(path, route, channel);
                        muting(node, channel);
                        channel.put("name", result.uniqueName(route.receiver));
                        result.channels.add(channel);
                    });
                }
            }
        }

        private static String pointer(String path) {
            return '/' + path.replace("[", "/").replace("]", "");
        }

        /** The filters of a channel. */
        private Map<String, Object> filters(String path, Route route) throws UnsupportedException {
            Map<String, Object> filters = new LinkedHashMap<>();
            for (LabelMatcher matcher : route.matchers) {
                String filter = switch (matcher.name()) {
                    case "alertname" -> "rule";
                    case "host", "instance" -> "host";
                    case "severity" -> "min-severity";
                    default ->
                        throw new UnsupportedException("the matcher " + matcher
                                + ": channels filter by alertname, host, instance and severity");
                };
                Object value = switch (filter) {
                    case "min-severity" -> minSeverity(path, matcher);
                    case "host" -> glob(matcher).replaceFirst(":([0-9]+|\\??\\*)$", ""); // hosts have no port
                    default -> glob(matcher);
                };
                if (filters.put(filter, value) != null) {
                    throw new UnsupportedException("two matchers of " + matcher.name());
                }
            }
            return filters;
        }

        private static String glob(LabelMatcher matcher) throws UnsupportedException {
            return SeriesMatchers.glob(
                    new Matcher(matcher.name(), matcher.operator().toString(), matcher.value()));
        }

        private String minSeverity(String path, LabelMatcher matcher) throws UnsupportedException {
            if (!matcher.operator().isEqual()) {
                throw new UnsupportedException("the matcher " + matcher + ": a channel has a minimum severity");
            }
            Set<Severity> severities = new HashSet<>();
            for (String name : matcher.operator().isRegex()
                    ? matcher.value().replaceAll("^\\^?\\(?|\\)?\\$?$", "").split("\\|", -1)
                    : new String[] {matcher.value()}) {
                Severity severity = PrometheusRules.SEVERITIES.get(name.strip().toLowerCase(Locale.ROOT));
                if (severity == null) {
                    throw new UnsupportedException("the matcher " + matcher + ": unknown severity " + name);
                }
                severities.add(severity);
            }
            Severity lowest = severities.stream().min(Severity::compareTo).orElse(Severity.LOW);
            if (Stream.of(Severity.values()).anyMatch(one -> one.compareTo(lowest) > 0 && !severities.contains(one))) {
                note(path, path + ": its channel gets all severities from " + lowest + " on");
            }
            return lowest.name();
        }

        private void timing(String path, Route route, Map<String, Object> channel) throws UnsupportedException {
            if (!WITHOUT_GROUPS.contains(channel.get("type"))) {
                List<String> labels = texts(route.groupBy);
                if (labels.contains("...")) {
                    channel.put("group-by", List.of());
                } else if (labels.size() > MAX_GROUP_BY) {
                    note(path, path + ": group_by has more than " + MAX_GROUP_BY + " labels and is left out");
                } else if (!labels.isEmpty()) {
                    channel.put(
                            "group-by",
                            labels.stream()
                                    .map(label -> label.equals("alertname") ? "rule" : label)
                                    .toList());
                }
                putDuration(path, channel, "group-interval", route.interval, MAX_GROUP_INTERVAL);
            }
            putDuration(path, channel, "repeat-interval", route.repeat, MAX_REPEAT_INTERVAL);
        }

        private void putDuration(String path, Map<String, Object> channel, String key, String text, Duration max)
                throws UnsupportedException {
            if (!text.isEmpty()) {
                Duration duration = PromqlParser.duration(text);
                if (duration.compareTo(max) > 0) {
                    note(path, path + ": " + key + " " + text + " became " + DurationText.of(max));
                    duration = max;
                }
                channel.put(key, DurationText.of(duration));
            }
        }

        private static void muting(JsonNode node, Map<String, Object> channel) {
            List<String> mute = texts(node.path("mute_time_intervals"));
            List<String> active = texts(node.path("active_time_intervals"));
            if (!mute.isEmpty()) {
                channel.put("mute", mute);
            }
            if (!active.isEmpty()) {
                channel.put("active", active);
            }
            if (!mute.isEmpty() || !active.isEmpty()) {
                channel.put("on-mute", "DROP");
            }
        }

        // ---- receivers

        private void target(String integration, JsonNode one, Map<String, Object> channel) throws UnsupportedException {
            Map<String, Object> settings = new LinkedHashMap<>();
            switch (integration) {
                case "webhook_configs" -> put(channel, "webhook", secret(one, "url"));
                case "slack_configs" -> put(channel, "slack-webhook", secret(one, "api_url", "slack_api_url"));
                case "discord_configs" -> put(channel, "discord", secret(one, "webhook_url"));
                case "msteams_configs", "msteamsv2_configs" -> put(channel, "teams", secret(one, "webhook_url"));
                case "pagerduty_configs" -> {
                    channel.put("type", "pagerduty");
                    settings.put("routingKey", secret(one, "routing_key"));
                }
                case "opsgenie_configs" -> {
                    put(
                            channel,
                            "opsgenie",
                            YamlFile.text(one, "api_url")
                                    .or(() -> YamlFile.text(global, "opsgenie_api_url"))
                                    .orElse("https://api.opsgenie.com"));
                    settings.put("apiKey", secret(one, "api_key", "opsgenie_api_key"));
                }
                case "telegram_configs" -> {
                    channel.put("type", "telegram");
                    settings.put("token", secret(one, "bot_token"));
                    settings.put("chat", text(one, "chat_id"));
                }
                case "email_configs" -> email(one, channel, settings);
                default ->
                    throw new UnsupportedException("no type of channels has this meaning; the type template may serve");
            }
            if (!settings.isEmpty()) {
                channel.put("settings", settings);
            }
        }

        private static void put(Map<String, Object> channel, String type, String url) {
            channel.put("type", type);
            channel.put("url", url);
        }

        private void email(JsonNode one, Map<String, Object> channel, Map<String, Object> settings)
                throws UnsupportedException {
            String server = secret(one, "smarthost", "smtp_smarthost");
            put(channel, "email", (server.endsWith(":465") ? "smtps://" : "smtp://") + server);
            settings.put("from", secret(one, "from", "smtp_from"));
            settings.put("to", secret(one, "to"));
            boolean tls = !YamlFile.text(one, "require_tls")
                    .or(() -> YamlFile.text(global, "smtp_require_tls"))
                    .orElse("true")
                    .equals("false");
            if (!tls && !server.endsWith(":465")) {
                settings.put("tls", "none");
            }
            Optional<String> user =
                    YamlFile.text(one, "auth_username").or(() -> YamlFile.text(global, "smtp_auth_username"));
            if (user.isPresent()) {
                settings.put("username", user.get());
                settings.put("password", secret(one, "auth_password", "smtp_auth_password"));
            }
        }

        /** A required text of an integration, else of the global section. */
        private String secret(JsonNode one, String member, String ofGlobal) throws UnsupportedException {
            Optional<String> text = YamlFile.text(one, member).or(() -> YamlFile.text(global, ofGlobal));
            return requireText(text, member);
        }

        private static String secret(JsonNode one, String member) throws UnsupportedException {
            return requireText(YamlFile.text(one, member), member);
        }

        private static String requireText(Optional<String> text, String member) throws UnsupportedException {
            if (text.isEmpty() || text.get().isBlank() || text.get().equals("<secret>")) {
                throw new UnsupportedException(member + ": no value (expected: the value, not a file)");
            }
            if (text.get().contains("{{")) {
                throw new UnsupportedException(member + ": a template of Go");
            }
            return text.get().strip();
        }

        private static String text(JsonNode one, String member) throws UnsupportedException {
            return secret(one, member);
        }

        private void noteOmitted(String path, JsonNode one) {
            String templates = one.propertyNames().stream()
                    .filter(member -> one.path(member).toString().contains("{{"))
                    .sorted()
                    .collect(Collectors.joining(", "));
            if (!templates.isEmpty()) {
                note(path, path + ": templates of Go are left out: " + templates);
            }
            if (one.has("http_config")) {
                note(path, path + ": http_config is left out");
            }
            if (YamlFile.text(one, "send_resolved").orElse("true").equals("false")) {
                note(path, path + ": send_resolved: false is left out: the end of an alert is sent");
            }
        }

        // ---- matchers, inhibitions, intervals

        /** The matchers of a node: `match`, `match_re` and `matchers`, with a prefix for inhibitions. */
        private static List<LabelMatcher> matchers(JsonNode node, String prefix) {
            List<LabelMatcher> matchers = new ArrayList<>();
            add(matchers, node.path(prefix + "match"), Operator.EQUAL);
            add(matchers, node.path(prefix + "match_re"), Operator.REGEX);
            for (JsonNode text : node.path(prefix + "matchers")) {
                if (text instanceof StringNode string) {
                    matchers.addAll(MatcherGrammar.matchers(prefix + "matchers", string.stringValue()));
                }
            }
            return matchers;
        }

        private static void add(List<LabelMatcher> matchers, JsonNode object, Operator operator) {
            for (String name : object.propertyNames()) {
                matchers.add(new LabelMatcher(
                        "match", name, operator, YamlFile.text(object, name).orElse("")));
            }
        }

        private void inhibition(String path, JsonNode rule) {
            Inhibition inhibition = new Inhibition(
                    new UUID(0, 0),
                    Instant.EPOCH,
                    "inhibition " + (result.inhibitions.size() + 1),
                    matchers(rule, "source_"),
                    matchers(rule, "target_"),
                    texts(rule.path("equal")));
            Map<String, Object> members = new LinkedHashMap<>();
            members.put("name", inhibition.name());
            members.put("source", texts(inhibition.source()));
            members.put("target", texts(inhibition.target()));
            members.put("equal", inhibition.equal());
            result.inhibitions.add(members);
            if (Stream.concat(inhibition.source().stream(), inhibition.target().stream())
                    .anyMatch(matcher -> matcher.name().equals("severity"))) {
                note(path, path + ": the severities of rules are critical, high, medium and low");
            }
        }

        private static List<String> texts(List<LabelMatcher> matchers) {
            return matchers.stream().map(LabelMatcher::toString).toList();
        }

        private void interval(String path, JsonNode interval) throws UnsupportedException {
            List<Object> times = new ArrayList<>();
            for (JsonNode one : interval.path("time_intervals")) {
                Map<Part, List<String>> parts = new EnumMap<>(Part.class);
                Map<String, Object> members = new LinkedHashMap<>();
                List<String> ranges = new ArrayList<>();
                for (JsonNode range : one.path("times")) {
                    ranges.add(text(range, "start_time") + '-' + text(range, "end_time"));
                }
                put(parts, members, Part.TIMES, "times", ranges);
                put(parts, members, Part.WEEKDAYS, "weekdays", texts(one.path("weekdays")));
                put(parts, members, Part.DAYS_OF_MONTH, "days-of-month", texts(one.path("days_of_month")));
                put(parts, members, Part.MONTHS, "months", texts(one.path("months")));
                put(parts, members, Part.YEARS, "years", texts(one.path("years")));
                String location = YamlFile.text(one, "location").orElse("");
                RecurringTime.of(parts, location); // throws if it is invalid
                if (!location.isEmpty()) {
                    members.put("location", location);
                }
                times.add(members);
            }
            Map<String, Object> members = new LinkedHashMap<>();
            members.put("name", text(interval, "name"));
            members.put("intervals", times);
            result.intervals.add(members);
        }

        private static void put(
                Map<Part, List<String>> parts, Map<String, Object> members, Part part, String key, List<String> texts) {
            if (!texts.isEmpty()) {
                parts.put(part, texts);
                members.put(key, texts);
            }
        }

        private static List<String> texts(JsonNode array) {
            List<String> texts = new ArrayList<>();
            for (JsonNode element : array) {
                if (element instanceof StringNode text) {
                    texts.add(text.stringValue());
                }
            }
            return texts;
        }
    }
}
