package io.logaggregator.deploy.backup;

import io.logaggregator.deploy.files.ProjectFiles;
import java.util.List;
import java.util.regex.Pattern;

/** The command blocks of a chapter of docs/deployment.md. */
record DeploymentGuide(List<String> blocks) {

    private static final Pattern BLOCK = Pattern.compile("```\\w+\n(.*?)```", Pattern.DOTALL);

    /** @param heading complete line */
    static DeploymentGuide chapter(String heading) {
        String guide = ProjectFiles.text(ProjectFiles.ROOT.resolve("docs/deployment.md"));
        int begin = guide.indexOf(heading + "\n");
        if (begin < 0) {
            throw new IllegalStateException(heading + ": not in docs/deployment.md");
        }
        int end = guide.indexOf("\n## ", begin);
        return new DeploymentGuide(BLOCK.matcher(guide.substring(begin, end))
                .results()
                .map(block -> block.group(1))
                .toList());
    }

    /** The block that contains a word. */
    String block(String word) {
        return blocks.stream()
                .filter(block -> block.contains(word))
                .reduce((one, other) -> {
                    throw new IllegalStateException(word + ": found in two blocks:\n" + one + other);
                })
                .orElseThrow(() -> new IllegalStateException(word + ": not found in any block"));
    }
}
