package io.logaggregator.server.access;

import io.logaggregator.core.access.Actor;
import io.logaggregator.core.access.SavedView;
import io.logaggregator.core.access.SavedViews;
import io.logaggregator.core.common.DuplicateNameException;
import java.time.Instant;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/** Views in memory. */
public final class FakeSavedViews implements SavedViews {

    public final Map<UUID, SavedView> views = new LinkedHashMap<>();

    @Override
    public List<SavedView> list(String owner) {
        return views.values().stream()
                .filter(view -> view.isVisibleTo(owner))
                .sorted(Comparator.comparing(SavedView::name))
                .toList();
    }

    @Override
    public Optional<SavedView> find(UUID id) {
        return Optional.ofNullable(views.get(id));
    }

    @Override
    public SavedView create(SavedView view, Actor actor) {
        boolean isDuplicate = views.values().stream()
                .anyMatch(other -> !other.id().equals(view.id())
                        && other.shared() == view.shared()
                        && other.name().equalsIgnoreCase(view.name())
                        && (view.shared() || view.isOwnedBy(other.owner())));
        if (isDuplicate) {
            throw new DuplicateNameException("view", view.name());
        }
        views.put(view.id(), view);
        return view;
    }

    @Override
    public Optional<SavedView> update(SavedView view, Actor actor) {
        return find(view.id()).map(_ -> create(view, actor));
    }

    @Override
    public boolean delete(UUID id, Actor actor, Instant now) {
        return views.remove(id) != null;
    }
}
