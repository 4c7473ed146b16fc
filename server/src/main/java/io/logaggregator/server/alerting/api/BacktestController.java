package io.logaggregator.server.alerting.api;

import io.logaggregator.core.access.Scope;
import io.logaggregator.core.alerting.backtest.Backtest;
import io.logaggregator.core.alerting.backtest.BacktestResult;
import io.logaggregator.core.alerting.backtest.BacktestResult.Opening;
import io.logaggregator.core.alerting.backtest.StoredHistory;
import io.logaggregator.core.alerting.rule.AlertRules;
import io.logaggregator.core.alerting.rule.RuleDefinition;
import io.logaggregator.core.alerting.rule.Severity;
import io.logaggregator.server.logs.query.QueryMatching;
import io.logaggregator.server.overload.FairPool;
import io.logaggregator.server.rule.RuleForm;
import io.logaggregator.server.security.Caller;
import io.logaggregator.server.security.RequiresScope;
import io.logaggregator.server.settings.AlertSettings;
import io.logaggregator.server.web.Conversions;
import io.logaggregator.server.web.Conversions.InvalidValueException;
import io.logaggregator.server.web.ProblemException;
import jakarta.validation.Valid;
import jakarta.validation.constraints.NotNull;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.SortedMap;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

/** Backtests of rules over stored data. */
@RestController
@RequestMapping("/api/v1/rules/backtest")
class BacktestController {

    private final Backtest backtest;
    private final FairPool threads;
    private final Duration allowedLateness;
    private final InstantSource clock;

    BacktestController(
            StoredHistory history,
            AlertRules rules,
            AlertSettings settings,
            @Qualifier("backtestPool") FairPool threads,
            InstantSource clock) {
        this.threads = threads;
        backtest = new Backtest(history, QueryMatching::condition, rules::list, settings.maxGroups());
        allowedLateness = settings.allowedLateness();
        this.clock = clock;
    }

    /**
     * A rule, and the time range of its backtest.
     *
     * @param from inclusive: RFC 3339, or before now, for example -1d
     * @param to exclusive, in the same format; default: now
     */
    record BacktestForm(
            @NotNull(message = "a rule, as for POST /api/v1/rules")
            RuleForm rule,

            @NotNull(message = "RFC 3339 or a duration before now, for example -1d")
            String from,

            @Nullable String to) {}

    /** Evaluates a rule over stored data of at most 31 days, and returns the alerts that it would have opened. */
    @RequiresScope(Scope.READ)
    @PostMapping
    BacktestView backtestRule(@Valid @RequestBody BacktestForm form) {
        RuleDefinition definition = form.rule.definition(allowedLateness);
        Instant now = clock.instant();
        Instant to = form.to == null ? now : instant("to", form.to, now);
        Instant from = instant("from", form.from, now);
        return BacktestView.of(threads.call(Caller.required().key().name(), () -> backtest.run(definition, from, to)));
    }

    private static Instant instant(String field, String text, Instant now) {
        try {
            return Conversions.instant(text, now);
        } catch (InvalidValueException e) {
            throw ProblemException.invalidField(field, text, e.expected());
        }
    }

    /**
     * The result of a backtest.
     *
     * @param watched number of series or groups that were evaluated
     * @param groupsLeftOut number of groups beyond the limit
     * @param listed number of listed alerts
     * @param shareOfTimeAbove ratio of time beyond the lowest threshold, 0..1
     * @param shareOfTimeOpen ratio of time with an open alert, 0..1
     * @param openings the newest alerts, newest first
     */
    record BacktestView(
            Instant from,
            Instant to,
            long watched,
            long groupsLeftOut,
            long openedTotal,
            int listed,
            double openedPerWeek,
            double shareOfTimeAbove,
            double shareOfTimeOpen,
            List<OpeningView> openings) {

        static BacktestView of(BacktestResult result) {
            return new BacktestView(
                    result.from(),
                    result.to(),
                    result.watched(),
                    result.groupsLeftOut(),
                    result.openedTotal(),
                    result.openings().size(),
                    result.openedPerWeek(),
                    result.shareOfTimeAbove(),
                    result.shareOfTimeOpen(),
                    result.openings().stream().map(OpeningView::of).toList());
        }

        /** An alert that would have been opened; {@code resolvedAt} is null if it was open at the end. */
        record OpeningView(
                SortedMap<String, String> labels,
                Instant openedAt,
                @Nullable Instant resolvedAt,
                Severity highest,
                double peak,
                long occurrences) {

            private static OpeningView of(Opening opening) {
                return new OpeningView(
                        opening.labels().values(),
                        opening.openedAt(),
                        opening.resolvedAt().orElse(null),
                        opening.highest(),
                        opening.peak(),
                        opening.occurrences());
            }
        }
    }
}
