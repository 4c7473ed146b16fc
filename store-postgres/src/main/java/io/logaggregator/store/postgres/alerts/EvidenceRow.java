package io.logaggregator.store.postgres.alerts;

import io.logaggregator.core.alerting.alert.Evidence;
import io.logaggregator.core.alerting.alert.Evidence.ProcessChange;
import io.logaggregator.core.alerting.alert.Evidence.Usage;
import io.logaggregator.core.alerting.alert.Point;
import io.logaggregator.core.alerting.rule.Severity;
import io.logaggregator.store.postgres.sql.Sql;
import io.logaggregator.store.postgres.sql.Timestamps;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Evidence as it is read. */
final class EvidenceRow {

    private EvidenceRow() {}

    /** That of an alert, oldest first. */
    static Sql of(UUID alertId) {
        return Sql.of("""
                select at, severity, value, threshold, sample_at, sample_value, processes_at, compared_with,
                       pid, name, cpu, memory, cpu_before, memory_before
                from alert_evidence where alert_id = ?
                order by at, array_position(array['LOW', 'MEDIUM', 'HIGH', 'CRITICAL'], severity)""", alertId);
    }

    static Evidence read(ResultSet row) throws SQLException {
        return new Evidence(
                Timestamps.read(row, "at"),
                Severity.valueOf(row.getString("severity")),
                row.getDouble("value"),
                row.getDouble("threshold"),
                samples(row),
                Timestamps.readIfAny(row, "processes_at"),
                Timestamps.readIfAny(row, "compared_with"),
                processes(row));
    }

    private static List<Point> samples(ResultSet row) throws SQLException {
        Timestamp[] times = (Timestamp[]) row.getArray("sample_at").getArray();
        Double[] values = (Double[]) row.getArray("sample_value").getArray();
        List<Point> samples = new ArrayList<>(times.length);
        for (int index = 0; index < times.length; index++) {
            samples.add(new Point(times[index].toInstant(), values[index]));
        }
        return samples;
    }

    private static List<ProcessChange> processes(ResultSet row) throws SQLException {
        Integer[] pids = (Integer[]) row.getArray("pid").getArray();
        String[] names = (String[]) row.getArray("name").getArray();
        @Nullable Double[] cpu = (Double[]) row.getArray("cpu").getArray();
        @Nullable Long[] memory = (Long[]) row.getArray("memory").getArray();
        @Nullable Double[] cpuBefore = (Double[]) row.getArray("cpu_before").getArray();
        @Nullable Long[] memoryBefore = (Long[]) row.getArray("memory_before").getArray();
        List<ProcessChange> processes = new ArrayList<>(pids.length);
        for (int index = 0; index < pids.length; index++) {
            processes.add(new ProcessChange(
                    pids[index],
                    names[index],
                    usage(cpu[index], memory[index]),
                    usage(cpuBefore[index], memoryBefore[index])));
        }
        return processes;
    }

    private static Optional<Usage> usage(@Nullable Double cpuRatio, @Nullable Long memoryBytes) {
        return cpuRatio == null || memoryBytes == null
                ? Optional.empty()
                : Optional.of(new Usage(cpuRatio, memoryBytes));
    }
}
