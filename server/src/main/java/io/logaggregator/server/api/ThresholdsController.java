package io.logaggregator.server.api;

import io.logaggregator.core.access.Scope;
import io.logaggregator.core.alerting.rule.AlertRules;
import io.logaggregator.core.alerting.rule.BuiltInRules;
import io.logaggregator.core.alerting.rule.Thresholds;
import io.logaggregator.core.common.InvalidDefinitionException;
import io.logaggregator.server.http.ConflictException;
import io.logaggregator.server.http.Refuses;
import io.logaggregator.server.security.RequiresScope;
import java.time.InstantSource;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

/** From where on the built-in rules see trouble: one number each. */
@RestController
@RequestMapping("/api/v1/thresholds")
class ThresholdsController {

    private static final String UNTELLABLE = "a built-in rule was given a threshold that cannot be told so";

    private final AlertRules rules;
    private final InstantSource clock;

    ThresholdsController(AlertRules rules, InstantSource clock) {
        this.rules = rules;
        this.clock = clock;
    }

    /** Gets the thresholds of the built-in rules. */
    @RequiresScope(Scope.READ)
    @Refuses(status = HttpStatus.CONFLICT, when = UNTELLABLE)
    @GetMapping
    Thresholds getThresholds() {
        return current();
    }

    /** Changes those thresholds of the built-in rules that are given. */
    @RequiresScope(Scope.OPERATE)
    @Refuses(status = HttpStatus.CONFLICT, when = UNTELLABLE + " and not all three are given")
    @PutMapping
    Thresholds changeThresholds(@RequestBody Form form) {
        Thresholds thresholds = form.isWhole() ? form.to(Thresholds.DEFAULT) : form.to(current());
        BuiltInRules.change(rules, thresholds, Callers.current(), clock.instant());
        return thresholds;
    }

    private Thresholds current() {
        try {
            return BuiltInRules.thresholds(rules);
        } catch (InvalidDefinitionException e) {
            throw new ConflictException("A built-in rule was given a threshold that cannot be told here: "
                    + e.getMessage() + ". See /api/v1/rules, or PUT all three.");
        }
    }

    /** Those that are given change, the others stay. */
    record Form(
            @Nullable Double cpuUsagePercent,
            @Nullable Double memoryUsagePercent,
            @Nullable Integer processCount) {

        private boolean isWhole() {
            return cpuUsagePercent != null && memoryUsagePercent != null && processCount != null;
        }

        private Thresholds to(Thresholds others) {
            return new Thresholds(
                    cpuUsagePercent == null ? others.cpuUsagePercent() : cpuUsagePercent,
                    memoryUsagePercent == null ? others.memoryUsagePercent() : memoryUsagePercent,
                    processCount == null ? others.processCount() : processCount);
        }
    }
}
