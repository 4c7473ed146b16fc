package io.logaggregator.server.alerting.silence;

import io.logaggregator.core.access.Scope;
import io.logaggregator.core.alerting.alert.Alert;
import io.logaggregator.core.alerting.alert.AlertQuery;
import io.logaggregator.core.alerting.alert.AlertStatus;
import io.logaggregator.core.alerting.alert.Alerts;
import io.logaggregator.core.alerting.notify.Channel;
import io.logaggregator.core.alerting.notify.Channels;
import io.logaggregator.core.alerting.silence.LabelMatcher;
import io.logaggregator.core.alerting.silence.MatcherGrammar;
import io.logaggregator.core.alerting.silence.MutedNotifications;
import io.logaggregator.core.alerting.silence.Silence.State;
import io.logaggregator.core.alerting.silence.Suppression;
import io.logaggregator.core.alerting.silence.Suppression.Definitions;
import io.logaggregator.core.alerting.silence.Suppression.Subject;
import io.logaggregator.core.common.CountLimitException;
import io.logaggregator.core.common.InvalidDefinitionException;
import io.logaggregator.core.common.Page;
import io.logaggregator.server.security.RequiresScope;
import io.logaggregator.server.web.ProblemException;
import io.swagger.v3.oas.annotations.Hidden;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.UUID;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.ExceptionHandler;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;
import tools.jackson.databind.json.JsonMapper;

/**
 * The API v2 of Alertmanager, for amtool, Grafana and other programs that speak it. Alerts that are not resolved, by channel as
 * receiver; an error is a JSON string. Not in the description of the own API: the one of Alertmanager applies.
 *
 * @see <a href="https://github.com/prometheus/alertmanager/blob/main/api/v2/openapi.yaml">API v2</a>
 */
@Hidden
@RestController
@RequestMapping(path = "/api/v2", produces = MediaType.APPLICATION_JSON_VALUE)
class AlertmanagerController {

    /** Maximum number of alerts of a response; the newest. */
    private static final int MAX_ALERTS = 10_000;

    private static final int MAX_FILTERS = 20;
    private static final int PAGE_SIZE = 1_000;
    private static final int MAX_PATTERN = 200;

    /** An alert that is not resolved by then would end, as if it had been sent by Prometheus. */
    private static final Duration RESOLVE_TIMEOUT = Duration.ofMinutes(5);

    private static final AlertQuery NOT_RESOLVED = new AlertQuery(
            Set.of(AlertStatus.OPEN, AlertStatus.ACKNOWLEDGED),
            Set.of(),
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            Optional.empty());

    private final SilenceService silences;
    private final MutedNotifications notifications;
    private final Alerts alerts;
    private final Channels channels;
    private final JsonMapper json;
    private final Instant startedAt;

    AlertmanagerController(
            SilenceService silences,
            MutedNotifications notifications,
            Alerts alerts,
            Channels channels,
            JsonMapper json) {
        this.silences = silences;
        this.notifications = notifications;
        this.alerts = alerts;
        this.channels = channels;
        this.json = json;
        this.startedAt = silences.now();
    }

    /** Gets the status, as Alertmanager without a cluster. */
    @RequiresScope(Scope.READ)
    @GetMapping("/status")
    Status getAlertmanagerStatus() {
        String names = channels.list().stream()
                .map(channel -> "- name: "
                        + json.writeValueAsString(channel.definition().name()) + "\n")
                .collect(Collectors.joining());
        return new Status(
                new Cluster("disabled", List.of()),
                new Version("log-aggregator", "", "", "", "", ""),
                new Config(names.isEmpty() ? "receivers: []\n" : "receivers:\n" + names),
                startedAt);
    }

    /** Lists the channels as receivers. */
    @RequiresScope(Scope.READ)
    @GetMapping("/receivers")
    List<Receiver> listReceivers() {
        return channels.list().stream()
                .map(channel -> new Receiver(channel.definition().name()))
                .toList();
    }

    /** Lists the silences: active ones, pending ones, then those that have expired. */
    @RequiresScope(Scope.READ)
    @GetMapping("/silences")
    List<SilenceView> listAlertmanagerSilences(@RequestParam(required = false) @Nullable List<String> filter) {
        List<LabelMatcher> filters = filters(filter);
        return silences.list(Set.of()).stream()
                .filter(silence -> filters.stream().allMatch(matcher -> isFound(matcher, silence)))
                .sorted(AlertmanagerController::order)
                .toList();
    }

    /** As Alertmanager does: a positive filter needs a matcher of the silence with its name. */
    private static boolean isFound(LabelMatcher filter, SilenceView silence) {
        Optional<String> value = silence.matchers().stream()
                .filter(matcher -> filter.name().equals(matcher.name()))
                .map(SilenceView.Matcher::value)
                .findFirst();
        return (value.isPresent() || !filter.operator().isEqual())
                && filter.matches(Map.of(filter.name(), value.orElse("")));
    }

