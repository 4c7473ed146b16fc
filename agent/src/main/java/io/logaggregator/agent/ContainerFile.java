package io.logaggregator.agent;

import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The container of a log file, as far as its path states it: {@code pods/NAMESPACE_POD_UID/CONTAINER/0.log} and {@code
 * containers/POD_NAMESPACE_CONTAINER-ID.log} of Kubernetes, {@code ID/ID-json.log} of Docker.
 *
 * @param name of the container; for Docker its short id
 * @param attributes by the names of OpenTelemetry; names and values need no escaping in JSON
 */
record ContainerFile(String name, Map<String, String> attributes) {

    private static final String NAME = "([a-z0-9][-a-z0-9.]{0,252})";
    private static final Pattern POD =
            Pattern.compile(".*/" + NAME + "_" + NAME + "_[-0-9a-f]{32,36}/" + NAME + "/\\d+\\.log.*");
    private static final Pattern CONTAINER =
            Pattern.compile(".*/" + NAME + "_" + NAME + "_" + NAME + "-[0-9a-f]{64}\\.log.*");
    private static final Pattern DOCKER = Pattern.compile(".*/([0-9a-f]{12})([0-9a-f]{52})/\\1\\2-json\\.log.*");

    /** The container of a file; empty for other files. */
    static Optional<ContainerFile> of(Path file) {
        String path = file.toString().replace('\\', '/');
        Matcher pod = POD.matcher(path);
        if (pod.matches()) {
            return Optional.of(kubernetes(pod.group(1), pod.group(2), pod.group(3)));
        }
        Matcher container = CONTAINER.matcher(path);
        if (container.matches()) {
            return Optional.of(kubernetes(container.group(2), container.group(1), container.group(3)));
        }
        Matcher docker = DOCKER.matcher(path);
        return docker.matches()
                ? Optional.of(
                        new ContainerFile(docker.group(1), Map.of("container.id", docker.group(1) + docker.group(2))))
                : Optional.empty();
    }

    private static ContainerFile kubernetes(String namespace, String pod, String container) {
        Map<String, String> attributes = new LinkedHashMap<>();
        attributes.put("k8s.container.name", container);
        attributes.put("k8s.pod.name", pod);
        attributes.put("k8s.namespace.name", namespace);
        return new ContainerFile(container, attributes);
    }
}
