package io.logaggregator.agent;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What happens to log files: each line must be sent, and only once where the file system leaves no doubt. */
class FileChangesTest {

    private static final Duration TIMEOUT = Duration.ofMinutes(5);

    @TempDir
    Path directory;

    /** All combinations run at once, because each of them waits most of the time. */
    @Test
    void everyChange_sendsEveryLine() throws Exception {
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            var results = new ArrayList<Future<Void>>();
            for (Operation operation : Operation.values()) {
                for (int options = 0; options < 8; options++) {
                    var change = new Change(operation, (options & 1) > 0, (options & 2) > 0, (options & 4) > 0);
                    results.add(threads.submit(change.inside(directory)));
                }
            }
            for (Future<Void> result : results) {
                result.get();
            }
        }
    }

    @Test
    void reportWrittenAgainWithSameHead_isReadAgain() throws IOException {
        Path report = directory.resolve("report.log");
        String head = "=".repeat(256) + "\n";
        try (var agent = new TestAgent(directory, "*.log")) {
            for (int run = 0; run < 5; run++) {
                Files.writeString(report, head + "run %1$d a\nrun %1$d b\n".formatted(run));
                int done = run;
                await().atMost(TIMEOUT)
                        .untilAsserted(() -> assertThat(agent.lines()).contains("run " + done + " b"));
                agent.awaitSaved(report);
            }
            assertThat(agent.lines()).filteredOn(line -> line.startsWith("run")).hasSize(10);
        }
    }

    @Test
    void filesOfEqualLines_areAllRead() throws IOException {
        try (var agent = new TestAgent(directory, "*.log")) {
            Files.writeString(directory.resolve("copy-a.log"), "the same line\n".repeat(40));
            await().atMost(TIMEOUT).until(() -> agent.lines().size() == 40);
            Files.writeString(directory.resolve("copy-b.log"), "the same line\n".repeat(41));
            Files.writeString(directory.resolve("copy-c.log"), "the same line\n".repeat(60));
            await().atMost(TIMEOUT).until(() -> agent.lines().size() == 141);
        }
    }

    @Test
    void newFileWithSameBanner_isRead_whenItDiffers() throws IOException {
        Path file = directory.resolve("shop.log");
        String banner = "banner ".repeat(40) + "\n";
        try (var agent = new TestAgent(directory, "*.log*")) {
            Files.writeString(file, banner + "first\n".repeat(100));
            await().atMost(TIMEOUT).until(() -> agent.lines().size() == 101);
            Files.move(file, directory.resolve("shop.log.1"));
            Files.writeString(file, banner + "second\n");
            await().atMost(TIMEOUT).until(() -> agent.lines().contains("second"));
        }
    }

    private enum Operation {
        RENAME,
        COPY_AND_TRUNCATE,
        COPY,
        DELETE_AND_CREATE,
        REUSE_OF_INODE,
        REWRITE
    }

    /** One combination; the second content is written after the first one was sent. */
    private record Change(Operation operation, boolean equal, boolean slow, boolean agentRuns) {

        Callable<Void> inside(Path parent) {
            return () -> {
                Path directory = Files.createDirectories(parent.resolve(toString()));
                Path file = directory.resolve("shop.log");
                List<String> first = lines("a");
                List<String> second = equal ? first : lines("b");
                MemoryQueue queue = new MemoryQueue();
                var agent = new TestAgent(directory, "*.log*", queue);
                try {
                    write(file, first);
                    await(toString()).atMost(TIMEOUT).until(() -> agent.lines().size() == first.size());
                    agent.awaitSaved(file);
                    if (!agentRuns) {
                        agent.close();
                    }
                    Path written = operation == Operation.COPY ? directory.resolve("copy.log") : file;
                    apply(directory, file);
                    write(written, second);
                    if (!agentRuns) {
                        try (var again = new TestAgent(directory, "*.log*", queue)) {
                            awaitAll(again, written, first, second);
                        }
                    } else {
                        awaitAll(agent, written, first, second);
                    }
                } finally {
                    agent.close();
                }
                return null;
            };
        }

        private static List<String> lines(String name) {
            return IntStream.range(0, 12)
                    .mapToObj(i -> "line " + name + " " + i + " " + "x".repeat(20))
                    .toList();
        }

        private void apply(Path directory, Path file) throws Exception {
            switch (operation) {
                case RENAME -> Files.move(file, directory.resolve("shop.log.1"));
                case COPY_AND_TRUNCATE -> {
                    Files.copy(file, directory.resolve("shop.log.1"));
                    Files.newByteChannel(file, StandardOpenOption.WRITE, StandardOpenOption.TRUNCATE_EXISTING)
                            .close();
                }
                case COPY -> {}
                case DELETE_AND_CREATE -> Files.delete(file);
                case REUSE_OF_INODE -> {
                    Files.delete(file);
                    if (agentRuns) { // the inode is free when the agent has closed the file
                        await(toString()).atMost(TIMEOUT).until(() -> !isOpen(file));
                    }
                }
                case REWRITE ->
                    Files.newByteChannel(file, StandardOpenOption.WRITE, StandardOpenOption.TRUNCATE_EXISTING)
                            .close();
            }
        }

        private static boolean isOpen(Path file) throws IOException {
            try (Stream<Path> descriptors = Files.list(Path.of("/proc/self/fd"))) {
                return descriptors.anyMatch(descriptor -> {
                    try {
                        return Files.readSymbolicLink(descriptor).toString().equals(file + " (deleted)");
                    } catch (IOException closed) {
                        return false;
                    }
                });
            }
        }

        private void write(Path file, List<String> lines) throws Exception {
            if (!slow) {
                Files.write(file, lines, StandardOpenOption.CREATE, StandardOpenOption.APPEND);
                return;
            }
            for (String line : lines) {
                Files.writeString(file, line + "\n", StandardOpenOption.CREATE, StandardOpenOption.APPEND);
                Thread.sleep(300); // the writer's own pace
            }
        }

        private void awaitAll(TestAgent agent, Path written, List<String> first, List<String> second) {
            Map<String, Long> expected = counts(Stream.concat(first.stream(), second.stream()));
            await(toString())
                    .atMost(TIMEOUT)
                    .untilAsserted(() -> assertThat(counts(agent.lines().stream()))
                            .allSatisfy((line, count) -> assertThat(count).isGreaterThanOrEqualTo(expected.get(line)))
                            .hasSameSizeAs(expected));
            agent.awaitSaved(written);
            boolean mayRepeat = operation == Operation.COPY_AND_TRUNCATE && !agentRuns;
            if (!mayRepeat) {
                assertThat(counts(agent.lines().stream())).as(toString()).isEqualTo(expected);
            }
        }

        private static Map<String, Long> counts(Stream<String> lines) {
            return lines.collect(Collectors.groupingBy(Function.identity(), Collectors.counting()));
        }

        @Override
        public String toString() {
            return operation
                    + (equal ? "-equal" : "-different")
                    + (slow ? "-slow" : "-at-once")
                    + (agentRuns ? "-running" : "-stopped");
        }
    }
}