    private static int order(SilenceView left, SilenceView right) {
        int byState = state(left).compareTo(state(right));
        if (byState != 0) {
            return byState;
        }
        return switch (state(left)) {
            case ACTIVE -> left.endsAt().compareTo(right.endsAt());
            case PENDING -> left.startsAt().compareTo(right.startsAt());
            case EXPIRED -> right.endsAt().compareTo(left.endsAt());
        };
    }

    private static State state(SilenceView silence) {
        return State.valueOf(silence.status().state().toUpperCase(Locale.ROOT));
    }

    /** Creates a silence, or changes one as `POST /api/v1/silences` does. */
    @RequiresScope(Scope.OPERATE)
    @PostMapping("/silences")
    Created postSilence(@RequestBody SilenceForm body) {
        return new Created(silences.save(body).id());
    }

    /** Gets a silence. */
    @RequiresScope(Scope.READ)
    @GetMapping("/silence/{id}")
    SilenceView getAlertmanagerSilence(@PathVariable UUID id) {
        return silences.get(id);
    }

    /** Expires a silence. */
    @RequiresScope(Scope.OPERATE)
    @DeleteMapping("/silence/{id}")
    void expireSilence(@PathVariable UUID id) {
        silences.expire(id);
    }

    /** Lists the alerts that are not resolved; at most the newest 10,000. */
    @RequiresScope(Scope.READ)
    @GetMapping("/alerts")
    List<AlertView> listAlertmanagerAlerts(
            @RequestParam(defaultValue = "true") boolean active,
            @RequestParam(defaultValue = "true") boolean silenced,
            @RequestParam(defaultValue = "true") boolean inhibited,
            @RequestParam(defaultValue = "true") boolean unprocessed,
            @RequestParam(required = false) @Nullable List<String> filter,
            @RequestParam(required = false) @Nullable String receiver) {
        return views(filter, receiver, active, silenced, inhibited);
    }

    /** Lists the alerts that are not resolved, by channel and rule; at most the newest 10,000. */
    @RequiresScope(Scope.READ)
    @GetMapping("/alerts/groups")
    List<Group> listAlertGroups(
            @RequestParam(defaultValue = "true") boolean active,
            @RequestParam(defaultValue = "true") boolean silenced,
            @RequestParam(defaultValue = "true") boolean inhibited,
            @RequestParam(required = false) @Nullable List<String> filter,
            @RequestParam(required = false) @Nullable String receiver) {
        Predicate<String> wanted = receivers(receiver);
        Map<GroupKey, List<AlertView>> groups = new LinkedHashMap<>();
        for (AlertView alert : views(filter, receiver, active, silenced, inhibited)) {
            String rule = alert.labels().getOrDefault(Suppression.ALERT_NAME, "");
            alert.receivers().stream()
                    .filter(one -> wanted.test(one.name()))
                    .forEach(one -> groups.computeIfAbsent(new GroupKey(one.name(), rule), _ -> new ArrayList<>())
                            .add(alert));
        }
        return groups.entrySet().stream()
                .sorted(Map.Entry.comparingByKey(
                        Comparator.comparing(GroupKey::receiver).thenComparing(GroupKey::rule)))
                .map(group -> new Group(
                        new TreeMap<>(
                                Map.of(Suppression.ALERT_NAME, group.getKey().rule())),
                        new Receiver(group.getKey().receiver()),
                        group.getValue()))
                .toList();
    }

    private List<AlertView> views(
            @Nullable List<String> filter,
            @Nullable String receiver,
            boolean active,
            boolean silenced,
            boolean inhibited) {
        List<LabelMatcher> filters = filters(filter);
        Predicate<String> wanted = receivers(receiver);
        Instant now = silences.now();
        Definitions definitions = notifications.definitions(now);
        Suppression suppression =
                new Suppression(definitions, definitions.inhibitions().isEmpty() ? List.of() : notifications.firing());
        List<Channel> enabled = channels.list().stream()
                .filter(channel -> channel.definition().enabled())
                .toList();
        List<Alert> alertsNow = notResolved();
        Map<UUID, UUID> fingerprints =
                alertsNow.stream().collect(Collectors.toMap(Alert::id, Alert::fingerprint, (one, _) -> one));
        return alertsNow.stream()
                .map(alert -> view(alert, enabled, suppression, fingerprints, now))
                .filter(alert -> filters.stream().allMatch(matcher -> matcher.matches(alert.labels())))
                .filter(alert ->
                        receiver == null || alert.receivers().stream().anyMatch(one -> wanted.test(one.name())))
                .filter(alert -> silenced || alert.status().silencedBy().isEmpty())
                .filter(alert -> inhibited || alert.status().inhibitedBy().isEmpty())
                .filter(alert -> active || !alert.status().state().equals("active"))
                .toList();
    }

    private List<Alert> notResolved() {
        List<Alert> all = new ArrayList<>();
        Optional<UUID> after = Optional.empty();
        do {
            Page<Alert> page = alerts.find(NOT_RESOLVED, PAGE_SIZE, after);
            all.addAll(page.items());
            after = page.next();
        } while (after.isPresent() && all.size() < MAX_ALERTS);
        return all;
    }

