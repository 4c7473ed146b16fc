package io.logaggregator.deploy.image;

import static org.assertj.core.api.Assertions.assertThat;

import io.logaggregator.deploy.files.ProjectFiles;
import io.logaggregator.deploy.image.Dockerfile.Instruction;
import java.lang.module.ModuleFinder;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class DockerfileTest {

    private static final Pattern MODULES = Pattern.compile("--add-modules (\\S+)");
    private static final Pattern COPIED = Pattern.compile("--from=(\\S+)");

    private final Dockerfile dockerfile = Dockerfile.read();

    @Test
    void baseImages_areStagesOrHaveFixedVersions() {
        List<String> stages = dockerfile.stages();

        assertThat(stages).doesNotHaveDuplicates().contains("server", "agent");
        assertThat(dockerfile.all("FROM").map(from -> from.arguments().split(" ", 2)[0]))
                .allMatch(image -> stages.contains(image) || (image.contains(":") && !image.endsWith(":latest")));
    }

    @Test
    void copies_areFromEarlierStages() {
        assertThat(dockerfile.all("COPY").filter(copy -> copy.arguments().startsWith("--from")))
                .isNotEmpty()
                .allSatisfy(copy -> {
                    Matcher from = COPIED.matcher(copy.arguments());
                    assertThat(from.find()).isTrue();
                    assertThat(dockerfile.stages().indexOf(from.group(1)))
                            .isBetween(0, dockerfile.stages().indexOf(copy.stage()) - 1);
                });
    }

    @ParameterizedTest
    @ValueSource(strings = {"server", "agent"})
    void programs_runWithoutPrivileges(String stage) {
        assertThat(dockerfile.argumentsOf(stage, "USER")).isEqualTo("10001:10001");
        assertThat(dockerfile.argumentsOf(stage, "ENTRYPOINT")).startsWith("[\"java\",");
    }

    @Test
    void modules_existInThisJava() {
        String jlink = dockerfile.argumentsOf("java", "RUN");
        Matcher modules = MODULES.matcher(jlink);

        assertThat(modules.find()).isTrue();
        assertThat(modules.group(1).split(",", -1))
                .allMatch(module -> ModuleFinder.ofSystem().find(module).isPresent());
    }

    @ParameterizedTest
    @CsvSource({"server, exec", "agent, app"})
    void jars_existInBuild(String module, String classifier) {
        assertThat(ProjectFiles.text(ProjectFiles.ROOT.resolve(module + "/pom.xml")))
                .contains("<classifier>" + classifier + "</classifier>");
        assertThat(dockerfile.all("RUN").map(Instruction::arguments))
                .anyMatch(run -> run.contains(module + "/target/" + module + "-*-" + classifier + ".jar"));
        assertThat(dockerfile.argumentsOf(module, "ENTRYPOINT")).endsWith("\"-jar\", \"" + module + ".jar\"]");
    }

    /** Jib builds the images without a container engine. */
    @ParameterizedTest
    @ValueSource(strings = {"server", "agent"})
    void jib_buildsSameImages(String module) {
        String options = Stream.of(dockerfile.argumentsOf(module, "ENTRYPOINT").split("\"", -1))
                .filter(option -> option.startsWith("-") && !option.contains("AOTCache") && !option.equals("-jar"))
                .map(option -> "<jvmFlag>" + option + "</jvmFlag>")
                .collect(Collectors.joining("\n"));

        assertThat(ProjectFiles.text(ProjectFiles.ROOT.resolve(module + "/pom.xml")))
                .contains("<image>log-aggregator/" + module + "</image>");
        assertThat(ProjectFiles.text(ProjectFiles.ROOT.resolve("pom.xml")).replaceAll("\\s*\n\\s*", "\n"))
                .contains("<user>" + dockerfile.argumentsOf(module, "USER") + "</user>")
                .contains(options);
    }
}
