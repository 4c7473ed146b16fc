package io.logaggregator.deploy.monitoring;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Metrics exposed by a server: labels of the samples by metric name. */
record Exposition(Map<String, List<Map<String, String>>> samples) {

    /** Labels that Prometheus adds. */
    private static final Set<String> TARGET_LABELS = Set.of("job", "namespace", "instance");

    /** The label values of this metric depend on the requests. */
    private static final String REQUESTS = "http_server_requests_";

    private static final Pattern SAMPLE = Pattern.compile("([a-zA-Z_:][\\w:]*)(\\{(.*)})? \\S+");
    private static final Pattern LABEL = Pattern.compile("(\\w+)=\"((?:\\\\.|[^\"])*)\"");

    static Exposition of(String text) {
        Map<String, List<Map<String, String>>> samples = new HashMap<>();
        text.lines().filter(line -> !line.startsWith("#")).forEach(line -> {
            Matcher sample = SAMPLE.matcher(line);
            if (!sample.matches()) {
                throw new IllegalArgumentException(line + ": invalid sample (expected: name{labels} value)");
            }
            Map<String, String> labels = new HashMap<>();
            Matcher label = LABEL.matcher(sample.group(3) == null ? "" : sample.group(3));
            while (label.find()) {
                labels.put(label.group(1), label.group(2));
            }
            samples.computeIfAbsent(sample.group(1), _ -> new ArrayList<>()).add(labels);
        });
        return new Exposition(samples);
    }

    /** Whether a metric name has this prefix. */
    boolean hasNameWithPrefix(String prefix) {
        return samples.keySet().stream().anyMatch(name -> name.startsWith(prefix));
    }

    /** Metrics and labels of an expression that are not exposed. */
    Set<String> missingFor(String expression, List<String> otherNames) {
        Set<String> missing = new TreeSet<>();
        Set<String> labels = new HashSet<>(TARGET_LABELS);
        PromQl promQl = PromQl.of(expression);
        for (PromQl.Selector selector : promQl.selectors()) {
            List<Map<String, String>> exposed = samples.getOrDefault(selector.metric(), List.of());
            exposed.forEach(sample -> labels.addAll(sample.keySet()));
            if (!otherNames.contains(selector.metric())
                    && exposed.stream().noneMatch(sample -> matches(sample, selector))) {
                missing.add(selector.metric() + selector.labels());
            }
        }
        promQl.groupings().stream().filter(label -> !labels.contains(label)).forEach(missing::add);
        return missing;
    }

    private static boolean matches(Map<String, String> sample, PromQl.Selector selector) {
        return selector.labels().entrySet().stream()
                .filter(label -> !TARGET_LABELS.contains(label.getKey()))
                .allMatch(label -> sample.containsKey(label.getKey())
                        && (label.getValue().isEmpty()
                                || selector.metric().startsWith(REQUESTS)
                                || label.getValue().equals(sample.get(label.getKey()))));
    }
}
