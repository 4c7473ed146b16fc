package io.logaggregator.deploy;

import static org.assertj.core.api.Assertions.assertThat;

import io.logaggregator.deploy.files.ProjectFiles;
import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The documented ways to start a program end it when it is out of memory, so that its supervisor restarts it. */
class StartLinesTest {

    /** Except tools that unpack a JAR during a build. */
    private static final Pattern START_LINE = Pattern.compile("\\bjava\\b(?! -Djarmode=).*\\s\"?-jar\\b");

    private static final Set<String> NO_SOURCES = Set.of("target", "node_modules", "data", "test");

    @Test
    void startLines_exitOnOutOfMemory() throws IOException {
        List<String> lines = documents().stream()
                .map(ProjectFiles::text)
                .flatMap(String::lines)
                .filter(START_LINE.asPredicate())
                .toList();

        assertThat(lines).hasSizeGreaterThan(5).allMatch(line -> line.contains("-XX:+ExitOnOutOfMemoryError"));
    }

    /** Documents, deployment files, and sources, which have the usage texts of the programs. */
    private static List<Path> documents() throws IOException {
        List<Path> documents = new ArrayList<>();
        Files.walkFileTree(ProjectFiles.ROOT, new SimpleFileVisitor<>() {

            @Override
            public FileVisitResult preVisitDirectory(Path directory, BasicFileAttributes attributes) {
                String name = directory.getFileName().toString();
                return !directory.equals(ProjectFiles.ROOT) && (NO_SOURCES.contains(name) || name.startsWith("."))
                        ? FileVisitResult.SKIP_SUBTREE
                        : FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
                String name = file.getFileName().toString();
                if (Stream.of(".md", ".java", ".yaml", ".service", ".sh", "Dockerfile")
                        .anyMatch(name::endsWith)) {
                    documents.add(file);
                }
                return FileVisitResult.CONTINUE;
            }
        });
        return documents;
    }
}
