package io.logaggregator.server.rule.file;

import static org.assertj.core.api.Assertions.assertThat;

import io.logaggregator.core.alerting.rule.RuleDefinition;
import io.logaggregator.core.alerting.rule.Severity;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RuleFilesTest {

    private static final String RULE = """
            rules:
              - name: Disk is full
                condition: {type: threshold, metric: system.filesystem.utilization}
                severities: {MEDIUM: 0.80, HIGH: 0.9}
                for: 2m
            """;

    @TempDir
    private Path directory;

    @Test
    void rules_haveTheMembersOfTheApi() throws IOException {
        RuleFiles files = read(RULE);

        assertThat(files.problems()).isEmpty();
        assertThat(files.rules()).singleElement().satisfies(rule -> {
            assertThat(rule.name()).isEqualTo("Disk is full");
            assertThat(rule.thresholds().threshold(Severity.MEDIUM)).isEqualTo(0.8);
        });
    }

    @Test
    void directory_isReadByName() throws IOException {
        Files.writeString(directory.resolve("b.yml"), RULE.replace("Disk", "B"));
        Files.writeString(directory.resolve("a.yaml"), RULE.replace("Disk", "A"));
        Files.writeString(directory.resolve("notes.txt"), "no rules");
        Files.writeString(directory.resolve(".hidden.yaml"), "no rules");

        RuleFiles files = RuleFiles.read(List.of(directory));

        assertThat(files.problems()).isEmpty();
        assertThat(files.rules()).extracting(RuleDefinition::name).containsExactly("A is full", "B is full");
    }

    @Test
    void unknownMembers_areReportedWithTheirLine() throws IOException {
        assertThat(read(RULE.replace("for: 2m", "fro: 2m")).problems())
                .singleElement()
                .asString()
                .startsWith(file() + ":5: fro: no such member (expected: ");
        assertThat(read(RULE.replace("metric:", "metrik:")).problems())
                .singleElement()
                .asString()
                .startsWith(file() + ":3: condition.metrik: no such member");
        assertThat(read(RULE + "groups: []\n").problems())
                .containsExactly(file() + ":6: groups: no such member (expected: rules)");
    }

    @Test
    void invalidValues_areReportedWithTheirLine() throws IOException {
        assertThat(read(RULE.replace("0.9", "0.7").replace("2m", "soon")).problems())
                .containsExactly(file() + ":4: severities.HIGH: 0.7 (expected: above 0.8, that of MEDIUM)");
        assertThat(read(RULE.replace("2m", "soon")).problems())
                .singleElement()
                .asString()
                .startsWith(file() + ":5: for: soon (expected: a duration");
        assertThat(read(RULE.replace("name: Disk is full", "description: x")).problems())
                .singleElement()
                .asString()
                .startsWith(file() + ":2: name: empty");
    }

    @Test
    void problemsOfAllRules_areReported() throws IOException {
        String two = RULE + RULE.replace("rules:\n", "").replace("threshold", "treshold");

        assertThat(read(two + RULE.replace("rules:\n", "").replace("Disk", "DISK"))
                        .problems())
                .hasSize(2)
                .anySatisfy(problem -> assertThat(problem).startsWith(file() + ":7: condition.type: treshold"))
                .anySatisfy(problem -> assertThat(problem)
                        .isEqualTo(file() + ":10: name: DISK is full (expected: a unique name; also in " + file()
                                + ":2)"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "[]",
                "rules: {name: x}",
                "rules: [",
                "rules: [x]",
                "rules: [{name: a, name: b}]",
                "rules: &a [*a]",
                "rules: [{[a]: b}]",
                "rules: [{name: a, severities: []}]",
                "rules: [{name: [a]}]"
            })
    void otherContent_isAProblem(String content) throws IOException {
        RuleFiles files = read(content);

        assertThat(files.rules()).isEmpty();
        assertThat(files.problems()).hasSize(1).allMatch(problem -> problem.startsWith(file() + ":1: "));
    }

    @Test
    void aliasesOfAliases_areBounded() throws IOException {
        StringBuilder content = new StringBuilder("a0: &a0 [x, x, x, x, x, x, x, x, x, x]\n");
        for (int level = 1; level < 6; level++) {
            String alias = "*a" + (level - 1) + ", ";
            content.append("a%1$d: &a%1$d [%2$s x]\n".formatted(level, alias.repeat(10)));
        }

        assertThat(read(content.toString()).problems())
                .singleElement()
                .asString()
                .contains("too many");
    }

    @Test
    void unreadableFiles_areProblems() {
        assertThat(RuleFiles.read(List.of(directory.resolve("absent.yaml"))).problems())
                .containsExactly(directory.resolve("absent.yaml") + ": no such file");
    }

    @Test
    void checkRules_printsOneLineForEachProblem() throws IOException {
        Files.writeString(file(), RULE);
        assertThat(run("--check-rules", file().toString())).isEqualTo("0\nValid rules: 1. Problems: 0.\n");

        Files.writeString(file(), RULE.replace("2m", "-2m"));
        assertThat(run("--check-rules", file().toString()))
                .isEqualTo("1\n" + file() + ":5: for: PT-2M (expected: PT0S to PT24H)\n"
                        + "Valid rules: 0. Problems: 1.\n");

        assertThat(run("--check-rules")).startsWith("2\n--check-rules: no files");
        assertThat(RuleCommands.run(List.of("--server.port=1"), System.out, System.err))
                .isEmpty();
    }

    private static String run(String... arguments) {
        ByteArrayOutputStream output = new ByteArrayOutputStream();
        PrintStream out = new PrintStream(output);
        OptionalInt code = RuleCommands.run(List.of(arguments), out, out);
        return code.orElseThrow() + "\n" + output;
    }

    private RuleFiles read(String content) throws IOException {
        Files.writeString(file(), content);
        return RuleFiles.read(List.of(file()));
    }

    private Path file() {
        return directory.resolve("rules.yaml");
    }
}
