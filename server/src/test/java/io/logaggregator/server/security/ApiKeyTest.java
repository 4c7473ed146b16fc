package io.logaggregator.server.security;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.logaggregator.server.config.InvalidSettingException;
import io.logaggregator.server.config.Secret;
import io.logaggregator.server.config.SecuritySettings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ApiKeyTest {

    private static final Secret NONE = Secret.of("");

    @TempDir
    private Path directory;

    @Test
    void firstStart_makesAKeyThatOnlyItsOwnerReads() throws IOException {
        Path file = directory.resolve("new/api-key");

        ApiKey key = ApiKey.provide(new SecuritySettings(NONE, file));

        String secret = Files.readString(file).strip();
        assertThat(secret).matches("[A-Za-z0-9_-]{43}");
        assertThat(key.matches(secret)).isTrue();
        assertThat(key.source()).isEqualTo(new ApiKeySource.Generated(file));
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                .isEqualTo("rw-------");
        assertThat(file.getParent()).isDirectoryContaining(path -> path.equals(file));
    }

    @Test
    void secondStart_keepsTheKey() throws IOException {
        Path file = directory.resolve("api-key");
        ApiKey.provide(new SecuritySettings(NONE, file));

        ApiKey key = ApiKey.provide(new SecuritySettings(NONE, file));

        assertThat(key.matches(Files.readString(file).strip())).isTrue();
        assertThat(key.source()).isEqualTo(new ApiKeySource.KeyFile(file));
    }

    @Test
    void configuredKey_winsAndMakesNoFile() {
        Path file = directory.resolve("api-key");

        ApiKey key = ApiKey.provide(new SecuritySettings(Secret.of("a-key-of-twenty-characters"), file));

        assertThat(key.matches("a-key-of-twenty-characters")).isTrue();
        assertThat(key.matches("a-key-of-twenty-characterS")).isFalse();
        assertThat(file).doesNotExist();
    }

    @Test
    void emptyKeyFile_isRefused() throws IOException {
        Path file = Files.createFile(directory.resolve("api-key"));

        assertThatThrownBy(() -> ApiKey.provide(new SecuritySettings(NONE, file)))
                .isInstanceOf(InvalidSettingException.class)
                .hasMessage("aggregator.security.api-key-file: " + file
                        + " holds 0 characters (expected: at least 20; delete the file, and a new key is made)");
    }
}
