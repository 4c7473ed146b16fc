package io.logaggregator.server.alerting.api;

import io.logaggregator.core.access.Scope;
import io.logaggregator.core.alerting.kinds.Composite;
import io.logaggregator.core.alerting.kinds.ConditionKinds;
import io.logaggregator.core.alerting.kinds.RuleReferences;
import io.logaggregator.core.alerting.kinds.ScheduledCondition;
import io.logaggregator.core.alerting.rule.AlertRule;
import io.logaggregator.core.alerting.rule.AlertRule.Origin;
import io.logaggregator.core.alerting.rule.AlertRules;
import io.logaggregator.core.alerting.rule.AlertRules.Effect;
import io.logaggregator.core.alerting.rule.Condition;
import io.logaggregator.core.alerting.rule.RuleDefinition;
import io.logaggregator.core.alerting.rule.RuleNotice;
import io.logaggregator.server.alerting.api.RuleView.EffectView;
import io.logaggregator.server.logs.query.QueryMatching;
import io.logaggregator.server.rule.RuleForm;
import io.logaggregator.server.security.Caller;
import io.logaggregator.server.security.RequiresScope;
import io.logaggregator.server.settings.AlertSettings;
import io.logaggregator.server.web.ItemsView;
import io.logaggregator.server.web.ProblemException;
import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Collectors;
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
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

/** Alert rules. */
@RestController
@RequestMapping("/api/v1/rules")
class RulesController {

    private static final String DRY_RUN = "Whether to return the effect without the change.";

    private final AlertRules rules;
    private final Duration allowedLateness;
    private final InstantSource clock;

    RulesController(AlertRules rules, AlertSettings settings, InstantSource clock) {
        this.rules = rules;
        allowedLateness = settings.allowedLateness();
        this.clock = clock;
    }

    /** Lists the rules, by name. */
    @RequiresScope(Scope.READ)
    @GetMapping
    ItemsView<RuleView> listRules() {
        return new ItemsView<>(views(rules.list(), null));
    }

    /** Creates a rule. Every instance evaluates it within a second. */
    @RequiresScope(Scope.OPERATE)
    @ApiResponse(responseCode = "409", description = "Another rule has this name, or there are 1,000 rules.")
    @PostMapping
    @ResponseStatus(HttpStatus.CREATED)
    ResponseEntity<RuleView> createRule(@RequestBody RuleForm form) {
        AlertRule rule = rules.create(
                UUID.randomUUID(), Origin.API, form.definition(allowedLateness), Caller.actor(), clock.instant());
        return ResponseEntity.created(URI.create("/api/v1/rules/" + rule.id())).body(view(rule, Effect.NONE));
    }

    /** Gets a rule. */
    @RequiresScope(Scope.READ)
    @GetMapping("/{id}")
    RuleView getRule(@PathVariable UUID id) {
        return view(existing(id));
    }

    /** Replaces a rule. Omitted members get their defaults. */
    @RequiresScope(Scope.OPERATE)
    @ApiResponse(
            responseCode = "409",
            description =
                    "Another rule has this name, the rule is read-only, or it is built in and its condition differs.")
    @PutMapping("/{id}")
    @ResponseStatus(HttpStatus.OK)
    RuleView replaceRule(
            @PathVariable UUID id,
            @RequestBody RuleForm form,
            @RequestParam(defaultValue = "false") @Parameter(description = DRY_RUN, example = "false") boolean dryRun) {
        AlertRule rule = existing(id);
        RuleDefinition definition = form.definition(allowedLateness);
        refuseIfReadOnly(rule);
        if (rule.origin() == Origin.BUILT_IN) {
            refuseOtherMeaning(rule.definition(), definition);
        }
        AlertRules.Edited edited = rules.edit(id, definition, Caller.actor(), clock.instant(), dryRun)
                .orElseThrow(() -> noSuchRule(id));
        return view(edited.rule(), edited.effect());
    }

