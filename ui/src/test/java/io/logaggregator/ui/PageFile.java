package io.logaggregator.ui;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.Objects.requireNonNull;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import java.util.zip.GZIPOutputStream;

/** A file of the page as served. */
record PageFile(Path path) {

    private static final Path ROOT = root();

    /** Only at the start of a statement, which excludes types in comments. Minified libraries have no spaces. */
    private static final Pattern STATIC_IMPORT =
            Pattern.compile("(?:^|[;}])(?:import|export)\\b(?:[^\"';]*\\bfrom\\b)?\\s*\"([^\"]+)\"", Pattern.MULTILINE);

    private static final Pattern DYNAMIC_IMPORT = Pattern.compile("=> import\\(\"([^\"]+)\"\\)");

    private static Path root() {
        try {
            return Path.of(requireNonNull(PageFile.class.getResource("/static")).toURI());
        } catch (URISyntaxException e) {
            throw new IllegalStateException(e);
        }
    }

    /** @param name the path relative to the page's address */
    static PageFile named(String name) {
        return new PageFile(ROOT.resolve(name).normalize());
    }

    static List<PageFile> all() {
        try (Stream<Path> files = Files.walk(ROOT)) {
            return files.filter(Files::isRegularFile)
                    .map(PageFile::new)
                    .sorted(Comparator.comparing(PageFile::name))
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The path relative to the page's address. */
    String name() {
        return ROOT.relativize(path).toString().replace('\\', '/');
    }

    boolean isOwn() {
        return !name().startsWith("vendor/");
    }

    boolean exists() {
        return Files.isRegularFile(path);
    }

    String text() {
        try {
            return Files.readString(path, UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The transferred size with gzip. */
    int packedBytes() {
        ByteArrayOutputStream packed = new ByteArrayOutputStream();
        try (GZIPOutputStream gzip = new GZIPOutputStream(packed)) {
            Files.copy(path, gzip);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return packed.size();
    }

    /** Static imports. */
    List<String> imports() {
        return matches(STATIC_IMPORT);
    }

    /** Dynamic imports. */
    List<String> dynamicImports() {
        return matches(DYNAMIC_IMPORT);
    }

    private List<String> matches(Pattern pattern) {
        return pattern.matcher(text()).results().map(result -> result.group(1)).toList();
    }

    PageFile sibling(String relative) {
        return new PageFile(path.resolveSibling(relative).normalize());
    }
}
