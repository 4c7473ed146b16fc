package io.logaggregator.server.api;

import static io.swagger.v3.oas.annotations.media.Schema.RequiredMode.REQUIRED;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.logaggregator.core.alerting.alert.Alert;
import io.logaggregator.core.alerting.alert.AlertStatus;
import io.logaggregator.core.alerting.alert.Alerts;
import io.logaggregator.core.alerting.alert.ImpossibleTransitionException;
import io.logaggregator.core.common.AggregatorException;
import io.logaggregator.server.http.NotFoundException;
import io.swagger.v3.oas.annotations.media.ArraySchema;
import io.swagger.v3.oas.annotations.media.Schema;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.stereotype.Component;

/** What callers do with alerts. Thread-safe. */
@Component
final class AlertActions {

    private final Alerts alerts;
    private final InstantSource clock;

    AlertActions(Alerts alerts, InstantSource clock) {
        this.alerts = alerts;
        this.clock = clock;
    }

    Alert act(UUID id, Action action) {
        return alerts.act(id, action.status, action.comment, Callers.current(), clock.instant())
                .orElseThrow(() -> AlertsController.noSuchAlert(id));
    }

    /** One result for each, in the same order. Once the store fails the others are not tried, lest each waits for it. */
    List<Result> actOnEach(List<UUID> ids, Action action) {
        List<Result> results = new ArrayList<>();
        boolean storeFailed = false;
        for (UUID id : ids) {
            try {
                results.add(storeFailed ? notTried(id) : Result.of(act(id, action)));
            } catch (NotFoundException e) {
                results.add(Result.problem(id, HttpStatus.NOT_FOUND, e.getMessage()));
            } catch (ImpossibleTransitionException e) {
                results.add(Result.problem(id, HttpStatus.CONFLICT, e.getMessage()));
            } catch (AggregatorException e) {
                if (results.isEmpty()) {
                    throw e;
                }
                storeFailed = true;
                results.add(notTried(id));
            }
        }
        return results;
    }

    private static Result notTried(UUID id) {
        return Result.problem(id, HttpStatus.SERVICE_UNAVAILABLE, "The database failed. Try again this one.");
    }

    /** What is to be done, and why. */
    record Action(AlertStatus status, String comment) {}

    /** An action as it is written in JSON. */
    record Form(
            @Schema(
                    requiredMode = REQUIRED,
                    allowableValues = {"ACKNOWLEDGED", "RESOLVED"})
            @Nullable
            String status,

            @Nullable String comment) {

        private static final List<AlertStatus> BY_HAND = List.of(AlertStatus.ACKNOWLEDGED, AlertStatus.RESOLVED);
        private static final int LONGEST_COMMENT = 2_000;

        Action action() {
            return new Action(
                    BodyFields.choice("status", status, BY_HAND),
                    BodyFields.text("comment", comment, LONGEST_COMMENT, ""));
        }
    }

    /** One action for many alerts. */
    record ManyForm(
            @ArraySchema(
                    arraySchema = @Schema(requiredMode = REQUIRED),
                    schema = @Schema(format = "uuid"),
                    minItems = 1,
                    maxItems = MAX_ALERTS)
            @Nullable
            List<@Nullable String> ids,

            @Schema(
                    requiredMode = REQUIRED,
                    allowableValues = {"ACKNOWLEDGED", "RESOLVED"})
            @Nullable
            String status,

            @Nullable String comment) {

        private static final int MAX_ALERTS = 500;

        List<UUID> alerts() {
            return BodyFields.ids("ids", ids, MAX_ALERTS);
        }

        Action action() {
            return new Form(status, comment).action();
        }
    }

    /** What became of one: the status it has now, or why it has not. */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    record Result(
            UUID id, @Nullable AlertStatus status, @Nullable Reason problem) {

        static Result of(Alert alert) {
            return new Result(alert.id(), alert.status(), null);
        }

        static Result problem(UUID id, HttpStatus status, @Nullable String detail) {
            return new Result(id, null, new Reason(status.value(), status.getReasonPhrase(), detail));
        }
    }

    /** Why it could not be done to this one, as if it had been the only one. */
    record Reason(int status, String title, @Nullable String detail) {}
}
