package io.logaggregator.agent.cli;

import io.logaggregator.core.common.FatalErrors;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;

/** Starts the agent from the command line. */
public final class Main {

    private Main() {}

    public static void main(String[] arguments) {
        // before the first logger; a file named logback.xml would configure the logging of programs that embed the
        // agent
        if (System.getProperty("logback.configurationFile") == null) {
            System.setProperty("logback.configurationFile", "io/logaggregator/agent/cli/logback-agent.xml");
        }
        FatalErrors.install(Throwable.class);
        int exitCode = run(arguments, System.getenv());
        if (exitCode != CommandLine.ExitCode.OK) {
            System.exit(exitCode);
        }
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
