package io.logaggregator.server.api;

import io.logaggregator.core.access.Scope;
import io.logaggregator.core.alerting.rule.AlertRule;
import io.logaggregator.core.alerting.rule.AlertRule.Origin;
import io.logaggregator.core.alerting.rule.AlertRules;
import io.logaggregator.core.alerting.rule.RuleDefinition;
import io.logaggregator.core.alerting.rule.RuleWarning;
import io.logaggregator.server.http.ConflictException;
import io.logaggregator.server.http.NotFoundException;
import io.logaggregator.server.http.Refuses;
import io.logaggregator.server.rule.RuleForm;
import io.logaggregator.server.security.RequiresScope;
import java.net.URI;
import java.time.InstantSource;
import java.util.Map;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Collectors;
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

/** The rules by which alerts are opened and resolved. */
@RestController
@RequestMapping("/api/v1/rules")
class RulesController {

    private final AlertRules rules;
    private final InstantSource clock;

    RulesController(AlertRules rules, InstantSource clock) {
        this.rules = rules;
        this.clock = clock;
    }

    /** Lists the rules, by name. */
    @RequiresScope(Scope.READ)
    @GetMapping
    ItemsView<RuleView> listRules() {
        Map<UUID, RuleWarning> notices = notices();
        return new ItemsView<>(rules.list().stream()
                .map(rule -> RuleView.of(rule, notices.get(rule.id())))
                .toList());
    }

    /** Creates a rule. Every instance judges by it within a second. */
    @RequiresScope(Scope.OPERATE)
    @Refuses(status = HttpStatus.CONFLICT, when = "another rule has the name")
    @PostMapping
    @ResponseStatus(HttpStatus.CREATED)
    ResponseEntity<RuleView> createRule(@RequestBody RuleForm form) {
        AlertRule rule =
                rules.create(UUID.randomUUID(), Origin.API, form.definition(), Callers.current(), clock.instant());
        return ResponseEntity.created(URI.create("/api/v1/rules/" + rule.id())).body(RuleView.of(rule, null));
    }

    /** Gets a rule. */
    @RequiresScope(Scope.READ)
    @GetMapping("/{id}")
    RuleView getRule(@PathVariable UUID id) {
        return view(existing(id));
    }

    /** Replaces a rule: what the new one leaves out has its default again. */
    @RequiresScope(Scope.OPERATE)
    @Refuses(
            status = HttpStatus.CONFLICT,
            when = "another rule has the name, or the rule is read-only, or built in and would mean something else")
    @PutMapping("/{id}")
    RuleView replaceRule(@PathVariable UUID id, @RequestBody RuleForm form) {
        AlertRule rule = existing(id);
        RuleDefinition definition = form.definition();
        refuseIfReadOnly(rule);
        if (rule.origin() == Origin.BUILT_IN) {
            refuseOtherMeaning(rule.definition(), definition);
        }
        return view(
                rules.update(id, definition, Callers.current(), clock.instant()).orElseThrow(() -> noSuchRule(id)));
    }

    /** Deletes a rule, and resolves its open alerts. */
    @RequiresScope(Scope.OPERATE)
    @Refuses(status = HttpStatus.CONFLICT, when = "the rule is read-only, or built in")
    @DeleteMapping("/{id}")
    @ResponseStatus(HttpStatus.NO_CONTENT)
    void deleteRule(@PathVariable UUID id) {
        AlertRule rule = existing(id);
        refuseIfReadOnly(rule);
        if (rule.origin() == Origin.BUILT_IN) {
            throw new ConflictException("The rule " + rule.definition().name()
                    + " is built in and cannot be deleted. Switch it off: PUT it with enabled: false.");
        }
        if (!rules.delete(id, Callers.current(), clock.instant())) {
            throw noSuchRule(id);
        }
    }

    private AlertRule existing(UUID id) {
        return rules.find(id).orElseThrow(() -> noSuchRule(id));
    }

    private RuleView view(AlertRule rule) {
        return RuleView.of(rule, notices().get(rule.id()));
    }

    private Map<UUID, RuleWarning> notices() {
        return rules.warnings().stream().collect(Collectors.toMap(RuleWarning::ruleId, Function.identity()));
    }

    private static void refuseIfReadOnly(AlertRule rule) {
        if (rule.origin() == Origin.PROVISIONED) {
            throw new ConflictException("The rule " + rule.definition().name()
                    + " comes from the configuration and is read-only here. Change it there, in"
                    + " aggregator.alerts.rules, and restart; or make another rule.");
        }
    }

    /** Its name and what it watches are what the thresholds are known by. */
    private static void refuseOtherMeaning(RuleDefinition is, RuleDefinition asked) {
        if (!asked.name().equals(is.name())) {
            throw new ConflictException("The rule " + is.name() + " is built in and cannot be renamed to "
                    + asked.name() + ". Make another rule of that name.");
        }
        if (!asked.condition().equals(is.condition())
                || asked.thresholds().comparison() != is.thresholds().comparison()) {
            throw new ConflictException("The rule " + is.name()
                    + " is built in, and what it watches cannot be changed. Make another rule for that.");
        }
    }

    private static NotFoundException noSuchRule(UUID id) {
        return new NotFoundException("There is no rule " + id + ", or no longer.");
    }
}
