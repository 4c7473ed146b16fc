package io.logaggregator.server.alerting.silence;

import io.logaggregator.core.access.Scope;
import io.logaggregator.core.alerting.silence.MutedNotifications;
import io.logaggregator.core.alerting.silence.Silence;
import io.logaggregator.core.alerting.silence.Suppression.Subject;
import io.logaggregator.server.security.RequiresScope;
import io.logaggregator.server.web.ItemsView;
import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

/** Silences: periods in which the notifications of matching alerts are muted. */
@RestController
@RequestMapping("/api/v1/silences")
class SilencesController {

    private static final int MAX_PREVIEWED = 100;

    private final SilenceService silences;
    private final MutedNotifications notifications;

    SilencesController(SilenceService silences, MutedNotifications notifications) {
        this.silences = silences;
        this.notifications = notifications;
    }

    /** Lists the silences, those that end last first. Expired ones are kept for 5 days. */
    @RequiresScope(Scope.READ)
    @GetMapping
    ItemsView<SilenceView> listSilences(
            @RequestParam(defaultValue = "") @Parameter(description = "States. Default: all.", example = "ACTIVE")
                    Set<Silence.State> state) {
        return new ItemsView<>(silences.list(state));
    }

    /**
     * Creates a silence, or changes one. Of an active silence only the end can change; another change expires it and creates a
     * new one, as in Alertmanager. Every instance applies it within a second.
     */
    @RequiresScope(Scope.OPERATE)
    @ApiResponse(responseCode = "409", description = "There are 1,000 silences that are not expired.")
    @PostMapping
    @ResponseStatus(HttpStatus.CREATED)
    ResponseEntity<SilenceView> createSilence(@RequestBody SilenceForm body) {
        SilenceView silence = silences.save(body);
        return ResponseEntity.created(URI.create("/api/v1/silences/" + silence.id()))
                .body(silence);
    }

    /** Gets a silence. */
    @RequiresScope(Scope.READ)
    @GetMapping("/{id}")
    SilenceView getSilence(@PathVariable UUID id) {
        return silences.get(id);
    }

    /** Expires a silence. The muted notifications of alerts that still fire are sent. */
    @RequiresScope(Scope.OPERATE)
    @DeleteMapping("/{id}")
    @ResponseStatus(HttpStatus.NO_CONTENT)
    void deleteSilence(@PathVariable UUID id) {
        silences.expire(id);
    }

    /** Returns the alerts that are not resolved and that a silence would match, without creating it. */
    @RequiresScope(Scope.READ)
    @PostMapping("/preview")
    Preview previewSilence(@RequestBody SilenceForm body) {
        Silence silence = body.matching(silences.now());
        List<Subject> matching = notifications.firing().stream()
                .filter(alert -> silence.matches(alert.labels()))
                .toList();
        return new Preview(
                matching.size(),
                matching.stream()
                        .limit(MAX_PREVIEWED)
                        .map(alert -> new PreviewedAlert(alert.alertId(), new TreeMap<>(alert.labels())))
                        .toList());
    }

    /**
     * Imports the silences that `GET /api/v2/silences` of an Alertmanager returns, with their ids. Expired ones are skipped. An
     * import can be repeated.
     */
    @RequiresScope(Scope.OPERATE)
    @ApiResponse(responseCode = "409", description = "There are 1,000 silences that are not expired.")
    @PostMapping("/import")
    @ResponseStatus(HttpStatus.OK)
    SilenceService.Imported importSilences(@RequestBody List<@Nullable SilenceForm> body) {
        return silences.restore(body.stream()
                .map(silence -> Objects.requireNonNullElse(silence, SilenceForm.EMPTY))
                .toList());
    }

    /**
     * The alerts that a silence would match.
     *
     * @param count number of alerts
     * @param alerts the first 100 of them
     */
    record Preview(int count, List<PreviewedAlert> alerts) {}

    /**
     * An alert.
     *
     * @param labels as matchers see them, with `alertname` and `severity`
     */
    record PreviewedAlert(UUID id, Map<String, String> labels) {}
}
