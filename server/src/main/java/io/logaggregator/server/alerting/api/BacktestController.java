package io.logaggregator.server.alerting.api;

import io.logaggregator.core.access.Scope;
import io.logaggregator.core.alerting.backtest.Backtest;
import io.logaggregator.core.alerting.backtest.StoredHistory;
import io.logaggregator.core.alerting.rule.RuleDefinition;
import io.logaggregator.server.logs.query.QueryMatching;
import io.logaggregator.server.overload.FairPool;
import io.logaggregator.server.rule.RuleForm;
import io.logaggregator.server.security.Caller;
import io.logaggregator.server.security.RequiresScope;
import io.logaggregator.server.web.Conversions;
import io.logaggregator.server.web.Conversions.InvalidValueException;
import io.logaggregator.server.web.ProblemException;
import jakarta.validation.Valid;
import jakarta.validation.constraints.NotNull;
import java.time.Instant;
import java.time.InstantSource;
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
    private final InstantSource clock;

    BacktestController(StoredHistory history, @Qualifier("backtestPool") FairPool threads, InstantSource clock) {
        this.threads = threads;
        backtest = new Backtest(history, QueryMatching::condition);
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
        RuleDefinition definition = form.rule.definition();
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
}
