package io.logaggregator.server.alerting.api;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.logaggregator.core.alerting.alert.Alert;
import io.logaggregator.core.alerting.alert.AlertStatus;
import io.logaggregator.core.alerting.alert.Alerts;
import io.logaggregator.core.alerting.alert.ImpossibleTransitionException;
import io.logaggregator.core.common.AggregatorException;
import io.logaggregator.server.security.Caller;
import io.logaggregator.server.web.ProblemException;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Size;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.stereotype.Component;

/** Acknowledges and resolves alerts on behalf of the caller. Thread-safe. */
@Component
final class AlertActions {

    private final Alerts alerts;
    private final InstantSource clock;

    AlertActions(Alerts alerts, InstantSource clock) {
        this.alerts = alerts;
        this.clock = clock;
    }

    Alert act(UUID id, Form form) {
        return act(id, form.status(), form.comment());
    }

    private Alert act(UUID id, Status status, @Nullable String comment) {
        return alerts.act(
                        id,
                        AlertStatus.valueOf(status.name()),
                        Objects.requireNonNullElse(comment, ""),
                        Caller.actor(),
                        clock.instant())
                .orElseThrow(() -> AlertsController.noSuchAlert(id));
    }

    /** One result for each distinct id, in order. After a failure of the store the rest is not attempted. */
    List<Result> actOnEach(ManyForm form) {
        List<Result> results = new ArrayList<>();
        boolean storeFailed = false;
        for (UUID id : new LinkedHashSet<>(form.ids())) {
            try {
                results.add(storeFailed ? notAttempted(id) : Result.of(act(id, form.status(), form.comment())));
            } catch (ProblemException e) {
                results.add(Result.problem(id, HttpStatus.NOT_FOUND, e.getMessage()));
            } catch (ImpossibleTransitionException e) {
                results.add(Result.problem(id, HttpStatus.CONFLICT, e.getMessage()));
            } catch (AggregatorException e) {
                if (results.isEmpty()) {
                    throw e;
                }
                storeFailed = true;
                results.add(notAttempted(id));
            }
        }
        return results;
    }

    private static Result notAttempted(UUID id) {
        return Result.problem(id, HttpStatus.SERVICE_UNAVAILABLE, "The database failed. Retry this alert.");
    }

    /** The statuses that a caller can set. */
    enum Status {
        ACKNOWLEDGED,
        RESOLVED;

        private static final String NAMES = "ACKNOWLEDGED or RESOLVED";
    }

    private static final int MAX_COMMENT = 2_000;
    private static final int MAX_ALERTS = 500;

    /** A change of the status of one alert. */
    record Form(
            @NotNull(message = Status.NAMES) Status status,

            @Size(max = MAX_COMMENT, message = "at most {max} characters") @Nullable
            String comment) {}

    /** A change of the status of many alerts. */
    record ManyForm(
            @NotNull(message = "1 to " + MAX_ALERTS + " ids")
            @Size(min = 1, max = MAX_ALERTS, message = "{min} to {max} ids")
            List<@NotNull(message = "an id") UUID> ids,

            @NotNull(message = Status.NAMES) Status status,

            @Size(max = MAX_COMMENT, message = "at most {max} characters") @Nullable
            String comment) {}

    /** The result for one alert: its new status, or the problem. */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    record Result(
            UUID id, @Nullable AlertStatus status, @Nullable Reason problem) {

        private static Result of(Alert alert) {
            return new Result(alert.id(), alert.status(), null);
        }

        private static Result problem(UUID id, HttpStatus status, @Nullable String detail) {
            return new Result(id, null, new Reason(status.value(), status.getReasonPhrase(), detail));
        }
    }

    /** The problem, as the response to a request for this alert alone would state it. */
    record Reason(int status, String title, @Nullable String detail) {}
}
