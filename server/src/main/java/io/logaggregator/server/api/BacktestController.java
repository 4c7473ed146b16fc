package io.logaggregator.server.api;

import static io.swagger.v3.oas.annotations.media.Schema.RequiredMode.REQUIRED;

import io.logaggregator.core.access.Scope;
import io.logaggregator.core.alerting.backtest.Backtest;
import io.logaggregator.core.alerting.backtest.StoredHistory;
import io.logaggregator.core.alerting.rule.RuleDefinition;
import io.logaggregator.core.common.InvalidDefinitionException;
import io.logaggregator.core.logs.LogCondition;
import io.logaggregator.server.logs.query.LogQueryParser;
import io.logaggregator.server.logs.query.QuerySyntaxException;
import io.logaggregator.server.rule.RuleForm;
import io.logaggregator.server.security.RequiresScope;
import io.logaggregator.server.settings.DurationText;
import io.swagger.v3.oas.annotations.media.Schema;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.InstantSource;
import org.jspecify.annotations.Nullable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

/** What a rule would have done, asked before it is made. */
@RestController
@RequestMapping("/api/v1/rules/backtest")
class BacktestController {

    private static final String INSTANT = "RFC 3339, for example 2026-01-31T12:00:00Z, or -15m, -2h, -P7D";

    private final Backtest backtest;
    private final InstantSource clock;

    BacktestController(StoredHistory history, InstantSource clock) {
        backtest = new Backtest(history, BacktestController::condition);
        this.clock = clock;
    }

    /**
     * A rule and the time in which it is tried.
     *
     * @param from the first instant: RFC 3339, or before now, as -1d
     * @param to the first instant after; absent: now
     */
    record BacktestForm(
            @Schema(requiredMode = REQUIRED) @Nullable RuleForm rule,
            @Schema(requiredMode = REQUIRED) @Nullable String from,
            @Nullable String to) {}

    /** Tells what a rule would have done within a time of at most 31 days. */
    @RequiresScope(Scope.READ)
    @PostMapping
    BacktestView backtestRule(@RequestBody BacktestForm form) {
        if (form.rule == null) {
            throw new InvalidDefinitionException("rule", "nothing", "a rule, as it is sent to /api/v1/rules");
        }
        RuleDefinition definition = form.rule.definition();
        Instant now = clock.instant();
        Instant to = form.to == null ? now : instant("to", form.to, now);
        return BacktestView.of(backtest.run(definition, instant("from", form.from, now), to));
    }

    private static Instant instant(String field, @Nullable String text, Instant now) {
        if (text == null) {
            throw new InvalidDefinitionException(field, "nothing", INSTANT);
        }
        try {
            return text.startsWith("-") ? now.plus(DurationText.parse(text)) : Instant.parse(text);
        } catch (DateTimeException | IllegalArgumentException | ArithmeticException e) {
            throw new InvalidDefinitionException(field, text, INSTANT);
        }
    }

    private static LogCondition condition(String query) {
        try {
            return LogQueryParser.parse(query);
        } catch (QuerySyntaxException e) {
            throw new InvalidDefinitionException(
                    "condition.query", query, "a query; at position " + e.position() + " " + e.getMessage());
        }
    }
}
