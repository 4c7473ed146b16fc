package io.logaggregator.agent;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileSystems;
import java.nio.file.FileVisitOption;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.PathMatcher;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/** A glob such as {@code /var/log/*.log}, and the files that match it. */
final class FileGlob {

    private static final int MAX_DEPTH = 16;
    private static final Set<String> COMPRESSED = Set.of("gz", "zip", "xz", "bz2", "zst", "lz4");

    private final Path base;
    private final int depth;
    private final PathMatcher matcher;

    FileGlob(String glob) {
        String absolute = glob.startsWith("/") || Path.of(literalPart(glob)).isAbsolute()
                ? glob
                : Path.of("").toAbsolutePath().toString().replace('\\', '/') + '/' + glob;
        String literal = literalPart(absolute);
        base = literal.length() == absolute.length() ? parentOf(absolute) : Path.of(literal);
        depth = absolute.contains("**") ? MAX_DEPTH : depthBelow(base, absolute);
        matcher = FileSystems.getDefault().getPathMatcher("glob:" + absolute);
    }

    /** The part up to the last directory without wildcards. */
    private static String literalPart(String glob) {
        for (int i = 0; i < glob.length(); i++) {
            if ("*?[{".indexOf(glob.charAt(i)) >= 0) {
                return glob.substring(0, glob.lastIndexOf('/', i) + 1);
            }
        }
        return glob;
    }

    private static Path parentOf(String file) {
        Path parent = Path.of(file).getParent();
        return parent == null ? Path.of(file) : parent;
    }

    private static int depthBelow(Path base, String glob) {
        return (int) glob.chars().filter(character -> character == '/').count()
                - (base.getNameCount() == 0 ? 0 : base.getNameCount());
    }

    /** The matching regular files by name. Empty if the directory does not exist. */
    List<Path> files() {
        if (!Files.isDirectory(base)) {
            return List.of();
        }
        try (Stream<Path> found = Files.find(
                base,
                depth,
                (path, attributes) -> attributes.isRegularFile() && matcher.matches(path) && !isCompressed(path),
                FileVisitOption.FOLLOW_LINKS)) {
            return found.sorted().toList();
        } catch (IOException | UncheckedIOException e) {
            return List.of(); // the directory is gone or not readable: the next scan tries again
        }
    }

    private static boolean isCompressed(Path path) {
        String name = path.getFileName().toString();
        return COMPRESSED.contains(name.substring(name.lastIndexOf('.') + 1));
    }
}
