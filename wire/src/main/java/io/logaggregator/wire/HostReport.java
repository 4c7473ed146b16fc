package io.logaggregator.wire;

import io.logaggregator.core.observation.ProcessSnapshot;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;

/**
 * What an agent saw of its host at one instant. A part that could not be collected is empty, and {@link
 * Collection#errors} says why.
 *
 * @param cpuRatio processor time of the whole host, 0..1
 * @param processes all of them; empty where they could not be listed
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
     * What does not change while a host is up.
     *
     * @param os for example {@code linux}, as Go's {@code GOOS} names it
     * @param arch for example {@code amd64}, as Go's {@code GOARCH} names it
     * @param logicalCpus 1 or more
     */
    public record HostFacts(String name, String os, String arch, int logicalCpus) {}

    /** Main memory; what is used is what programs could not have: the total without what is available. */
    public record Memory(long usedBytes, long totalBytes) {}

    /**
     * One file system, as {@code df} tells it.
     *
     * @param freeBytes what an ordinary user can still have; less than total without used, where blocks are reserved
     */
    public record Disk(long totalBytes, long usedBytes, long freeBytes) {}

    /** Bytes over all interfaces since they came up; never falls but with a restart of the host. */
    public record Network(long sentBytes, long receivedBytes) {}

    /**
     * How the collection itself went.
     *
     * @param collectors how many parts were asked for
     * @param errors one sentence for each part that is missing
     */
    public record Collection(Duration took, int collectors, List<String> errors) {

        public Collection {
            errors = List.copyOf(errors);
        }
    }
}
