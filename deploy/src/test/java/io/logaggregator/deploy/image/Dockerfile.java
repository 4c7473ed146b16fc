package io.logaggregator.deploy.image;

import io.logaggregator.deploy.files.ProjectFiles;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** The instructions of the Dockerfile with their stages. */
public record Dockerfile(List<Instruction> instructions) {

    record Instruction(String stage, String name, String arguments) {}

    public static Dockerfile read() {
        String joined = ProjectFiles.text(ProjectFiles.DEPLOY.resolve("image/Dockerfile"))
                .replaceAll("(?m)^#.*\n", "")
                .replaceAll("\\\\\n\\s*", " ");
        List<Instruction> instructions = new ArrayList<>();
        String stage = "";
        for (String line : joined.lines().filter(text -> !text.isBlank()).toList()) {
            String name = line.substring(0, line.indexOf(' '));
            String arguments = line.substring(name.length() + 1).strip();
            stage = name.equals("FROM") ? arguments.substring(arguments.lastIndexOf(' ') + 1) : stage;
            instructions.add(new Instruction(stage, name, arguments));
        }
        return new Dockerfile(instructions);
    }

    public Stream<Instruction> all(String name) {
        return instructions.stream().filter(instruction -> instruction.name().equals(name));
    }

    public List<String> stages() {
        return all("FROM").map(Instruction::stage).toList();
    }

    /** Arguments of the last instruction with this name in a stage. */
    public String argumentsOf(String stage, String name) {
        return all(name)
                .filter(instruction -> instruction.stage().equals(stage))
                .map(Instruction::arguments)
                .reduce((_, last) -> last)
                .orElseThrow(() -> new IllegalStateException(stage + ": no instruction " + name));
    }
}
