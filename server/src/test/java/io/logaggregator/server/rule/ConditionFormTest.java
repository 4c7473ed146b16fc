package io.logaggregator.server.rule;

import static org.assertj.core.api.Assertions.assertThat;

import io.logaggregator.core.alerting.kinds.ConditionKinds;
import io.logaggregator.core.alerting.rule.ConditionKind.Member;
import java.lang.reflect.RecordComponent;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class ConditionFormTest {

    @Test
    void form_hasTheMembersOfEveryKind() {
        Map<String, Class<?>> members = ConditionKinds.ALL.stream()
                .flatMap(kind -> kind.members().stream())
                .collect(Collectors.toMap(Member::name, ConditionFormTest::typeOf, (one, same) -> one));
        members.put("type", String.class);
        members.put("comparison", String.class);

        assertThat(Stream.of(ConditionForm.class.getRecordComponents())
                        .collect(Collectors.toMap(RecordComponent::getName, RecordComponent::getType)))
                .isEqualTo(members);
    }

    private static Class<?> typeOf(Member<?, ?> member) {
        return member.type().isList() ? List.class : String.class;
    }
}
