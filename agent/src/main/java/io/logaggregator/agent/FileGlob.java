package io.logaggregator.agent;

import java.io.IOException;
import java.nio.file.FileSystems;
import java.nio.file.FileVisitOption;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.PathMatcher;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** A glob such as {@code /var/log/*.log}, and the files that match it. */
final class FileGlob {

    private static final int MAX_DEPTH = 16;
    private static final int MAX_MATCHES = 10_000;
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

    /** The directory without wildcards. */
    Path base() {
        return base;
    }

    private static Path parentOf(String file) {
        Path parent = Path.of(file).getParent();
        return parent == null ? Path.of(file) : parent;
    }

    private static int depthBelow(Path base, String glob) {
        return (int) glob.chars().filter(character -> character == '/').count()
                - (base.getNameCount() == 0 ? 0 : base.getNameCount());
    }

    /**
     * The matching regular files by name, at most {@link #MAX_MATCHES}. Files and directories below that are not readable are
     * left out.
     *
     * @throws IOException if the directory exists and is not readable
     */
    List<Path> files() throws IOException {
        if (Files.notExists(base)) {
            return List.of();
        }
        var found = new ArrayList<Path>();
        Files.walkFileTree(base, Set.of(FileVisitOption.FOLLOW_LINKS), depth, new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult visitFile(Path path, BasicFileAttributes attributes) {
                if (attributes.isRegularFile() && matcher.matches(path) && !isCompressed(path)) {
                    found.add(path);
                }
                return found.size() < MAX_MATCHES ? FileVisitResult.CONTINUE : FileVisitResult.TERMINATE;
            }

            @Override
            public FileVisitResult visitFileFailed(Path path, IOException e) throws IOException {
                if (path.equals(base)) {
                    throw e;
                }
                return FileVisitResult.CONTINUE; // deleted meanwhile, not readable, or a cycle of links
            }

            @Override
            public FileVisitResult postVisitDirectory(Path directory, @Nullable IOException e) {
                return FileVisitResult.CONTINUE;
            }
        });
        found.sort(Comparator.naturalOrder());
        return found;
    }

    private static boolean isCompressed(Path path) {
        String name = path.getFileName().toString();
        return COMPRESSED.contains(name.substring(name.lastIndexOf('.') + 1));
    }
}
