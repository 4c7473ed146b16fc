package io.logaggregator.deploy;

import java.util.List;
import java.util.regex.Pattern;

/** What a chapter of docs/deployment.md tells people to type. */
record Guide(List<String> blocks) {

    private static final Pattern BLOCK = Pattern.compile("```\\w+\n(.*?)```", Pattern.DOTALL);

    /** @param heading the whole line */
    static Guide chapter(String heading) {
        String guide = Repository.text(Repository.ROOT.resolve("docs/deployment.md"));
        int begin = guide.indexOf(heading + "\n");
        if (begin < 0) {
            throw new IllegalStateException(heading + ": not in the guide");
        }
        int end = guide.indexOf("\n## ", begin);
        return new Guide(BLOCK.matcher(guide.substring(begin, end))
                .results()
                .map(block -> block.group(1))
                .toList());
    }

    /** The one in which a word stands. */
    String block(String word) {
        return blocks.stream()
                .filter(block -> block.contains(word))
                .reduce((one, other) -> {
                    throw new IllegalStateException(word + ": stands in two blocks:\n" + one + other);
                })
                .orElseThrow(() -> new IllegalStateException(word + ": stands in no block"));
    }
}
