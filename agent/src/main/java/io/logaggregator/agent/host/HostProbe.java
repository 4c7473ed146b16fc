package io.logaggregator.agent.host;

import io.logaggregator.core.observation.ProcessSnapshot;
import io.logaggregator.wire.agent.HostReport;
import io.logaggregator.wire.agent.HostReport.Disk;
import io.logaggregator.wire.agent.HostReport.HostFacts;
import io.logaggregator.wire.agent.HostReport.Memory;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileStore;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.function.Supplier;
import oshi.hardware.CentralProcessor;
import oshi.hardware.GlobalMemory;
import oshi.software.os.OSProcess;
import oshi.software.os.OperatingSystem;
import oshi.spi.SystemInfoProvider;
import oshi.util.PlatformEnum;

/**
 * Reads the metrics and processes of this host. Rates are measured between two calls, so the first report contains no CPU
 * time of processes. Reads only cheap values: no user names, no command lines, no external programs after construction.
 * Not thread-safe.
 */
public final class HostProbe implements Supplier<HostReport> {

    private static final int COLLECTORS = 5;

    private final InstantSource clock;
    private final OperatingSystem system;
    private final CentralProcessor processor;
    private final GlobalMemory memory;
    private final NetworkCounters network;
    private final ProcessTable processes;
    private final Path root;
    private final HostFacts facts;
    private long[] ticks;

    public HostProbe(Optional<String> hostName, InstantSource clock) {
        SystemInfoProvider oshi = oshi();
        this.clock = clock;
        system = oshi.getOperatingSystem();
        processor = oshi.getHardware().getProcessor();
        memory = oshi.getHardware().getMemory();
        network = new NetworkCounters(oshi.getHardware());
        processes = new ProcessTable(processor.getLogicalProcessorCount());
        root = Path.of("").toAbsolutePath().getRoot();
        facts = new HostFacts(
                hostName.orElseGet(this::hostName),
                osName(),
                architecture(),
                Math.max(1, processor.getLogicalProcessorCount()));
        ticks = processor.getSystemCpuLoadTicks();
    }

    /** On Linux, /proc and /sys suffice: no native library needs to be unpacked. */
    private static SystemInfoProvider oshi() {
        return PlatformEnum.getCurrentPlatform() == PlatformEnum.LINUX
                ? new oshi.nativefree.SystemInfo()
                : new oshi.SystemInfo();
    }

    public HostFacts facts() {
        return facts;
    }

    @Override
    public HostReport get() {
        Instant now = clock.instant().truncatedTo(ChronoUnit.MILLIS);
        long start = System.nanoTime();
        var errors = new ArrayList<String>();
        Optional<Double> cpuRatio = part("cpu", errors, this::cpuRatio);
        Optional<Memory> memoryUse = part("memory", errors, this::memory);
        Optional<Disk> disk = part("disk", errors, this::disk);
        Optional<HostReport.Network> networkBytes = part("network", errors, network::total);
        Optional<List<ProcessSnapshot.Entry>> list = part("processes", errors, this::processes);
        return new HostReport(
                now,
                facts,
                cpuRatio.map(OptionalDouble::of).orElseGet(OptionalDouble::empty),
                memoryUse,
                disk,
                networkBytes,
                list,
                new HostReport.Collection(Duration.ofNanos(System.nanoTime() - start), COLLECTORS, errors));
    }

    /** A failed part does not affect the others. */
    private static <T> Optional<T> part(String name, List<String> errors, Supplier<T> collector) {
        try {
            return Optional.of(collector.get());
        } catch (RuntimeException e) {
            errors.add(name + ": " + e);
            return Optional.empty();
        }
    }

    private double cpuRatio() {
        long[] before = ticks;
        ticks = processor.getSystemCpuLoadTicks();
        return Math.clamp(processor.getSystemCpuLoadBetweenTicks(before, ticks), 0, 1);
    }

    private Memory memory() {
        long total = memory.getTotal();
        return new Memory(total - memory.getAvailable(), total);
    }

    private Disk disk() {
        try {
            FileStore store = Files.getFileStore(root);
            long total = store.getTotalSpace();
            return new Disk(total, total - store.getUnallocatedSpace(), store.getUsableSpace());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private List<ProcessSnapshot.Entry> processes() {
        List<OSProcess> all = system.getProcesses();
        long nanos = System.nanoTime();
        long millis = clock.millis();
        return processes.next(
                all.stream()
                        .filter(process -> process.getProcessID() >= 0)
                        .map(HostProbe::reading)
                        .toList(),
                nanos,
                millis);
    }

    private static ProcessTable.Reading reading(OSProcess process) {
        return new ProcessTable.Reading(
                process.getProcessID(),
                process.getName(),
                process.getStartTime(),
                process.getKernelTime() + process.getUserTime(),
                process.getResidentMemory(),
                process.getState().name().toLowerCase(Locale.ROOT));
    }

    private String hostName() {
        String name = system.getNetworkParams().getHostName();
        return name.isBlank() ? "unknown" : name.strip();
    }

    private static String osName() {
        return switch (PlatformEnum.getCurrentPlatform()) {
            case MACOS -> "darwin";
            case PlatformEnum other -> other.name().toLowerCase(Locale.ROOT);
        };
    }

    private static String architecture() {
        String arch = System.getProperty("os.arch", "");
        return switch (arch) {
            case "x86_64" -> "amd64";
            case "aarch64" -> "arm64";
            default -> arch;
        };
    }
}
