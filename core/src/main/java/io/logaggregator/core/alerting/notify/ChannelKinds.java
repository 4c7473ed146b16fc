package io.logaggregator.core.alerting.notify;

import io.logaggregator.core.alerting.notify.ChannelKind.Setting;
import io.logaggregator.core.common.InvalidDefinitionException;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** The registry of channel kinds: validates the settings of channels, and sends each notification by its channel's kind. */
public final class ChannelKinds implements Notifier, AutoCloseable {

    private final Map<String, ChannelKind> kinds = new LinkedHashMap<>();

    public ChannelKinds(List<? extends ChannelKind> kinds) {
        kinds.forEach(kind -> this.kinds.put(kind.name(), kind));
    }

    /** The names of all kinds, in the order of registration. */
    public List<String> names() {
        return List.copyOf(kinds.keySet());
    }

    /**
     * The settings of a kind, in the order in which they are shown.
     *
     * @throws InvalidDefinitionException if there is no such kind, with the field {@code type}
     */
    public List<Setting> settings(String kind) {
        return kind(kind).settings();
    }

    /**
     * A target with every setting of its kind; settings without a value are empty.
     *
     * @param given by name; values of settings that are not secret and of secrets alike
     * @throws InvalidDefinitionException for an unknown kind or setting, a missing, long or unacceptable value
     */
    public Channel.Target target(String kind, Map<String, String> given) {
        TreeMap<String, String> unknown = new TreeMap<>(given);
        Map<String, String> settings = new HashMap<>();
        Map<String, String> secrets = new HashMap<>();
        for (Setting setting : settings(kind)) {
            unknown.remove(setting.name());
            String value = given.getOrDefault(setting.name(), "");
            requireValid(setting, value);
            (setting.isSecret() ? secrets : settings).put(setting.name(), value);
        }
        if (!unknown.isEmpty()) {
            throw new InvalidDefinitionException(
                    unknown.firstKey(),
                    "no such member",
                    "besides the members of every channel, for type " + kind + ": "
                            + String.join(
                                    ", ",
                                    settings(kind).stream().map(Setting::name).toList()));
        }
        return new Channel.Target(kind, settings, secrets);
    }

    private static void requireValid(Setting setting, String value) {
        if (value.length() > setting.maxLength()) {
            throw new InvalidDefinitionException(
                    setting.name(), value.length() + " characters", "at most " + setting.maxLength() + " characters");
        }
        Optional<String> rejected = value.isEmpty()
                ? Optional.of("nothing").filter(_ -> setting.required())
                : setting.rejection().apply(value);
        rejected.ifPresent(shown -> {
            throw new InvalidDefinitionException(setting.name(), shown, setting.expected());
        });
    }

    private ChannelKind kind(String name) {
        ChannelKind kind = kinds.get(name);
        if (kind == null) {
            throw new InvalidDefinitionException(
                    "type", name.isEmpty() ? "nothing" : name, String.join(" or ", kinds.keySet()));
        }
        return kind;
    }

    /** Closes every kind. */
    @Override
    public void close() {
        kinds.values().forEach(ChannelKind::close);
    }

    @Override
    public Outcome send(Notification notification, Channel channel) {
        String name = channel.definition().target().kind();
        return Optional.ofNullable(kinds.get(name))
                .map(kind -> kind.send(notification, channel))
                .orElseGet(() -> new Outcome.Rejected("unknown channel type: " + name));
    }
}
