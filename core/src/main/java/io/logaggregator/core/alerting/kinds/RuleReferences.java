package io.logaggregator.core.alerting.kinds;

import io.logaggregator.core.alerting.rule.AlertRule;
import io.logaggregator.core.alerting.rule.AlertRule.Origin;
import io.logaggregator.core.alerting.rule.RuleDefinition;
import io.logaggregator.core.common.InvalidDefinitionException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Stream;

/** References of composite rules to their members, by id or by name. Linear in the number of references. */
public final class RuleReferences {

    /** Maximum number of composite rules from one to a rule that is none. */
    public static final int MAX_DEPTH = 3;

    private final Map<String, AlertRule> rules = new HashMap<>();
    private final Map<UUID, Integer> depths = new HashMap<>();

    private RuleReferences(List<AlertRule> all) {
        all.forEach(rule -> {
            rules.put(folded(rule.definition().name()), rule);
            rules.put(rule.id().toString(), rule);
        });
    }

    /**
     * Rejects references of a rule to rules that do not exist, to itself, and too deep ones.
     *
     * @param rule as it will be
     * @param others the other rules, of which some may refer to it
     */
    public static void check(AlertRule rule, List<AlertRule> others) {
        List<AlertRule> all = new ArrayList<>(others);
        all.removeIf(other -> other.id().equals(rule.id()));
        all.add(rule);
        RuleReferences references = new RuleReferences(all);
        if (rule.definition().condition() instanceof Composite composite) {
            for (String member : named(composite)) {
                if (references.find(member).isEmpty()) {
                    throw new InvalidDefinitionException(
                            "condition.members", member, "the name or the id of an existing rule");
                }
            }
        }
        for (AlertRule one : all) {
            references.depth(one, new HashSet<>());
        }
    }

    /** The members of a composite that exist, with the names that it gives them, by id. */
    public static Map<UUID, String> members(Composite composite, List<AlertRule> rules) {
        RuleReferences references = new RuleReferences(rules);
        Map<UUID, String> members = new LinkedHashMap<>();
        named(composite).forEach(name -> references.find(name).ifPresent(rule -> members.put(rule.id(), name)));
        return members;
    }

    /** The members of a composite that do not exist. */
    public static List<String> missing(Composite composite, List<AlertRule> rules) {
        RuleReferences references = new RuleReferences(rules);
        return named(composite).stream()
                .filter(name -> references.find(name).isEmpty())
                .toList();
    }

    /** The rules, each after its members. */
    public static List<AlertRule> membersFirst(List<AlertRule> rules) {
        RuleReferences references = new RuleReferences(rules);
        return rules.stream()
                .sorted(Comparator.comparingInt(references::depthOrMax))
                .toList();
    }

    /** Definitions, each after its members; references by name. */
    public static List<RuleDefinition> inOrderOfReferences(List<RuleDefinition> definitions) {
        List<AlertRule> rules = new ArrayList<>();
        for (RuleDefinition definition : definitions) {
            rules.add(new AlertRule(new UUID(0, rules.size()), 0, Origin.PROVISIONED, Instant.EPOCH, definition));
        }
        return membersFirst(rules).stream().map(AlertRule::definition).toList();
    }

    private Optional<AlertRule> find(String name) {
        return Optional.ofNullable(rules.get(folded(name)));
    }

    private static String folded(String name) {
        return name.toLowerCase(Locale.ROOT);
    }

    private static List<String> named(Composite composite) {
        return Stream.concat(composite.members().stream(), composite.not().stream())
                .toList();
    }

    private int depthOrMax(AlertRule rule) {
        try {
            return depth(rule, new HashSet<>());
        } catch (InvalidDefinitionException e) {
            return Integer.MAX_VALUE; // rules of concurrent edits
        }
    }

    private int depth(AlertRule rule, Set<UUID> path) {
        Integer known = depths.get(rule.id());
        if (known != null) {
            return known;
        }
        if (!path.add(rule.id())) {
            throw new InvalidDefinitionException(
                    "condition.members", rule.definition().name(), "rules that do not lead back to this one");
        }
        int depth = 0;
        if (rule.definition().condition() instanceof Composite composite) {
            for (String member : named(composite)) {
                Optional<AlertRule> found = find(member);
                depth = Math.max(depth, found.isPresent() ? depth(found.get(), path) : 0);
            }
            depth++;
        }
        if (depth > MAX_DEPTH) {
            throw new InvalidDefinitionException(
                    "condition.members",
                    rule.definition().name(),
                    "at most " + MAX_DEPTH + " composite rules one inside the other");
        }
        path.remove(rule.id());
        depths.put(rule.id(), depth);
        return depth;
    }
}
