package io.logaggregator.deploy;

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

/** A PostgreSQL of this machine's packages, which has all its programs, with data in a directory. */
record PostgresCluster(Path programs, Path data, int port) implements AutoCloseable {

    private static final Path PACKAGES = Path.of("/usr/lib/postgresql");
    private static final String USER = "postgres";

    /** Where the newest has its programs; nothing where none is installed. */
    static Optional<Path> newestPrograms() {
        if (!Files.isDirectory(PACKAGES)) {
            return Optional.empty();
        }
        return Repository.names(PACKAGES).stream()
                .map(version -> PACKAGES.resolve(version, "bin"))
                .filter(programs -> Stream.of("initdb", "pg_dump", "pg_basebackup")
                        .allMatch(name -> Files.isExecutable(programs.resolve(name))))
                .max(Comparator.naturalOrder());
    }

    /** Makes an empty one with these lines in its configuration, and starts it. */
    static PostgresCluster create(Path programs, Path data, List<String> configuration) {
        Program.run(
                programs,
                asOrdinaryUser(
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

    /** Starts one on what is in the directory, and returns when it answers. */
    static PostgresCluster start(Path programs, Path data) {
        int port = FreePort.find();
        Program.run(
                programs,
                asOrdinaryUser(
                        programs.resolve("pg_ctl"),
                        "--pgdata=" + data,
                        "--log=" + data.resolveSibling(data.getFileName() + ".log"),
                        "--options=-p " + port + " -c listen_addresses=127.0.0.1 -c unix_socket_directories=''",
                        "--wait",
                        "start"));
        return new PostgresCluster(programs, data, port);
    }

    /** It refuses to run as root, who can put it where he is none. */
    private static String[] asOrdinaryUser(Path program, String... arguments) {
        List<String> command = new ArrayList<>();
        if (System.getProperty("user.name").equals("root")) {
            command.addAll(List.of("unshare", "--user"));
        }
        command.add(program.toString());
        command.addAll(List.of(arguments));
        return command.toArray(String[]::new);
    }

    /** Runs lines of a shell, which find this one's programs and reach it without being told where it is. */
    String shell(Path directory, String script) {
        return Program.run(
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
        Program.run(
                programs,
                asOrdinaryUser(programs.resolve("pg_ctl"), "--pgdata=" + data, "--mode=fast", "--wait", "stop"));
    }
}
