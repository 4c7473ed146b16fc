package io.logaggregator.notifiers.webhook;

import io.logaggregator.core.alerting.alert.Alert;
import io.logaggregator.core.alerting.alert.AlertTransition;
import io.logaggregator.core.alerting.notify.Notification;
import io.logaggregator.core.alerting.notify.Notification.Change;
import io.logaggregator.core.alerting.notify.Notification.Group;
import java.io.ByteArrayOutputStream;
import java.util.Locale;
import java.util.TreeMap;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.ObjectWriteContext;
import tools.jackson.core.StreamWriteFeature;
import tools.jackson.core.json.JsonFactory;

/** Encodes a notification as described in the README of this module. */
final class NotificationJson {

    /** Increases with incompatible changes. New members are compatible. */
    private static final int VERSION = 1;

    private static final int INITIAL_SIZE = 1024;

    private static final JsonFactory FACTORY = JsonFactory.builder()
            // writes doubles in the shortest form that parses to the same value
            .enable(StreamWriteFeature.USE_FAST_DOUBLE_WRITER)
            .build();

    private NotificationJson() {}

    static byte[] bytes(Notification notification) {
        AlertTransition transition = notification.transition();
        var out = new ByteArrayOutputStream(INITIAL_SIZE);
        try (JsonGenerator json = FACTORY.createGenerator(ObjectWriteContext.empty(), out)) {
            json.writeStartObject();
            json.writeNumberProperty("version", VERSION);
            json.writeStringProperty("id", notification.id().toString());
            String type = notification.group().isPresent()
                    ? "group"
                    : transition.kind().name().toLowerCase(Locale.ROOT);
            json.writeStringProperty("type", "alert." + type);
            json.writeStringProperty("timestamp", transition.at().toString());
            if (notification.schedule().repeat() > 0) {
                json.writeNumberProperty("repeat", notification.schedule().repeat());
            }
            write(json, notification.alert());
            write(json, transition, notification.alert().external().isEmpty());
            notification.group().ifPresent(group -> write(json, group));
            json.writeEndObject();
        }
        return out.toByteArray();
    }

    private static void write(JsonGenerator json, Group group) {
        json.writeObjectPropertyStart("group");
        json.writeObjectPropertyStart("labels");
        new TreeMap<>(group.labels()).forEach(json::writeStringProperty);
        json.writeEndObject();
        json.writeNumberProperty("firing", group.firing());
        json.writeNumberProperty("resolved", group.resolved());
        json.writeNumberProperty("passed", group.passed());
        json.writeNumberProperty("more", group.more());
        json.writeArrayPropertyStart("alerts");
        for (Change change : group.changes()) {
            json.writeStartObject();
            write(json, change.alert());
            write(json, change.transition(), change.alert().external().isEmpty());
            json.writeEndObject();
        }
        json.writeEndArray();
        json.writeEndObject();
    }

    private static void write(JsonGenerator json, Alert alert) {
        json.writeObjectPropertyStart("alert");
        json.writeStringProperty("id", alert.id().toString());
        json.writeStringProperty("rule", alert.ruleName());
        json.writeObjectPropertyStart("labels");
        alert.labels().values().forEach(json::writeStringProperty);
        json.writeEndObject();
        json.writeStringProperty("host", alert.labels().host());
        json.writeStringProperty("severity", alert.severity().name());
        json.writeStringProperty("highest", alert.highest().name());
        json.writeStringProperty("status", alert.status().name());
        json.writeStringProperty("openedAt", alert.openedAt().toString());
        if (alert.external().isPresent()) {
            write(json, alert.external().get());
        } else {
            json.writeNumberProperty("value", alert.value());
            json.writeNumberProperty("peak", alert.peak());
            json.writeNumberProperty("threshold", alert.threshold());
        }
        json.writeNumberProperty("occurrences", alert.occurrences());
        json.writeEndObject();
    }

    private static void write(JsonGenerator json, Alert.External external) {
        json.writeObjectPropertyStart("annotations");
        external.annotations().forEach(json::writeStringProperty);
        json.writeEndObject();
        json.writeStringProperty("generatorUrl", external.generatorUrl());
    }

    private static void write(JsonGenerator json, AlertTransition transition, boolean hasValue) {
        json.writeObjectPropertyStart("transition");
        json.writeStringProperty("kind", transition.kind().name());
        json.writeStringProperty("at", transition.at().toString());
        json.writeStringProperty("severity", transition.severity().name());
        if (hasValue) {
            json.writeNumberProperty("value", transition.value());
            json.writeNumberProperty("threshold", transition.threshold());
        }
        json.writeStringProperty("actor", transition.actor());
        json.writeStringProperty("comment", transition.comment());
        if (transition.reason() != null) {
            json.writeStringProperty("reason", transition.reason().name());
        }
        json.writeEndObject();
    }
}
