package io.logaggregator.deploy.backup;

import io.logaggregator.deploy.files.ExternalProgram;
import io.logaggregator.deploy.files.ProjectFiles;
import io.logaggregator.testkit.FreePort;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** A PostgreSQL cluster of the installed package, including tools, with data in a directory. */
record PostgresCluster(Path programs, Path data, int port) implements AutoCloseable {

    private static final Path PACKAGES = Path.of("/usr/lib/postgresql");
    private static final String USER = "postgres";

    /** The program directory of the newest installed version; empty without one. */
    static Optional<Path> newestPrograms() {
        if (!Files.isDirectory(PACKAGES)) {
            return Optional.empty();
        }
        return ProjectFiles.names(PACKAGES).stream()
                .map(version -> PACKAGES.resolve(version, "bin"))
                .filter(programs -> Stream.of("initdb", "pg_dump", "pg_basebackup")
                        .allMatch(name -> Files.isExecutable(programs.resolve(name))))
                .max(Comparator.naturalOrder());
    }

    /** Creates and starts an empty cluster with additional configuration lines. */
    static PostgresCluster create(Path programs, Path data, List<String> configuration) {
        ExternalProgram.run(
                programs,
                asUnprivilegedUser(
                        programs.resolve("initdb"),
                        "--pgdata=" + data,
                        "--username=" + USER,
                        "--auth=trust",
                        "--locale=C.UTF-8",
                        "--no-sync"));
        try {
            Files.write(data.resolve("postgresql.conf"), configuration, StandardOpenOption.APPEND);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return start(programs, data);
    }

    /** Starts a cluster on existing data. Returns when it accepts connections. */
    static PostgresCluster start(Path programs, Path data) {
        int port = FreePort.find();
        ExternalProgram.run(
                programs,
                asUnprivilegedUser(
                        programs.resolve("pg_ctl"),
                        "--pgdata=" + data,
                        "--log=" + data.resolveSibling(data.getFileName() + ".log"),
                        "--options=-p " + port + " -c listen_addresses=127.0.0.1 -c unix_socket_directories=''",
                        "--wait",
                        "start"));
        return new PostgresCluster(programs, data, port);
    }

    /** PostgreSQL refuses to run as root, so a user namespace is used. */
    private static String[] asUnprivilegedUser(Path program, String... arguments) {
        List<String> command = new ArrayList<>();
        if (System.getProperty("user.name").equals("root")) {
            command.addAll(List.of("unshare", "--user"));
        }
        command.add(program.toString());
        command.addAll(List.of(arguments));
        return command.toArray(String[]::new);
    }

    /** Runs a shell script with the programs of this cluster in the PATH and its address in the environment. */
    String shell(Path directory, String script) {
        return ExternalProgram.run(
                directory,
                "env",
                "PATH=" + programs + ":" + System.getenv("PATH"),
                "PGHOST=127.0.0.1",
                "PGPORT=" + port,
                "PGUSER=" + USER,
                "bash",
                "-euo",
                "pipefail",
                "-c",
                script);
    }

    String jdbcUrl(String database) {
        return "jdbc:postgresql://127.0.0.1:" + port + "/" + database;
    }

    String user() {
        return USER;
    }

    @Override
    public void close() {
        ExternalProgram.run(
                programs,
                asUnprivilegedUser(programs.resolve("pg_ctl"), "--pgdata=" + data, "--mode=fast", "--wait", "stop"));
    }
}
