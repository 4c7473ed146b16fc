package io.logaggregator.server.alerting.silence;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import io.logaggregator.core.access.Scope;
import io.logaggregator.core.alerting.silence.Inhibition;
import io.logaggregator.core.alerting.silence.LabelMatcher;
import io.logaggregator.core.alerting.silence.MatcherGrammar;
import io.logaggregator.core.alerting.silence.NamedDefinitions;
import io.logaggregator.server.security.Caller;
import io.logaggregator.server.security.RequiresScope;
import io.logaggregator.server.web.ItemsView;
import io.logaggregator.server.web.ProblemException;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import java.net.URI;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

/** Inhibitions: a firing alert that matches the source mutes alerts that match the target and have equal labels. */
@RestController
@RequestMapping("/api/v1/inhibitions")
class InhibitionsController {

    private final NamedDefinitions<Inhibition> inhibitions;
    private final InstantSource clock;

    InhibitionsController(NamedDefinitions<Inhibition> inhibitions, InstantSource clock) {
        this.inhibitions = inhibitions;
        this.clock = clock;
    }

    /** Lists the inhibitions, by name. */
    @RequiresScope(Scope.READ)
    @GetMapping
    ItemsView<InhibitionView> listInhibitions() {
        return new ItemsView<>(
                inhibitions.list().stream().map(InhibitionView::of).toList());
    }

    /** Creates an inhibition. */
    @RequiresScope(Scope.OPERATE)
    @ApiResponse(responseCode = "409", description = "Another inhibition has this name, or there are 100.")
    @PostMapping
    @ResponseStatus(HttpStatus.CREATED)
    ResponseEntity<InhibitionView> createInhibition(@RequestBody Form body) {
        Instant now = clock.instant();
        Inhibition created = inhibitions.create(body.inhibition(UUID.randomUUID(), now), Caller.actor(), now);
        return ResponseEntity.created(URI.create("/api/v1/inhibitions/" + created.id()))
                .body(InhibitionView.of(created));
    }

    /** Gets an inhibition. */
    @RequiresScope(Scope.READ)
    @GetMapping("/{id}")
    InhibitionView getInhibition(@PathVariable UUID id) {
        return InhibitionView.of(inhibitions.find(id).orElseThrow(() -> missing(id)));
    }

    /** Replaces an inhibition. */
    @RequiresScope(Scope.OPERATE)
    @ApiResponse(responseCode = "409", description = "Another inhibition has this name, or it is of the configuration.")
    @PutMapping("/{id}")
    @ResponseStatus(HttpStatus.OK)
    InhibitionView replaceInhibition(@PathVariable UUID id, @RequestBody Form body) {
        Instant now = clock.instant();
        SilenceService.refuseIfProvisioned("inhibition", id);
        return InhibitionView.of(inhibitions
                .update(body.inhibition(id, now), Caller.actor(), now)
                .orElseThrow(() -> missing(id)));
    }

    /** Deletes an inhibition. */
    @RequiresScope(Scope.OPERATE)
    @ApiResponse(responseCode = "409", description = "It is of the configuration.")
    @DeleteMapping("/{id}")
    @ResponseStatus(HttpStatus.NO_CONTENT)
    void deleteInhibition(@PathVariable UUID id) {
        SilenceService.refuseIfProvisioned("inhibition", id);
        if (!inhibitions.delete(id, Caller.actor(), clock.instant())) {
            throw missing(id);
        }
    }

    private static ProblemException missing(UUID id) {
        return ProblemException.notFound("There is no inhibition " + id + ", or it was deleted.");
    }

    /**
     * An inhibition to create, or to replace one. Members that only responses have are ignored.
     *
     * @param source matchers of the alert that mutes, for example `alertname="Host down"`; 1 to 20, all must match
     * @param target matchers of the alerts that are muted; 1 to 20, all must match
     * @param equal names of labels that have the same value in both alerts; default: none
     */
    @JsonIgnoreProperties({"id", "updatedAt", "readOnly"})
    record Form(
            @Nullable String name,
            @Nullable List<String> source,
            @Nullable List<String> target,
            @Nullable List<String> equal) {

        Inhibition inhibition(UUID id, Instant now) {
            return new Inhibition(
                    id,
                    SilenceForm.micros(now),
                    Objects.requireNonNullElse(name, "").strip(),
                    matchers("source", source),
                    matchers("target", target),
                    Objects.requireNonNullElse(equal, List.<String>of()).stream()
                            .map(Objects::toString)
                            .toList());
        }

        private static List<LabelMatcher> matchers(String field, @Nullable List<String> texts) {
            return Objects.requireNonNullElse(texts, List.<String>of()).stream()
                    .limit(Inhibition.MAX_MATCHERS + 1L)
                    .map(text -> MatcherGrammar.matcher(field, Objects.toString(text)))
                    .toList();
        }
    }

    /**
     * An inhibition.
     *
     * @param readOnly whether it is of the configuration
     */
    record InhibitionView(
            UUID id,
            Instant updatedAt,
            boolean readOnly,
            String name,
            List<String> source,
            List<String> target,
            List<String> equal) {

        static InhibitionView of(Inhibition inhibition) {
            return new InhibitionView(
                    inhibition.id(),
                    inhibition.updatedAt(),
                    NamedDefinitions.isProvisioned(inhibition.id()),
                    inhibition.name(),
                    inhibition.source().stream().map(LabelMatcher::toString).toList(),
                    inhibition.target().stream().map(LabelMatcher::toString).toList(),
                    inhibition.equal());
        }
    }
}
