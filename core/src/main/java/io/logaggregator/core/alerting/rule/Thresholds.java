package io.logaggregator.core.alerting.rule;

import static io.logaggregator.core.common.InvalidDefinitionException.require;

/**
 * Lowest thresholds of the three built-in rules.
 *
 * @param cpuUsagePercent of all processors of a host, above 0 and below 100
 * @param memoryUsagePercent of the memory of a host, above 0 and below 100
 * @param processCount 1 to 10,000,000
 */
public record Thresholds(double cpuUsagePercent, double memoryUsagePercent, int processCount) {

    public static final Thresholds DEFAULT = new Thresholds(80, 85, 1_000);

    private static final int MAX_PROCESSES = 10_000_000;

    public Thresholds {
        requirePercent("cpuUsagePercent", cpuUsagePercent);
        requirePercent("memoryUsagePercent", memoryUsagePercent);
        require(
                processCount >= 1 && processCount <= MAX_PROCESSES,
                "processCount",
                processCount,
                "1 to " + MAX_PROCESSES);
    }

    private static void requirePercent(String field, double percent) {
        require(percent > 0 && percent < 100, field, percent, "above 0 and below 100");
    }
}
