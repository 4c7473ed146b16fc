package io.logaggregator.deploy.image;

import io.logaggregator.deploy.files.ExternalProgram;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * Files and configuration of an image, started as a container engine does, but with a mount namespace only.
 */
record UnpackedImage(Path root, JsonNode configuration) {

    private static final JsonMapper JSON = new JsonMapper();

    /** Only /tmp is writable. Mounts end with the last process. */
    private static final String MOUNT_AND_RUN = """
            root=$1 user=$2 group=$3 directory=$4; shift 4
            mount --bind "$root" "$root"
            mount -t proc proc "$root/proc"
            mount -t tmpfs -o mode=1777 tmpfs "$root/tmp"
            for device in null random urandom; do mount --bind "/dev/$device" "$root/dev/$device"; done
            mount -o remount,bind,ro "$root"
            exec unshare --root="$root" --wd="$directory" --setgid="$group" --setuid="$user" "$@"
            """;

    /** Unpacks an archive for {@code docker load}. */
    static UnpackedImage of(Path tar, Path directory) {
        try {
            Path files = Files.createDirectories(directory.resolve("tar"));
            Path root = Files.createDirectories(directory.resolve("root"));
            ExternalProgram.run(directory, "tar", "--extract", "--file=" + tar, "--directory=" + files);
            JsonNode manifest = JSON.readTree(files.resolve("manifest.json")).get(0);
            for (JsonNode layer : manifest.get("Layers")) {
                ExternalProgram.run(
                        directory,
                        "tar",
                        "--extract",
                        "--file=" + files.resolve(layer.asString()),
                        "--directory=" + root);
            }
            String configuration = manifest.get("Config").asString();
            return new UnpackedImage(
                    root, JSON.readTree(files.resolve(configuration)).get("config"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Starts the entrypoint with these arguments as the user of the image, on a read-only root. */
    Process start(Path output, Map<String, String> variables, String... arguments) {
        String[] user = configuration.get("User").asString().split(":", 2);
        List<String> command = new ArrayList<>(List.of(
                "/usr/bin/unshare",
                "--mount",
                "/bin/sh",
                "-euc",
                MOUNT_AND_RUN,
                "sh",
                root.toString(),
                user[0],
                user[1]));
        command.add(configuration.get("WorkingDir").asString());
        configuration.get("Entrypoint").forEach(word -> command.add(word.asString()));
        command.addAll(List.of(arguments));
        ProcessBuilder builder =
                new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(Redirect.to(output.toFile()));
        builder.environment().clear();
        configuration.get("Env").forEach(variable -> {
            String[] pair = variable.asString().split("=", 2);
            builder.environment().put(pair[0], pair[1]);
        });
        builder.environment().merge("PATH", "/usr/sbin:/usr/bin:/sbin:/bin", (own, ours) -> own + ':' + ours);
        builder.environment().putAll(variables);
        try {
            return builder.start();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
