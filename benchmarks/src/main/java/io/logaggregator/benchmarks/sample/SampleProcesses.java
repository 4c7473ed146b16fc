package io.logaggregator.benchmarks.sample;

import io.logaggregator.core.observation.ProcessSnapshot.Entry;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;

/**
 * The processes of one host over time: a third are kernel threads, most others sleep, one in ten is busy. From one sample to
 * the next, the memory of one in five changes, and one in a hundred is replaced.
 */
final class SampleProcesses {

    private static final String[] KERNEL_THREADS = {
        "kworker/R-rcu_gp",
        "ksoftirqd/0",
        "migration/1",
        "rcu_preempt",
        "kcompactd0",
        "khugepaged",
        "jbd2/vda1-8",
        "irq/24-ACPI"
    };
    private static final String[] PROGRAMS = {
        "systemd", "sshd", "nginx", "postgres", "java", "containerd-shim-runc-v2", "node", "python3", "cron", "bash"
    };
    private static final long MEGABYTE = 1_000_000;

    private final SplittableRandom random;
    private final Entry[] entries;
    private int nextPid = 1;

    SampleProcesses(long seed, int number) {
        random = new SplittableRandom(seed);
        entries = new Entry[number];
        for (int place = 0; place < number; place++) {
            entries[place] = place % 3 == 0 ? kernelThread() : program();
        }
    }

    List<Entry> next() {
        for (int place = 0; place < entries.length; place++) {
            entries[place] = later(entries[place]);
        }
        return new ArrayList<>(List.of(entries));
    }

    private Entry later(Entry entry) {
        if (entry.memoryBytes() == 0) {
            return entry;
        }
        if (random.nextInt(100) == 0) {
            return program();
        }
        boolean busy = random.nextInt(10) == 0;
        long memory =
                random.nextInt(5) == 0 ? entry.memoryBytes() + 4096L * random.nextInt(-100, 120) : entry.memoryBytes();
        return new Entry(
                entry.pid(),
                entry.name(),
                busy ? random.nextInt(1, 10_000) / 10_000.0 : 0,
                Math.max(4096, memory),
                busy ? "running" : "sleeping");
    }

    private Entry kernelThread() {
        return new Entry(newPid(), KERNEL_THREADS[random.nextInt(KERNEL_THREADS.length)], 0, 0, "sleeping");
    }

    private Entry program() {
        long memory = (5 + random.nextInt(500)) * MEGABYTE / 4096 * 4096;
        return new Entry(newPid(), PROGRAMS[random.nextInt(PROGRAMS.length)], 0, memory, "sleeping");
    }

    private int newPid() {
        nextPid += random.nextInt(1, 20);
        return nextPid;
    }
}
