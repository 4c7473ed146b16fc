package io.logaggregator.deploy.monitoring;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Metrics and labels of a PromQL expression. promtool checks its syntax.
 *
 * @param selectors metrics with their label matchers
 * @param groupings labels of aggregations and joins
 */
record PromQl(List<Selector> selectors, Set<String> groupings) {

    /** @param labels expected values; empty for a pattern */
    record Selector(String metric, Map<String, String> labels) {}

    private static final Pattern TOKEN =
            Pattern.compile("\"(?:\\\\.|[^\"])*\"|\\{[^}]*}|\\[[^]]*]|[a-zA-Z_:][a-zA-Z0-9_:]*|[0-9.]+|\\S");
    private static final Pattern LABEL = Pattern.compile("(\\w+)\\s*(=~|!=|!~|=)\\s*\"([^\"]*)\"");
    private static final Set<String> GROUPING = Set.of("by", "without", "on", "ignoring", "group_left", "group_right");
    private static final Set<String> WORDS =
            Set.of("and", "or", "unless", "bool", "offset", "sum", "min", "max", "avg", "count", "topk");

    static PromQl of(String expression) {
        List<String> tokens = TOKEN.matcher(expression)
                .results()
                .map(match -> match.group().strip())
                .toList();
        List<Selector> selectors = new ArrayList<>();
        Set<String> groupings = new HashSet<>();
        for (int i = 0; i < tokens.size(); i++) {
            String token = tokens.get(i);
            String next = i + 1 < tokens.size() ? tokens.get(i + 1) : "";
            if (GROUPING.contains(token) && next.equals("(")) {
                int end = i + tokens.subList(i, tokens.size()).indexOf(")");
                names(tokens.subList(i + 2, end)).forEach(groupings::add);
                i = end;
            } else if (isName(token) && !WORDS.contains(token) && !next.equals("(")) {
                selectors.add(new Selector(token, next.startsWith("{") ? labels(next) : Map.of()));
            }
        }
        return new PromQl(selectors, groupings);
    }

    private static Stream<String> names(List<String> tokens) {
        return tokens.stream().filter(PromQl::isName);
    }

    private static boolean isName(String token) {
        return Character.isLetter(token.charAt(0)) || token.charAt(0) == '_';
    }

    private static Map<String, String> labels(String braces) {
        Map<String, String> labels = new LinkedHashMap<>();
        Matcher label = LABEL.matcher(braces);
        while (label.find()) {
            labels.put(label.group(1), label.group(2).equals("=") ? label.group(3) : "");
        }
        return labels;
    }
}
