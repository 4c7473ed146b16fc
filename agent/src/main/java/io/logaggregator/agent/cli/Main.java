package io.logaggregator.agent.cli;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.LoggerFactory;
import picocli.CommandLine;

/** Starts the agent from the command line. */
public final class Main {

    /** The exit code of {@code -XX:+ExitOnOutOfMemoryError}. */
    private static final int ERROR_EXIT_CODE = 3;

    private Main() {}

    public static void main(String[] arguments) {
        // before the first logger; a file named logback.xml would configure the logging of programs that embed the
        // agent
        if (System.getProperty("logback.configurationFile") == null) {
            System.setProperty("logback.configurationFile", "io/logaggregator/agent/cli/logback-agent.xml");
        }
        endProcessOnErrors();
        int exitCode = run(arguments, System.getenv());
        if (exitCode != CommandLine.ExitCode.OK) {
            System.exit(exitCode);
        }
    }

    /** Without one of its threads the agent would do only part of its work; a supervisor restarts a process that has ended. */
    public static void endProcessOnErrors() {
        Thread.setDefaultUncaughtExceptionHandler((thread, failure) -> {
            try {
                LoggerFactory.getLogger(Main.class)
                        .error(
                                "thread ended by an error, the process ends: thread={} exitCode={}",
                                thread.getName(),
                                ERROR_EXIT_CODE,
                                failure);
            } finally {
                Runtime.getRuntime().halt(ERROR_EXIT_CODE); // shutdown hooks could wait for the thread
            }
        });
    }

    static int run(String[] arguments, Map<String, String> environment) {
        var command = new CommandLine(new AgentCommand())
                .registerConverter(Duration.class, ShortDuration::parse)
                .setCaseInsensitiveEnumValuesAllowed(true)
                .setParameterExceptionHandler((e, _) -> usageError(e.getCommandLine(), e.getMessage()))
                .setExecutionExceptionHandler((e, line, _) -> {
                    line.getErr().println("agent: " + e.getMessage());
                    return CommandLine.ExitCode.SOFTWARE;
                });
        try {
            var settings = Settings.of(configFile(arguments, environment), environment, command.getCommandSpec());
            settings.unknownVariables().forEach(variable -> command.getErr().println("agent: ignored " + variable));
            command.setDefaultValueProvider(settings);
        } catch (IllegalArgumentException e) {
            return usageError(command, e.getMessage());
        }
        return command.execute(arguments);
    }

    private static int usageError(CommandLine command, @Nullable String message) {
        command.getErr().println("agent: " + message + "\nTry --help for all options.");
        return CommandLine.ExitCode.USAGE;
    }

    /** The file is read before the command line is parsed, because it contains defaults. */
    private static Optional<Path> configFile(String[] arguments, Map<String, String> environment) {
        for (int i = 0; i < arguments.length; i++) {
            if (arguments[i].startsWith("--config=")) {
                return Optional.of(Path.of(arguments[i].substring("--config=".length())));
            }
            if (arguments[i].equals("--config") && i + 1 < arguments.length) {
                return Optional.of(Path.of(arguments[i + 1]));
            }
        }
        return Optional.ofNullable(environment.get("AGENT_CONFIG")).map(Path::of);
    }
}