    /** Deletes a rule, and resolves its open alerts. */
    @RequiresScope(Scope.OPERATE)
    @ApiResponse(responseCode = "409", description = "The rule is read-only or built in.")
    @DeleteMapping("/{id}")
    @ResponseStatus(HttpStatus.OK)
    EffectView deleteRule(
            @PathVariable UUID id,
            @RequestParam(defaultValue = "false") @Parameter(description = DRY_RUN, example = "false") boolean dryRun) {
        AlertRule rule = existing(id);
        refuseIfReadOnly(rule);
        if (rule.origin() == Origin.BUILT_IN) {
            throw ProblemException.conflict("The rule " + rule.definition().name()
                    + " is built in and cannot be deleted. Disable it: PUT it with enabled: false.");
        }
        return EffectView.of(
                rules.delete(id, Caller.actor(), clock.instant(), dryRun).orElseThrow(() -> noSuchRule(id)), 0);
    }

    private AlertRule existing(UUID id) {
        return rules.find(id).orElseThrow(() -> noSuchRule(id));
    }

    private RuleView view(AlertRule rule) {
        return views(List.of(rule), null).getFirst();
    }

    private RuleView view(AlertRule rule, Effect effect) {
        return views(List.of(rule), EffectView.of(effect, rules.alreadySilent(rule, clock.instant())))
                .getFirst();
    }

    private List<RuleView> views(List<AlertRule> shown, @Nullable EffectView effect) {
        Map<UUID, List<RuleNotice>> recorded =
                rules.notices().stream().collect(Collectors.groupingBy(RuleNotice::ruleId));
        boolean hasComposite = shown.stream().anyMatch(rule -> rule.definition().condition() instanceof Composite);
        List<AlertRule> all = hasComposite ? rules.list() : List.of();
        Instant now = clock.instant();
        return shown.stream()
                .map(rule -> {
                    List<RuleNotice> notices = new ArrayList<>();
                    ConditionKinds.problem(rule.definition(), QueryMatching::condition)
                            .ifPresent(problem -> notices.add(RuleNotice.invalid(rule, problem)));
                    notices.addAll(recorded.getOrDefault(rule.id(), List.of()));
                    queries(rule.definition().condition()).stream()
                            .flatMap(query -> QueryMatching.notice(query).stream())
                            .findFirst()
                            .ifPresent(
                                    text -> notices.add(RuleNotice.of(rule, RuleNotice.Kind.LOWERCASE_OPERATOR, text)));
                    if (rule.definition().condition() instanceof Composite composite) {
                        RuleReferences.missing(composite, all)
                                .forEach(name -> notices.add(RuleNotice.of(rule, RuleNotice.Kind.MISSING_RULE, name)));
                    }
                    return RuleView.of(rule, notices, effect, now);
                })
                .toList();
    }

    private static List<String> queries(Condition condition) {
        return switch (condition) {
            case Condition.OfEvents count -> List.of(count.query());
            case ScheduledCondition scheduled -> scheduled.queries();
            default -> List.of();
        };
    }

    private static void refuseIfReadOnly(AlertRule rule) {
        if (rule.origin() == Origin.PROVISIONED) {
            throw ProblemException.conflict("The rule " + rule.definition().name()
                    + " is defined in the settings and read-only. Change it"
                    + " in aggregator.alerts.rules or its rule file and restart, or create another rule.");
        }
    }

    /** The thresholds route finds built-in rules by name and condition. */
    private static void refuseOtherMeaning(RuleDefinition is, RuleDefinition asked) {
        if (!asked.name().equals(is.name())) {
            throw ProblemException.conflict("The rule " + is.name() + " is built in and cannot be renamed to "
                    + asked.name() + ". Create another rule with that name.");
        }
        if (!asked.condition().equals(is.condition())
                || asked.thresholds().comparison() != is.thresholds().comparison()) {
            throw ProblemException.conflict("The rule " + is.name()
                    + " is built in; its condition cannot be changed. Create another rule instead.");
        }
    }

    private static ProblemException noSuchRule(UUID id) {
        return ProblemException.notFound("There is no rule " + id + ", or it was deleted.");
    }
}
