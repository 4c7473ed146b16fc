package io.logaggregator.core.alerting.notify;

import io.logaggregator.core.alerting.notify.ChannelKind.Display;
import io.logaggregator.core.alerting.notify.ChannelKind.Setting;
import io.logaggregator.core.common.InvalidDefinitionException;
import java.time.Duration;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** The registry of channel kinds: validates the settings of channels, and sends each notification by its channel's kind. */
public final class ChannelKinds implements Notifier, AutoCloseable {

    /** Ends a shortened URL. */
    private static final String HIDDEN = "/***";

    private static final Pattern SCHEME_AND_HOST = Pattern.compile("[^:/?#]+://[^/?#]+");

    private static final int MAX_GROUP_LABELS = 4;
    private static final int MAX_LABEL_LENGTH = 200;
    private static final Duration MIN_GROUP_INTERVAL = Duration.ofSeconds(1);
    private static final Duration MAX_GROUP_INTERVAL = Duration.ofHours(24);
    private static final Duration MIN_NOTIFY_AFTER = Duration.ofSeconds(1);
    private static final Duration MIN_REPEAT_INTERVAL = Duration.ofMinutes(1);
    private static final Duration MAX_WAIT = Duration.ofDays(7);

    private final Map<String, ChannelKind> kinds = new LinkedHashMap<>();

    private final Runnable release;

