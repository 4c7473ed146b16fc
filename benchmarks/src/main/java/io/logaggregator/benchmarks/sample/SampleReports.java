package io.logaggregator.benchmarks.sample;

import io.logaggregator.core.queue.OutgoingMessage;
import io.logaggregator.wire.agent.AgentMessageEncoder;
import io.logaggregator.wire.agent.HostReport;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.stream.IntStream;

/** Agent messages, host by host, with timestamps at intervals of ten seconds per host. */
public final class SampleReports {

    private static final Duration INTERVAL = Duration.ofSeconds(10);
    private static final long MEMORY = 16_000_000_000L;
    private static final long DISK = 500_000_000_000L;

    private final AgentMessageEncoder encoder = new AgentMessageEncoder();
    private final List<SampleProcesses> processes;
    private final int hosts;
    private final double ratio;
    private final Instant begin;
    private int made;

    private SampleReports(List<SampleProcesses> processes, int hosts, double ratio, Instant begin) {
        this.processes = processes;
        this.hosts = hosts;
        this.ratio = ratio;
        this.begin = begin;
    }

    /** Hosts with this CPU and memory ratio, without processes. */
    public static SampleReports small(int hosts, double ratio, Instant begin) {
        return new SampleReports(List.of(), hosts, ratio, begin);
    }

    /** Hosts with normal values and this number of processes each. */
    public static SampleReports full(int hosts, int processesPerHost, Instant begin) {
        List<SampleProcesses> processes = IntStream.range(0, hosts)
                .mapToObj(host -> new SampleProcesses(host, processesPerHost))
                .toList();
        return new SampleReports(processes, hosts, 0.2, begin);
    }

    /** Number of messages per host in a time range. */
    public static int perHost(Duration time) {
        return Math.toIntExact(time.dividedBy(INTERVAL));
    }

    public OutgoingMessage next() {
        int host = made % hosts;
        String name = "node-" + host + ".example.org";
        HostReport report = new HostReport(
                begin.plus(INTERVAL.multipliedBy(made).dividedBy(hosts)),
                new HostReport.HostFacts(name, "linux", "amd64", 8),
                OptionalDouble.of(ratio),
                Optional.of(new HostReport.Memory((long) (ratio * MEMORY), MEMORY)),
                Optional.of(new HostReport.Disk(DISK, DISK / 5, DISK / 5 * 4)),
                Optional.of(new HostReport.Network(1_000L * made, 2_000L * made)),
                processes.isEmpty()
                        ? Optional.empty()
                        : Optional.of(processes.get(host).next()),
                new HostReport.Collection(Duration.ofMillis(20), 5, List.of()));
        made++;
        return new OutgoingMessage("", name.getBytes(StandardCharsets.UTF_8), encoder.encode(report));
    }
}
