package io.logaggregator.gateways.graphite;

import java.util.List;
import java.util.Optional;

/**
 * The position of the host in paths, such as {@code servers.host.*}: {@code host} is the host, {@code *} at the end is the
 * metric, and other parts are those with which the path begins. Paths that do not match have no host.
 *
 * @param parts before the metric
 */
record HostTemplate(List<String> parts) {

    private static final String HOST = "host";
    private static final String REST = "*";

    static final HostTemplate NONE = new HostTemplate(List.of());

    static boolean isValid(String text) {
        List<String> parts = List.of(text.split("\\.", -1));
        long hosts = parts.stream().filter(HOST::equals).count();
        return hosts == 1
                && parts.getLast().equals(REST)
                && parts.subList(0, parts.size() - 1).stream().noneMatch(part -> part.isEmpty() || part.equals(REST));
    }

    /** A valid template, or none if the text is blank. */
    static HostTemplate of(String text) {
        if (text.isBlank()) {
            return NONE;
        }
        List<String> parts = List.of(text.split("\\.", -1));
        return new HostTemplate(parts.subList(0, parts.size() - 1));
    }

    /** The path with the host as a tag; empty if it does not match. */
    Optional<String> tagged(String path) {
        String host = "";
        int start = 0;
        for (String part : parts) {
            int end = path.indexOf('.', start);
            if (end < 0) {
                return Optional.empty();
            }
            String segment = path.substring(start, end);
            if (part.equals(HOST)) {
                host = segment;
            } else if (!part.equals(segment)) {
                return Optional.empty();
            }
            start = end + 1;
        }
        boolean matches = !host.isEmpty() && start < path.length() && path.charAt(start) != ';';
        return matches ? Optional.of(path.substring(start) + ";host=" + host) : Optional.empty();
    }
}
