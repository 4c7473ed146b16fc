package io.logaggregator.server.alerting.api;

import io.logaggregator.core.access.Scope;
import io.logaggregator.core.alerting.rule.AlertRules;
import io.logaggregator.core.alerting.rule.BuiltInRules;
import io.logaggregator.core.alerting.rule.Thresholds;
import io.logaggregator.core.common.InvalidDefinitionException;
import io.logaggregator.server.security.Caller;
import io.logaggregator.server.security.RequiresScope;
import io.logaggregator.server.web.ProblemException;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import java.time.InstantSource;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

/** Thresholds of the built-in rules, one number each. */
@RestController
@RequestMapping("/api/v1/thresholds")
class ThresholdsController {

    private static final String OTHER_SHAPE = "A built-in rule has thresholds that one number cannot represent.";

    private final AlertRules rules;
    private final InstantSource clock;

    ThresholdsController(AlertRules rules, InstantSource clock) {
        this.rules = rules;
        this.clock = clock;
    }

    /** Gets the thresholds of the built-in rules. */
    @RequiresScope(Scope.READ)
    @ApiResponse(responseCode = "409", description = OTHER_SHAPE)
    @GetMapping
    @ResponseStatus(HttpStatus.OK)
    Thresholds getThresholds() {
        return current();
    }

    /** Changes thresholds of the built-in rules; omitted ones stay. */
    @RequiresScope(Scope.OPERATE)
    @ApiResponse(responseCode = "409", description = OTHER_SHAPE + " Send all three thresholds to replace them.")
    @PutMapping
    @ResponseStatus(HttpStatus.OK)
    Thresholds changeThresholds(@RequestBody Form form) {
        Thresholds thresholds = form.isWhole() ? form.to(Thresholds.DEFAULT) : form.to(current());
        BuiltInRules.change(rules, thresholds, Caller.actor(), clock.instant());
        return thresholds;
    }

    private Thresholds current() {
        try {
            return BuiltInRules.thresholds(rules);
        } catch (InvalidDefinitionException e) {
            throw ProblemException.conflict("A built-in rule has thresholds that one number cannot represent: "
                    + e.getMessage() + ". See /api/v1/rules, or PUT all three thresholds.");
        }
    }

    /** New thresholds; omitted ones stay. */
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
