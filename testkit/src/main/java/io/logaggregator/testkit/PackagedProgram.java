package io.logaggregator.testkit;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.jar.JarFile;
import java.util.stream.Collectors;
import java.util.zip.ZipEntry;

/**
 * A program as its module packages it: its jar and the libraries of its executable jar, in their order. With the same
 * class path in all modules, all tests of a build share one archive of its classes. (The JVM archives no classes in
 * directories.) A program that contains another one, as the embedded one contains the server, has its class path first and
 * reads its archive: the JVM accepts an archive of the first part of a class path.
 */
record PackagedProgram(List<String> classPath, Path archive) {

    private static final String EXECUTABLE = "-exec.jar";
    private static final String ARCHIVE = "classes.jsa";
    private static final String INDEX = "BOOT-INF/classpath.idx";

    /** Added by Spring Boot's packaging; not a dependency. */
    private static final String PACKAGING_LIBRARY = "spring-boot-jarmode-";

    /**
     * The program, if a build has packaged it.
     *
     * @param available the class path to take its libraries from
     */
    static Optional<PackagedProgram> of(Class<?> main, List<String> available) {
        if (System.getProperty(TestServers.DIRECTORY_PROPERTY, "").isEmpty()) {
            return Optional.empty(); // an IDE compiles, but does not package
        }
        Map<String, String> byName = available.stream()
                .collect(Collectors.toMap(
                        entry -> Path.of(entry).getFileName().toString(), Function.identity(), (first, _) -> first));
        return in(Objects.requireNonNull(location(main).getParent()), byName);
    }

    private static Optional<PackagedProgram> in(Path target, Map<String, String> available) {
        return executable(target).map(executable -> {
            String jar = executable.getFileName().toString().replace(EXECUTABLE, ".jar");
            Set<String> own = new LinkedHashSet<>();
            own.add(target.resolve(jar).toString());
            for (String library : libraries(executable)) {
                String entry = available.get(library);
                if (entry == null) {
                    throw new IllegalStateException("library of " + executable + " not on the class path: " + library);
                }
                own.add(entry);
            }
            Optional<PackagedProgram> contained = own.stream()
                    .skip(1)
                    .flatMap(library ->
                            in(Objects.requireNonNull(Path.of(library).getParent()), available).stream())
                    .findFirst();
            Set<String> classPath = new LinkedHashSet<>();
            contained.ifPresent(program -> classPath.addAll(program.classPath()));
            classPath.addAll(own);
            Path archive = contained.map(PackagedProgram::archive).orElseGet(() -> target.resolve(ARCHIVE));
            return new PackagedProgram(List.copyOf(classPath), archive);
        });
    }

    private static Path location(Class<?> main) {
        try {
            return Path.of(
                    main.getProtectionDomain().getCodeSource().getLocation().toURI());
        } catch (URISyntaxException e) {
            throw new IllegalStateException(e);
        }
    }

    private static Optional<Path> executable(Path target) {
        try (DirectoryStream<Path> jars = Files.newDirectoryStream(target, "*" + EXECUTABLE)) {
            for (Path jar : jars) {
                return Optional.of(jar);
            }
            return Optional.empty();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Names of its libraries: lines such as {@code - "BOOT-INF/lib/core-1.0.jar"}. */
    private static List<String> libraries(Path executable) {
        try (JarFile jar = new JarFile(executable.toFile())) {
            ZipEntry index = jar.getEntry(INDEX);
            try (var reader =
                    new BufferedReader(new InputStreamReader(jar.getInputStream(index), StandardCharsets.UTF_8))) {
                return reader.lines()
                        .map(line -> line.substring(line.lastIndexOf('/') + 1, line.lastIndexOf('"')))
                        .filter(library -> !library.startsWith(PACKAGING_LIBRARY))
                        .toList();
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    boolean hasArchive() {
        try {
            Path jar = Path.of(classPath.getFirst());
            return Files.exists(archive)
                    && Files.getLastModifiedTime(archive).compareTo(Files.getLastModifiedTime(jar)) > 0;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Options of a JVM that reads the archive, if there is one. */
    List<String> archiveOptions() {
        return hasArchive() ? List.of("-XX:SharedArchiveFile=" + archive) : List.of();
    }
}
