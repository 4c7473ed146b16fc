package io.logaggregator.wire.agent;

import io.logaggregator.core.observation.ProcessSnapshot;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;

/**
 * Measurements of a host at one instant. A part that could not be collected is empty, with an entry in {@link
 * Collection#errors}.
 *
 * @param cpuRatio CPU utilization of the whole host, 0..1
 * @param processes all processes; empty if they could not be listed
 */
public record HostReport(
        Instant timestamp,
        HostFacts host,
        OptionalDouble cpuRatio,
        Optional<Memory> memory,
        Optional<Disk> disk,
        Optional<Network> network,
        Optional<List<ProcessSnapshot.Entry>> processes,
        Collection collection) {

    public HostReport {
        processes = processes.map(List::copyOf);
    }

    /**
     * Constant properties of a host.
     *
     * @param os Go's {@code GOOS}, for example {@code linux}
     * @param arch Go's {@code GOARCH}, for example {@code amd64}
     * @param logicalCpus 1 or more
     */
    public record HostFacts(String name, String os, String arch, int logicalCpus) {}

    /** Main memory; used is the total without the available memory. */
    public record Memory(long usedBytes, long totalBytes) {}

    /**
     * One file system, as {@code df} reports it.
     *
     * @param freeBytes available to ordinary users; less than total minus used if blocks are reserved
     */
    public record Disk(long totalBytes, long usedBytes, long freeBytes) {}

    /** Byte counters summed over all interfaces; reset by a restart of the host. */
    public record Network(long sentBytes, long receivedBytes) {}

    /**
     * Result of the collection itself.
     *
     * @param collectors number of collected parts
     * @param errors one sentence per missing part
     */
    public record Collection(Duration took, int collectors, List<String> errors) {

        public Collection {
            errors = List.copyOf(errors);
        }
    }
}