    private static AlertView view(
            Alert alert, List<Channel> enabled, Suppression suppression, Map<UUID, UUID> fingerprints, Instant now) {
        Subject subject = Subject.of(alert.id(), alert.ruleName(), alert.labels(), alert.severity());
        List<UUID> silencedBy = suppression.silencedBy(subject, now);
        List<String> inhibitedBy = suppression.inhibitedBy(subject).stream()
                .map(id -> fingerprint(fingerprints.getOrDefault(id, id)))
                .toList();
        boolean isActive = silencedBy.isEmpty() && inhibitedBy.isEmpty();
        return new AlertView(
                annotations(alert),
                alert.external().map(Alert.External::endsAt).orElseGet(() -> now.plus(RESOLVE_TIMEOUT)),
                fingerprint(alert.fingerprint()),
                enabled.stream()
                        .filter(channel -> channel.accepts(alert.ruleName(), alert.labels(), alert.highest()))
                        .map(channel -> new Receiver(channel.definition().name()))
                        .toList(),
                alert.openedAt(),
                new AlertState(isActive ? "active" : "suppressed", silencedBy, inhibitedBy),
                alert.lastAt(),
                alert.external().map(Alert.External::generatorUrl).orElse(""),
                Suppression.labels(alert.ruleName(), alert.labels(), alert.severity()));
    }

    private static SortedMap<String, String> annotations(Alert alert) {
        return alert.external()
                .map(Alert.External::annotations)
                .orElseGet(() -> new TreeMap<>(Map.of(
                        "summary",
                        alert.ruleName(),
                        "description",
                        "value " + alert.value() + ", threshold " + alert.threshold())));
    }

    /** 16 hexadecimal digits, as in Alertmanager: half of the hash of rule and labels. */
    private static String fingerprint(UUID ofAlert) {
        return "%016x".formatted(ofAlert.getLeastSignificantBits());
    }

    private static List<LabelMatcher> filters(@Nullable List<String> filter) {
        List<String> texts = Objects.requireNonNullElse(filter, List.of());
        InvalidDefinitionException.require(
                texts.size() <= MAX_FILTERS, "filter", texts.size() + " filters", "at most " + MAX_FILTERS);
        return texts.stream()
                .flatMap(text -> MatcherGrammar.matchers("filter", text).stream())
                .toList();
    }

    private static Predicate<String> receivers(@Nullable String receiver) {
        if (receiver == null || receiver.isEmpty()) {
            return _ -> true;
        }
        String expected = "a regular expression of at most " + MAX_PATTERN + " characters";
        InvalidDefinitionException.require(
                receiver.length() <= MAX_PATTERN, "receiver", receiver.length() + " characters", expected);
        LabelMatcher matcher = new LabelMatcher("receiver", "receiver", LabelMatcher.Operator.REGEX, receiver);
        return name -> matcher.matches(Map.of("receiver", name));
    }

    @ExceptionHandler
    ResponseEntity<String> invalid(InvalidDefinitionException e) {
        return error(400, String.valueOf(e.getMessage()));
    }

    @ExceptionHandler
    ResponseEntity<String> tooMany(CountLimitException e) {
        return error(400, String.valueOf(e.getMessage()));
    }

    @ExceptionHandler
    ResponseEntity<String> problem(ProblemException e) {
        return error(e.getStatusCode().value(), e.getMessage());
    }

    private ResponseEntity<String> error(int status, String message) {
        return ResponseEntity.status(status)
                .contentType(MediaType.APPLICATION_JSON)
                .body(json.writeValueAsString(message));
    }

    private record GroupKey(String receiver, String rule) {}

    /** The status of Alertmanager. */
    record Status(Cluster cluster, Version versionInfo, Config config, Instant uptime) {}

    /** A cluster of Alertmanager, which does not exist here. */
    record Cluster(String status, List<String> peers) {}

    /** The version of the program. */
    record Version(
            String version, String revision, String branch, String buildUser, String buildDate, String goVersion) {}

    /** The receivers in the form of Alertmanager's configuration. */
    record Config(String original) {}

    /** A channel. */
    record Receiver(String name) {}

    /** The id of a silence. */
    record Created(UUID silenceID) {}

    /** Alerts of one rule that are sent to one channel. */
    record Group(SortedMap<String, String> labels, Receiver receiver, List<AlertView> alerts) {}

    /**
     * An alert that is not resolved.
     *
     * @param labels those of the alert, with `alertname` and `severity`
     */
    record AlertView(
            SortedMap<String, String> annotations,
            Instant endsAt,
            String fingerprint,
            List<Receiver> receivers,
            Instant startsAt,
            AlertState status,
            Instant updatedAt,
            String generatorURL,
            SortedMap<String, String> labels) {}

    /**
     * Whether an alert is muted.
     *
     * @param state `active` or `suppressed`
     * @param silencedBy ids of silences
     * @param inhibitedBy fingerprints of alerts
     */
    record AlertState(String state, List<UUID> silencedBy, List<String> inhibitedBy) {}
}