    /** @param release called by {@link #close}, to release the resources that the kinds share */
    public ChannelKinds(List<? extends ChannelKind> kinds, Runnable release) {
        kinds.forEach(kind -> this.kinds.put(kind.name(), kind));
        this.release = release;
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
     * The default of {@link Channel.Timing#groupBy}; empty if the kind cannot send several alerts together.
     *
     * @throws InvalidDefinitionException if there is no such kind, with the field {@code type}
     */
    public Optional<List<String>> groupBy(String kind) {
        return kind(kind).groupBy();
    }

    /**
     * A target with every setting of its kind; settings without a value are empty.
     *
     * <p>URLs and secrets that are not given are kept, and so is a URL given as it is shown. Another URL removes the secrets
     * that are not given: else its receiver would get messages signed for another one.
     *
     * @param given by name; values of settings that are not secret and of secrets alike
     * @param existing the target to be replaced
     * @throws InvalidDefinitionException for an unknown kind or setting, a missing, long or unacceptable value
     */
    public Channel.Target target(String kind, Map<String, String> given, Optional<Channel.Target> existing) {
        TreeMap<String, String> unknown = new TreeMap<>(given);
        Optional<Channel.Target> replaced =
                existing.filter(target -> target.kind().equals(kind));
        Map<String, String> settings = new HashMap<>();
        Map<String, String> secrets = new HashMap<>();
        boolean isMoved = settings(kind).stream()
                .filter(setting -> setting.display() instanceof Display.Address)
                .anyMatch(setting -> !address(setting, given, replaced).equals(kept(setting, replaced)));
        for (Setting setting : settings(kind)) {
            unknown.remove(setting.name());
            String value = given.getOrDefault(setting.name(), "");
            switch (setting.display()) {
                case Display.Value() -> settings.put(setting.name(), valid(setting, value));
                case Display.Presence _ -> {
                    String kept = isMoved ? "" : kept(setting, replaced);
                    secrets.put(setting.name(), valid(setting, given.getOrDefault(setting.name(), kept)));
                }
                case Display.Address() -> {
                    String address = valid(setting, address(setting, given, replaced));
                    settings.put(setting.name(), shortened(address));
                    secrets.put(setting.name(), address);
                }
            }
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

    /** The kinds whose channels get every transition. */
    public Set<String> withEveryTransition() {
        return kinds.values().stream()
                .filter(ChannelKind::isEveryTransitionSent)
                .map(ChannelKind::name)
                .collect(Collectors.toUnmodifiableSet());
    }

    /**
     * Validates the groups, the delay and the repetition of a channel.
     *
     * @param groupBy absent: the default of the kind
     * @param groupInterval absent: {@link Channel.Timing#DEFAULT_GROUP_INTERVAL}
     * @throws InvalidDefinitionException for an unknown kind, or values that are not accepted
     */
    public Channel.Timing timing(
            String kind,
            Optional<List<String>> groupBy,
            Optional<Duration> groupInterval,
            Optional<Duration> notifyAfter,
            Optional<Duration> repeatInterval) {
        Optional<List<String>> defaults = kind(kind).groupBy();
        List<String> labels = groupBy.or(() -> defaults).orElse(List.of());
        if (!labels.isEmpty() && defaults.isEmpty()) {
            throw new InvalidDefinitionException(
                    "groupBy", String.join(", ", labels), "nothing: type " + kind + " has one message per alert");
        }
        if (labels.size() > MAX_GROUP_LABELS
                || labels.size() != Set.copyOf(labels).size()
                || labels.stream().anyMatch(label -> label.isBlank() || label.length() > MAX_LABEL_LENGTH)) {
            throw new InvalidDefinitionException(
                    "groupBy",
                    labels.size() + " labels",
                    "at most " + MAX_GROUP_LABELS + " different labels of 1 to " + MAX_LABEL_LENGTH
                            + " characters, or rule");
        }
        return new Channel.Timing(
                labels,
                between("groupInterval", MIN_GROUP_INTERVAL, MAX_GROUP_INTERVAL, groupInterval)
                        .orElse(Channel.Timing.DEFAULT_GROUP_INTERVAL),
                between("notifyAfter", MIN_NOTIFY_AFTER, MAX_WAIT, notifyAfter),
                between("repeatInterval", MIN_REPEAT_INTERVAL, MAX_WAIT, repeatInterval));
    }

    private static Optional<Duration> between(String name, Duration min, Duration max, Optional<Duration> value) {
        value.filter(given -> given.compareTo(min) < 0 || given.compareTo(max) > 0 || given.toNanosPart() != 0)
                .ifPresent(given -> {
                    throw new InvalidDefinitionException(
                            name, given.toString(), "whole seconds from " + min + " to " + max);
                });
        return value;
    }

    private static String kept(Setting setting, Optional<Channel.Target> replaced) {
        return replaced.map(target -> target.secret(setting.name())).orElse("");
    }

    private static String address(Setting setting, Map<String, String> given, Optional<Channel.Target> replaced) {
        String kept = kept(setting, replaced);
        String value = given.getOrDefault(setting.name(), kept);
        if (!value.endsWith(HIDDEN)) {
            return value;
        }
        if (!value.equals(shortened(kept))) {
            throw new InvalidDefinitionException(setting.name(), "a shortened URL", "the whole URL");
        }
        return kept;
    }

    private static String shortened(String url) {
        Matcher start = SCHEME_AND_HOST.matcher(url);
        return (start.lookingAt() ? start.group() : "") + HIDDEN;
    }

    private static String valid(Setting setting, String value) {
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
        return value;
    }

    /** The body of the request for a notification, if the channel defines it. */
    public Optional<String> preview(Notification notification, Channel channel) {
        return Optional.ofNullable(kinds.get(channel.definition().target().kind()))
                .flatMap(kind -> kind.preview(notification, channel));
    }

    private ChannelKind kind(String name) {
        ChannelKind kind = kinds.get(name);
        if (kind == null) {
            throw new InvalidDefinitionException(
                    "type", name.isEmpty() ? "nothing" : name, String.join(" or ", kinds.keySet()));
        }
        return kind;
    }

    /** Releases the resources of the kinds. They send nothing afterwards. */
    @Override
    public void close() {
        release.run();
    }

    @Override
    public Outcome send(Notification notification, Channel channel) {
        Channel.Target target = channel.definition().target();
        ChannelKind kind = kinds.get(target.kind());
        if (kind == null) {
            return new Outcome.Rejected("unknown channel type: " + target.kind());
        }
        String prefix = Receipts.prefix(target);
        Optional<String> receipt = Receipts.unwrap(prefix, notification.receipt());
        return switch (kind.send(notification.withReceipt(receipt), channel)) {
            case Outcome.Delivered(Optional<String> given, Optional<Duration> repeat) ->
                new Outcome.Delivered(Receipts.wrap(prefix, given), repeat);
            case Outcome.Retry retry -> retry;
            case Outcome.Refused refused -> refused;
            case Outcome.Rejected rejected -> rejected;
        };
    }
}
