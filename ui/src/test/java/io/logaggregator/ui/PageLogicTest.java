package io.logaggregator.ui;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.File;
import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.w3c.dom.Element;
import org.w3c.dom.NodeList;

/**
 * Runs the tests in {@code src/test/js} in one process: {@code node --test} starts one per file, at seven times the processor
 * time. Skipped without Node {@value #MIN_NODE} or later, except in CI.
 */
class PageLogicTest {

    private static final int MIN_NODE = 20;
    private static final Path TESTS = Path.of("src/test/js");
    private static final Path REPORT = Path.of("target/node-test.xml");
    private static final Path OUTPUT = Path.of("target/node-test.log");

    /** Where {@code -Pnode} unpacks the Node of Playwright. */
    private static final Path UNPACKED = Path.of("target/node/driver");

    @TestFactory
    Stream<DynamicTest> nodeTest() throws Exception {
        Optional<Path> node = Stream.concat(onPath(), unpacked())
                .filter(PageLogicTest::isRecent)
                .findFirst();
        assumeTrue(node.isPresent() || System.getenv("CI") != null, "no Node " + MIN_NODE + " or later");
        assertThat(node)
                .as("Node %d or later is required in CI (-Pnode unpacks one)", MIN_NODE)
                .isPresent();
        Files.deleteIfExists(REPORT);

        ProcessBuilder tests = new ProcessBuilder(
                        node.get().toString(),
                        "--test-reporter=junit",
                        "--test-reporter-destination=" + REPORT,
                        "--test-reporter=spec",
                        "--test-reporter-destination=stdout",
                        "--input-type=module",
                        "--eval",
                        imports())
                .redirectErrorStream(true)
                .redirectOutput(Redirect.to(OUTPUT.toFile()));
        tests.environment().put("TZ", "Europe/Berlin"); // files set it, and there is one process for all
        int exit = tests.start().waitFor();

        List<DynamicTest> results = results();
        assertThat(results).as(Files.readString(OUTPUT)).isNotEmpty();
        return Stream.concat(
                results.stream(),
                Stream.of(DynamicTest.dynamicTest(
                        "exit code",
                        () -> assertThat(exit).as(Files.readString(OUTPUT)).isZero())));
    }

    private static String imports() throws IOException {
        try (Stream<Path> files = Files.walk(TESTS)) {
            return files.filter(file -> file.toString().endsWith(".test.js"))
                    .sorted()
                    .map(file -> "import \"./" + file + "\";")
                    .collect(Collectors.joining("\n"));
        }
    }

    private static List<DynamicTest> results() throws Exception {
        NodeList cases = DocumentBuilderFactory.newDefaultInstance()
                .newDocumentBuilder()
                .parse(REPORT.toFile())
                .getElementsByTagName("testcase");
        return IntStream.range(0, cases.getLength())
                .mapToObj(index -> result((Element) cases.item(index)))
                .toList();
    }

    private static DynamicTest result(Element testCase) {
        NodeList failures = testCase.getElementsByTagName("failure");
        String name = ((Element) testCase.getParentNode()).getAttribute("name") + " " + testCase.getAttribute("name");
        return DynamicTest.dynamicTest(name.strip(), () -> {
            if (failures.getLength() > 0) {
                throw new AssertionError(failures.item(0).getTextContent());
            }
        });
    }

    private static Stream<Path> onPath() {
        return Stream.of(System.getenv("PATH").split(File.pathSeparator, -1))
                .map(directory -> Path.of(directory).resolve("node"))
                .filter(Files::isExecutable);
    }

    private static Stream<Path> unpacked() {
        return Stream.of("linux", "linux-arm64")
                .map(platform -> UNPACKED.resolve(platform).resolve("node"))
                .filter(file -> Files.exists(file) && file.toFile().setExecutable(true))
                .map(Path::toAbsolutePath);
    }

    private static boolean isRecent(Path node) {
        try {
            Process process = new ProcessBuilder(node.toString(), "--version").start();
            String version = process.inputReader().readLine();
            return process.waitFor() == 0
                    && version != null
                    && Integer.parseInt(version.substring(1, version.indexOf('.'))) >= MIN_NODE;
        } catch (IOException e) {
            return false; // for another processor
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }
}
