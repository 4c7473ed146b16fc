package io.logaggregator.store.postgres;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Rules for the SQL in the sources of this module. */
class SqlSourcesTest {

    private static final Pattern ILIKE = Pattern.compile("\\bilike [?']", Pattern.CASE_INSENSITIVE);

    /** Case-insensitive patterns use {@code lower(..) like lower(..)}, which is faster and folds case as the index does. */
    @Test
    void sources_useNoIlike() throws IOException {
        try (Stream<Path> files = Files.walk(Path.of("src/main/java"))) {
            List<Path> sources =
                    files.filter(file -> file.toString().endsWith(".java")).toList();

            assertThat(sources)
                    .hasSizeGreaterThan(50)
                    .allSatisfy(source -> assertThat(Files.readString(source)).doesNotContainPattern(ILIKE));
        }
    }
}
