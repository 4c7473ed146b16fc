package io.logaggregator.server.access;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.logaggregator.core.access.SecretHash;
import io.logaggregator.server.settings.SecuritySettings;
import io.logaggregator.server.settings.values.InvalidSettingException;
import io.logaggregator.server.settings.values.Secret;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ConfiguredKeyTest {

    private static final Secret NONE = Secret.of("");

    @TempDir
    private Path directory;

    @Test
    void firstStart_createsAKeyFileForItsOwnerOnly() throws IOException {
        Path file = directory.resolve("new/api-key");

        ConfiguredKey key = ConfiguredKey.provide(settings(NONE, file));

        String secret = Files.readString(file).strip();
        assertThat(secret).matches("[A-Za-z0-9_-]{43}");
        assertThat(key.secret()).isEqualTo(SecretHash.of(secret));
        assertThat(key.source()).isEqualTo(new ConfiguredKey.Source.Generated(file));
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                .isEqualTo("rw-------");
        assertThat(file.getParent()).isDirectoryContaining(path -> path.equals(file));
    }

    @Test
    void secondStart_keepsTheKey() throws IOException {
        Path file = directory.resolve("api-key");
        ConfiguredKey.provide(settings(NONE, file));

        ConfiguredKey key = ConfiguredKey.provide(settings(NONE, file));

        assertThat(key.secret()).isEqualTo(SecretHash.of(Files.readString(file).strip()));
        assertThat(key.source()).isEqualTo(new ConfiguredKey.Source.KeyFile(file));
    }

    @Test
    void configuredKey_createsNoFile() {
        Path file = directory.resolve("api-key");

        ConfiguredKey key = ConfiguredKey.provide(settings(Secret.of("a-key-of-twenty-characters"), file));

        assertThat(key.secret()).isEqualTo(SecretHash.of("a-key-of-twenty-characters"));
        assertThat(key.secret()).isNotEqualTo(SecretHash.of("a-key-of-twenty-characterS"));
        assertThat(file).doesNotExist();
    }

    @Test
    void emptyKeyFile_isRejected() throws IOException {
        Path file = Files.createFile(directory.resolve("api-key"));

        assertThatThrownBy(() -> ConfiguredKey.provide(settings(NONE, file)))
                .isInstanceOf(InvalidSettingException.class)
                .hasMessage("aggregator.security.api-key-file: " + file
                        + " holds 0 characters (expected: at least 20; delete the file to create a new key)");
    }

    private static SecuritySettings settings(Secret key, Path file) {
        return new SecuritySettings(
                key, file, 30, new SecuritySettings.Session(Duration.ofMinutes(30), Duration.ofHours(12)));
    }
}
